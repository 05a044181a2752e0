//! The tasks of a space as a list.

use crate::{
    Error,
    error::Code,
    http::{Call, Json, Page, Paging, Reply, query},
    tasks::{
        commands,
        input::TaskInput,
        queries::list::{self as lists, ListedTask},
        task_query::{Asked, TaskQuery},
        views::{self, TaskShape},
    },
};
use actix_web::{get, post, web::Path};

/// Lists the tasks of a space. All of them in the orders manual, due, updated, status and assignee are
/// cheap at any size; due and assignee leave out those without one.
#[utoipa::path(tag = "tasks", params(("id" = String, Path), TaskQuery, Paging), responses((status = 200, body = Page<ListedTask>)))]
#[get("/spaces/{id}/tasks")]
pub async fn list(
    call: Call,
    id: Path<String>,
    Asked(asked, paging): Asked<Paging>,
) -> Result<Reply<Page<ListedTask>>, Error> {
    let (space, limit, place) = (query::id(&id)?, paging.limit()?, paging.place()?);
    if asked.group.is_some() {
        return Err(Error::because(Code::BadQuery, "A list has no groups. Ask for the view of the space instead."));
    }
    if lists::is_quick(&asked) {
        return Ok(Reply::ok(lists::list(&call.view()?, space, &asked, limit, place.as_deref())?));
    }
    Ok(Reply::ok(call.aside(move |scope| lists::list(scope, space, &asked, limit, place.as_deref())).await?))
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
