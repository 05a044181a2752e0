//! What a rule did can be taken back by people who work in its space, as far as they could do it by hand.

use crate::{becomes, created, office, set};
use guildhall_tests::id;
use serde_json::{Value, json};

#[test]
fn a_person_takes_back_what_a_rule_did_and_that_sets_off_nothing() {
    let o = office();
    let comment = json!({ "does": "comment", "text": "Look at it" });
    let rule = o.rule(created(), json!([]), json!([set("priority", "high"), comment]));
    let back = o.rule(becomes("priority", "normal"), json!([]), json!([set("due", "1")]));
    let task = o.task(&o.ana, "Swap the valve");
    assert_eq!((&task["priority"], o.said(&id(&task)).len()), (&json!("high"), 1));
    let did = |by: &guildhall_tests::Client| by.get(&format!("/rules/{}/acted", id(&rule))).ok()["items"][0].clone();
    assert_eq!((&did(&o.gil)["undoable"], &did(&o.ana)["undoable"]), (&json!(false), &json!(true)));
    let command = did(&o.ana)["command"].clone();
    let activity = o.ana.get(&format!("/items/{}/activity", id(&task))).ok();
    let entries = activity["items"].as_array().unwrap();
    let set = entries.iter().find(|entry| entry["activity"]["field"] == "priority").unwrap();
    assert_eq!((&set["activity"]["command"], &set["activity"]["undoable"]), (&command, &json!(true)), "{activity}");
    for stranger in [&o.gil, &o.max] {
        stranger.post("/undo", json!({ "command": command })).fails(410, "undo_gone");
    }
    o.ana.post("/undo", json!({ "command": command })).ok();
    o.acted();
    let task = o.ana.get(&format!("/tasks/{}", id(&task))).ok();
    assert_eq!((&task["priority"], &task["due"]), (&json!("normal"), &Value::Null), "{task}");
    assert!(o.said(&id(&task)).iter().all(|one| one["deleted"] == true), "{:?}", o.said(&id(&task)));
    assert_eq!((&o.again(&rule)["acted_total"], &o.again(&back)["acted_total"]), (&json!(1), &json!(0)));
}

#[test]
fn what_somebody_changed_since_is_not_lost_by_it_and_a_day_later_it_stays() {
    let o = office();
    let rule = o.rule(created(), json!([]), json!([set("priority", "high")]));
    let did = || o.ana.get(&format!("/rules/{}/acted", id(&rule))).ok()["items"][0].clone();
    let task = o.task(&o.ana, "Swap the valve");
    o.patch(&o.ben, &task, json!({ "priority": "urgent" }));
    let command = did()["command"].clone();
    let refused = o.ana.post("/undo", json!({ "command": command })).fails(409, "undo_conflict");
    assert_eq!(refused["error"]["changed"], json!(["priority"]), "{refused}");
    o.server.clock.advance(crate::DAY + crate::HOUR);
    assert_eq!(did()["undoable"], false);
    o.ana.post("/undo", json!({ "command": command })).fails(410, "undo_gone");
    assert_eq!(o.ana.get(&format!("/tasks/{}", id(&task))).ok()["priority"], "urgent");
}

#[test]
fn where_the_rule_reached_further_than_somebody_does_nothing_is_taken_back() {
    let o = office();
    let kitchen = o.olga.space("Kitchen", "closed");
    o.rule(created(), json!([]), json!([{ "does": "move", "space_id": kitchen }]));
    let task = o.olga.task(&o.space, "Goes");
    o.acted();
    let activity = o.olga.get(&format!("/items/{}/activity", id(&task))).ok();
    let entries = activity["items"].as_array().unwrap();
    let moved = entries.iter().find(|entry| entry["activity"]["actor"]["kind"] == "rule").unwrap();
    let command = json!({ "command": moved["activity"]["command"] });
    o.ana.post("/undo", command.clone()).fails(404, "not_found");
    assert_eq!(o.olga.get(&format!("/tasks/{}", id(&task))).ok()["space_id"], json!(kitchen));
    o.olga.post("/undo", command).ok();
    assert_eq!(o.olga.get(&format!("/tasks/{}", id(&task))).ok()["space_id"], json!(o.space));
}
