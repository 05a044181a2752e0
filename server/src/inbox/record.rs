//! An entry as stored.

use crate::log::cbor::{self, Bytes16, Tagged};
use guildhall_domain::{
    actor::Actor,
    inbox::{Entry, Level, Mark, Reason, Shelf},
};
use minicbor::{Decode, Encode};

/// An entry with its place among those of its person; none where the item is out of their sight or in the trash.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// The entry.
    pub entry: Entry,
    /// Shelf and position, as the row of the shelf has them.
    pub place: Option<(Shelf, u64)>,
}

/// See [`Kept`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct EntryRecord {
    #[n(0)]
    marks: Vec<MarkRecord>,
    #[n(1)]
    cleared: u64,
    #[n(2)]
    read: u64,
    #[n(3)]
    until_ms: Option<i64>,
    #[n(4)]
    back_ms: Option<i64>,
    #[n(5)]
    muted: Option<bool>,
    #[n(6)]
    shelf: Option<u8>,
    #[n(7)]
    position: Option<u64>,
}

guildhall_store::record!(EntryRecord, 1);

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct MarkRecord {
    #[n(0)]
    reason: u8,
    #[n(1)]
    seq: u64,
    #[n(2)]
    at_ms: i64,
    #[n(3)]
    actor: Tagged,
    #[n(4)]
    object: Option<Bytes16>,
    #[n(5)]
    met: Option<bool>,
}

const REASONS: [Reason; 33] = [
    Reason::Assigned,
    Reason::Mentioned,
    Reason::Replied,
    Reason::Commented,
    Reason::Done,
    Reason::Cancelled,
    Reason::Reopened,
    Reason::Due,
    Reason::Reassigned,
    Reason::Attached,
    Reason::Created,
    Reason::Announced,
    Reason::Decided,
    Reason::PollClosed,
    Reason::Asked,
    Reason::ToApprove,
    Reason::ApprovalDue,
    Reason::ChangesAsked,
    Reason::ApproverGone,
    Reason::Approved,
    Reason::AnswerNear,
    Reason::AnswerMissed,
    Reason::DoneNear,
    Reason::DoneMissed,
    Reason::Invited,
    Reason::Submitted,
    Reason::Granted,
    Reason::Returned,
    Reason::Declined,
    Reason::Reminded,
    Reason::AskAgain,
    Reason::BudgetNearly,
    Reason::BudgetUsedUp,
];
const SHELVES: [Shelf; 4] = [Shelf::Needs, Shelf::Following, Shelf::Later, Shelf::Cleared];

/// The number of a shelf in keys and records.
pub fn shelf_number(shelf: Shelf) -> u8 {
    SHELVES.iter().position(|other| *other == shelf).and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
}

fn shelf_from(number: u8) -> Option<Shelf> {
    SHELVES.get(usize::from(number)).copied()
}

/// The number of a level in its table; the usual one has no row.
pub fn level_number(level: Level) -> u64 {
    match level {
        Level::Nothing => 0,
        Level::Mine => 1,
        Level::Everything => 2,
    }
}

/// The inverse.
pub fn level_from(number: u64) -> Level {
    match number {
        0 => Level::Nothing,
        2 => Level::Everything,
        _ => Level::Mine,
    }
}

impl From<&Kept> for EntryRecord {
    fn from(kept: &Kept) -> Self {
        let reason = |reason: Reason| REASONS.iter().position(|other| *other == reason).unwrap_or_default();
        let mark = |mark: &Mark| MarkRecord {
            reason: u8::try_from(reason(mark.reason)).unwrap_or(u8::MAX),
            seq: mark.seq,
            at_ms: mark.at_ms,
            actor: mark.actor.into(),
            object: cbor::id_opt(mark.object),
            met: mark.met.then_some(true),
        };
        let entry = &kept.entry;
        EntryRecord {
            marks: entry.marks.iter().map(mark).collect(),
            cleared: entry.cleared,
            read: entry.read,
            until_ms: entry.until_ms,
            back_ms: entry.back_ms,
            muted: entry.muted.then_some(true),
            shelf: kept.place.map(|(shelf, _)| shelf_number(shelf)),
            position: kept.place.map(|(_, position)| position),
        }
    }
}

impl From<EntryRecord> for Kept {
    fn from(record: EntryRecord) -> Self {
        let mark = |mark: &MarkRecord| {
            // A reason of a newer program is left out; it is told again by that one.
            Some(Mark {
                reason: *REASONS.get(usize::from(mark.reason))?,
                seq: mark.seq,
                at_ms: mark.at_ms,
                actor: Actor::from(&mark.actor),
                object: cbor::from_id_opt(&mark.object),
                met: mark.met.unwrap_or(false),
            })
        };
        Kept {
            entry: Entry {
                marks: record.marks.iter().filter_map(mark).collect(),
                cleared: record.cleared,
                read: record.read,
                until_ms: record.until_ms,
                back_ms: record.back_ms,
                muted: record.muted.unwrap_or(false),
            },
            place: record.shelf.and_then(shelf_from).zip(record.position),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guildhall_domain::Id;

    #[test]
    fn an_entry_comes_back_as_it_was() {
        let mark = Mark {
            reason: Reason::Created,
            seq: 7,
            at_ms: 9,
            actor: Actor::Person(Id::from_u128(3)),
            object: Some(Id::from_u128(4)),
            met: true,
        };
        let entry = Entry { marks: vec![mark], cleared: 1, read: 2, until_ms: Some(3), back_ms: Some(4), muted: true };
        let kept = Kept { entry, place: Some((Shelf::Later, 12)) };
        assert_eq!(Kept::from(EntryRecord::from(&kept)), kept);
        assert_eq!(Kept::from(EntryRecord::from(&Kept::default())), Kept::default());
    }
}
