//! Archives over HTTP.

use super::{plan, write};
use crate::{
    Error, access,
    http::{Call, Json, query},
};
use actix_web::{HttpResponse, get, post, web::Path};
use guildhall_domain::{limits, policy::DoSpace};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// All addresses of archives.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(of_folder).service(of_many);
}

/// Downloads a folder with everything in it as a zip.
#[utoipa::path(tag = "archives", params(("id" = String, Path)), responses((status = 200, description = "The zip", content_type = "application/zip"), (status = 409), (status = 413)))]
#[get("/folders/{id}/archive")]
pub async fn of_folder(call: Call, id: Path<String>) -> Result<HttpResponse, Error> {
    let id = query::id(&id)?;
    let name = access::folder(&call.view()?, id, DoSpace::Read)?.name.clone();
    let entries = call.aside(move |view| plan::plan(view, &[], &[id])).await?;
    write::respond(&call.app, call.who, &format!("{}.zip", plan::safe(&name)), entries)
}

/// What goes into an archive.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ArchiveInput {
    /// Files.
    pub document_ids: Vec<Uuid>,
    /// Folders, with everything in them.
    pub folder_ids: Vec<Uuid>,
}

/// Downloads several files and folders as one zip.
#[utoipa::path(tag = "archives", request_body = ArchiveInput, responses((status = 200, description = "The zip", content_type = "application/zip")))]
#[post("/archive")]
pub async fn of_many(call: Call, Json(input): Json<ArchiveInput>) -> Result<HttpResponse, Error> {
    limits::at_most("document_ids", input.document_ids.len(), limits::COMMAND)?;
    limits::at_most("folder_ids", input.folder_ids.len(), limits::COMMAND)?;
    let entries = call.aside(move |view| plan::plan(view, &input.document_ids, &input.folder_ids)).await?;
    write::respond(&call.app, call.who, "documents.zip", entries)
}
