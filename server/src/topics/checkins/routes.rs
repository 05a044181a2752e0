//! Check-ins over HTTP.

use super::{
    commands,
    input::{CheckInInput, CheckInPatch, RuleShape},
    queries,
    views::{self, AskedShape, CheckInShape, TimesShape},
};
use crate::{
    Error,
    access::{Scope, Work},
    http::{Call, Json, Page, Paging, Query, Reply, Routes, Versioned, query},
};
use actix_web::{delete, get, patch, post, web::Path};
use guildhall_domain::topic::Topic;
use serde::Deserialize;
use utoipa::ToSchema;

/// All addresses of check-ins.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(create).service(times).service(read).service(edit).service(end).service(rounds);
}

fn shown(work: &Work<'_, '_>, topic: &Topic) -> Result<CheckInShape, Error> {
    let check_in = topic.check_in.as_ref().ok_or_else(Error::not_found)?;
    views::shape(work, topic, check_in)
}

/// The check-ins of a space: the next one first.
#[utoipa::path(tag = "check-ins", params(("id" = String, Path)), responses((status = 200, body = Page<CheckInShape>)))]
#[get("/spaces/{id}/check-ins")]
pub async fn list(call: Call, id: Path<String>) -> Result<Reply<Page<CheckInShape>>, Error> {
    Ok(Reply::ok(queries::of_space(&call.view()?, query::id(&id)?)?))
}

/// Makes a check-in: a question asked on a rule, whose answers stand in one topic. For those who lead the space.
#[utoipa::path(tag = "check-ins", params(("id" = String, Path)), request_body = CheckInInput, responses((status = 201, body = CheckInShape)))]
#[post("/spaces/{id}/check-ins")]
pub async fn create(
    call: Call,
    id: Path<String>,
    Json(input): Json<CheckInInput>,
) -> Result<Reply<CheckInShape>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let topic = commands::create(work, space, &input)?;
        shown(work, &topic)
    });
    Ok(reply.await?.created())
}

/// A rule to be looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimesInput {
    /// The rule.
    rule: RuleShape,
}

/// The next three times of a rule, before it is made.
#[utoipa::path(tag = "check-ins", request_body = TimesInput, responses((status = 200, body = TimesShape)))]
#[post("/check-ins/times")]
pub async fn times(call: Call, Json(input): Json<TimesInput>) -> Result<Reply<TimesShape>, Error> {
    let view = call.view()?;
    let place = view.directory().place();
    let items = views::times(&input.rule.read()?, &place, view.now());
    Ok(Reply::ok(TimesShape { items, zone: place.zone.name().to_owned(), next: None }))
}

/// Reads a check-in.
#[utoipa::path(tag = "check-ins", params(("id" = String, Path)), responses((status = 200, body = CheckInShape)))]
#[get("/check-ins/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<CheckInShape>, Error> {
    Ok(Reply::ok(queries::one(&call.view()?, query::id(&id)?)?))
}

/// Changes or pauses a check-in; whoever does asks from then on. Needs If-Match.
#[utoipa::path(tag = "check-ins", params(("id" = String, Path), Versioned), request_body = CheckInPatch, responses((status = 200, body = CheckInShape)))]
#[patch("/check-ins/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(input): Json<CheckInPatch>) -> Result<Reply<CheckInShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let topic = commands::edit(work, id, if_match, &input)?;
        shown(work, &topic)
    })
    .await
}

/// Ends a check-in; its topic stays with everything that was answered. Needs If-Match.
#[utoipa::path(tag = "check-ins", params(("id" = String, Path), Versioned), responses((status = 200, body = CheckInShape)))]
#[delete("/check-ins/{id}")]
pub async fn end(call: Call, id: Path<String>) -> Result<Reply<CheckInShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let topic = commands::end(work, id, if_match)?;
        shown(work, &topic)
    })
    .await
}

/// Each time it was asked, the last one first, with how many have answered; who has not is shown to those who lead the
/// space.
#[utoipa::path(tag = "check-ins", params(("id" = String, Path), Paging), responses((status = 200, body = Page<AskedShape>)))]
#[get("/check-ins/{id}/rounds")]
pub async fn rounds(
    call: Call,
    id: Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Reply<Page<AskedShape>>, Error> {
    Ok(Reply::ok(queries::rounds(&call.view()?, query::id(&id)?, paging.limit()?, paging.place()?)?))
}
