//! What stays of an item that was deleted for good: one change in the log without any content, for 180 days,
//! so that programs that follow the log learn that it is gone. What the log knew of the item before goes
//! after a day, when nothing in it can be taken back any more.

use super::store::{FLOOR, GRAVES, HISTORIES};
use crate::{
    Error,
    access::{self, Scope, Work},
    log::{self, record::ChangeRecord},
};
use guildhall_domain::{
    change::{Action, Change, FieldChange, Kind, Value},
    item::Core,
};
use guildhall_store::{Read, Span, StoreError, Tx};

const DAY_MS: i64 = 24 * 3_600_000;
/// How long tombstones are kept.
pub const KEEP_MS: i64 = 180 * DAY_MS;
/// Changes deleted in one command.
const MOST: usize = 500;

/// Logs that an item is deleted for good, with the links it had, and notes the tombstone.
pub fn purged(work: &mut Work<'_, '_>, kind: Kind, item: &impl Core, links: Vec<FieldChange>) -> Result<(), Error> {
    // Whoever could see it in the trash goes by its home.
    let home =
        item.home().map(|space| FieldChange { field: "space".into(), before: Value::Id(space), after: Value::Null });
    let change = Change {
        fields: home.into_iter().chain(links).collect(),
        audience_before: access::audience_of(work.directory(), item).ids().to_vec(),
        previous: item.seq(),
        ..work.change(kind, item.id(), Action::Purged)
    };
    let seq = work.log(change)?;
    Ok(bury(work.tx, work.now(), seq, item.seq())?)
}

/// Notes the tombstone of an item, the change `seq`, and the change of the item before it.
pub fn bury(tx: &mut Tx<'_>, at_ms: i64, seq: u64, previous: u64) -> Result<(), StoreError> {
    tx.put(&GRAVES, &(at_ms, seq), &())?;
    tx.put(&HISTORIES, &(at_ms, seq), &previous)
}

/// The newest tombstone that is gone: what stands before it in the log is not the whole truth any more.
pub fn floor(read: &Read<'_>) -> Result<u64, StoreError> {
    Ok(read.get(&FLOOR, &())?.unwrap_or(0))
}

/// Deletes what has had its time, a few changes at once; answers whether some remain.
pub fn sweep(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    Ok(histories(work)? || graves(work)?)
}

/// The first row that is due by then.
fn until(at_ms: i64) -> Span {
    Span::all().until(&(at_ms.saturating_add(1), 0u64)).limit(MOST)
}

fn histories(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    let due = work.tx.read().scan(&HISTORIES, until(work.now() - DAY_MS).limit(1))?.next().transpose()?;
    let Some((grave, head)) = due else { return Ok(false) };
    let mut next = 0;
    let mut old = Vec::with_capacity(MOST);
    for change in log::history(work.tx.read(), head).take(MOST) {
        let (seq, change) = change?;
        old.push(seq);
        next = if change.previous < seq { change.previous } else { 0 };
    }
    old.iter().try_for_each(|seq| work.tx.delete(&guildhall_store::log::<ChangeRecord>(), seq))?;
    match next {
        0 => work.tx.delete(&HISTORIES, &grave)?,
        next => work.tx.put(&HISTORIES, &grave, &next)?,
    }
    Ok(true)
}

fn graves(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    let due: Vec<(i64, u64)> =
        work.tx.read().keys(&GRAVES, until(work.now() - KEEP_MS))?.collect::<Result<_, StoreError>>()?;
    let Some(newest) = due.iter().map(|(_, seq)| *seq).max() else { return Ok(false) };
    for grave in &due {
        work.tx.delete(&guildhall_store::log::<ChangeRecord>(), &grave.1)?;
        work.tx.delete(&GRAVES, grave)?;
    }
    let floor = floor(work.tx.read())?.max(newest);
    work.tx.put(&FLOOR, &(), &floor)?;
    Ok(due.len() == MOST)
}
