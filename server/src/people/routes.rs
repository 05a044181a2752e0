//! People over HTTP.

use super::{
    commands,
    holdings::{self, Holdings},
    input::PersonPatch,
    invites,
    views::{self, PersonShape, StateShape},
};
use crate::{
    Error, access,
    http::{Call, Json, Page, Query, Reply, Routes, Shape, Versioned, address, query, shapes},
    secrets, session,
};
use actix_web::{delete, get, patch, post, web::Path};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// All addresses of people.
pub fn configure(routes: &mut Routes<'_>) {
    routes
        .service(list)
        .service(read)
        .service(edit)
        .service(reset_link)
        .service(held)
        .service(reactivate)
        .service(invites::routes::list)
        .service(invites::routes::create)
        .service(invites::routes::remove)
        .service(invites::routes::open)
        .service(invites::routes::take);
}

/// Which people.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PeopleQuery {
    /// Only those in this state.
    state: Option<StateShape>,
}

/// Lists the people the asker may know of, by name.
#[utoipa::path(tag = "people", params(PeopleQuery), responses((status = 200, body = Page<PersonShape>)))]
#[get("/people")]
pub async fn list(call: Call, Query(asked): Query<PeopleQuery>) -> Result<Reply<Page<PersonShape>>, Error> {
    let wanted = |person: &guildhall_domain::person::Person| {
        asked.state.is_none_or(|state| StateShape::from(person.state) == state)
    };
    Ok(Reply::ok(Page::all(views::all(&call.view()?, wanted)?)))
}

/// Reads a person.
#[utoipa::path(tag = "people", params(("id" = String, Path)), responses((status = 200, body = PersonShape)))]
#[get("/people/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<PersonShape>, Error> {
    let view = call.view()?;
    let person = access::person(&view, query::id(&id)?)?;
    Ok(Reply::ok(views::shape(&view, &person)?))
}

/// Changes a person: oneself, or anybody for admins. Needs If-Match.
#[utoipa::path(tag = "people", params(("id" = String, Path), Versioned), request_body = PersonPatch, responses((status = 200, body = PersonShape)))]
#[patch("/people/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<PersonPatch>) -> Result<Reply<PersonShape>, Error> {
    let (id, if_match, address) = (query::id(&id)?, call.if_match()?, call.address());
    call.run(move |work| {
        let person = commands::edit(work, id, if_match, &patch, &address)?;
        views::shape(work, &person)
    })
    .await
}

/// A link with which a person sets a new password.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResetLink {
    /// To hand to the person; it works once.
    link: String,
    /// When it ends.
    expires_at: String,
}

impl Shape for ResetLink {}

/// Makes a link for a new password; an earlier one ends. For admins.
#[utoipa::path(tag = "people", params(("id" = String, Path)), responses((status = 201, body = ResetLink)))]
#[post("/people/{id}/reset-link")]
pub async fn reset_link(call: Call, id: Path<String>) -> Result<Reply<ResetLink>, Error> {
    let (id, secret, address) = (query::id(&id)?, secrets::secret(), call.address());
    let hash = secrets::hash(&secret);
    let made = call.run_once(move |work| {
        let person = commands::manage(work, id)?;
        session::resets::make(work, &person, &hash, &address)
    });
    let expires_at = shapes::instant(made.await?);
    let link = format!("{}/reset#{secret}", address::origin(call.app.config(), call.request()));
    Ok(Reply::ok(ResetLink { link, expires_at }).created())
}

/// Tells what a person holds, before they leave. For admins.
#[utoipa::path(tag = "people", params(("id" = String, Path)), responses((status = 200, body = Holdings)))]
#[get("/people/{id}/holdings")]
pub async fn held(call: Call, id: Path<String>) -> Result<Reply<Holdings>, Error> {
    Ok(Reply::ok(holdings::of(&call.view()?, query::id(&id)?)?))
}

/// Opens a closed account again. For admins.
#[utoipa::path(tag = "people", params(("id" = String, Path)), responses((status = 200, body = PersonShape)))]
#[delete("/people/{id}/deactivation")]
pub async fn reactivate(call: Call, id: Path<String>) -> Result<Reply<PersonShape>, Error> {
    let (id, address) = (query::id(&id)?, call.address());
    call.run(move |work| {
        let person = commands::reactivate(work, id, &address)?;
        views::shape(work, &person)
    })
    .await
}
