//! The table of the audit. Nothing here deletes a row, and nothing changes one but the
//! law: the traces of a person who is erased.

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

/// Lets `erase` change each entry, at most `most` of them after a number; answers the last one it saw, none at the end.
pub fn erase(
    tx: &mut Tx<'_>,
    after: Option<u64>,
    most: usize,
    mut erase: impl FnMut(&mut AuditRecord) -> bool,
) -> Result<Option<u64>, StoreError> {
    let span = after.map_or_else(Span::all, |number| Span::all().after(&number)).limit(most);
    let rows: Vec<(u64, AuditRecord)> = tx.read().scan(&AUDIT, span)?.collect::<Result<_, _>>()?;
    let last = rows.last().map(|(number, _)| *number);
    for (number, mut record) in rows {
        if erase(&mut record) {
            tx.put(&AUDIT, &number, &record)?;
        }
    }
    Ok(last)
}
