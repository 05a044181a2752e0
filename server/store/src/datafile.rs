//! Another data file, opened only to be read: a backup, a snapshot of the ring, the file a restore replaced.
//!
//! Invariant: the file is not changed. It may be of an older format; its rows are readable all the same.

use crate::ring::Kind;
use crate::scratch;
use crate::{OpenError, Read, Snapshot, StoreError, engine, meta, open};
use redb::{Database, ReadableTableMetadata};
use std::path::Path;
use uuid::Uuid;

/// A data file opened for reading only.
pub struct DataFile {
    view: Snapshot,
    names: Vec<String>,
    /// Only to be let go, after the view.
    _handle: Handle,
}

/// An open file of which nothing is kept: what the engine writes to it is in memory only, and its pages may be broken,
/// which it may notice as late as in its last words. It has none.
struct Handle(Option<Database>);

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(database) = self.0.take() {
            engine::abandon(database);
        }
    }
}

/// What a data file says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// The version of its layout.
    pub format: u64,
    /// The program that made or migrated it.
    pub app_version: String,
    /// When the data was begun, UTC milliseconds.
    pub created_ms: i64,
    /// Its history.
    pub history: Uuid,
    /// Its newest sequence number.
    pub last_seq: u64,
    /// When the data last came from a restore, UTC milliseconds.
    pub restored_ms: Option<i64>,
    /// The name of the key its secrets are encrypted with.
    pub sealed_by: Option<String>,
    /// For a snapshot of the ring: why and when it was taken.
    pub taken: Option<Taken>,
}

/// Why and when a snapshot was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Why.
    pub kind: Kind,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

impl DataFile {
    /// Opens a file that no server holds.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(path: &Path) -> Result<DataFile, OpenError> {
        Self::with(path, false)
    }

    /// The same, with the engine's integrity check of every page.
    pub(crate) fn checked(path: &Path) -> Result<DataFile, OpenError> {
        Self::with(path, true)
    }

    fn with(path: &Path, check: bool) -> Result<DataFile, OpenError> {
        let database = scratch::open(path, check).map_err(|refusal| open::refused(path, refusal))?;
        let view = open::view(&database);
        let handle = Handle(Some(database));
        let view = view.map_err(|e| open::storage(path, e))?.unhurried();
        let names = open::table_names(&view).map_err(|e| open::storage(path, e))?;
        if names.iter().any(|name| name == meta::META.name()) {
            Ok(DataFile { view, names, _handle: handle })
        } else {
            Err(OpenError::NotADataFile { path: path.into(), reason: "another program made it".into() })
        }
    }

    /// The file as a reader.
    pub fn read(&self) -> &Read<'_> {
        &self.view
    }

    pub(crate) fn view(&self) -> &Snapshot {
        &self.view
    }

    /// The names of its tables, sorted.
    pub fn tables(&self) -> &[String] {
        &self.names
    }

    /// Rows in each table, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn counts(&self) -> Result<Vec<(String, u64)>, StoreError> {
        counts(&self.view)
    }

    /// What the file says about itself.
    ///
    /// # Errors
    /// When the file cannot be read or a fact is missing.
    pub fn facts(&self) -> Result<FileFacts, StoreError> {
        facts(self.read())
    }
}

pub(crate) fn facts(read: &Read<'_>) -> Result<FileFacts, StoreError> {
    let missing = || StoreError::corrupt("a fact about the file is missing").in_table(meta::META.name());
    let taken_ms = meta::get_u64(read, meta::TAKEN)?;
    let taken_kind = meta::get_text(read, meta::TAKEN_KIND)?;
    Ok(FileFacts {
        format: meta::get_u64(read, meta::FORMAT)?.ok_or_else(missing)?,
        app_version: meta::get_text(read, meta::APP)?.unwrap_or_default(),
        created_ms: meta::get_u64(read, meta::CREATED)?.unwrap_or_default().cast_signed(),
        history: meta::history(read)?.ok_or_else(missing)?,
        last_seq: read.last_seq()?,
        sealed_by: meta::get_text(read, meta::SEALED_BY)?,
        restored_ms: meta::get_u64(read, meta::RESTORED)?.map(u64::cast_signed),
        taken: taken_ms.zip(taken_kind).map(|(ms, kind)| Taken { kind: Kind::parse(&kind), at_ms: ms.cast_signed() }),
    })
}

/// Rows in each table of a view, by name.
pub(crate) fn counts(view: &Snapshot) -> Result<Vec<(String, u64)>, StoreError> {
    let names = open::table_names(view)?;
    names.into_iter().map(|name| rows(view, &name).map(|rows| (name, rows))).collect()
}

fn rows(view: &Snapshot, name: &str) -> Result<u64, StoreError> {
    Ok(engine::guard(|| Ok(view.txn().open_table(engine::definition(name))?.len()?))?)
}
