//! Folders over HTTP.

use super::{
    commands, queries, trash,
    views::{self, FolderShape},
};
use crate::{
    Error, access,
    documents::input::{FolderInput, FolderPatch},
    http::{Call, Json, Page, Query, Reply, Routes, Versioned, query},
};
use actix_web::{delete, get, patch, post, web::Path};
use guildhall_domain::policy::DoSpace;
use serde::Deserialize;
use utoipa::IntoParams;

/// All addresses of folders.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(create).service(read).service(edit).service(remove).service(restore);
}

/// Which folders of a space.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WhichFolders {
    /// Those that were thrown away instead.
    trashed: bool,
}

/// Lists the folders of a space by name, those of all depths.
#[utoipa::path(tag = "folders", params(("id" = String, Path), WhichFolders), responses((status = 200, body = Page<FolderShape>)))]
#[get("/spaces/{id}/folders")]
pub async fn list(
    call: Call,
    id: Path<String>,
    Query(which): Query<WhichFolders>,
) -> Result<Reply<Page<FolderShape>>, Error> {
    Ok(Reply::ok(queries::list(&call.view()?, query::id(&id)?, which.trashed)?))
}

/// Makes a folder.
#[utoipa::path(tag = "folders", params(("id" = String, Path)), request_body = FolderInput, responses((status = 201, body = FolderShape)))]
#[post("/spaces/{id}/folders")]
pub async fn create(call: Call, id: Path<String>, Json(input): Json<FolderInput>) -> Result<Reply<FolderShape>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let folder = commands::create(work, space, &input)?;
        views::folder(work, &folder)
    });
    Ok(reply.await?.created())
}

/// Reads a folder.
#[utoipa::path(tag = "folders", params(("id" = String, Path)), responses((status = 200, body = FolderShape)))]
#[get("/folders/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<FolderShape>, Error> {
    let view = call.view()?;
    let folder = access::folder(&view, query::id(&id)?, DoSpace::Read)?;
    Ok(Reply::ok(views::folder(&view, &folder)?))
}

/// Gives a folder another name or another place, also in another space, where its documents get new keys. Needs
/// If-Match.
#[utoipa::path(tag = "folders", params(("id" = String, Path), Versioned), request_body = FolderPatch, responses((status = 200, body = FolderShape)))]
#[patch("/folders/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<FolderPatch>) -> Result<Reply<FolderShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let folder = commands::edit(work, id, if_match, &patch)?;
        views::folder(work, &folder)
    })
    .await
}

/// Puts a folder with everything in it into the trash. Needs If-Match.
#[utoipa::path(tag = "folders", params(("id" = String, Path), Versioned), responses((status = 200, body = FolderShape)))]
#[delete("/folders/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<FolderShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let folder = trash::trash(work, id, if_match)?;
        views::folder(work, &folder)
    })
    .await
}

/// Takes a folder out of the trash, with everything that went with it.
#[utoipa::path(tag = "folders", params(("id" = String, Path)), responses((status = 200, body = FolderShape)))]
#[post("/folders/{id}/restore")]
pub async fn restore(call: Call, id: Path<String>) -> Result<Reply<FolderShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let folder = trash::restore(work, id)?;
        views::folder(work, &folder)
    })
    .await
}
