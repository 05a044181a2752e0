//! The tables of approvals, and the one way to write one.

use super::record::ApprovalRecord;
use crate::{
    Error,
    access::{Scope, Work},
};
use guildhall_domain::{Id, approval::Approval};
use guildhall_store::{Desc, Read, Span, StoreError, Table};

/// Approvals by id.
pub const APPROVALS: Table<Id, ApprovalRecord> = Table::new("approvals");
/// (item, counted on, the newest first, approval): those of an item.
pub const OF_ITEM: Table<(Id, Desc<u64>, Id), ()> = Table::new("approvals_of_item");
/// (person, approval) while it is their turn.
pub const TURNS: Table<(Id, Id), ()> = Table::new("approval_turns");
/// (when, approval) of everything of which somebody is reminded.
pub const REMINDERS: Table<(i64, Id), ()> = Table::new("approval_reminders");

/// An approval. What somebody may know of it is for [`super::queries`] to ask.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Approval>, StoreError> {
    Ok(read.get(&APPROVALS, &id)?.map(|record| record.into_approval(id)))
}

/// The approvals of an item, the newest first.
pub fn of_item(read: &Read<'_>, item: Id) -> Result<Vec<Approval>, StoreError> {
    let mut all = Vec::new();
    for row in read.keys(&OF_ITEM, Span::prefix(&item))? {
        all.extend(get(read, row?.2)?);
    }
    Ok(all)
}

/// The newest approval of an item.
pub fn newest(read: &Read<'_>, item: Id) -> Result<Option<Id>, StoreError> {
    Ok(read.keys(&OF_ITEM, Span::prefix(&item).limit(1))?.next().transpose()?.map(|(_, _, id)| id))
}

/// What waits for a person, in no order, after one of them.
pub fn waiting_for(read: &Read<'_>, person: Id, after: Option<Id>, most: usize) -> Result<Vec<Id>, StoreError> {
    let mut span = Span::prefix(&person).limit(most);
    if let Some(after) = after {
        span = span.after(&(person, after));
    }
    read.keys(&TURNS, span)?.map(|row| row.map(|(_, id)| id)).collect()
}

/// Every approval that waits for somebody.
pub fn waiting(read: &Read<'_>) -> Result<std::collections::BTreeSet<Id>, StoreError> {
    read.keys(&TURNS, Span::all())?.map(|row| row.map(|(_, id)| id)).collect()
}

/// Whether any does.
pub fn is_any_waiting(read: &Read<'_>) -> Result<bool, StoreError> {
    Ok(read.keys(&TURNS, Span::all().limit(1))?.next().transpose()?.is_some())
}

/// When the next reminder is due.
pub fn next(read: &Read<'_>) -> Result<Option<i64>, StoreError> {
    Ok(read.keys(&REMINDERS, Span::all().limit(1))?.next().transpose()?.map(|(at, _)| at))
}

/// Reminders that are due, the oldest first.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(i64, Id)>, StoreError> {
    read.keys(&REMINDERS, Span::all().until(&now_ms.saturating_add(1)).limit(most))?.collect()
}

/// Takes a reminder that was told, or has nobody any more, off the list.
pub fn reminded(work: &mut Work<'_, '_>, at_ms: i64, id: Id) -> Result<(), Error> {
    Ok(work.tx.delete(&REMINDERS, &(at_ms, id))?)
}

/// Writes an approval with whose turn it is and when they are reminded. A moment that has passed does not come again.
pub fn put(work: &mut Work<'_, '_>, before: Option<&Approval>, after: &Approval) -> Result<(), Error> {
    let (zone, now) = (work.directory().zone(), work.now());
    if before.is_none() {
        let last = work.read().keys(&OF_ITEM, Span::prefix(&after.item).limit(1))?.next().transpose()?;
        let count = last.map_or(0, |(_, Desc(count), _)| count) + 1;
        work.tx.put(&OF_ITEM, &(after.item, Desc(count), after.id), &())?;
    }
    let (was, is) = (before.map(Approval::turn).unwrap_or_default(), after.turn());
    for person in was.iter().filter(|person| !is.contains(person)) {
        work.tx.delete(&TURNS, &(*person, after.id))?;
    }
    for person in is.iter().filter(|person| !was.contains(person)) {
        work.tx.put(&TURNS, &(*person, after.id), &())?;
    }
    let (was, is) = (before.map(|one| one.reminders(zone)).unwrap_or_default(), after.reminders(zone));
    for at in was.iter().filter(|at| !is.contains(at)) {
        work.tx.delete(&REMINDERS, &(*at, after.id))?;
    }
    for at in is.iter().filter(|at| !was.contains(at) && **at > now) {
        work.tx.put(&REMINDERS, &(*at, after.id), &())?;
    }
    Ok(work.tx.put(&APPROVALS, &after.id, &after.into())?)
}

/// Deletes all approvals of an item that is deleted for good.
pub fn purge(work: &mut Work<'_, '_>, item: Id) -> Result<(), Error> {
    let rows: Vec<_> = work.read().keys(&OF_ITEM, Span::prefix(&item))?.collect::<Result<_, _>>()?;
    for row in rows {
        work.tx.delete(&OF_ITEM, &row)?;
        let Some(approval) = get(work.read(), row.2)? else { continue };
        for person in approval.turn() {
            work.tx.delete(&TURNS, &(person, approval.id))?;
        }
        for at in approval.reminders(work.directory().zone()) {
            work.tx.delete(&REMINDERS, &(at, approval.id))?;
        }
        work.tx.delete(&APPROVALS, &approval.id)?;
    }
    Ok(())
}
