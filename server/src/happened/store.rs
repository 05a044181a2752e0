//! The table of what happened.

use super::record::VisitRecord;
use guildhall_domain::{AudienceId, happened::Visit};
use guildhall_store::{Read, StoreError, Table, Tx};

/// Audience of a person → when they last looked.
pub const VISITS: Table<u64, VisitRecord> = Table::new("happened_visits");

/// When somebody last looked; none: never.
pub fn visit(read: &Read<'_>, person: AudienceId) -> Result<Option<Visit>, StoreError> {
    Ok(read.get(&VISITS, &person)?.map(Visit::from))
}

/// Keeps it.
pub fn put_visit(tx: &mut Tx<'_>, person: AudienceId, visit: Visit) -> Result<(), StoreError> {
    tx.put(&VISITS, &person, &visit.into())
}

/// Forgets it.
pub fn forget(tx: &mut Tx<'_>, person: AudienceId) -> Result<(), StoreError> {
    tx.delete(&VISITS, &person)
}
