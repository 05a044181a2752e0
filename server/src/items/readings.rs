//! How far each person has read an item, and whether they want to hear nothing of it. It is the same on all
//! of their devices and nobody else's business.
//!
//! Invariants: a place only moves forward, so a device that was behind takes nothing back; of every reading
//! the log keeps its last change only, because reading is no history.

use super::{record::ReadingRecord, store::READINGS};
use crate::{
    Error,
    access::{self, Scope, Work},
    log::record::ChangeRecord,
};
use guildhall_domain::{
    AudienceId, Id,
    change::{Action, Change, FieldChange, Kind, Value},
};
use guildhall_store::{Read, StoreError};

/// See the module.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading {
    /// Everything up to this place is read; of a space, in all of its items.
    pub place: u64,
    /// When it was read.
    pub at_ms: i64,
    /// When it was first read.
    pub first_ms: Option<i64>,
    /// They are told of nothing here but what names them.
    pub muted: bool,
    seq: u64,
}

/// How far a person has read an item, or all items of a space.
pub fn of(read: &Read<'_>, person: AudienceId, object: Id) -> Result<Reading, StoreError> {
    let record = read.get(&READINGS, &(person, object))?.unwrap_or_default();
    Ok(Reading {
        place: record.place,
        at_ms: record.at_ms,
        // What was read before this was kept was read at the latest then.
        first_ms: record.first_ms.or((record.place > 0).then_some(record.at_ms)),
        muted: record.muted.unwrap_or(false),
        seq: record.seq,
    })
}

/// The asker has read an item, or everything in a space, up to a place.
pub fn advance(work: &mut Work<'_, '_>, object: Id, place: u64) -> Result<(), Error> {
    let Some(me) = work.who().person.and_then(|id| work.directory().person(id)).map(|me| me.audience) else {
        return Ok(());
    };
    let before = of(work.read(), me, object)?;
    if place <= before.place {
        return Ok(());
    }
    let now = work.now();
    let after = Reading { place, at_ms: now, first_ms: before.first_ms.or(Some(now)), ..before };
    let field = FieldChange { field: "read".into(), before: number(before.place), after: number(place) };
    put(work, me, object, after, field)
}

/// The asker wants to hear nothing of an item any more, or wants to again.
pub fn mute(work: &mut Work<'_, '_>, object: Id, on: bool) -> Result<(), Error> {
    let me = access::me(work)?.audience;
    let before = of(work.read(), me, object)?;
    if before.muted == on {
        return Ok(());
    }
    let field = FieldChange { field: "muted".into(), before: Value::Bool(!on), after: Value::Bool(on) };
    put(work, me, object, Reading { muted: on, ..before }, field)
}

fn number(place: u64) -> Value {
    Value::Int(i64::try_from(place).unwrap_or(i64::MAX))
}

fn put(work: &mut Work<'_, '_>, me: AudienceId, object: Id, reading: Reading, field: FieldChange) -> Result<(), Error> {
    if reading.seq > 0 {
        work.tx.delete(&guildhall_store::log::<ChangeRecord>(), &reading.seq)?;
    }
    let (own, change) = (vec![me], work.change(Kind::Reading, object, Action::Changed));
    let change = Change { fields: vec![field], audience_before: own.clone(), audience_after: own, ..change };
    let record = ReadingRecord {
        place: reading.place,
        at_ms: reading.at_ms,
        muted: reading.muted.then_some(true),
        seq: work.log(change)?,
        first_ms: reading.first_ms,
    };
    Ok(work.tx.put(&READINGS, &(me, object), &record)?)
}

/// Nobody has read an item that is gone for good.
pub fn forget(work: &mut Work<'_, '_>, object: Id) -> Result<(), Error> {
    let people: Vec<AudienceId> = work.directory().people().map(|person| person.audience).collect();
    for person in people {
        if let Some(record) = work.tx.get(&READINGS, &(person, object))? {
            work.tx.delete(&guildhall_store::log::<ChangeRecord>(), &record.seq)?;
            work.tx.delete(&READINGS, &(person, object))?;
        }
    }
    Ok(())
}
