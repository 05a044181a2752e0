//! What a command works with: it reads the group's state and its own writes, and collects writes aside.
//!
//! Invariant: nothing reaches the engine while the command runs, so a refused or panicking command leaves
//! no trace in its group.

use crate::group::{Overlay, Written};
use crate::read::{RawKeys, RawRead, RawRows, Read};
use crate::span::as_slices;
use crate::{Key, Span, StoreError, Table, Value, key, meta, value};
use std::cmp::Ordering;
use std::iter::Peekable;
use std::sync::Arc;

/// The transaction of one command.
pub struct Tx<'t> {
    base: &'t Read<'t>,
    overlay: Overlay,
    next_seq: u64,
}

impl<'t> Tx<'t> {
    pub(crate) fn new(base: &'t Read<'t>, next_seq: u64) -> Self {
        Tx { base, overlay: Overlay::new(), next_seq }
    }

    pub(crate) fn into_writes(self) -> (Overlay, u64) {
        (self.overlay, self.next_seq)
    }

    /// Writes a row, over the one there may be.
    ///
    /// # Errors
    /// [`StoreError::Encode`] when the value cannot be encoded.
    pub fn put<K: Key, V: Value>(&mut self, table: &Table<K, V>, key: &K, value: &V) -> Result<(), StoreError> {
        let key = key::encode(key);
        let stored = value::frame(&key, value)?;
        self.write(table.name(), key, Some(Arc::new(stored)));
        Ok(())
    }

    /// Writes bytes that were framed for this key before.
    pub(crate) fn put_framed<K: Key>(&mut self, table: &Table<K, Vec<u8>>, key: &K, stored: &Arc<Vec<u8>>) {
        self.write(table.name(), key::encode(key), Some(Arc::clone(stored)));
    }

    /// Deletes a row, if it is there.
    ///
    /// # Errors
    /// None today; the signature is that of every other write.
    pub fn delete<K: Key, V: Value>(&mut self, table: &Table<K, V>, key: &K) -> Result<(), StoreError> {
        self.write(table.name(), key::encode(key), None);
        Ok(())
    }

    /// Writes rows that are nothing but a key in the place of earlier ones; those that stay are left alone.
    ///
    /// # Errors
    /// As [`Tx::put`] has.
    pub fn replace_keys<K: Key + PartialEq>(
        &mut self,
        table: &Table<K, ()>,
        old: &[K],
        new: &[K],
    ) -> Result<(), StoreError> {
        old.iter().filter(|key| !new.contains(key)).try_for_each(|key| self.delete(table, key))?;
        new.iter().filter(|key| !old.contains(key)).try_for_each(|key| self.put(table, key, &()))
    }

    pub(crate) fn write(&mut self, table: &'static str, key: Vec<u8>, stored: Written) {
        self.overlay.entry(table).or_default().insert(key, stored);
    }

    /// Appends a change to the log and gives its sequence number.
    ///
    /// # Errors
    /// [`StoreError::Encode`] when the change cannot be encoded.
    pub fn append<V: Value>(&mut self, change: &V) -> Result<u64, StoreError> {
        let seq = self.next_seq;
        self.put(&meta::log(), &seq, change)?;
        self.next_seq += 1;
        Ok(seq)
    }

    /// Writes down in the file which key its secrets need; none: they are not encrypted.
    ///
    /// # Errors
    /// When the fact cannot be encoded.
    pub fn sealed_by(&mut self, key: Option<&str>) -> Result<(), StoreError> {
        let name = meta::SEALED_BY.to_owned();
        match key {
            Some(key) => self.put(&meta::META, &name, &meta::text(key)),
            None => self.delete(&meta::META, &name),
        }
    }

    /// The sequence number the next [`Tx::append`] will get.
    pub fn next_seq(&self) -> u64 {
        self.next_seq
    }

    /// This transaction as a reader; it sees its own writes.
    pub fn read(&self) -> &Read<'_> {
        self
    }

    /// The value under a key; see [`Read`].
    ///
    /// # Errors
    /// As [`Read`]'s `get`.
    pub fn get<K: Key, V: Value>(&self, table: &Table<K, V>, key: &K) -> Result<Option<V>, StoreError> {
        self.read().get(table, key)
    }

    /// Whether a key exists.
    ///
    /// # Errors
    /// As [`Read`]'s `has`.
    pub fn has<K: Key, V: Value>(&self, table: &Table<K, V>, key: &K) -> Result<bool, StoreError> {
        self.read().has(table, key)
    }

    /// How many rows this command has written so far, the change log's included.
    pub fn rows(&self) -> usize {
        self.overlay.values().map(|rows| rows.len()).sum()
    }
}

impl RawRead for Tx<'_> {
    fn raw_look(&self, table: &'static str, key: &[u8], see: &mut dyn FnMut(&[u8])) -> Result<bool, StoreError> {
        match self.overlay.get(table).and_then(|rows| rows.get(key)) {
            Some(written) => Ok(written.as_ref().map(|stored| see(stored)).is_some()),
            None => self.base.raw_look(table, key, see),
        }
    }

    fn raw_scan<'a>(&'a self, table: &'static str, span: &Span) -> Result<RawRows<'a>, StoreError> {
        let (Some(rows), Some(bounds)) = (self.overlay.get(table), span.bounds()) else {
            return self.base.raw_scan(table, span);
        };
        let written = rows.range::<[u8], _>(as_slices(&bounds));
        let written = written.map(|(key, stored)| (key.clone(), stored.clone()));
        let stored = self.base.raw_scan(table, &span.unlimited())?;
        Ok(if span.is_reverse() {
            Box::new(Merge::new(stored, written.rev(), true).take(span.rows()))
        } else {
            Box::new(Merge::new(stored, written, false).take(span.rows()))
        })
    }

    fn raw_keys<'a>(&'a self, table: &'static str, span: &Span) -> Result<RawKeys<'a>, StoreError> {
        if self.overlay.contains_key(table) {
            Ok(Box::new(self.raw_scan(table, span)?.map(|row| row.map(|(key, _)| key))))
        } else {
            self.base.raw_keys(table, span)
        }
    }
}

/// Stored rows with the command's own writes laid over them, both in the same direction.
struct Merge<'a, W: Iterator> {
    stored: Peekable<RawRows<'a>>,
    written: Peekable<W>,
    reverse: bool,
}

impl<'a, W: Iterator<Item = (Vec<u8>, Written)>> Merge<'a, W> {
    fn new(stored: RawRows<'a>, written: W, reverse: bool) -> Self {
        Merge { stored: stored.peekable(), written: written.peekable(), reverse }
    }
}

impl<W: Iterator<Item = (Vec<u8>, Written)>> Iterator for Merge<'_, W> {
    type Item = Result<(Vec<u8>, Vec<u8>), StoreError>;
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let order = match (self.stored.peek(), self.written.peek()) {
                (Some(Ok((stored, _))), Some((written, _))) if self.reverse => written.cmp(stored),
                (Some(Ok((stored, _))), Some((written, _))) => stored.cmp(written),
                (None, Some(_)) => Ordering::Greater,
                (_, None) | (Some(Err(_)), _) => Ordering::Less,
            };
            if order.is_lt() {
                return self.stored.next();
            }
            if order.is_eq() {
                self.stored.next();
            }
            // A deletion hides the stored row and is no row itself.
            if let (key, Some(stored)) = self.written.next()? {
                return Some(Ok((key, stored.to_vec())));
            }
        }
    }
}
