//! Feeds as their owner sees them.

use super::{record::FeedRecord, store};
use crate::{
    Error,
    access::{self, Scope},
    calendars::collection::Calendar,
    http::{Shape, shapes},
    log::cbor,
};
use guildhall_domain::policy::DoSpace;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A feed to be made.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FeedInput {
    /// The space whose tasks and events it shows; what the asker has to do themselves unless sent.
    pub space_id: Option<Uuid>,
}

/// A feed as its owner sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CalendarFeed)]
pub struct FeedShape {
    /// Id.
    pub id: Uuid,
    /// The space; null: what its owner has to do.
    pub space_id: Option<Uuid>,
    /// What it is called; empty of a space its owner does not read any more, which it does not show either.
    pub name: String,
    /// When it was made.
    pub created_at: String,
    /// When it was last read, to within some minutes.
    pub last_read_at: Option<String>,
    /// The address; only in the answer that makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Shape for FeedShape {}

/// The calendar of a feed, where the asker, who is its owner, may read it.
pub fn calendar(scope: &impl Scope, feed: &FeedRecord) -> Result<Calendar, Error> {
    let part = cbor::from_id_opt(&feed.space)
        .map_or_else(|| crate::calendars::collection::MINE.to_owned(), |id| id.to_string());
    Calendar::named(scope, &part)
}

/// A feed of the asker.
pub fn shape(scope: &impl Scope, feed: &FeedRecord) -> Result<FeedShape, Error> {
    let name = access::seen(calendar(scope, feed))?.map(|calendar| calendar.title().to_owned()).unwrap_or_default();
    let space = cbor::from_id_opt(&feed.space);
    let space =
        space.filter(|id| scope.directory().space(*id).is_some_and(|s| access::may_space(scope, s, DoSpace::Read)));
    Ok(FeedShape {
        id: cbor::from_id(&feed.id),
        space_id: space,
        name,
        created_at: shapes::instant(feed.created_ms),
        last_read_at: feed.read_ms.map(shapes::instant),
        address: None,
    })
}

/// The feeds of the asker, the newest first.
pub fn list(scope: &impl Scope) -> Result<Vec<FeedShape>, Error> {
    let me = access::me(scope)?.id;
    store::of(scope.read(), me)?.iter().map(|(_, feed)| shape(scope, feed)).collect()
}
