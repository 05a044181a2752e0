//! The tables of the organization, its tags and its counters.

use super::record::{OrganizationRecord, TagRecord};
use crate::access::Tag;
use guildhall_domain::organization::Organization;
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// The one organization.
pub const ORGANIZATION: Table<(), OrganizationRecord> = Table::new("organization");
/// Tags by number.
pub const TAGS: Table<u32, TagRecord> = Table::new("tags");
/// Numbers that are never given twice, by name: `audience`, `tag`.
pub const NUMBERS: Table<String, u64> = Table::new("numbers");

/// The organization, once set up.
pub fn get(read: &Read<'_>) -> Result<Option<Organization>, StoreError> {
    Ok(read.get(&ORGANIZATION, &())?.map(Organization::from))
}

/// Writes the organization.
pub fn put(tx: &mut Tx<'_>, organization: &Organization) -> Result<(), StoreError> {
    tx.put(&ORGANIZATION, &(), &organization.into())
}

/// All tags.
pub fn all_tags(read: &Read<'_>) -> Result<Vec<Tag>, StoreError> {
    read.scan(&TAGS, Span::all())?.map(|row| row.map(|(id, record)| record.into_tag(id))).collect()
}

/// Writes a tag.
pub fn put_tag(tx: &mut Tx<'_>, tag: &Tag) -> Result<(), StoreError> {
    tx.put(&TAGS, &tag.id, &tag.into())
}

/// Deletes a tag.
pub fn delete_tag(tx: &mut Tx<'_>, id: u32) -> Result<(), StoreError> {
    tx.delete(&TAGS, &id)
}

/// The next number of a name, from 1.
pub fn next_number(tx: &mut Tx<'_>, name: &str) -> Result<u64, StoreError> {
    let key = name.to_owned();
    let next = tx.read().get(&NUMBERS, &key)?.unwrap_or(0) + 1;
    tx.put(&NUMBERS, &key, &next)?;
    Ok(next)
}
