//! Where a task stands, and where else it is shown.

use crate::{
    Error, access,
    http::{Call, Json, Reply, Shape, query, shapes::sent},
    items::{self, views::ItemRef},
    tasks::{
        commands::place::{self, Place},
        views::{self, TaskShape},
    },
};
use actix_web::{delete, get, put, web::Path};
use guildhall_domain::policy::Do;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A place in a list or on a board.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PositionInput {
    /// The task it stands before.
    before: Option<Uuid>,
    /// The task it stands after.
    after: Option<Uuid>,
    /// The status it gets.
    status_id: Option<u32>,
    /// The section it gets; null takes it out.
    #[serde(deserialize_with = "sent")]
    section_id: Option<Option<u32>>,
}

/// Puts a task between two others, into a status or a section.
#[utoipa::path(tag = "tasks", params(("id" = String, Path)), request_body = PositionInput, responses((status = 200, body = TaskShape)))]
#[put("/tasks/{id}/position")]
pub async fn arrange(
    call: Call,
    id: Path<String>,
    Json(input): Json<PositionInput>,
) -> Result<Reply<TaskShape>, Error> {
    let id = query::id(&id)?;
    let to =
        Place { before: input.before, after: input.after, status_id: input.status_id, section_id: input.section_id };
    call.run(move |work| {
        let task = place::arrange(work, id, &to)?;
        views::whole(work, &task)
    })
    .await
}

/// Another home.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HomeInput {
    /// The space.
    pub space_id: Uuid,
    /// A section there.
    #[serde(default)]
    pub section_id: Option<u32>,
    /// A status there; the one that fits best unless sent.
    #[serde(default)]
    pub status_id: Option<u32>,
}

/// Moves a task with its sub-tasks to another space.
#[utoipa::path(tag = "tasks", params(("id" = String, Path)), request_body = HomeInput, responses((status = 200, body = TaskShape)))]
#[put("/tasks/{id}/home")]
pub async fn move_home(call: Call, id: Path<String>, Json(input): Json<HomeInput>) -> Result<Reply<TaskShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let task = place::move_home(work, id, input.space_id, input.section_id, input.status_id)?;
        views::whole(work, &task)
    })
    .await
}

/// How many more people would read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct MoreReaders {
    /// People who could not read it before.
    more_readers: usize,
}

impl Shape for MoreReaders {}

/// Tells how many more people could read a task if it were also in a space.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), ("space" = String, Path)), responses((status = 200, body = MoreReaders)))]
#[get("/tasks/{id}/also-in/{space}")]
pub async fn more_readers(call: Call, path: Path<(String, String)>) -> Result<Reply<MoreReaders>, Error> {
    let view = call.view()?;
    let task = access::task(&view, query::id(&path.0)?, Do::Read)?;
    let more_readers = place::more_readers(&view, &task, query::id(&path.1)?)?;
    Ok(Reply::ok(MoreReaders { more_readers }))
}

/// Shows a task in another space as well.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), ("space" = String, Path)), responses((status = 200, body = TaskShape)))]
#[put("/tasks/{id}/also-in/{space}")]
pub async fn add_also_in(call: Call, path: Path<(String, String)>) -> Result<Reply<TaskShape>, Error> {
    let (id, space) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| {
        let task = place::add_also_in(work, id, space)?;
        views::whole(work, &task)
    })
    .await
}

/// Takes a task out of another space: with the right to move it, or as a lead of that space, also when the
/// home of the task is archived.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), ("space" = String, Path)), responses((status = 200, body = TaskShape)))]
#[delete("/tasks/{id}/also-in/{space}")]
pub async fn remove_also_in(call: Call, path: Path<(String, String)>) -> Result<Reply<TaskShape>, Error> {
    let (id, space) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| {
        let task = place::remove_also_in(work, id, space)?;
        views::whole(work, &task)
    })
    .await
}

/// Finds an item by a key it has or had.
#[utoipa::path(tag = "items", params(("key" = String, Path)), responses((status = 200, body = ItemRef)))]
#[get("/items/by-key/{key}")]
pub async fn by_key(call: Call, key: Path<String>) -> Result<Reply<ItemRef>, Error> {
    let view = call.view()?;
    let item = items::queries::by_key(&view, &key)?;
    Ok(Reply::ok(items::queries::reference(&view, &item)))
}
