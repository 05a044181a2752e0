//! Copies of the data as of one moment, while writers go on.
//!
//! Invariants: all tables come from one read transaction, in key order, into a fresh file that only its
//! owner can read. It gets its final name after it was synced and verified, so a file with that name is
//! whole. Row checksums are checked on the way, so damage is not carried into a backup in silence.

use crate::engine::{self, Fault};
use crate::{Snapshot, Store, StoreError, datafile, meta, open, place, quiet, value, verify};
use redb::Database;
use std::path::Path;
use std::time::Instant;
use uuid::Uuid;

/// Commit the copy each time so many bytes were added: bounded memory, few syncs.
const BATCH_BYTES: usize = 64 << 20;
const REPORT_ROWS: u64 = 10_000;

/// How far a backup or a check is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The table being worked on.
    pub table: String,
    /// Rows done, of all tables.
    pub rows: u64,
    /// Rows in all tables, as counted at the start.
    pub total: u64,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// Rows in each table, by name.
    pub rows: Vec<(String, u64)>,
    /// Length of the file.
    pub bytes: u64,
    /// How long it took, the check included.
    pub millis: u64,
    /// The newest sequence number in it.
    pub last_seq: u64,
    /// The history it belongs to.
    pub history: Uuid,
}

impl Store {
    /// Writes a verified copy of everything to `dest`, which must not exist. Blocks for seconds to minutes.
    ///
    /// # Errors
    /// When `dest` exists or cannot be written, when a row is damaged, or when the copy does not verify;
    /// `dest` does not exist then.
    pub fn backup_to(&self, dest: &Path, progress: &mut dyn FnMut(Progress)) -> Result<BackupReport, StoreError> {
        copy(&self.snapshot()?.unhurried(), dest, &[], progress)
    }
}

/// Copies a view to `dest`, adding `facts` about the copy, without hurry.
pub(crate) fn copy(
    view: &Snapshot,
    dest: &Path,
    facts: &[(&str, Vec<u8>)],
    progress: &mut dyn FnMut(Progress),
) -> Result<BackupReport, StoreError> {
    quiet::quietly(progress, |progress| copy_here(view, dest, facts, progress))?
}

fn copy_here(
    view: &Snapshot,
    dest: &Path,
    facts: &[(&str, Vec<u8>)],
    progress: &mut dyn FnMut(Progress),
) -> Result<BackupReport, StoreError> {
    let begun = Instant::now();
    if dest.exists() {
        return Err(StoreError::Refused(format!("{} exists already; choose another name", dest.display())));
    }
    let draft = place::beside(dest, ".partial");
    let _ = std::fs::remove_file(&draft);
    let done = draft_copy(view, &draft, facts, progress).and_then(|rows| {
        std::fs::rename(&draft, dest)?;
        place::sync_folder(place::folder(dest))?;
        Ok(rows)
    });
    let rows = done.inspect_err(|_| drop(std::fs::remove_file(&draft)))?;
    let facts = datafile::facts(view.read())?;
    Ok(BackupReport {
        rows,
        bytes: std::fs::metadata(dest)?.len(),
        millis: begun.elapsed().as_millis().try_into().unwrap_or(u64::MAX),
        last_seq: facts.last_seq,
        history: facts.history,
    })
}

fn draft_copy(
    view: &Snapshot,
    draft: &Path,
    facts: &[(&str, Vec<u8>)],
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<(String, u64)>, StoreError> {
    let opening = engine::Opening { cache_bytes: 32 << 20, check_integrity: false, disk: None };
    let database =
        engine::open(draft, opening).map_err(|refusal| StoreError::Io(open::refused(draft, refusal).to_string()))?;
    let mut rows = datafile::counts(view)?;
    let total = rows.iter().map(|(_, rows)| rows).sum();
    let mut done = 0;
    for (name, _) in &rows {
        copy_table(view, &database, name, &mut done, total, progress).map_err(|fault| fault.error.in_table(name))?;
    }
    if !facts.is_empty() {
        open::set_facts(&database, facts)?;
    }
    engine::close(database);
    std::fs::File::open(draft)?.sync_all()?;
    let report = verify::verify(draft, &mut |_| {}).map_err(|e| StoreError::Io(e.to_string()))?;
    let added = report.rows.iter().find(|(name, _)| name == meta::META.name()).map_or(0, |(_, rows)| *rows);
    if let Some((_, expected)) = rows.iter_mut().find(|(name, _)| name == meta::META.name()) {
        *expected = added.max(*expected);
    }
    match report.problems.first() {
        Some(problem) => {
            Err(StoreError::corrupt(format!("the copy does not verify: {}", problem.what)).in_table(&problem.table))
        }
        None if report.rows != rows => Err(StoreError::corrupt("the copy has not as many rows as the data")),
        None => Ok(rows),
    }
}

fn copy_table(
    view: &Snapshot,
    into: &Database,
    name: &str,
    done: &mut u64,
    total: u64,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Fault> {
    let mut rows = engine::guard(|| Ok(view.txn().open_table(engine::definition(name))?.range::<&[u8]>(..)?))?;
    let mut more = true;
    while more {
        let txn = engine::begin_write(into)?;
        more = engine::guard(|| {
            let mut table = txn.open_table(engine::definition(name))?;
            let mut bytes = 0;
            while bytes < BATCH_BYTES {
                let Some((key, stored)) = rows.next().transpose()? else { return Ok(false) };
                let (key, stored) = (key.value(), stored.value());
                value::unframe(key, stored)?;
                table.insert(key, stored)?;
                bytes += key.len() + stored.len();
                *done += 1;
                if done.is_multiple_of(REPORT_ROWS) {
                    progress(Progress { table: name.to_owned(), rows: *done, total });
                }
            }
            Ok(true)
        })?;
        engine::guard(|| Ok(txn.commit()?))?;
    }
    progress(Progress { table: name.to_owned(), rows: *done, total });
    Ok(())
}
