//! kill -9 at any moment: what was answered is there, nothing is half there, and the file opens again.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;
use common::blobs::{FILES, attach, bytes_of, detach};
use common::{CATALOGUE, NOTES, NOW, PAIRS, open, options};
use guildhall_store::{Options, Span, Store, StoreError, blobs, log, verify};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

const KILLS: usize = 20;
const WRITERS: u64 = 8;

/// Not a test of its own: the process that is killed. Every command writes three rows that belong together,
/// and its number is printed when it is durable.
#[test]
fn writing_process() {
    let Ok(path) = std::env::var("STORE_TEST_WRITE") else { return };
    let store = open(Path::new(&path));
    // Beyond every number of the runs before.
    let last = store.snapshot().unwrap().read().keys(&NOTES, Span::all().reverse()).unwrap().next();
    let next = last.map_or(1, |last| last.unwrap() + 1);
    let out = Arc::new(std::sync::Mutex::new(std::io::stdout()));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (store, out) = (store.clone(), Arc::clone(&out));
            std::thread::spawn(move || {
                for turn in 0.. {
                    let n = next + turn * WRITERS + writer;
                    let done = store.write(move |tx| {
                        let seq = tx.append(&n.to_string())?;
                        tx.put(&NOTES, &n, &seq.to_string())?;
                        tx.put(&PAIRS, &(1, n.to_be_bytes().to_vec()), &seq)?;
                        Ok::<_, StoreError>(())
                    });
                    done.wait().unwrap();
                    writeln!(out.lock().unwrap(), "kept {n}").unwrap();
                }
            })
        })
        .collect();
    writers.into_iter().for_each(|writer| writer.join().unwrap());
}

fn kept(line: &str) -> Option<u64> {
    line.split("kept ").nth(1)?.trim().parse().ok()
}

#[test]
fn nothing_answered_is_lost_and_nothing_is_half_there() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("guild.redb");
    let mut acknowledged: Vec<u64> = Vec::new();
    for round in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writing_process", "--nocapture"])
            .env("STORE_TEST_WRITE", &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        // A different moment each time, from the first answer on.
        let mut wanted = 1 + round * 13;
        let mut line = String::new();
        while wanted > 0 && out.read_line(&mut line).unwrap() > 0 {
            if let Some(n) = kept(&line) {
                acknowledged.push(n);
                wanted -= 1;
            }
            line.clear();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut rest = Vec::new();
        out.read_to_end(&mut rest).unwrap();
        let whole = rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        acknowledged.extend(String::from_utf8_lossy(&rest[..whole]).lines().filter_map(kept));
        check(&path, &acknowledged);
    }
    assert!(acknowledged.len() > KILLS * 50);
    let report = verify(&path, &mut |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
}

fn check(path: &Path, acknowledged: &[u64]) {
    let store = Store::open(path, Options { lock_wait: Duration::from_secs(5), ..options() }, &CATALOGUE).unwrap();
    let snapshot = store.snapshot().unwrap();
    let read = snapshot.read();
    for n in acknowledged {
        assert!(read.has(&NOTES, n).unwrap(), "{n} was answered and is lost");
    }
    let changes: Vec<(u64, String)> = read.scan(&log::<String>(), Span::all()).unwrap().map(Result::unwrap).collect();
    assert!(changes.iter().zip(1..).all(|((seq, _), expected)| *seq == expected), "the log has a gap");
    assert_eq!(read.keys(&NOTES, Span::all()).unwrap().count(), changes.len());
    assert_eq!(read.keys(&PAIRS, Span::all()).unwrap().count(), changes.len());
    for (seq, n) in changes {
        let n: u64 = n.parse().unwrap();
        assert_eq!(read.get(&NOTES, &n).unwrap(), Some(seq.to_string()));
        assert_eq!(read.get(&PAIRS, &(1, n.to_be_bytes().to_vec())).unwrap(), Some(seq));
    }
}

/// Not a test of its own either: attaches files and deletes every other one again, with the sweep behind it.
#[test]
fn attaching_process() {
    let Ok(path) = std::env::var("STORE_TEST_ATTACH") else { return };
    let store = open(Path::new(&path));
    let last = store.snapshot().unwrap().read().keys(&FILES, Span::all().reverse()).unwrap().next();
    let next = last.map_or(0, |last| last.unwrap() + 2) & !1;
    for n in (next..).step_by(2) {
        attach(&store, n, &file(n));
        println!("kept {n}");
        attach(&store, n + 1, &file(n + 1));
        detach(&store, n + 1);
        store.sweep_blobs(NOW).unwrap();
    }
}

/// Small ones, and every third of more than a batch.
fn file(n: u64) -> Vec<u8> {
    bytes_of(n, if n.is_multiple_of(3) { 3_500_000 } else { 50_000 + n })
}

#[test]
fn files_that_were_answered_are_whole_after_a_kill_and_the_others_leave_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("guild.redb");
    let mut answered: Vec<u64> = Vec::new();
    for round in 0..12 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "attaching_process", "--nocapture"])
            .env("STORE_TEST_ATTACH", &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let (mut line, mut wanted) = (String::new(), 1 + round % 4);
        while wanted > 0 && out.read_line(&mut line).unwrap() > 0 {
            if let Some(n) = kept(&line) {
                answered.push(n);
                wanted -= 1;
            }
            line.clear();
        }
        // A different moment of what follows each time.
        let busy = std::time::Instant::now();
        while busy.elapsed() < Duration::from_millis(round as u64 * 3) {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut rest = Vec::new();
        out.read_to_end(&mut rest).unwrap();
        let whole = rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        answered.extend(String::from_utf8_lossy(&rest[..whole]).lines().filter_map(kept));
        check_files(&path, &answered);
    }
    let report = verify(&path, &mut |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
    let chunks = report.rows.iter().find(|(name, _)| name == "blob_chunks").unwrap().1;
    let rows = |n: u64| file(n).len().div_ceil(blobs::CHUNK_BYTES) as u64;
    let store = open(&path);
    let there: Vec<u64> =
        store.snapshot().unwrap().read().keys(&FILES, Span::all()).unwrap().map(Result::unwrap).collect();
    assert_eq!(chunks, there.into_iter().map(rows).sum::<u64>(), "no chunk without a file");
}

fn check_files(path: &Path, answered: &[u64]) {
    let store = Store::open(path, Options { lock_wait: Duration::from_secs(5), ..options() }, &CATALOGUE).unwrap();
    store.sweep_blobs(NOW).unwrap();
    let snapshot = store.snapshot().unwrap();
    assert!(answered.iter().all(|n| snapshot.read().has(&FILES, n).unwrap()), "an answered file is lost");
    let mut bytes = 0;
    for row in snapshot.read().scan(&FILES, Span::all()).unwrap() {
        let (n, hash) = row.unwrap();
        assert_eq!(hash, blake3::hash(&file(n)).as_bytes());
        let blob = blobs::find(snapshot.read(), &hash.try_into().unwrap()).unwrap().unwrap();
        bytes += blob.bytes;
    }
    let usage = blobs::usage(snapshot.read()).unwrap();
    assert_eq!((usage.bytes, usage.arriving, usage.leaving), (bytes, 0, 0), "what was cut off is freed");
    drop(snapshot);
    assert!(store.verify_live(&mut |_| {}).unwrap().is_sound());
}
