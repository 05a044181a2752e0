//! Checklists.

use crate::{
    Error,
    http::{Call, Json, Reply, query},
    tasks::{
        commands::steps,
        input::{StepInput, StepPatch},
        views::{self, TaskShape},
    },
};
use actix_web::{delete, patch, post, web::Path};

/// Adds a step; several lines make several steps.
#[utoipa::path(tag = "tasks", params(("id" = String, Path)), request_body = StepInput, responses((status = 201, body = TaskShape)))]
#[post("/tasks/{id}/steps")]
pub async fn add(call: Call, id: Path<String>, Json(input): Json<StepInput>) -> Result<Reply<TaskShape>, Error> {
    let id = query::id(&id)?;
    let reply = call.run(move |work| {
        let task = steps::append(work, id, &input)?;
        views::whole(work, &task)
    });
    Ok(reply.await?.created())
}

/// Changes or ticks a step.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), ("step" = String, Path)), request_body = StepPatch, responses((status = 200, body = TaskShape)))]
#[patch("/tasks/{id}/steps/{step}")]
pub async fn edit(
    call: Call,
    path: Path<(String, String)>,
    Json(patch): Json<StepPatch>,
) -> Result<Reply<TaskShape>, Error> {
    let (id, step) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| {
        let task = steps::patch(work, id, step, &patch)?;
        views::whole(work, &task)
    })
    .await
}

/// Removes a step.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), ("step" = String, Path)), responses((status = 200, body = TaskShape)))]
#[delete("/tasks/{id}/steps/{step}")]
pub async fn remove(call: Call, path: Path<(String, String)>) -> Result<Reply<TaskShape>, Error> {
    let (id, step) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| {
        let task = steps::remove(work, id, step)?;
        views::whole(work, &task)
    })
    .await
}
