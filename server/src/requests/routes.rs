//! Requests over HTTP: answering forms, deciding what came, and what requesters see by their link.

use super::{
    commands::{coming, deciding, saying},
    input::{
        AcceptInput, AnswersInput, AnswersOutsideInput, DeclineInput, FollowInput, FollowSayInput, LaterInput,
        MergeInput, SayInput,
    },
    outside::{self, FollowedRequest, SentRequest},
    queries::{self, RequestOrder, Shelf},
    views::{self, RequestCount, RequestRow, RequestShape},
};
use crate::{
    App, Error,
    access::{Scope, Who, Work},
    files::{self, download},
    forms::{self, start::Keys},
    http::{Call, Json, Page, Paging, Query, Reply, Routes, address, query, shapes},
    session::attempts::Attempt,
};
use actix_web::{
    HttpRequest, HttpResponse, delete, get, post, put,
    web::{Data, Path},
};
use guildhall_domain::{Id, file::File, request::Request};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// All addresses of requests.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(answer).service(answer_outside).service(list).service(count).service(read).service(of_task);
    routes.service(accept).service(merge).service(decline).service(later).service(bring_back).service(say);
    routes.service(bytes).service(picture).service(follow).service(follow_say);
}

/// Sends the answers to a form, signed in. Sent again with the same start it answers the same request.
#[utoipa::path(tag = "requests", params(("id" = String, Path)), request_body = AnswersInput, responses((status = 201, body = SentRequest), (status = 410)))]
#[post("/forms/{id}/answers")]
pub async fn answer(
    call: Call,
    id: Path<String>,
    Json(input): Json<AnswersInput>,
) -> Result<Reply<SentRequest>, Error> {
    let id = query::id(&id)?;
    let keys = Keys::get(&call.app).await?;
    let origin = address::origin(call.app.config(), call.request());
    let sent = call.run_once(move |work| {
        let request = coming::answer_form(work, &keys, id, &input)?;
        sent(work, &keys, &request, &origin)
    });
    Ok(Reply::ok(sent.await?).created())
}

/// Sends the answers to a public form. Needs no sign-in, but the start of opening it.
#[utoipa::path(tag = "requests", security(()), params(("id" = String, Path)), request_body = AnswersOutsideInput, responses((status = 201, body = SentRequest), (status = 410)))]
#[post("/public/forms/{id}/answers")]
pub async fn answer_outside(
    app: Data<App>,
    request: HttpRequest,
    id: Path<String>,
    Json(input): Json<AnswersOutsideInput>,
) -> Result<Reply<SentRequest>, Error> {
    let id: Id = id.parse().map_err(|_| forms::outside::gone())?;
    let keys = Keys::get(&app).await?;
    let attempt = Attempt::answered(&address::client(app.config(), &request));
    let origin = address::origin(app.config(), &request);
    let done = app.run(Who::link(), move |work| {
        let request = coming::answer_outside(work, &keys, id, &input, &attempt)?;
        sent(work, &keys, &request, &origin)
    });
    Ok(Reply::ok(done.await?.value).created())
}

fn sent(work: &Work<'_, '_>, keys: &Keys, request: &Request, origin: &str) -> Result<SentRequest, Error> {
    let home = queries::home(work, request)?;
    let link = format!("{origin}{}", outside::path(keys, request));
    Ok(SentRequest { id: request.id, link, request: outside::followed(work, request, &home)? })
}

/// Which requests.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Those to be decided now unless told.
    #[param(inline)]
    shelf: Shelf,
    /// The order of those that wait; as they came unless told.
    #[param(inline)]
    #[serde(default)]
    order: RequestOrder,
    /// Rows a page, 1–200; 50 unless told.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// The requests of a space: those that wait in the order asked for, the decided with the last first.
#[utoipa::path(tag = "requests", params(("id" = String, Path), Which), responses((status = 200, body = Page<RequestRow>)))]
#[get("/spaces/{id}/requests")]
pub async fn list(call: Call, id: Path<String>, Query(which): Query<Which>) -> Result<Reply<Page<RequestRow>>, Error> {
    let space = query::id(&id)?;
    let paging = Paging { limit: which.limit, cursor: which.cursor };
    let (limit, place) = (paging.limit()?, paging.place()?);
    let listed = call.aside(move |view| queries::of_space(view, space, (which.shelf, which.order), limit, place));
    Ok(Reply::ok(listed.await?))
}

/// How many requests of a space are to be decided now.
#[utoipa::path(tag = "requests", params(("id" = String, Path)), responses((status = 200, body = RequestCount)))]
#[get("/spaces/{id}/requests/count")]
pub async fn count(call: Call, id: Path<String>) -> Result<Reply<RequestCount>, Error> {
    let space = query::id(&id)?;
    let (new, oldest) = call.aside(move |view| queries::count(view, space)).await?;
    Ok(Reply::ok(RequestCount { new, oldest_at: oldest.map(shapes::instant) }))
}

/// A request with what was said and what it may be the same as.
#[utoipa::path(tag = "requests", params(("id" = String, Path)), responses((status = 200, body = RequestShape)))]
#[get("/requests/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<RequestShape>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |view| views::whole(view, id)).await?))
}

/// The requests that became a task, where the reader reads their space.
#[utoipa::path(tag = "requests", params(("id" = String, Path)), responses((status = 200, body = Page<RequestRow>)))]
#[get("/tasks/{id}/requests")]
pub async fn of_task(call: Call, id: Path<String>) -> Result<Reply<Page<RequestRow>>, Error> {
    let view = call.view()?;
    let all = deciding::of_task(&view, query::id(&id)?)?;
    Ok(Reply::ok(Page::all(all.iter().map(|request| views::row(&view, request)).collect::<Result<_, _>>()?)))
}

async fn decide(
    call: &Call,
    id: &str,
    mut command: impl FnMut(&mut Work<'_, '_>, Id) -> Result<Request, Error> + Send + 'static,
) -> Result<Reply<RequestShape>, Error> {
    let id = query::id(id)?;
    call.run(move |work| {
        command(work, id)?;
        views::whole(work, id)
    })
    .await
}

/// Makes a request a task. It can be decided once: whoever comes second is told who was first.
#[utoipa::path(tag = "requests", params(("id" = String, Path)), request_body = AcceptInput, responses((status = 200, body = RequestShape)))]
#[put("/requests/{id}/acceptance")]
pub async fn accept(
    call: Call,
    id: Path<String>,
    Json(input): Json<AcceptInput>,
) -> Result<Reply<RequestShape>, Error> {
    decide(&call, &id, move |work, id| deciding::accept(work, id, &input)).await
}

/// Joins a request with a task or with another request. Each requester keeps their own lane.
#[utoipa::path(tag = "requests", params(("id" = String, Path)), request_body = MergeInput, responses((status = 200, body = RequestShape)))]
#[put("/requests/{id}/merge")]
pub async fn merge(call: Call, id: Path<String>, Json(input): Json<MergeInput>) -> Result<Reply<RequestShape>, Error> {
    decide(&call, &id, move |work, id| deciding::merge(work, id, &input)).await
}

/// Declines a request with an answer.
#[utoipa::path(tag = "requests", params(("id" = String, Path)), request_body = DeclineInput, responses((status = 200, body = RequestShape)))]
#[put("/requests/{id}/refusal")]
pub async fn decline(
    call: Call,
    id: Path<String>,
    Json(input): Json<DeclineInput>,
) -> Result<Reply<RequestShape>, Error> {
    decide(&call, &id, move |work, id| deciding::decline(work, id, &input.body)).await
}

/// Puts a request off.
#[utoipa::path(tag = "requests", params(("id" = String, Path)), request_body = LaterInput, responses((status = 200, body = RequestShape)))]
#[put("/requests/{id}/later")]
pub async fn later(call: Call, id: Path<String>, Json(input): Json<LaterInput>) -> Result<Reply<RequestShape>, Error> {
    decide(&call, &id, move |work, id| deciding::later(work, id, input.until.timestamp_millis())).await
}

/// Brings a request that was put off back among the new ones.
#[utoipa::path(tag = "requests", params(("id" = String, Path)), responses((status = 200, body = RequestShape)))]
#[delete("/requests/{id}/later")]
pub async fn bring_back(call: Call, id: Path<String>) -> Result<Reply<RequestShape>, Error> {
    decide(&call, &id, deciding::now).await
}

/// Says something: to the requester, or among the people of the space.
#[utoipa::path(tag = "requests", params(("id" = String, Path)), request_body = SayInput, responses((status = 201, body = RequestShape)))]
#[post("/requests/{id}/messages")]
pub async fn say(call: Call, id: Path<String>, Json(input): Json<SayInput>) -> Result<Reply<RequestShape>, Error> {
    let said = decide(&call, &id, move |work, id| saying::say(work, id, input.lane.into(), &input.body));
    Ok(said.await?.created())
}

/// A file of a request, for somebody who reads that.
fn file(scope: &impl Scope, request: Id, file: Id) -> Result<File, Error> {
    let (request, _) = queries::readable(scope, request)?;
    let found = files::store::get(scope.read(), file)?;
    found.filter(|found| found.item == request.id && found.trashed_ms.is_none()).ok_or_else(Error::not_found)
}

/// The bytes of a file of a request, whole or in part (`Range`).
#[utoipa::path(tag = "requests", params(("id" = String, Path), ("file" = String, Path)), responses((status = 200, description = "The bytes", content_type = "application/octet-stream"), (status = 206, description = "A part of them", content_type = "application/octet-stream"), (status = 304, description = "They are still those"), (status = 416)))]
#[get("/requests/{id}/files/{file}")]
pub async fn bytes(call: Call, path: Path<(String, String)>) -> Result<HttpResponse, Error> {
    let (request, id) = (query::id(&path.0)?, query::id(&path.1)?);
    let view = call.view()?;
    let found = file(&view, request, id)?;
    let blob = download::content(&view, &found)?;
    let who = call.who;
    let still = move |app: &App| file(&app.view(who)?, request, id).map(drop);
    Ok(download::respond_while(&call.app, Arc::new(still), call.request(), &found, blob))
}

/// The small picture of a file of a request.
#[utoipa::path(tag = "requests", params(("id" = String, Path), ("file" = String, Path)), responses((status = 200, description = "A picture", content_type = "image/jpeg"), (status = 304, description = "It is still that one")))]
#[get("/requests/{id}/files/{file}/picture")]
pub async fn picture(call: Call, path: Path<(String, String)>) -> Result<HttpResponse, Error> {
    let view = call.view()?;
    let found = file(&view, query::id(&path.0)?, query::id(&path.1)?)?;
    let picture = files::facts::picture(view.read(), &found)?.ok_or_else(Error::not_found)?;
    Ok(download::picture(call.request(), picture))
}

/// What a requester sees by their link. Needs no sign-in.
#[utoipa::path(tag = "requests", security(()), params(("id" = String, Path)), request_body = FollowInput, responses((status = 200, body = FollowedRequest), (status = 410)))]
#[post("/public/requests/{id}")]
pub async fn follow(
    app: Data<App>,
    id: Path<String>,
    Json(input): Json<FollowInput>,
) -> Result<Reply<FollowedRequest>, Error> {
    let id: Id = id.parse().map_err(|_| outside::gone())?;
    let keys = Keys::get(&app).await?;
    let view = app.view(Who::link())?;
    let (request, home) = outside::look(&view, &keys, id, &input.secret)?;
    Ok(Reply::ok(outside::followed(&view, &request, &home)?))
}

/// A requester says something by their link. Needs no sign-in.
#[utoipa::path(tag = "requests", security(()), params(("id" = String, Path)), request_body = FollowSayInput, responses((status = 201, body = FollowedRequest), (status = 410)))]
#[post("/public/requests/{id}/messages")]
pub async fn follow_say(
    app: Data<App>,
    request: HttpRequest,
    id: Path<String>,
    Json(input): Json<FollowSayInput>,
) -> Result<Reply<FollowedRequest>, Error> {
    let id: Id = id.parse().map_err(|_| outside::gone())?;
    let keys = Keys::get(&app).await?;
    let attempt = Attempt::said(&address::client(app.config(), &request));
    let said = app.run(Who::link(), move |work| {
        outside::look(work, &keys, id, &input.secret)?;
        attempt.count(work)?;
        outside::say(work, &keys, id, &input.secret, &input.body)
    });
    Ok(Reply::ok(said.await?.value).created())
}
