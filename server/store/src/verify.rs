//! Proof that stored bytes are what was written.
//!
//! A closed file gets the engine's check of every page and our checksum of every row. A file in use gets the
//! row checksums, in slices with a snapshot each, so that writers and the file's size do not suffer.

use crate::backup::Progress;
use crate::blobs::check::{BlobCheck, Depth};
use crate::blobs::copy::is_chunks;
use crate::blobs::sweep::Hold;
use crate::datafile::DataFile;
use crate::engine::{self, Fault};
use crate::{OpenError, RawRead, Span, Store, StoreError, datafile, value};
use std::path::Path;
use std::time::Instant;

const SLICE: usize = 4_096;
/// Rows of file contents are some thousand times as long.
const CHUNK_SLICE: usize = 64;
/// Of a table with more damage than this only the count would be news.
const MOST_PROBLEMS: usize = 100;
/// How often one table is gone on with after the file was opened anew under it.
const MOST_REOPENINGS: usize = 100;

/// Something that is not what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The table; empty when the file as a whole is meant.
    pub table: String,
    /// What does not fit, and where.
    pub what: String,
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Rows whose checksum was right, by table.
    pub rows: Vec<(String, u64)>,
    /// Damage. At most a hundred problems a table are listed.
    pub problems: Vec<Problem>,
    /// Length of the file.
    pub bytes: u64,
    /// How long the check took.
    pub millis: u64,
}

impl VerifyReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    fn found(&mut self, table: &str, what: impl Into<String>) {
        if self.problems.iter().filter(|problem| problem.table == table).count() < MOST_PROBLEMS {
            self.problems.push(Problem { table: table.to_owned(), what: what.into() });
        }
    }
}

/// Checks a file that no server holds. It is not changed.
///
/// # Errors
/// When the file cannot be opened for another reason than damage; damage is in the report.
pub fn verify(path: &Path, progress: &mut dyn FnMut(Progress)) -> Result<VerifyReport, OpenError> {
    with(path, Depth::Bytes, progress)
}

/// The same; `beside` says how well contents that lie beside the file are looked at.
pub(crate) fn with(path: &Path, beside: Depth, progress: &mut dyn FnMut(Progress)) -> Result<VerifyReport, OpenError> {
    let begun = Instant::now();
    let mut report =
        VerifyReport { bytes: std::fs::metadata(path).map_or(0, |file| file.len()), ..VerifyReport::default() };
    let file = match DataFile::checked(path) {
        Ok(file) => Some(file),
        Err(OpenError::Damaged { reason, .. }) => {
            report.found("", format!("the pages of the file do not fit together: {reason}"));
            // Without that check it may open all the same, and the rows tell where the damage lies.
            DataFile::open(path).ok()
        }
        Err(error) => return Err(error),
    };
    if let Some(file) = file {
        let total = file.counts().map_or(0, |counts| counts.iter().map(|(_, rows)| rows).sum());
        let mut blobs = BlobCheck::of(file.read(), file.tables()).unwrap_or_else(|e| {
            report.found(BlobCheck::table(), e.to_string());
            BlobCheck::default()
        });
        let mut done = 0;
        for name in file.tables() {
            let rows = table(&file, name, &mut blobs, &mut report);
            done += rows;
            report.rows.push((name.clone(), rows));
            progress(Progress { table: name.clone(), rows: done, total });
        }
        blobs.finish(path, beside).into_iter().for_each(|what| report.found(BlobCheck::table(), what));
    }
    report.millis = begun.elapsed().as_millis().try_into().unwrap_or(u64::MAX);
    Ok(report)
}

/// Checks all rows of one table and gives the number of sound ones.
fn table(file: &DataFile, name: &str, blobs: &mut BlobCheck, report: &mut VerifyReport) -> u64 {
    let mut sound = 0;
    let walked = engine::guard(|| {
        let table = file.view().txn().open_table(engine::definition(name))?;
        let mut before: Option<Vec<u8>> = None;
        for row in table.range::<&[u8]>(..)? {
            let (key, stored) = row?;
            let (key, stored) = (key.value(), stored.value());
            // A broken inner page can hide rows from look-ups, or show them in the wrong place.
            let misplaced = before.as_deref().is_some_and(|before| before >= key) || table.get(key)?.is_none();
            match value::unframe(key, stored) {
                _ if misplaced => report.found(name, format!("key {} is out of place", hex(key))),
                Ok((_, body)) => {
                    sound += 1;
                    if is_chunks(name) {
                        blobs.row(key, body);
                    }
                }
                Err(e) => report.found(name, format!("key {}: {e}", hex(key))),
            }
            before = Some(key.to_vec());
        }
        Ok(())
    });
    if let Err(Fault { error, .. }) = walked {
        report.found(name, format!("after {sound} rows: {error}"));
    }
    sound
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(48).map(|byte| format!("{byte:02x}")).collect()
}

impl Store {
    /// Checks the rows of the open file, in slices. Rows written meanwhile may be missed.
    ///
    /// # Errors
    /// When no snapshot can be taken; damage is in the report.
    pub fn verify_live(&self, progress: &mut dyn FnMut(Progress)) -> Result<VerifyReport, StoreError> {
        let begun = Instant::now();
        let _hold = Hold::on(self.shared());
        let mut blobs = BlobCheck::of(self.snapshot()?.read(), self.shared().catalogue.names())?;
        let counts = datafile::counts(&self.snapshot()?)?;
        let total = counts.iter().map(|(_, rows)| rows).sum();
        let mut report = VerifyReport { bytes: std::fs::metadata(self.path())?.len(), ..VerifyReport::default() };
        let mut done = 0;
        for name in self.shared().catalogue.names() {
            let (mut after, mut sound, mut again) = (None, 0, 0);
            loop {
                let more = self.slice(name, &mut after, &mut blobs, &mut report, &mut sound);
                progress(Progress { table: (*name).to_owned(), rows: done + sound, total });
                match more {
                    Ok(true) => {}
                    Ok(false) => break,
                    // The file was opened anew meanwhile, which is no damage: a new snapshot goes on behind the last row.
                    Err(StoreError::Stale) if again < MOST_REOPENINGS => again += 1,
                    Err(error) => return Err(error),
                }
            }
            done += sound;
            report.rows.push(((*name).to_owned(), sound));
        }
        blobs.finish(self.path(), Depth::Bytes).into_iter().for_each(|what| report.found(BlobCheck::table(), what));
        report.millis = begun.elapsed().as_millis().try_into().unwrap_or(u64::MAX);
        Ok(report)
    }

    /// Checks some rows after a key, which becomes that of the last one seen; answers whether there may be more.
    fn slice(
        &self,
        name: &'static str,
        after: &mut Option<Vec<u8>>,
        blobs: &mut BlobCheck,
        report: &mut VerifyReport,
        sound: &mut u64,
    ) -> Result<bool, StoreError> {
        let snapshot = self.snapshot()?;
        let most = if is_chunks(name) { CHUNK_SLICE } else { SLICE };
        let span = Span::all().limit(most);
        let span = match after.clone() {
            Some(after) => span.after_bytes(after),
            None => span,
        };
        let mut seen = 0;
        for row in snapshot.raw_scan(name, &span)? {
            let (key, stored) = match row {
                Ok(row) => row,
                Err(StoreError::Stale) => return Err(StoreError::Stale),
                Err(e) => {
                    report.found(name, e.to_string());
                    return Ok(false);
                }
            };
            match value::unframe(&key, &stored) {
                Ok((_, body)) => {
                    *sound += 1;
                    if is_chunks(name) {
                        blobs.row(&key, body);
                    }
                }
                Err(e) => report.found(name, format!("key {}: {e}", hex(&key))),
            }
            *after = Some(key);
            seen += 1;
        }
        Ok(seen == most)
    }
}
