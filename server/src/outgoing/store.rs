//! The table of the hold.

use super::record::{FindingRecord, HoldRecord};
use guildhall_store::{Read, StoreError, Table, Tx};

/// The hold, if there is or was one.
pub const HOLD: Table<(), HoldRecord> = Table::new("outgoing_hold");

/// The hold, also one that was let go.
pub fn get(read: &Read<'_>) -> Result<Option<HoldRecord>, StoreError> {
    read.get(&HOLD, &())
}

/// Whether everything that leaves the server has to wait.
pub fn held(read: &Read<'_>) -> Result<bool, StoreError> {
    Ok(get(read)?.is_some_and(|hold| hold.released_ms.is_none()))
}

/// Holds everything.
pub fn hold(tx: &mut Tx<'_>, since_ms: i64, findings: Vec<FindingRecord>) -> Result<(), StoreError> {
    put(tx, &HoldRecord { since_ms, released_ms: None, findings })
}

/// Writes the hold.
pub fn put(tx: &mut Tx<'_>, record: &HoldRecord) -> Result<(), StoreError> {
    tx.put(&HOLD, &(), record)
}
