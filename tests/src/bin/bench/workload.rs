//! The workload of 200 people over eight weeks, counted from 100,000 open tasks in 30 spaces, of which the reader does not
//! see a third, and from what was worked on them. Beside it the demands of the same tasks read once, with nothing made of
//! them. And Home of one of them.

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
    spaces::{self, input::NewSpace},
    tasks::{self, input::TaskInput, store::demands},
    time::{self, input::NewEntry},
};
use guildhall_domain::{
    Id,
    person::{PersonState, Role},
    space::SpaceRole,
};
use guildhall_tests::{Dice, Server};
use std::time::Instant;

/// People who do the tasks.
const PEOPLE: usize = 200;
/// Open tasks in all.
const TASKS: usize = 100_000;
/// Spaces they lie in. Every third is private, and whoever asks is in none of those.
const SPACES: usize = 30;
/// Entries of time that was worked on them.
const ENTRIES: usize = 50_000;
/// Tasks that stand on one Home, all to be done today.
const OWN: usize = 500;
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

/// A space, and the places of those who do its tasks.
struct Home {
    id: Id,
    people: Vec<usize>,
}

/// Makes the spaces; somebody who does not ask leads them.
fn spaces(server: &Server, people: &[Id]) -> Vec<Home> {
    let lead = people[1];
    let make = |at: usize| {
        let private = at % 3 == 2;
        let access = if private { "private" } else { "open" };
        let letter = |at: usize| char::from(b'A' + u8::try_from(at).expect("a letter"));
        let prefix = format!("W{}{}", letter(at / 6), letter(at % 6));
        let input = serde_json::json!({ "name": format!("Space {at}"), "access": access, "prefix": prefix });
        let input: NewSpace = serde_json::from_value(input).expect("a space");
        let inside: Vec<usize> = (1..people.len()).filter(|who| who % 10 == at / 3).collect();
        let members: Vec<Id> = inside.iter().filter(|_| private).map(|who| people[*who]).collect();
        let made = server.app.run_blocking(Who::person(lead), move |work| {
            let space = spaces::commands::create(work, &input)?;
            for member in members.iter().filter(|member| **member != lead) {
                spaces::commands::membership::put(work, space.id, *member, SpaceRole::Member)?;
            }
            Ok(space.id)
        });
        let people = if private { inside } else { (0..people.len()).collect() };
        Home { id: made.expect("spaces can be made").value, people }
    };
    (0..SPACES).map(make).collect()
}

/// A task, and the place of whoever does it.
type Given = (Id, usize);

/// Makes the tasks, due within eight weeks, half of them with an estimate; answers them in the order of their ids.
fn fill(server: &Server, people: &[Id], homes: &[Home]) -> Vec<Given> {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    let mut dice = Dice::new(46);
    let mut given = Vec::with_capacity(TASKS);
    for batch in 0..TASKS / BATCH {
        let home = &homes[batch % homes.len()];
        let whose: Vec<usize> = (0..BATCH).map(|_| home.people[dice.below(home.people.len())]).collect();
        let mut input = |(at, who): (usize, &usize)| TaskInput {
            title: format!("Task {}", dice.below(1_000)),
            assignee_id: Some(people[*who]),
            due: Some(due(today.checked_add_days(Days::new(dice.below(56) as u64)).expect("a day"))),
            estimate_minutes: (at % 2 == 0).then_some(15),
            ..Default::default()
        };
        let inputs: Vec<TaskInput> = whose.iter().enumerate().map(&mut input).collect();
        let space = home.id;
        let made = server.app.run_blocking(Who::person(people[1]), move |work| {
            let made = inputs.iter().map(|input| tasks::commands::create(work, space, input).map(|task| task.id));
            made.collect::<Result<Vec<_>, _>>()
        });
        given.extend(made.expect("tasks can be made").value.into_iter().zip(whose));
    }
    given.sort_unstable();
    given
}

/// Writes what everybody worked on their tasks, five minutes at a time within four weeks.
fn work(server: &Server, people: &[Id], given: &[Given]) {
    let monday = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    let mut dice = Dice::new(47);
    for (at, person) in people.iter().enumerate() {
        let own: Vec<Id> = given.iter().filter(|(_, who)| *who == at).map(|(task, _)| *task).collect();
        let entries: Vec<NewEntry> = (0..ENTRIES / people.len())
            .map(|_| NewEntry {
                task_id: own[dice.below(own.len())],
                day: monday.checked_sub_days(Days::new(dice.below(28) as u64)),
                minutes: Some(5),
                time: None,
                note: String::new(),
                billable: false,
            })
            .collect();
        let written = server.app.run_blocking(Who::person(*person), move |work| {
            entries.iter().try_for_each(|entry| time::commands::create(work, entry).map(drop))
        });
        written.expect("time can be written");
    }
}

fn due(day: NaiveDate) -> WhenShape {
    WhenShape { date: day, time: None, zone: None }
}

/// Measures it.
pub fn measure(table: &mut Table) {
    let server = Server::start();
    let owner = server.owner();
    let me: Id = owner.me().parse().expect("an id");
    let mut people = people(&server);
    // Whoever asks has as much to do as everybody.
    people[0] = me;
    // Somebody else writes them all down: what one made oneself stands on one's Home too.
    let homes = spaces(&server, &people);
    let given = fill(&server, &people, &homes);
    work(&server, &people, &given);
    let ids: Vec<Id> = given.iter().map(|(task, _)| *task).collect();
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
    let path = "/api/v1/workload?from=2026-11-23&weeks=8";
    let (times, mut errors) = ask(&mut wire, path);
    errors += usize::from(hidden(&wire.send("GET", path, "").1) == 0);
    table.add(Row {
        work: "workload of 200 people over eight weeks, a third of it hidden".into(),
        items: TASKS,
        guildhall: format!("p50 {:.0} ms, p99 {:.0} ms", times.at(50.0), times.at(99.0)),
        limit: format!("p50 {:.0} ms, the demands read once", limit.at(50.0)),
        ratio: Some(limit.at(50.0) / times.at(50.0)),
        p50: Some(times.at(50.0)),
        reach: "p50 ≤ 300 ms".into(),
        held: Some(times.at(50.0) <= 300.0),
        errors,
    });
    own(&server, people[1], homes[0].id, me);
    let (times, mut errors) = ask(&mut wire, "/api/v1/home");
    let whole = wire.send("GET", "/api/v1/home", "").1;
    let shown = shown(&whole);
    errors += usize::from(shown < OWN);
    let limit = by_heart(whole, ROUNDS);
    table.add(Row {
        work: format!("Home with {shown} own tasks for today"),
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

/// Makes what one person has to do today; somebody else writes it down.
fn own(server: &Server, owner: Id, space: Id, me: Id) {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    let input = |at: usize| TaskInput {
        title: format!("Today {at}"),
        assignee_id: Some(me),
        due: Some(due(today)),
        ..Default::default()
    };
    let inputs: Vec<TaskInput> = (0..OWN).map(input).collect();
    let made = server.app.run_blocking(Who::person(owner), move |work| {
        inputs.iter().try_for_each(|input| tasks::commands::create(work, space, input).map(drop))
    });
    made.expect("tasks can be made");
}

/// How many tasks an answer has for today.
fn shown(home: &[u8]) -> usize {
    let home: serde_json::Value = serde_json::from_slice(home).unwrap_or_default();
    let groups = home["groups"].as_array().map(Vec::as_slice).unwrap_or_default();
    groups.iter().map(|group| group["rows"].as_array().map_or(0, Vec::len)).sum()
}

/// The minutes of what the reader does not see.
fn hidden(workload: &[u8]) -> u64 {
    let workload: serde_json::Value = serde_json::from_slice(workload).unwrap_or_default();
    let people = workload["people"].as_array().map(Vec::as_slice).unwrap_or_default();
    let days = people.iter().flat_map(|person| person["days"].as_array().map(Vec::as_slice).unwrap_or_default());
    days.filter_map(|day| day["hidden_minutes"].as_u64()).sum()
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
