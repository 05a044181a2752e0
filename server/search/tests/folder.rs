//! The folder: trusted only when it is whole and belongs to the data, else made again.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::*;
use guildhall_search::{Index, Language, Op, OpenState, SearchError};
use uuid::Uuid;

fn reopen(dir: &Path) -> (Index, OpenState) {
    let opened = Index::open(dir, HISTORY, Language::English, 10).unwrap();
    (opened.index, opened.state)
}

fn reason(state: OpenState) -> String {
    match state {
        OpenState::Rebuild { reason } => reason,
        OpenState::Ready { seq } => panic!("ready at {seq}"),
    }
}

/// A folder with three commits up to seq 7.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let (index, state) = reopen(dir.path());
    assert_eq!(reason(state), "there is none");
    for seq in 5..=7_u64 {
        let id = u128::from(seq);
        index.apply(vec![Op::Put(doc(id, "lantern", "some text")), Op::DeleteDoc(Uuid::from_u128(5))], seq).unwrap();
        index.commit().unwrap();
    }
    index.close().unwrap();
    dir
}

fn copy(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.path().join(path.file_name().unwrap())).unwrap();
    }
    to
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn changes_are_found_after_the_commit_and_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let (index, _) = reopen(dir.path());
    index.apply(vec![Op::Put(doc(1, "lantern", ""))], 3).unwrap();
    assert_eq!((ask(&index, "lantern").total, index.committed_seq()), (0, 0));
    index.commit().unwrap();
    assert_eq!((ask(&index, "lantern").total, index.committed_seq()), (1, 3));
    index.apply(vec![Op::Put(doc(2, "lantern", ""))], 4).unwrap();
    let other = index.clone();
    index.close().unwrap();
    assert!(matches!(other.apply(vec![], 5), Err(SearchError::Closed)));
    assert_eq!(ask(&other, "lantern").total, 2);
    drop(other);
    let (index, state) = reopen(dir.path());
    assert_eq!((state, ask(&index, "lantern").total), (OpenState::Ready { seq: 4 }, 2));
    // Killed: no close, and what was not committed is gone.
    index.apply(vec![Op::DeleteItem(Uuid::from_u128(1))], 5).unwrap();
    drop(index);
    let (index, state) = reopen(dir.path());
    assert_eq!((state, ask(&index, "lantern").total), (OpenState::Ready { seq: 4 }, 2));
}

#[test]
fn a_seq_without_a_change_is_remembered_too() {
    let dir = tempfile::tempdir().unwrap();
    let (index, _) = reopen(dir.path());
    index.apply(vec![], 9).unwrap();
    index.commit().unwrap();
    drop(index);
    assert_eq!(reopen(dir.path()).1, OpenState::Ready { seq: 9 });
}

#[test]
fn a_rebuild_that_was_interrupted_starts_over() {
    let dir = tempfile::tempdir().unwrap();
    let (index, _) = reopen(dir.path());
    index.apply(vec![Op::Put(doc(1, "lantern", ""))], 0).unwrap();
    index.commit().unwrap();
    assert_eq!(ask(&index, "lantern").total, 1);
    index.close().unwrap();
    assert!(reason(reopen(dir.path()).1).contains("not finished"));
}

#[test]
fn another_history_language_or_future_is_refused() {
    let dir = folder();
    let other = |history, language, head| Index::open(copy(dir.path()).path(), history, language, head).unwrap().state;
    assert_eq!(other(HISTORY, Language::English, 7), OpenState::Ready { seq: 7 });
    assert!(reason(other(HISTORY, Language::English, 6)).contains("ahead"));
    assert!(reason(other(Uuid::from_u128(78), Language::English, 7)).contains("history"));
    assert!(reason(other(HISTORY, Language::German, 7)).contains("language"));
}

#[test]
fn a_wiped_index_is_empty_and_of_its_new_history() {
    let dir = folder();
    let (index, _) = reopen(dir.path());
    let next = Uuid::from_u128(99);
    index.apply(vec![Op::Put(doc(8, "lantern", ""))], 8).unwrap();
    index.wipe(next).unwrap();
    assert_eq!((ask(&index, "lantern").total, index.committed_seq()), (0, 0));
    index.apply(vec![Op::Put(doc(1, "lantern", "")), Op::Put(doc(1, "lantern", "twice"))], 2).unwrap();
    index.commit().unwrap();
    assert_eq!(ids(&ask(&index, "lantern")), [1]);
    index.close().unwrap();
    assert_eq!(Index::open(dir.path(), next, Language::English, 10).unwrap().state, OpenState::Ready { seq: 2 });
}

#[test]
fn two_cannot_hold_one_folder() {
    let dir = folder();
    let (_index, _) = reopen(dir.path());
    assert!(matches!(Index::open(dir.path(), HISTORY, Language::English, 10), Err(SearchError::Busy)));
    let foreign = Uuid::from_u128(78);
    assert!(matches!(Index::open(dir.path(), foreign, Language::English, 10), Err(SearchError::Busy)), "nor empty it");
}

#[test]
fn any_damage_to_any_file_gives_an_empty_index_or_the_same_one() {
    let whole = folder();
    let mut rebuilt = 0;
    for (at, file) in files(whole.path()).into_iter().enumerate() {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for damage in ["removed", "cut", "emptied", "flipped", "garbage"] {
            let dir = copy(whole.path());
            let path = dir.path().join(&name);
            let bytes = fs::read(&path).unwrap();
            match damage {
                "removed" => fs::remove_file(&path).unwrap(),
                "cut" => fs::write(&path, &bytes[..bytes.len() / 2]).unwrap(),
                "emptied" => fs::write(&path, b"").unwrap(),
                "flipped" if bytes.is_empty() => continue,
                "flipped" => {
                    let mut other = bytes.clone();
                    other[(at * 31) % bytes.len()] ^= 0x10;
                    fs::write(&path, other).unwrap();
                }
                _ => fs::write(&path, b"\xff\x00not what it was\x00\xff".repeat(9)).unwrap(),
            }
            let (index, state) = reopen(dir.path());
            match state {
                OpenState::Ready { seq } => {
                    assert_eq!((seq, ids(&ask(&index, "lantern"))), (7, vec![6, 7]), "{name} {damage}")
                }
                OpenState::Rebuild { .. } => {
                    rebuilt += 1;
                    assert_eq!(ask(&index, "lantern").total, 0, "{name} {damage}");
                    index.apply(vec![Op::Put(doc(1, "lantern", ""))], 1).unwrap();
                    index.commit().unwrap();
                    assert_eq!(ask(&index, "lantern").total, 1, "{name} {damage}");
                }
            }
        }
    }
    assert!(rebuilt > 20, "only {rebuilt} were noticed");
}

#[test]
fn a_file_in_place_of_the_folder_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("search");
    fs::write(&path, "not a folder").unwrap();
    let (index, state) = reopen(&path);
    assert_eq!(reason(state), "there is none");
    assert_eq!(ask(&index, "lantern").total, 0);
}
