//! The workload of 200 people over eight weeks, counted from 100,000 open tasks. Beside it the demands of the same tasks
//! read once, with nothing made of them. And Home of one of them.

use super::{
    bare::by_heart,
    table::{Row, Table, Times},
    wire::Wire,
};
use chrono::{Days, NaiveDate};
use guildhall::{
    access::{Scope, Who},
    http::shapes::WhenShape,
    people::commands::{NewPerson, create_person},
    tasks::{self, input::TaskInput, store::demands},
};
use guildhall_domain::{
    Id,
    person::{PersonState, Role},
};
use guildhall_tests::{Dice, Server};
use std::time::Instant;

/// People who do the tasks.
const PEOPLE: usize = 200;
/// Open tasks in all.
const TASKS: usize = 100_000;
/// Tasks in one command.
const BATCH: usize = 200;
/// Times it is asked for.
const ROUNDS: usize = 20;

fn people(server: &Server) -> Vec<Id> {
    let made = server.app.run_blocking(Who::system(), |work| {
        let zone = work.directory().zone();
        let new = |at: usize| NewPerson {
            name: format!("Person {at}"),
            email: format!("person{at}@example.com"),
            role: Role::Member,
            state: PersonState::Active,
            language: "en".into(),
            time_zone: zone,
        };
        (0..PEOPLE).map(|at| create_person(work, new(at)).map(|person| person.id)).collect::<Result<Vec<_>, _>>()
    });
    made.expect("people can be made").value
}

/// Makes the tasks, due within eight weeks, half of them with an estimate; answers their ids in order.
fn fill(server: &Server, owner: Id, space: Id, people: &[Id]) -> Vec<Id> {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    let mut dice = Dice::new(46);
    let mut ids = Vec::with_capacity(TASKS);
    for _ in 0..TASKS / BATCH {
        let inputs: Vec<TaskInput> = (0..BATCH)
            .map(|at| TaskInput {
                title: format!("Task {}", dice.below(1_000)),
                assignee_id: Some(people[dice.below(people.len())]),
                due: Some(due(today.checked_add_days(Days::new(dice.below(56) as u64)).expect("a day"))),
                estimate_minutes: (at % 2 == 0).then_some(15),
                ..Default::default()
            })
            .collect();
        let made = server.app.run_blocking(Who::person(owner), move |work| {
            let made = inputs.iter().map(|input| tasks::commands::create(work, space, input).map(|task| task.id));
            made.collect::<Result<Vec<_>, _>>()
        });
        ids.extend(made.expect("tasks can be made").value);
    }
    ids.sort_unstable();
    ids
}

fn due(day: NaiveDate) -> WhenShape {
    WhenShape { date: day, time: None, zone: None }
}

/// Measures it.
pub fn measure(table: &mut Table) {
    let server = Server::start();
    let owner = server.owner();
    let me: Id = owner.me().parse().expect("an id");
    let space: Id = owner.space("Service", "open").parse().expect("an id");
    let mut people = people(&server);
    // Whoever asks has as much to do as everybody.
    people[0] = me;
    // Somebody else writes them all down: what one made oneself stands on one's Home too.
    let ids = fill(&server, people[1], space, &people);
    let view = server.app.view(Who::person(me)).expect("a view");
    let limit = (0..ROUNDS)
        .map(|_| {
            let at = Instant::now();
            assert_eq!(demands(view.read(), &ids).expect("demands").len(), TASKS);
            at.elapsed()
        })
        .collect();
    drop(view);
    let limit = Times::new(limit);
    let mut wire = Wire::connect(&server.url, &owner.header("Cookie").unwrap_or_default());
    let (times, errors) = ask(&mut wire, "/api/v1/workload?from=2026-11-23&weeks=8");
    table.add(Row {
        work: "workload of 200 people over eight weeks".into(),
        items: TASKS,
        guildhall: format!("p50 {:.0} ms, p99 {:.0} ms", times.at(50.0), times.at(99.0)),
        limit: format!("p50 {:.0} ms, the demands read once", limit.at(50.0)),
        ratio: Some(limit.at(50.0) / times.at(50.0)),
        p50: Some(times.at(50.0)),
        reach: "p50 ≤ 300 ms".into(),
        held: Some(times.at(50.0) <= 300.0),
        errors,
    });
    let (times, errors) = ask(&mut wire, "/api/v1/home");
    let limit = by_heart(wire.send("GET", "/api/v1/home", "").1, ROUNDS);
    table.add(Row {
        work: "Home with 500 own tasks".into(),
        items: TASKS,
        guildhall: format!("p50 {:.1} ms, p99 {:.1} ms", times.at(50.0), times.at(99.0)),
        limit: format!("p50 {:.2} ms, the same bytes by heart", limit.at(50.0)),
        ratio: Some(limit.at(50.0) / times.at(50.0)),
        p50: Some(times.at(50.0)),
        reach: "p50 ≤ 100 ms".into(),
        held: Some(times.at(50.0) <= 100.0),
        errors,
    });
}

/// How long an answer takes, and how many there were that were none.
fn ask(wire: &mut Wire, path: &str) -> (Times, usize) {
    let mut errors = 0;
    let times = (0..ROUNDS)
        .map(|_| {
            let at = Instant::now();
            errors += usize::from(wire.send("GET", path, "").0 != 200);
            at.elapsed()
        })
        .collect();
    (Times::new(times), errors)
}
