//! Statuses, sections and fields over HTTP. Each is a fact of its own, so no version is asked for.

use crate::{
    Error,
    access::Work,
    http::{
        Call, Json, Query, Reply, query,
        shapes::{CategoryShape, sent},
    },
    spaces::{
        commands::parts::{self, PartEdit},
        views::{self, SpaceShape},
        words::FieldKindShape,
    },
};
use actix_web::{delete, patch, post, web::Path};
use guildhall_domain::space::Space;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A new status.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusInput {
    /// Name.
    name: String,
    /// Category; it never changes afterwards.
    category: CategoryShape,
    /// Most tasks that should be in it at once.
    #[serde(default)]
    limit: Option<u32>,
    /// The status it stands after.
    #[serde(default)]
    after: Option<u32>,
}

/// A new section.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SectionInput {
    /// Name.
    name: String,
    /// The section it stands after.
    #[serde(default)]
    after: Option<u32>,
}

/// A new custom field.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldInput {
    /// Name.
    name: String,
    /// What it holds; it never changes afterwards.
    kind: FieldKindShape,
    /// The choices of a choice field.
    #[serde(default)]
    choices: Vec<String>,
}

/// Changes of a status, section or field; what is not sent stays.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PartPatch {
    /// New name.
    name: Option<String>,
    /// New limit of a status; null takes it away.
    #[serde(deserialize_with = "sent")]
    limit: Option<Option<u32>>,
    /// New choices of a choice field.
    choices: Option<Vec<String>>,
    /// The part it stands after; null puts it first.
    #[serde(deserialize_with = "sent")]
    after: Option<Option<u32>>,
}

impl From<PartPatch> for PartEdit {
    fn from(patch: PartPatch) -> Self {
        PartEdit { name: patch.name, limit: patch.limit, choices: patch.choices, after: patch.after }
    }
}

/// Where the tasks of a status go.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Heir {
    /// Another status of the space; one of the same category unless sent.
    move_to: Option<u32>,
}

pub(super) async fn changed(
    call: Call,
    mut change: impl FnMut(&mut Work<'_, '_>) -> Result<Space, Error> + Send + 'static,
) -> Result<Reply<SpaceShape>, Error> {
    call.run(move |work| {
        let space = change(work)?;
        views::shape(work, &space)
    })
    .await
}

pub(super) fn part(text: &str) -> Result<u32, Error> {
    text.parse().map_err(|_| Error::not_found())
}

/// Adds a status.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), request_body = StatusInput, responses((status = 201, body = SpaceShape)))]
#[post("/spaces/{id}/statuses")]
pub async fn add_status(
    call: Call,
    id: Path<String>,
    Json(input): Json<StatusInput>,
) -> Result<Reply<SpaceShape>, Error> {
    let id = query::id(&id)?;
    Ok(changed(call, move |work| {
        parts::add_status(work, id, &input.name, input.category.into(), input.limit, input.after)
    })
    .await?
    .created())
}

/// Changes a status.
#[utoipa::path(tag = "spaces", params(("id" = String, Path), ("part" = u32, Path)), request_body = PartPatch, responses((status = 200, body = SpaceShape)))]
#[patch("/spaces/{id}/statuses/{part}")]
pub async fn edit_status(
    call: Call,
    path: Path<(String, String)>,
    Json(patch): Json<PartPatch>,
) -> Result<Reply<SpaceShape>, Error> {
    let (id, status, edit) = (query::id(&path.0)?, part(&path.1)?, PartEdit::from(patch));
    changed(call, move |work| parts::edit_status(work, id, status, &edit)).await
}

/// Deletes a status and moves its tasks.
#[utoipa::path(tag = "spaces", params(("id" = String, Path), ("part" = u32, Path), Heir), responses((status = 200, body = SpaceShape)))]
#[delete("/spaces/{id}/statuses/{part}")]
pub async fn remove_status(
    call: Call,
    path: Path<(String, String)>,
    Query(heir): Query<Heir>,
) -> Result<Reply<SpaceShape>, Error> {
    let (id, status) = (query::id(&path.0)?, part(&path.1)?);
    changed(call, move |work| parts::remove_status(work, id, status, heir.move_to)).await
}

/// Adds a section.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), request_body = SectionInput, responses((status = 201, body = SpaceShape)))]
#[post("/spaces/{id}/sections")]
pub async fn add_section(
    call: Call,
    id: Path<String>,
    Json(input): Json<SectionInput>,
) -> Result<Reply<SpaceShape>, Error> {
    let id = query::id(&id)?;
    Ok(changed(call, move |work| parts::add_section(work, id, &input.name, input.after)).await?.created())
}

/// Changes a section.
#[utoipa::path(tag = "spaces", params(("id" = String, Path), ("part" = u32, Path)), request_body = PartPatch, responses((status = 200, body = SpaceShape)))]
#[patch("/spaces/{id}/sections/{part}")]
pub async fn edit_section(
    call: Call,
    path: Path<(String, String)>,
    Json(patch): Json<PartPatch>,
) -> Result<Reply<SpaceShape>, Error> {
    let (id, section, edit) = (query::id(&path.0)?, part(&path.1)?, PartEdit::from(patch));
    changed(call, move |work| parts::edit_section(work, id, section, &edit)).await
}

/// Deletes a section; its tasks stay in the space.
#[utoipa::path(tag = "spaces", params(("id" = String, Path), ("part" = u32, Path)), responses((status = 200, body = SpaceShape)))]
#[delete("/spaces/{id}/sections/{part}")]
pub async fn remove_section(call: Call, path: Path<(String, String)>) -> Result<Reply<SpaceShape>, Error> {
    let (id, section) = (query::id(&path.0)?, part(&path.1)?);
    changed(call, move |work| parts::remove_section(work, id, section)).await
}

/// Adds a custom field.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), request_body = FieldInput, responses((status = 201, body = SpaceShape)))]
#[post("/spaces/{id}/fields")]
pub async fn add_field(
    call: Call,
    id: Path<String>,
    Json(input): Json<FieldInput>,
) -> Result<Reply<SpaceShape>, Error> {
    let id = query::id(&id)?;
    Ok(changed(call, move |work| parts::add_field(work, id, &input.name, input.kind, &input.choices)).await?.created())
}

/// Changes a custom field.
#[utoipa::path(tag = "spaces", params(("id" = String, Path), ("part" = u32, Path)), request_body = PartPatch, responses((status = 200, body = SpaceShape)))]
#[patch("/spaces/{id}/fields/{part}")]
pub async fn edit_field(
    call: Call,
    path: Path<(String, String)>,
    Json(patch): Json<PartPatch>,
) -> Result<Reply<SpaceShape>, Error> {
    let (id, field, edit) = (query::id(&path.0)?, part(&path.1)?, PartEdit::from(patch));
    changed(call, move |work| parts::edit_field(work, id, field, &edit)).await
}

/// Deletes a custom field with what was filled in.
#[utoipa::path(tag = "spaces", params(("id" = String, Path), ("part" = u32, Path)), responses((status = 200, body = SpaceShape)))]
#[delete("/spaces/{id}/fields/{part}")]
pub async fn remove_field(call: Call, path: Path<(String, String)>) -> Result<Reply<SpaceShape>, Error> {
    let (id, field) = (query::id(&path.0)?, part(&path.1)?);
    changed(call, move |work| parts::remove_field(work, id, field)).await
}
