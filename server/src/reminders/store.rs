//! The tables of reminders.

use super::record::ReminderRecord;
use guildhall_domain::{AudienceId, Id, reminder::Reminder};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// (item, person audience) → reminder.
pub const REMINDERS: Table<(Id, u64), ReminderRecord> = Table::new("reminders");
/// (person audience, item).
pub const OF_PERSON: Table<(u64, Id), ()> = Table::new("reminders_of_person");
/// (when, item, person audience) of every one that has a moment.
pub const TIMES: Table<(i64, Id, u64), ()> = Table::new("reminder_times");

/// Somebody's reminder of an item.
pub fn get(read: &Read<'_>, item: Id, person: AudienceId) -> Result<Option<Reminder>, StoreError> {
    Ok(read.get(&REMINDERS, &(item, person))?.map(Reminder::from))
}

/// Everybody's of an item.
pub fn of_item(read: &Read<'_>, item: Id) -> Result<Vec<(AudienceId, Reminder)>, StoreError> {
    let rows = read.scan(&REMINDERS, Span::prefix(&item))?;
    rows.map(|row| row.map(|((_, person), record)| (person, record.into()))).collect()
}

/// Whether there is one of an item.
pub fn is_any(read: &Read<'_>, item: Id) -> Result<bool, StoreError> {
    Ok(read.keys(&REMINDERS, Span::prefix(&item).limit(1))?.next().transpose()?.is_some())
}

/// The items of which there are some, in the order of their ids.
pub fn items(read: &Read<'_>) -> Result<Vec<Id>, StoreError> {
    let mut items: Vec<Id> =
        read.keys(&REMINDERS, Span::all())?.map(|row| row.map(|(item, _)| item)).collect::<Result<_, _>>()?;
    items.dedup();
    Ok(items)
}

/// The items somebody is reminded of.
pub fn of_person(read: &Read<'_>, person: AudienceId) -> Result<Vec<Id>, StoreError> {
    read.keys(&OF_PERSON, Span::prefix(&person))?.map(|row| row.map(|(_, item)| item)).collect()
}

/// The moment that comes next.
pub fn next(read: &Read<'_>) -> Result<Option<i64>, StoreError> {
    Ok(read.keys(&TIMES, Span::all().limit(1))?.next().transpose()?.map(|(at, ..)| at))
}

/// Those whose moment has come, the earliest first.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<(i64, Id, AudienceId)>, StoreError> {
    read.keys(&TIMES, Span::all().until(&now_ms.saturating_add(1)).limit(most))?.collect()
}

/// Writes one over the one before, or takes it away.
pub fn put(
    tx: &mut Tx<'_>,
    (item, person): (Id, AudienceId),
    before: Option<&Reminder>,
    after: Option<&Reminder>,
) -> Result<(), StoreError> {
    let time = |one: Option<&Reminder>| one.and_then(|one| one.at_ms).map(|at| (at, item, person));
    tx.replace_keys(&TIMES, time(before).as_slice(), time(after).as_slice())?;
    match after {
        Some(reminder) => {
            tx.put(&OF_PERSON, &(person, item), &())?;
            tx.put(&REMINDERS, &(item, person), &reminder.into())
        }
        None => {
            tx.delete(&OF_PERSON, &(person, item))?;
            tx.delete(&REMINDERS, &(item, person))
        }
    }
}

/// Takes away all of somebody.
pub fn forget(tx: &mut Tx<'_>, person: AudienceId) -> Result<(), StoreError> {
    for item in of_person(tx.read(), person)? {
        let before = get(tx.read(), item, person)?;
        put(tx, (item, person), before.as_ref(), None)?;
    }
    Ok(())
}
