//! Topics over HTTP.

use super::{
    commands::{self, create as begin, decisions, places, trash},
    input::{DirectInput, TopicInput, TopicPatch},
    queries::{
        self, Which,
        messages::{self as pages, At},
    },
    views::{self, DecidedShape, MessagesShape, TopicShape, TopicsShape},
};
use crate::{
    Error, access,
    error::Code,
    http::{Call, Json, Page, Paging, Query, Reply, Routes, Versioned, page, query},
};
use actix_web::{delete, get, patch, post, put, web::Path};
use guildhall_domain::policy::Do;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// All addresses of topics.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(create).service(read).service(edit).service(remove).service(restore);
    routes.service(move_home).service(messages).service(reading).service(read_all).service(mute).service(unmute);
    routes.service(follow).service(unfollow).service(decide).service(undecide).service(decided);
    routes.service(mine).service(direct).service(chat).service(ask);
}

/// Which topics.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhichShape {
    /// Those that are not out of the way.
    #[default]
    Current,
    /// Those that are.
    Archived,
    /// Those in the trash.
    Trashed,
}

/// Which page of which topics.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Listed {
    /// `current`, `archived` or `trashed`.
    #[param(inline)]
    which: WhichShape,
    /// Rows a page, 1–200; 50 unless told.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

impl Listed {
    fn parts(&self) -> Result<(Which, usize, Option<Vec<u8>>), Error> {
        let which = match self.which {
            WhichShape::Current => Which::Current,
            WhichShape::Archived => Which::Archived,
            WhichShape::Trashed => Which::Trashed,
        };
        let paging = Paging { limit: self.limit, cursor: self.cursor.clone() };
        Ok((which, paging.limit()?, paging.place()?))
    }
}

/// Lists the topics of a space: those with something new first, then open ones, then those that are decided or
/// answered, each with the last message first.
#[utoipa::path(tag = "topics", params(("id" = String, Path), Listed), responses((status = 200, body = TopicsShape)))]
#[get("/spaces/{id}/topics")]
pub async fn list(call: Call, id: Path<String>, Query(listed): Query<Listed>) -> Result<Reply<TopicsShape>, Error> {
    let (which, limit, place) = listed.parts()?;
    Ok(Reply::ok(queries::of_space(&call.view()?, query::id(&id)?, which, limit, place)?))
}

/// Begins a topic in a space.
#[utoipa::path(tag = "topics", params(("id" = String, Path)), request_body = TopicInput, responses((status = 201, body = TopicShape)))]
#[post("/spaces/{id}/topics")]
pub async fn create(call: Call, id: Path<String>, Json(input): Json<TopicInput>) -> Result<Reply<TopicShape>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let topic = begin::create(work, space, &input)?;
        views::whole(work, &topic)
    });
    Ok(reply.await?.created())
}

/// Lists the asker's topics outside their spaces: Direct topics, and what they asked spaces they are not in.
#[utoipa::path(tag = "topics", params(Listed), responses((status = 200, body = TopicsShape)))]
#[get("/topics")]
pub async fn mine(call: Call, Query(listed): Query<Listed>) -> Result<Reply<TopicsShape>, Error> {
    let (which, limit, place) = listed.parts()?;
    Ok(Reply::ok(queries::of_me(&call.view()?, which, limit, place)?))
}

/// Opens the Direct topic with some people. There is one for each set of people, and it never gains readers.
#[utoipa::path(tag = "topics", request_body = DirectInput, responses((status = 200, body = TopicShape)))]
#[post("/topics")]
pub async fn direct(call: Call, Json(input): Json<DirectInput>) -> Result<Reply<TopicShape>, Error> {
    call.run(move |work| {
        let topic = begin::direct(work, &input.person_ids)?;
        views::whole(work, &topic)
    })
    .await
}

/// Opens the Quick chat of a space.
#[utoipa::path(tag = "topics", params(("id" = String, Path)), responses((status = 200, body = TopicShape)))]
#[post("/spaces/{id}/chat")]
pub async fn chat(call: Call, id: Path<String>) -> Result<Reply<TopicShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let topic = begin::chat(work, id)?;
        views::whole(work, &topic)
    })
    .await
}

/// Asks a space something. Whoever is not in a closed space sees what they asked and what is answered, and nothing
/// else of it.
#[utoipa::path(tag = "topics", params(("id" = String, Path)), request_body = TopicInput, responses((status = 201, body = TopicShape)))]
#[post("/spaces/{id}/questions")]
pub async fn ask(call: Call, id: Path<String>, Json(input): Json<TopicInput>) -> Result<Reply<TopicShape>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let topic = begin::ask(work, space, &input)?;
        views::whole(work, &topic)
    });
    Ok(reply.await?.created())
}

/// Reads a topic, without its messages.
#[utoipa::path(tag = "topics", params(("id" = String, Path)), responses((status = 200, body = TopicShape)))]
#[get("/topics/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<TopicShape>, Error> {
    let view = call.view()?;
    let topic = access::topic(&view, query::id(&id)?, Do::Read)?;
    Ok(Reply::ok(views::whole(&view, &topic)?))
}

/// Changes fields of a topic. Needs If-Match.
#[utoipa::path(tag = "topics", params(("id" = String, Path), Versioned), request_body = TopicPatch, responses((status = 200, body = TopicShape)))]
#[patch("/topics/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<TopicPatch>) -> Result<Reply<TopicShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let topic = commands::edit(work, id, if_match, &patch)?;
        views::whole(work, &topic)
    })
    .await
}

/// Puts a topic into the trash. Needs If-Match.
#[utoipa::path(tag = "topics", params(("id" = String, Path), Versioned), responses((status = 200, body = TopicShape)))]
#[delete("/topics/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<TopicShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let topic = trash::trash(work, id, if_match)?;
        views::whole(work, &topic)
    })
    .await
}

/// Takes a topic out of the trash.
#[utoipa::path(tag = "topics", params(("id" = String, Path)), responses((status = 200, body = TopicShape)))]
#[put("/topics/{id}/restore")]
pub async fn restore(call: Call, id: Path<String>) -> Result<Reply<TopicShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let topic = trash::restore(work, id)?;
        views::whole(work, &topic)
    })
    .await
}

/// Another home.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TopicHomeInput {
    /// The space.
    space_id: Uuid,
}

/// Moves a topic with its messages to another space.
#[utoipa::path(tag = "topics", params(("id" = String, Path)), request_body = TopicHomeInput, responses((status = 200, body = TopicShape)))]
#[put("/topics/{id}/home")]
pub async fn move_home(
    call: Call,
    id: Path<String>,
    Json(input): Json<TopicHomeInput>,
) -> Result<Reply<TopicShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let topic = places::move_home(work, id, input.space_id)?;
        views::whole(work, &topic)
    })
    .await
}

/// Which messages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Around {
    /// `unread` (unless told), `newest`, or the id of a message: where the page is.
    at: Option<String>,
    /// `before` of another page.
    before: Option<String>,
    /// `after` of another page.
    after: Option<String>,
    /// Messages a page, 1–200; 50 unless told.
    limit: Option<u32>,
}

impl Around {
    fn at(&self) -> Result<At, Error> {
        match (self.at.as_deref(), self.before.as_deref(), self.after.as_deref()) {
            (None | Some("unread"), None, None) => Ok(At::Unread),
            (Some("newest"), None, None) => Ok(At::Newest),
            (Some(message), None, None) => Ok(At::Message(query::id(message)?)),
            (None, Some(cursor), None) => Ok(At::Before(pages::place(cursor)?)),
            (None, None, Some(cursor)) => Ok(At::After(pages::place(cursor)?)),
            _ => Err(Error::because(Code::BadQuery, "Send one of at, before and after.")),
        }
    }
}

/// Reads messages of a topic, a page at a time and both ways from where the reader is. A message is a comment:
/// it is written with `POST /items/{id}/comments` and changed under `/comments/{id}`.
#[utoipa::path(tag = "messages", params(("id" = String, Path), Around), responses((status = 200, body = MessagesShape)))]
#[get("/topics/{id}/messages")]
pub async fn messages(
    call: Call,
    id: Path<String>,
    Query(around): Query<Around>,
) -> Result<Reply<MessagesShape>, Error> {
    let limit = page::limit(around.limit)?;
    Ok(Reply::ok(pages::page(&call.view()?, query::id(&id)?, around.at()?, limit)?))
}

/// How far.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReadingInput {
    /// The `seq` of the last message that was read; everything unless sent.
    seq: Option<u64>,
}

/// Tells that the asker has read a topic, up to a message or wholly. It moves forward only, on all of their devices.
#[utoipa::path(tag = "topics", params(("id" = String, Path)), request_body = ReadingInput, responses((status = 200, body = TopicShape)))]
#[put("/topics/{id}/reading")]
pub async fn reading(
    call: Call,
    id: Path<String>,
    Json(input): Json<ReadingInput>,
) -> Result<Reply<TopicShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let topic = commands::read(work, id, input.seq)?;
        views::whole(work, &topic)
    })
    .await
}

/// Tells that the asker has read everything in a space.
#[utoipa::path(tag = "topics", params(("id" = String, Path)), responses((status = 204)))]
#[put("/spaces/{id}/topics/reading")]
pub async fn read_all(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| commands::read_all(work, id)).await
}

/// What was decided in a space, the newest first.
#[utoipa::path(tag = "decisions", params(("id" = String, Path), Paging), responses((status = 200, body = Page<DecidedShape>)))]
#[get("/spaces/{id}/decisions")]
pub async fn decided(
    call: Call,
    id: Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Reply<Page<DecidedShape>>, Error> {
    Ok(Reply::ok(queries::decisions(&call.view()?, query::id(&id)?, paging.limit()?, paging.place()?)?))
}

macro_rules! switch {
    ($name:ident, $method:ident, $path:literal, $change:path, $on:literal, $doc:literal) => {
        #[doc = $doc]
        #[utoipa::path(tag = "topics", params(("id" = String, Path)), responses((status = 200, body = TopicShape)))]
        #[$method($path)]
        pub async fn $name(call: Call, id: Path<String>) -> Result<Reply<TopicShape>, Error> {
            let id = query::id(&id)?;
            call.run(move |work| {
                let topic = $change(work, id, $on)?;
                views::whole(work, &topic)
            })
            .await
        }
    };
}

switch!(
    mute,
    put,
    "/topics/{id}/mute",
    commands::mute,
    true,
    "Stops telling the asker of a topic, but where they are named."
);
switch!(unmute, delete, "/topics/{id}/mute", commands::mute, false, "Tells the asker of a topic again.");

macro_rules! element {
    ($name:ident, $method:ident, $tag:literal, $path:literal, $change:path, $on:literal, $doc:literal) => {
        #[doc = $doc]
        #[utoipa::path(tag = $tag, params(("id" = String, Path), ("other" = String, Path)), responses((status = 200, body = TopicShape)))]
        #[$method($path)]
        pub async fn $name(call: Call, path: Path<(String, String)>) -> Result<Reply<TopicShape>, Error> {
            let (id, other) = (query::id(&path.0)?, query::id(&path.1)?);
            call.run(move |work| {
                let topic = $change(work, id, other, $on)?;
                views::whole(work, &topic)
            })
            .await
        }
    };
}

element!(
    follow,
    put,
    "topics",
    "/topics/{id}/followers/{other}",
    commands::follower,
    true,
    "Lets a person follow a topic."
);
element!(
    unfollow,
    delete,
    "topics",
    "/topics/{id}/followers/{other}",
    commands::follower,
    false,
    "Stops a person following a topic."
);
element!(
    decide,
    put,
    "decisions",
    "/topics/{id}/decisions/{other}",
    decisions::decide,
    true,
    "Makes a message a decision of its topic."
);
element!(
    undecide,
    delete,
    "decisions",
    "/topics/{id}/decisions/{other}",
    decisions::decide,
    false,
    "Makes a decision a message like others again."
);
