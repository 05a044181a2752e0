//! Tags over HTTP.

use super::{
    commands::{self, NewTag, TagPatch},
    views::{self, TagShape},
};
use crate::{
    Error,
    http::{Call, Json, Page, Reply, Routes, Versioned},
};
use actix_web::{delete, get, patch, post, web::Path};

/// All addresses of tags.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(create).service(edit).service(remove);
}

fn number(text: &str) -> Result<u32, Error> {
    text.parse().map_err(|_| Error::not_found())
}

/// All tags of the organization by name.
#[utoipa::path(tag = "tags", responses((status = 200, body = Page<TagShape>)))]
#[get("/tags")]
pub async fn list(call: Call) -> Result<Reply<Page<TagShape>>, Error> {
    Ok(Reply::ok(Page::all(views::all(&call.view()?))))
}

/// Makes a tag.
#[utoipa::path(tag = "tags", request_body = NewTag, responses((status = 201, body = TagShape)))]
#[post("/tags")]
pub async fn create(call: Call, Json(input): Json<NewTag>) -> Result<Reply<TagShape>, Error> {
    let reply = call.run(move |work| {
        let tag = commands::create(work, &input)?;
        Ok(views::shape(work, &tag))
    });
    Ok(reply.await?.created())
}

/// Renames or recolours a tag. Needs If-Match.
#[utoipa::path(tag = "tags", params(("id" = u32, Path), Versioned), request_body = TagPatch, responses((status = 200, body = TagShape)))]
#[patch("/tags/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<TagPatch>) -> Result<Reply<TagShape>, Error> {
    let (id, if_match) = (number(&id)?, call.if_match()?);
    call.run(move |work| {
        let tag = commands::edit(work, id, if_match, &patch)?;
        Ok(views::shape(work, &tag))
    })
    .await
}

/// Deletes a tag everywhere. For admins; needs If-Match.
#[utoipa::path(tag = "tags", params(("id" = u32, Path), Versioned), responses((status = 204)))]
#[delete("/tags/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, if_match) = (number(&id)?, call.if_match()?);
    call.run(move |work| commands::delete(work, id, if_match)).await
}
