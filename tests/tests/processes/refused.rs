//! Input that is refused, with the field and a stable code; and how rules are understood before anything is made.

use crate::office;
use serde_json::{Value, json};

#[test]
fn a_rule_is_looked_at_before_it_is_made() {
    let o = office();
    let look = |rule: &str| o.ana.post("/processes/preview", json!({ "rule": rule }));
    let seen = look("last working day of the month").ok();
    assert_eq!(seen["words"], "the last working day of every month at 9:00");
    assert_eq!(seen["zone"], "Europe/Berlin");
    let times = json!(["2026-11-30T08:00:00.000Z", "2026-12-31T08:00:00.000Z", "2027-01-29T08:00:00.000Z"]);
    assert_eq!(seen["next_at"], times);
    assert_eq!(look(seen["code"].as_str().unwrap()).ok(), seen, "its code is a rule too");
    let after = look("every 3 months after completion").ok();
    assert_eq!((&after["after_completion"], after["next_at"].as_array().unwrap().len()), (&json!(true), 1));
    assert_eq!(look("every day 2 times").ok()["next_at"].as_array().unwrap().len(), 2);
    for (rule, code) in [
        ("every second", "recurrence_too_often"),
        ("every monday until 12000", "recurrence_too_far"),
        ("31 february", "recurrence_no_such_day"),
        ("every monday, last working day of the month", "recurrence_contradiction"),
        ("now and then", "recurrence_unclear"),
    ] {
        let refused = look(rule).fails(422, "invalid");
        assert_eq!(refused["error"]["rule"], code, "{rule}");
        assert!(refused["error"]["fields"]["rule"].is_string());
    }
}

#[test]
fn what_makes_no_sense_is_refused_by_field() {
    let o = office();
    let list = format!("/spaces/{}/processes", o.space);
    let crowd: Vec<String> = (0..51).map(|n| format!("019ab000-0000-7000-8000-{n:012}")).collect();
    let lines = "Look\n".repeat(301);
    for (with, field) in [
        (json!({ "name": " " }), "name"),
        (json!({ "name": "x".repeat(501) }), "name"),
        (json!({ "name": "P", "rule": "every monday until 2020-01-01" }), "rule"),
        (json!({ "name": "P", "rule": "31 february" }), "rule"),
        (json!({ "name": "P", "show_days": 61 }), "show_days"),
        (json!({ "name": "P", "done_days": 367 }), "done_days"),
        (json!({ "name": "P", "done_at": "24:00" }), "done_at"),
        (json!({ "name": "P", "estimate_minutes": 1_000_000 }), "estimate_minutes"),
        (json!({ "name": "P", "assign": { "who": "rotating" } }), "assign"),
        (json!({ "name": "P", "assign": { "who": "rotating", "person_ids": crowd } }), "assign"),
        (json!({ "name": "P", "assign": { "who": "nobody", "person_ids": [o.ana.me()] } }), "assign"),
        (json!({ "name": "P", "assign": { "who": "person", "person_ids": [o.max.me()] } }), "assign"),
        (json!({ "name": "P", "assign": { "who": "person" } }), "assign"),
        (json!({ "name": "P", "steps": [{ "text": " " }] }), "steps"),
        (json!({ "name": "P", "steps": [{ "text": lines }] }), "steps"),
        (json!({ "name": "P", "steps": [{ "text": "S", "doer": "person" }] }), "steps"),
        (json!({ "name": "P", "steps": [{ "text": "S", "doer": "person", "person_id": o.max.me() }] }), "steps"),
        (json!({ "name": "P", "steps": [{ "text": "S", "evidence": "number", "least": 3, "most": 2 }] }), "steps"),
        (json!({ "name": "P", "steps": [{ "text": "S", "evidence": "photo", "unit": "mm" }] }), "steps"),
        (json!({ "name": "P", "steps": [{ "text": "S", "evidence": "number", "least": 1e300 }] }), "steps"),
    ] {
        let refused = o.olga.post(&list, with.clone());
        assert_eq!(refused.status, 422, "{with} {}", refused.text);
        assert!(refused.json["error"]["fields"][field].is_string(), "{with} {}", refused.text);
    }
    for wrong in [
        json!({ "name": "P", "rule": 5 }),
        json!({ "name": "P", "late": "never" }),
        json!({ "name": "P", "steps": [{ "text": "S", "evidence": "smell" }] }),
    ] {
        o.olga.post(&list, wrong).fails(400, "bad_json");
    }
    assert_eq!(o.olga.get(&list).ok()["items"], json!([]), "nothing was made");
    let made = o.make(
        "every monday 9:00",
        json!({ "steps": [{ "text": "Tyres", "evidence": "number", "least": 2.5, "unit": "mm" }] }),
    );
    assert_eq!((&made["steps"][0]["least"], &made["steps"][0]["unit"]), (&json!(2.5), &json!("mm")));
    let skip = |by: Value| o.olga.post(&format!("{}/skip", crate::path(&made)), by);
    skip(json!({ "reason": "" })).fails(422, "invalid");
    skip(json!({ "reason": "x".repeat(501) })).fails(422, "invalid");
    let by_hand = o.olga.post(&list, json!({ "name": "By hand" })).ok();
    o.olga.post(&format!("{}/skip", crate::path(&by_hand)), json!({ "reason": "No" })).fails(409, "conflict");
    // Sent again with its id it is the same; with another content the id is taken.
    let given = json!({ "id": "019ab000-0000-7000-8000-00000000000c", "name": "Once", "rule": "every day 9:00" });
    let once = o.olga.post(&list, given.clone()).ok();
    assert_eq!(o.olga.post(&list, given.clone()).ok()["id"], once["id"]);
    o.ana.post(&list, given).fails(409, "id_taken");
}
