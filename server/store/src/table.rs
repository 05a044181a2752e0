//! Typed names of tables, and what the catalogue says about each.
//!
//! Invariant: a table's name, key type and value type belong together for ever; a dropped table stays in
//! the catalogue as [`TableKind::Dropped`], so that its name is never given to something else.

use std::marker::PhantomData;

/// A table: its name and the types of its keys and values.
pub struct Table<K, V> {
    name: &'static str,
    types: PhantomData<fn() -> (K, V)>,
}

impl<K, V> Table<K, V> {
    /// Names a table. The same name must be in the catalogue given to `Store::open`.
    pub const fn new(name: &'static str) -> Self {
        Table { name, types: PhantomData }
    }

    /// The name in the file.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What the catalogue says about this table, when a restore drill compares it.
    pub const fn info(&self, kind: TableKind) -> TableInfo {
        TableInfo { name: self.name, kind, session: false }
    }
}

impl<K, V> Clone for Table<K, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, V> Copy for Table<K, V> {}

/// One line of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableInfo {
    /// The name in the file.
    pub name: &'static str,
    /// What the table is for.
    pub kind: TableKind,
    /// Holds sessions and the like, which end with a restore: left out of the hash that the restore drill
    /// compares.
    pub session: bool,
}

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// The truth: records.
    Record,
    /// An order or a reference, kept with the records in the same transaction.
    Key,
    /// An append-only history.
    Log,
    /// Can be made again from the others.
    Derived,
    /// No longer used; deleted from files that still have it.
    Dropped,
}
