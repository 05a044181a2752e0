//! Who asks whom, what is refused, and what taking back does.

use crate::{answer, approve, asked, hand_on, id, office, read, turn};
use serde_json::{Value, json};

#[test]
fn what_cannot_be_asked_is_refused_with_what_to_do() {
    let o = &office();
    let task = o.task("Certificate");
    let field = |answer: guildhall_tests::Answer| answer.fails(422, "invalid")["error"]["fields"].clone();
    let none = o.olga.post(&format!("/items/{task}/approvals"), json!({ "approver_ids": [] }));
    assert_eq!(field(none), json!({ "approver_ids": "Choose who is to approve it." }));
    assert!(field(asked(&o.olga, &task, &[&o.ana, &o.ana], json!({})))["approver_ids"].is_string());
    assert!(field(asked(&o.olga, &task, &[&o.olga], json!({})))["approver_ids"].is_string(), "nobody asks themselves");
    let one = json!({ "order": "in_order", "needs": "one" });
    assert!(field(asked(&o.olga, &task, &[&o.ana, &o.ben], one))["order"].is_string());
    let past = json!({ "due": { "date": "2026-11-22" } });
    assert_eq!(field(asked(&o.olga, &task, &[&o.ana], past))["due"], "Choose a time to come.");
    let unknown = json!({ "approver_ids": ["018f0000-0000-7000-8000-0000000000ff"] });
    assert!(field(o.olga.post(&format!("/items/{task}/approvals"), unknown))["approver_ids"].is_string());
    asked(&o.olga, &task, &[&o.ana], json!({ "state": "approved" })).fails(400, "unknown_field");
    let topic = id(&o.olga.post(&format!("/spaces/{}/topics", o.space), json!({ "title": "Talk" })).ok());
    asked(&o.olga, &topic, &[&o.ana], json!({})).fails(409, "conflict");
    // Whoever only comments asks nobody, and who does not see it learns nothing.
    asked(&o.gil, &task, &[&o.ana], json!({})).fails(403, "forbidden");
    asked(&o.max, &task, &[&o.ana], json!({})).fails(404, "not_found");
    assert_eq!(o.olga.get(&format!("/items/{task}/approvals")).ok()["items"], json!([]));
    assert_eq!(o.shelf(&o.ana, "needs"), [""; 0]);
}

#[test]
fn asking_is_sent_again_without_asking_twice() {
    let o = &office();
    let task = o.task("Certificate");
    let own = json!({ "id": "01934000-0000-7000-8000-0000000000aa", "body": "Can it go out?" });
    let first = asked(&o.olga, &task, &[&o.ana], own.clone()).ok();
    assert_eq!(asked(&o.olga, &task, &[&o.ana], own.clone()).ok()["id"], first["id"]);
    asked(&o.olga, &task, &[&o.ben], own.clone()).fails(409, "id_taken");
    hand_on(&o.ana, &id(&first), &o.ana, &o.ben).ok();
    assert_eq!(asked(&o.olga, &task, &[&o.ana], own).ok()["id"], first["id"], "also when it was handed on since");
    assert_eq!(o.olga.get(&format!("/items/{task}/approvals")).ok()["items"].as_array().unwrap().len(), 1);
}

#[test]
fn the_entry_comes_with_the_turn_and_goes_when_the_need_is_met_elsewhere() {
    let o = &office();
    let task = o.task("Certificate");
    let asked = o.ask(&o.olga, &task, &[&o.ana, &o.ben], json!({ "order": "in_order", "body": "Can it go out?" }));
    assert_eq!(o.shelf(&o.ana, "needs"), ["Certificate: to_approve"]);
    assert_eq!(o.shelf(&o.ben, "needs"), [""; 0], "it is not his turn");
    let entry = o.ana.get("/inbox").ok()["items"][0].clone();
    assert_eq!((&entry["approval_id"], &entry["excerpt"]), (&json!(asked), &json!("Can it go out?")));
    let waiting = |who: &guildhall_tests::Client| who.get("/approvals").ok()["items"].as_array().unwrap().len();
    assert_eq!((waiting(&o.ana), waiting(&o.ben)), (1, 0));
    approve(&o.ana, &asked).ok();
    assert_eq!((o.shelf(&o.ana, "needs"), o.shelf(&o.ana, "cleared").len()), (vec![], 1));
    assert_eq!(o.shelf(&o.ben, "needs"), ["Certificate: to_approve"]);
    assert_eq!((waiting(&o.ana), waiting(&o.ben)), (0, 1));
    assert_eq!(o.shelf(&o.olga, "following"), [""; 0], "nothing is decided yet");
    approve(&o.ben, &asked).ok();
    assert_eq!(o.shelf(&o.ben, "needs"), [""; 0]);
    assert_eq!(o.shelf(&o.olga, "following"), ["Certificate: approved"], "who asked hears of it");
}

#[test]
fn what_was_withdrawn_asks_nobody_and_can_be_asked_again_by_undo() {
    let o = &office();
    let task = o.task("Certificate");
    let approval = o.ask(&o.ana, &task, &[&o.ben], json!({}));
    let path = format!("/approvals/{approval}/withdrawal");
    o.ben.put(&path, json!({})).fails(403, "forbidden");
    let done = o.ana.put(&path, json!({}));
    let command = done.command();
    assert_eq!(done.ok()["state"], "withdrawn");
    o.ana.put(&path, json!({})).ok();
    assert_eq!(o.shelf(&o.ben, "needs"), [""; 0]);
    approve(&o.ben, &approval).fails(409, "conflict");
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!((turn(&o.ana, &approval), o.shelf(&o.ben, "needs").len()), (vec!["Ben Sol".to_owned()], 1));
    // A lead may withdraw what others asked; what was asked can be taken back until it is answered.
    o.olga.put(&path, json!({})).ok();
    let asking = asked(&o.ana, &task, &[&o.ben], json!({}));
    let command = asking.command();
    let second = id(&asking.ok());
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(read(&o.ana, &second)["state"], "withdrawn");
    let asking = asked(&o.ana, &task, &[&o.ben, &o.olga], json!({}));
    let command = asking.command();
    let third = id(&asking.ok());
    let said = approve(&o.ben, &third);
    let answered = said.command();
    said.ok();
    o.ana.post("/undo", json!({ "command": command })).fails(410, "undo_gone");
    o.ben.post("/undo", json!({ "command": answered })).fails(410, "undo_gone");
    assert_eq!(turn(&o.ana, &third), ["Olga Owner"], "an answer stays");
}

#[test]
fn a_turn_is_handed_on_by_who_has_it_who_asked_and_a_lead_and_nobody_else() {
    let o = &office();
    let task = o.task("Certificate");
    let approval = o.ask(&o.ana, &task, &[&o.ben], json!({}));
    hand_on(&o.gil, &approval, &o.ben, &o.gil).fails(403, "forbidden");
    hand_on(&o.max, &approval, &o.ben, &o.max).fails(404, "not_found");
    hand_on(&o.ben, &approval, &o.ben, &o.ana).fails(422, "invalid");
    let handed = hand_on(&o.ben, &approval, &o.ben, &o.gil);
    let command = handed.command();
    let shown = handed.ok();
    assert_eq!(
        (&shown["handed_on"][0]["from"]["name"], &shown["handed_on"][0]["to"]["name"]),
        (&json!("Ben Sol"), &json!("Gil Guest"))
    );
    assert_eq!((o.shelf(&o.ben, "needs"), o.shelf(&o.gil, "needs").len()), (vec![], 1));
    o.ben.post("/undo", json!({ "command": command })).ok();
    assert_eq!((turn(&o.ana, &approval), o.shelf(&o.gil, "needs")), (vec!["Ben Sol".to_owned()], vec![]));
    hand_on(&o.ana, &approval, &o.ben, &o.gil).ok();
    hand_on(&o.olga, &approval, &o.gil, &o.ben).ok();
    approve(&o.gil, &approval).fails(403, "forbidden");
    approve(&o.ben, &approval).ok();
    hand_on(&o.olga, &approval, &o.ben, &o.gil).fails(409, "conflict");
}

#[test]
fn what_happened_stands_in_the_history_and_outlives_comments() {
    let o = &office();
    let task = o.task("Certificate");
    let approval = o.ask(&o.olga, &task, &[&o.ana], json!({}));
    answer(&o.ana, &approval, "changes", "The second reading is missing").ok();
    let page = o.olga.get(&format!("/items/{task}/activity")).ok();
    let fields: Vec<&Value> =
        page["items"].as_array().unwrap().iter().map(|entry| &entry["activity"]["field"]).collect();
    assert_eq!(fields[1..], [&json!(format!("approval:{approval}")), &json!(format!("approval_answer:{approval}"))]);
    let last = page["items"][2]["activity"].clone();
    assert_eq!((&last["after"], &last["undoable"]), (&json!("changes"), &json!(false)));
    let shown = read(&o.ben, &approval);
    assert_eq!(shown["answers"][0]["reason"], "The second reading is missing");
    // In the trash it is there for those who see it there, and deleted for good it is gone.
    o.olga.delete(&format!("/tasks/{task}")).ok();
    o.gil.get(&format!("/approvals/{approval}")).fails(404, "not_found");
    assert_eq!(read(&o.olga, &approval)["state"], "changes");
    answer(&o.ana, &approval, "approved", "").fails(403, "forbidden");
    o.olga.delete(&format!("/trash/{task}"));
    o.olga.get(&format!("/approvals/{approval}")).fails(404, "not_found");
}
