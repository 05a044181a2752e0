//! How requests were answered is told to those who read them: how many came, how soon, and how old the rest is.

use crate::{HOUR, office};
use serde_json::json;

#[test]
fn answers_are_timed_and_what_waits_has_an_age() {
    let o = office();
    let slow = o.ask("Cold radiator");
    o.server.clock.advance(4 * HOUR);
    o.say(&o.ana, &slow, "team", "Who has the key?");
    o.say(&o.ana, &slow, "requester", "We come on Friday.");
    let quick = o.ask("Dripping valve");
    o.server.clock.advance(2 * HOUR);
    o.say(&o.ben, &quick, "requester", "Today.");
    o.server.clock.advance(4 * 24 * HOUR);
    o.ask("Noise at night");
    let report = o.ana.get("/reports/requests").ok();
    assert_eq!((&report["came"], &report["answered"], &report["answer_minutes"]), (&json!(3), &json!(2), &json!(180)));
    let here = json!([{ "space_id": o.space, "came": 3, "answered": 2, "answer_minutes": 180, "waiting": 3,
        "answers": { "in_time": 0, "of": 0 }, "done": { "in_time": 0, "of": 0 } }]);
    assert_eq!(report["spaces"], here);
    let ages = json!([{ "age": "day", "count": 1 }, { "age": "three_days", "count": 0 },
        { "age": "week", "count": 2 }, { "age": "older", "count": 0 }]);
    assert_eq!(report["ages"], ages);
    // What was decided does not wait, and was answered all the same.
    o.ana.put(&format!("/requests/{}/acceptance", quick.id), json!({})).ok();
    let after = o.ana.get("/reports/requests").ok();
    assert_eq!((&after["came"], &after["answered"], &after["spaces"][0]["waiting"]), (&json!(3), &json!(2), &json!(2)));
    let table = o.ana.get("/reports/requests.csv");
    assert!(table.text.ends_with("Service,3,2,180,2,0,0,0,0\r\n"), "{}", table.text);
    // Whoever does not read the space learns nothing of it.
    assert_eq!(o.max.get("/reports/requests").ok()["spaces"], json!([]));
    let ages = o.max.get("/reports/requests").ok()["ages"].clone();
    assert!(ages.as_array().unwrap().iter().all(|one| one["count"] == 0), "{ages}");
    o.max.get(&format!("/reports/requests?space={}", o.space)).fails(403, "forbidden");
}
