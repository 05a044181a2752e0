//! Rooms: what only one event can be in at a time. A room is no item: it has no home, and everybody knows of it.

use super::{Event, occur::Window};
use crate::Id;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// How many days ahead it is looked whether a room is free: two years.
pub const AHEAD: i64 = 731;
/// Most times of one event that are looked at for that.
const MOST: usize = 2_000;
/// Most people of a room.
pub const SEATS: u32 = 10_000;

/// A room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Id.
    pub id: Id,
    /// Name; no other room has it.
    pub name: String,
    /// Where it is, what is in it.
    pub note: String,
    /// For how many people.
    pub seats: Option<u32>,
    /// Deleted since: events keep it, and nothing new is put into it.
    pub deleted_ms: Option<i64>,
    /// Sequence number of its last change.
    pub seq: u64,
}

/// A time at which a room is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// From,
    pub from: DateTime<Utc>,
    /// and to.
    pub to: DateTime<Utc>,
    /// The day of the rule.
    pub day: Option<NaiveDate>,
}

/// Every room an event is in, on any day.
pub fn rooms(event: &Event) -> Vec<Id> {
    let instead = event.exceptions.values().flatten().filter_map(|one| one.room.flatten());
    let mut rooms: Vec<Id> = event.room.into_iter().chain(instead).collect();
    rooms.sort_unstable();
    rooms.dedup();
    rooms
}

/// When an event takes a room, in the order of time; whole days are those of `zone`.
pub fn taken(event: &Event, room: Id, (from, to): (NaiveDate, NaiveDate), zone: Tz) -> Vec<Taken> {
    if event.trashed_ms.is_some() {
        return Vec::new();
    }
    let found = event.occurrences(&Window { from, to, zone }, MOST).into_iter();
    found
        .filter(|one| one.room == Some(room))
        .map(|one| Taken { from: one.span.begins(zone), to: one.span.ends(zone), day: one.day })
        .collect()
}

/// The first two that are at the same time, one of each list; both are in the order of time.
pub fn clash<'t>(own: &'t [Taken], others: &'t [Taken]) -> Option<(&'t Taken, &'t Taken)> {
    let (mut own, mut others) = (own.iter().peekable(), others.iter().peekable());
    loop {
        let (a, b) = (own.peek().copied()?, others.peek().copied()?);
        if a.to <= b.from {
            own.next();
        } else if b.to <= a.from {
            others.next();
        } else {
            return Some((a, b));
        }
    }
}
