//! A snapshot: the data as of one commit, readable from any thread.
//!
//! Invariants: writers are not held up, but the pages of the moment are pinned, so a snapshot must be short
//! (2 s; longer work goes in key-ordered slices, each with a snapshot of its own). After the file was
//! reopened or replaced its reads answer [`StoreError::Stale`] or what they had already loaded.

use crate::engine::{self, Fault, ReadTable, ReadTransaction, Walk, both, key_only};
use crate::read::{RawKeys, RawRead, RawRows, Read};
use crate::{Span, StoreError, store::Shared};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const LONGEST: Duration = Duration::from_secs(2);

/// The data as of one commit. Cheap to take; see [`crate::Store::snapshot`].
pub struct Snapshot {
    txn: ReadTransaction,
    // Opening a table is a look-up of its own, so the few that a request uses are kept.
    tables: Mutex<Vec<(&'static str, Arc<ReadTable>)>>,
    /// Whom to tell of faults, and the opening of the file this belongs to.
    shared: Option<(Arc<Shared>, u64)>,
    begun: Instant,
    unhurried: bool,
}

impl Snapshot {
    pub(crate) fn new(txn: ReadTransaction, shared: Option<(Arc<Shared>, u64)>) -> Self {
        Snapshot { txn, tables: Mutex::default(), shared, begun: Instant::now(), unhurried: false }
    }

    /// Marks the one reader that may take longer: the record part of a backup.
    pub(crate) fn unhurried(mut self) -> Self {
        self.unhurried = true;
        self
    }

    /// This snapshot as a reader.
    pub fn read(&self) -> &Read<'_> {
        self
    }

    pub(crate) fn txn(&self) -> &ReadTransaction {
        &self.txn
    }

    pub(crate) fn table(&self, name: &'static str) -> Result<Arc<ReadTable>, StoreError> {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        // Names are constants, nearly always the same one; where they are not, a table is opened once more.
        if let Some((_, table)) = tables.iter().find(|(known, _)| std::ptr::eq(*known, name)) {
            return Ok(Arc::clone(table));
        }
        let table = engine::guard(|| Ok(self.txn.open_table(engine::definition(name))?));
        let table = Arc::new(table.map_err(|fault| self.report(fault, name))?);
        tables.push((name, Arc::clone(&table)));
        Ok(table)
    }

    fn report(&self, fault: Fault, table: &str) -> StoreError {
        if fault.reopen
            && let Some((shared, opening)) = &self.shared
        {
            shared.ask_to_reopen(&fault, *opening);
        }
        fault.error.in_table(table)
    }

    fn walk<T>(
        &self,
        name: &'static str,
        span: &Span,
        each: fn(&[u8], &[u8]) -> T,
    ) -> Result<Walk<'static, T>, StoreError> {
        let table = self.table(name)?;
        let rows = span.bounds().map(|bounds| engine::range(&table, &bounds)).transpose();
        let rows = rows.map_err(|fault| self.report(fault, name))?;
        Ok(Walk::new(rows, span.is_reverse(), span.rows(), each))
    }
}

impl RawRead for Snapshot {
    fn raw_look(&self, table: &'static str, key: &[u8], see: &mut dyn FnMut(&[u8])) -> Result<bool, StoreError> {
        engine::look(&*self.table(table)?, key, see).map_err(|fault| self.report(fault, table))
    }

    fn raw_look_each(
        &self,
        table: &'static str,
        keys: &[Vec<u8>],
        see: &mut dyn FnMut(usize, &[u8]),
    ) -> Result<(), StoreError> {
        engine::look_each(&*self.table(table)?, keys, see).map_err(|fault| self.report(fault, table))
    }

    fn raw_scan<'a>(&'a self, table: &'static str, span: &Span) -> Result<RawRows<'a>, StoreError> {
        let walk = self.walk(table, span, both)?;
        Ok(Box::new(walk.map(move |row| row.map_err(|fault| self.report(fault, table)))))
    }

    fn raw_keys<'a>(&'a self, table: &'static str, span: &Span) -> Result<RawKeys<'a>, StoreError> {
        let walk = self.walk(table, span, key_only)?;
        Ok(Box::new(walk.map(move |row| row.map_err(|fault| self.report(fault, table)))))
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        let held = self.begun.elapsed();
        if held > LONGEST && !self.unhurried {
            tracing::warn!(
                held_ms = held.as_millis(),
                "a reader held its snapshot too long; the data file grows meanwhile"
            );
        }
    }
}
