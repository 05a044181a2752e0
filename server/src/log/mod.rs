//! The change log: history, activity, undo and everything that follows a commit read it. State is
//! the truth; the log is what happened to it.

pub mod cbor;
pub mod off;
pub mod record;

use crate::{Error, error::Code};
use guildhall_domain::change::{Change, Value};
use guildhall_store::{Read, StoreError, Tx};
use record::ChangeRecord;

/// Appends a change and answers its sequence number.
pub fn append(tx: &mut Tx<'_>, change: &Change) -> Result<u64, StoreError> {
    tx.append(&ChangeRecord::from(change))
}

/// One change.
pub fn get(read: &Read<'_>, seq: u64) -> Result<Option<Change>, StoreError> {
    read.get(&guildhall_store::log::<ChangeRecord>(), &seq)?.map(Change::try_from).transpose()
}

/// The changes after `seq`, oldest first.
pub fn after<'a>(
    read: &'a Read<'_>,
    seq: u64,
) -> Result<impl Iterator<Item = Result<(u64, Change), StoreError>> + 'a, StoreError> {
    let span = guildhall_store::Span::all().after(&seq);
    let rows = read.scan(&guildhall_store::log::<ChangeRecord>(), span)?;
    Ok(rows.map(|row| row.and_then(|(seq, record)| Ok((seq, Change::try_from(record)?)))))
}

/// The history of one object, newest first, from its last change on.
pub fn history<'a>(read: &'a Read<'a>, head: u64) -> impl Iterator<Item = Result<(u64, Change), StoreError>> + 'a {
    let mut next = head;
    std::iter::from_fn(move || {
        let seq = next;
        if seq == 0 {
            return None;
        }
        match get(read, seq) {
            Ok(Some(change)) => {
                // An older record always stands before; anything else would be a loop.
                next = if change.previous < seq { change.previous } else { 0 };
                Some(Ok((seq, change)))
            }
            Ok(None) => None,
            Err(error) => {
                next = 0;
                Some(Err(error))
            }
        }
    })
}

/// Refuses to take back what was changed since, and names it. `now` says what a field is, if it is known.
pub fn still<'a>(change: &Change, now: impl Fn(&str) -> Option<&'a Value>) -> Result<(), Error> {
    let touched = change.fields.iter().filter(|field| now(&field.field) != Some(&field.after));
    let touched: Vec<String> = touched.map(|field| field.field.clone()).collect();
    if touched.is_empty() { Ok(()) } else { Err(Error::new(Code::UndoConflict).with("changed", touched)) }
}

/// Puts a change in the place of what the log had under its number. Only what the law wants erased is changed so; what it
/// tells followers of has happened all the same.
pub fn rewrite(tx: &mut Tx<'_>, seq: u64, change: &Change) -> Result<(), StoreError> {
    tx.put(&guildhall_store::log::<ChangeRecord>(), &seq, &ChangeRecord::from(change))
}
