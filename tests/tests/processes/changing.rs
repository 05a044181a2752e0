//! Changing, pausing, throwing away and taking back; and who may.

use crate::{DAY, MINUTE, all, office, outcomes, path, runs};
use guildhall_tests::{Client, id, until};
use serde_json::{Value, json};

#[test]
fn who_made_it_and_who_leads_change_it_and_all_who_work_there_start_it() {
    let o = office();
    let list = format!("/spaces/{}/processes", o.space);
    let now = |by: &guildhall_tests::Client| by.get("/changes").ok()["next"].as_str().unwrap().to_owned();
    let (ben_then, max_then) = (now(&o.ben), now(&o.max));
    let made = o.ana.post(&list, json!({ "name": "Van check" })).ok();
    let can = |by: &guildhall_tests::Client| by.get(&path(&made)).ok()["can"].clone();
    assert_eq!(can(&o.ana), json!({ "edit": true, "run": true }));
    assert_eq!(can(&o.olga), json!({ "edit": true, "run": true }));
    assert_eq!(can(&o.ben), json!({ "edit": false, "run": true }));
    assert_eq!(can(&o.gil), json!({ "edit": false, "run": false }));
    o.ben.patch(&path(&made), json!({ "name": "Other" })).fails(403, "forbidden");
    o.ben.delete(&path(&made)).fails(403, "forbidden");
    o.gil.post(&list, json!({ "name": "Mine" })).fails(403, "forbidden");
    o.gil.post(&format!("{}/runs", path(&made)), json!({})).fails(403, "forbidden");
    let run = o.ben.post(&format!("{}/runs", path(&made)), json!({})).ok();
    o.gil.post(&format!("/runs/{}/skip", id(&run)), json!({ "reason": "No" })).fails(403, "forbidden");
    for gone in [path(&made), format!("{}/runs", path(&made)), format!("{}/versions", path(&made))] {
        o.max.get(&gone).fails(404, "not_found");
    }
    o.max.post(&format!("/runs/{}/skip", id(&run)), json!({ "reason": "No" })).fails(404, "not_found");
    // A run whose task moved where the reader does not see it keeps its outcome and shows no more.
    let private = o.olga.space("Board", "private");
    o.olga.put(&format!("/tasks/{}/home", id(&run)), json!({ "space_id": private })).ok();
    let shown = all(&o.ana, &made).remove(0);
    assert_eq!((&shown["task_key"], &shown["outcome"]), (&Value::Null, &json!("open")));
    assert!(all(&o.olga, &made)[0]["task_key"].is_string());
    // What was changed is in the history of those who may read it, and of nobody else.
    assert!(o.ben.get(&format!("/changes?since={ben_then}")).text.contains("\"process\""));
    assert!(!o.max.get(&format!("/changes?since={max_then}")).text.contains("\"process\""));
}

#[test]
fn a_change_is_taken_back_and_a_stale_one_is_shown_what_is_there() {
    let o = office();
    let made = o.make("every monday 8:30", json!({ "steps": [{ "text": "Look" }] }));
    let changed =
        o.olga.patch(&path(&made), json!({ "rule": "every friday 16:00", "steps": [{ "text": "Look twice" }] }));
    let command = changed.command();
    assert_eq!(changed.ok()["next_at"], "2026-11-27T15:00:00.000Z");
    let stale = o.olga.patch_from(&made["version"], &path(&made), json!({ "rule": null })).fails(412, "stale");
    assert_eq!(stale["error"]["current"]["rule"]["words"], "every Friday at 16:00");
    o.olga.patch_from(&made["version"], &path(&made), json!({ "show_days": 1 })).ok();
    o.olga.post("/undo", json!({ "command": command })).ok();
    let back = o.olga.get(&path(&made)).ok();
    assert_eq!((&back["next_at"], &back["steps"][0]["text"]), (&json!("2026-11-30T07:30:00.000Z"), &json!("Look")));
    assert_eq!((&back["show_days"], &back["procedure"]), (&json!(1), &json!(3)), "the rest stays, and versions go on");
    let missing = o.olga.send("PATCH", &path(&made), Some(&json!({ "paused": true })));
    missing.fails(428, "needs_if_match");
    // Making one is taken back into the trash.
    let other = o.olga.post(&format!("/spaces/{}/processes", o.space), json!({ "name": "Other" }));
    let command = other.command();
    let other = other.ok();
    o.olga.post("/undo", json!({ "command": command })).ok();
    assert!(o.olga.get(&path(&other)).ok()["trashed_at"].is_string());
}

#[test]
fn what_is_paused_or_thrown_away_starts_nothing_and_goes_on_from_then() {
    let o = office();
    let made = o.make("every day 9:00", json!({}));
    let paused = o.olga.patch(&path(&made), json!({ "paused": true })).ok();
    assert_eq!((&paused["next_at"], &paused["rule"]["next_at"]), (&Value::Null, &json!([])));
    o.server.clock.advance(3 * DAY);
    o.looked();
    assert_eq!(all(&o.olga, &made), [] as [Value; 0]);
    let on = o.olga.patch(&path(&made), json!({ "paused": false })).ok();
    assert_eq!(on["next_at"], "2026-11-27T08:00:00.000Z", "nothing is made up for");
    let gone = o.olga.delete(&path(&made));
    let command = gone.command();
    gone.ok();
    let list = |query: &str| -> Vec<String> {
        let page = o.ana.get(&format!("/spaces/{}/processes{query}", o.space)).ok();
        page["items"].as_array().unwrap().iter().map(id).collect()
    };
    assert_eq!((list("").len(), list("?trashed=true").len()), (0, 1));
    o.gil.get(&path(&made)).fails(404, "not_found");
    o.olga.post(&format!("{}/runs", path(&made)), json!({})).fails(404, "not_found");
    o.server.clock.advance(2 * DAY / 3);
    o.looked();
    o.olga.post("/undo", json!({ "command": command })).ok();
    assert_eq!(list("").len(), 1);
    o.server.clock.advance(DAY);
    runs(&o.olga, &made, 1);
    // Thirty days in the trash, and it is gone for good; the task of its run stays.
    let run = all(&o.olga, &made).remove(0);
    o.olga.delete(&path(&made)).ok();
    o.olga.put(&format!("{}/restore", path(&made)), json!({})).ok();
    o.olga.delete(&path(&made)).ok();
    o.server.clock.advance(31 * DAY);
    until(|| o.olga.get(&path(&made)).status, |status| *status == 404);
    assert_eq!(o.olga.get(&format!("/tasks/{}", id(&run))).ok()["title"], "Van check");
    assert!(guildhall_store_is_empty(&o), "nothing of it is left");
}

/// Whether no row of any process is left.
fn guildhall_store_is_empty(o: &crate::Office) -> bool {
    use guildhall::processes::store as rows;
    let snapshot = o.server.app.store().snapshot().unwrap();
    let read = snapshot.read();
    let all = guildhall_store::Span::all;
    read.keys(&rows::RUNS, all()).unwrap().count() == 0
        && read.keys(&rows::ORDER, all()).unwrap().count() == 0
        && read.keys(&rows::OCCURRENCES, all()).unwrap().count() == 0
        && read.keys(&rows::TIMES, all()).unwrap().count() == 0
        && read.keys(&rows::VERSIONS, all()).unwrap().count() == 0
        && read.keys(&rows::PROCESSES, all()).unwrap().count() == 0
}

#[test]
fn it_ends_after_its_count_whatever_became_of_the_runs() {
    let o = office();
    let made = o.make("every day 9:00, 3 times", json!({}));
    for count in 1..=3 {
        o.server.clock.advance(DAY);
        runs(&o.olga, &made, count);
    }
    o.server.clock.advance(3 * DAY);
    o.looked();
    let shown = o.olga.get(&path(&made)).ok();
    assert_eq!((outcomes(&all(&o.olga, &made)).len(), &shown["next_at"]), (3, &Value::Null));
}

#[test]
fn a_new_procedure_is_for_the_open_runs_too_where_one_says_so() {
    let o = office();
    let made = o.make("every monday 8:30", json!({ "body": "On the lift.", "steps": [{ "text": "Oil\nFax\nTyres" }] }));
    let run = o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
    let task = || o.ana.get(&format!("/tasks/{}", id(&run))).ok();
    let steps = || -> Vec<(String, bool)> {
        let all = task()["steps"].as_array().unwrap().clone();
        all.iter().map(|step| (step["text"].as_str().unwrap().into(), step["done"] == true)).collect()
    };
    let procedure = || runs(&o.ana, &made, 1)[0]["procedure"].clone();
    let oil = id(&task()["steps"][0]);
    o.ana.patch(&format!("/tasks/{}/steps/{oil}", id(&run)), json!({ "done": true })).ok();
    o.ana.post(&format!("/tasks/{}/steps", id(&run)), json!({ "text": "My own" })).ok();
    let before = (task(), steps());
    o.server.clock.advance(MINUTE);

    let new = json!({ "name": "Van round", "body": "In the yard.", "open_runs": true,
        "steps": [{ "text": "Lights" }, { "text": "Tyres", "evidence": "photo" }] });
    let changed = o.olga.patch(&path(&made), new);
    let command = changed.command();
    changed.ok();
    let told = |all: &[(&str, bool)]| all.iter().map(|(text, done)| ((*text).to_owned(), *done)).collect::<Vec<_>>();
    assert_eq!(steps(), told(&[("Lights", false), ("Tyres", false), ("Oil", true), ("My own", false)]));
    let now = task();
    assert_eq!((&now["title"], &now["body"], procedure()), (&json!("Van round"), &json!("In the yard."), json!(2)));
    assert_eq!(
        (&now["steps"][1]["id"], &now["steps"][1]["asks"]["evidence"]),
        (&before.0["steps"][2]["id"], &json!("photo"))
    );
    // It is one command, so one undo takes all of it back.
    o.olga.post("/undo", json!({ "command": command })).ok();
    assert_eq!((steps(), task()["title"].clone(), procedure()), (before.1, before.0["title"].clone(), json!(3)));
    // What makes no new procedure changes no run.
    o.olga.patch(&path(&made), json!({ "show_days": 1, "open_runs": true })).ok();
    assert_eq!((steps().len(), procedure()), (4, json!(3)));
}

#[test]
fn who_does_not_lead_takes_no_approval_from_an_open_run() {
    let o = office();
    let approval = json!({ "approvers": [{ "who": "lead" }] });
    let steps = json!([{ "text": "Fill in" }, { "text": "Signed off", "approval": approval }]);
    let input = json!({ "name": "Permit", "steps": steps });
    let made = o.ana.post(&format!("/spaces/{}/processes", o.space), input).ok();
    let run = o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
    let texts = || {
        let task = o.ana.get(&format!("/tasks/{}", id(&run))).ok();
        task["steps"].as_array().unwrap().iter().map(|step| step["text"].clone()).collect::<Vec<_>>()
    };
    let shorter = |who: &Client, text: &str| {
        who.patch(&path(&made), json!({ "steps": [{ "text": text }], "open_runs": true })).ok();
    };
    shorter(&o.ana, "Write it");
    assert_eq!(texts(), ["Write it", "Signed off"]);
    shorter(&o.olga, "Fill it in");
    assert_eq!(texts(), ["Fill it in", "Signed off"], "the procedure it has knows that step no more");
}
