//! Facts about a data file and the place it lies in, for the doctor command and the admin page.

use crate::blobs::{self, BlobUsage, copy::is_chunks};
use crate::datafile::{self, DataFile, FileFacts};
use crate::engine;
use crate::{OpenError, Snapshot, Store, StoreError, open, place};
use redb::ReadableTableMetadata;
use std::path::{Path, PathBuf};

/// Facts; what could not be found out is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doctor {
    /// The data file.
    pub path: PathBuf,
    /// Its length.
    pub file_bytes: Option<u64>,
    /// How much of it holds data; the rest is room to grow. A restore of a backup gives it back.
    pub used_bytes: Option<u64>,
    /// What contents of files take of that.
    pub contents: Option<BlobUsage>,
    /// Free bytes on its disk.
    pub free_bytes: Option<u64>,
    /// The name of its file system.
    pub file_system: Option<String>,
    /// Whether that is one on a network, where a data file must not lie.
    pub network: bool,
    /// Its permission bits; should be `0o600`.
    pub permissions: Option<u32>,
    /// Who holds it.
    pub holder: Option<String>,
    /// What it says about itself, or why it does not.
    pub facts: Result<FileFacts, String>,
}

fn place_of(path: &Path) -> Doctor {
    let file_system = place::file_system(path);
    Doctor {
        path: path.into(),
        file_bytes: std::fs::metadata(path).ok().map(|file| file.len()),
        used_bytes: None,
        contents: None,
        free_bytes: place::free_bytes(path).ok(),
        network: file_system.as_deref().is_some_and(place::is_network),
        file_system,
        permissions: place::permissions(path).ok(),
        holder: place::holder(path),
        facts: Err(String::new()),
    }
}

/// Facts about the file of a server that is stopped; of a running one only those that need no opening.
pub fn doctor(path: &Path) -> Doctor {
    let place = place_of(path);
    match DataFile::open(path) {
        Ok(file) => Doctor {
            used_bytes: used(file.view()).ok(),
            contents: contents(file.view()).ok(),
            facts: file.facts().map_err(|e| e.to_string()),
            ..place
        },
        Err(OpenError::AlreadyOpen { .. }) => Doctor { facts: Err("the server is running".into()), ..place },
        Err(error) => Doctor { facts: Err(error.to_string()), ..place },
    }
}

impl Store {
    /// Facts about this store's file. Counting the used pages reads much of the file.
    ///
    /// # Errors
    /// When no snapshot can be taken.
    pub fn doctor(&self) -> Result<Doctor, StoreError> {
        let view = self.snapshot()?;
        let facts = datafile::facts(view.read()).map_err(|e| e.to_string());
        Ok(Doctor { used_bytes: used(&view).ok(), contents: contents(&view).ok(), facts, ..place_of(self.path()) })
    }
}

/// A file from before there were contents has none.
fn contents(view: &Snapshot) -> Result<BlobUsage, StoreError> {
    let has = open::table_names(view)?.iter().any(|name| is_chunks(name));
    if has { blobs::usage(view.read()) } else { Ok(BlobUsage::default()) }
}

fn used(view: &Snapshot) -> Result<u64, StoreError> {
    // Walking the pages of contents would read all of them.
    let mut bytes = contents(view)?.total();
    for name in open::table_names(view)?.into_iter().filter(|name| !is_chunks(name)) {
        let stats = engine::guard(|| Ok(view.txn().open_table(engine::definition(&name))?.stats()?))?;
        bytes += stats.stored_bytes() + stats.metadata_bytes() + stats.fragmented_bytes();
    }
    Ok(bytes)
}
