//! Bytes coming in over HTTP, as files and as versions of them; and what is known of versions.

use crate::{
    Error, access,
    documents::{
        commands::{
            create::{self, NewFile},
            versions,
        },
        input::{Brought, BroughtInput, VersionPatch},
        pages, queries,
        views::{self, DocumentShape, VersionShape},
    },
    error::Code,
    files::{
        receive,
        record::BroughtRecord,
        uploads::{self, Begun},
        views::UploadShape,
    },
    http::{Call, Json, Page, Paging, Query, Reply, query},
    log::cbor,
};
use actix_web::{
    get, patch, post,
    web::{Path, Payload},
};
use guildhall_domain::{
    Id,
    document::DocumentForm,
    file,
    policy::{Do, DoSpace},
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// Brings a file: the raw bytes. What it is is told by them; the type that is sent does not count.
#[utoipa::path(tag = "documents", params(("id" = String, Path), Brought), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = DocumentShape), (status = 423), (status = 507)))]
#[post("/spaces/{id}/files")]
pub async fn bring(
    call: Call,
    id: Path<String>,
    Query(brought): Query<Brought>,
    mut payload: Payload,
) -> Result<Reply<DocumentShape>, Error> {
    let space = query::id(&id)?;
    let length = receive::promised(call.request());
    let asked = may_bring(&call, length.unwrap_or(0), |view| {
        access::space(view, space, DoSpace::Write)?;
        Ok(file::name(&brought.name).map(drop)?)
    });
    let limit = or_let_finish(asked, &mut payload).await?;
    let content = receive::whole(&call.app, &mut payload, limit, length).await?;
    let new = Arc::new(NewFile {
        id: brought.id,
        name: brought.name,
        folder: brought.folder_id,
        note: brought.note,
        if_exists: brought.if_exists,
        content,
    });
    let reply = call.run(move |work| {
        let document = create::file(work, space, &new)?;
        views::document(work, &document)
    });
    let reply = reply.await?.created();
    call.app.parts().jobs.ring();
    Ok(reply)
}

/// Whether bytes may come, before one of them is taken; answers how many at most.
fn may_bring(
    call: &Call,
    bytes: u64,
    permitted: impl FnOnce(&access::View) -> Result<(), Error>,
) -> Result<u64, Error> {
    if !call.who.scopes.write {
        return Err(Error::new(Code::TokenScope));
    }
    let view = call.app.view(call.who)?;
    permitted(&view)?;
    receive::room(&view, bytes)?;
    Ok(receive::limit(&view))
}

async fn or_let_finish(asked: Result<u64, Error>, payload: &mut Payload) -> Result<u64, Error> {
    if asked.is_err() {
        receive::let_finish(payload).await;
    }
    asked
}

/// Begins to bring a file in parts, which are sent to `/uploads/{id}`. It waits a day for its next part.
#[utoipa::path(tag = "documents", params(("id" = String, Path)), request_body = BroughtInput, responses((status = 201, body = UploadShape), (status = 507)))]
#[post("/spaces/{id}/uploads")]
pub async fn begin_upload(
    call: Call,
    id: Path<String>,
    Json(input): Json<BroughtInput>,
) -> Result<Reply<UploadShape>, Error> {
    let space = query::id(&id)?;
    may_bring(&call, input.bytes, |view| {
        access::space(view, space, DoSpace::Write)?;
        file::name(&input.name)?;
        input.document_id.map_or(Ok(()), |id| is_file_of(view, id, space))
    })?;
    call.app.store().room_for_files()?;
    let document = BroughtRecord {
        folder: cbor::id_opt(input.folder_id),
        note: input.note,
        if_exists: input.if_exists.number(),
        version_of: cbor::id_opt(input.document_id),
    };
    let begun = Begun { id: input.id, goal: space, document: Some(document), name: input.name, bytes: input.bytes };
    Ok(call.run(move |work| uploads::begin(work, &begun)).await?.created())
}

/// Whether the next version of something may be sent in parts, which a space is asked for.
fn is_file_of(view: &access::View, id: Id, space: Id) -> Result<(), Error> {
    let document = access::document(view, id, Do::Edit)?;
    if document.space != space || document.form != DocumentForm::File {
        return Err(Error::field("document_id", "Choose a file of this space."));
    }
    Ok(())
}

/// Lists the versions of a document, the newest first.
#[utoipa::path(tag = "versions", params(("id" = String, Path), Paging), responses((status = 200, body = Page<VersionShape>)))]
#[get("/documents/{id}/versions")]
pub async fn list_versions(
    call: Call,
    id: Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Reply<Page<VersionShape>>, Error> {
    Ok(Reply::ok(queries::versions(&call.view()?, query::id(&id)?, paging.limit()?, paging.place()?)?))
}

/// What is said of a version that is brought.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Noted {
    /// What is new in it.
    note: Option<String>,
}

fn is_page(call: &Call, id: Id) -> Result<bool, Error> {
    let document = access::seen(access::document(&call.view()?, id, Do::Read))?;
    Ok(document.is_some_and(|document| document.form == DocumentForm::Page))
}

/// Brings the next version of a file: the raw bytes. Of a page it names what it is now, by `{"name": …}`.
#[utoipa::path(tag = "versions", params(("id" = String, Path), Noted), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = DocumentShape), (status = 423), (status = 507)))]
#[post("/documents/{id}/versions")]
pub async fn add_version(
    call: Call,
    id: Path<String>,
    Query(noted): Query<Noted>,
    mut payload: Payload,
) -> Result<Reply<DocumentShape>, Error> {
    let id = query::id(&id)?;
    if is_page(&call, id)? {
        return pages::routes::name_version(&call, id, payload).await;
    }
    let length = receive::promised(call.request());
    let asked = may_bring(&call, length.unwrap_or(0), |view| access::document(view, id, Do::Edit).map(drop));
    let limit = or_let_finish(asked, &mut payload).await?;
    let content = Arc::new(receive::whole(&call.app, &mut payload, limit, length).await?);
    let reply = call.run(move |work| {
        let document = versions::add(work, id, versions::Bytes::New(&content), noted.note.as_deref())?;
        views::document(work, &document)
    });
    let reply = reply.await?.created();
    call.app.parts().jobs.ring();
    Ok(reply)
}

fn number(text: &str) -> Result<u32, Error> {
    text.parse().map_err(|_| Error::not_found())
}

/// Says what is new in a version.
#[utoipa::path(tag = "versions", params(("id" = String, Path), ("number" = String, Path)), request_body = VersionPatch, responses((status = 200, body = VersionShape)))]
#[patch("/documents/{id}/versions/{number}")]
pub async fn note_version(
    call: Call,
    path: Path<(String, String)>,
    Json(patch): Json<VersionPatch>,
) -> Result<Reply<VersionShape>, Error> {
    let (id, number) = (query::id(&path.0)?, number(&path.1)?);
    call.run(move |work| {
        if access::document(work, id, Do::Edit)?.form == DocumentForm::Page {
            return pages::versions::rename(work, id, number, patch.name.as_ref(), patch.note.as_ref());
        }
        if patch.name.is_some() {
            return Err(Error::field("name", "Only a version of a page has a name. Send a note."));
        }
        versions::note(work, id, number, patch.note.as_ref())
    })
    .await
}

/// Makes an earlier version the newest one again.
#[utoipa::path(tag = "versions", params(("id" = String, Path), ("number" = String, Path)), responses((status = 200, body = DocumentShape), (status = 423)))]
#[post("/documents/{id}/versions/{number}/restore")]
pub async fn restore_version(call: Call, path: Path<(String, String)>) -> Result<Reply<DocumentShape>, Error> {
    let (id, number) = (query::id(&path.0)?, number(&path.1)?);
    call.run(move |work| {
        let document = match access::document(work, id, Do::Edit)?.form {
            DocumentForm::Page => pages::versions::restore(work, id, number)?,
            DocumentForm::File => versions::restore(work, id, number)?,
        };
        views::document(work, &document)
    })
    .await
}
