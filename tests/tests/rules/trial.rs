//! A rule is tried on what happened before it is saved.

use crate::{DAY, created, office, set};
use guildhall::{
    access::Who,
    rules::{input::TrialInput, trial},
};
use guildhall_tests::id;
use serde_json::{Value, json};

#[test]
fn it_says_what_a_rule_would_have_done_missed_and_perhaps_not_meant() {
    let o = office();
    let path = format!("/spaces/{}/rules/trial", o.space);
    o.task_quietly("No heat, long ago");
    o.server.clock.advance(31 * DAY);
    o.task_quietly("No heat in flat 7");
    o.task_quietly("The heating hums");
    o.task_quietly("A new tap");
    let cancelled = o.task_quietly("Heat pump brochure");
    let status = o.status("cancelled").parse::<u32>().unwrap();
    o.ana.patch(&format!("/tasks/{cancelled}"), json!({ "status_id": status })).ok();
    let plan = |words: Value| {
        json!({ "when": created(), "actions": [set("priority", "high")],
            "conditions": [{ "fact": "words", "test": "contains", "values": words }] })
    };
    let before = o.server.app.store().snapshot().unwrap().read().last_seq().unwrap();
    let trial = o.ana.post(&path, plan(json!(["heat"]))).ok();
    let rows: Vec<(&str, &str)> = trial["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["title"].as_str().unwrap(), row["verdict"].as_str().unwrap()))
        .collect();
    assert_eq!(
        rows,
        [("Heat pump brochure", "doubtful"), ("The heating hums", "missed"), ("No heat in flat 7", "acts")],
        "{trial}"
    );
    assert_eq!((&trial["matches"], &trial["saved_matches"]), (&json!(2), &Value::Null));
    assert_eq!(trial["rows"][1]["words"], json!(["heating"]));
    assert_eq!(o.server.app.store().snapshot().unwrap().read().last_seq().unwrap(), before, "nothing was changed");
    // Compared with as it is saved.
    let rule = o.rule(
        created(),
        json!([{ "fact": "words", "test": "contains", "values": ["tap"] }]),
        json!([set("priority", "high")]),
    );
    let mut again = plan(json!(["heat*"]));
    again["rule_id"] = rule["id"].clone();
    let trial = o.olga.post(&path, again).ok();
    assert_eq!((&trial["matches"], &trial["saved_matches"]), (&json!(3), &json!(1)));
    // Who only looks on tries nothing, and what is no rule is no trial.
    o.gil.post(&path, plan(json!(["heat"]))).fails(403, "forbidden");
    o.max.post(&path, plan(json!(["heat"]))).fails(403, "forbidden");
    o.ana.post(&path, plan(json!([]))).fails(422, "invalid");
    assert_eq!(o.again(&rule)["acted_total"], 0);
    assert_eq!(id(&rule), o.again(&rule)["id"].as_str().unwrap());
}

#[test]
fn what_the_clock_would_have_set_off_is_tried_too() {
    let o = office();
    let due = json!({ "title": "Order filters", "due": { "date": "2026-11-25" } });
    o.ana.post(&format!("/spaces/{}/tasks", o.space), due).ok();
    o.server.clock.advance(10 * DAY);
    let late = json!({ "when": { "what": "overdue", "days": 3 }, "actions": [set("priority", "high")] });
    let trial = o.ana.post(&format!("/spaces/{}/rules/trial", o.space), late).ok();
    assert_eq!(trial["rows"][0]["at"], "2026-11-28T23:00:00.000Z", "{trial}");
}

#[test]
fn all_spaces_are_looked_through_for_what_the_clock_sets_off_and_it_is_said_where_that_is_too_much() {
    let o = office();
    let shop = o.olga.space("Shop", "open");
    let task = |space: &str, title: &str, due: &str| {
        let input = json!({ "title": title, "due": { "date": due } });
        id(&o.olga.post(&format!("/spaces/{space}/tasks"), input).ok())
    };
    for space in [&o.space, &shop] {
        task(space, "Late", "2026-11-25");
        task(space, "Long ago", "2026-09-01");
        task(space, "Far away", "2027-06-01");
        let done = task(space, "Done", "2026-11-25");
        let status = o.status("done").parse::<u32>().unwrap();
        o.olga.patch(&format!("/tasks/{done}"), json!({ "status_id": status })).ok();
    }
    o.server.clock.advance(10 * DAY);
    let plan = json!({ "when": { "what": "overdue", "days": 3 }, "actions": [set("priority", "high")] });
    let all = o.olga.post("/rules/trial", plan.clone()).ok();
    assert_eq!((&all["matches"], &all["whole"]), (&json!(2), &json!(true)), "{all}");
    // No other than these two have to be read whole.
    let input: TrialInput = serde_json::from_value(plan).unwrap();
    let within = |most| {
        let view = o.server.app.view(Who::person(o.olga.me().parse().unwrap())).unwrap();
        let trial = trial::within(&view, None, &input, most).unwrap();
        (trial.matches, trial.whole)
    };
    assert_eq!([within(2), within(1), within(0)], [(2, true), (1, false), (0, false)]);
}
