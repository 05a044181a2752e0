//! The inbox over HTTP.

use super::{
    commands::{self, Act},
    levels, queries,
    views::{ClearedShape, EntryShape, InboxCounts, LevelList, LevelShape, LevelWord, ShelfWord},
};
use crate::{
    Error,
    http::{Call, Json, Page, Query, Reply, Routes, page, query, version},
};
use actix_web::{delete, get, put, web::Path};
use chrono::{DateTime, Utc};
use guildhall_domain::Id;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// All addresses of the inbox.
pub fn configure(routes: &mut Routes<'_>) {
    routes.service(list).service(counts).service(all_levels).service(set_level).service(clear_many);
    routes.service(clear).service(reopen).service(put_off).service(take_up).service(read).service(unread);
    routes.service(mute).service(unmute);
}

/// Which shelf, and which page of it.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InboxQuery {
    /// The shelf; `needs` unless told.
    #[param(inline)]
    shelf: Option<ShelfWord>,
    /// Rows a page, 1–200; 50 unless told.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// What is to be cleared: these, or a shelf.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClearInput {
    /// Items, at most 500.
    #[serde(default)]
    item_ids: Vec<Uuid>,
    /// Everything on this shelf, 500 at a time.
    #[serde(default)]
    shelf: Option<ShelfWord>,
    /// Only what was looked at.
    #[serde(default)]
    only_read: bool,
}

/// Until when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PutOffInput {
    /// It comes back then.
    until: DateTime<Utc>,
}

/// How it was looked at.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReadInput {
    /// At the item itself: what only had to be read is dealt with.
    there: bool,
}

/// How much one wants to hear.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelInput {
    /// How much.
    level: LevelWord,
}

/// One shelf of one's inbox: the newest first, what was put off in the order in which it comes back.
#[utoipa::path(tag = "inbox", params(InboxQuery), responses((status = 200, body = Page<EntryShape>)))]
#[get("/inbox")]
pub async fn list(call: Call, Query(asked): Query<InboxQuery>) -> Result<Reply<Page<EntryShape>>, Error> {
    let place = asked.cursor.as_deref().map(version::read_list_cursor).transpose()?;
    let shelf = asked.shelf.unwrap_or(ShelfWord::Needs).into();
    Ok(Reply::ok(queries::shelf(&call.view()?, shelf, page::limit(asked.limit)?, place)?))
}

/// How much stands on each shelf.
#[utoipa::path(tag = "inbox", responses((status = 200, body = InboxCounts)))]
#[get("/inbox/counts")]
pub async fn counts(call: Call) -> Result<Reply<InboxCounts>, Error> {
    Ok(Reply::ok(queries::counts(&call.app, &call.view()?)?))
}

/// How much one wants to hear of spaces, where it is not the usual.
#[utoipa::path(tag = "inbox", responses((status = 200, body = LevelList)))]
#[get("/inbox/levels")]
pub async fn all_levels(call: Call) -> Result<Reply<LevelList>, Error> {
    Ok(Reply::ok(LevelList { items: levels::all(&call.view()?)?, next: None }))
}

/// Chooses how much one wants to hear of a space.
#[utoipa::path(tag = "inbox", params(("space" = String, Path)), request_body = LevelInput, responses((status = 200, body = LevelShape)))]
#[put("/inbox/levels/{space}")]
pub async fn set_level(
    call: Call,
    space: Path<String>,
    Json(input): Json<LevelInput>,
) -> Result<Reply<LevelShape>, Error> {
    let space = query::id(&space)?;
    call.run(move |work| levels::set(work, space, input.level)).await
}

/// Clears many entries at once.
#[utoipa::path(tag = "inbox", request_body = ClearInput, responses((status = 200, body = ClearedShape)))]
#[put("/inbox/clearance")]
pub async fn clear_many(call: Call, Json(input): Json<ClearInput>) -> Result<Reply<ClearedShape>, Error> {
    guildhall_domain::limits::at_most("item_ids", input.item_ids.len(), commands::MOST)?;
    if input.shelf.is_some() != input.item_ids.is_empty() {
        return Err(Error::field("shelf", "Send either item_ids or a shelf."));
    }
    call.run(move |work| {
        let shelf = input.shelf.map(Into::into);
        let (count, more) = commands::clear(work, &input.item_ids, shelf, input.only_read)?;
        Ok(ClearedShape { count, more })
    })
    .await
}

async fn act(call: Call, item: &str, act: Act) -> Result<Reply<Option<EntryShape>>, Error> {
    let item: Id = query::id(item)?;
    call.run(move |work| {
        let kept = commands::act(work, item, act)?;
        kept.map(|kept| queries::entry(work, item, &kept)).transpose()
    })
    .await
}

/// Clears an entry.
#[utoipa::path(tag = "inbox", params(("id" = String, Path)), responses((status = 200, body = EntryShape), (status = 204)))]
#[put("/inbox/{id}/clearance")]
pub async fn clear(call: Call, id: Path<String>) -> Result<Reply<Option<EntryShape>>, Error> {
    act(call, &id, Act::Clear(true)).await
}

/// Takes a cleared entry up again.
#[utoipa::path(tag = "inbox", params(("id" = String, Path)), responses((status = 200, body = EntryShape), (status = 204)))]
#[delete("/inbox/{id}/clearance")]
pub async fn reopen(call: Call, id: Path<String>) -> Result<Reply<Option<EntryShape>>, Error> {
    act(call, &id, Act::Clear(false)).await
}

/// Puts an entry off.
#[utoipa::path(tag = "inbox", params(("id" = String, Path)), request_body = PutOffInput, responses((status = 200, body = EntryShape), (status = 204)))]
#[put("/inbox/{id}/later")]
pub async fn put_off(
    call: Call,
    id: Path<String>,
    Json(input): Json<PutOffInput>,
) -> Result<Reply<Option<EntryShape>>, Error> {
    act(call, &id, Act::PutOff(Some(input.until.timestamp_millis()))).await
}

/// Takes an entry up before its time.
#[utoipa::path(tag = "inbox", params(("id" = String, Path)), responses((status = 200, body = EntryShape), (status = 204)))]
#[delete("/inbox/{id}/later")]
pub async fn take_up(call: Call, id: Path<String>) -> Result<Reply<Option<EntryShape>>, Error> {
    act(call, &id, Act::PutOff(None)).await
}

/// An entry was looked at.
#[utoipa::path(tag = "inbox", params(("id" = String, Path)), request_body = ReadInput, responses((status = 200, body = EntryShape), (status = 204)))]
#[put("/inbox/{id}/read")]
pub async fn read(
    call: Call,
    id: Path<String>,
    Json(input): Json<ReadInput>,
) -> Result<Reply<Option<EntryShape>>, Error> {
    act(call, &id, if input.there { Act::Seen } else { Act::Read(true) }).await
}

/// Lets an entry stand there as new.
#[utoipa::path(tag = "inbox", params(("id" = String, Path)), responses((status = 200, body = EntryShape), (status = 204)))]
#[delete("/inbox/{id}/read")]
pub async fn unread(call: Call, id: Path<String>) -> Result<Reply<Option<EntryShape>>, Error> {
    act(call, &id, Act::Read(false)).await
}

/// Hears nothing more of an item but what needs oneself.
#[utoipa::path(tag = "inbox", params(("id" = String, Path)), responses((status = 200, body = EntryShape), (status = 204)))]
#[put("/inbox/{id}/mute")]
pub async fn mute(call: Call, id: Path<String>) -> Result<Reply<Option<EntryShape>>, Error> {
    act(call, &id, Act::Mute(true)).await
}

/// Hears of an item again.
#[utoipa::path(tag = "inbox", params(("id" = String, Path)), responses((status = 200, body = EntryShape), (status = 204)))]
#[delete("/inbox/{id}/mute")]
pub async fn unmute(call: Call, id: Path<String>) -> Result<Reply<Option<EntryShape>>, Error> {
    act(call, &id, Act::Mute(false)).await
}
