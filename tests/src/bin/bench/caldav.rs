//! A calendar program of somebody: everything for the first time, with 10,000 tasks, and nothing new after that.

use super::{
    bare::by_heart,
    table::{Row, Table, Times},
    wire::Wire,
};
use guildhall::{
    access::Who,
    tasks::{self, input::TaskInput},
};
use guildhall_domain::Id;
use guildhall_tests::{Server, base64};
use serde_json::json;
use std::time::Instant;

/// Tasks of the calendar.
const TASKS: usize = 10_000;
/// Tasks in one command.
const BATCH: usize = 200;
/// Times each is asked for.
const ROUNDS: usize = 20;

fn question(token: &str) -> String {
    format!(
        "<D:sync-collection xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><D:sync-token>{token}</D:sync-token>\
         <D:sync-level>1</D:sync-level><D:prop><D:getetag/><C:calendar-data/></D:prop></D:sync-collection>"
    )
}

/// Measures it.
pub fn measure(table: &mut Table) {
    let server = Server::start();
    let owner = server.owner();
    let me: Id = owner.me().parse().expect("an id");
    let space: Id = owner.space("Service", "open").parse().expect("an id");
    for _ in 0..TASKS / BATCH {
        let input = TaskInput { title: "Call the miller".into(), body: "Ask for rye.".into(), ..Default::default() };
        let made = server.app.run_blocking(Who::person(me), move |work| {
            (0..BATCH).try_for_each(|_| tasks::commands::create(work, space, &input).map(drop))
        });
        made.expect("tasks can be made");
    }
    let made = owner.post("/me/tokens", json!({"name": "Phone", "scopes": ["calendars"]})).ok();
    let password = made["secret"].as_str().expect("a secret").to_owned();
    let basic = format!("Authorization: Basic {}", base64(&format!("x:{password}")));
    let mut wire = Wire::connect(&server.url, "").with(&basic);
    let path = format!("/dav/calendars/{space}/");
    let (mut errors, mut token) = (0, String::new());
    for (work, most, all) in
        [("first sync of a calendar", 10_000.0, true), ("unchanged sync of a calendar", 50.0, false)]
    {
        let mut answer = Vec::new();
        let times = (0..ROUNDS)
            .map(|_| {
                let asked = question(if all { "" } else { &token });
                let at = Instant::now();
                let (status, body) = wire.send("REPORT", &path, &asked);
                let took = at.elapsed();
                let text = String::from_utf8_lossy(&body);
                let told = text.matches("<D:response>").count();
                errors += usize::from(status != 207 || told != if all { TASKS } else { 0 });
                let last = text.rsplit_once("<D:sync-token>").and_then(|(_, rest)| rest.split_once('<'));
                token = last.map(|(token, _)| token.to_owned()).unwrap_or_default();
                answer = body;
                took
            })
            .collect();
        let times = Times::new(times);
        let limit = by_heart(answer, ROUNDS);
        table.add(Row {
            work: work.into(),
            items: TASKS,
            guildhall: format!("p50 {:.1} ms, p99 {:.1} ms", times.at(50.0), times.at(99.0)),
            limit: format!("p50 {:.2} ms, the same bytes by heart", limit.at(50.0)),
            ratio: Some(limit.at(50.0) / times.at(50.0)),
            p50: Some(times.at(50.0)),
            reach: format!("p50 ≤ {most} ms"),
            held: Some(times.at(50.0) <= most),
            errors,
        });
    }
}
