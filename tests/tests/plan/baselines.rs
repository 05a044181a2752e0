//! What a plan was once, and what leads say of it.

use crate::{plan, project, task, undo};
use guildhall_tests::id;
use serde_json::json;

#[test]
fn a_plan_is_compared_with_what_it_was() {
    let o = project();
    let a = task(&o.ana, &o.space, "A", "2026-11-23", "2026-11-24");
    let gone = task(&o.ana, &o.space, "Gone", "2026-11-23", "2026-11-24");
    let at = format!("/spaces/{}/baselines", o.space);
    o.ana.post(&at, json!({ "name": "First" })).fails(403, "forbidden");
    o.owner.post(&at, json!({ "name": " " })).fails(422, "invalid");
    let kept = o.owner.post(&at, json!({ "name": "First" })).ok();
    assert_eq!([&kept["tasks"], &kept["finish"]], [&json!(2), &json!("2026-12-18")]);
    o.ana.post(&format!("/tasks/{a}/shifts"), json!({ "start": "2026-11-26", "due": "2026-11-30" })).ok();
    o.ana.delete(&format!("/tasks/{gone}")).ok();
    task(&o.ana, &o.space, "New", "2026-11-23", "2026-11-24");
    let one = format!("{at}/{}", id(&kept));
    let compared = o.ana.get(&one).ok();
    assert_eq!(
        compared["tasks"],
        json!([{ "task_id": a, "start": "2026-11-23", "due": "2026-11-24", "days_later": 4 }])
    );
    assert_eq!([&compared["gone"], &compared["new"], &compared["days_later"]], [1, 1, 4]);

    let deleted = o.owner.delete(&one);
    assert_eq!(deleted.status, 204, "{}", deleted.text);
    o.ana.get(&one).fails(404, "not_found");
    undo(&o.owner, &deleted);
    assert_eq!(o.ana.get(&one).ok()["gone"], 1);
    for _ in 1..20 {
        o.owner.post(&at, json!({ "name": "More" })).ok();
    }
    o.owner.post(&at, json!({ "name": "Too many" })).fails(422, "too_many");
}

#[test]
fn the_last_note_counts_and_all_are_kept() {
    let o = project();
    let at = format!("/spaces/{}/status-notes", o.space);
    o.owner.post(&at, json!({ "health": "on_track" })).ok();
    o.server.clock.advance(60_000);
    let second = o.owner.post(&at, json!({ "health": "at_risk", "body": "The boiler is *late*." }));
    second.clone().ok();
    let note = || plan(&o.ana, &o.space)["note"].clone();
    assert_eq!([&note()["health"], &note()["body"]], ["at_risk", "The boiler is *late*."]);
    assert_eq!(o.ana.get(&at).ok()["items"].as_array().unwrap().len(), 2);
    undo(&o.owner, &second);
    assert_eq!(note()["health"], "on_track");
    o.owner.post(&at, json!({ "health": "fine" })).fails(400, "bad_json");
}
