//! Backups: the snapshots of the ring, those made by hand, and files that a restore replaced. The files
//! are the truth; a note beside a file keeps what it cannot say itself.

pub mod commands;
pub mod list;
pub mod note;
pub mod preview;

pub use list::{BackupKind, Found, all, find};
