//! The tables of calendars.

use super::record::KeptRecord;
use crate::log::cbor;
use guildhall_domain::{AudienceId, Id};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Item → what a program said of it. It outlives the item, so that a program that comes late learns what is gone.
pub const KEPT: Table<Id, KeptRecord> = Table::new("calendar_kept");
/// (audience of a calendar, name in it) → item.
pub const NAMES: Table<(u64, String), Id> = Table::new("calendar_names");
/// (UID a program gave, item).
pub const UIDS: Table<(String, Id), ()> = Table::new("calendar_uids");
/// App password → what its program is known to write, as bits of [`super::known`].
pub const KNOWN: Table<Id, u64> = Table::new("calendar_known");

/// What a program said of an item.
pub fn kept(read: &Read<'_>, item: Id) -> Result<Option<KeptRecord>, StoreError> {
    read.get(&KEPT, &item)
}

/// The name of an item in a calendar.
pub fn name_in(read: &Read<'_>, calendar: AudienceId, item: Id) -> Result<String, StoreError> {
    let own = kept(read, item)?.filter(|kept| kept.calendar == calendar);
    Ok(own.map_or_else(|| format!("{item}.ics"), |kept| kept.name))
}

/// The item of a name in a calendar, whether it is still in it or not.
pub fn named(read: &Read<'_>, calendar: AudienceId, name: &str) -> Result<Option<Id>, StoreError> {
    if let Some(item) = read.get(&NAMES, &(calendar, name.to_owned()))? {
        return Ok(Some(item));
    }
    let Some(item) = name.strip_suffix(".ics").and_then(|id| id.parse().ok()) else { return Ok(None) };
    Ok(Some(item).filter(|_| name_in(read, calendar, item).is_ok_and(|own| own == name)))
}

/// The items a program gave a UID.
pub fn with_uid(read: &Read<'_>, uid: &str) -> Result<Vec<Id>, StoreError> {
    read.keys(&UIDS, Span::prefix(&uid.to_owned()))?.map(|row| row.map(|(_, item)| item)).collect()
}

/// Keeps what a program said of an item it made.
pub fn made(tx: &mut Tx<'_>, item: Id, uid: &str, kept: &KeptRecord) -> Result<(), StoreError> {
    tx.put(&NAMES, &(kept.calendar, kept.name.clone()), &item)?;
    tx.put(&UIDS, &(uid.to_owned(), item), &())?;
    tx.put(&KEPT, &item, kept)
}

/// Keeps the lines of a task that mean nothing here; answers whether they are others than before.
pub fn put_extra(tx: &mut Tx<'_>, item: Id, extra: &str) -> Result<bool, StoreError> {
    let before = kept(tx.read(), item)?.unwrap_or_default();
    let extra = (!extra.is_empty()).then(|| extra.to_owned());
    if before.extra == extra {
        return Ok(false);
    }
    tx.put(&KEPT, &item, &KeptRecord { extra, ..before })?;
    Ok(true)
}

/// Keeps which task was made for the next time of another one; itself, where none is to be made.
pub fn put_next(tx: &mut Tx<'_>, item: Id, next: Option<Id>) -> Result<(), StoreError> {
    let before = kept(tx.read(), item)?.unwrap_or_default();
    tx.put(&KEPT, &item, &KeptRecord { next: cbor::id_opt(next), ..before })
}

/// The items with a rule of a program.
pub fn ruled(read: &Read<'_>) -> Result<Vec<Id>, StoreError> {
    let mut found = Vec::new();
    for row in read.scan(&KEPT, Span::all())? {
        let (item, kept) = row?;
        if kept.rule().is_some() {
            found.push(item);
        }
    }
    Ok(found)
}

/// Writes anew what is kept of the items after one, so many of them; answers where to go on.
pub fn rewrite(
    tx: &mut Tx<'_>,
    after: Option<Id>,
    most: usize,
    text: impl Fn(&str) -> String,
) -> Result<Option<Id>, StoreError> {
    let span = after.map_or_else(Span::all, |id| Span::all().after(&id)).limit(most);
    let all: Vec<(Id, KeptRecord)> = tx.read().scan(&KEPT, span)?.collect::<Result<_, StoreError>>()?;
    for (item, kept) in &all {
        if let Some(extra) = &kept.extra {
            put_extra(tx, *item, &text(extra))?;
        }
    }
    Ok(all.last().map(|(item, _)| *item).filter(|_| all.len() == most))
}
