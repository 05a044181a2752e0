//! The table of links. Each link stands twice, once from either side.

use guildhall_domain::{Id, item::Relation};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// (item, other item) → relation as a number.
pub const LINKS: Table<(Id, Id), u64> = Table::new("links");

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
