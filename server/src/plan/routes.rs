//! Plans over HTTP.

use super::{
    around, baselines, commands,
    input::{DependencyInput, NewBaseline, NewStatusNote, PlanShiftInput, WhatIfQuery},
    notes, queries, shift,
    views::{self, BaselineCompared, BaselineShape, Dependencies, Milestone, PlanShape, PlanShift, StatusNote, WhatIf},
};
use crate::{
    Error,
    http::{Call, Json, Page, Query, Reply, Routes, query},
    tasks::views::{TaskShape, whole},
};
use actix_web::{delete, get, post, put, web::Path};

/// All addresses of plans.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(read).service(what_if).service(milestones).service(status_notes).service(say);
    routes.service(preview).service(move_task).service(dependencies).service(depend).service(free);
    routes.service(list_baselines).service(keep).service(compare).service(drop_baseline);
}

/// The plan of a space: its tasks on their days, what depends on what, and what decides when it is finished. 409
/// `no_plan` where the space has no such day.
#[utoipa::path(tag = "plan", params(("id" = String, Path)), responses((status = 200, body = PlanShape), (status = 409)))]
#[get("/spaces/{id}/plan")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<PlanShape>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |scope| queries::read(scope, id)).await?))
}

/// What it would mean to finish on another day: which tasks would be too late, and by how much. Nothing changes.
#[utoipa::path(tag = "plan", params(("id" = String, Path), WhatIfQuery), responses((status = 200, body = WhatIf), (status = 409)))]
#[get("/spaces/{id}/plan/what-if")]
pub async fn what_if(call: Call, id: Path<String>, Query(asked): Query<WhatIfQuery>) -> Result<Reply<WhatIf>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |scope| queries::what_if(scope, id, &asked)).await?))
}

/// The milestones of a space by their day. A milestone is a task that takes no time.
#[utoipa::path(tag = "plan", params(("id" = String, Path)), responses((status = 200, body = Page<Milestone>), (status = 409)))]
#[get("/spaces/{id}/milestones")]
pub async fn milestones(call: Call, id: Path<String>) -> Result<Reply<Page<Milestone>>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(Page::all(call.aside(move |scope| queries::milestones(scope, id)).await?)))
}

/// What would move if a task did. Nothing changes.
#[utoipa::path(tag = "plan", params(("id" = String, Path)), request_body = PlanShiftInput, responses((status = 200, body = PlanShift), (status = 409)))]
#[post("/tasks/{id}/shifts/preview")]
pub async fn preview(
    call: Call,
    id: Path<String>,
    Json(input): Json<PlanShiftInput>,
) -> Result<Reply<PlanShift>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |scope| shift::preview(scope, id, &input)).await?))
}

/// Moves a task in the plan of its space. What depends on it is pushed as far as it has to, with it and with one undo.
#[utoipa::path(tag = "plan", params(("id" = String, Path)), request_body = PlanShiftInput, responses((status = 200, body = PlanShift), (status = 409)))]
#[post("/tasks/{id}/shifts")]
pub async fn move_task(
    call: Call,
    id: Path<String>,
    Json(input): Json<PlanShiftInput>,
) -> Result<Reply<PlanShift>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| shift::shift(work, id, &input)).await
}

/// What a task waits for, and what waits for it. 409 `no_plan` where its space has no plan.
#[utoipa::path(tag = "plan", params(("id" = String, Path)), responses((status = 200, body = Dependencies), (status = 409)))]
#[get("/tasks/{id}/dependencies")]
pub async fn dependencies(call: Call, id: Path<String>) -> Result<Reply<Dependencies>, Error> {
    Ok(Reply::ok(around::read(&call.view()?, query::id(&id)?)?))
}

/// Lets a task begin after another one of its space ends. 409 `dependency_cycle` names the way when they would wait for
/// each other.
#[utoipa::path(tag = "plan", params(("id" = String, Path), ("predecessor" = String, Path)), request_body = DependencyInput, responses((status = 200, body = TaskShape), (status = 409)))]
#[put("/tasks/{id}/dependencies/{predecessor}")]
pub async fn depend(
    call: Call,
    path: Path<(String, String)>,
    Json(input): Json<DependencyInput>,
) -> Result<Reply<TaskShape>, Error> {
    set_dependency(call, &path, Some(input.lag_days)).await
}

/// Lets a task begin whenever it does, whatever another one does.
#[utoipa::path(tag = "plan", params(("id" = String, Path), ("predecessor" = String, Path)), responses((status = 200, body = TaskShape), (status = 409)))]
#[delete("/tasks/{id}/dependencies/{predecessor}")]
pub async fn free(call: Call, path: Path<(String, String)>) -> Result<Reply<TaskShape>, Error> {
    set_dependency(call, &path, None).await
}

async fn set_dependency(call: Call, path: &(String, String), lag: Option<i32>) -> Result<Reply<TaskShape>, Error> {
    let (id, before) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| {
        let task = commands::depend(work, id, before, lag)?;
        whole(work, &task)
    })
    .await
}

/// The baselines of a space, newest first.
#[utoipa::path(tag = "plan", params(("id" = String, Path)), responses((status = 200, body = Page<BaselineShape>), (status = 409)))]
#[get("/spaces/{id}/baselines")]
pub async fn list_baselines(call: Call, id: Path<String>) -> Result<Reply<Page<BaselineShape>>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(Page::all(call.aside(move |scope| baselines::list(scope, id)).await?)))
}

/// Keeps the dates of a plan as they are, to compare with later: those who lead the space.
#[utoipa::path(tag = "plan", params(("id" = String, Path)), request_body = NewBaseline, responses((status = 201, body = BaselineShape), (status = 409)))]
#[post("/spaces/{id}/baselines")]
pub async fn keep(call: Call, id: Path<String>, Json(input): Json<NewBaseline>) -> Result<Reply<BaselineShape>, Error> {
    let id = query::id(&id)?;
    let reply = call.run(move |work| {
        let baseline = baselines::keep(work, id, &input)?;
        Ok(views::baseline(work, &baseline))
    });
    Ok(reply.await?.created())
}

/// The plan of a space beside one of its baselines.
#[utoipa::path(tag = "plan", params(("id" = String, Path), ("baseline" = String, Path)), responses((status = 200, body = BaselineCompared), (status = 409)))]
#[get("/spaces/{id}/baselines/{baseline}")]
pub async fn compare(call: Call, path: Path<(String, String)>) -> Result<Reply<BaselineCompared>, Error> {
    let (id, baseline) = (query::id(&path.0)?, query::id(&path.1)?);
    Ok(Reply::ok(call.aside(move |scope| baselines::compare(scope, id, baseline)).await?))
}

/// Deletes a baseline: those who lead the space.
#[utoipa::path(tag = "plan", params(("id" = String, Path), ("baseline" = String, Path)), responses((status = 204), (status = 409)))]
#[delete("/spaces/{id}/baselines/{baseline}")]
pub async fn drop_baseline(call: Call, path: Path<(String, String)>) -> Result<Reply<()>, Error> {
    let (id, baseline) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| baselines::delete(work, id, baseline)).await
}

/// What was said of how a project stands, newest first; 500 at most are kept.
#[utoipa::path(tag = "plan", params(("id" = String, Path)), responses((status = 200, body = Page<StatusNote>), (status = 409)))]
#[get("/spaces/{id}/status-notes")]
pub async fn status_notes(call: Call, id: Path<String>) -> Result<Reply<Page<StatusNote>>, Error> {
    let view = call.view()?;
    Ok(Reply::ok(Page::all(notes::list(&view, query::id(&id)?)?)))
}

/// Says how a project stands: those who lead the space.
#[utoipa::path(tag = "plan", params(("id" = String, Path)), request_body = NewStatusNote, responses((status = 201, body = StatusNote), (status = 409)))]
#[post("/spaces/{id}/status-notes")]
pub async fn say(call: Call, id: Path<String>, Json(input): Json<NewStatusNote>) -> Result<Reply<StatusNote>, Error> {
    let id = query::id(&id)?;
    let reply = call.run(move |work| {
        let note = notes::say(work, id, &input)?;
        Ok(views::note(work, &note))
    });
    Ok(reply.await?.created())
}
