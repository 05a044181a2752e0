//! Backups, snapshots, verification and restores.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;
use common::{BYTES, CATALOGUE, NOTES, NOW, PAIRS, SESSIONS, fresh, get, open, options, put};
use guildhall_store::{
    DataFile, RingKind, Span, Store, StoreError, log, preview, restore_offline, ring_of, table_hash, verify,
};
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

const HOUR: i64 = 3_600_000;

/// Moves one from a number to another and logs it: the sum of all numbers stays what it was.
fn transfer(store: &Store, from: u8, to: u8) {
    let answer = store.write(move |tx| {
        let value = |n| tx.get(&PAIRS, &(n, vec![])).map(|found| found.unwrap_or(1_000_000));
        let (a, b) = (value(from)?, value(to)?);
        tx.put(&PAIRS, &(from, vec![]), &(a - 1))?;
        tx.put(&PAIRS, &(to, vec![]), &(b + 1))?;
        let seq = tx.append(&"transfer".to_owned())?;
        tx.put(&NOTES, &seq, &"x".repeat(200))?;
        Ok::<_, StoreError>(())
    });
    answer.wait().unwrap();
}

#[test]
fn a_backup_under_writers_is_exact_as_of_one_moment() {
    let (dir, _path, store) = fresh();
    (0..100u8).for_each(|n| transfer(&store, n * 2, n * 2 + 1));
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..4u8)
        .map(|writer| {
            let (store, stop) = (store.clone(), Arc::clone(&stop));
            std::thread::spawn(move || {
                let mut turn = writer;
                while !stop.load(SeqCst) {
                    turn = turn.wrapping_mul(5).wrapping_add(3);
                    transfer(&store, turn, turn.wrapping_add(101));
                }
            })
        })
        .collect();
    let mut before = 0;
    for n in 0..5 {
        let file = dir.path().join(format!("backup-{n}.redb"));
        while *store.watch().borrow() <= before {
            std::thread::yield_now();
        }
        let mut reports = 0;
        let report = store.backup_to(&file, &mut |_| reports += 1).unwrap();
        assert!(reports > 0 && report.last_seq > before);
        before = report.last_seq;
        let copy = DataFile::open(&file).unwrap();
        assert_eq!(copy.read().last_seq().unwrap(), report.last_seq);
        assert_eq!(copy.read().keys(&log::<String>(), Span::all()).unwrap().count() as u64, report.last_seq);
        assert_eq!(copy.read().keys(&NOTES, Span::all()).unwrap().count() as u64, report.last_seq);
        let pairs: Vec<u64> = copy.read().scan(&PAIRS, Span::all()).unwrap().map(|row| row.unwrap().1).collect();
        assert_eq!(pairs.iter().sum::<u64>(), pairs.len() as u64 * 1_000_000);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(copy.facts().unwrap().history, store.history());
    }
    assert!(store.backup_to(&dir.path().join("backup-0.redb"), &mut |_| {}).is_err(), "nothing is written over");
    stop.store(true, SeqCst);
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    assert!(store.verify_live(&mut |_| {}).unwrap().is_sound());
}

fn filled() -> (tempfile::TempDir, std::path::PathBuf, String) {
    let (dir, path, store) = fresh();
    for n in 0..60u64 {
        let fill = store.write(move |tx| {
            for m in 0..20 {
                tx.put(&NOTES, &(n * 20 + m), &format!("note number {} of this file", n * 20 + m))?;
            }
            tx.put(&BYTES, &n.to_be_bytes().to_vec(), &vec![7; 900])?;
            tx.append(&format!("change {n}"))
        });
        fill.wait().map(drop).unwrap_or_else(|e: StoreError| panic!("{e}"));
    }
    let hash = table_hash(store.snapshot().unwrap().read(), &CATALOGUE).unwrap();
    (dir, path, hash)
}

fn flip(path: &Path, at: u64) {
    let file = std::fs::OpenOptions::new().read(true).write(true).open(path).unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, at).unwrap();
    file.write_all_at(&[byte[0] ^ 0x10], at).unwrap();
}

#[test]
fn flipped_bits_are_found_and_never_served() {
    let (dir, path, hash) = filled();
    let copy = dir.path().join("copy.redb");
    let len = std::fs::metadata(&path).unwrap().len();
    let (mut found, mut at) = (0, 12_345u64);
    for _ in 0..80 {
        std::fs::copy(&path, &copy).unwrap();
        at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        flip(&copy, (at >> 20) % len);
        // Refusing to open it at all is an honest answer too.
        let sound = verify(&copy, &mut |_| {}).is_ok_and(|report| report.is_sound());
        found += usize::from(!sound);
        let Ok(file) = DataFile::open(&copy) else { continue };
        if sound {
            assert_eq!(table_hash(file.read(), &CATALOGUE).unwrap(), hash, "a flip at {} was missed", (at >> 20) % len);
        }
        for key in 0..1200u64 {
            if let Ok(Some(text)) = file.read().get(&NOTES, &key) {
                assert_eq!(text, format!("note number {key} of this file"));
            }
        }
    }
    assert!(found > 5, "some of the flips hit data: {found}");
}

#[test]
fn a_damaged_row_is_found_in_use_refused_by_backups_and_named() {
    let (dir, path, _) = filled();
    let bytes = std::fs::read(&path).unwrap();
    let needle = b"note number 777 of this file";
    // Old versions of the page may lie in the file too.
    let places: Vec<usize> =
        bytes.windows(needle.len()).enumerate().filter(|(_, window)| window == needle).map(|(at, _)| at).collect();
    places.iter().for_each(|at| flip(&path, *at as u64 + 3));
    let report = verify(&path, &mut |_| {}).unwrap();
    assert!(report.problems.iter().any(|problem| problem.table == "notes"), "{:?}", report.problems);
    let store = open(&path);
    assert!(
        matches!(store.snapshot().unwrap().read().get(&NOTES, &777), Err(StoreError::Corrupt { table, .. }) if table == "notes")
    );
    assert_eq!(get(&store, 778).unwrap(), "note number 778 of this file");
    let live = store.verify_live(&mut |_| {}).unwrap();
    assert_eq!(live.problems.iter().map(|problem| problem.table.as_str()).collect::<Vec<_>>(), ["notes"]);
    let dest = dir.path().join("backup.redb");
    assert!(matches!(store.backup_to(&dest, &mut |_| {}), Err(StoreError::Corrupt { .. })));
    assert!(!dest.exists());
    let restored = open(&dir.path().join("other.redb")).replace_with(&path, NOW);
    assert!(matches!(restored, Err(StoreError::Refused(_))));
    put(&store, 1, "and the store goes on");
}

#[test]
fn the_ring_keeps_what_it_promises_and_takes_nothing_when_nothing_changed() {
    let (_dir, _path, store) = fresh();
    put(&store, 1, "x");
    let (by_hand, _) = store.take_snapshot(&RingKind::Hand, NOW, &mut |_| {}).unwrap();
    assert!(by_hand.ends_with("guild.redb.backups/2027-03-02T10-00-00Z-hand.redb"));
    assert_eq!(store.tick_snapshot(NOW).unwrap(), None, "nothing changed since");
    let mut now = NOW;
    for n in 0..90 {
        put(&store, n, "y");
        now += 9 * HOUR;
        assert!(store.tick_snapshot(now).unwrap().is_some());
    }
    assert_eq!(store.tick_snapshot(now + HOUR).unwrap(), None);
    let entries = store.ring().list().unwrap();
    let count = |kind: RingKind| entries.iter().filter(|entry| entry.kind == kind).count();
    let counts = [RingKind::Hour, RingKind::Day, RingKind::Week, RingKind::Month, RingKind::Hand].map(count);
    assert_eq!(counts, [12, 7, 4, 2, 1]);
    assert!(entries.is_sorted_by_key(|entry| &entry.stamp));
    let newest = entries.last().unwrap().facts.as_ref().unwrap();
    assert_eq!((newest.last_seq, newest.taken.as_ref().unwrap().at_ms), (91, now));
    assert_eq!(std::fs::metadata(store.ring().dir()).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_failed_snapshot_is_listed_with_its_reason() {
    let (_dir, path, _) = filled();
    let bytes = std::fs::read(&path).unwrap();
    let needle = b"note number 5 of this file";
    bytes
        .windows(needle.len())
        .enumerate()
        .filter(|(_, window)| window == needle)
        .for_each(|(at, _)| flip(&path, at as u64));
    let store = open(&path);
    assert!(store.tick_snapshot(NOW).is_err());
    let entries = store.ring().list().unwrap();
    assert!(
        matches!(&entries[..], [failed] if failed.facts.as_ref().is_err_and(|reason| reason.contains("notes"))),
        "{entries:?}"
    );
}

#[test]
fn a_restore_brings_everything_back_and_keeps_what_it_replaced() {
    let (dir, path, store) = fresh();
    put(&store, 1, "then");
    store.write(|tx| tx.put(&SESSIONS, &"ada".to_owned(), &1)).wait().unwrap();
    let backup = dir.path().join("backup.redb");
    store.backup_to(&backup, &mut |_| {}).unwrap();
    let hash = table_hash(store.snapshot().unwrap().read(), &CATALOGUE).unwrap();
    let before = std::fs::read(&backup).unwrap();
    put(&store, 1, "now");
    put(&store, 2, "later");
    store.write(|tx| tx.delete(&SESSIONS, &"ada".to_owned())).wait().unwrap();

    let seen = preview(&store, &backup).unwrap();
    let notes = seen.tables.iter().find(|table| table.table == "notes").unwrap();
    assert_eq!((notes.now, notes.then, seen.now.last_seq, seen.then.last_seq), (2, 1, 3, 1));

    let old = store.snapshot().unwrap();
    let history = store.history();
    let replaced = store.replace_with(&backup, NOW).unwrap();
    assert_eq!(get(&store, 1).as_deref(), Some("then"));
    assert_eq!(get(&store, 2), None);
    assert_eq!(table_hash(store.snapshot().unwrap().read(), &CATALOGUE).unwrap(), hash);
    assert!(store.history() == replaced.history && replaced.history != history);
    assert_eq!((*store.watch().borrow(), replaced.last_seq), (1, 1));
    assert!(matches!(old.read().get(&NOTES, &2), Err(StoreError::Stale) | Ok(Some(_))), "an old reader ends cleanly");
    put(&store, 3, "and writes go on");
    assert_eq!(std::fs::read(&backup).unwrap(), before, "the backup is not changed");

    let kept = DataFile::open(&replaced.kept_as.unwrap()).unwrap();
    assert_eq!(kept.read().get(&NOTES, &2).unwrap().as_deref(), Some("later"));
    let listed = ring_of(&path, &options()).list().unwrap();
    assert_eq!(listed.iter().map(|entry| entry.kind.clone()).collect::<Vec<_>>(), [RingKind::Replaced]);
    drop(store);
    let store = open(&path);
    assert_eq!((get(&store, 3).as_deref(), store.history()), (Some("and writes go on"), replaced.history));
}

#[test]
fn a_stopped_server_is_restored_also_when_its_file_is_destroyed_or_gone() {
    let (dir, path, store) = fresh();
    put(&store, 1, "then");
    let backup = dir.path().join("backup.redb");
    store.backup_to(&backup, &mut |_| {}).unwrap();
    let held = restore_offline(&path, &backup, NOW, &options(), &CATALOGUE);
    assert!(held.is_err_and(|e| e.to_string().contains("in use by process")));
    drop(store);
    std::fs::write(&path, vec![0x55; 100_000]).unwrap();
    let replaced = restore_offline(&path, &backup, NOW, &options(), &CATALOGUE).unwrap();
    assert_eq!(std::fs::metadata(replaced.kept_as.unwrap()).unwrap().len(), 100_000);
    assert_eq!(get(&open(&path), 1).as_deref(), Some("then"));
    std::fs::remove_file(&path).unwrap();
    restore_offline(&path, &backup, NOW, &options(), &CATALOGUE).unwrap();
    let store = open(&path);
    assert_eq!(get(&store, 1).as_deref(), Some("then"));
    assert!(store.ring().list().unwrap().iter().all(|entry| entry.kind == RingKind::Replaced));
}

#[test]
fn a_restore_that_a_crash_interrupted_is_finished_or_cleared_away() {
    let (_dir, path, store) = fresh();
    put(&store, 1, "data");
    drop(store);
    let folder = ring_of(&path, &options()).dir().to_path_buf();
    std::fs::create_dir(&folder).unwrap();
    // Between the two names of the old file: it is the old data, and the second name goes.
    let kept = folder.join("replaced-2027-03-02T10-00-00Z.redb");
    let incoming = folder.join("incoming-2027-03-02T10-00-00Z.redb");
    std::fs::hard_link(&path, &kept).unwrap();
    std::fs::copy(&path, &incoming).unwrap();
    assert_eq!(get(&open(&path), 1).as_deref(), Some("data"));
    assert!(!kept.exists() && !incoming.exists());
    // Without second names, between the two renames: the new data takes its place.
    std::fs::rename(&path, &incoming).unwrap();
    assert_eq!(get(&open(&path), 1).as_deref(), Some("data"));
    assert!(!incoming.exists());
}

#[test]
fn the_doctor_knows_the_file_and_its_place() {
    let (_dir, path, store) = fresh();
    put(&store, 1, "x");
    let running = store.doctor().unwrap();
    assert!(running.used_bytes.unwrap() < running.file_bytes.unwrap());
    assert!(running.holder.as_ref().unwrap().contains(&std::process::id().to_string()));
    assert_eq!((running.permissions, running.network), (Some(0o600), false));
    let facts = running.facts.unwrap();
    assert_eq!((facts.created_ms, facts.format, facts.history), (NOW, 1, store.history()));
    assert_eq!(guildhall_store::doctor(&path).facts, Err("the server is running".into()));
    drop(store);
    assert_eq!(guildhall_store::doctor(&path).facts, Ok(facts));
}
