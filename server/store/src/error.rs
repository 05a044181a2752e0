//! What can go wrong with stored data, in words an administrator can act on.
//!
//! Invariant: no error of the engine underneath leaves this crate. `StoreError` is `Clone`, because one
//! failed commit is the answer to every command of its group.

use std::path::PathBuf;

/// A failed read or write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Bytes that are not what was written: a checksum differs, a row cannot be decoded, a page is broken.
    #[error("damaged data in {}: {what}", if table.is_empty() { "the data file" } else { table.as_str() })]
    Corrupt {
        /// The table the row lies in; empty when the damage is not in one table.
        table: String,
        /// What does not fit.
        what: String,
    },
    /// A row written by a newer version of the program.
    #[error("a row of {} has version {version}, this program knows up to {known}", if table.is_empty() { "a table" } else { table.as_str() })]
    Newer {
        /// The table the row lies in.
        table: String,
        /// The version found in the row.
        version: u8,
        /// The newest version this program can read.
        known: u8,
    },
    /// A table the catalogue given to `Store::open` does not name: a programming error.
    #[error("the table {0} is not in the catalogue")]
    UnknownTable(String),
    /// A value that could not be encoded: a programming error.
    #[error("a value could not be encoded: {0}")]
    Encode(String),
    /// The command panicked; nothing of it was written.
    #[error("the command failed unexpectedly; nothing was written")]
    Panicked,
    /// Writes are refused for now; reads go on. Nothing of the command was written.
    #[error("the data is read-only for now: {reason}")]
    ReadOnly {
        /// Why, in words for an administrator.
        reason: String,
    },
    /// The disk is too full to take files; other writes go on.
    #[error("{reason}")]
    NoRoom {
        /// How much is free and how much is needed.
        reason: String,
    },
    /// The disk failed while the write was being made durable, so it may or may not be kept.
    #[error("the disk failed while saving, the change may or may not have been kept: {reason}")]
    Unknown {
        /// What the disk said.
        reason: String,
    },
    /// The snapshot was taken before the file was reopened or replaced. Take a new one and read again.
    #[error("the snapshot is no longer valid, read again")]
    Stale,
    /// The operating system refused to read or write.
    #[error("the disk answered: {0}")]
    Io(String),
    /// The store is shut down.
    #[error("the store is closed")]
    Closed,
    /// A request that makes no sense for the state of the data, such as completing an unknown job.
    #[error("{0}")]
    Refused(String),
}

impl StoreError {
    /// Damage that is not yet tied to a table; [`StoreError::in_table`] adds it.
    pub fn corrupt(what: impl Into<String>) -> Self {
        StoreError::Corrupt { table: String::new(), what: what.into() }
    }

    /// Names the table the damaged or newer row lies in, unless it is known already.
    pub fn in_table(mut self, name: &str) -> Self {
        if let StoreError::Corrupt { table, .. } | StoreError::Newer { table, .. } = &mut self
            && table.is_empty()
        {
            name.clone_into(table);
        }
        self
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        StoreError::Io(error.to_string())
    }
}

/// Why a data file could not be opened. Every sentence says what to do next.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process holds the file.
    #[error("{} is in use by {holder}. Stop that process first, or run the command through the server that is running.", path.display())]
    AlreadyOpen {
        /// The data file.
        path: PathBuf,
        /// The process that holds it, such as `process 4711 (guildhall)`.
        holder: String,
    },
    /// The file was written by a newer version.
    #[error("{} was written by a newer version of Guildhall ({found}; this one reads up to {known}). Install the newer version again, or restore a backup made before the upgrade.", path.display())]
    Newer {
        /// The data file.
        path: PathBuf,
        /// What was found, in words.
        found: String,
        /// The newest file format this program reads.
        known: u32,
    },
    /// The file is something else, or its start is destroyed.
    #[error("{} is not a Guildhall data file ({reason}). Check the path; if it is the right file, restore the newest backup.", path.display())]
    NotADataFile {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// The file lies on a network file system, whose locks and syncs cannot be trusted.
    #[error("{} lies on a network file system ({kind}), where data can be lost. Put the data file on a local disk; backups may lie on the network.", path.display())]
    NetworkFileSystem {
        /// The data file.
        path: PathBuf,
        /// The file system's name.
        kind: String,
    },
    /// The file is damaged.
    #[error("{} is damaged ({reason}). Run `guildhall verify` on it, then restore the newest backup.", path.display())]
    Damaged {
        /// The data file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// A step of an upgrade failed; the file is as it was before the step.
    #[error("the upgrade step \"{step}\" of {} failed ({reason}). The copy made before it is {}; report this with the words above.", path.display(), copy.as_ref().map_or_else(|| "not there".to_string(), |c| c.display().to_string()))]
    Migration {
        /// The data file.
        path: PathBuf,
        /// The name of the step.
        step: String,
        /// What happened.
        reason: String,
        /// The copy made before the upgrade began.
        copy: Option<PathBuf>,
    },
    /// The operating system refused.
    #[error("{} cannot be opened: {reason}. Check that the folder exists, that this user may write there and that the disk is not full.", path.display())]
    Io {
        /// The data file.
        path: PathBuf,
        /// What the operating system said.
        reason: String,
    },
}
