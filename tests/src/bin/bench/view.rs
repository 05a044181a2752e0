//! Views of a space with 10,000 tasks that no order is kept for: filtered, grouped and sorted by whatever was
//! asked, with exact counts. Beside them the compact rows of the space read once, with nothing made of them.

use super::{
    seed::{Seeded, text},
    table::{Row, Table, Times},
    wire::Wire,
};
use guildhall::{
    access::{Scope, Who},
    tasks::{self, rows::ROWS},
};
use guildhall_domain::Id;
use guildhall_store::Span;
use guildhall_tests::Dice;
use std::time::Instant;

/// Tasks of the space.
const TASKS: usize = 10_000;
/// Times each view is asked for.
const ROUNDS: usize = 60;
/// Tasks in one command.
const BATCH: usize = 200;

fn space(seeded: &Seeded) -> Id {
    let who = Who::person(seeded.owner);
    let name = format!("Views at {}", seeded.size);
    let body = format!("{{\"name\":\"{name}\",\"access\":\"open\"}}");
    let (status, made) = Wire::connect(&seeded.server.url, &seeded.cookie).send("POST", "/api/v1/spaces", &body);
    assert_eq!(status, 201, "a space can be made");
    let made: serde_json::Value = serde_json::from_slice(&made).expect("a space");
    let space: Id = made["id"].as_str().expect("an id").parse().expect("an id");
    let mut dice = Dice::new(3);
    for _ in 0..TASKS / BATCH {
        let titles: Vec<String> = (0..BATCH).map(|_| text(&mut dice, &seeded.words, 6)).collect();
        let done = seeded.server.app.run_blocking(who, move |work| {
            titles.iter().try_for_each(|title| {
                let input = tasks::input::TaskInput { title: title.clone(), ..Default::default() };
                tasks::commands::create(work, space, &input).map(|_| ())
            })
        });
        done.expect("tasks can be made");
    }
    space
}

/// Measures a view by status, one by a word of the title, and one sorted by title.
pub fn measure(seeded: &Seeded, table: &mut Table) {
    let space = space(seeded);
    let settled = usize::from(!seeded.settle());
    let view = seeded.server.app.view(Who::person(seeded.owner)).expect("a view");
    let audience = view.directory().space(space).expect("the space").audience;
    let limit: Vec<_> = (0..ROUNDS)
        .map(|_| {
            let at = Instant::now();
            let rows = view.read().scan(&ROWS, Span::prefix(&audience)).expect("rows");
            assert_eq!(rows.filter(Result::is_ok).count(), TASKS);
            at.elapsed()
        })
        .collect();
    drop(view);
    let limit = Times::new(limit);
    let mut wire = Wire::connect(&seeded.server.url, &seeded.cookie);
    let word = &seeded.words[0];
    for (what, query) in [
        ("by status", "group=status".to_owned()),
        ("with a word of the title", format!("text={word}")),
        ("sorted by title", "sort=title".to_owned()),
    ] {
        let path = format!("/api/v1/spaces/{space}/view?{query}&limit=50");
        let mut errors = settled;
        let times = (0..ROUNDS)
            .map(|_| {
                let at = Instant::now();
                errors += usize::from(wire.send("GET", &path, "").0 != 200);
                at.elapsed()
            })
            .collect();
        let times = Times::new(times);
        table.add(Row {
            work: format!("view of a space with 10,000 tasks, {what}"),
            items: seeded.size,
            guildhall: format!("p50 {:.1} ms, p99 {:.1} ms", times.at(50.0), times.at(99.0)),
            limit: format!("p50 {:.1} ms, the rows read once", limit.at(50.0)),
            ratio: Some(limit.at(50.0) / times.at(50.0)),
            p50: Some(times.at(50.0)),
            reach: "p50 ≤ 20 ms".into(),
            held: Some(times.at(50.0) <= 20.0),
            errors,
        });
    }
}
