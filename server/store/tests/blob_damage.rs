//! Contents that are damaged: found by a check, never served, never copied.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;
use common::blobs::{attach, bytes_of};
use common::{NOW, fresh, open};
use guildhall_store::{Problem, RingKind, Span, Table, blobs, verify};
use std::os::unix::fs::FileExt;

#[test]
fn damaged_missing_and_strange_bytes_of_contents_are_found_and_never_served() {
    let (dir, path, store) = fresh();
    let whole = bytes_of(1, 1_500_000);
    attach(&store, 1, &whole);
    drop(store);
    let bytes = std::fs::read(&path).unwrap();
    let needle = &whole[700_000..700_040];
    let at = bytes.windows(needle.len()).position(|window| window == needle).unwrap();
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all_at(&[!bytes[at]], at as u64).unwrap();
    let report = verify(&path, &mut |_| {}).unwrap();
    let hex = blake3::hash(&whole).to_hex();
    assert!(report.problems.iter().any(|problem| problem.what.contains(hex.as_str())), "{:?}", report.problems);
    let store = open(&path);
    let live = store.verify_live(&mut |_| {}).unwrap();
    assert!(live.problems.iter().any(|problem| problem.what.contains(hex.as_str())), "{:?}", live.problems);
    let blob = blobs::find(store.snapshot().unwrap().read(), blake3::hash(&whole).as_bytes()).unwrap().unwrap();
    assert!(store.read_blob(&blob, 0, 2 << 20).is_err());
    assert!(store.read_blob(&blob, 0, 200_000).unwrap() == whole[..200_000], "the rest can be read");
    assert!(store.backup_to(&dir.path().join("backup.redb"), &mut |_| {}).is_err());
    assert!(store.take_snapshot(&RingKind::Hand, NOW, &mut |_| {}).is_err());
}

#[test]
fn a_chunk_that_is_exchanged_or_missing_is_found_though_every_row_is_sound() {
    const CHUNKS: Table<(uuid::Uuid, u32), Vec<u8>> = Table::new("blob_chunks");
    let (dir, path, store) = fresh();
    attach(&store, 1, &bytes_of(1, 600_000));
    attach(&store, 2, &bytes_of(2, 600_000));
    let keys: Vec<_> =
        store.snapshot().unwrap().read().keys(&CHUNKS, Span::all()).unwrap().map(Result::unwrap).collect();
    let (exchanged, missing) = (keys[1], *keys.last().unwrap());
    store
        .write(move |tx| {
            let other = tx.get(&CHUNKS, &keys[0])?.unwrap();
            tx.put(&CHUNKS, &exchanged, &other)?;
            tx.delete(&CHUNKS, &missing)
        })
        .wait()
        .unwrap();
    let named = |problems: Vec<Problem>| {
        let hexes = [1, 2].map(|seed| blake3::hash(&bytes_of(seed, 600_000)).to_hex());
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(
            hexes.iter().all(|hex| problems.iter().any(|problem| problem.what.contains(hex.as_str()))),
            "{problems:?}"
        );
    };
    named(store.verify_live(&mut |_| {}).unwrap().problems);
    assert!(store.backup_to(&dir.path().join("backup.redb"), &mut |_| {}).is_err());
    let cut = [1, 2].into_iter().filter(|seed| {
        let hash = *blake3::hash(&bytes_of(*seed, 600_000)).as_bytes();
        let blob = blobs::find(store.snapshot().unwrap().read(), &hash).unwrap().unwrap();
        store.read_blob(&blob, 0, 1 << 20).is_err()
    });
    assert_eq!(cut.count(), 1, "the one with the missing chunk does not end early in silence");
    drop(store);
    named(verify(&path, &mut |_| {}).unwrap().problems);
}
