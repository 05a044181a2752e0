//! Events over HTTP.

use super::{
    commands::{self, create as make, guests, meeting, trash},
    input::{AttendanceInput, DaysAsked, EventInput, EventPatch, SpaceDays, TimesAsked},
    queries,
    views::{self, EventShape, OccurrencesShape},
};
use crate::{
    Error, access,
    http::{Call, Json, Page, Query, Reply, Routes, Versioned, query},
};
use actix_web::{delete, get, patch, post, put, web::Path};
use guildhall_domain::policy::Do;

/// All addresses of events.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(of_space).service(create).service(trashed).service(read).service(edit);
    routes.service(remove).service(restore).service(attend).service(page);
    routes.service(invite).service(uninvite).service(follow).service(unfollow);
}

/// What is on within some days: events of every space the asker reads, and those they are invited to. Each time of what
/// comes again stands there by itself.
#[utoipa::path(tag = "events", params(DaysAsked), responses((status = 200, body = OccurrencesShape)))]
#[get("/events")]
pub async fn list(call: Call, Query(asked): Query<DaysAsked>) -> Result<Reply<OccurrencesShape>, Error> {
    Ok(Reply::ok(call.aside(move |scope| queries::on(scope, &asked)).await?))
}

/// What is on in a space within some days.
#[utoipa::path(tag = "events", params(("id" = String, Path), SpaceDays), responses((status = 200, body = OccurrencesShape)))]
#[get("/spaces/{id}/events")]
pub async fn of_space(
    call: Call,
    id: Path<String>,
    Query(days): Query<SpaceDays>,
) -> Result<Reply<OccurrencesShape>, Error> {
    let asked = DaysAsked { from: days.from, to: days.to, space: Some(query::id(&id)?) };
    Ok(Reply::ok(call.aside(move |scope| queries::on(scope, &asked)).await?))
}

/// Makes an event in a space.
#[utoipa::path(tag = "events", params(("id" = String, Path)), request_body = EventInput, responses((status = 201, body = EventShape)))]
#[post("/spaces/{id}/events")]
pub async fn create(call: Call, id: Path<String>, Json(input): Json<EventInput>) -> Result<Reply<EventShape>, Error> {
    let space = query::id(&id)?;
    let reply = call.run(move |work| {
        let event = make::create(work, space, &input)?;
        views::whole(work, &event)
    });
    Ok(reply.await?.created())
}

/// The events in the trash of a space, last thrown away first.
#[utoipa::path(tag = "events", params(("id" = String, Path)), responses((status = 200, body = Page<EventShape>)))]
#[get("/spaces/{id}/events/trash")]
pub async fn trashed(call: Call, id: Path<String>) -> Result<Reply<Page<EventShape>>, Error> {
    Ok(Reply::ok(Page::all(queries::trashed(&call.view()?, query::id(&id)?)?)))
}

/// Reads an event.
#[utoipa::path(tag = "events", params(("id" = String, Path)), responses((status = 200, body = EventShape)))]
#[get("/events/{id}")]
pub async fn read(call: Call, id: Path<String>) -> Result<Reply<EventShape>, Error> {
    let view = call.view()?;
    let event = access::event(&view, query::id(&id)?, Do::Read)?;
    Ok(Reply::ok(views::whole(&view, &event)?))
}

/// Changes an event: every time it comes, one of them, or one and those that follow. Those that follow are another event from then
/// on, which is answered. Needs If-Match.
#[utoipa::path(tag = "events", params(("id" = String, Path), TimesAsked, Versioned), request_body = EventPatch, responses((status = 200, body = EventShape)))]
#[patch("/events/{id}")]
pub async fn edit(
    call: Call,
    id: Path<String>,
    Query(times): Query<TimesAsked>,
    Json(patch): Json<EventPatch>,
) -> Result<Reply<EventShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let event = commands::edit(work, id, if_match, times, &patch)?;
        views::whole(work, &event)
    })
    .await
}

/// Takes one time of an event out, or one and those that follow; or puts all of it into the trash. Needs If-Match.
#[utoipa::path(tag = "events", params(("id" = String, Path), TimesAsked, Versioned), responses((status = 200, body = EventShape)))]
#[delete("/events/{id}")]
pub async fn remove(call: Call, id: Path<String>, Query(times): Query<TimesAsked>) -> Result<Reply<EventShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let event = commands::remove(work, id, if_match, times)?;
        views::whole(work, &event)
    })
    .await
}

/// Takes an event out of the trash.
#[utoipa::path(tag = "events", params(("id" = String, Path)), responses((status = 200, body = EventShape)))]
#[put("/events/{id}/restore")]
pub async fn restore(call: Call, id: Path<String>) -> Result<Reply<EventShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let event = trash::restore(work, id)?;
        views::whole(work, &event)
    })
    .await
}

/// Says whether the asker, who is invited, comes: to all of it, or to one time of what comes again.
#[utoipa::path(tag = "events", params(("id" = String, Path)), request_body = AttendanceInput, responses((status = 200, body = EventShape)))]
#[put("/events/{id}/attendance")]
pub async fn attend(
    call: Call,
    id: Path<String>,
    Json(input): Json<AttendanceInput>,
) -> Result<Reply<EventShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let event = guests::attend(work, id, input.answer, input.occurrence)?;
        views::whole(work, &event)
    })
    .await
}

/// Begins the page of an event, with its text as the agenda, and links the two. Where there is one it stays.
#[utoipa::path(tag = "events", params(("id" = String, Path)), responses((status = 200, body = EventShape)))]
#[put("/events/{id}/page")]
pub async fn page(call: Call, id: Path<String>) -> Result<Reply<EventShape>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| {
        let event = meeting::page(work, id)?;
        views::whole(work, &event)
    })
    .await
}

macro_rules! element {
    ($name:ident, $method:ident, $path:literal, $change:path, $on:literal, $doc:literal) => {
        #[doc = $doc]
        #[utoipa::path(tag = "events", params(("id" = String, Path), ("other" = String, Path)), responses((status = 200, body = EventShape)))]
        #[$method($path)]
        pub async fn $name(call: Call, path: Path<(String, String)>) -> Result<Reply<EventShape>, Error> {
            let (id, other) = (query::id(&path.0)?, query::id(&path.1)?);
            call.run(move |work| {
                let event = $change(work, id, other, $on)?;
                views::whole(work, &event)
            })
            .await
        }
    };
}

element!(
    invite,
    put,
    "/events/{id}/guests/{other}",
    guests::guest,
    true,
    "Invites a person, who reads the event from then on."
);
element!(
    uninvite,
    delete,
    "/events/{id}/guests/{other}",
    guests::guest,
    false,
    "Takes an invitation back, or the asker out."
);
element!(follow, put, "/events/{id}/followers/{other}", guests::follower, true, "Lets a person follow an event.");
element!(
    unfollow,
    delete,
    "/events/{id}/followers/{other}",
    guests::follower,
    false,
    "Stops a person following an event."
);
