//! The table of starting sets.

use super::record::{Begun, BegunRecord};
use guildhall_store::{Read, StoreError, Table, Tx};

/// Name of a set → that it was begun, and what it made.
pub const BEGUN: Table<String, BegunRecord> = Table::new("starting_sets");

/// That a set was begun, the last time.
pub fn get(read: &Read<'_>, name: &str) -> Result<Option<Begun>, StoreError> {
    Ok(read.get(&BEGUN, &name.to_owned())?.map(Begun::from))
}

/// Keeps that it was.
pub fn put(tx: &mut Tx<'_>, name: &str, begun: &Begun) -> Result<(), StoreError> {
    tx.put(&BEGUN, &name.to_owned(), &begun.into())
}
