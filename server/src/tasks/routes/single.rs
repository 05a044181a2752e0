//! One task.

use crate::{
    Error,
    access::Scope,
    documents, events,
    http::{Call, Json, Reply, Versioned, query},
    items,
    tasks::{
        commands::{self, sets},
        input::TaskPatch,
        plans::{self, PlanWhen},
        queries,
        views::{self, TaskShape},
    },
    topics,
};
use actix_web::{delete, get, patch, put, web::Path};
use guildhall_domain::{item::Item, order};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Reads a task.
#[utoipa::path(tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = TaskShape)))]
#[get("/tasks/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<TaskShape>, Error> {
    Ok(Reply::ok(queries::whole(&call.view()?, query::id(&id)?)?))
}

/// Changes fields of a task. Needs If-Match.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), Versioned), request_body = TaskPatch, responses((status = 200, body = TaskShape)))]
#[patch("/tasks/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<TaskPatch>) -> Result<Reply<TaskShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let task = commands::edit(work, id, if_match, &patch)?;
        views::whole(work, &task)
    })
    .await
}

/// Puts a task into the trash. Needs If-Match.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), Versioned), responses((status = 200, body = TaskShape)))]
#[delete("/tasks/{id}")]
pub async fn trash(call: Call, id: Path<String>) -> Result<Reply<TaskShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let task = commands::trash::trash(work, id, if_match)?;
        views::whole(work, &task)
    })
    .await
}

/// Takes a task out of the trash.
#[utoipa::path(tag = "tasks", params(("id" = String, Path)), responses((status = 200, body = TaskShape)))]
#[put("/tasks/{id}/restore")]
pub async fn restore(call: Call, id: Path<String>) -> Result<Reply<TaskShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let task = commands::trash::restore(work, id)?;
        views::whole(work, &task)
    })
    .await
}

/// Deletes an item, or a folder with what went with it, that is in the trash for good.
#[utoipa::path(tag = "tasks", params(("id" = String, Path)), responses((status = 204)))]
#[delete("/trash/{id}")]
pub async fn purge(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| match items::kinds::get(work.read(), id)? {
        Some(Item::Topic(_)) => topics::commands::trash::purge(work, id),
        Some(Item::Document(_)) => documents::commands::trash::purge(work, id),
        Some(Item::Event(_)) => events::commands::trash::purge(work, id),
        None if documents::folders::store::get(work.read(), id)?.is_some() => {
            documents::folders::trash::purge(work, id)
        }
        _ => commands::trash::purge(work, id),
    })
    .await
}

/// When the asker means to do it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanInput {
    /// A day, `someday`, or null to take it off the plan.
    plan: Option<String>,
    /// The task it stands before in the asker's day.
    #[serde(default)]
    before: Option<Uuid>,
    /// The task it stands after.
    #[serde(default)]
    after: Option<Uuid>,
}

/// Plans a task for oneself. Nobody else sees it.
#[utoipa::path(tag = "tasks", params(("id" = String, Path)), request_body = PlanInput, responses((status = 200, body = TaskShape)))]
#[put("/tasks/{id}/plan")]
pub async fn plan(call: Call, id: Path<String>, Json(input): Json<PlanInput>) -> Result<Reply<TaskShape>, Error> {
    let id = query::id(&id)?;
    let when = input.plan.as_deref().map(PlanWhen::from_text).transpose()?;
    call.run(move |work| {
        let key = |other: Option<Uuid>| {
            other.map(|id| plans::of(work, id)).transpose().map(|plan| plan.flatten().map(|plan| plan.order))
        };
        let (low, high) = (key(input.after)?, key(input.before)?);
        let place = (low.is_some() || high.is_some())
            .then(|| order::between(&low.unwrap_or_default(), &high.unwrap_or_default()));
        plans::set(work, id, when, place)?;
        queries::whole(work, id)
    })
    .await
}

macro_rules! element {
    ($name:ident, $method:ident, $path:literal, $change:path, $on:literal, $doc:literal) => {
        #[doc = $doc]
        #[utoipa::path(tag = "tasks", params(("id" = String, Path), ("other" = String, Path)), responses((status = 200, body = TaskShape)))]
        #[$method($path)]
        pub async fn $name(call: Call, path: Path<(String, String)>) -> Result<Reply<TaskShape>, Error> {
            let id = query::id(&path.0)?;
            let other = path.1.parse().map_err(|_| Error::not_found())?;
            call.run(move |work| {
                let task = $change(work, id, other, $on)?;
                views::whole(work, &task)
            })
            .await
        }
    };
}

element!(add_follower, put, "/tasks/{id}/followers/{other}", sets::follower, true, "Lets a person follow a task.");
element!(
    remove_follower,
    delete,
    "/tasks/{id}/followers/{other}",
    sets::follower,
    false,
    "Stops a person following a task."
);
element!(add_tag, put, "/tasks/{id}/tags/{other}", sets::tag, true, "Adds a tag.");
element!(remove_tag, delete, "/tasks/{id}/tags/{other}", sets::tag, false, "Removes a tag.");
