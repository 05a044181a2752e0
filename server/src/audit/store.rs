//! The table of the audit. Nothing here changes or deletes a row.

use super::record::AuditRecord;
use crate::organization;
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Entries by number, oldest first.
pub const AUDIT: Table<u64, AuditRecord> = Table::new("audit");

/// Appends an entry.
pub fn append(tx: &mut Tx<'_>, record: &AuditRecord) -> Result<(), StoreError> {
    let number = organization::store::next_number(tx, "audit")?;
    tx.put(&AUDIT, &number, record)
}

/// At most `limit` entries before a number, newest first.
pub fn newest(read: &Read<'_>, before: Option<u64>, limit: usize) -> Result<Vec<(u64, AuditRecord)>, StoreError> {
    let span = Span::all().reverse().limit(limit);
    let span = before.map_or(span.clone(), |number| span.after(&number));
    read.scan(&AUDIT, span)?.collect()
}
