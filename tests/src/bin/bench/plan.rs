//! The plan of a space with 1,000 tasks and 1,500 dependencies: opened over HTTP, and what moves when its first task does.
//! Beside it the same numbers alone: the network of the domain, built and walked.

use super::{
    table::{Row, Table, Times},
    wire::Wire,
};
use chrono::{Days, NaiveDate};
use guildhall::{
    access::Who,
    http::shapes::WhenShape,
    plan::commands::depend,
    spaces::input::SpacePatch,
    tasks::{self, input::TaskInput},
};
use guildhall_domain::{
    Id,
    plan::{Bar, Link, Move, Network},
};
use guildhall_tests::{Dice, Server};
use std::time::Instant;

/// Tasks of the plan.
const TASKS: usize = 1_000;
/// Dependencies of it: a chain of all, and others.
const LINKS: usize = 1_500;
/// Made in one command.
const BATCH: usize = 200;
/// Times it is asked for.
const ROUNDS: usize = 50;

fn fill(server: &Server, owner: Id, space: Id) -> (Vec<Id>, Vec<(usize, usize)>) {
    let who = Who::person(owner);
    let finish = NaiveDate::from_ymd_opt(2031, 1, 1);
    let patch = SpacePatch { finish: Some(finish), ..SpacePatch::default() };
    let set = server.app.run_blocking(who, move |work| {
        guildhall::spaces::commands::edit(work, space, guildhall::http::call::IfMatch::Any, &patch, "").map(drop)
    });
    set.expect("a space can have an end date");
    let day = |at: usize| {
        let first = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
        let date = first.checked_add_days(Days::new(at as u64)).expect("a day");
        Some(WhenShape { date, time: None, zone: None })
    };
    let mut ids = Vec::with_capacity(TASKS);
    for batch in 0..TASKS / BATCH {
        let inputs: Vec<TaskInput> = (0..BATCH)
            .map(|at| batch * BATCH + at)
            .map(|at| TaskInput { title: format!("Task {at}"), start: day(at), due: day(at), ..Default::default() })
            .collect();
        let made = server.app.run_blocking(who, move |work| {
            let made = inputs.iter().map(|input| tasks::commands::create(work, space, input).map(|task| task.id));
            made.collect::<Result<Vec<_>, _>>()
        });
        ids.extend(made.expect("tasks can be made").value);
    }
    let mut dice = Dice::new(48);
    let mut pairs: std::collections::BTreeSet<(usize, usize)> = (1..TASKS).map(|at| (at - 1, at)).collect();
    while pairs.len() < LINKS {
        let (a, b) = (dice.below(TASKS), dice.below(TASKS));
        if a != b {
            pairs.insert((a.min(b), a.max(b)));
        }
    }
    let pairs: Vec<(usize, usize)> = pairs.into_iter().collect();
    for batch in pairs.chunks(BATCH) {
        let batch: Vec<(Id, Id)> = batch.iter().map(|(a, b)| (ids[*a], ids[*b])).collect();
        let made = server.app.run_blocking(who, move |work| {
            batch.iter().try_for_each(|(before, task)| depend(work, *task, *before, Some(0)).map(drop))
        });
        made.expect("dependencies can be made");
    }
    (ids, pairs)
}

/// The network alone: built, walked both ways, its first bar moved.
fn bare(pairs: &[(usize, usize)]) -> Times {
    let bars: Vec<Bar> = (0..TASKS).map(|at| Bar { start: Some(at as i64), length: 1, done: false }).collect();
    let links: Vec<Link> = pairs.iter().map(|(from, to)| Link { from: *from, to: *to, lag: 0 }).collect();
    let round = |_| {
        let at = Instant::now();
        let network = Network::new(bars.clone(), links.clone(), 0);
        let moved = network.shift(Move { bar: 0, start: 5, length: 1 });
        assert_eq!((moved.len(), network.slack(TASKS as i64).len()), (TASKS, TASKS));
        at.elapsed()
    };
    Times::new((0..ROUNDS).map(round).collect())
}

fn row(table: &mut Table, work: &str, times: &Times, limit: &Times, most: f64, errors: usize) {
    table.add(Row {
        work: work.into(),
        items: TASKS,
        guildhall: format!("p50 {:.1} ms, p99 {:.1} ms", times.at(50.0), times.at(99.0)),
        limit: format!("p50 {:.2} ms, the network alone", limit.at(50.0)),
        ratio: Some(limit.at(50.0) / times.at(50.0)),
        p50: Some(times.at(50.0)),
        reach: format!("p50 ≤ {most} ms"),
        held: Some(times.at(50.0) <= most),
        errors,
    });
}

/// Measures it.
pub fn measure(table: &mut Table) {
    let server = Server::start();
    let owner = server.owner();
    let me: Id = owner.me().parse().expect("an id");
    let space: Id = owner.space("Project", "open").parse().expect("an id");
    let (ids, pairs) = fill(&server, me, space);
    let limit = bare(&pairs);
    let mut wire = Wire::connect(&server.url, &owner.header("Cookie").unwrap_or_default());
    let mut asked = |method: &str, path: &str, body: &str| {
        let mut errors = 0;
        let times = (0..ROUNDS).map(|_| {
            let at = Instant::now();
            errors += usize::from(wire.send(method, path, body).0 != 200);
            at.elapsed()
        });
        let times = Times::new(times.collect());
        (times, errors)
    };
    let (times, errors) = asked("GET", &format!("/api/v1/spaces/{space}/plan"), "");
    row(table, "plan of 1,000 tasks and 1,500 dependencies", &times, &limit, 300.0, errors);
    let shift = r#"{"start":"2026-12-07","due":"2026-12-07"}"#;
    let (times, errors) = asked("POST", &format!("/api/v1/tasks/{}/shifts/preview", ids[0]), shift);
    row(table, "what moves with the first of them", &times, &limit, 20.0, errors);
}
