//! A disk that fails at any step of any command, once and until it is mended: the answer is true, nothing is
//! half-written, reads go on, and writing comes back by itself. What a failing sync should have made durable is lost,
//! also to the syncs that follow, as systems do it.

use crate::{
    disk::{Bytes, Fault, Memory},
    office::{COMMANDS, Office, Row},
    power::{open, options, place},
    sound,
};
use guildhall::clock::Clock;
use guildhall_store::Options;
use guildhall_tests::{Answer, MONDAY, Server};
use serde_json::json;
use std::{
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(20);
/// ENOSPC and EIO.
const ERRORS: [i32; 2] = [28, 5];
/// Beyond this a command would do more than any of ours does.
const MOST_STEPS: usize = 2_000;
const STEPS_A_SERVER: usize = 40;

/// What the trials came to.
#[derive(Default)]
struct Count {
    faults: AtomicUsize,
    done: AtomicUsize,
    refused: AtomicUsize,
    unsure: AtomicUsize,
    /// The most steps of one command.
    steps: AtomicUsize,
}

struct Trial<'a> {
    office: &'a Office,
    disk: &'a Memory,
    data: &'a Path,
    row: &'a Row,
    told: String,
}

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        std::thread::yield_now();
    }
}

impl Trial<'_> {
    fn digest(&self) -> blake3::Hash {
        let snapshot = self.office.server.app.store().snapshot().unwrap();
        sound::digest(snapshot.read(), sound::WORK).unwrap()
    }

    /// Everything can still be read, and nothing can be written, with the reason.
    fn reads_only(&self) {
        let told = &self.told;
        let health = self.office.owner.send_raw("GET", "/healthz", None);
        assert_eq!((health.status, health.json["status"].as_str()), (200, Some("read_only")), "{told}: {health:?}");
        assert!(health.json["reason"].as_str().is_some_and(|reason| reason.len() > 10), "{told}: {health:?}");
        let task = format!("/tasks/{}", self.office.words.iter().find(|(name, _)| *name == "$task").unwrap().1);
        let read = self.patiently(|| self.office.owner.get(&task));
        assert_eq!(read.status, 200, "{told}: {read:?}");
        let more = self.patiently(|| self.office.owner.post("/tags", json!({"name": "Not now"})));
        assert_eq!((more.status, more.code()), (503, "read_only"), "{told}: {more:?}");
    }

    /// The file is opened anew every few milliseconds here, so somebody may meet just that, and tries again.
    fn patiently(&self, ask: impl Fn() -> Answer) -> Answer {
        let mut answer = ask();
        until(&self.told, || {
            if answer.code() == "busy" {
                answer = ask();
            }
            answer.code() != "busy"
        });
        answer
    }

    fn heals(&self) {
        self.disk.plan(None);
        let told = &self.told;
        until(told, || self.office.owner.send_raw("GET", "/healthz", None).json["status"] == "ok");
        until(told, || {
            self.office.server.app.store().write(|_| Ok::<_, guildhall_store::StoreError>(())).wait().is_ok()
        });
    }

    /// What would be left if the power had gone right after the answer.
    fn left(&self, durable: Bytes) -> blake3::Hash {
        let store = open(&self.data.with_extension("left"), &Memory::holding(durable));
        // Its rows are compared; that the contents are whole is another thing.
        if self.row.2.starts_with("FILE") {
            assert!(store.verify_live(&mut |_| {}).unwrap().is_sound(), "{}", self.told);
        }
        let snapshot = store.snapshot().unwrap();
        sound::digest(snapshot.read(), sound::WORK).unwrap()
    }

    /// Answers whether the fault was met.
    fn run(&self, fault: Fault, word: &str, count: &Count) -> bool {
        let told = &self.told;
        let target = self.office.target(self.row.1, word);
        let before = self.digest();
        self.disk.plan(Some(fault));
        let answer = self.office.act(self.row, &target, word);
        let durable = self.disk.durable();
        let (_, failed) = self.disk.steps();
        if failed > 0 && fault.lasting && !fault.reads {
            self.reads_only();
        }
        self.heals();
        sound::check(self.office.server.app.store());
        let (after, left) = (self.digest(), self.left(durable));
        self.is_true(&answer, [before, after, left], count);
        if failed == 0 {
            assert!((200..300).contains(&answer.status), "{told}: {} {}", answer.status, answer.text);
        } else {
            count.faults.fetch_add(1, Relaxed);
        }
        failed > 0
    }

    /// Whether what was answered is so, now and after a loss of power.
    fn is_true(&self, answer: &Answer, [before, after, left]: [blake3::Hash; 3], count: &Count) {
        let told = format!("{}: {} {}", self.told, answer.status, answer.text);
        match answer.status {
            200..300 => {
                assert!(after != before, "{told}, and nothing was changed");
                assert!(left == after, "{told}, but it was not durable");
                count.done.fetch_add(1, Relaxed);
            }
            503 if answer.text.contains("Look whether it was kept") => {
                assert!(left == before || left == after, "{told}");
                count.unsure.fetch_add(1, Relaxed);
            }
            503 => {
                assert!(after == before, "{told}, but something was changed");
                assert!(left == before, "{told}, but something was durable");
                assert!(answer.json["error"]["message"].as_str().is_some_and(|words| words.len() > 20), "{told}");
                count.refused.fetch_add(1, Relaxed);
            }
            _ => panic!("{told}"),
        }
    }
}

/// Fails every step of one command, one after the other, once and for as long as the answer takes.
fn every_step(founded: &Office, base: &Bytes, row: &Row, reads: bool, count: &Count) {
    for lasting in [false, true] {
        let mut step = 0;
        while some_steps(founded, base, row, [lasting, reads], &mut step, count) {
            assert!(step < MOST_STEPS);
        }
        count.steps.fetch_max(step, Relaxed);
    }
}

/// Some steps on, at a server of their own, so that what piles up stays little. Answers whether there may be more.
fn some_steps(
    founded: &Office,
    base: &Bytes,
    row: &Row,
    [lasting, reads]: [bool; 2],
    step: &mut usize,
    count: &Count,
) -> bool {
    let (_folder, data) = place();
    std::fs::write(&data, b"").unwrap();
    std::fs::write(data.with_extension("left"), b"").unwrap();
    let disk = Memory::holding(base.clone());
    // Reads only reach a disk when little is kept in memory.
    let cache_bytes = if reads { 128 << 10 } else { 16 << 20 };
    let options = Options { cache_bytes, probe_every: Duration::from_millis(3), ..options(&disk) };
    let office = founded.at(Server::open_as(&data, Clock::manual(MONDAY), options));
    for _ in 0..STEPS_A_SERVER {
        let fault = Fault { after: *step, errno: ERRORS[(*step + usize::from(lasting)) % 2], lasting, reads };
        let told = format!("{}: {fault:?}", row.0);
        let trial = Trial { office: &office, disk: &disk, data: &data, row, told };
        if !trial.run(fault, &format!("w{step}"), count) {
            return false;
        }
        *step += 1;
    }
    true
}

fn every_command(reads: bool) -> Count {
    let (_folder, data) = place();
    std::fs::write(&data, b"").unwrap();
    let disk = Memory::holding(Bytes::default());
    let office = Office::found(Server::open_as(&data, Clock::manual(MONDAY), options(&disk)));
    let base = disk.durable();
    let (count, rows) = (Count::default(), Mutex::new(COMMANDS.iter()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(row) = { rows.lock().unwrap().next() } {
                    every_step(&office, &base, row, reads, &count);
                }
            });
        }
    });
    let [faults, done, refused, unsure, steps] =
        [&count.faults, &count.done, &count.refused, &count.unsure, &count.steps].map(|number| number.load(Relaxed));
    println!(
        "{} commands, {faults} faults at up to {steps} steps each: {done} done, {refused} refused, {unsure} said that \
         they do not know",
        COMMANDS.len()
    );
    count
}

#[test]
fn a_write_or_sync_that_fails_at_any_step_of_any_command_is_answered_truly_and_heals() {
    let begun = Instant::now();
    let count = every_command(false);
    assert!(count.faults.load(Relaxed) > COMMANDS.len() * 10);
    println!("{:?}", begun.elapsed());
}

#[test]
fn a_read_that_fails_at_any_step_of_any_command_is_answered_truly_and_heals() {
    let begun = Instant::now();
    let count = every_command(true);
    assert!(count.faults.load(Relaxed) > COMMANDS.len());
    println!("{:?}", begun.elapsed());
}
