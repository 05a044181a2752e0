//! A starting set that was begun, as stored.

use crate::log::cbor::{self, Bytes16, Tagged};
use guildhall_domain::{Id, actor::Actor};
use minicbor::{Decode, Encode};

/// A kind of thing a set makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A space.
    Space,
    /// A folder of documents.
    Folder,
    /// A page.
    Page,
    /// A process.
    Process,
    /// A form.
    Form,
    /// A task, or a sub-task.
    Task,
}

const KINDS: [Kind; 6] = [Kind::Space, Kind::Folder, Kind::Page, Kind::Process, Kind::Form, Kind::Task];

/// See [`Begun`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct BegunRecord {
    #[n(0)]
    command: Bytes16,
    #[n(1)]
    by: Tagged,
    #[n(2)]
    at_ms: i64,
    #[n(3)]
    made: Vec<MadeRecord>,
}

guildhall_store::record!(BegunRecord, 1);

/// One thing it made.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct MadeRecord {
    /// Its place in [`KINDS`]; what a newer version made is left alone.
    #[n(0)]
    kind: u8,
    #[n(1)]
    id: Bytes16,
}

/// A set that was begun.
#[derive(Debug, Clone, PartialEq)]
pub struct Begun {
    /// The command that made everything of it.
    pub command: Id,
    /// Who gave it.
    pub by: Actor,
    /// When.
    pub at_ms: i64,
    /// What it made, each space before what is in it.
    pub made: Vec<(Kind, Id)>,
}

impl From<&Begun> for BegunRecord {
    fn from(begun: &Begun) -> Self {
        let number = |kind: Kind| KINDS.iter().position(|one| *one == kind).and_then(|place| u8::try_from(place).ok());
        let made = |(kind, id): &(Kind, Id)| MadeRecord { kind: number(*kind).unwrap_or(u8::MAX), id: cbor::id(*id) };
        BegunRecord {
            command: cbor::id(begun.command),
            by: begun.by.into(),
            at_ms: begun.at_ms,
            made: begun.made.iter().map(made).collect(),
        }
    }
}

impl From<BegunRecord> for Begun {
    fn from(record: BegunRecord) -> Self {
        let made = |made: &MadeRecord| Some((*KINDS.get(usize::from(made.kind))?, cbor::from_id(&made.id)));
        Begun {
            command: cbor::from_id(&record.command),
            by: (&record.by).into(),
            at_ms: record.at_ms,
            made: record.made.iter().filter_map(made).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_comes_back() {
        let made = KINDS.into_iter().map(|kind| (kind, Id::from_u128(7))).collect();
        let begun = Begun { command: Id::from_u128(1), by: Actor::Person(Id::from_u128(2)), at_ms: 3, made };
        assert_eq!(Begun::from(BegunRecord::from(&begun)), begun);
    }
}
