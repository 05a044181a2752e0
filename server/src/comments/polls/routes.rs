//! Polls over HTTP.

use super::{commands, queries, views::VoteShape};
use crate::{
    Error,
    comments::views::{self, CommentShape},
    http::{Call, Json, Page, Reply, Routes, query},
};
use actix_web::{delete, get, post, put, web::Path};
use chrono::{DateTime, Utc};
use guildhall_domain::poll::New;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// All addresses of polls.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(ask).service(vote).service(take_back).service(close).service(votes);
}

/// A poll to be asked. Nothing of it can be changed later.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PollInput {
    /// Own id, so that it can be sent again.
    #[serde(default)]
    id: Option<Uuid>,
    /// The question, in a line.
    question: String,
    /// Two to twenty choices.
    choices: Vec<String>,
    /// One may choose several.
    #[serde(default)]
    several: bool,
    /// Nobody is shown who chose what.
    #[serde(default)]
    anonymous: bool,
    /// From then on no vote is taken.
    #[serde(default)]
    closes_at: Option<DateTime<Utc>>,
}

/// What is chosen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoteInput {
    /// The places of the choices, from 0: one of them, or several where that is asked.
    choices: Vec<u32>,
}

/// Asks something on an item: a comment with choices. Everybody who may comment there may vote.
#[utoipa::path(tag = "polls", params(("id" = String, Path)), request_body = PollInput, responses((status = 201, body = CommentShape)))]
#[post("/items/{id}/polls")]
pub async fn ask(call: Call, id: Path<String>, Json(input): Json<PollInput>) -> Result<Reply<CommentShape>, Error> {
    let item = query::id(&id)?;
    let closes_ms = input.closes_at.map(|at| at.timestamp_millis());
    let new = New { choices: input.choices, several: input.several, anonymous: input.anonymous, closes_ms };
    let reply = call.run(move |work| {
        let (comment, item) = commands::ask(work, item, input.id, &input.question, &new)?;
        views::comment(work, &comment, &item)
    });
    Ok(reply.await?.created())
}

/// Votes in a poll, over one's earlier vote if there is one. A poll has the id of its comment.
#[utoipa::path(tag = "polls", params(("id" = String, Path)), request_body = VoteInput, responses((status = 200, body = CommentShape)))]
#[put("/polls/{id}/vote")]
pub async fn vote(call: Call, id: Path<String>, Json(input): Json<VoteInput>) -> Result<Reply<CommentShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let (comment, item) = commands::vote(work, id, Some(&input.choices))?;
        views::comment(work, &comment, &item)
    })
    .await
}

/// Takes one's vote back.
#[utoipa::path(tag = "polls", params(("id" = String, Path)), responses((status = 200, body = CommentShape)))]
#[delete("/polls/{id}/vote")]
pub async fn take_back(call: Call, id: Path<String>) -> Result<Reply<CommentShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let (comment, item) = commands::vote(work, id, None)?;
        views::comment(work, &comment, &item)
    })
    .await
}

/// Closes a poll before its time: for who asked, and for leads.
#[utoipa::path(tag = "polls", params(("id" = String, Path)), responses((status = 200, body = CommentShape)))]
#[put("/polls/{id}/closure")]
pub async fn close(call: Call, id: Path<String>) -> Result<Reply<CommentShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let (comment, item) = commands::close(work, id)?;
        views::comment(work, &comment, &item)
    })
    .await
}

/// Who chose what; not of an anonymous poll.
#[utoipa::path(tag = "polls", params(("id" = String, Path)), responses((status = 200, body = Page<VoteShape>)))]
#[get("/polls/{id}/votes")]
pub async fn votes(call: Call, id: Path<String>) -> Result<Reply<Page<VoteShape>>, Error> {
    Ok(Reply::ok(queries::votes(&call.view()?, query::id(&id)?)?))
}
