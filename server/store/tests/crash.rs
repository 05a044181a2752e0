//! kill -9 at any moment: what was answered is there, nothing is half there, and the file opens again.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;
use common::{CATALOGUE, NOTES, PAIRS, open, options};
use guildhall_store::{Options, Span, Store, StoreError, log, verify};
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
