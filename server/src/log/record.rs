//! A change as stored. Long texts (old bodies) are compressed.

use super::cbor::{self, Bytes16, Stored, Tagged};
use guildhall_domain::{
    actor::{Actor, Via},
    change::{Action, Change, FieldChange, Kind, Value},
};
use guildhall_store::StoreError;
use minicbor::{Decode, Encode, bytes::ByteVec};

/// Texts from this length on are compressed in the log.
const COMPRESS_FROM: usize = 512;

/// See [`Change`].
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct ChangeRecord {
    #[n(0)]
    at_ms: i64,
    #[n(1)]
    actor: Tagged,
    #[n(2)]
    via: Tagged,
    #[n(3)]
    command: Bytes16,
    #[n(4)]
    kind: u8,
    #[n(5)]
    object: Bytes16,
    #[n(6)]
    action: u8,
    #[n(7)]
    fields: Vec<FieldRecord>,
    #[n(8)]
    audience_before: Vec<u64>,
    /// Absent when it is the same as before.
    #[n(9)]
    audience_after: Option<Vec<u64>>,
    #[n(10)]
    previous: u64,
}

guildhall_store::record!(ChangeRecord, 1);

#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
struct FieldRecord {
    #[n(0)]
    field: String,
    #[n(1)]
    before: Option<Stored>,
    #[n(2)]
    after: Option<Stored>,
    #[n(3)]
    before_zst: Option<ByteVec>,
    #[n(4)]
    after_zst: Option<ByteVec>,
}

const KINDS: [Kind; 27] = [
    Kind::Task,
    Kind::Space,
    Kind::Person,
    Kind::Organization,
    Kind::Tag,
    Kind::View,
    Kind::Plan,
    Kind::Topic,
    Kind::Reading,
    Kind::Inbox,
    Kind::Document,
    Kind::Folder,
    Kind::Process,
    Kind::Form,
    Kind::Request,
    Kind::Rule,
    Kind::Template,
    Kind::Webhook,
    Kind::TimeEntry,
    Kind::Timesheet,
    Kind::Timer,
    Kind::Absence,
    Kind::Event,
    Kind::Room,
    Kind::Budget,
    Kind::Expense,
    Kind::Search,
];
const ACTIONS: [Action; 9] = [
    Action::Created,
    Action::Changed,
    Action::Commented,
    Action::Moved,
    Action::Trashed,
    Action::Restored,
    Action::Purged,
    Action::Undone,
    Action::Imported,
];

fn number<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter().position(|other| other == one).and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
}

impl From<&Change> for ChangeRecord {
    fn from(change: &Change) -> Self {
        let same = change.audience_before == change.audience_after;
        ChangeRecord {
            at_ms: change.at_ms,
            actor: change.actor.into(),
            via: change.via.into(),
            command: cbor::id(change.command),
            kind: number(&KINDS, &change.kind),
            object: cbor::id(change.object),
            action: number(&ACTIONS, &change.action),
            fields: change.fields.iter().map(FieldRecord::from).collect(),
            audience_before: change.audience_before.clone(),
            audience_after: (!same).then(|| change.audience_after.clone()),
            previous: change.previous,
        }
    }
}

impl TryFrom<ChangeRecord> for Change {
    type Error = StoreError;

    fn try_from(record: ChangeRecord) -> Result<Self, StoreError> {
        let unknown = |what: &str| corrupt(format!("a change has an unknown {what}"));
        let fields = record.fields.into_iter().map(FieldChange::try_from).collect::<Result<_, _>>()?;
        let audience_after = record.audience_after.unwrap_or_else(|| record.audience_before.clone());
        Ok(Change {
            at_ms: record.at_ms,
            actor: Actor::from(&record.actor),
            via: Via::from(&record.via),
            command: cbor::from_id(&record.command),
            kind: *KINDS.get(usize::from(record.kind)).ok_or_else(|| unknown("kind"))?,
            object: cbor::from_id(&record.object),
            action: *ACTIONS.get(usize::from(record.action)).ok_or_else(|| unknown("action"))?,
            fields,
            audience_before: record.audience_before,
            audience_after,
            previous: record.previous,
        })
    }
}

impl From<&FieldChange> for FieldRecord {
    fn from(change: &FieldChange) -> Self {
        let (before, before_zst) = pack(&change.before);
        let (after, after_zst) = pack(&change.after);
        FieldRecord { field: change.field.clone(), before, after, before_zst, after_zst }
    }
}

fn pack(value: &Value) -> (Option<Stored>, Option<ByteVec>) {
    match value {
        Value::Null => (None, None),
        Value::Text(text) if text.len() >= COMPRESS_FROM => match zstd::bulk::compress(text.as_bytes(), 3) {
            Ok(bytes) => (None, Some(bytes.into())),
            Err(_) => (Some(Stored(value.clone())), None),
        },
        other => (Some(Stored(other.clone())), None),
    }
}

impl TryFrom<FieldRecord> for FieldChange {
    type Error = StoreError;

    fn try_from(record: FieldRecord) -> Result<Self, StoreError> {
        Ok(FieldChange {
            before: unpack(record.before, record.before_zst)?,
            after: unpack(record.after, record.after_zst)?,
            field: record.field,
        })
    }
}

fn unpack(plain: Option<Stored>, packed: Option<ByteVec>) -> Result<Value, StoreError> {
    let Some(packed) = packed else { return Ok(plain.map_or(Value::Null, |stored| stored.0)) };
    let broken = |_| corrupt("a compressed text cannot be read".into());
    let bytes = zstd::bulk::decompress(&packed, guildhall_domain::limits::BODY * 2).map_err(broken)?;
    String::from_utf8(bytes).map(Value::Text).map_err(|_| corrupt("a text is not UTF-8".into()))
}

fn corrupt(what: String) -> StoreError {
    StoreError::Corrupt { table: "log".into(), what }
}
