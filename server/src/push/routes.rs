//! Push over HTTP.

use super::{
    Pusher, commands, queries,
    vapid::Vapid,
    views::{DeviceInput, DeviceShape, PushShape},
};
use crate::{
    Error,
    error::Code,
    http::{Call, Json, Page, Reply, Routes, query},
    secrets, session,
};
use actix_web::{
    delete, get, put,
    web::{self, Path},
};

/// All addresses of push.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(key).service(list).service(add).service(remove);
}

/// The key with which this server tells browsers.
#[utoipa::path(tag = "push", responses((status = 200, body = PushShape)))]
#[get("/push")]
pub async fn key(call: Call) -> Result<Reply<PushShape>, Error> {
    call.view()?;
    let app = call.app.clone();
    let key = web::block(move || Vapid::load(&app)).await.map_err(|_| Error::new(Code::Busy))??;
    Ok(Reply::ok(PushShape { key: key.public() }))
}

/// The asker's browsers that are told what needs them, the newest first.
#[utoipa::path(tag = "push", responses((status = 200, body = Page<DeviceShape>)))]
#[get("/me/push")]
pub async fn list(call: Call) -> Result<Reply<Page<DeviceShape>>, Error> {
    Ok(Reply::ok(Page::all(queries::mine(&call.view()?, here(&call).as_deref())?)))
}

/// Adds the asker's browser, or changes what it may show. It is told until this session ends. Not for tokens.
#[utoipa::path(tag = "push", request_body = DeviceInput, responses((status = 200, body = DeviceShape)))]
#[put("/me/push")]
pub async fn add(call: Call, Json(input): Json<DeviceInput>) -> Result<Reply<DeviceShape>, Error> {
    call.in_person()?;
    let (client, session) = (Pusher::client(&call.app), here(&call).unwrap_or_default());
    call.run(move |work| commands::put(work, &client, &input, &session)).await
}

/// Removes one of the asker's browsers.
#[utoipa::path(tag = "push", params(("id" = String, Path)), responses((status = 204)))]
#[delete("/me/push/{id}")]
pub async fn remove(call: Call, id: Path<String>) -> Result<Reply<()>, Error> {
    let id = query::id(&id)?;
    call.run(move |work| commands::delete(work, id)).await
}

/// The hash of the session this request came with.
fn here(call: &Call) -> Option<Vec<u8>> {
    call.in_person().ok()?;
    session::identify::secret(&call.app, call.request()).map(|secret| secrets::hash(&secret))
}
