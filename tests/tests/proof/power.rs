//! Power loss: of what was done to the disk since the last sync any part may be missing, also parts of a write, in any
//! order, and the power may go again while the file is being opened. Whatever the moment, the data is then exactly
//! what it was after one of the commands: after the last that was answered, or the one under way.
//!
//! The writes and syncs are those of the product's own commands, recorded once over HTTP. Every image is made of
//! them in memory and opened as the server does it; all rows of all tables are compared.

use crate::{
    disk::{Bytes, Memory, Op},
    office::{COMMANDS, Office},
    sound,
    untouched::UNTOUCHED,
};
use guildhall::{access::Who, catalogue, clock::Clock, organization};
use guildhall_store::{OWN_TABLES, Options, Store, verify};
use guildhall_tests::{Dice, MONDAY, Server, server};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Instant,
};

/// Images in the ordinary suite. `GUILDHALL_IMAGES` asks for others: a million with
/// `cargo xtask test --only power-loss`.
const IMAGES: usize = 20_000;
const SECTOR: usize = 512;

/// What the commands did to the disk, and what was answered when.
pub struct Tape {
    pub ops: Vec<Op>,
    /// Operations done, groups committed and a digest of the data, each time a command had been answered.
    pub answers: Vec<(usize, u64, blake3::Hash)>,
}

/// Every command of the office once, on a new file, and what the caretaker does a month later.
pub fn record(data: &Path) -> Tape {
    std::fs::write(data, b"").unwrap();
    let disk = Memory::recording(Bytes::default());
    let clock = Clock::manual(MONDAY);
    let office = Office::found(Server::open_as(data, clock.clone(), options(&disk)));
    let mut answers = Vec::new();
    let mut mark = |office: &Office| {
        // What is under way beside the commands must not stand between the two.
        let now = office.server.app.store().snapshot().unwrap();
        let state = (sound::commits(now.read()), sound::digest(now.read(), sound::WORK).unwrap());
        answers.push((disk.done(), state.0, state.1));
    };
    mark(&office);
    for (at, row) in COMMANDS.iter().enumerate() {
        let word = format!("w{at}");
        let target = office.target(row.1, &word);
        mark(&office);
        let answer = office.act(row, &target, &word);
        assert!((200..300).contains(&answer.status), "{}: {} {}", row.0, answer.status, answer.text);
        mark(&office);
        clock.advance(60_000);
    }
    clock.advance(40 * 24 * 3_600_000);
    guildhall::cli::care::sweep(&office.server.app).unwrap();
    mark(&office);
    sound::check(office.server.app.store());
    drop(office);
    Tape { ops: disk.ops(), answers }
}

/// How an image is opened.
pub fn options(disk: &Memory) -> Options {
    Options { disk: Some(disk.opener()), cache_bytes: 4 << 20, now_ms: MONDAY, ..server::options() }
}

/// A folder for what the store wants to have beside its file, and the name of the file.
pub fn place() -> (tempfile::TempDir, PathBuf) {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let data = folder.path().join("proof.redb");
    (folder, data)
}

pub fn open(data: &Path, disk: &Memory) -> Store {
    Store::open(data, options(disk), &catalogue::tables()).unwrap()
}

/// What is on the disk when the power goes: all that was synced, and of the rest some lengths and writes, in any
/// order, some of their sectors missing.
pub fn lose(synced: &Bytes, loose: &[Op], dice: &mut Dice) -> Bytes {
    let mut bytes = synced.clone();
    // The lengths of a file are kept in order by the file system, but the last ones may be missing.
    let lengths = loose.iter().filter(|op| matches!(op, Op::Len(_)));
    let kept = if dice.chance(80) { usize::MAX } else { dice.below(3) };
    lengths.take(kept).for_each(|op| bytes.apply(op));
    let mut writes: Vec<_> =
        loose.iter().filter_map(|op| if let Op::Write(at, data) = op { Some((*at, data)) } else { None }).collect();
    while !writes.is_empty() {
        let (at, data) = writes.swap_remove(dice.below(writes.len()));
        let room = bytes.len().saturating_sub(at).min(data.len());
        match dice.below(8) {
            0 | 1 => {}
            2 => bytes.write(at, &data[..room.min(dice.below(data.len() / SECTOR + 1) * SECTOR)]),
            3 => {
                for start in (0..room).step_by(SECTOR).filter(|_| dice.chance(50)) {
                    bytes.write(at + start, &data[start..(start + SECTOR).min(room)]);
                }
            }
            _ => bytes.write(at, &data[..room]),
        }
    }
    bytes
}

/// The states the data may be in: by number of commits, as a start finds them.
pub struct States {
    pub digests: BTreeMap<u64, blake3::Hash>,
    /// Where the syncs stand, and how many commits are certain from there on.
    pub syncs: Vec<(usize, u64)>,
    /// Tables that had a row in one of them.
    pub filled: BTreeSet<&'static str>,
}

/// Opens the file as of every sync. Each state is looked at with all it has: nothing is half-written, and it is what
/// was answered.
pub fn states(tape: &Tape, data: &Path) -> States {
    let mut bytes = Bytes::default();
    let mut states = States { digests: BTreeMap::new(), syncs: Vec::new(), filled: BTreeSet::new() };
    for (at, op) in tape.ops.iter().enumerate() {
        bytes.apply(op);
        if !matches!(op, Op::Sync) || at + 1 < tape.answers[0].0 {
            continue;
        }
        let store = open(data, &Memory::holding(bytes.clone()));
        let snapshot = store.snapshot().unwrap();
        let commits = sound::commits(snapshot.read());
        states.syncs.push((at + 1, commits));
        let digest = sound::digest(snapshot.read(), &[]).unwrap();
        let fresh = states.digests.insert(commits, digest);
        assert!(fresh.is_none_or(|before| before == digest), "two states with {commits} commits");
        if fresh.is_none() {
            states.filled.extend(sound::filled(snapshot.read()));
            sound::check(&store);
            let known = sound::digest(snapshot.read(), sound::WORK).unwrap();
            let answered = tape.answers.iter().filter(|(_, number, _)| *number == commits);
            answered.for_each(|(.., digest)| assert_eq!(*digest, known, "what was answered after {commits} commits"));
        }
    }
    // Whatever was answered was certain by then.
    for (done, commits, _) in &tape.answers {
        let certain = states.syncs.iter().rfind(|(at, _)| at <= done).unwrap();
        assert!(certain.1 >= *commits, "answered after {commits} commits, certain are {}", certain.1);
    }
    states
}

/// What an image was opened to.
struct Found {
    disk: Memory,
    store: Store,
    commits: u64,
}

fn look(image: Bytes, states: &States, allowed: [u64; 2], data: &Path, told: &str) -> Found {
    let disk = Memory::recording(image);
    let store = open(data, &disk);
    let snapshot = store.snapshot().unwrap();
    let commits = sound::commits(snapshot.read());
    assert!(allowed.contains(&commits), "{told}: {commits} commits are there, it can be {allowed:?}");
    let digest = sound::digest(snapshot.read(), &[]).unwrap();
    assert_eq!(states.digests[&commits], digest, "{told}: not what it was after {commits} commits");
    drop(snapshot);
    Found { disk, store, commits }
}

/// A later command works, and is still there when the power goes right after its answer.
fn go_on(found: Found, data: &Path, told: &str) {
    let app = guildhall::App::new(found.store, Clock::manual(MONDAY), config(data), guildhall::Parts::default());
    let tag = guildhall::access::Tag { id: 4711, name: "Later".into(), color: 1, seq: 0 };
    let kept = tag.clone();
    app.run_blocking(Who::system(), move |work| {
        organization::store::put_tag(work.tx, &tag)?;
        work.directory_changed()
    })
    .unwrap();
    let store = open(data, &Memory::holding(found.disk.durable()));
    let snapshot = store.snapshot().unwrap();
    let tags = organization::store::all_tags(snapshot.read()).unwrap();
    assert!(tags.contains(&kept), "{told}: the later command is lost");
    assert_eq!(sound::commits(snapshot.read()), found.commits + 1, "{told}");
}

fn config(data: &Path) -> guildhall::config::Config {
    guildhall::config::Config::for_data(data.to_owned())
}

/// The product's own check of a file finds nothing to say.
fn verified(image: &Bytes, data: &Path, told: &str) {
    let file = data.with_extension("image");
    std::fs::write(&file, image.flat()).unwrap();
    let report = verify(&file, &mut |_| {}).unwrap();
    assert!(report.is_sound(), "{told}: {:?}", report.problems);
}

/// How many images, as it was asked for.
fn images() -> usize {
    std::env::var("GUILDHALL_IMAGES").map_or(IMAGES, |number| number.parse().unwrap())
}

/// Makes every `of`th image from `first` on, in the order of the moments at which the power goes.
fn some(tape: &Tape, states: &States, first: usize, of: usize, all: usize, count: &[AtomicUsize; 3]) {
    let (_folder, data) = place();
    let start = states.syncs[0].0;
    let mut synced = Bytes::default();
    let (mut at, mut interval) = (0, 0);
    let moments = tape.ops.len() - start + 1;
    for image in (first..all).step_by(of) {
        let told = format!("image {image} of {all}");
        let cut = start + image * moments / all;
        while states.syncs.get(interval + 1).is_some_and(|(next, _)| *next <= cut) {
            interval += 1;
        }
        if at < states.syncs[interval].0 {
            tape.ops[at..states.syncs[interval].0].iter().for_each(|op| synced.apply(op));
            at = states.syncs[interval].0;
            // From here on images share it.
            synced = Bytes::of(Arc::new(synced.flat()));
        }
        let certain = states.syncs[interval].1;
        let allowed = [certain, states.syncs.get(interval + 1).map_or(certain, |(_, next)| *next)];
        let mut dice = Dice::new(image as u64);
        let bytes = lose(&synced, &tape.ops[at..cut], &mut dice);
        let found = look(bytes.clone(), states, allowed, &data, &told);
        count[0].fetch_add(1, Relaxed);
        if image % 4 == 0 {
            // Opening wrote too, and the power goes at any moment of that.
            let again = found.disk.ops();
            let cut = dice.below(again.len() + 1);
            let synced_at = again[..cut].iter().rposition(|op| matches!(op, Op::Sync)).map_or(0, |at| at + 1);
            let mut base = bytes.clone();
            again[..synced_at].iter().for_each(|op| base.apply(op));
            let bytes = lose(&base, &again[synced_at..cut], &mut dice);
            look(bytes, states, [found.commits; 2], &data, &format!("{told}, again while opening"));
            count[1].fetch_add(1, Relaxed);
        }
        if image % 50 == 1 {
            verified(&bytes, &data, &told);
            go_on(found, &data, &told);
            count[2].fetch_add(1, Relaxed);
        }
    }
}

/// The commands write every table there is, but those of which it is said why not.
fn every_table_is_met(states: &States) {
    let excused: BTreeSet<&str> = UNTOUCHED.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let known: BTreeSet<&str> = sound::tables().collect();
    let strange: Vec<&&str> = excused.difference(&known).collect();
    assert!(strange.is_empty(), "there are no tables {strange:?}");
    let own: BTreeSet<&str> = OWN_TABLES.iter().map(|info| info.name).collect();
    let empty =
        known.iter().filter(|name| !own.contains(*name) && !states.filled.contains(*name) && !excused.contains(*name));
    let empty: Vec<&&str> = empty.collect();
    assert!(empty.is_empty(), "no command of the office writes {empty:?}; add one, or say why not in untouched.rs");
    let written: Vec<&&str> = excused.iter().filter(|name| states.filled.contains(*name)).collect();
    println!("written although excused: {written:?}");
}

#[test]
fn power_lost_at_any_moment_of_any_command_leaves_what_was_answered_and_nothing_half_done() {
    let (_folder, data) = place();
    let begun = Instant::now();
    let tape = record(&data);
    let recorded = begun.elapsed();
    let states = states(&tape, &data);
    let looked = begun.elapsed() - recorded;
    assert!(states.digests.len() > COMMANDS.len() && COMMANDS.len() >= 40);
    every_table_is_met(&states);
    let (all, workers) = (images(), std::thread::available_parallelism().map_or(2, usize::from));
    let count = [const { AtomicUsize::new(0) }; 3];
    std::thread::scope(|scope| {
        for first in 0..workers {
            let (tape, states, count) = (&tape, &states, &count);
            scope.spawn(move || some(tape, states, first, workers, all, count));
        }
    });
    let [images, again, on] = count.map(AtomicUsize::into_inner);
    assert_eq!(images, all);
    println!(
        "{images} images of {} operations and {} states, {again} of them again while opening, {on} verified and \
         gone on with; recording {recorded:?}, states {looked:?}, images {:?}",
        tape.ops.len(),
        states.digests.len(),
        begun.elapsed() - recorded - looked
    );
}
