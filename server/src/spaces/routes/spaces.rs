//! Spaces themselves.

use crate::{
    Error, access,
    http::{Call, Json, Page, Query, Reply, Versioned, query},
    spaces::{
        commands,
        input::{NewSpace, SpacePatch},
        views::{self, SpaceShape},
    },
};
use actix_web::{delete, get, patch, post, put, web::Path};
use guildhall_domain::policy::DoSpace;
use serde::Deserialize;
use utoipa::IntoParams;

/// Which spaces.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SpacesQuery {
    /// Only archived ones, or only others; all unless sent.
    archived: Option<bool>,
    /// Only deleted ones the asker could bring back.
    #[serde(default)]
    deleted: bool,
}

/// Lists the spaces the asker may know of, with their Personal one first.
#[utoipa::path(tag = "spaces", params(SpacesQuery), responses((status = 200, body = Page<SpaceShape>)))]
#[get("/spaces")]
pub async fn list(call: Call, Query(asked): Query<SpacesQuery>) -> Result<Reply<Page<SpaceShape>>, Error> {
    let view = call.view()?;
    let mut spaces = if asked.deleted { views::deleted(&view)? } else { views::all(&view)? };
    spaces.retain(|space| asked.archived.is_none_or(|archived| space.archived == archived));
    Ok(Reply::ok(Page::all(spaces)))
}

/// Makes a space; its maker becomes the lead.
#[utoipa::path(tag = "spaces", request_body = NewSpace, responses((status = 201, body = SpaceShape)))]
#[post("/spaces")]
pub async fn create(call: Call, Json(input): Json<NewSpace>) -> Result<Reply<SpaceShape>, Error> {
    let reply = call.run(move |work| {
        let space = commands::create(work, &input)?;
        views::shape(work, &space)
    });
    Ok(reply.await?.created())
}

/// Reads a space.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), responses((status = 200, body = SpaceShape)))]
#[get("/spaces/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<SpaceShape>, Error> {
    let view = call.view()?;
    let space = access::space(&view, query::id(&id)?, DoSpace::See)?;
    Ok(Reply::ok(views::shape(&view, &space)?))
}

/// Changes fields of a space. Needs If-Match.
#[utoipa::path(tag = "spaces", params(("id" = String, Path), Versioned), request_body = SpacePatch, responses((status = 200, body = SpaceShape)))]
#[patch("/spaces/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<SpacePatch>) -> Result<Reply<SpaceShape>, Error> {
    let (id, if_match, address) = (query::id(&id)?, call.if_match()?, call.address());
    call.run(move |work| {
        let space = commands::edit(work, id, if_match, &patch, &address)?;
        views::shape(work, &space)
    })
    .await
}

/// Deletes a space; it can be brought back. Needs If-Match.
#[utoipa::path(tag = "spaces", params(("id" = String, Path), Versioned), responses((status = 200, body = SpaceShape)))]
#[delete("/spaces/{id}")]
pub async fn delete(call: Call, id: Path<String>) -> Result<Reply<SpaceShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let space = commands::edit::delete(work, id, if_match)?;
        views::shape(work, &space)
    })
    .await
}

/// Makes a space read only.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), responses((status = 200, body = SpaceShape)))]
#[put("/spaces/{id}/archive")]
pub async fn archive(call: Call, id: Path<String>) -> Result<Reply<SpaceShape>, Error> {
    set_archived(call, &id, true).await
}

/// Lets work in a space go on.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), responses((status = 200, body = SpaceShape)))]
#[delete("/spaces/{id}/archive")]
pub async fn unarchive(call: Call, id: Path<String>) -> Result<Reply<SpaceShape>, Error> {
    set_archived(call, &id, false).await
}

async fn set_archived(call: Call, id: &str, on: bool) -> Result<Reply<SpaceShape>, Error> {
    let id = query::id(id)?;
    call.run(move |work| {
        let space = commands::edit::archive(work, id, on)?;
        views::shape(work, &space)
    })
    .await
}

/// Brings a deleted space back.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), responses((status = 200, body = SpaceShape)))]
#[put("/spaces/{id}/restore")]
pub async fn restore(call: Call, id: Path<String>) -> Result<Reply<SpaceShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let space = commands::edit::restore(work, id)?;
        views::shape(work, &space)
    })
    .await
}

/// Stars a space for the asker.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), responses((status = 200, body = SpaceShape)))]
#[put("/spaces/{id}/star")]
pub async fn star(call: Call, id: Path<String>) -> Result<Reply<SpaceShape>, Error> {
    set_star(call, &id, true).await
}

/// Takes the asker's star away.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), responses((status = 200, body = SpaceShape)))]
#[delete("/spaces/{id}/star")]
pub async fn unstar(call: Call, id: Path<String>) -> Result<Reply<SpaceShape>, Error> {
    set_star(call, &id, false).await
}

async fn set_star(call: Call, id: &str, on: bool) -> Result<Reply<SpaceShape>, Error> {
    let id = query::id(id)?;
    call.run(move |work| {
        commands::star::star(work, id, on)?;
        let space = access::space(work, id, DoSpace::See)?;
        views::shape(work, &space)
    })
    .await
}
