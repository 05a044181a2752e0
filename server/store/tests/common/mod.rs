//! What the tests of the store share: a small catalogue and a store in a temporary folder.
#![allow(dead_code, reason = "not every test uses everything")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

pub mod blobs;

use guildhall_store::{Options, Store, Table, TableInfo, TableKind};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

pub const NOTES: Table<u64, String> = Table::new("notes");
pub const BYTES: Table<Vec<u8>, Vec<u8>> = Table::new("bytes");
pub const PAIRS: Table<(u8, Vec<u8>), u64> = Table::new("pairs");
pub const SESSIONS: Table<String, u64> = Table::new("sessions");

pub const CATALOGUE: [TableInfo; 5] = [
    NOTES.info(TableKind::Record),
    BYTES.info(TableKind::Record),
    PAIRS.info(TableKind::Key),
    blobs::INFO,
    TableInfo { name: "sessions", kind: TableKind::Record, session: true },
];

/// 2027-03-02T10:00:00Z.
pub const NOW: i64 = 1_803_981_600_000;

pub fn options() -> Options {
    Options {
        min_free_bytes: 0,
        min_free_for_files: 0,
        lock_wait: Duration::from_millis(100),
        probe_every: Duration::from_millis(20),
        now_ms: NOW,
        ..Options::default()
    }
}

pub fn open(path: &Path) -> Store {
    Store::open(path, options(), &CATALOGUE).unwrap()
}

pub fn fresh() -> (TempDir, PathBuf, Store) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("guild.redb");
    let store = open(&path);
    (dir, path, store)
}

pub fn put(store: &Store, key: u64, text: &str) {
    let text = text.to_owned();
    store
        .write(move |tx| {
            tx.put(&NOTES, &key, &text)?;
            tx.append(&text)
        })
        .wait()
        .map(drop)
        .unwrap_or_else(|e: guildhall_store::StoreError| panic!("{e}"));
}

pub fn get(store: &Store, key: u64) -> Option<String> {
    store.snapshot().unwrap().read().get(&NOTES, &key).unwrap()
}
