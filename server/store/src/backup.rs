//! Copies of the data as of one moment, while writers go on.
//!
//! Invariants: all records come from one read transaction, in key order, into a fresh file that only its
//! owner can read; the contents of files follow in short ones (see `blobs::copy`). It gets its final name after it was synced and verified, so a file with that name is
//! whole. Row checksums are checked on the way, so damage is not carried into a backup in silence.

use crate::blobs::check::Depth;
use crate::blobs::copy::{self as contents, Contents, Views};
use crate::blobs::sweep::Hold;
use crate::datafile::{self, FileFacts};
use crate::engine::{self, Fault};
use crate::{Snapshot, Store, StoreError, blobs, meta, open, place, quiet, value, verify};
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
        let _hold = Hold::on(self.shared());
        Copying { views: &|| self.snapshot(), to: Contents::Inside, facts: &[] }.write(dest, progress)
    }
}

/// What goes into a copy. Somebody holds the deletion of contents back while it is written.
pub(crate) struct Copying<'a> {
    /// The data.
    pub views: Views<'a>,
    /// Where the contents of files go.
    pub to: Contents<'a>,
    /// What is noted in the copy about itself.
    pub facts: &'a [(&'a str, Vec<u8>)],
}

impl Copying<'_> {
    /// Writes it without hurry.
    pub(crate) fn write(&self, dest: &Path, progress: &mut dyn FnMut(Progress)) -> Result<BackupReport, StoreError> {
        quiet::quietly(progress, |progress| self.write_here(dest, progress))?
    }

    fn write_here(&self, dest: &Path, progress: &mut dyn FnMut(Progress)) -> Result<BackupReport, StoreError> {
        let begun = Instant::now();
        if dest.exists() {
            return Err(StoreError::Refused(format!("{} exists already; choose another name", dest.display())));
        }
        let draft = place::beside(dest, ".partial");
        let _ = std::fs::remove_file(&draft);
        let done = self.draft(&draft, progress).and_then(|copied| {
            std::fs::rename(&draft, dest)?;
            place::sync_folder(place::folder(dest))?;
            Ok(copied)
        });
        let (rows, facts) = done.inspect_err(|_| drop(std::fs::remove_file(&draft)))?;
        Ok(BackupReport {
            rows,
            bytes: std::fs::metadata(dest)?.len(),
            millis: begun.elapsed().as_millis().try_into().unwrap_or(u64::MAX),
            last_seq: facts.last_seq,
            history: facts.history,
        })
    }

    fn draft(
        &self,
        draft: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Vec<(String, u64)>, FileFacts), StoreError> {
        let opening = engine::Opening { cache_bytes: 32 << 20, check_integrity: false, disk: None };
        let database = engine::open(draft, opening)
            .map_err(|refusal| StoreError::Io(open::refused(draft, refusal).to_string()))?;
        let view = (self.views)()?.unhurried();
        let mut rows = datafile::counts(&view)?;
        let about = datafile::facts(view.read())?;
        let total = rows.iter().map(|(_, rows)| rows).sum();
        let mut done = 0;
        for (name, count) in &mut rows {
            let copied = if contents::is_left_out(name) {
                *count = 0;
                engine::guard(|| empty_table(&database, name))
            } else {
                copy_table(&view, &database, name, &mut done, total, progress)
            };
            copied.map_err(|fault| fault.error.in_table(name))?;
        }
        let (holds_contents, usage) =
            (rows.iter().any(|(name, _)| contents::is_chunks(name)), blobs::usage(view.read()));
        drop(view);
        if holds_contents {
            let table = blobs::check::BlobCheck::table();
            let mut tell = |rows| {
                done += rows;
                progress(Progress { table: table.to_owned(), rows: done.min(total), total });
            };
            let copied = contents::copy(self.views, &database, self.to, &mut tell)?;
            rows.iter_mut().filter(|(name, _)| contents::is_chunks(name)).for_each(|(_, rows)| *rows = copied);
            if matches!(self.to, Contents::Beside(_)) && usage?.count > 0 {
                open::set_facts(&database, &[(meta::BESIDE, Vec::new())])?;
            }
        }
        if !self.facts.is_empty() {
            open::set_facts(&database, self.facts)?;
        }
        engine::close(database);
        std::fs::File::open(draft)?.sync_all()?;
        // Contents beside it were hashed when they were written, most of them long ago.
        let report = verify::with(draft, Depth::Length, &mut |_| {}).map_err(|e| StoreError::Io(e.to_string()))?;
        let added = report.rows.iter().find(|(name, _)| name == meta::META.name()).map_or(0, |(_, rows)| *rows);
        if let Some((_, expected)) = rows.iter_mut().find(|(name, _)| name == meta::META.name()) {
            *expected = added.max(*expected);
        }
        match report.problems.first() {
            Some(problem) => {
                Err(StoreError::corrupt(format!("the copy does not verify: {}", problem.what)).in_table(&problem.table))
            }
            None if report.rows != rows => Err(StoreError::corrupt("the copy has not as many rows as the data")),
            None => Ok((rows, about)),
        }
    }
}

fn empty_table(into: &Database, name: &str) -> Result<(), Fault> {
    let txn = engine::begin_write(into)?;
    drop(txn.open_table(engine::definition(name))?);
    Ok(txn.commit()?)
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
