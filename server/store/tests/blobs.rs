//! Contents of files: streamed in and out, kept once, counted, freed, checked, copied and brought back.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;
use common::blobs::{FILES, attach, bytes_of, detach, files, now, receive};
use common::{CATALOGUE, NOW, fresh, get, open, options, put};
use guildhall_store::{
    DataFile, Options, RingKind, Span, Store, StoreError,
    blobs::{self, BlobUsage, CHUNK_BYTES},
    log, make_whole, restore_offline, ring_of, table_hash, verify,
};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Instant;

const DAY: i64 = 24 * 3_600_000;

fn usage(store: &Store) -> BlobUsage {
    blobs::usage(store.snapshot().unwrap().read()).unwrap()
}

fn content(store: &Store, key: u64) -> Vec<u8> {
    let snapshot = store.snapshot().unwrap();
    let hash = snapshot.read().get(&FILES, &key).unwrap().unwrap();
    let blob = blobs::find(snapshot.read(), &hash.try_into().unwrap()).unwrap().unwrap();
    let mut out = Vec::new();
    while (out.len() as u64) < blob.bytes {
        out.extend(store.read_blob(&blob, out.len() as u64, 1 << 20).unwrap());
    }
    out
}

/// Every chunk in the file, whoever it belongs to.
fn chunks(path: &Path) -> u64 {
    DataFile::open(path).unwrap().counts().unwrap().iter().find(|(name, _)| name == "blob_chunks").unwrap().1
}

#[test]
fn contents_of_any_length_come_out_as_they_went_in_whole_and_in_parts() {
    let (_dir, path, store) = fresh();
    let chunk = CHUNK_BYTES as u64;
    let lengths = [0, 1, chunk - 1, chunk, chunk + 1, 8 * chunk, 8 * chunk + 1, 17 * chunk + 5];
    for (key, len) in (0..).zip(lengths) {
        attach(&store, key, &bytes_of(key, len));
    }
    for (key, len) in (0..).zip(lengths) {
        let whole = bytes_of(key, len);
        assert!(content(&store, key) == whole, "{len} bytes");
        let snapshot = store.snapshot().unwrap();
        let hash = snapshot.read().get(&FILES, &key).unwrap().unwrap().try_into().unwrap();
        let blob = blobs::find(snapshot.read(), &hash).unwrap().unwrap();
        assert_eq!(hash, *blake3::hash(&whole).as_bytes());
        for (from, much) in
            [(0, 1), (chunk - 1, 2), (chunk, 1), (len / 2, 3 << 20), (len.saturating_sub(1), 9), (len, 5), (len + 9, 5)]
        {
            let from_byte = usize::try_from(from).unwrap().min(whole.len());
            let expected = &whole[from_byte..whole.len().min(from_byte + much)];
            assert!(store.read_blob(&blob, from, much).unwrap() == expected, "{much} bytes from {from} of {len}");
        }
    }
    let all: u64 = lengths.iter().sum();
    assert_eq!(usage(&store), BlobUsage { count: 8, bytes: all, arriving: 0, leaving: 0 });
    assert!(store.verify_live(&mut |_| {}).unwrap().is_sound());
    drop(store);
    let report = verify(&path, &mut |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
    let room = std::fs::metadata(&path).unwrap().len();
    assert!(room < all * 2 + (4 << 20), "chunks do not waste their pages: {room} for {all}");
}

#[test]
fn the_same_bytes_are_kept_once_and_freed_with_the_last_reference() {
    let (_dir, path, store) = fresh();
    let big = bytes_of(1, 5 << 20);
    (0..3).for_each(|key| attach(&store, key, &big));
    attach(&store, 3, &bytes_of(2, 1000));
    assert_eq!(usage(&store).count, 2);
    // Two copies came in vain; their bytes are freed.
    store.sweep_blobs(NOW).unwrap();
    assert_eq!(usage(&store), BlobUsage { count: 2, bytes: (5 << 20) + 1000, arriving: 0, leaving: 0 });
    assert!(!detach(&store, 0) && !detach(&store, 2));
    assert!(content(&store, 1) == big);
    assert!(detach(&store, 1), "the last one");
    assert_eq!(usage(&store), BlobUsage { count: 1, bytes: 1000, arriving: 0, leaving: 5 << 20 });
    attach(&store, 4, &big);
    let swept = store.sweep_blobs(NOW).unwrap();
    assert_eq!((swept.contents, swept.held), (1, false));
    assert!(content(&store, 4) == big, "what came again meanwhile is another content");
    assert!(store.verify_live(&mut |_| {}).unwrap().is_sound());
    detach(&store, 4);
    detach(&store, 3);
    store.sweep_blobs(NOW).unwrap();
    drop(store);
    assert_eq!(chunks(&path), 0);
}

#[test]
fn a_command_that_is_refused_after_keeping_a_content_leaves_nothing() {
    let (_dir, path, store) = fresh();
    let new = now(receive(&store, &bytes_of(1, 6 << 20))).shared();
    let kept = Arc::clone(&new);
    let refused = store.write(move |tx| {
        blobs::keep(tx, &kept)?;
        Err::<(), _>(StoreError::Refused("no".into()))
    });
    assert!(refused.wait().is_err());
    drop(new);
    // The draft is given up by a command of its own.
    put(&store, 1, "after it");
    let swept = store.sweep_blobs(NOW).unwrap();
    assert_eq!((swept.contents, usage(&store)), (1, BlobUsage::default()));
    drop(store);
    assert_eq!(chunks(&path), 0);
}

#[test]
fn a_writer_that_ends_while_its_first_bytes_are_on_their_way_leaves_nothing() {
    let (_dir, path, store) = fresh();
    let (go_on, busy) = std::sync::mpsc::channel::<()>();
    let before = store.write(move |_| {
        busy.recv().unwrap();
        Ok::<_, StoreError>(())
    });
    let mut writer = store.blob_writer(NOW).unwrap();
    now(writer.write(&bytes_of(1, 3 << 20))).unwrap();
    drop(writer);
    go_on.send(()).unwrap();
    before.wait().unwrap();
    store.write_bulk(|_| Ok::<_, StoreError>(())).wait().unwrap();
    assert_eq!(usage(&store).arriving, 0);
    store.sweep_blobs(NOW).unwrap();
    assert_eq!(usage(&store), BlobUsage::default());
    drop(store);
    assert_eq!(chunks(&path), 0);
}

#[test]
fn an_upload_goes_on_where_it_stopped_also_after_a_restart() {
    let (_dir, path, store) = fresh();
    let whole = bytes_of(9, 5 << 20);
    let id = uuid::Uuid::from_u128(77);
    store.write(move |tx| blobs::begin(tx, id, NOW)).wait().unwrap();
    let mut store = store;
    let mut at = 0;
    for step in [1, 300_000, 262_079, 1_000_000, 3, 2_000_000, usize::MAX] {
        let until = whole.len().min(step.saturating_add(at));
        let mut writer = store.resume_blob(id, NOW).unwrap();
        assert_eq!(writer.len(), at as u64);
        at = now(async {
            writer.write(&whole[at..until]).await?;
            writer.pause().await
        })
        .map(|at| usize::try_from(at).unwrap())
        .unwrap();
        assert_eq!(at, until);
        drop(store);
        store = open(&path);
    }
    // Two that go on with the same upload: the second is refused and spoils nothing.
    let (mut first, mut second) = (store.resume_blob(id, NOW).unwrap(), store.resume_blob(id, NOW).unwrap());
    now(async {
        first.write(b"tail").await.unwrap();
        second.write(b"lost").await.unwrap();
        assert_eq!(first.pause().await.unwrap(), (whole.len() + 4) as u64);
        assert!(second.pause().await.is_err());
    });
    let new = store.seal_blob(id).unwrap();
    assert!(new.bytes() == (whole.len() + 4) as u64 && whole.starts_with(new.head()));
    let keep = store.write(move |tx| {
        let blob = blobs::keep(tx, &new)?;
        tx.put(&FILES, &5, &blob.hash.to_vec())
    });
    keep.wait().unwrap();
    assert!(content(&store, 5) == [whole.as_slice(), b"tail"].concat());
    assert!(store.resume_blob(id, NOW).is_err(), "it is complete");
}

#[test]
fn uploads_that_broke_off_are_found_and_freed() {
    let (_dir, path, store) = fresh();
    let (left, kept) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
    store.write(move |tx| blobs::begin(tx, left, NOW).and_then(|()| blobs::begin(tx, kept, NOW + DAY))).wait().unwrap();
    for id in [left, kept] {
        let mut writer = store.resume_blob(id, if id == left { NOW } else { NOW + DAY }).unwrap();
        now(async {
            writer.write(&bytes_of(3, 3 << 20)).await.unwrap();
            writer.pause().await.unwrap();
        });
    }
    // Cut off in the middle, without a chance to say so.
    let mut cut = store.blob_writer(NOW).unwrap();
    now(cut.write(&bytes_of(4, 7 << 20))).unwrap();
    std::mem::forget(cut);
    put(&store, 1, "the batches before it are durable");
    assert!(usage(&store).arriving >= 6 << 20);
    // As after a kill: the forgotten writer holds the old file for ever.
    let copy = path.with_file_name("copy.redb");
    std::fs::copy(&path, &copy).unwrap();
    let store = open(&copy);
    assert_eq!(usage(&store).arriving, 6 << 20, "what cannot be resumed is given up at a start");
    store.sweep_blobs(NOW + DAY + 1).unwrap();
    assert_eq!(usage(&store), BlobUsage { arriving: 3 << 20, ..BlobUsage::default() });
    assert!(store.resume_blob(left, NOW).is_err() && store.resume_blob(kept, NOW).is_ok());
    store.write(move |tx| blobs::discard(tx, kept)).wait().unwrap();
    store.sweep_blobs(NOW).unwrap();
    drop(store);
    assert_eq!(chunks(&copy), 0);
}

#[test]
fn a_backup_is_whole_in_itself_though_contents_are_deleted_while_it_is_made() {
    let (dir, _path, store) = fresh();
    let all: Vec<Vec<u8>> = (0..12).map(|key| bytes_of(key, 900_000 + key * 77)).collect();
    (0..).zip(&all).for_each(|(key, bytes)| attach(&store, key, bytes));
    let hash = table_hash(store.snapshot().unwrap().read(), &CATALOGUE).unwrap();
    let dest = dir.path().join("backup.redb");
    let (deleted, held) = (AtomicBool::new(false), AtomicBool::new(false));
    store
        .backup_to(&dest, &mut |progress| {
            if progress.table == "blob_chunks" && !deleted.swap(true, SeqCst) {
                (0..12).for_each(|key| assert!(detach(&store, key)));
                held.store(store.sweep_blobs(NOW).unwrap().held, SeqCst);
            }
        })
        .unwrap();
    assert!(deleted.load(SeqCst) && held.load(SeqCst), "deletion is held back meanwhile");
    assert_eq!(store.sweep_blobs(NOW).unwrap().contents, 12, "and goes on after it");
    let restored = dir.path().join("restored.redb");
    restore_offline(&restored, &dest, NOW, &options(), &CATALOGUE).unwrap();
    let restored = open(&restored);
    assert_eq!(table_hash(restored.snapshot().unwrap().read(), &CATALOGUE).unwrap(), hash);
    (0..).zip(&all).for_each(|(key, bytes)| assert!(content(&restored, key) == *bytes));
}

fn beside(store: &Store) -> Vec<(String, std::time::SystemTime)> {
    let folders = std::fs::read_dir(store.ring().dir().join("files")).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).unwrap().flatten());
    let mut names: Vec<_> = files
        .map(|file| (file.file_name().into_string().unwrap(), file.metadata().unwrap().modified().unwrap()))
        .collect();
    names.sort();
    names
}

#[test]
fn snapshots_share_contents_and_each_can_be_gone_back_to() {
    let (dir, path, store) = fresh();
    attach(&store, 1, &bytes_of(1, 3 << 20));
    attach(&store, 2, &bytes_of(2, 10));
    let hash = table_hash(store.snapshot().unwrap().read(), &CATALOGUE).unwrap();
    let (first, _) = store.take_snapshot(&RingKind::Hand, NOW, &mut |_| {}).unwrap();
    let written = beside(&store);
    assert_eq!(
        written[0].0,
        blake3::hash(&bytes_of(1, 3 << 20)).to_hex().min(blake3::hash(&bytes_of(2, 10)).to_hex()).as_str()
    );
    assert_eq!(store.ring().contents_bytes(), (3 << 20) + 10);
    assert!(std::fs::metadata(&first).unwrap().len() < 3 << 20, "the snapshot itself holds records only");
    attach(&store, 3, &bytes_of(3, 500_000));
    let (second, _) = store.take_snapshot(&RingKind::Hand, NOW + 1000, &mut |_| {}).unwrap();
    assert_eq!(beside(&store).len(), 3);
    assert!(
        beside(&store).iter().filter(|file| written.contains(file)).count() == 2,
        "what is there is not written again"
    );
    for key in [1, 2, 3] {
        detach(&store, key);
    }
    store.sweep_blobs(NOW).unwrap();
    assert!(verify(&first, &mut |_| {}).unwrap().is_sound());
    let refused = Store::open(&first, options(), &CATALOGUE).map(drop).unwrap_err();
    assert!(refused.to_string().contains("guildhall restore"), "{refused}");

    let whole = dir.path().join("whole.redb");
    assert!(make_whole(&second, &whole).unwrap());
    assert!(make_whole(&second, &whole).is_err(), "nothing is written over");
    store.replace_with(&first, NOW).unwrap();
    assert_eq!(table_hash(store.snapshot().unwrap().read(), &CATALOGUE).unwrap(), hash);
    assert!(content(&store, 1) == bytes_of(1, 3 << 20) && content(&store, 2) == bytes_of(2, 10));
    assert!(store.verify_live(&mut |_| {}).unwrap().is_sound());
    let elsewhere = dir.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let moved = elsewhere.join("moved.redb");
    std::fs::copy(&whole, &moved).unwrap();
    assert!(verify(&moved, &mut |_| {}).unwrap().is_sound());
    assert!(content(&open(&moved), 3) == bytes_of(3, 500_000), "one file is enough");

    std::fs::remove_file(&first).unwrap();
    store.ring().prune().unwrap();
    assert_eq!(beside(&store).len(), 3, "the second snapshot names all three");
    std::fs::remove_file(&second).unwrap();
    store.ring().prune().unwrap();
    assert_eq!(beside(&store).len(), 0);
    drop(store);
    assert!(ring_of(&path, &options()).list().unwrap().iter().all(|entry| entry.kind == RingKind::Replaced));
}

#[test]
fn a_snapshot_with_a_missing_or_damaged_content_is_named_and_not_gone_back_to() {
    let (dir, _path, store) = fresh();
    attach(&store, 1, &bytes_of(1, 700_000));
    let (snapshot, _) = store.take_snapshot(&RingKind::Hand, NOW, &mut |_| {}).unwrap();
    let name = beside(&store)[0].0.clone();
    let file = store.ring().dir().join("files").join(&name[..2]).join(&name);
    let there = std::fs::OpenOptions::new().write(true).open(&file).unwrap();
    there.write_all_at(b"!", 345_678).unwrap();
    let problems = verify(&snapshot, &mut |_| {}).unwrap().problems;
    assert!(problems.len() == 1 && problems[0].what.contains(&name), "{problems:?}");
    assert!(store.replace_with(&snapshot, NOW).is_err_and(|e| e.to_string().contains("damaged")));
    std::fs::remove_file(&file).unwrap();
    assert!(store.replace_with(&snapshot, NOW).is_err_and(|e| e.to_string().contains("missing")));
    let whole = dir.path().join("whole.redb");
    assert!(make_whole(&snapshot, &whole).is_err() && !whole.exists());
    assert!(content(&store, 1) == bytes_of(1, 700_000), "the data is as it was");
    store.take_snapshot(&RingKind::Hand, NOW + 1000, &mut |_| {}).unwrap();
    assert!(verify(&snapshot, &mut |_| {}).unwrap().is_sound(), "the next snapshot writes what is missing");
}

#[test]
fn a_disk_that_is_nearly_full_takes_no_files_but_everything_else() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("guild.redb");
    let store = Store::open(&path, Options { min_free_for_files: u64::MAX, ..options() }, &CATALOGUE).unwrap();
    let refused = store.blob_writer(NOW).map(drop).unwrap_err();
    assert!(matches!(&refused, StoreError::NoRoom { reason } if reason.contains("MiB are free")), "{refused:?}");
    assert!(matches!(store.resume_blob(uuid::Uuid::nil(), NOW).map(drop), Err(StoreError::NoRoom { .. })));
    put(&store, 1, "still written");
    assert_eq!(get(&store, 1).as_deref(), Some("still written"));
}

#[test]
fn commands_go_on_beside_many_uploads() {
    let (_dir, _path, store) = fresh();
    let stop = Arc::new(AtomicBool::new(false));
    let uploads: Vec<_> = (0..6)
        .map(|key| {
            let (store, stop) = (store.clone(), Arc::clone(&stop));
            std::thread::spawn(move || {
                let bytes = bytes_of(key, 12 << 20);
                let mut turns = 0u64;
                while !stop.load(SeqCst) || turns == 0 {
                    drop(now(receive(&store, &bytes)));
                    turns += 1;
                }
                turns
            })
        })
        .collect();
    let commits = store.stats().unwrap().commits;
    let begun = Instant::now();
    (0..200).for_each(|key| put(&store, key, "quick"));
    let (took, groups) = (begun.elapsed(), store.stats().unwrap().commits - commits);
    stop.store(true, SeqCst);
    let turns: u64 = uploads.into_iter().map(|upload| upload.join().unwrap()).sum();
    // A command waits for the group before it and is in the next one: with six batches of others in front of
    // it every time, it would take several groups.
    assert!(groups <= 2 * 200 + 8, "{groups} groups for 200 commands, {turns} uploads, {took:?}");
    assert!(
        files(&store) == 0
            && store.snapshot().unwrap().read().keys(&log::<String>(), Span::all()).unwrap().count() == 200
    );
}
