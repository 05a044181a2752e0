//! A workflow over HTTP: all statuses, or all choices of a field, at once and with a mapping.

use super::parts::{changed, part};
use crate::{
    Error,
    http::{Call, Json, Reply, query, shapes::CategoryShape},
    spaces::{commands::workflow, views::SpaceShape},
};
use actix_web::{put, web::Path};
use guildhall_domain::workflow::Wanted;
use serde::Deserialize;
use utoipa::ToSchema;

/// The statuses a space has from now on, in their order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkflowInput {
    /// Each former status is named once: it stays, or another one takes its tasks.
    statuses: Vec<WorkflowStatus>,
}

/// A status as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkflowStatus {
    /// The status that stays; none for a new one.
    #[serde(default)]
    id: Option<u32>,
    /// Name.
    name: String,
    /// Category. One that stays gets a new number when this is another one, and its tasks come along.
    category: CategoryShape,
    /// Most tasks that should be in it at once.
    #[serde(default)]
    limit: Option<u32>,
    /// The statuses that go and whose tasks come here.
    #[serde(default)]
    takes: Vec<u32>,
}

/// The choices a field has from now on, in their order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChoicesInput {
    /// What is filled in with a choice that goes stays as it is unless another one takes it.
    choices: Vec<WantedChoice>,
}

/// A choice as it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedChoice {
    /// Name.
    name: String,
    /// The former choices whose tasks have this one from now on.
    #[serde(default)]
    takes: Vec<String>,
}

/// Changes all statuses of a space at once and moves its tasks by the mapping.
#[utoipa::path(tag = "spaces", params(("id" = String, Path)), request_body = WorkflowInput, responses((status = 200, body = SpaceShape)))]
#[put("/spaces/{id}/workflow")]
pub async fn put_workflow(
    call: Call,
    id: Path<String>,
    Json(input): Json<WorkflowInput>,
) -> Result<Reply<SpaceShape>, Error> {
    let id = query::id(&id)?;
    let wanted = |one: WorkflowStatus| Wanted {
        id: one.id,
        name: one.name,
        category: one.category.into(),
        limit: one.limit,
        takes: one.takes,
    };
    let wanted: Vec<Wanted> = input.statuses.into_iter().map(wanted).collect();
    changed(call, move |work| workflow::rework(work, id, &wanted)).await
}

/// Changes all choices of a field at once and what is filled in by the mapping.
#[utoipa::path(tag = "spaces", params(("id" = String, Path), ("part" = u32, Path)), request_body = ChoicesInput, responses((status = 200, body = SpaceShape)))]
#[put("/spaces/{id}/fields/{part}/choices")]
pub async fn put_choices(
    call: Call,
    path: Path<(String, String)>,
    Json(input): Json<ChoicesInput>,
) -> Result<Reply<SpaceShape>, Error> {
    let (id, field) = (query::id(&path.0)?, part(&path.1)?);
    let wanted: Vec<(String, Vec<String>)> = input.choices.into_iter().map(|one| (one.name, one.takes)).collect();
    changed(call, move |work| workflow::rework_choices(work, id, field, &wanted)).await
}
