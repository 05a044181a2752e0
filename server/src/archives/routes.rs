//! Archives over HTTP.

use super::{
    plan::{self, Pages},
    write,
};
use crate::{
    Error, access,
    documents::pages::outside::Format,
    http::{Call, Json, Query, Routes, address, query},
};
use actix_web::{HttpResponse, get, post, web::Path};
use guildhall_domain::{limits, policy::DoSpace};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// All addresses of archives.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(of_folder).service(of_many);
}

/// How pages come.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PagesAs {
    /// Pages as `markdown` (unless sent), `html` or `docx`. Their files lie in a folder beside each.
    #[param(inline)]
    pages: Format,
}

fn pages(call: &Call, format: Format) -> Pages {
    Pages { format, origin: address::origin(call.app.config(), call.request()) }
}

/// Downloads a folder with everything in it as a zip.
#[utoipa::path(tag = "archives", params(("id" = String, Path), PagesAs), responses((status = 200, description = "The zip", content_type = "application/zip"), (status = 409), (status = 413)))]
#[get("/folders/{id}/archive")]
pub async fn of_folder(call: Call, id: Path<String>, Query(asked): Query<PagesAs>) -> Result<HttpResponse, Error> {
    let id = query::id(&id)?;
    let name = access::folder(&call.view()?, id, DoSpace::Read)?.name.clone();
    let entries = call.aside(move |view| plan::plan(view, &[], &[id], asked.pages)).await?;
    let pages = pages(&call, asked.pages);
    write::respond(&call.app, call.who, &format!("{}.zip", plan::safe(&name)), entries, pages)
}

/// What goes into an archive.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ArchiveInput {
    /// Files and pages.
    pub document_ids: Vec<Uuid>,
    /// Folders, with everything in them.
    pub folder_ids: Vec<Uuid>,
    /// How pages come: as Markdown unless sent. Their files lie in a folder beside each.
    pub pages: Format,
}

/// Downloads several files, pages and folders as one zip.
#[utoipa::path(tag = "archives", request_body = ArchiveInput, responses((status = 200, description = "The zip", content_type = "application/zip")))]
#[post("/archive")]
pub async fn of_many(call: Call, Json(input): Json<ArchiveInput>) -> Result<HttpResponse, Error> {
    limits::at_most("document_ids", input.document_ids.len(), limits::COMMAND)?;
    limits::at_most("folder_ids", input.folder_ids.len(), limits::COMMAND)?;
    let pages = pages(&call, input.pages);
    let plan = move |view: &access::View| plan::plan(view, &input.document_ids, &input.folder_ids, input.pages);
    write::respond(&call.app, call.who, "documents.zip", call.aside(plan).await?, pages)
}
