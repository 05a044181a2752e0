//! Reading: what a snapshot and an open transaction have in common.
//!
//! Invariant: values are checked against their checksum before anybody sees them; `keys` and `has` do not
//! look at values. [`RawRead`] is object-safe and works on bytes; features use the typed methods on
//! [`Read`], so one function can read from a snapshot and from inside a command.

use crate::{
    Span, StoreError, Table,
    key::{self, Key},
    meta,
    value::{self, Value},
};
use std::marker::PhantomData;

/// A row as it is stored.
pub type RawRow = (Vec<u8>, Vec<u8>);
/// Rows as they are stored.
pub type RawRows<'a> = Box<dyn Iterator<Item = Result<RawRow, StoreError>> + 'a>;
/// Keys as they are stored.
pub type RawKeys<'a> = Box<dyn Iterator<Item = Result<Vec<u8>, StoreError>> + 'a>;

/// Access to the stored bytes of one moment.
pub trait RawRead {
    /// Shows the framed value under a key to `see`, without a copy of it; answers whether there is one.
    ///
    /// # Errors
    /// When the engine cannot read.
    fn raw_look(&self, table: &'static str, key: &[u8], see: &mut dyn FnMut(&[u8])) -> Result<bool, StoreError>;

    /// Shows the values under ascending keys to `see`, each with the place of its key; keys without a row are left out.
    ///
    /// # Errors
    /// When the engine cannot read.
    fn raw_look_each(
        &self,
        table: &'static str,
        keys: &[Vec<u8>],
        see: &mut dyn FnMut(usize, &[u8]),
    ) -> Result<(), StoreError> {
        for (place, key) in keys.iter().enumerate() {
            self.raw_look(table, key, &mut |stored| see(place, stored))?;
        }
        Ok(())
    }

    /// The rows of a span.
    ///
    /// # Errors
    /// When the engine cannot read.
    fn raw_scan<'a>(&'a self, table: &'static str, span: &Span) -> Result<RawRows<'a>, StoreError>;

    /// The keys of a span.
    ///
    /// # Errors
    /// When the engine cannot read.
    fn raw_keys<'a>(&'a self, table: &'static str, span: &Span) -> Result<RawKeys<'a>, StoreError> {
        Ok(Box::new(self.raw_scan(table, span)?.map(|row| row.map(|(key, _)| key))))
    }
}

/// A reader: a snapshot, or a transaction with its own writes.
pub type Read<'r> = dyn RawRead + 'r;

impl<'r> dyn RawRead + 'r {
    /// The value under a key.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a damaged row, [`StoreError::Newer`] for one of a newer program.
    pub fn get<K: Key, V: Value>(&self, table: &Table<K, V>, key: &K) -> Result<Option<V>, StoreError> {
        let key = key::encode(key);
        let mut value = None;
        self.raw_look(table.name(), &key, &mut |stored| value = Some(value::open(&key, stored)))?;
        value.transpose().map_err(|e: StoreError| e.in_table(table.name()))
    }

    /// Shows the bytes under a key to `see`, checked, where they lie; answers whether there are some.
    ///
    /// # Errors
    /// As [`get`](Self::get) has.
    pub fn see<K: Key>(
        &self,
        table: &Table<K, Vec<u8>>,
        key: &K,
        see: &mut dyn FnMut(&[u8]),
    ) -> Result<bool, StoreError> {
        let key = key::encode(key);
        let mut checked = Ok(());
        let found = self.raw_look(table.name(), &key, &mut |stored| {
            checked = value::known::<Vec<u8>>(&key, stored).map(|(_, bytes)| see(bytes));
        })?;
        checked.map_err(|e| e.in_table(table.name()))?;
        Ok(found)
    }

    /// The values under ascending keys, in their order: much faster than one by one where they lie close together.
    ///
    /// # Errors
    /// As [`get`](Self::get) has.
    pub fn get_each<K: Key, V: Value>(&self, table: &Table<K, V>, keys: &[K]) -> Result<Vec<Option<V>>, StoreError> {
        let keys: Vec<Vec<u8>> = keys.iter().map(key::encode).collect();
        debug_assert!(keys.is_sorted(), "keys that are looked at together ascend");
        let mut values: Vec<Option<Result<V, StoreError>>> = keys.iter().map(|_| None).collect();
        self.raw_look_each(table.name(), &keys, &mut |place, stored| {
            if let (Some(value), Some(key)) = (values.get_mut(place), keys.get(place)) {
                *value = Some(value::open(key, stored));
            }
        })?;
        let values = values.into_iter().map(Option::transpose);
        values.map(|value| value.map_err(|e: StoreError| e.in_table(table.name()))).collect()
    }

    /// Whether a key exists.
    ///
    /// # Errors
    /// When the engine cannot read.
    pub fn has<K: Key, V: Value>(&self, table: &Table<K, V>, key: &K) -> Result<bool, StoreError> {
        self.raw_look(table.name(), &key::encode(key), &mut |_| {})
    }

    /// The rows of a span, in its direction.
    ///
    /// # Errors
    /// When the engine cannot read; a damaged row is an error of its item.
    pub fn scan<'a, K: Key + 'a, V: Value + 'a>(
        &'a self,
        table: &Table<K, V>,
        span: Span,
    ) -> Result<Scan<'a, K, V>, StoreError> {
        Ok(Scan { table: table.name(), rows: self.raw_scan(table.name(), &span)?, types: PhantomData })
    }

    /// The keys of a span, in its direction; values are neither read nor checked.
    ///
    /// # Errors
    /// When the engine cannot read.
    pub fn keys<'a, K: Key + 'a, V: Value + 'a>(
        &'a self,
        table: &Table<K, V>,
        span: Span,
    ) -> Result<Keys<'a, K>, StoreError> {
        Ok(Keys { table: table.name(), keys: self.raw_keys(table.name(), &span)?, types: PhantomData })
    }

    /// The newest sequence number of the change log in this view; 0 before the first change.
    ///
    /// # Errors
    /// When the engine cannot read.
    pub fn last_seq(&self) -> Result<u64, StoreError> {
        meta::last_seq(self)
    }
}

/// The rows of a span; see [`Read`].
pub struct Scan<'a, K, V> {
    table: &'static str,
    rows: RawRows<'a>,
    types: PhantomData<fn() -> (K, V)>,
}

impl<K: Key, V: Value> Iterator for Scan<'_, K, V> {
    type Item = Result<(K, V), StoreError>;
    fn next(&mut self) -> Option<Self::Item> {
        Some(self.rows.next()?.and_then(|(raw, stored)| {
            let row = key::decode(&raw).and_then(|key| Ok((key, value::open(&raw, &stored)?)));
            row.map_err(|e| e.in_table(self.table))
        }))
    }
}

/// The keys of a span; see [`Read`].
pub struct Keys<'a, K> {
    table: &'static str,
    keys: RawKeys<'a>,
    types: PhantomData<fn() -> K>,
}

impl<K: Key> Iterator for Keys<'_, K> {
    type Item = Result<K, StoreError>;
    fn next(&mut self) -> Option<Self::Item> {
        Some(self.keys.next()?.and_then(|raw| key::decode(&raw).map_err(|e| e.in_table(self.table))))
    }
}
