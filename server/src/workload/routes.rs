//! The workload over HTTP.

use super::{
    input::{TeamFilter, WorkloadFilter, WorkloadListFilter, WorkloadTaskFilter},
    lists, queries, suggest, team,
    views::{TeamLists, Workload, WorkloadCell, WorkloadSuggestions, WorkloadTasks},
};
use crate::{
    Error,
    http::{Call, Query, Reply, Routes, query},
    time::input::day,
};
use actix_web::{get, web::Path};

/// All addresses of the workload.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(read).service(tasks).service(team_lists).service(suggestions).service(cell);
}

/// What everybody has to do on which day, over all spaces. Work is spread over the days until it is due; tasks the reader
/// does not see count in minutes alone. For members.
#[utoipa::path(tag = "workload", params(WorkloadFilter), responses((status = 200, body = Workload)))]
#[get("/workload")]
pub async fn read(call: Call, Query(asked): Query<WorkloadFilter>) -> Result<Reply<Workload>, Error> {
    Ok(Reply::ok(call.aside(move |scope| queries::read(scope, &asked)).await?))
}

/// Tasks that need somebody, those due first.
#[utoipa::path(tag = "workload", params(WorkloadListFilter), responses((status = 200, body = WorkloadTasks)))]
#[get("/workload/tasks")]
pub async fn tasks(call: Call, Query(asked): Query<WorkloadListFilter>) -> Result<Reply<WorkloadTasks>, Error> {
    Ok(Reply::ok(call.aside(move |scope| lists::read(scope, &asked)).await?))
}

/// How many tasks everybody has to do, planned, due and late, of what the reader sees. For members.
#[utoipa::path(tag = "workload", params(TeamFilter), responses((status = 200, body = TeamLists)))]
#[get("/workload/team")]
pub async fn team_lists(call: Call, Query(asked): Query<TeamFilter>) -> Result<Reply<TeamLists>, Error> {
    Ok(Reply::ok(call.aside(move |scope| team::read(scope, &asked)).await?))
}

/// Who a task could be given to, by who has time on its days and who did such a task before.
#[utoipa::path(tag = "workload", params(WorkloadTaskFilter), responses((status = 200, body = WorkloadSuggestions)))]
#[get("/workload/suggestions")]
pub async fn suggestions(
    call: Call,
    Query(asked): Query<WorkloadTaskFilter>,
) -> Result<Reply<WorkloadSuggestions>, Error> {
    Ok(Reply::ok(call.aside(move |scope| suggest::read(scope, asked.task)).await?))
}

/// The tasks behind a day of somebody.
#[utoipa::path(tag = "workload", params(("person" = String, Path), ("day" = String, Path)), responses((status = 200, body = WorkloadCell)))]
#[get("/workload/{person}/{day}")]
pub async fn cell(call: Call, path: Path<(String, String)>) -> Result<Reply<WorkloadCell>, Error> {
    let (person, day) = (query::id(&path.0)?, day("day", &path.1)?);
    Ok(Reply::ok(call.aside(move |scope| queries::cell(scope, person, day)).await?))
}
