//! The live stream over HTTP.

use super::{
    catch_up::Since,
    socket::{self, Caller},
    views::LiveFrame,
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::{Call, Query, Routes, version},
    session::identify,
};
use actix_web::{HttpResponse, get, web};
use serde::Deserialize;
use utoipa::IntoParams;

/// All addresses of the live stream.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(live);
}

/// From where.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct From {
    /// The newest `cursor` of the frames before, or of `GET /session`; without it from now on.
    since: Option<String>,
}

/// What changes, as it changes: a WebSocket with text frames of JSON. It begins with what changed since the cursor.
/// Objects come in the shapes of the rest of the API, as the reader may see them at that moment. The reader may say
/// `{"type":"look","item_id":…,"field":…}`: it is then told that item whole, with its comments, and who else is there,
/// and shows the others that it is, and in which field it writes. At most 20 connections a person; one that is not
/// read is closed.
#[utoipa::path(tag = "live", params(From),
    responses((status = 101, description = "Text frames from the server", body = LiveFrame),
        (status = 426, description = "This is no WebSocket")))]
#[get("/live")]
pub async fn live(call: Call, Query(from): Query<From>, payload: web::Payload) -> Result<HttpResponse, Error> {
    let view = call.view()?;
    let person = access::me(&view)?.id;
    let pass = identify::pass(&call.app, call.request())?;
    let since = match from.since.as_deref().map(|cursor| version::read_log_cursor(view.history(), cursor)) {
        None => Since::Now,
        Some(Ok(seq)) => Since::Seq(seq),
        Some(Err(error)) if error.code == Code::HistoryChanged => Since::Elsewhere,
        Some(Err(error)) => return Err(error),
    };
    drop(view);
    socket::open(
        call.app.clone(),
        call.request(),
        payload,
        Caller { person, pass, writes: call.who.scopes.write, since },
    )
}
