//! Durable creation of tasks over HTTP, beside as many callers in the process that write the same rows.

use super::{
    seed::Seeded,
    table::{Table, Times},
    wire::Wire,
};
use guildhall::{access::Who, tasks};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

/// How long each part is measured.
const FOR: Duration = Duration::from_secs(4);

/// Runs `callers` threads for a while and answers what they did a second, their times and errors.
pub fn race<C, F>(callers: usize, make: C) -> (f64, Times, usize)
where
    C: Fn(usize) -> F + Sync,
    F: FnMut() -> bool,
{
    let errors = AtomicUsize::new(0);
    let begun = Instant::now();
    let times: Vec<Duration> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..callers)
            .map(|caller| {
                let (make, errors) = (&make, &errors);
                scope.spawn(move || {
                    let (mut step, mut times) = (make(caller), Vec::new());
                    while begun.elapsed() < FOR {
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
    let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
    (rate, Times::new(times), errors.load(Ordering::Relaxed))
}

/// Measures 1, 16 and 64 connections.
pub fn measure(seeded: &Seeded, table: &mut Table) {
    let rows = rows_a_create(seeded);
    let path = format!("/api/v1/spaces/{}/tasks", seeded.space);
    for callers in [1, 16, 64] {
        let (bare, bare_times, bare_errors) = race(callers, |caller| {
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
        });
        let (ours, times, errors) = race(callers, |caller| {
            let mut wire = Wire::connect(&seeded.server.url, &seeded.cookie);
            let (path, body) = (
                path.clone(),
                format!("{{\"title\":\"Bench task of caller {caller}\",\"body\":\"Some words of a body.\"}}"),
            );
            move || wire.send("POST", &path, &body).0 == 201
        });
        let ratio = ours / bare;
        let needed = if callers == 1 { 0.6 } else { 0.5 };
        let tail = times.at(99.0) / bare_times.at(99.0).max(0.001);
        table.row(
            &format!("durable task creation, {callers} connections ({rows} rows each)"),
            seeded.size,
            format!("{ours:.0}/s, p50 {:.2} ms, p99 {:.2} ms", times.at(50.0), times.at(99.0)),
            format!("{bare:.0}/s, p50 {:.2} ms, p99 {:.2} ms in process", bare_times.at(50.0), bare_times.at(99.0)),
            Some(ratio),
            &format!("≥ {needed}; p99 ≤ 3× ({tail:.1}×); ≤ 12 rows"),
            Some(ratio >= needed && tail <= 3.0 && rows <= 12),
            errors + bare_errors,
        );
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
