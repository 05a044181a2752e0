//! Saved views over HTTP.

use super::{
    commands,
    shapes::{self, NewView, ViewPatch, ViewShape},
};
use crate::{
    Error,
    http::{Call, Json, Page, Reply, Routes, Versioned, query},
};
use actix_web::{delete, get, patch, post, web::Path};

/// All addresses of saved views.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(create).service(edit).service(remove);
}

/// The views of a space: shared ones and the asker's own, by name.
#[utoipa::path(tag = "views", params(("id" = String, Path)), responses((status = 200, body = Page<ViewShape>)))]
#[get("/spaces/{id}/views")]
pub async fn list(call: Call, id: Path<String>) -> Result<Reply<Page<ViewShape>>, Error> {
    let view = call.view()?;
    let views = commands::all(&view, query::id(&id)?)?;
    Ok(Reply::ok(Page::all(views.iter().map(|saved| shapes::shape(&view, saved)).collect())))
}

/// Saves a view.
#[utoipa::path(tag = "views", params(("id" = String, Path)), request_body = NewView, responses((status = 201, body = ViewShape)))]
#[post("/spaces/{id}/views")]
pub async fn create(call: Call, id: Path<String>, Json(input): Json<NewView>) -> Result<Reply<ViewShape>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let view = commands::create(work, space, &input)?;
        Ok(shapes::shape(work, &view))
    });
    Ok(reply.await?.created())
}

/// Changes a view. Needs If-Match.
#[utoipa::path(tag = "views", params(("id" = String, Path), Versioned), request_body = ViewPatch, responses((status = 200, body = ViewShape)))]
#[patch("/views/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<ViewPatch>) -> Result<Reply<ViewShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let view = commands::edit(work, id, if_match, &patch)?;
        Ok(shapes::shape(work, &view))
    })
    .await
}

/// Deletes a view. Needs If-Match.
#[utoipa::path(tag = "views", params(("id" = String, Path), Versioned), responses((status = 204)))]
#[delete("/views/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| commands::delete(work, id, if_match)).await
}
