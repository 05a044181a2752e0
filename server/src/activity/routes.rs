//! Activity, changes and undo over HTTP.

use super::{
    changes, spine,
    undo::{self, UndoneShape},
    views::{ChangesShape, SpineEntry},
};
use crate::{
    Error,
    http::{Call, Json, Page, Paging, Query, Reply, Routes, page, query},
};
use actix_web::{get, post, web::Path};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// All addresses of activity.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(activity).service(changes_since).service(take_back);
}

/// Comments and activity of an item as one list: the newest page first, ascending within a page;
/// `next` goes back in time.
#[utoipa::path(tag = "activity", params(("id" = String, Path), Paging), responses((status = 200, body = Page<SpineEntry>)))]
#[get("/items/{id}/activity")]
pub async fn activity(
    call: Call,
    id: Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Reply<Page<SpineEntry>>, Error> {
    Ok(Reply::ok(spine::page(&call.view()?, query::id(&id)?, paging.limit()?, paging.place()?)?))
}

/// From where.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Since {
    /// `next` of the answer before; without it the cursor of now.
    since: Option<String>,
    /// Most changes, 1–200.
    limit: Option<u32>,
}

/// The changes of everything the asker sees since a cursor.
#[utoipa::path(tag = "activity", params(Since), responses((status = 200, body = ChangesShape)))]
#[get("/changes")]
pub async fn changes_since(call: Call, Query(asked): Query<Since>) -> Result<Reply<ChangesShape>, Error> {
    Ok(Reply::ok(changes::since(&call.view()?, asked.since.as_deref(), page::limit(asked.limit)?)?))
}

/// Which command.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoInput {
    /// The id from the header `Guildhall-Command`.
    command: Uuid,
}

/// Takes one of one's own commands of the last day back, all or nothing.
#[utoipa::path(tag = "activity", request_body = UndoInput, responses((status = 200, body = UndoneShape), (status = 410)))]
#[post("/undo")]
pub async fn take_back(call: Call, Json(input): Json<UndoInput>) -> Result<Reply<UndoneShape>, Error> {
    call.run(move |work| undo::undo(work, input.command)).await
}
