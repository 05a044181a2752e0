//! Departures and erasures over HTTP.

use super::{
    commands, erasures, held,
    input::{self, DeactivationInput, DepartureInput, ErasureInput},
    views::{self, DepartureShape, PlannedShape},
};
use crate::{
    Error,
    access::Scope,
    error::Code,
    http::{Call, Json, Page, Reply, Routes, query},
    people::{
        commands::manage,
        views::{self as people, PersonShape},
    },
};
use actix_web::{delete, get, put, web::Path};

/// All addresses of departures.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(coming).service(read).service(leave).service(deactivate).service(stay).service(erase);
}

/// Everybody who is to leave at a time that was set. For admins.
#[utoipa::path(tag = "people", responses((status = 200, body = Page<PlannedShape>)))]
#[get("/departures")]
pub async fn coming(call: Call) -> Result<Reply<Page<PlannedShape>>, Error> {
    Ok(Reply::ok(views::coming(&call.view()?)?))
}

/// Tells everything a person holds and who would take it. For admins.
#[utoipa::path(tag = "people", params(("id" = String, Path)), responses((status = 200, body = DepartureShape)))]
#[get("/people/{id}/departure")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<DepartureShape>, Error> {
    let id = query::id(&id)?;
    Ok(Reply::ok(call.aside(move |view| views::one(view, id)).await?))
}

/// Has a person leave, now or at a time: hands over what they hold, closes their account and every way in. For admins.
#[utoipa::path(tag = "people", params(("id" = String, Path)), request_body = DepartureInput, responses((status = 200, body = DepartureShape)))]
#[put("/people/{id}/departure")]
pub async fn leave(
    call: Call,
    id: Path<String>,
    Json(input): Json<DepartureInput>,
) -> Result<Reply<DepartureShape>, Error> {
    let (id, address) = (query::id(&id)?, call.address());
    if !call.who.scopes.write {
        return Err(Error::new(Code::TokenScope));
    }
    let look = move |view: &crate::access::View| {
        manage(view, id)?;
        Ok((input.at(view.now())?, input.takers(view, id)?, held::all(view, id)?))
    };
    let (at, takers, held) = call.aside(look).await?;
    call.run(move |work| {
        match at {
            Some(at) => commands::plan(work, id, at, &takers, &address)?,
            None => drop(commands::leave(work, id, &takers, &held, &address)?),
        }
        // Whoever closed their own account sees what they did once more.
        let who = crate::access::Who { person: None, ..*work.who() };
        work.acting(who, |work| views::shape(work, id, if at.is_some() { &held } else { &[] }))
    })
    .await
}

/// Closes an account and hands over what they hold: a departure at once, with one successor. For admins.
#[utoipa::path(tag = "people", params(("id" = String, Path)), request_body = DeactivationInput, responses((status = 200, body = PersonShape)))]
#[put("/people/{id}/deactivation")]
pub async fn deactivate(
    call: Call,
    id: Path<String>,
    Json(input): Json<DeactivationInput>,
) -> Result<Reply<PersonShape>, Error> {
    let (id, address) = (query::id(&id)?, call.address());
    if !call.who.scopes.write {
        return Err(Error::new(Code::TokenScope));
    }
    let look = move |view: &crate::access::View| {
        manage(view, id)?;
        Ok((input::successor(view, id, input.hand_over_to)?, held::all(view, id)?))
    };
    let (takers, held) = call.aside(look).await?;
    call.run(move |work| {
        let person = commands::leave(work, id, &takers, &held, &address)?;
        people::shape(work, &person)
    })
    .await
}

/// Has a person stay who was to leave at a time. For admins.
#[utoipa::path(tag = "people", params(("id" = String, Path)), responses((status = 204)))]
#[delete("/people/{id}/departure")]
pub async fn stay(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, address) = (query::id(&id)?, call.address());
    call.run(move |work| commands::cancel(work, id, &address)).await
}

/// Erases a person who has left: name, address and all that is theirs alone. What they wrote stays. Cannot be undone. For
/// admins.
#[utoipa::path(tag = "people", params(("id" = String, Path)), request_body = ErasureInput, responses((status = 200, body = PersonShape)))]
#[put("/people/{id}/erasure")]
pub async fn erase(call: Call, id: Path<String>, Json(input): Json<ErasureInput>) -> Result<Reply<PersonShape>, Error> {
    let (id, address) = (query::id(&id)?, call.address());
    call.run(move |work| {
        let person = erasures::commands::erase(work, id, Some(&input.name), &address)?;
        people::shape(work, &person)
    })
    .await
}
