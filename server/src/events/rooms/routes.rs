//! Rooms over HTTP.

use super::{
    commands, store,
    views::{self, RoomInput, RoomPatch, RoomShape},
};
use crate::{
    Error,
    access::Scope,
    http::{Call, Json, Page, Reply, Routes, Versioned, query},
};
use actix_web::{delete, get, patch, post, web::Path};

/// All addresses of rooms.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(create).service(edit).service(remove);
}

/// All rooms by name.
#[utoipa::path(tag = "rooms", responses((status = 200, body = Page<RoomShape>)))]
#[get("/rooms")]
pub async fn list(call: Call) -> Result<Reply<Page<RoomShape>>, Error> {
    let view = call.view()?;
    Ok(Reply::ok(Page::all(store::all(view.read())?.iter().map(|room| views::shape(&view, room)).collect())))
}

/// Makes a room. For admins.
#[utoipa::path(tag = "rooms", request_body = RoomInput, responses((status = 201, body = RoomShape)))]
#[post("/rooms")]
pub async fn create(call: Call, Json(input): Json<RoomInput>) -> Result<Reply<RoomShape>, Error> {
    let reply = call.run(move |work| {
        let room = commands::create(work, &input)?;
        Ok(views::shape(work, &room))
    });
    Ok(reply.await?.created())
}

/// Changes a room. For admins; needs If-Match.
#[utoipa::path(tag = "rooms", params(("id" = String, Path), Versioned), request_body = RoomPatch, responses((status = 200, body = RoomShape)))]
#[patch("/rooms/{id}")]
pub async fn edit(call: Call, id: Path<String>, Json(patch): Json<RoomPatch>) -> Result<Reply<RoomShape>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| {
        let room = commands::edit(work, id, if_match, &patch)?;
        Ok(views::shape(work, &room))
    })
    .await
}

/// Deletes a room; events that are in it stay in it. For admins; needs If-Match.
#[utoipa::path(tag = "rooms", params(("id" = String, Path), Versioned), responses((status = 204)))]
#[delete("/rooms/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let (id, if_match) = (query::id(&id)?, call.if_match()?);
    call.run(move |work| commands::delete(work, id, if_match)).await
}
