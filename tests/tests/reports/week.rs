//! A week in review, of a space and of oneself.

use crate::{DAY, id, office, set, table, task};
use guildhall_tests::Client;
use serde_json::{Value, json};

/// Something that was decided in a topic of its own.
pub fn decide(client: &Client, space: &str, words: &str) {
    let topic = id(&client.post(&format!("/spaces/{space}/topics"), json!({ "title": "Vans" })).ok());
    let message = id(&client.post(&format!("/items/{topic}/comments"), json!({ "body": words })).ok());
    client.put(&format!("/topics/{topic}/decisions/{message}"), json!({})).ok();
}

fn figures(report: &Value) -> Value {
    let numbers = &report["numbers"];
    json!([numbers["done"], numbers["opened"], numbers["decided"], numbers["minutes"], report["late"]])
}

#[test]
fn a_week_of_a_space_is_everybodys_and_ones_own_is_ones_own() {
    let o = office();
    let hers = json!({ "assignee_id": o.ana.me() });
    let first = task(&o.owner, &o.space, "Bleed radiators", hers.clone());
    let second = task(&o.owner, &o.space, "Order filters", json!({}));
    task(&o.ana, &o.space, "Late one", json!({ "assignee_id": o.ana.me(), "due": { "date": "2026-11-20" } }));
    let own = o.ana.get("/me").ok()["personal_space_id"].as_str().unwrap().to_owned();
    let milk = task(&o.ana, &own, "Buy milk", hers);
    set(&o.ana, &o.space, &first, "done").ok();
    set(&o.owner, &o.space, &second, "done").ok();
    set(&o.ana, &own, &milk, "done").ok();
    o.ana.post("/time-entries", json!({ "task_id": first, "minutes": 45 })).ok();
    decide(&o.owner, &o.space, "We lease **two**");

    let space = o.owner.get(&format!("/reports/week?space={}", o.space)).ok();
    assert_eq!(figures(&space), json!([2, 3, 1, 45, 1]));
    assert_eq!([&space["from"], &space["to"]], ["2026-11-23", "2026-11-29"]);
    assert_eq!(space["days"][0], json!({ "day": "2026-11-23", "done": 2, "opened": 3 }));
    assert_eq!(space["decisions"][0]["text"], "We lease two");
    assert!(!space.to_string().contains("milk"));
    let own_week = o.ana.get("/reports/week").ok();
    assert_eq!(figures(&own_week), json!([2, 2, 0, 45, 1]), "with what is hers alone");
    assert_eq!(own_week["late_tasks"][0]["task"]["title"], "Late one");
    assert_eq!(
        figures(&o.owner.get("/reports/week").ok()),
        json!([0, 2, 1, 0, 0]),
        "what nobody was to do is nobody's"
    );

    // The week after looks back, and a week can be asked for by any of its days.
    o.server.clock.advance(7 * DAY);
    let next = o.owner.get(&format!("/reports/week?space={}", o.space)).ok();
    assert_eq!([&next["numbers"]["done"], &next["before"]["done"]], [0, 2]);
    let again = o.owner.get(&format!("/reports/week?day=2026-11-29&space={}", o.space)).ok();
    assert_eq!(figures(&again), json!([2, 3, 1, 45, 1]));
    let rows = table(&o.ana, &format!("/reports/week.csv?day=2026-11-25&space={}", o.space));
    let what: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(what, ["done", "done", "decided", "late"]);
}
