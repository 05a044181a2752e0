//! Templates of tasks and topics over HTTP.

use super::{
    commands,
    record::Makes,
    save::{self, SaveInput},
    start::{self, FromInput},
    topic::{self, TopicTemplateShape, WholeTopicShape},
    views::{self, TemplateShape, WholeShape},
};
use crate::{
    Error,
    http::{Call, Json, Page, Reply, Routes, Versioned, query},
    tasks::{self, views::TaskShape},
};
use actix_web::{delete, get, post, web::Path};

/// All addresses of templates of tasks and topics.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(show).service(create).service(remove).service(begin);
    routes.service(topics).service(show_topic).service(create_of_topic).service(remove_topic);
}

/// The templates of tasks of a space, by name.
#[utoipa::path(tag = "templates", params(("id" = String, Path)), responses((status = 200, body = Page<TemplateShape>)))]
#[get("/spaces/{id}/task-templates")]
pub async fn list(call: Call, id: Path<String>) -> Result<Reply<Page<TemplateShape>>, Error> {
    let view = call.view()?;
    let all = commands::all(&view, query::id(&id)?, Makes::Task)?;
    Ok(Reply::ok(Page::all(all.iter().map(|one| views::template(&view, one)).collect::<Result<_, _>>()?)))
}

/// A template with everything it makes.
#[utoipa::path(tag = "templates", params(("id" = String, Path)), responses((status = 200, body = WholeShape)))]
#[get("/task-templates/{id}")]
pub async fn show(call: Call, id: Path<String>) -> Result<Reply<WholeShape>, Error> {
    let view = call.view()?;
    let (template, _) = commands::usable(&view, query::id(&id)?, Makes::Task)?;
    Ok(Reply::ok(views::whole(&view, &template)?))
}

/// Saves a task with its checklist and sub-tasks as a template of its space.
#[utoipa::path(tag = "templates", params(("id" = String, Path)), request_body = SaveInput, responses((status = 201, body = TemplateShape)))]
#[post("/tasks/{id}/templates")]
pub async fn create(call: Call, id: Path<String>, Json(input): Json<SaveInput>) -> Result<Reply<TemplateShape>, Error> {
    let task = query::id(&id)?;
    let reply = call.run(move |work| {
        let template = save::save(work, task, &input)?;
        views::template(work, &template)
    });
    Ok(reply.await?.created())
}

/// Deletes a template; what was begun from it stays. Needs If-Match.
#[utoipa::path(tag = "templates", params(("id" = String, Path), Versioned), responses((status = 204)))]
#[delete("/task-templates/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| commands::delete(work, id, Makes::Task, if_match)).await
}

/// Makes the task of a template with its sub-tasks, for people and days.
#[utoipa::path(tag = "templates", params(("id" = String, Path)), request_body = FromInput, responses((status = 201, body = TaskShape)))]
#[post("/task-templates/{id}/tasks")]
pub async fn begin(call: Call, id: Path<String>, Json(input): Json<FromInput>) -> Result<Reply<TaskShape>, Error> {
    let id = query::id(&id)?;
    let reply = call.run(move |work| {
        let task = start::start(work, id, &input)?;
        tasks::views::whole(work, &task)
    });
    Ok(reply.await?.created())
}

/// The templates of topics of a space, by name.
#[utoipa::path(tag = "templates", params(("id" = String, Path)), responses((status = 200, body = Page<TopicTemplateShape>)))]
#[get("/spaces/{id}/topic-templates")]
pub async fn topics(call: Call, id: Path<String>) -> Result<Reply<Page<TopicTemplateShape>>, Error> {
    let view = call.view()?;
    let all = commands::all(&view, query::id(&id)?, Makes::Topic)?;
    let listed = all.iter().map(|one| Ok(topic::whole(&view, one)?.template));
    Ok(Reply::ok(Page::all(listed.collect::<Result<_, Error>>()?)))
}

/// A template of a topic with what it begins with.
#[utoipa::path(tag = "templates", params(("id" = String, Path)), responses((status = 200, body = WholeTopicShape)))]
#[get("/topic-templates/{id}")]
pub async fn show_topic(call: Call, id: Path<String>) -> Result<Reply<WholeTopicShape>, Error> {
    let view = call.view()?;
    let (template, _) = commands::usable(&view, query::id(&id)?, Makes::Topic)?;
    Ok(Reply::ok(topic::whole(&view, &template)?))
}

/// Saves the title and the beginning of a topic as a template of its space.
#[utoipa::path(tag = "templates", params(("id" = String, Path)), request_body = SaveInput, responses((status = 201, body = WholeTopicShape)))]
#[post("/topics/{id}/templates")]
pub async fn create_of_topic(
    call: Call,
    id: Path<String>,
    Json(input): Json<SaveInput>,
) -> Result<Reply<WholeTopicShape>, Error> {
    let from = query::id(&id)?;
    let reply = call.run(move |work| {
        let template = topic::save(work, from, &input)?;
        topic::whole(work, &template)
    });
    Ok(reply.await?.created())
}

/// Deletes a template of a topic; what was begun from it stays. Needs If-Match.
#[utoipa::path(tag = "templates", params(("id" = String, Path), Versioned), responses((status = 204)))]
#[delete("/topic-templates/{id}")]
pub async fn remove_topic(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| commands::delete(work, id, Makes::Topic, if_match)).await
}
