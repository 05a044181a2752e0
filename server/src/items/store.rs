//! The tables of links, references and readings. A link or reference stands twice, once from either side: a link is made by hand,
//! a reference follows from the text that names something.

use super::record::ReadingRecord;
use guildhall_domain::{
    Id,
    item::Relation,
    reference::{self, Referent},
};
use guildhall_store::{Desc, Read, Span, StoreError, Table, Tx};

/// (item, other item) → relation as a number.
pub const LINKS: Table<(Id, Id), u64> = Table::new("links");
/// (task or comment, kind of what its text names, id of that) → the change since which it does.
pub const NAMES: Table<(Id, u8, Id), u64> = Table::new("references");
/// (kind, id, newest first, task or comment that names it) → the item that one is or belongs to.
pub const NAMED: Table<(u8, Id, Desc<u64>, Id), Id> = Table::new("referred_from");
/// (when, the change) of every item that was deleted for good: its tombstone in the log.
pub const GRAVES: Table<(i64, u64), ()> = Table::new("tombstones");
/// The same → the change before it: the history of an item that is gone, to be deleted from there back.
pub const HISTORIES: Table<(i64, u64), u64> = Table::new("tombstone_histories");
/// The newest tombstone that is not kept any more: followers from before it may have missed it.
pub const FLOOR: Table<(), u64> = Table::new("log_floor");

/// (audience of a person, item or space) → how far they have read it.
pub const READINGS: Table<(u64, Id), ReadingRecord> = Table::new("readings");

const RELATIONS: [Relation; 5] =
    [Relation::Relates, Relation::Blocks, Relation::BlockedBy, Relation::Duplicates, Relation::DuplicatedBy];

fn number(relation: Relation) -> u64 {
    RELATIONS.iter().position(|other| *other == relation).unwrap_or(0) as u64
}

fn relation(number: u64) -> Relation {
    usize::try_from(number).ok().and_then(|number| RELATIONS.get(number).copied()).unwrap_or(Relation::Relates)
}

/// The links of an item.
pub fn links(read: &Read<'_>, item: Id) -> Result<Vec<(Id, Relation)>, StoreError> {
    read.scan(&LINKS, Span::prefix(&item))?.map(|row| row.map(|((_, other), kind)| (other, relation(kind)))).collect()
}

/// The link between two items.
pub fn link(read: &Read<'_>, item: Id, other: Id) -> Result<Option<Relation>, StoreError> {
    Ok(read.get(&LINKS, &(item, other))?.map(relation))
}

/// Links two items.
pub fn put(tx: &mut Tx<'_>, item: Id, other: Id, kind: Relation) -> Result<(), StoreError> {
    tx.put(&LINKS, &(item, other), &number(kind))?;
    tx.put(&LINKS, &(other, item), &number(kind.reverse()))
}

/// Takes a link away.
pub fn delete(tx: &mut Tx<'_>, item: Id, other: Id) -> Result<(), StoreError> {
    tx.delete(&LINKS, &(item, other))?;
    tx.delete(&LINKS, &(other, item))
}

fn kind(referent: Referent) -> u8 {
    match referent {
        Referent::Person(_) => 1,
        Referent::Space(_) => 2,
        Referent::Item(_) => 3,
    }
}

/// Keeps what the text of a task or comment names, as of the change `seq` that wrote it. What it named
/// before is known from the rows and not from the old text, so that they stay right however texts are
/// read one day.
pub fn refer(tx: &mut Tx<'_>, item: Id, object: Id, text: &str, seq: u64) -> Result<(), StoreError> {
    let named = reference::named(text);
    let before = names(tx.read(), object)?;
    let still = |key: &(u8, Id)| named.iter().any(|referent| (kind(*referent), referent.id()) == *key);
    for (key, since) in before.iter().filter(|(key, _)| !still(key)) {
        tx.delete(&NAMES, &(object, key.0, key.1))?;
        tx.delete(&NAMED, &(key.0, key.1, Desc(*since), object))?;
    }
    for referent in named {
        let key = (kind(referent), referent.id());
        if !before.iter().any(|(other, _)| *other == key) {
            tx.put(&NAMES, &(object, key.0, key.1), &seq)?;
            tx.put(&NAMED, &(key.0, key.1, Desc(seq), object), &item)?;
        }
    }
    Ok(())
}

/// The text of a task or comment is gone for good, and with it what it named.
pub fn forget(tx: &mut Tx<'_>, object: Id) -> Result<(), StoreError> {
    refer(tx, object, object, "", 0)
}

/// What the text of a task or comment names since the change `seq`, and not since an earlier one.
pub fn named_since(read: &Read<'_>, object: Id, seq: u64) -> Result<Vec<Referent>, StoreError> {
    let since = names(read, object)?.into_iter().filter(|(_, since)| *since == seq);
    Ok(since.filter_map(|((kind, id), _)| referent(kind, id)).collect())
}

/// Whether the text of a task or comment names something.
pub fn does_name(read: &Read<'_>, object: Id, named: Referent) -> Result<bool, StoreError> {
    read.has(&NAMES, &(object, kind(named), named.id()))
}

/// Whether the text of a task or comment names a space.
pub fn names_a_space(read: &Read<'_>, object: Id) -> Result<bool, StoreError> {
    Ok(read.keys(&NAMES, Span::prefix(&(object, 2u8)).limit(1))?.next().transpose()?.is_some())
}

fn referent(kind: u8, id: Id) -> Option<Referent> {
    match kind {
        1 => Some(Referent::Person(id)),
        2 => Some(Referent::Space(id)),
        3 => Some(Referent::Item(id)),
        _ => None,
    }
}

type Named = ((u8, Id), u64);

fn names(read: &Read<'_>, object: Id) -> Result<Vec<Named>, StoreError> {
    read.scan(&NAMES, Span::prefix(&object))?.map(|row| row.map(|((_, kind, id), since)| ((kind, id), since))).collect()
}

/// The tasks and comments that name something, the newest first, each with its item.
pub fn naming<'a>(
    read: &'a Read<'_>,
    referent: Referent,
) -> Result<impl Iterator<Item = Result<(Id, Id), StoreError>> + 'a, StoreError> {
    let rows = read.scan(&NAMED, Span::prefix(&(kind(referent), referent.id())))?;
    Ok(rows.map(|row| row.map(|((_, _, _, object), item)| (object, item))))
}

/// Where a text stands among those that name something: since which change, and the task or comment that has it.
pub type NamingPlace = (u64, Id);

/// Texts that name something, those that did so last first, after one of them, each with the item its task or comment is or
/// belongs to.
pub fn naming_slice(
    read: &Read<'_>,
    named: Referent,
    after: Option<NamingPlace>,
    most: usize,
) -> Result<Vec<(NamingPlace, Id)>, StoreError> {
    let key = (kind(named), named.id());
    let span = Span::prefix(&key).limit(most);
    let span = after.map_or(span.clone(), |(seq, object)| span.after(&(key.0, key.1, Desc(seq), object)));
    let rows = read.scan(&NAMED, span)?;
    rows.map(|row| row.map(|((_, _, Desc(seq), object), item)| ((seq, object), item))).collect()
}
