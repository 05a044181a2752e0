//! Durable creation of tasks over HTTP, beside as many callers in the process that write the same rows.

use super::{
    seed::Seeded,
    table::{Row, Table, Times},
    wire::Wire,
};
use guildhall::{access::Who, tasks};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

/// How long one turn of a race is, and how many turns each side has.
const TURN: Duration = Duration::from_millis(1200);
const TURNS: usize = 4;

/// What a race gave: steps a second, their times, and how many failed.
pub struct Raced {
    /// Steps a second.
    pub rate: f64,
    /// How long each took.
    pub times: Times,
    /// How many failed.
    pub errors: usize,
}

impl Raced {
    /// For the table.
    pub fn words(&self) -> String {
        let Raced { rate, times, .. } = self;
        format!("{rate:.0}/s, p50 {:.2} ms, p99 {:.2} ms", times.at(50.0), times.at(99.0))
    }
}

/// Runs two kinds of callers, the limit's first, in turns, and answers both: what else the machine does at
/// the time then slows both of them alike. `between` is run before each turn.
pub fn duel<A, B>(
    callers: usize,
    between: impl Fn(),
    limit: impl Fn(usize) -> A + Sync,
    ours: impl Fn(usize) -> B + Sync,
) -> (Raced, Raced)
where
    A: FnMut() -> bool,
    B: FnMut() -> bool,
{
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        between();
        first.push(race(callers, &limit));
        between();
        second.push(race(callers, &ours));
    }
    (together(first), together(second))
}

/// Runs one kind of callers for as long as a side of a race has.
pub fn alone<C, F>(callers: usize, make: C) -> Raced
where
    C: Fn(usize) -> F + Sync,
    F: FnMut() -> bool,
{
    together((0..TURNS).map(|_| race(callers, &make)).collect())
}

type Turn = (Duration, Vec<Duration>, usize);

fn together(turns: Vec<Turn>) -> Raced {
    let took: Duration = turns.iter().map(|(took, _, _)| *took).sum();
    let errors = turns.iter().map(|(_, _, errors)| errors).sum();
    let times: Vec<Duration> = turns.into_iter().flat_map(|(_, times, _)| times).collect();
    Raced { rate: times.len() as f64 / took.as_secs_f64(), times: Times::new(times), errors }
}

/// Runs `callers` threads for a turn.
fn race<C, F>(callers: usize, make: &C) -> Turn
where
    C: Fn(usize) -> F + Sync,
    F: FnMut() -> bool,
{
    let errors = AtomicUsize::new(0);
    let begun = Instant::now();
    let times: Vec<Duration> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..callers)
            .map(|caller| {
                let errors = &errors;
                scope.spawn(move || {
                    let (mut step, mut times) = (make(caller), Vec::new());
                    while begun.elapsed() < TURN {
                        let at = Instant::now();
                        if !step() {
                            errors.fetch_add(1, Ordering::Relaxed);
                        }
                        times.push(at.elapsed());
                    }
                    times
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("callers do not panic")).collect()
    });
    (begun.elapsed(), times, errors.into_inner())
}

/// Measures 1, 16 and 64 connections.
pub fn measure(seeded: &Seeded, table: &mut Table) {
    let rows = rows_a_create(seeded);
    let path = format!("/api/v1/spaces/{}/tasks", seeded.space);
    for callers in [1, 16, 64] {
        let in_process = |caller| {
            let (app, space, owner) = (seeded.server.app.clone(), seeded.space, seeded.owner);
            move || {
                let input = tasks::input::TaskInput {
                    title: format!("Bench task of caller {caller}"),
                    body: "Some words of a body.".into(),
                    ..Default::default()
                };
                app.run_blocking(Who::person(owner), move |work| {
                    tasks::commands::create(work, space, &input).map(|_| ())
                })
                .is_ok()
            }
        };
        let over_http = |caller| {
            let mut wire = Wire::connect(&seeded.server.url, &seeded.cookie);
            let path = path.clone();
            let body = format!("{{\"title\":\"Bench task of caller {caller}\",\"body\":\"Some words of a body.\"}}");
            move || wire.send("POST", &path, &body).0 == 201
        };
        let settle = || assert!(seeded.settle(), "the index keeps up");
        let (bare, ours) = duel(callers, settle, in_process, over_http);
        let ratio = ours.rate / bare.rate;
        let needed = if callers == 1 { 0.6 } else { 0.5 };
        let tail = ours.times.at(99.0) / bare.times.at(99.0).max(0.001);
        table.add(Row {
            work: format!("durable task creation, {callers} connections ({rows} rows each)"),
            items: seeded.size,
            guildhall: ours.words(),
            limit: format!("{} in process", bare.words()),
            ratio: Some(ratio),
            p50: None,
            reach: format!("≥ {needed}; p99 ≤ 3× ({tail:.1}×); ≤ 12 rows"),
            held: Some(ratio >= needed && tail <= 3.0 && rows <= 12),
            errors: ours.errors + bare.errors,
        });
    }
}

/// Rows one create writes.
fn rows_a_create(seeded: &Seeded) -> usize {
    let space = seeded.space;
    let assignee = seeded.owner;
    let due = serde_json::json!({"title": "Rows", "due": {"date": "2026-12-01"}, "assignee_id": assignee});
    let input: tasks::input::TaskInput = serde_json::from_value(due).expect("an input");
    let done = seeded.server.app.run_blocking(Who::person(assignee), move |work| {
        tasks::commands::create(work, space, &input)?;
        Ok(work.tx.rows())
    });
    done.expect("a task can be made").value
}
