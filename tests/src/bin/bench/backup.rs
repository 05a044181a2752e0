//! A backup while 200 tasks a second are made, and with nobody writing, beside the same tables copied bare.

use super::{
    bare_copy::bare_copy,
    seed::Seeded,
    table::{Row, Table, Times},
    wire::Wire,
};
use guildhall_store::Store;
use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

/// A task every so long makes 200 a second.
const PACE: Duration = Duration::from_millis(5);

fn write_while(seeded: &Seeded, running: &AtomicBool) -> (Vec<Duration>, usize) {
    let mut wire = Wire::connect(&seeded.server.url, &seeded.cookie);
    let path = format!("/api/v1/spaces/{}/tasks", seeded.space);
    let (mut times, mut errors, begun) = (Vec::new(), 0, Instant::now());
    while running.load(Ordering::Relaxed) {
        let due = begun + PACE * u32::try_from(times.len()).unwrap_or(u32::MAX);
        while Instant::now() < due {
            std::thread::park_timeout(due - Instant::now());
        }
        let at = Instant::now();
        errors += usize::from(wire.send("POST", &path, "{\"title\":\"Written during a backup\"}").0 != 201);
        times.push(at.elapsed());
    }
    (times, errors)
}

/// Does something while 200 tasks a second are made; answers their times and errors.
pub fn writers(seeded: &Seeded, work: impl FnOnce()) -> (Times, usize) {
    let running = AtomicBool::new(true);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| write_while(seeded, &running));
        work();
        running.store(false, Ordering::Relaxed);
        let (times, errors) = writer.join().expect("the writer ends");
        (Times::new(times), errors)
    })
}

/// A backup: how fast with its check, and seconds of copying and of the sync and check after it.
fn backup(store: &Store, to: &Path) -> (f64, f64, f64) {
    let begun = Instant::now();
    let mut copied = 0.0;
    // It tells of rows while they are copied.
    let report = store.backup_to(to, &mut |_| copied = begun.elapsed().as_secs_f64()).expect("a backup");
    let all = begun.elapsed().as_secs_f64();
    (report.bytes as f64 / all / 1e6, copied, all - copied)
}

/// Measures it busy and quiet, beside the engine that copies and checks the same tables.
pub fn measure(seeded: &Seeded, table: &mut Table) {
    seeded.settle();
    let folder = tempfile::tempdir().expect("a folder");
    let store = seeded.server.app.store();
    let file = |name: &str| folder.path().join(name);
    let (quiet, copy, check) = backup(store, &file("quiet.redb"));
    let bare = bare_copy(&file("quiet.redb"), &file("bare.redb"));
    let limit = bare.bytes as f64 / (bare.copy + bare.check) / 1e6;
    let limit_words =
        format!("{limit:.0} MB/s copied bare and checked ({:.2} s, {:.2} s), nobody writing", bare.copy, bare.check);
    table.add(Row {
        work: "backup with its check, nobody writing".into(),
        items: seeded.size,
        guildhall: format!("{quiet:.0} MB/s ({copy:.2} s, {check:.2} s)"),
        limit: limit_words.clone(),
        ratio: Some(quiet / limit),
        reach: "—".into(),
        ..Row::default()
    });
    let (idle, _) = writers(seeded, || {
        let until = Instant::now() + Duration::from_secs(3);
        while Instant::now() < until {
            std::thread::park_timeout(until - Instant::now());
        }
    });
    let (mut busy, mut copy, mut check) = (0.0, 0.0, 0.0);
    let (during, errors) = writers(seeded, || (busy, copy, check) = backup(store, &file("busy.redb")));
    let slower = during.at(50.0) / idle.at(50.0).max(0.001);
    table.add(Row {
        work: "backup with its check, while 200 tasks a second are written".into(),
        items: seeded.size,
        guildhall: format!(
            "{busy:.0} MB/s ({copy:.2} s, {check:.2} s); writers p50 {:.2} ms, p99 {:.1} ms",
            during.at(50.0),
            during.at(99.0)
        ),
        limit: format!(
            "{limit_words}; writers p50 {:.2} ms, p99 {:.1} ms without a backup",
            idle.at(50.0),
            idle.at(99.0)
        ),
        ratio: Some(busy / limit),
        p50: None,
        reach: format!("≥ 0.7; writers' p50 ≤ 1.5× ({slower:.2}×), p99 ≤ 100 ms"),
        held: Some(busy / limit >= 0.7 && slower <= 1.5 && during.at(99.0) <= 100.0),
        errors,
    });
}
