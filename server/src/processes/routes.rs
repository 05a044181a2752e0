//! Processes over HTTP.

use super::{
    commands::{self, runs as begin},
    dated::{self, DaysDue},
    input::{self, ProcessInput, ProcessPatch},
    queries,
    views::{self, ProcessShape, RuleShape, RunShape, VersionShape, WaitsShape, WholeRunShape},
};
use crate::{
    Error,
    http::{Call, Json, Page, Paging, Query, Reply, Routes, Versioned, query},
    tasks::views::TaskRow,
};
use actix_web::{delete, get, patch, post, put, web::Path};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// All addresses of processes.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(some).service(create).service(preview).service(read).service(edit).service(trash);
    routes
        .service(restore)
        .service(start)
        .service(runs)
        .service(skip_next)
        .service(skip)
        .service(versions)
        .service(due)
        .service(one_run)
        .service(waits);
}

/// Which processes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Those in the trash instead.
    #[serde(default)]
    trashed: bool,
    /// Rows a page, 1–200; 50 unless told.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// The processes of a space by name.
#[utoipa::path(tag = "processes", params(("id" = String, Path), Which), responses((status = 200, body = Page<ProcessShape>)))]
#[get("/spaces/{id}/processes")]
pub async fn list(
    call: Call,
    id: Path<String>,
    Query(which): Query<Which>,
) -> Result<Reply<Page<ProcessShape>>, Error> {
    let space = query::id(&id)?;
    let paging = Paging { limit: which.limit, cursor: which.cursor };
    let (limit, place) = (paging.limit()?, paging.place()?);
    Ok(Reply::ok(call.aside(move |view| queries::of_space(view, space, which.trashed, limit, place)).await?))
}

/// Which ones.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Their ids with commas between, at most 50.
    ids: String,
}

/// Some processes by their ids, for the strips beside their runs. What the reader does not see is left out.
#[utoipa::path(tag = "processes", operation_id = "processes_by_id", params(Known), responses((status = 200, body = Page<ProcessShape>)))]
#[get("/processes")]
pub async fn some(call: Call, Query(known): Query<Known>) -> Result<Reply<Page<ProcessShape>>, Error> {
    let ids: Vec<_> = known.ids.split(',').filter_map(|text| query::id(text.trim()).ok()).collect();
    Ok(Reply::ok(call.aside(move |view| queries::some(view, &ids)).await?))
}

/// Open runs of others that are due on some days, in all spaces the asker reads.
#[utoipa::path(tag = "processes", operation_id = "runs_due", params(DaysDue), responses((status = 200, body = Page<TaskRow>)))]
#[get("/runs")]
pub async fn due(call: Call, Query(asked): Query<DaysDue>) -> Result<Reply<Page<TaskRow>>, Error> {
    Ok(Reply::ok(call.aside(move |view| dated::of_others(view, asked)).await?))
}

/// Makes a process: work that comes again, each time as a task with a fresh checklist.
#[utoipa::path(tag = "processes", params(("id" = String, Path)), request_body = ProcessInput, responses((status = 201, body = ProcessShape)))]
#[post("/spaces/{id}/processes")]
pub async fn create(
    call: Call,
    id: Path<String>,
    Json(input): Json<ProcessInput>,
) -> Result<Reply<ProcessShape>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let process = commands::create(work, space, &input)?;
        views::whole(work, &process)
    });
    Ok(reply.await?.created())
}

/// A rule to be looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewInput {
    /// In words (`last working day of the month`), or as a code.
    rule: String,
}

/// How a rule is understood, and its next three times, before anything is made of it.
#[utoipa::path(tag = "processes", request_body = PreviewInput, responses((status = 200, body = RuleShape)))]
#[post("/processes/preview")]
pub async fn preview(call: Call, Json(input): Json<PreviewInput>) -> Result<Reply<RuleShape>, Error> {
    let view = call.view()?;
    let rule = input::rule(&input.rule, queries::today(&view))?;
    Ok(Reply::ok(views::rule(&view, &rule, 0, crate::access::Scope::now(&view))))
}

/// Reads a process.
#[utoipa::path(tag = "processes", params(("id" = String, Path)), responses((status = 200, body = ProcessShape)))]
#[get("/processes/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<ProcessShape>, Error> {
    Ok(Reply::ok(queries::one(&call.view()?, query::id(&id)?)?))
}

/// Changes, pauses or goes on with a process. Runs that are open keep what they have, unless `open_runs` is sent. Needs
/// If-Match.
#[utoipa::path(tag = "processes", params(("id" = String, Path), Versioned), request_body = ProcessPatch, responses((status = 200, body = ProcessShape)))]
#[patch("/processes/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<ProcessPatch>) -> Result<Reply<ProcessShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let process = commands::edit(work, id, if_match, &patch)?;
        views::whole(work, &process)
    })
    .await
}

/// Puts a process into the trash for 30 days; its runs stay. Needs If-Match.
#[utoipa::path(tag = "processes", params(("id" = String, Path), Versioned), responses((status = 200, body = ProcessShape)))]
#[delete("/processes/{id}")]
pub async fn trash(call: Call, id: Path<String>) -> Result<Reply<ProcessShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let process = commands::trash(work, id, if_match)?;
        views::whole(work, &process)
    })
    .await
}

/// Takes a process out of the trash; it goes on from now.
#[utoipa::path(tag = "processes", params(("id" = String, Path)), responses((status = 200, body = ProcessShape)))]
#[put("/processes/{id}/restore")]
pub async fn restore(call: Call, id: Path<String>) -> Result<Reply<ProcessShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let process = commands::restore(work, id)?;
        views::whole(work, &process)
    })
    .await
}

/// Starts a run now: a task with a fresh checklist.
#[utoipa::path(tag = "processes", params(("id" = String, Path)), responses((status = 201, body = RunShape)))]
#[post("/processes/{id}/runs")]
pub async fn start(call: Call, id: Path<String>) -> Result<Reply<RunShape>, Error> {
    let id = query::id(&id)?;
    let reply = call.run(move |work| {
        let run = begin::start(work, id)?;
        views::run_by_id(work, run.id)
    });
    Ok(reply.await?.created())
}

/// The runs of a process, the last one first; missed ones too.
#[utoipa::path(tag = "processes", params(("id" = String, Path), Paging), responses((status = 200, body = Page<RunShape>)))]
#[get("/processes/{id}/runs")]
pub async fn runs(call: Call, id: Path<String>, Query(paging): Query<Paging>) -> Result<Reply<Page<RunShape>>, Error> {
    Ok(Reply::ok(queries::runs(&call.view()?, query::id(&id)?, paging.limit()?, paging.place()?)?))
}

/// Reads a run with its process and the runs around it. Its id is that of its task.
#[utoipa::path(tag = "processes", params(("id" = String, Path)), responses((status = 200, body = WholeRunShape)))]
#[get("/runs/{id}")]
pub async fn one_run(call: Call, id: Path<String>) -> Result<Reply<WholeRunShape>, Error> {
    Ok(Reply::ok(queries::one_run(&call.view()?, query::id(&id)?)?))
}

/// Why a run is left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SkipInput {
    /// In a line; everybody who sees the run reads it.
    reason: String,
}

/// Leaves out the next time of a process, before it has a run.
#[utoipa::path(tag = "processes", params(("id" = String, Path)), request_body = SkipInput, responses((status = 201, body = RunShape)))]
#[post("/processes/{id}/skip")]
pub async fn skip_next(call: Call, id: Path<String>, Json(input): Json<SkipInput>) -> Result<Reply<RunShape>, Error> {
    let id = query::id(&id)?;
    let reply = call.run(move |work| {
        let run = begin::skip_next(work, id, &input.reason)?;
        views::run_by_id(work, run.id)
    });
    Ok(reply.await?.created())
}

/// Leaves out a run that is open: its task is cancelled. It counts neither for nor against.
#[utoipa::path(tag = "processes", params(("id" = String, Path)), request_body = SkipInput, responses((status = 200, body = RunShape)))]
#[post("/runs/{id}/skip")]
pub async fn skip(call: Call, id: Path<String>, Json(input): Json<SkipInput>) -> Result<Reply<RunShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let run = begin::skip(work, id, &input.reason)?;
        views::run_by_id(work, run.id)
    })
    .await
}

/// The versions of its procedure, the last one first. A run says which one it has.
#[utoipa::path(tag = "processes", params(("id" = String, Path)), responses((status = 200, body = Page<VersionShape>)))]
#[get("/processes/{id}/versions")]
pub async fn versions(call: Call, id: Path<String>) -> Result<Reply<Page<VersionShape>>, Error> {
    Ok(Reply::ok(queries::versions(&call.view()?, query::id(&id)?)?))
}

/// Where its runs wait: which steps take how long.
#[utoipa::path(tag = "processes", params(("id" = String, Path)), responses((status = 200, body = WaitsShape)))]
#[get("/processes/{id}/waits")]
pub async fn waits(call: Call, id: Path<String>) -> Result<Reply<WaitsShape>, Error> {
    Ok(Reply::ok(queries::waits(&call.view()?, query::id(&id)?)?))
}
