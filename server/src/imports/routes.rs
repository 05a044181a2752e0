//! Imports over HTTP. Reading a large file takes its time, so it is done aside of the workers.

use super::{
    commands::{self, FileKind},
    jobs,
    plan::ImportPlan,
    report::ImportReport,
    store,
    views::{self, ImportFile},
};
use crate::{
    Error,
    access::Scope,
    error::Code,
    http::{Call, Json, Page, Query, Reply, Routes, body, query},
};
use actix_web::{
    delete, get, post,
    web::{self, Path, Payload},
};
use futures_util::StreamExt;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Largest file.
const LIMIT: usize = 64 * 1024 * 1024;

/// All addresses of imports.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(upload).service(list).service(read).service(dry_run).service(run).service(take_back);
}

/// What is uploaded.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Upload {
    /// `trello` or `csv`.
    #[param(inline)]
    kind: FileKind,
    /// Name of the file.
    #[serde(default)]
    name: String,
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    web::block(work).await.map_err(|_| Error::new(Code::Busy))?
}

/// Uploads a file (the raw bytes, at most 64 MiB). Nothing is brought yet.
#[utoipa::path(tag = "imports", params(Upload), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = ImportFile), (status = 507)))]
#[post("/imports")]
pub async fn upload(call: Call, Query(asked): Query<Upload>, mut payload: Payload) -> Result<Reply<ImportFile>, Error> {
    let who = writer(&call)?;
    let mut bytes = web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(body::broken)?;
        if bytes.len() + chunk.len() > LIMIT {
            return Err(Error::because(Code::TooLarge, "A file to import is at most 64 MiB."));
        }
        bytes.extend_from_slice(&chunk);
    }
    let bytes = bytes.freeze();
    let checked = bytes.clone();
    aside(move || match asked.kind {
        FileKind::Trello => super::trello::read(&checked).map(|_| ()),
        FileKind::Csv => super::csv::table(&checked).map(|_| ()),
    })
    .await?;
    let name = asked.name;
    let done = call.app.run(who, move |work| commands::upload(work, asked.kind, &name, &bytes)).await?;
    shown(&call, done.value).await.map(Reply::created)
}

async fn shown(call: &Call, id: Uuid) -> Result<Reply<ImportFile>, Error> {
    let (app, view) = (call.app.clone(), call.view()?);
    aside(move || views::file(&app, &view, id, &commands::own(&view, id)?)).await.map(Reply::ok)
}

/// The asker's imports, newest first.
#[utoipa::path(tag = "imports", responses((status = 200, body = Page<ImportFile>)))]
#[get("/imports")]
pub async fn list(call: Call) -> Result<Reply<Page<ImportFile>>, Error> {
    let (app, view) = (call.app.clone(), call.view()?);
    let files = move || {
        let mut own: Vec<_> =
            store::all(view.read())?.into_iter().filter(|(id, _)| commands::own(&view, *id).is_ok()).collect();
        own.sort_by_key(|(_, record)| std::cmp::Reverse(record.created_ms));
        own.iter().take(20).map(|(id, record)| views::file(&app, &view, *id, record)).collect::<Result<Vec<_>, _>>()
    };
    Ok(Reply::ok(Page::all(aside(files).await?)))
}

/// One import.
#[utoipa::path(tag = "imports", params(("id" = String, Path)), responses((status = 200, body = ImportFile)))]
#[get("/imports/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<ImportFile>, Error> {
    shown(&call, query::id(&id)?).await
}

/// What a run by this plan would bring. Changes nothing.
#[utoipa::path(tag = "imports", params(("id" = String, Path)), request_body = ImportPlan, responses((status = 200, body = ImportReport)))]
#[post("/imports/{id}/dry-run")]
pub async fn dry_run(call: Call, id: Path<String>, Json(plan): Json<ImportPlan>) -> Result<Reply<ImportReport>, Error> {
    let (view, id) = (call.view()?, query::id(&id)?);
    Ok(Reply::ok(aside(move || commands::dry_run(&view, id, &plan)).await?))
}

/// Brings everything by this plan, as a job: ask for the import to see how far it is.
#[utoipa::path(tag = "imports", params(("id" = String, Path)), request_body = ImportPlan, responses((status = 202, body = ImportFile)))]
#[post("/imports/{id}/run")]
pub async fn run(call: Call, id: Path<String>, Json(plan): Json<ImportPlan>) -> Result<Reply<ImportFile>, Error> {
    let id = query::id(&id)?;
    let (app, who) = (call.app.clone(), writer(&call)?);
    aside(move || jobs::begin(&app, who, id, &plan)).await?;
    Ok(shown(&call, id).await?.accepted())
}

/// Takes an import back as a whole. This is final: what it brought lies in the trash for 30 days, and the file has
/// to be uploaded again to bring it again.
#[utoipa::path(tag = "imports", params(("id" = String, Path)), responses((status = 200, body = ImportFile)))]
#[delete("/imports/{id}")]
pub async fn take_back(call: Call, id: Path<String>) -> Result<Reply<ImportFile>, Error> {
    let id = query::id(&id)?;
    let (app, who) = (call.app.clone(), writer(&call)?);
    aside(move || commands::take_back(&app, who, id)).await?;
    shown(&call, id).await
}

fn writer(call: &Call) -> Result<crate::access::Who, Error> {
    if call.who.scopes.write { Ok(call.who) } else { Err(Error::new(Code::TokenScope)) }
}
