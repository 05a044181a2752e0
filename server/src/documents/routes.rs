//! Documents over HTTP.

use super::{
    commands::{
        self,
        create::{self, NewFile},
        places, trash, versions,
    },
    input::{Brought, CopyInput, DocumentHomeInput, DocumentPatch, PageInput, VersionPatch},
    queries::{self, Asked, Order, Which},
    views::{self, DocumentShape, VersionShape},
};
use crate::{
    Error, access,
    error::Code,
    files::receive,
    http::{Call, Json, Page, Paging, Query, Reply, Versioned, query},
};
use actix_web::{
    delete, get, patch, post, put,
    web::{Path, Payload},
};
use guildhall_domain::{
    document::DocumentForm,
    file,
    policy::{Do, DoSpace},
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// All addresses of documents.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list).service(begin_page).service(bring).service(read).service(edit).service(remove);
    config.service(restore).service(move_home).service(copy).service(lock).service(unlock);
    config.service(follow).service(unfollow);
    config.service(list_versions).service(add_version).service(note_version).service(restore_version);
}

/// Pages or files.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum FormShape {
    Page,
    File,
}

/// An order of documents.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SortShape {
    /// The last changed first.
    #[default]
    Changed,
    /// By name.
    Name,
    /// Pages first, then files by their endings.
    Kind,
}

/// Which documents of a space; those of all its folders unless told.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ListedDocuments {
    /// Those that lie in this folder.
    folder_id: Option<Uuid>,
    /// Those that lie in no folder.
    root: bool,
    /// Only pages, or only files.
    #[param(inline)]
    form: Option<FormShape>,
    /// `changed`, `name` or `kind`, of those in a folder and of all.
    #[param(inline)]
    sort: SortShape,
    /// Those in the trash.
    trashed: bool,
    /// Those out of the way.
    archived: bool,
    /// Pages others begin from.
    template: bool,
    /// Those pinned to the overview.
    pinned: bool,
    /// Rows a page, 1–200; 50 unless told.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

impl ListedDocuments {
    fn asked(&self) -> Result<Asked, Error> {
        let wanted = [
            self.folder_id.map(|folder| Which::In(Some(folder))),
            self.root.then_some(Which::In(None)),
            self.trashed.then_some(Which::Trashed),
            self.archived.then_some(Which::Archived),
            self.template.then_some(Which::Templates),
            self.pinned.then_some(Which::Pinned),
        ];
        let mut wanted = wanted.into_iter().flatten();
        let which = wanted.next().unwrap_or_default();
        if wanted.next().is_some() {
            let message = "Send one of folder_id, root, trashed, archived, template and pinned.";
            return Err(Error::because(Code::BadQuery, message));
        }
        let form = self.form.map(|form| match form {
            FormShape::Page => DocumentForm::Page,
            FormShape::File => DocumentForm::File,
        });
        let order = match self.sort {
            SortShape::Changed => Order::Changed,
            SortShape::Name => Order::Name,
            SortShape::Kind => Order::Kind,
        };
        Ok(Asked { which, form, order })
    }
}

/// Lists documents of a space.
#[utoipa::path(tag = "documents", params(("id" = String, Path), ListedDocuments), responses((status = 200, body = Page<DocumentShape>)))]
#[get("/spaces/{id}/documents")]
pub async fn list(
    call: Call,
    id: Path<String>,
    Query(listed): Query<ListedDocuments>,
) -> Result<Reply<Page<DocumentShape>>, Error> {
    let asked = listed.asked()?;
    let paging = Paging { limit: listed.limit, cursor: listed.cursor };
    let (limit, place) = (paging.limit()?, paging.place()?);
    Ok(Reply::ok(queries::list(&call.view()?, query::id(&id)?, asked, limit, place)?))
}

/// Begins a page.
#[utoipa::path(tag = "pages", params(("id" = String, Path)), request_body = PageInput, responses((status = 201, body = DocumentShape)))]
#[post("/spaces/{id}/pages")]
pub async fn begin_page(
    call: Call,
    id: Path<String>,
    Json(input): Json<PageInput>,
) -> Result<Reply<DocumentShape>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let page = create::page(work, space, &input)?;
        views::document(work, &page)
    });
    Ok(reply.await?.created())
}

/// Brings a file: the raw bytes. What it is is told by them; the type that is sent does not count.
#[utoipa::path(tag = "documents", params(("id" = String, Path), Brought), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = DocumentShape), (status = 507)))]
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
        #[utoipa::path(tag = "documents", params(("id" = String, Path)), responses((status = 200, body = DocumentShape)))]
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

/// Brings the next version of a file: the raw bytes.
#[utoipa::path(tag = "versions", params(("id" = String, Path), Noted), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = DocumentShape), (status = 507)))]
#[post("/documents/{id}/versions")]
pub async fn add_version(
    call: Call,
    id: Path<String>,
    Query(noted): Query<Noted>,
    mut payload: Payload,
) -> Result<Reply<DocumentShape>, Error> {
    let id = query::id(&id)?;
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
    call.run(move |work| versions::note(work, id, number, patch.note.as_ref())).await
}

/// Makes an earlier version the newest one again.
#[utoipa::path(tag = "versions", params(("id" = String, Path), ("number" = String, Path)), responses((status = 200, body = DocumentShape)))]
#[post("/documents/{id}/versions/{number}/restore")]
pub async fn restore_version(call: Call, path: Path<(String, String)>) -> Result<Reply<DocumentShape>, Error> {
    let (id, number) = (query::id(&path.0)?, number(&path.1)?);
    call.run(move |work| {
        let document = versions::restore(work, id, number)?;
        views::document(work, &document)
    })
    .await
}
