//! One write transaction of the engine, shared by a group of commands.
//!
//! Invariants: each table is opened at most once; only tables of the catalogue can be reached; any fault of
//! the engine marks the whole group as broken, because its transaction can then not be trusted.

use crate::engine::{self, Fault, Walk, WriteTable, WriteTransaction, both, key_only};
use crate::read::{RawKeys, RawRead, RawRows};
use crate::{Span, StoreError, meta};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A framed value, or `None` for a deletion. Shared, because a command that runs twice writes the same large ones.
pub(crate) type Written = Option<Arc<Vec<u8>>>;
/// Writes that wait to be applied, per table and key.
pub(crate) type Overlay = BTreeMap<&'static str, BTreeMap<Vec<u8>, Written>>;

pub(crate) struct Group<'txn> {
    txn: &'txn WriteTransaction,
    tables: BTreeMap<&'static str, OnceCell<WriteTable<'txn>>>,
    broken: RefCell<Option<Fault>>,
}

impl<'txn> Group<'txn> {
    pub fn new(txn: &'txn WriteTransaction, names: &[&'static str]) -> Self {
        let tables = names.iter().map(|name| (*name, OnceCell::new())).collect();
        Group { txn, tables, broken: RefCell::new(None) }
    }

    /// The first fault of the engine, if there was one.
    pub fn fault(&self) -> Option<Fault> {
        self.broken.borrow().clone()
    }

    fn report(&self, fault: Fault, table: &str) -> StoreError {
        self.broken.borrow_mut().get_or_insert_with(|| fault.clone());
        fault.error.in_table(table)
    }

    fn table(&self, name: &'static str) -> Result<&WriteTable<'txn>, StoreError> {
        let cell = self.tables.get(name).ok_or_else(|| StoreError::UnknownTable(name.to_owned()))?;
        if cell.get().is_none() {
            let table = engine::guard(|| Ok(self.txn.open_table(engine::definition(name))?));
            let _ = cell.set(table.map_err(|fault| self.report(fault, name))?);
        }
        cell.get().ok_or_else(|| StoreError::UnknownTable(name.to_owned()))
    }

    fn walk<T>(&self, name: &'static str, span: &Span, each: fn(&[u8], &[u8]) -> T) -> Result<Walk<'_, T>, StoreError> {
        let table = self.table(name)?;
        let rows = span.bounds().map(|bounds| engine::range_in(table, &bounds)).transpose();
        let rows = rows.map_err(|fault| self.report(fault, name))?;
        Ok(Walk::new(rows, span.is_reverse(), span.rows(), each))
    }

    /// Writes an overlay. `last_seq` is the newest sequence number after it: when its row is deleted the
    /// number is kept aside, so that it is not given again.
    pub fn apply(&mut self, mut overlay: Overlay, last_seq: u64) -> Result<(), Fault> {
        let newest = last_seq.to_be_bytes();
        let purged = overlay.get(meta::LOG).and_then(|log| log.get(newest.as_slice())).is_some_and(Option::is_none);
        if purged {
            let (key, stored) = meta::row(meta::SEQ_FLOOR, &newest)?;
            overlay.entry(meta::META.name()).or_default().insert(key, Some(Arc::new(stored)));
        }
        for (name, rows) in overlay {
            self.table(name).map_err(|e| self.fault().unwrap_or_else(|| e.into()))?;
            let Some(table) = self.tables.get_mut(name).and_then(OnceCell::get_mut) else { continue };
            engine::guard(|| {
                for (key, stored) in &rows {
                    match stored {
                        Some(stored) => drop(table.insert(key.as_slice(), stored.as_slice())?),
                        None => drop(table.remove(key.as_slice())?),
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

impl RawRead for Group<'_> {
    fn raw_look(&self, table: &'static str, key: &[u8], see: &mut dyn FnMut(&[u8])) -> Result<bool, StoreError> {
        engine::look(self.table(table)?, key, see).map_err(|fault| self.report(fault, table))
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
