//! Rules of the organization: they act wherever their owner works, and nowhere else.

use crate::{DAY, HOUR, Office, becomes, created, is, office, set};
use guildhall_tests::{Client, id, until};
use serde_json::{Value, json};

impl Office {
    /// A rule of the organization.
    #[track_caller]
    fn common(&self, by: &Client, when: Value, conditions: Value, actions: Value) -> Value {
        let input = json!({ "name": "Urgent first", "when": when, "conditions": conditions, "actions": actions });
        by.post("/rules", input).ok()
    }

    /// Makes a task in a space, and answers it as it is once rules have acted.
    #[track_caller]
    fn task_in(&self, by: &Client, space: &str, title: &str) -> Value {
        let task = by.task(space, title);
        self.acted();
        by.get(&format!("/tasks/{}", id(&task))).ok()
    }
}

#[test]
fn it_acts_in_every_space_in_which_its_owner_works_and_in_no_other() {
    let o = office();
    let (kitchen, secret) = (o.olga.space("Kitchen", "open"), o.max.space("Secret", "private"));
    let own = o.rule(created(), json!([]), json!([set("priority", "low")]));
    let rule = o.common(&o.olga, created(), json!([]), json!([set("priority", "urgent")]));
    assert_eq!((&rule["space_id"], &rule["can_edit"]), (&Value::Null, &json!(true)), "{rule}");
    assert_eq!(o.task_in(&o.max, &kitchen, "Oven is cold")["priority"], "urgent");
    // The rules of a space act first.
    let task = o.task(&o.ana, "Both act");
    assert_eq!(task["priority"], "urgent");
    assert_eq!((&o.again(&own)["acted_total"], &o.again(&rule)["acted_total"]), (&json!(1), &json!(2)));
    // She is not in there, and an admin sees nothing of it.
    assert_eq!(o.task_in(&o.max, &secret, "Quiet")["priority"], "normal");
    let home = o.olga.get("/spaces").ok()["items"].as_array().unwrap().clone();
    let personal = home.iter().find(|space| space["access"] == "personal").map(id);
    if let Some(personal) = personal {
        assert_eq!(o.task_in(&o.olga, &personal, "My own")["priority"], "normal");
    }
    assert_eq!(o.again(&rule)["acted_total"], 2);
    // Its name stands in the history of what it did, also for those who cannot read the rule.
    let activity = o.ana.get(&format!("/items/{}/activity", id(&task))).ok();
    assert!(activity.to_string().contains("Urgent first"), "{activity}");
    let acted = o.olga.get(&format!("/rules/{}/acted", id(&rule))).ok();
    let there = acted["items"].as_array().unwrap().iter().find(|done| done["task_id"] == task["id"]).unwrap();
    assert_eq!(there["undoable"], true, "{acted}");
    // Whoever works in the space where it acted takes that back.
    let command = there["command"].as_str().unwrap();
    for stranger in [&o.gil, &o.max] {
        stranger.post("/undo", json!({ "command": command })).fails(410, "undo_gone");
    }
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.ana.get(&format!("/tasks/{}", id(&task))).ok()["priority"], "low");
}

#[test]
fn only_admins_make_it_and_what_belongs_to_one_space_cannot_stand_in_it() {
    let o = office();
    let plan = |when: Value, actions: Value| json!({ "name": "All", "when": when, "actions": actions });
    let high = json!([set("priority", "high")]);
    o.ana.post("/rules", plan(created(), high.clone())).fails(403, "forbidden");
    o.gil.get("/rules").fails(403, "forbidden");
    let rule = o.common(&o.olga, created(), json!([]), high.clone());
    o.ana.get(&format!("/rules/{}", id(&rule))).fails(404, "not_found");
    o.ana.patch(&format!("/rules/{}", id(&rule)), json!({ "on": false })).fails(404, "not_found");
    assert!(o.olga.get(&format!("/spaces/{}/rules", o.space)).ok()["items"].as_array().unwrap().is_empty());
    assert_eq!(o.olga.get("/rules").ok()["items"][0]["id"], rule["id"]);
    for when in [
        becomes("status", "1"),
        json!({ "what": "requested", "by": "form", "form_id": "0190b5a0-0000-7000-8000-000000000001" }),
    ] {
        let refused = o.olga.post("/rules", plan(when.clone(), high.clone())).fails(422, "invalid");
        assert!(refused["error"]["fields"]["when"].as_str().unwrap().contains("one space"), "{refused}");
    }
    let section = json!([set("section", "1")]);
    o.olga.post("/rules", plan(created(), section)).fails(422, "invalid");
    let field = json!({ "name": "All", "when": created(), "actions": high,
        "conditions": [{ "fact": "field", "field_id": 1, "test": "is", "values": ["x"] }] });
    o.olga.post("/rules", field).fails(422, "invalid");
    // It goes into the trash and comes back like any other.
    o.olga.delete(&format!("/rules/{}", id(&rule))).ok();
    assert_eq!(o.olga.get("/rules?trashed=true").ok()["items"][0]["id"], rule["id"]);
    o.olga.put(&format!("/rules/{}/restore", id(&rule)), json!({})).ok();
    assert_eq!(o.task(&o.ana, "After all")["priority"], "high");
}

#[test]
fn a_kind_of_status_sets_it_off_wherever_the_task_comes_into_it() {
    let o = office();
    let kitchen = o.olga.space("Kitchen", "open");
    let done = o.common(&o.olga, becomes("category", "done"), json!([]), json!([set("priority", "low")]));
    assert!(crate::sentence(&done).contains("*done*"), "{}", crate::sentence(&done));
    for space in [&o.space, &kitchen] {
        let task = id(&o.olga.task(space, "Clean the filter"));
        let statuses = o.olga.get(&format!("/spaces/{space}")).ok()["statuses"].clone();
        let number = |category: &str| {
            let all = statuses.as_array().unwrap();
            all.iter().find(|status| status["category"] == category).unwrap()["id"].clone()
        };
        let turn = |category: &str| {
            o.olga.patch(&format!("/tasks/{task}"), json!({ "status_id": number(category) })).ok();
            o.acted();
            o.olga.get(&format!("/tasks/{task}")).ok()["priority"].clone()
        };
        assert_eq!((turn("doing"), turn("done")), (json!("normal"), json!("low")));
    }
    assert_eq!(o.again(&done)["acted_total"], 2);
    // It sets the kind of status, with the status each space has for it.
    let nobody = is("assignee", "");
    o.common(&o.olga, created(), json!([nobody]), json!([set("category", "waiting")]));
    let task = o.task_in(&o.max, &kitchen, "Whose is it");
    assert_eq!(task["category"], "waiting", "{task}");
}

#[test]
fn an_owner_who_is_no_admin_any_more_switches_it_off() {
    let o = office();
    o.olga.patch(&format!("/people/{}", o.ben.me()), json!({ "role": "admin" })).ok();
    let rule = o.common(&o.ben, created(), json!([]), json!([set("priority", "high")]));
    assert_eq!(o.task(&o.ana, "Acts")["priority"], "high");
    o.olga.patch(&format!("/people/{}", o.ben.me()), json!({ "role": "member" })).ok();
    assert_eq!(o.again(&rule)["owner_works"], false);
    let task = o.task(&o.ana, "Stops it");
    assert_eq!(task["priority"], "normal");
    let off = o.again(&rule);
    assert_eq!(off["off"]["why"], "owner", "{off}");
    assert!(off["off"]["words"].as_str().unwrap().contains("no admin"), "{off}");
    // He still works there, so he is told where it happened.
    let said = o.said(&id(&task));
    assert!(said[0]["body"].as_str().unwrap().contains(&format!("guildhall:person/{}", o.ben.me())), "{said:?}");
    let on = o.olga.patch(&format!("/rules/{}", id(&rule)), json!({ "on": true })).ok();
    assert_eq!(on["owner"]["id"], json!(o.olga.me()));
    assert_eq!(o.task(&o.ana, "Acts again")["priority"], "high");
}

#[test]
fn the_clock_sets_it_off_in_every_space_and_a_dry_run_looks_at_all() {
    let o = office();
    let (kitchen, secret) = (o.olga.space("Kitchen", "open"), o.max.space("Secret", "private"));
    let make = |by: &Client, space: &str| {
        let input = json!({ "title": "Order filters", "due": { "date": "2026-11-24" } });
        id(&by.post(&format!("/spaces/{space}/tasks"), input).ok())
    };
    let (here, there, hidden) = (make(&o.ana, &o.space), make(&o.ana, &kitchen), make(&o.max, &secret));
    let late = json!({ "what": "overdue", "days": 0 });
    o.common(&o.olga, late.clone(), json!([]), json!([set("priority", "urgent")]));
    o.acted();
    o.server.clock.advance(2 * DAY + HOUR);
    let priority = |by: &Client, task: &str| by.get(&format!("/tasks/{task}")).ok()["priority"].clone();
    until(|| priority(&o.ana, &here), |now| now == "urgent");
    until(|| priority(&o.ana, &there), |now| now == "urgent");
    o.acted();
    assert_eq!(priority(&o.max, &hidden), "normal");
    let trial =
        |when: Value| o.olga.post("/rules/trial", json!({ "when": when, "actions": [set("priority", "high")] })).ok();
    for when in [late, created()] {
        let tried = trial(when);
        assert_eq!((&tried["matches"], &tried["whole"]), (&json!(2), &json!(true)), "{tried}");
    }
}
