//! The table of saved views.

use guildhall_domain::AudienceId;
use guildhall_store::{Read, StoreError, Table, Tx};
use minicbor::{Decode, Encode};

/// Person, by their audience → what they saved.
pub const SAVED: Table<u64, SavedRecord> = Table::new("report_views");

/// What somebody saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SavedRecord {
    /// The views.
    #[n(0)]
    pub views: Vec<SavedViewRecord>,
}

/// A view, as stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SavedViewRecord {
    /// Its name.
    #[n(0)]
    pub name: String,
    /// The number of the report.
    #[n(1)]
    pub report: u8,
    /// What is asked of it.
    #[n(2)]
    pub query: String,
}

guildhall_store::record!(SavedRecord, 1);

/// What somebody saved.
pub fn of(read: &Read<'_>, person: AudienceId) -> Result<Vec<SavedViewRecord>, StoreError> {
    Ok(read.get(&SAVED, &person)?.unwrap_or_default().views)
}

/// Writes what somebody saved.
pub fn put(tx: &mut Tx<'_>, person: AudienceId, views: Vec<SavedViewRecord>) -> Result<(), StoreError> {
    if views.is_empty() { forget(tx, person) } else { tx.put(&SAVED, &person, &SavedRecord { views }) }
}

/// Forgets what somebody saved.
pub fn forget(tx: &mut Tx<'_>, person: AudienceId) -> Result<(), StoreError> {
    tx.delete(&SAVED, &person)
}
