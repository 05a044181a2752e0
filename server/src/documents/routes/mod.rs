//! Documents over HTTP.

pub mod bytes;
pub mod lists;

use super::{
    commands::{self, places, trash},
    input::{CopyInput, DocumentHomeInput, DocumentPatch},
    views::{self, DocumentShape},
};
use crate::{
    Error, access,
    http::{Call, Json, Reply, Routes, Versioned, query},
};
use actix_web::{delete, get, patch, post, put, web::Path};
use guildhall_domain::policy::Do;

/// All addresses of documents.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(lists::list).service(lists::templates).service(bytes::bring).service(bytes::begin_upload);
    routes.service(read).service(edit).service(remove).service(restore).service(move_home).service(copy);
    routes.service(lock).service(unlock).service(follow).service(unfollow);
    routes.service(bytes::list_versions).service(bytes::add_version);
    routes.service(bytes::note_version).service(bytes::restore_version);
}

/// Reads a document, without what is in it.
#[utoipa::path(tag = "documents", params(("id" = String, Path)), responses((status = 200, body = DocumentShape)))]
#[get("/documents/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<DocumentShape>, Error> {
    let view = call.view()?;
    let document = access::document(&view, query::id(&id)?, Do::Read)?;
    Ok(Reply::ok(views::document(&view, &document)?))
}

/// Changes fields of a document, or puts it into another folder of its space. Needs If-Match.
#[utoipa::path(tag = "documents", params(("id" = String, Path), Versioned), request_body = DocumentPatch, responses((status = 200, body = DocumentShape)))]
#[patch("/documents/{id}")]
pub async fn edit(
    call: Call,
    id: Path<String>,
    Json(patch): Json<DocumentPatch>,
) -> Result<Reply<DocumentShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let document = commands::edit(work, id, if_match, &patch)?;
        views::document(work, &document)
    })
    .await
}

/// Puts a document into the trash. Needs If-Match.
#[utoipa::path(tag = "documents", params(("id" = String, Path), Versioned), responses((status = 200, body = DocumentShape)))]
#[delete("/documents/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<DocumentShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let document = trash::trash(work, id, if_match)?;
        views::document(work, &document)
    })
    .await
}

macro_rules! act {
    ($name:ident, $method:ident, $path:literal, $change:path, $doc:literal) => {
        #[doc = $doc]
        #[utoipa::path(tag = "documents", params(("id" = String, Path)), responses((status = 200, body = DocumentShape), (status = 423)))]
        #[$method($path)]
        pub async fn $name(call: Call, id: Path<String>) -> Result<Reply<DocumentShape>, Error> {
            let id = query::id(&id)?;
            call.run(move |work| {
                let document = $change(work, id)?;
                views::document(work, &document)
            })
            .await
        }
    };
}

act!(restore, post, "/documents/{id}/restore", trash::restore, "Takes a document out of the trash.");
act!(
    lock,
    put,
    "/documents/{id}/lock",
    commands::lock,
    "Keeps others from writing versions of a file for an hour, or for another one."
);
act!(
    unlock,
    delete,
    "/documents/{id}/lock",
    commands::unlock,
    "Ends a lock: whoever holds it, or whoever leads the space."
);

/// Moves a document to another space, where it gets a new key; the old one goes on leading to it.
#[utoipa::path(tag = "documents", params(("id" = String, Path)), request_body = DocumentHomeInput, responses((status = 200, body = DocumentShape)))]
#[post("/documents/{id}/move")]
pub async fn move_home(
    call: Call,
    id: Path<String>,
    Json(input): Json<DocumentHomeInput>,
) -> Result<Reply<DocumentShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let document = places::move_home(work, id, &input)?;
        views::document(work, &document)
    })
    .await
}

/// Makes a file again from the newest version of another one.
#[utoipa::path(tag = "documents", params(("id" = String, Path)), request_body = CopyInput, responses((status = 201, body = DocumentShape)))]
#[post("/documents/{id}/copy")]
pub async fn copy(call: Call, id: Path<String>, Json(input): Json<CopyInput>) -> Result<Reply<DocumentShape>, Error> {
    let id = query::id(&id)?;
    let reply = call.run(move |work| {
        let document = places::copy(work, id, &input)?;
        views::document(work, &document)
    });
    Ok(reply.await?.created())
}

macro_rules! follower {
    ($name:ident, $method:ident, $on:literal, $doc:literal) => {
        #[doc = $doc]
        #[utoipa::path(tag = "documents", params(("id" = String, Path), ("other" = String, Path)), responses((status = 200, body = DocumentShape)))]
        #[$method("/documents/{id}/followers/{other}")]
        pub async fn $name(call: Call, path: Path<(String, String)>) -> Result<Reply<DocumentShape>, Error> {
            let (id, other) = (query::id(&path.0)?, query::id(&path.1)?);
            call.run(move |work| {
                let document = commands::follower(work, id, other, $on)?;
                views::document(work, &document)
            })
            .await
        }
    };
}

follower!(follow, put, true, "Lets a person follow a document.");
follower!(unfollow, delete, false, "Stops a person following a document.");
