//! The tasks of a space.

use crate::{Error, http::{Call, Json, Page, Query, Reply, page, query, version}, tasks::{commands, input::TaskInput, queries, rows::Order, views::{self, TaskRow, TaskShape}}};
use actix_web::{get, post, web::Path};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which tasks in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// The order; `manual` unless told.
    #[serde(default)]
    sort: Sort,
    /// Rows a page, 1–200; 50 unless told.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// A default order.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// As people arranged it.
    #[default]
    Manual,
    /// By due; tasks without one are not listed.
    Due,
    /// Last changed first.
    Updated,
    /// By status.
    Status,
    /// By assignee; unassigned tasks are not listed.
    Assignee,
}

impl From<Sort> for Order {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Manual => Order::Manual,
            Sort::Due => Order::Due,
            Sort::Updated => Order::Updated,
            Sort::Status => Order::Status,
            Sort::Assignee => Order::Assignee,
        }
    }
}

/// Lists the tasks of a space.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), ListQuery), responses((status = 200, body = Page<TaskRow>)))]
#[get("/spaces/{id}/tasks")]
pub async fn list(call: Call, id: Path<String>, Query(asked): Query<ListQuery>) -> Result<Reply<Page<TaskRow>>, Error> {
    let place = asked.cursor.as_deref().map(version::read_list_cursor).transpose()?;
    let view = call.view()?;
    Ok(Reply::ok(queries::list::list(&view, query::id(&id)?, asked.sort.into(), page::limit(asked.limit)?, place)?))
}

/// Makes a task in a space.
#[utoipa::path(tag = "tasks", params(("id" = String, Path)), request_body = TaskInput, responses((status = 201, body = TaskShape)))]
#[post("/spaces/{id}/tasks")]
pub async fn create(call: Call, id: Path<String>, Json(input): Json<TaskInput>) -> Result<Reply<TaskShape>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let task = commands::create(work, space, &input)?;
        views::whole(work, &task)
    });
    Ok(reply.await?.created())
}
