//! Comments over HTTP.

use super::{
    commands::{self, New, With},
    links, queries, tasks as made,
    views::{self, CommentShape, PassageShape, VersionShape},
};
use crate::{
    Error,
    http::{Call, Json, Page, Paging, Query, Reply, Routes, Versioned, query},
    tasks::{self, views::TaskShape},
};
use actix_web::{delete, get, patch, post, put, web::Path};
use guildhall_domain::comment::Passage;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Most versions shown.
const VERSIONS: usize = 100;

/// All addresses of comments.
pub fn configure(routes: &mut Routes<'_>) {
    routes
        .service(list)
        .service(write)
        .service(edit)
        .service(remove)
        .service(react)
        .service(unreact)
        .service(make_task)
        .service(link)
        .service(unlink)
        .service(resolve)
        .service(reopen)
        .service(versions);
}

/// A comment to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentInput {
    /// Own id, so that it can be sent again.
    #[serde(default)]
    id: Option<Uuid>,
    /// Markdown, at most 1 MiB.
    body: String,
    /// The comment it answers.
    #[serde(default)]
    reply_to: Option<Uuid>,
    /// Files one attached to the item and sends with the comment, at most 50; the words may be empty then.
    #[serde(default)]
    file_ids: Vec<Uuid>,
    /// The passage of a page it is about.
    #[serde(default)]
    passage: Option<PassageShape>,
}

/// New words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommentPatch {
    /// Markdown, at most 1 MiB.
    body: String,
}

/// Lists the comments of an item, oldest first.
#[utoipa::path(tag = "comments", params(("id" = String, Path), Paging), responses((status = 200, body = Page<CommentShape>)))]
#[get("/items/{id}/comments")]
pub async fn list(
    call: Call,
    id: Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Reply<Page<CommentShape>>, Error> {
    Ok(Reply::ok(queries::list(&call.view()?, query::id(&id)?, paging.limit()?, paging.place()?)?))
}

/// Comments on an item.
#[utoipa::path(tag = "comments", params(("id" = String, Path)), request_body = CommentInput, responses((status = 201, body = CommentShape)))]
#[post("/items/{id}/comments")]
pub async fn write(
    call: Call,
    id: Path<String>,
    Json(input): Json<CommentInput>,
) -> Result<Reply<CommentShape>, Error> {
    let item = query::id(&id)?;
    let new = New { id: input.id, body: input.body, reply_to: input.reply_to, files: input.file_ids };
    let passage = input.passage.map(|passage| Passage { start: passage.start, end: passage.end, quote: passage.quote });
    let reply = call.run(move |work| {
        let with = With { passage: passage.clone(), ..With::default() };
        let (comment, item) = commands::write_with(work, item, &new, with)?;
        views::comment(work, &comment, &item)
    });
    Ok(reply.await?.created())
}

/// Edits one's own comment. Needs If-Match.
#[utoipa::path(tag = "comments", params(("id" = String, Path), Versioned), request_body = CommentPatch, responses((status = 200, body = CommentShape)))]
#[patch("/comments/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(input): Json<CommentPatch>) -> Result<Reply<CommentShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let (comment, item) = commands::edit(work, id, if_match, &input.body)?;
        views::comment(work, &comment, &item)
    })
    .await
}

/// Deletes a comment; its place stays, its files go into the trash. Needs If-Match.
#[utoipa::path(tag = "comments", params(("id" = String, Path), Versioned), responses((status = 200, body = CommentShape)))]
#[delete("/comments/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<CommentShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let (comment, item) = commands::delete(work, id, if_match)?;
        views::comment(work, &comment, &item)
    })
    .await
}

macro_rules! resolved {
    ($name:ident, $path:literal, $on:literal, $doc:literal) => {
        #[doc = $doc]
        #[utoipa::path(tag = "comments", params(("id" = String, Path)), responses((status = 200, body = CommentShape)))]
        #[post($path)]
        pub async fn $name(call: Call, id: Path<String>) -> Result<Reply<CommentShape>, Error> {
            let id = query::id(&id)?;
            call.run(move |work| {
                let (comment, item) = commands::resolve(work, id, $on)?;
                views::comment(work, &comment, &item)
            })
            .await
        }
    };
}

resolved!(resolve, "/comments/{id}/resolve", true, "Says that a comment on a passage is dealt with.");
resolved!(reopen, "/comments/{id}/reopen", false, "Says that a comment on a passage is not dealt with after all.");

/// What a comment said before it was edited, the newest first.
#[utoipa::path(tag = "comments", params(("id" = String, Path)), responses((status = 200, body = Page<VersionShape>)))]
#[get("/comments/{id}/versions")]
pub async fn versions(call: Call, id: Path<String>) -> Result<Reply<Page<VersionShape>>, Error> {
    Ok(Reply::ok(queries::versions(&call.view()?, query::id(&id)?, VERSIONS)?))
}

/// A task to be made from a comment.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TaskFromInput {
    /// Own id, so that it can be sent again.
    id: Option<Uuid>,
    /// Where it goes; the home of the item unless sent, and one's own space where that cannot be.
    space_id: Option<Uuid>,
    /// Title; the beginning of the comment unless sent.
    title: Option<String>,
    /// Who does it.
    assignee_id: Option<Uuid>,
}

/// Makes a task from a comment. Each then leads to the other.
#[utoipa::path(tag = "comments", params(("id" = String, Path)), request_body = TaskFromInput, responses((status = 201, body = TaskShape)))]
#[post("/comments/{id}/tasks")]
pub async fn make_task(
    call: Call,
    id: Path<String>,
    Json(input): Json<TaskFromInput>,
) -> Result<Reply<TaskShape>, Error> {
    let id = query::id(&id)?;
    let new = made::New { id: input.id, space: input.space_id, title: input.title, assignee: input.assignee_id };
    let reply = call.run(move |work| {
        let task = made::make(work, id, &new)?;
        tasks::views::whole(work, &task)
    });
    Ok(reply.await?.created())
}

/// Reacts to a comment.
#[utoipa::path(tag = "comments", params(("id" = String, Path), ("emoji" = String, Path)), responses((status = 200, body = CommentShape)))]
#[put("/comments/{id}/reactions/{emoji}")]
pub async fn react(call: Call, path: Path<(String, String)>) -> Result<Reply<CommentShape>, Error> {
    set(call, path, true).await
}

/// Takes a reaction back.
#[utoipa::path(tag = "comments", params(("id" = String, Path), ("emoji" = String, Path)), responses((status = 200, body = CommentShape)))]
#[delete("/comments/{id}/reactions/{emoji}")]
pub async fn unreact(call: Call, path: Path<(String, String)>) -> Result<Reply<CommentShape>, Error> {
    set(call, path, false).await
}

async fn set(call: Call, path: Path<(String, String)>, on: bool) -> Result<Reply<CommentShape>, Error> {
    let (id, emoji) = (query::id(&path.0)?, path.1.clone());
    call.run(move |work| {
        let (comment, item) = commands::react(work, id, &emoji, on)?;
        views::comment(work, &comment, &item)
    })
    .await
}

/// Links a document to a comment: a chip under its words, and a link between the document and the item.
#[utoipa::path(tag = "comments", params(("id" = String, Path), ("document" = String, Path)), responses((status = 200, body = CommentShape)))]
#[put("/comments/{id}/documents/{document}")]
pub async fn link(call: Call, path: Path<(String, String)>) -> Result<Reply<CommentShape>, Error> {
    set_document(call, path, true).await
}

/// Takes a document away from a comment.
#[utoipa::path(tag = "comments", params(("id" = String, Path), ("document" = String, Path)), responses((status = 200, body = CommentShape)))]
#[delete("/comments/{id}/documents/{document}")]
pub async fn unlink(call: Call, path: Path<(String, String)>) -> Result<Reply<CommentShape>, Error> {
    set_document(call, path, false).await
}

async fn set_document(call: Call, path: Path<(String, String)>, on: bool) -> Result<Reply<CommentShape>, Error> {
    let (id, document) = (query::id(&path.0)?, query::id(&path.1)?);
    call.run(move |work| {
        let (comment, item) = links::document(work, id, document, on)?;
        views::comment(work, &comment, &item)
    })
    .await
}
