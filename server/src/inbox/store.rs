//! The tables of the inbox.

use super::record::{EntryRecord, Kept, level_from, level_number, shelf_number};
use guildhall_domain::{
    AudienceId, Id,
    inbox::{Level, Shelf},
};
use guildhall_store::{Desc, Read, Span, StoreError, Table, Tx};

/// (item, audience of the person) → entry.
pub const ENTRIES: Table<(Id, u64), EntryRecord> = Table::new("inbox_entries");
/// (audience of the person, shelf, newest first, item): the lists.
pub const SHELVES: Table<(u64, u8, Desc<u64>, Id), ()> = Table::new("inbox_shelves");
/// (until when, audience, item) of everything that was put off.
pub const SNOOZED: Table<(i64, u64, Id), ()> = Table::new("inbox_snoozed");
/// (audience of the space, audience of the person) → how much they want to hear of it; the usual has no row.
pub const LEVELS: Table<(u64, u64), u64> = Table::new("inbox_levels");
/// Up to which change everybody was told. Written in the transaction in which entries are.
pub const CURSOR: Table<(), u64> = Table::new("inbox_cursor");

/// An entry.
pub fn get(read: &Read<'_>, item: Id, person: AudienceId) -> Result<Option<Kept>, StoreError> {
    Ok(read.get(&ENTRIES, &(item, person))?.map(Kept::from))
}

/// Whose inboxes an item is in.
pub fn of_item(read: &Read<'_>, item: Id) -> Result<Vec<AudienceId>, StoreError> {
    read.keys(&ENTRIES, Span::prefix(&item))?.map(|row| row.map(|(_, person)| person)).collect()
}

/// Whether an item is in anybody's.
pub fn is_anywhere(read: &Read<'_>, item: Id) -> Result<bool, StoreError> {
    Ok(read.keys(&ENTRIES, Span::prefix(&item).limit(1))?.next().transpose()?.is_some())
}

/// The items of a shelf, in its order, after a place.
pub fn shelf<'a>(
    read: &'a Read<'_>,
    person: AudienceId,
    shelf: Shelf,
    after: Option<(u64, Id)>,
) -> Result<impl Iterator<Item = Result<(u64, Id), StoreError>> + 'a, StoreError> {
    let number = shelf_number(shelf);
    let mut span = Span::prefix(&(person, number));
    if let Some((position, item)) = after {
        span = span.after(&(person, number, Desc(position), item));
    }
    Ok(read.keys(&SHELVES, span)?.map(|row| row.map(|(_, _, Desc(position), item)| (position, item))))
}

/// Every item on the shelves of a person.
pub fn of_person(read: &Read<'_>, person: AudienceId) -> Result<Vec<Id>, StoreError> {
    read.keys(&SHELVES, Span::prefix(&person))?.map(|row| row.map(|(_, _, _, item)| item)).collect()
}

/// What was put off until now.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<Id>, StoreError> {
    let span = Span::all().until(&now_ms.saturating_add(1)).limit(most);
    read.keys(&SNOOZED, span)?.map(|row| row.map(|(_, _, item)| item)).collect()
}

/// Where an entry stands among the others of its shelf: the newest first, what was put off in the order of its time.
pub fn position(shelf: Shelf, kept: &Kept) -> u64 {
    let of = |ms: i64| u64::try_from(ms).unwrap_or(0);
    match (shelf, kept.entry.until_ms) {
        (Shelf::Later, Some(until)) => u64::MAX - of(until),
        _ => of(kept.entry.at_ms()),
    }
}

/// Writes an entry and its places; an entry without marks is deleted.
pub fn put(
    tx: &mut Tx<'_>,
    item: Id,
    person: AudienceId,
    before: Option<&Kept>,
    after: &Kept,
) -> Result<(), StoreError> {
    let key = |(shelf, position): (Shelf, u64)| (person, shelf_number(shelf), Desc(position), item);
    let (was, is) = (before.and_then(|kept| kept.place).map(key), after.place.map(key));
    tx.replace_keys(&SHELVES, was.as_slice(), is.as_slice())?;
    let later = |kept: &Kept| {
        let until = kept.entry.until_ms.filter(|_| kept.place.is_some_and(|(on, _)| on == Shelf::Later));
        until.map(|until| (until, person, item))
    };
    tx.replace_keys(&SNOOZED, before.and_then(later).as_slice(), later(after).as_slice())?;
    // Muting outlives what was told.
    if after.entry.marks.is_empty() && !after.entry.muted {
        return tx.delete(&ENTRIES, &(item, person));
    }
    tx.put(&ENTRIES, &(item, person), &after.into())
}

/// How much somebody wants to hear of a space.
pub fn level(read: &Read<'_>, space: AudienceId, person: AudienceId) -> Result<Level, StoreError> {
    Ok(read.get(&LEVELS, &(space, person))?.map(level_from).unwrap_or_default())
}

/// Everybody who chose something for a space.
pub fn levels(read: &Read<'_>, space: AudienceId) -> Result<Vec<(AudienceId, Level)>, StoreError> {
    let rows = read.scan(&LEVELS, Span::prefix(&space))?;
    rows.map(|row| row.map(|((_, person), level)| (person, level_from(level)))).collect()
}

/// Sets how much somebody wants to hear of a space.
pub fn put_level(tx: &mut Tx<'_>, space: AudienceId, person: AudienceId, level: Level) -> Result<(), StoreError> {
    match level {
        Level::Mine => tx.delete(&LEVELS, &(space, person)),
        level => tx.put(&LEVELS, &(space, person), &level_number(level)),
    }
}

/// Up to which change everybody was told; none before the first time.
pub fn cursor(read: &Read<'_>) -> Result<Option<u64>, StoreError> {
    read.get(&CURSOR, &())
}

/// Keeps it.
pub fn put_cursor(tx: &mut Tx<'_>, seq: u64) -> Result<(), StoreError> {
    tx.put(&CURSOR, &(), &seq)
}

/// Forgets an entry, also one that was muted.
pub fn forget(tx: &mut Tx<'_>, item: Id, person: AudienceId) -> Result<(), StoreError> {
    let Some(before) = get(tx.read(), item, person)? else { return Ok(()) };
    let mut after = before.clone();
    (after.place, after.entry.marks, after.entry.muted) = (None, Default::default(), false);
    put(tx, item, person, Some(&before), &after)
}
