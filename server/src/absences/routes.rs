//! Absences over HTTP.

use super::{
    commands,
    input::{AbsenceCalendar, AbsenceFilter, AbsenceRefusal, NewAbsence},
    queries,
    views::{self, AbsenceShape, AbsencesImported},
};
use crate::{
    Error,
    http::{Call, Json, Page, Query, Reply, Routes, query},
};
use actix_web::{delete, get, post, put, web::Path};

/// All addresses of absences.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(create).service(import).service(read).service(cancel).service(approve);
    routes.service(decline);
}

/// Days on which people are away, the first one first: what was approved of everybody the asker knows, and what waits of
/// themselves and of those they decide about.
#[utoipa::path(tag = "absences", params(AbsenceFilter), responses((status = 200, body = Page<AbsenceShape>)))]
#[get("/absences")]
pub async fn list(call: Call, Query(asked): Query<AbsenceFilter>) -> Result<Reply<Page<AbsenceShape>>, Error> {
    Ok(Reply::ok(Page::all(call.aside(move |scope| queries::list(scope, &asked)).await?)))
}

/// Asks for days off. Entered by somebody who decides about them, they are approved at once.
#[utoipa::path(tag = "absences", request_body = NewAbsence, responses((status = 201, body = AbsenceShape)))]
#[post("/absences")]
pub async fn create(call: Call, Json(input): Json<NewAbsence>) -> Result<Reply<AbsenceShape>, Error> {
    let reply = call.run(move |work| {
        let absence = commands::ask(work, &input)?;
        Ok(views::one(work, &absence))
    });
    Ok(reply.await?.created())
}

/// The same for the whole days of a calendar file that are not over.
#[utoipa::path(tag = "absences", request_body = AbsenceCalendar, responses((status = 200, body = AbsencesImported)))]
#[post("/absences/imports")]
pub async fn import(call: Call, Json(input): Json<AbsenceCalendar>) -> Result<Reply<AbsencesImported>, Error> {
    call.run(move |work| {
        let (made, left_out) = commands::import(work, &input)?;
        Ok(AbsencesImported { items: made.iter().map(|absence| views::one(work, absence)).collect(), left_out })
    })
    .await
}

/// Reads an absence.
#[utoipa::path(tag = "absences", params(("id" = String, Path)), responses((status = 200, body = AbsenceShape)))]
#[get("/absences/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<AbsenceShape>, Error> {
    let view = call.view()?;
    let absence = queries::one(&view, query::id(&id)?)?;
    Ok(Reply::ok(views::one(&view, &absence)))
}

/// Cancels an absence: whoever is away while it waits or lies ahead, and those who decide about it.
#[utoipa::path(tag = "absences", params(("id" = String, Path)), responses((status = 200, body = AbsenceShape), (status = 409)))]
#[delete("/absences/{id}")]
pub async fn cancel(call: Call, id: Path<String>) -> Result<Reply<AbsenceShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let absence = commands::cancel(work, id)?;
        Ok(views::one(work, &absence))
    })
    .await
}

/// Approves an absence: admins, and those who lead every space the person was put into.
#[utoipa::path(tag = "absences", params(("id" = String, Path)), responses((status = 200, body = AbsenceShape), (status = 409)))]
#[put("/absences/{id}/approval")]
pub async fn approve(call: Call, id: Path<String>) -> Result<Reply<AbsenceShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let absence = commands::approve(work, id)?;
        Ok(views::one(work, &absence))
    })
    .await
}

/// Declines an absence and says why, also one that was approved.
#[utoipa::path(tag = "absences", params(("id" = String, Path)), request_body = AbsenceRefusal, responses((status = 200, body = AbsenceShape), (status = 409)))]
#[put("/absences/{id}/refusal")]
pub async fn decline(
    call: Call,
    id: Path<String>,
    Json(input): Json<AbsenceRefusal>,
) -> Result<Reply<AbsenceShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let absence = commands::decline(work, id, &input.reason)?;
        Ok(views::one(work, &absence))
    })
    .await
}
