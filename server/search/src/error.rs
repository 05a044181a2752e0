//! What can go wrong while the index is in use. Damage found while opening is no error: see
//! [`crate::OpenState::Rebuild`].

use std::path::{Path, PathBuf};

/// A failure of the index. None of them loses anything: the index can always be made again.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The folder cannot be made, emptied or read.
    #[error("the search folder {path} cannot be used: {source}")]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another process holds the folder.
    #[error("the search folder is in use by another process")]
    Busy,
    /// The index was closed.
    #[error("the search index is closed")]
    Closed,
    /// The engine failed, for instance because the disk is full. Changes applied since the last commit are
    /// dropped: go on from [`crate::Index::committed_seq`].
    #[error("the search engine failed: {0}")]
    Engine(String),
}

impl SearchError {
    pub(crate) fn folder(path: &Path, source: std::io::Error) -> SearchError {
        SearchError::Folder { path: path.to_path_buf(), source }
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> SearchError {
        match error {
            tantivy::TantivyError::LockFailure(tantivy::directory::error::LockError::LockBusy, _) => SearchError::Busy,
            other => SearchError::Engine(other.to_string()),
        }
    }
}

impl From<std::io::Error> for SearchError {
    fn from(error: std::io::Error) -> SearchError {
        SearchError::Engine(error.to_string())
    }
}
