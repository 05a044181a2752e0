//! A task of which only is read what it asks of whom: the workload looks at every open task of many people. It cannot be
//! written.

use super::record::TaskRecord;
use crate::{
    log::cbor::{self, Bytes16},
    spaces::record::category_from,
};
use guildhall_domain::{Id, actor::Actor, item::Core, space::Category, when::When};
use guildhall_store::{StoreError, Value, decode_record};
use minicbor::{Decode, Decoder, decode};

/// What a task asks of whom.
#[derive(Debug, Clone)]
pub struct Demand {
    /// The task.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its home.
    pub space: Id,
    /// The category of its status.
    pub category: Category,
    /// Who does it.
    pub assignee: Option<Id>,
    /// Until when.
    pub due: Option<When>,
    /// From when.
    pub start: Option<When>,
    /// Minutes of work.
    pub estimate: Option<u32>,
    /// The process it is a run of.
    pub process: Option<Id>,
    also_in: Vec<Id>,
    people: Vec<Id>,
    archived: bool,
    trashed_ms: Option<i64>,
    seq: u64,
}

impl Demand {
    /// Whether work remains on it and it is in sight.
    pub fn is_open(&self) -> bool {
        self.category.is_open() && !self.archived && self.trashed_ms.is_none()
    }
}

/// What is read of [`TaskRecord`], under its numbers.
#[derive(Debug, Decode)]
#[cbor(map)]
pub struct DemandRecord {
    #[n(1)]
    space: Bytes16,
    #[n(3)]
    title: String,
    #[n(8)]
    category: u8,
    #[n(9)]
    assignee: Option<Bytes16>,
    #[n(11)]
    #[cbor(decode_with = "when")]
    due: Option<When>,
    #[n(12)]
    #[cbor(decode_with = "when")]
    start: Option<When>,
    #[n(13)]
    estimate: Option<u32>,
    #[n(18)]
    also_in: Option<Vec<Bytes16>>,
    #[n(23)]
    archived: Option<bool>,
    #[n(24)]
    trashed_ms: Option<i64>,
    #[n(31)]
    seq: u64,
    #[n(43)]
    process: Option<Bytes16>,
    #[n(44)]
    people: Option<Vec<Bytes16>>,
}

/// A day or time, without keeping its text.
fn when<C>(decoder: &mut Decoder<'_>, _: &mut C) -> Result<Option<When>, decode::Error> {
    let text: Option<&str> = decoder.decode()?;
    Ok(text.and_then(When::from_text))
}

impl Value for DemandRecord {
    const VERSION: u8 = TaskRecord::VERSION;

    fn encode(&self, _: &mut Vec<u8>) {}

    fn try_encode(&self, _: &mut Vec<u8>) -> Result<(), StoreError> {
        Err(StoreError::Encode("a task cannot be written by what it asks alone".into()))
    }

    fn decode(_: u8, body: &[u8]) -> Result<Self, StoreError> {
        decode_record(body)
    }
}

impl DemandRecord {
    /// With its id.
    pub fn into_demand(self, id: Id) -> Demand {
        let ids = |ids: Option<Vec<Bytes16>>| ids.map(|ids| cbor::from_ids(&ids)).unwrap_or_default();
        Demand {
            id,
            title: self.title,
            space: cbor::from_id(&self.space),
            category: category_from(self.category),
            assignee: cbor::from_id_opt(&self.assignee),
            due: self.due,
            start: self.start,
            estimate: self.estimate,
            process: cbor::from_id_opt(&self.process),
            also_in: ids(self.also_in),
            people: ids(self.people),
            archived: self.archived == Some(true),
            trashed_ms: self.trashed_ms,
            seq: self.seq,
        }
    }
}

/// What access asks of it. Who made it and its number are not read: they decide nothing about whether it may be read.
impl Core for Demand {
    fn id(&self) -> Id {
        self.id
    }
    fn home(&self) -> Option<Id> {
        Some(self.space)
    }
    fn number(&self) -> u32 {
        0
    }
    fn title(&self) -> &str {
        &self.title
    }
    fn author(&self) -> Actor {
        Actor::System
    }
    fn assignee(&self) -> Option<Id> {
        self.assignee
    }
    fn also_in(&self) -> &[Id] {
        &self.also_in
    }
    fn people(&self) -> &[Id] {
        &self.people
    }
    fn trashed_ms(&self) -> Option<i64> {
        self.trashed_ms
    }
    fn seq(&self) -> u64 {
        self.seq
    }
}
