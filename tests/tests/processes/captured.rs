//! A line that says when something comes again makes a process, and its first run is there at once.

use crate::{DAY, all, office, path, runs};
use guildhall_tests::id;
use serde_json::{Value, json};

#[test]
fn a_line_becomes_a_process_whose_first_run_is_there_at_once() {
    let o = office();
    let line = json!({ "text": "Water plants every monday 8:30 @Ana\nThe ficus too", "space_id": o.space });
    let parse = o.ben.post("/capture/parse", line.clone()).ok();
    assert_eq!((&parse["title"], &parse["problems"]), (&json!("Water plants"), &json!([])));
    assert_eq!(parse["rule"]["words"], "every Monday at 8:30");
    let dates = json!(["2026-11-30T07:30:00.000Z", "2026-12-07T07:30:00.000Z", "2026-12-14T07:30:00.000Z"]);
    assert_eq!(parse["rule"]["next_at"], dates);
    let kinds: Vec<&Value> = parse["tokens"].as_array().unwrap().iter().map(|token| &token["kind"]).collect();
    assert_eq!(kinds, [&json!("recurrence"), &json!("person")]);
    let made = o.ben.post("/capture", line);
    let command = made.command();
    let task = made.ok();
    assert_eq!(
        (&task["title"], &task["steps"], &task["body"]),
        (&json!("Water plants"), &json!([]), &json!("The ficus too"))
    );
    assert_eq!((&task["due"]["date"], &task["assignee_id"]), (&json!("2026-11-30"), &json!(o.ana.me())));
    let process = o.olga.get(&format!("/processes/{}", task["process_id"].as_str().unwrap())).ok();
    assert_eq!((&process["name"], &process["next_at"]), (&json!("Water plants"), &json!("2026-12-07T07:30:00.000Z")));
    // When its time comes that has its run already; the next one comes by itself.
    o.server.clock.advance(7 * DAY);
    o.looked();
    assert_eq!(all(&o.olga, &process).len(), 1);
    o.server.clock.advance(7 * DAY);
    assert_eq!(runs(&o.olga, &process, 2)[0]["occurrence_at"], "2026-12-07T07:30:00.000Z");
    // Too late to take it back by then; at once it goes into the trash whole.
    o.ben.post("/undo", json!({ "command": command })).fails(410, "undo_gone");
    let made = o.ben.post("/capture", json!({ "text": "Empty the bins every friday ~45m", "space_id": o.space }));
    let command = made.command();
    let task = made.ok();
    assert_eq!(task["estimate_minutes"], 45);
    o.ben.post("/undo", json!({ "command": command })).ok();
    let process = json!({ "id": task["process_id"] });
    assert!(o.ben.get(&path(&process)).ok()["trashed_at"].is_string());
    assert!(o.ben.get(&format!("/tasks/{}", id(&task))).ok()["trashed_at"].is_string());
}

#[test]
fn what_a_run_would_not_get_is_said_before_it_is_made() {
    let o = office();
    let line = json!({ "text": "Water plants every monday !high ~30m", "space_id": o.space });
    let parse = o.ben.post("/capture/parse", line.clone()).ok();
    assert_eq!(parse["problems"].as_array().unwrap().len(), 1, "{parse}");
    o.ben.post("/capture", line).fails(422, "invalid");
    let plain = o.ben.post("/capture", json!({ "text": "Ask every employee", "space_id": o.space })).ok();
    assert_eq!((&plain["process_id"], &plain["title"]), (&Value::Null, &json!("Ask every employee")));
    // In Personal it is one's own.
    let own = o.ben.post("/capture", json!({ "text": "Call mum every sunday 18:00" })).ok();
    assert_eq!((&own["assignee_id"], own["process_id"].is_string()), (&json!(o.ben.me()), true));
}
