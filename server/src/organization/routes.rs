//! The organization over HTTP.

use super::{
    calendar, commands,
    views::{self, CalendarInput, CalendarShape, OrganizationPatch, OrganizationShape},
};
use crate::{
    Error,
    access::{self, Scope},
    http::{Call, Json, Reply, Routes, Versioned},
};
use actix_web::{get, patch, post};
use guildhall_domain::when;

/// All addresses of the organization.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(read).service(edit).service(read_calendar);
}

/// Reads the organization.
#[utoipa::path(tag = "organization", responses((status = 200, body = OrganizationShape)))]
#[get("/organization")]
pub async fn read(call: Call) -> Result<Reply<OrganizationShape>, Error> {
    let view = call.view()?;
    let organization = view.directory().organization.as_ref().ok_or_else(Error::not_found)?;
    Ok(Reply::ok(views::shape(&view, organization, call.app.config().public_url.as_deref())))
}

/// Changes the organization. For admins; needs If-Match.
#[utoipa::path(tag = "organization", params(Versioned), request_body = OrganizationPatch, responses((status = 200, body = OrganizationShape)))]
#[patch("/organization")]
pub async fn edit(call: Call, Json(patch): Json<OrganizationPatch>) -> Result<Reply<OrganizationShape>, Error> {
    let if_match = call.if_match()?;
    let address = call.address();
    let public_url = call.app.config().public_url.clone();
    call.run(move |work| {
        let organization = commands::edit(work, if_match, &patch, &address)?;
        Ok(views::shape(work, &organization, public_url.as_deref()))
    })
    .await
}

/// The closed days in a calendar file (iCalendar, RFC 5545) for the next five years. For admins; keeps nothing: which
/// of them the organization is closed on is a change of `closed_days`.
#[utoipa::path(tag = "organization", request_body = CalendarInput, responses((status = 200, body = CalendarShape)))]
#[post("/organization/closed-days/read")]
pub async fn read_calendar(call: Call, Json(input): Json<CalendarInput>) -> Result<Reply<CalendarShape>, Error> {
    let view = call.view()?;
    access::admin(&view)?;
    let today = when::today(when::from_ms(view.now()), view.directory().zone());
    Ok(Reply::ok(views::calendar(calendar::read(&input.calendar, today)?)))
}
