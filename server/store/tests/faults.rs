//! A disk that fails: reads go on, writes are refused with the reason, and everything heals by itself.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;
use common::{CATALOGUE, NOTES, get, options, put};
use guildhall_store::{Disk, FileDisk, Health, Options, Span, Store, StoreError, verify};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How the disk behaves: after so many more changes it fails, until it is healed.
#[derive(Debug, Default)]
struct Plan {
    /// Changes still allowed; negative: all.
    changes: AtomicI64,
    /// Reads still allowed; negative: all.
    reads: AtomicI64,
    failed: AtomicI64,
}

impl Plan {
    fn spend(&self, left: &AtomicI64) -> io::Result<()> {
        match left.load(SeqCst) {
            0 => {
                self.failed.fetch_add(1, SeqCst);
                Err(io::Error::new(io::ErrorKind::StorageFull, "no space left on this disk"))
            }
            n if n > 0 => {
                left.fetch_sub(1, SeqCst);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn heal(&self) {
        self.changes.store(-1, SeqCst);
        self.reads.store(-1, SeqCst);
    }
}

#[derive(Debug)]
struct Faulty(FileDisk, Arc<Plan>);

impl Disk for Faulty {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.1.spend(&self.1.reads)?;
        self.0.read(offset, out)
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        self.1.spend(&self.1.changes)?;
        self.0.set_len(len)
    }
    fn sync(&self) -> io::Result<()> {
        self.1.spend(&self.1.changes)?;
        self.0.sync()
    }
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.1.spend(&self.1.changes)?;
        self.0.write(offset, data)
    }
}

fn faulty(cache_bytes: usize) -> (TempDir, PathBuf, Arc<Plan>, Store) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("guild.redb");
    let plan = Arc::new(Plan::default());
    plan.heal();
    let of_disk = Arc::clone(&plan);
    let disk = move |path: &Path| Ok(Box::new(Faulty(FileDisk::open(path)?, Arc::clone(&of_disk))) as Box<dyn Disk>);
    let options = Options { disk: Some(Arc::new(disk)), cache_bytes, ..options() };
    let store = Store::open(&path, options, &CATALOGUE).unwrap();
    (dir, path, plan, store)
}

fn until(what: &str, condition: impl Fn() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::yield_now();
    }
}

fn write(store: &Store, key: u64) -> Result<(), StoreError> {
    store.write(move |tx| tx.put(&NOTES, &key, &format!("note {key}"))).wait()
}

#[test]
fn a_full_disk_stops_writes_only_and_heals_by_itself() {
    let (_dir, _path, plan, store) = faulty(8 << 20);
    put(&store, 1, "before");
    plan.changes.store(0, SeqCst);
    let refused = write(&store, 2).unwrap_err();
    assert!(matches!(&refused, StoreError::ReadOnly { reason } if reason.contains("no space left")), "{refused:?}");
    assert!(matches!(store.health(), Health::ReadOnly { .. }));
    for _ in 0..20 {
        assert_eq!(get(&store, 1).as_deref(), Some("before"));
        assert!(matches!(write(&store, 3), Err(StoreError::ReadOnly { .. })));
    }
    plan.heal();
    until("nobody wrote, the probe alone heals", || store.health() == Health::Writable);
    write(&store, 4).unwrap();
    let snapshot = store.snapshot().unwrap();
    let keys: Vec<u64> = snapshot.read().keys(&NOTES, Span::all()).unwrap().map(Result::unwrap).collect();
    assert_eq!(keys, [1, 4], "refused commands left no trace");
}

#[test]
fn whatever_step_of_a_commit_fails_the_answer_is_true() {
    let (_dir, path, plan, store) = faulty(8 << 20);
    let mut expected = Vec::new();
    let mut unsure = Vec::new();
    for step in 0..60u64 {
        plan.changes.store(i64::try_from(step % 30).unwrap(), SeqCst);
        match write(&store, step) {
            Ok(()) => expected.push(step),
            Err(StoreError::ReadOnly { .. }) => {}
            Err(StoreError::Unknown { .. }) => unsure.push(step),
            Err(other) => panic!("{other:?}"),
        }
        plan.heal();
        until("it heals", || store.health() == Health::Writable);
    }
    assert!(unsure.len() < 10, "a plain answer is the rule");
    assert!(plan.failed.load(SeqCst) > 10, "the disk failed in many places");
    assert!(!expected.is_empty());
    drop(store);
    let store = common::open(&path);
    let snapshot = store.snapshot().unwrap();
    let keys = snapshot.read().keys(&NOTES, Span::all()).unwrap().map(Result::unwrap);
    let keys: Vec<u64> = keys.filter(|key| !unsure.contains(key)).collect();
    assert_eq!(keys, expected);
    drop((snapshot, store));
    assert!(verify(&path, &mut |_| {}).unwrap().is_sound());
}

#[test]
fn a_disk_that_cannot_be_read_for_a_while_is_an_error_and_no_more() {
    let (_dir, _path, plan, store) = faulty(64 << 10);
    let long = "x".repeat(3000);
    (0..400).for_each(|key| put(&store, key, &long));
    plan.reads.store(0, SeqCst);
    let snapshot = store.snapshot();
    let failed =
        snapshot.and_then(|snapshot| snapshot.read().scan(&NOTES, Span::all())?.try_for_each(|row| row.map(drop)));
    assert!(failed.is_err());
    plan.heal();
    until("reads work again", || store.snapshot().and_then(|snapshot| snapshot.read().get(&NOTES, &7)).is_ok());
    until("writes work again", || write(&store, 1000).is_ok());
    assert_eq!(get(&store, 399), Some(long));
}

#[test]
fn too_little_free_space_refuses_writes_before_the_disk_is_full() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("guild.redb");
    let store = Store::open(&path, Options { min_free_bytes: u64::MAX, ..options() }, &CATALOGUE).unwrap();
    assert!(matches!(store.health(), Health::ReadOnly { .. }));
    let refused = write(&store, 1).unwrap_err();
    assert!(refused.to_string().contains("MiB are free"), "{refused}");
    assert_eq!(get(&store, 1), None);
}
