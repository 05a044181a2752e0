//! How a store is opened.

use crate::disk::DiskOpener;
use crate::migrations::Migration;
use std::path::PathBuf;
use std::time::Duration;

/// How a store is opened. Take the default and change what is needed.
#[derive(Clone)]
pub struct Options {
    /// Memory for pages; the process needs about 10 MiB more. 64 MiB by default.
    pub cache_bytes: usize,
    /// Check every page when opening: 1–3.5 s a GiB.
    pub check_integrity: bool,
    /// Below this many free bytes on the disk all writes are refused. 256 MiB by default.
    pub min_free_bytes: u64,
    /// Below so many free bytes, or a twentieth of the disk if that is more, no files are taken. 2 GiB by default;
    /// 0 turns both off.
    pub min_free_for_files: u64,
    /// How often a store that refuses writes tries again. One second by default.
    pub probe_every: Duration,
    /// How long to wait for another process to let go of the file; a fast restart needs it.
    pub lock_wait: Duration,
    /// The program's version, noted in the file when it is made or migrated.
    pub app_version: String,
    /// The present time in UTC milliseconds, noted in a new file and in the name of the copy made before a
    /// migration.
    pub now_ms: i64,
    /// The file format this program writes; files with a greater one are refused.
    pub format: u32,
    /// The steps that bring older files to [`Options::format`], in order.
    pub migrations: Vec<Migration>,
    /// Where snapshots go; `<data>.backups` when `None`.
    pub backup_dir: Option<PathBuf>,
    /// Another storage than a plain file; for tests.
    pub disk: Option<DiskOpener>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            cache_bytes: 64 << 20,
            check_integrity: false,
            min_free_bytes: 256 << 20,
            min_free_for_files: 2 << 30,
            probe_every: Duration::from_secs(1),
            lock_wait: Duration::from_secs(3),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            now_ms: 0,
            format: 1,
            migrations: Vec::new(),
            backup_dir: None,
            disk: None,
        }
    }
}
