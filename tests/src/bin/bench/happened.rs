//! What happened in a company of 100,000 tasks, two in a hundred of which were finished in the week that is asked for:
//! of all spaces, of one, and, worst, since the day all of it was made. Beside it the rows of those that were finished
//! read once, with nothing made of them.

use super::{
    table::{Row, Table, Times},
    wire::Wire,
};
use guildhall::{
    access::{Scope, Who},
    http::call::IfMatch,
    tasks::{self, rows::ROWS},
};
use guildhall_domain::{Id, space::Category};
use guildhall_tests::Server;
use std::time::Instant;

const SPACES: usize = 10;
const EACH: usize = 10_000;
const FINISHED: usize = 2_000;
const ROUNDS: usize = 40;
const BATCH: usize = 200;
const MONTH_MS: i64 = 30 * 24 * 3_600_000;

struct Company {
    server: Server,
    cookie: String,
    spaces: Vec<String>,
    finished: Vec<(u64, Id)>,
}

fn company() -> Company {
    eprintln!("seeding {} tasks", SPACES * EACH);
    let server = Server::start();
    let owner = server.owner();
    let who = Who::person(owner.me().parse().expect("an id"));
    let spaces: Vec<String> = (0..SPACES).map(|number| owner.space(&format!("Space {number}"), "open")).collect();
    let mut made: Vec<Id> = Vec::new();
    for space in &spaces {
        let space: Id = space.parse().expect("an id");
        for batch in 0..EACH / BATCH {
            let done = server.app.run_blocking(who, move |work| {
                let one = |at| tasks::input::TaskInput { title: format!("Task {batch} {at}"), ..Default::default() };
                (0..BATCH).map(|at| tasks::commands::create(work, space, &one(at)).map(|task| task.id)).collect()
            });
            let ids: Vec<Id> = done.expect("tasks can be made").value;
            made.extend(ids);
        }
    }
    server.clock.advance(MONTH_MS);
    let finished = finish(&server, who, made);
    let cookie = owner.header("Cookie").unwrap_or_default();
    Company { server, cookie, spaces, finished }
}

/// Every fiftieth; answers where their rows stand.
fn finish(server: &Server, who: Who, made: Vec<Id>) -> Vec<(u64, Id)> {
    let some: Vec<Id> = made.into_iter().step_by(SPACES * EACH / FINISHED).collect();
    let mut rows = Vec::new();
    for batch in some.chunks(BATCH) {
        let batch = batch.to_vec();
        let done = server.app.run_blocking(who, move |work| {
            batch
                .iter()
                .map(|id| {
                    let task = tasks::store::get(work.read(), *id)?.expect("it is there");
                    let home = work.directory().space(task.space).expect("a space").clone();
                    let status = home.statuses.iter().find(|status| status.category == Category::Done);
                    let patch = serde_json::json!({ "status_id": status.expect("a status").id });
                    let patch = serde_json::from_value(patch).expect("a patch");
                    tasks::commands::edit(work, *id, IfMatch::Any, &patch)?;
                    Ok((home.audience, *id))
                })
                .collect::<Result<Vec<_>, guildhall::Error>>()
        });
        rows.extend(done.expect("tasks can be finished").value);
    }
    rows
}

/// Measures the three questions.
pub fn measure(table: &mut Table) {
    let company = company();
    let view = company.server.app.view(Who::system()).expect("a view");
    let limit = (0..ROUNDS).map(|_| {
        let at = Instant::now();
        let there = company.finished.iter().filter(|key| view.read().get(&ROWS, *key).is_ok_and(|row| row.is_some()));
        assert_eq!(there.count(), FINISHED);
        at.elapsed()
    });
    let limit = Times::new(limit.collect());
    let mut wire = Wire::connect(&company.server.url, &company.cookie);
    let week = "since=2026-12-21";
    for (what, path, reach) in [
        ("a week of all spaces", format!("what-happened?{week}"), 100.0),
        ("a week of one space", format!("spaces/{}/what-happened?{week}", company.spaces[0]), 20.0),
        ("everything since the beginning", "what-happened?since=2020-01-01".to_owned(), 500.0),
    ] {
        let mut errors = 0;
        let times = (0..ROUNDS).map(|_| {
            let at = Instant::now();
            errors += usize::from(wire.send("GET", &format!("/api/v1/{path}"), "").0 != 200);
            at.elapsed()
        });
        let times = Times::new(times.collect());
        table.add(Row {
            work: format!("what happened, {what}"),
            items: SPACES * EACH,
            guildhall: format!("p50 {:.1} ms, p99 {:.1} ms", times.at(50.0), times.at(99.0)),
            limit: format!("p50 {:.1} ms, the rows of 2,000 finished tasks read once", limit.at(50.0)),
            ratio: Some(limit.at(50.0) / times.at(50.0)),
            p50: Some(times.at(50.0)),
            reach: format!("p50 ≤ {reach} ms"),
            held: Some(times.at(50.0) <= reach),
            errors,
        });
    }
}
