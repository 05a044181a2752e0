//! Pages over HTTP.

use super::{
    alone, bring, commands,
    outside::{self, Format},
    points, queries, versions,
    views::{ContentShape, DifferenceShape},
    word,
};
use crate::{
    Error, access,
    documents::{
        input::PageInput,
        views::{self, DocumentShape},
    },
    error::Code,
    files::download,
    http::{Call, Json, Page as List, Query, Reply, Routes, address, body, query},
    items::{self, views::MentionShape},
    tasks::{self, views::TaskShape},
};
use actix_web::{
    HttpResponse, get,
    http::header,
    post, put,
    web::{Path, Payload, block},
};
use futures_util::StreamExt;
use guildhall_domain::{
    Id,
    policy::{Do, DoSpace},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Largest file that becomes a page.
const MOST_BROUGHT: usize = 50 << 20;
/// Longest body that names a version.
const MOST_NAME: usize = 16 << 10;

/// All addresses of pages.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(begin).service(import).service(content).service(state).service(compare).service(export);
    routes.service(backlinks).service(make_task).service(tick);
}

/// Begins a page: empty, with a text, or from another page.
#[utoipa::path(tag = "pages", params(("id" = String, Path)), request_body = PageInput, responses((status = 201, body = DocumentShape)))]
#[post("/spaces/{id}/pages")]
pub async fn begin(call: Call, id: Path<String>, Json(input): Json<PageInput>) -> Result<Reply<DocumentShape>, Error> {
    let space = query::id(&id)?;
    let text = if input.body.is_some() {
        let sent = input.clone();
        let read = move |view: &access::View| {
            access::space(view, space, DoSpace::Write)?;
            commands::text(&sent)
        };
        call.aside(read).await?
    } else {
        None
    };
    let reply = call.run(move |work| {
        let page = commands::begin(work, space, &input, text.as_ref())?;
        views::document(work, &page)
    });
    Ok(reply.await?.created())
}

/// A version.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AtVersion {
    /// Its number; what the page is now unless sent.
    version: Option<u32>,
}

/// What a page says, for reading.
#[utoipa::path(tag = "pages", params(("id" = String, Path), AtVersion), responses((status = 200, body = ContentShape)))]
#[get("/pages/{id}/content")]
pub async fn content(call: Call, id: Path<String>, Query(at): Query<AtVersion>) -> Result<Reply<ContentShape>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |view| queries::content(view, id, at.version)).await?))
}

/// All of a page as one update of the shared document, for who writes in it.
#[utoipa::path(tag = "pages", params(("id" = String, Path)), responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
#[get("/pages/{id}/state")]
pub async fn state(call: Call, id: Path<String>) -> Result<HttpResponse, Error> {
    let id = query::id(&id)?;
    let (state, clock) = call.aside(move |view| queries::state(view, id)).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "no-store")).insert_header(("X-Page-Clock", clock));
    Ok(response.content_type("application/octet-stream").body(state))
}

/// Two versions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Between {
    /// Number of the older one.
    from: u32,
    /// Number of the newer one; what the page is now unless sent.
    #[serde(default)]
    to: Option<u32>,
}

/// How two versions of a page differ, by words.
#[utoipa::path(tag = "pages", params(("id" = String, Path), Between), responses((status = 200, body = DifferenceShape)))]
#[get("/pages/{id}/compare")]
pub async fn compare(
    call: Call,
    id: Path<String>,
    Query(between): Query<Between>,
) -> Result<Reply<DifferenceShape>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |view| queries::difference(view, id, between.from, between.to)).await?))
}

/// As what.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct As {
    /// `markdown`, `html` or `docx`.
    #[param(inline)]
    format: Format,
}

/// Takes a page out as a file. HTML has the pictures of the page in it; `too_large` when they are too many for that.
#[utoipa::path(tag = "pages", params(("id" = String, Path), As), responses((status = 200, content((Vec<u8> = "text/markdown"), (Vec<u8> = "text/html"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))), (status = 413)))]
#[get("/pages/{id}/export")]
pub async fn export(call: Call, id: Path<String>, Query(asked): Query<As>) -> Result<HttpResponse, Error> {
    let id = query::id(&id)?;
    let taken = match asked.format {
        Format::Markdown => call.aside(move |view| outside::as_markdown(view, id)).await?,
        Format::Html => {
            let origin = address::origin(call.app.config(), call.request());
            let gathered = call.aside(move |view| alone::gather(view, id, &origin)).await?;
            let store = call.app.store().clone();
            block(move || gathered.write(&store)).await.map_err(|_| Error::new(Code::Stopping))??
        }
        Format::Docx => {
            let origin = address::origin(call.app.config(), call.request());
            let gathered = call.aside(move |view| word::gather(view, id, &origin)).await?;
            let store = call.app.store().clone();
            block(move || gathered.write(&store)).await.map_err(|_| Error::new(Code::Stopping))??
        }
    };
    Ok(download::made(&taken.name, taken.kind, taken.bytes))
}

/// What is brought as a page, beside its bytes.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BroughtPage {
    /// Name with its ending: `.md`, `.docx` or `.html`.
    name: String,
    /// The folder it goes into; the top of the space unless sent.
    #[serde(default)]
    folder_id: Option<Uuid>,
}

/// Makes a page of a file: the raw bytes of Markdown, of a Word document or of HTML. Pictures in it become files of the
/// page. One that has a password is answered with `protected_file`, one that is damaged with `unreadable_file`.
#[utoipa::path(tag = "pages", params(("id" = String, Path), BroughtPage), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = DocumentShape), (status = 415)))]
#[post("/spaces/{id}/pages/import")]
pub async fn import(
    call: Call,
    id: Path<String>,
    Query(brought): Query<BroughtPage>,
    payload: Payload,
) -> Result<Reply<DocumentShape>, Error> {
    let space = query::id(&id)?;
    if !call.who.scopes.write {
        return Err(Error::new(Code::TokenScope));
    }
    access::space(&call.app.view(call.who)?, space, DoSpace::Write)?;
    bring::Form::of(&brought.name)?;
    let bytes = whole(payload, MOST_BROUGHT).await?;
    let ready = bring::read(&call.app, &brought.name, bytes).await?;
    let reply = call.run(move |work| {
        let page = bring::bring(work, space, brought.folder_id, &ready)?;
        views::document(work, &page)
    });
    let reply = reply.await?.created();
    call.app.parts().jobs.ring();
    Ok(reply)
}

/// A body of raw bytes, of at most so many.
async fn whole(mut payload: Payload, most: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(body::broken)?;
        if bytes.len() + chunk.len() > most {
            return Err(Error::because(Code::TooLarge, format!("At most {} KiB can be sent here.", most >> 10)));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// What a version is called.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedVersion {
    /// Its name.
    name: String,
}

/// Names what a page is now: the half of `POST /documents/{id}/versions` that is for pages.
pub async fn name_version(call: &Call, id: Id, payload: Payload) -> Result<Reply<DocumentShape>, Error> {
    let input: NamedVersion = body::parse(&whole(payload, MOST_NAME).await?)?;
    let reply = call.run(move |work| {
        let page = versions::name(work, id, &input.name)?;
        views::document(work, &page)
    });
    Ok(reply.await?.created())
}

/// The items whose texts name a page, the newest mention first.
#[utoipa::path(tag = "pages", params(("id" = String, Path)), responses((status = 200, body = List<MentionShape>)))]
#[get("/pages/{id}/backlinks")]
pub async fn backlinks(call: Call, id: Path<String>) -> Result<Reply<List<MentionShape>>, Error> {
    let (view, id) = (call.view()?, query::id(&id)?);
    queries::page(&view, id, Do::Read)?;
    Ok(Reply::ok(List { items: items::queries::mentions(&view, id)?, next: None }))
}

/// A line of a page that becomes a task.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineInput {
    /// Own id of the task, so that it can be sent again.
    #[serde(default)]
    id: Option<Uuid>,
    /// The block of the page it stands in, as the editor knows it.
    #[serde(default)]
    #[allow(dead_code, reason = "it says where the editor puts the chip of the task; the link does not need it")]
    block: Option<String>,
    /// What is to be done.
    title: String,
}

/// Makes a task from a line of a page. Each then leads to the other.
#[utoipa::path(tag = "pages", params(("id" = String, Path)), request_body = LineInput, responses((status = 201, body = TaskShape)))]
#[post("/pages/{id}/tasks")]
pub async fn make_task(call: Call, id: Path<String>, Json(input): Json<LineInput>) -> Result<Reply<TaskShape>, Error> {
    let id = query::id(&id)?;
    let reply = call.run(move |work| {
        let task = commands::task(work, id, input.id, &input.title)?;
        tasks::views::whole(work, &task)
    });
    Ok(reply.await?.created())
}

/// Whether a point of a checklist is ticked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PointInput {
    /// It is.
    checked: bool,
    /// What the point says, without the names of people and items in it: another one may stand there by now.
    words: String,
}

/// Ticks a point of the checklists of a page, counted from 0 in the order they are read. Answers what the page says.
#[utoipa::path(tag = "pages", params(("id" = String, Path), ("number" = usize, Path)), request_body = PointInput, responses((status = 200, body = ContentShape)))]
#[put("/pages/{id}/points/{number}")]
pub async fn tick(
    call: Call,
    path: Path<(String, String)>,
    Json(input): Json<PointInput>,
) -> Result<Reply<ContentShape>, Error> {
    let (id, number) = (query::id(&path.0)?, path.1.parse().map_err(|_| Error::not_found())?);
    call.run(move |work| {
        points::tick(work, id, number, &input.words, input.checked)?;
        queries::content(work, id, None)
    })
    .await
}
