//! What a plan keeps, as stored. Days are counted from the first of the calendar.

use crate::log::cbor::{self, Bytes16, day, number};
use guildhall_domain::{
    Id,
    plan::{Baseline, Health, Kept, Note},
};
use minicbor::{Decode, Encode};

/// That one task begins after another one ends.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct DependencyRecord {
    /// Working days between them.
    #[n(0)]
    pub lag: i32,
}

guildhall_store::record!(DependencyRecord, 1);

/// See [`Baseline`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct BaselineRecord {
    #[n(0)]
    name: String,
    #[n(1)]
    author: Bytes16,
    #[n(2)]
    at_ms: i64,
    #[n(3)]
    finish: i32,
    #[n(4)]
    tasks: Vec<KeptRecord>,
    /// When it was deleted: for as long as that can be taken back.
    #[n(5)]
    pub deleted_ms: Option<i64>,
}

guildhall_store::record!(BaselineRecord, 1);

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct KeptRecord {
    #[n(0)]
    task: Bytes16,
    #[n(1)]
    start: i32,
    #[n(2)]
    due: i32,
}

impl From<&Baseline> for BaselineRecord {
    fn from(baseline: &Baseline) -> Self {
        let kept =
            |kept: &Kept| KeptRecord { task: cbor::id(kept.task), start: number(kept.start), due: number(kept.due) };
        BaselineRecord {
            name: baseline.name.clone(),
            author: cbor::id(baseline.author),
            at_ms: baseline.at_ms,
            finish: number(baseline.finish),
            tasks: baseline.tasks.iter().map(kept).collect(),
            deleted_ms: None,
        }
    }
}

impl BaselineRecord {
    /// With its id.
    pub fn into_baseline(self, id: Id) -> Baseline {
        let kept =
            |kept: KeptRecord| Kept { task: cbor::from_id(&kept.task), start: day(kept.start), due: day(kept.due) };
        Baseline {
            id,
            name: self.name,
            author: cbor::from_id(&self.author),
            at_ms: self.at_ms,
            finish: day(self.finish),
            tasks: self.tasks.into_iter().map(kept).collect(),
        }
    }
}

/// See [`Note`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct NoteRecord {
    #[n(0)]
    health: u8,
    #[n(1)]
    body: String,
    #[n(2)]
    author: Bytes16,
    #[n(3)]
    at_ms: i64,
}

guildhall_store::record!(NoteRecord, 1);

impl From<&Note> for NoteRecord {
    fn from(note: &Note) -> Self {
        NoteRecord {
            health: match note.health {
                Health::OnTrack => 0,
                Health::AtRisk => 1,
                Health::OffTrack => 2,
            },
            body: note.body.clone(),
            author: cbor::id(note.author),
            at_ms: note.at_ms,
        }
    }
}

impl NoteRecord {
    /// With its id. A health this version does not know is a risk.
    pub fn into_note(self, id: Id) -> Note {
        Note {
            id,
            health: match self.health {
                0 => Health::OnTrack,
                2 => Health::OffTrack,
                _ => Health::AtRisk,
            },
            body: self.body,
            author: cbor::from_id(&self.author),
            at_ms: self.at_ms,
        }
    }
}
