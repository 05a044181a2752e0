//! Power loss: of what was written since the last sync any part may be missing, also half a write, and the
//! power may go again while the file is being opened. What was answered is there all the same.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;
use common::blobs::{FILES, attach, bytes_of, detach};
use common::{CATALOGUE, NOTES, NOW, PAIRS, options};
use guildhall_store::{Disk, Options, Span, Store, StoreError, blobs};
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex};

#[derive(Debug, Clone)]
enum Op {
    Write(usize, Vec<u8>),
    Len(usize),
    Sync,
}

/// A disk in memory that remembers everything that was done to it.
#[derive(Debug, Default)]
struct Tape {
    bytes: Vec<u8>,
    ops: Vec<Op>,
}

#[derive(Debug, Clone, Default)]
struct Recorder(Arc<Mutex<Tape>>);

fn apply(bytes: &mut Vec<u8>, op: &Op) {
    match op {
        Op::Write(at, data) => bytes[*at..at + data.len()].copy_from_slice(data),
        Op::Len(len) => bytes.resize(*len, 0),
        Op::Sync => {}
    }
}

impl Recorder {
    fn holding(bytes: Vec<u8>) -> Self {
        Recorder(Arc::new(Mutex::new(Tape { bytes, ops: Vec::new() })))
    }

    fn record(&self, op: Op) {
        let mut tape = self.0.lock().unwrap();
        apply(&mut tape.bytes, &op);
        tape.ops.push(op);
    }

    fn ops(&self) -> Vec<Op> {
        self.0.lock().unwrap().ops.clone()
    }

    fn open(&self) -> Store {
        let disk = self.clone();
        let opener = move |_: &Path| Ok(Box::new(disk.clone()) as Box<dyn Disk>);
        let path = std::env::temp_dir().join("never-made.redb");
        Store::open(&path, Options { disk: Some(Arc::new(opener)), cache_bytes: 4 << 20, ..options() }, &CATALOGUE)
            .unwrap()
    }
}

impl Disk for Recorder {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().bytes.len() as u64)
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let tape = self.0.lock().unwrap();
        let at = usize::try_from(offset).unwrap();
        out.copy_from_slice(tape.bytes.get(at..at + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
    fn set_len(&self, len: u64) -> io::Result<()> {
        self.record(Op::Len(usize::try_from(len).unwrap()));
        Ok(())
    }
    fn sync(&self) -> io::Result<()> {
        self.record(Op::Sync);
        Ok(())
    }
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.record(Op::Write(usize::try_from(offset).unwrap(), data.to_vec()));
        Ok(())
    }
}

/// Numbers without chance, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// What is on the disk when the power goes after `cut` of `ops`: all that was synced, and of the rest some
/// writes, in any order, the last of a sector's run torn off.
fn after_power_loss(start: &[u8], ops: &[Op], cut: usize, dice: &mut Dice) -> Vec<u8> {
    let synced = ops[..cut].iter().rposition(|op| matches!(op, Op::Sync)).map_or(0, |at| at + 1);
    let mut bytes = start.to_vec();
    ops[..synced].iter().for_each(|op| apply(&mut bytes, op));
    let mut loose: Vec<&Op> = ops[synced..cut].iter().collect();
    // The length of a file is kept in order by the file system.
    loose.iter().filter(|op| matches!(op, Op::Len(_))).for_each(|op| apply(&mut bytes, op));
    while !loose.is_empty() {
        let Op::Write(at, data) = loose.swap_remove(dice.roll(loose.len())) else { continue };
        let kept = match dice.roll(4) {
            0 => 0,
            1 => (dice.roll(data.len() + 1) / 512) * 512,
            _ => data.len(),
        };
        if at + kept <= bytes.len() {
            bytes[*at..at + kept].copy_from_slice(&data[..kept]);
        }
    }
    bytes
}

fn check(store: &Store, answered: u64, begun: u64) {
    let snapshot = store.snapshot().unwrap();
    let notes: Vec<u64> = snapshot.read().keys(&NOTES, Span::all()).unwrap().map(Result::unwrap).collect();
    let count = notes.len() as u64;
    assert!((answered..=begun).contains(&count), "{count} commands are there, {answered} were answered of {begun}");
    assert_eq!(notes, (0..count).collect::<Vec<_>>());
    let pairs = snapshot.read().scan(&PAIRS, Span::all()).unwrap().map(|row| row.unwrap().1);
    assert!(pairs.eq(0..count), "a command is there whole or not at all");
    let texts = snapshot.read().scan(&NOTES, Span::all()).unwrap().map(|row| row.unwrap().1.len());
    assert!(texts.eq((0..count).map(size)));
    assert_eq!(snapshot.read().last_seq().unwrap(), count);
}

fn size(n: u64) -> usize {
    usize::try_from(n * 97 % 9000).unwrap()
}

#[test]
fn what_was_answered_survives_any_loss_of_unsynced_writes() {
    let recorder = Recorder::default();
    let store = recorder.open();
    let start = recorder.ops().len();
    // After so many operations so many commands were answered.
    let mut answers = vec![(start, 0)];
    for n in 0..60u64 {
        let done = store.write(move |tx| {
            tx.put(&NOTES, &n, &"x".repeat(size(n)))?;
            tx.put(&PAIRS, &(1, n.to_be_bytes().to_vec()), &n)?;
            tx.append(&n.to_string())
        });
        done.wait().map(drop).unwrap_or_else(|e: StoreError| panic!("{e}"));
        answers.push((recorder.ops().len(), n + 1));
    }
    let ops = recorder.ops();
    drop(store);
    let mut dice = Dice(2027);
    for image in 0..400 {
        let cut = start + dice.roll(ops.len() - start + 1);
        let answered = answers.iter().rev().find(|(at, _)| *at <= cut).map_or(0, |(_, n)| *n);
        let bytes = after_power_loss(&[], &ops, cut, &mut dice);
        let first = Recorder::holding(bytes.clone());
        check(&first.open(), answered, answered + 1);
        if image % 4 == 0 {
            // Opening wrote too: the power goes again at any moment of that.
            let recovery = first.ops();
            let cut = dice.roll(recovery.len() + 1);
            let second = Recorder::holding(after_power_loss(&bytes, &recovery, cut, &mut dice));
            check(&second.open(), answered, answered + 1);
        }
    }
}

/// The lengths of the contents: of one chunk, of several, and of more than a batch, which is a draft first.
fn content_of(n: u64) -> Vec<u8> {
    bytes_of(n, [3_000, 700_000, 2_400_000][usize::try_from(n % 3).unwrap()])
}

/// The files of `must` are there, and only those of `may`, whole. Nothing else takes room once it was swept.
fn check_contents(store: &Store, must: Range<u64>, may: Range<u64>) {
    store.sweep_blobs(NOW).unwrap();
    let snapshot = store.snapshot().unwrap();
    let files: Vec<(u64, Vec<u8>)> = snapshot.read().scan(&FILES, Span::all()).unwrap().map(Result::unwrap).collect();
    let keys: Vec<u64> = files.iter().map(|(key, _)| *key).collect();
    assert!(must.clone().all(|key| keys.contains(&key)), "{must:?} were answered, {keys:?} are there");
    assert!(keys.iter().all(|key| may.contains(key)), "{keys:?} of {may:?}");
    let mut bytes = 0;
    for (key, hash) in files {
        let whole = content_of(key);
        let blob = blobs::find(snapshot.read(), &hash.try_into().unwrap()).unwrap().unwrap();
        let mut out = Vec::new();
        while out.len() < whole.len() {
            out.extend(store.read_blob(&blob, out.len() as u64, 1 << 20).unwrap());
        }
        assert!(out == whole, "file {key} is not what was sent");
        bytes += blob.bytes;
    }
    let usage = blobs::usage(snapshot.read()).unwrap();
    assert_eq!((usage.bytes, usage.arriving, usage.leaving), (bytes, 0, 0));
}

#[test]
fn contents_survive_any_loss_of_unsynced_writes_and_nothing_is_left_over() {
    let recorder = Recorder::default();
    let store = recorder.open();
    let start = recorder.ops().len();
    // After so many operations: files gone for certain, files that may be gone, files there, files begun.
    let mut marks = vec![(start, (0, 0, 0, 0))];
    let mut mark = |mark: (u64, u64, u64, u64)| marks.push((recorder.ops().len(), mark));
    for n in 0..9u64 {
        let gone = n.saturating_sub(2);
        mark((gone, gone, n, n + 1));
        attach(&store, n, &content_of(n));
        mark((gone, gone, n + 1, n + 1));
        if n >= 2 {
            mark((gone, gone + 1, n + 1, n + 1));
            detach(&store, gone);
            mark((gone + 1, gone + 1, n + 1, n + 1));
            store.sweep_blobs(NOW).unwrap();
        }
    }
    let ops = recorder.ops();
    drop(store);
    let mut dice = Dice(77);
    for image in 0..60 {
        let cut = start + dice.roll(ops.len() - start + 1);
        let (gone, going, there, begun) = marks.iter().rfind(|(at, _)| *at <= cut).unwrap().1;
        let bytes = after_power_loss(&[], &ops, cut, &mut dice);
        let first = Recorder::holding(bytes.clone());
        check_contents(&first.open(), going..there, gone..begun);
        if image % 4 == 0 {
            let recovery = first.ops();
            let cut = dice.roll(recovery.len() + 1);
            let second = Recorder::holding(after_power_loss(&bytes, &recovery, cut, &mut dice));
            check_contents(&second.open(), going..there, gone..begun);
        }
    }
}
