//! Power lost while a file of an earlier format is being brought forward, and again when that is taken up: in the end
//! the file is what it would have been.

use crate::{
    disk::{Bytes, Memory, Op},
    power::{lose, open, place},
    sound,
};
use guildhall_store::Store;
use guildhall_tests::Dice;
use std::{fs, path::Path, sync::Arc};

const FORMAT_1: &[u8] = include_bytes!("../../golden/format-1.redb.zst");
const IMAGES: usize = 300;

fn digest(store: &Store) -> blake3::Hash {
    let snapshot = store.snapshot().unwrap();
    sound::digest(snapshot.read(), sound::WORK).unwrap()
}

/// Opens the file, and answers what that did to the disk. The copy that is kept of the old file goes.
fn bring_forward(bytes: &Bytes, data: &Path) -> (Store, Vec<Op>) {
    let disk = Memory::recording(bytes.clone());
    let store = open(data, &disk);
    let _kept = fs::remove_dir_all(data.with_extension("redb.backups"));
    (store, disk.ops())
}

/// What is left of some operations when the power goes at any moment of them.
fn interrupted(base: &Bytes, ops: &[Op], dice: &mut Dice) -> Bytes {
    let cut = dice.below(ops.len() + 1);
    let synced = ops[..cut].iter().rposition(|op| matches!(op, Op::Sync)).map_or(0, |at| at + 1);
    let mut bytes = base.clone();
    ops[..synced].iter().for_each(|op| bytes.apply(op));
    lose(&bytes, &ops[synced..cut], dice)
}

#[test]
fn power_lost_at_any_moment_of_an_upgrade_changes_nothing_of_what_it_leads_to() {
    let (_folder, data) = place();
    fs::write(&data, b"").unwrap();
    let old = Bytes::of(Arc::new(zstd::bulk::decompress(FORMAT_1, 1 << 23).unwrap()));
    let (store, ops) = bring_forward(&old, &data);
    sound::check_rows(&store);
    let expected = digest(&store);
    drop(store);
    assert!(ops.iter().filter(|op| matches!(op, Op::Sync)).count() > 4, "it takes several steps");
    for image in 0..IMAGES {
        let mut dice = Dice::new(image as u64);
        let once = interrupted(&old, &ops, &mut dice);
        let (store, again) = bring_forward(&once, &data);
        assert!(digest(&store) == expected, "image {image}");
        drop(store);
        let (store, _) = bring_forward(&interrupted(&once, &again, &mut dice), &data);
        assert!(digest(&store) == expected, "image {image}, interrupted again");
    }
}
