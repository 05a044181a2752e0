//! Everything somebody holds has somebody afterwards.

use crate::{held, office};
use guildhall_tests::{id, until};
use serde_json::json;

#[test]
fn everything_goes_to_somebody_and_nothing_is_left() {
    let o = office();
    let me = o.ana.me();
    let shared = o.task("Shared", json!({ "assignee_id": me }));
    let parent = o.task("Parent", json!({}));
    let child = o.task("Part", json!({ "assignee_id": me, "parent_id": parent }));
    let with_step = o.task("With a step", json!({}));
    o.olga.post(&format!("/tasks/{with_step}/steps"), json!({ "text": "Hers", "assignee_id": me })).ok();
    // A space of her own that nobody else leads, which the owner cannot even read.
    let pay = o.ana.space("Pay", "private");
    let hidden = id(&o.ana.post(&format!("/spaces/{pay}/tasks"), json!({ "title": "Hidden", "assignee_id": me })).ok());
    let process = json!({
        "name": "Weekly order", "rule": "every monday 9:00",
        "assign": { "who": "rotating", "person_ids": [me, o.cleo.me()] },
        "steps": [{ "text": "Count", "doer": "person", "person_id": me }],
    });
    let process = id(&o.ana.post(&format!("/spaces/{}/processes", o.space), process).ok());
    let rule = json!({
        "name": "Press", "when": { "what": "created" }, "actions": [{ "does": "set", "fact": "priority", "value": "high" }],
    });
    let rule = id(&o.ana.post(&format!("/spaces/{}/rules", o.space), rule).ok());
    let approval = id(&o.olga.post(&format!("/items/{shared}/approvals"), json!({ "approver_ids": [me] })).ok());
    let event = json!({ "title": "Review", "start": { "date": "2027-01-11" }, "days": 1 });
    let event = id(&o.ana.post(&format!("/spaces/{}/events", o.space), event).ok());
    o.olga.patch(&format!("/people/{}", o.cleo.me()), json!({ "reports_to": me })).ok();
    o.ana.post("/timer", json!({ "task_id": shared })).ok();
    o.ana.post("/time-entries", json!({ "task_id": shared, "minutes": 30 })).ok();
    let token = o.ana.post("/me/tokens", json!({ "name": "Script", "scopes": ["read"] })).ok();
    assert!(token["secret"].is_string());

    o.cleo.get(&format!("/people/{me}/departure")).fails(403, "forbidden");
    let seen = o.olga.get(&format!("/people/{me}/departure")).ok();
    let kinds: Vec<String> = held(&seen).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["lead", "task", "step", "process", "rule", "approval", "event", "report"], "{seen}");
    assert_eq!((&seen["taker_id"], &seen["timer"], &seen["weeks"]), (&json!(o.olga.me()), &json!(true), &json!(1)));
    assert!(!seen.to_string().contains("Hidden"), "the name of what the owner cannot read is not told");

    let taken = json!({ "taker_id": o.cleo.me(), "takers": { "approval": o.tom.me() } });
    let left = o.olga.put(&format!("/people/{me}/departure"), taken);
    let command = left.command();
    assert_eq!(left.ok()["person"]["state"], "deactivated");
    o.nothing_left();
    o.ana.get("/me").fails(401, "not_signed_in");
    let assignee = |task: &str| o.cleo.get(&format!("/tasks/{task}")).ok()["assignee_id"].clone();
    for task in [&shared, &child, &hidden] {
        assert_eq!(assignee(task), json!(o.cleo.me()));
    }
    let step = o.olga.get(&format!("/tasks/{with_step}")).ok()["steps"][0]["assignee_id"].clone();
    assert_eq!(step, json!(o.cleo.me()));
    let process = o.olga.get(&format!("/processes/{process}")).ok();
    assert!(!process.to_string().contains(&format!("\"owner_id\":\"{me}\"")), "{process}");
    assert_eq!(o.olga.get(&format!("/rules/{rule}")).ok()["owner_works"], true);
    let approval = o.olga.get(&format!("/approvals/{approval}")).ok();
    assert!(approval["approvers"].to_string().contains(&o.tom.me()), "{approval}");
    assert_eq!(o.olga.get(&format!("/events/{event}")).ok()["author"]["id"], json!(o.cleo.me()));
    assert_eq!(o.olga.get(&format!("/people/{}", o.cleo.me())).ok()["reports_to"], json!(null));
    let sheets = o.olga.get("/timesheets").ok();
    assert!(sheets.to_string().contains(&me), "the week was handed in: {sheets}");

    // It is taken back as one: she is here again with what she held, and signs in anew.
    o.olga.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.olga.get(&format!("/people/{me}")).ok()["state"], "active");
    until(|| assignee(&shared), |who| *who == json!(me));
    assert_eq!(o.olga.get(&format!("/people/{}", o.cleo.me())).ok()["reports_to"], json!(me));
}

#[test]
fn what_nobody_takes_is_said_and_what_needs_somebody_is_refused() {
    let o = office();
    let (path, me) = (o.of_ana("departure"), o.ana.me());
    let task = o.task("Open to all", json!({ "assignee_id": me }));
    for (takers, field) in [
        (json!({ "lead": null }), "takers"),
        (json!({ "task": me }), "takers"),
        (json!({ "task": "00000000-0000-7000-8000-000000000000" }), "takers"),
    ] {
        let refused = o.olga.put(&path, json!({ "takers": takers })).fails(422, "invalid");
        assert!(refused["error"]["fields"][field].is_string(), "{refused}");
    }
    o.olga.put(&path, json!({ "at": "2020-01-01T00:00:00Z" })).fails(422, "invalid");
    o.olga.put(&path, json!({ "who": 1 })).fails(400, "unknown_field");
    o.olga.put(&path, json!({ "takers": { "task": null } })).ok();
    assert_eq!(o.olga.get(&format!("/tasks/{task}")).ok()["assignee_id"], json!(null));
    // The last owner stays.
    let own = format!("/people/{}/departure", o.olga.me());
    o.olga.put(&own, json!({})).fails(409, "last_owner");
}

#[test]
fn more_than_one_command_may_touch_follows_as_a_job() {
    let o = office();
    let me = o.ana.me();
    let lines: String = (0..600).map(|number| format!("Task {number}\n")).collect();
    for line in lines.lines() {
        o.task(line, json!({ "assignee_id": me }));
    }
    o.olga.put(&format!("/people/{me}/departure"), json!({ "taker_id": o.cleo.me() })).ok();
    o.nothing_left();
    let hers = o.olga.get(&format!("/people/{}/departure", o.cleo.me())).ok();
    assert_eq!(held(&hers), [("task".to_owned(), 600)]);
}
