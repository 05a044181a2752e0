//! A check-in as stored with its topic.

use crate::log::cbor::{self, Bytes16};
use guildhall_domain::{
    checkin::{self, CheckIn},
    recurrence::{Every, Recurrence},
};
use minicbor::{Decode, Encode};

/// See [`CheckIn`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct CheckInRecord {
    /// As text, see [`Recurrence::to_text`].
    #[n(0)]
    schedule: String,
    #[n(1)]
    people: Option<Vec<Bytes16>>,
    #[n(2)]
    remind_after: Option<u8>,
    #[n(3)]
    owner: Bytes16,
    #[n(4)]
    paused: Option<bool>,
    #[n(5)]
    ended_ms: Option<i64>,
    #[n(6)]
    next_ms: i64,
    #[n(7)]
    asked_ms: Option<i64>,
    #[n(8)]
    round: Option<Bytes16>,
}

impl From<&CheckIn> for CheckInRecord {
    fn from(c: &CheckIn) -> Self {
        CheckInRecord {
            schedule: c.schedule.to_text(),
            people: (!c.people.is_empty()).then(|| cbor::ids(&c.people)),
            remind_after: c.remind_after,
            owner: cbor::id(c.owner),
            paused: c.paused.then_some(true),
            ended_ms: c.ended_ms,
            next_ms: c.next_ms,
            asked_ms: c.asked_ms,
            round: cbor::id_opt(c.round),
        }
    }
}

impl From<CheckInRecord> for CheckIn {
    fn from(r: CheckInRecord) -> Self {
        let known = Recurrence::from_text(&r.schedule).filter(checkin::can_ask_on);
        CheckIn {
            // A rule of a newer version is not guessed at: it rests until somebody sets another one.
            paused: r.paused.unwrap_or(false) || known.is_none(),
            schedule: known.unwrap_or_else(|| Recurrence::new(Every::WorkingDay, 540)),
            people: cbor::from_ids(&r.people.unwrap_or_default()),
            remind_after: r.remind_after,
            owner: cbor::from_id(&r.owner),
            ended_ms: r.ended_ms,
            next_ms: r.next_ms,
            asked_ms: r.asked_ms,
            round: cbor::from_id_opt(&r.round),
        }
    }
}
