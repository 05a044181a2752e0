//! Approval steps: asked when the steps before them are done, done when they are approved, never ticked by hand; changes
//! put them back, and a run is not done without them.

use crate::{Office, office, path, shown};
use guildhall_tests::{Answer, Client, Live, id, live, until};
use serde_json::{Value, json};

/// Approved by these: people, or the name of a role.
fn by(approvers: &[Value], with: Value) -> Value {
    let one = |approver: &Value| match approver.as_str() {
        Some(role @ ("lead" | "starter" | "last_doer")) => json!({ "who": role }),
        _ => json!({ "who": "person", "person_id": approver }),
    };
    let mut approval = json!({ "approvers": approvers.iter().map(one).collect::<Vec<_>>() });
    approval.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    approval
}

/// A run of Ana's of a process with a step, an approval and a step after it.
fn begun(o: &Office, approval: Value) -> (Value, Value) {
    let steps = json!([
        { "text": "Fill in the form" },
        { "text": "Signed off", "approval": approval },
        { "text": "Send it" },
    ]);
    let made = o.make("every monday 8:30", json!({ "steps": steps }));
    let run = o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
    (made, run)
}

fn task(by: &Client, run: &Value) -> Value {
    by.get(&format!("/tasks/{}", id(run))).ok()
}

fn patch(by: &Client, run: &Value, at: usize, body: Value) -> Answer {
    let step = id(&task(by, run)["steps"][at]);
    by.patch(&format!("/tasks/{}/steps/{step}", id(run)), body)
}

/// The approval that stands for a step, once one does.
#[track_caller]
fn asked(o: &Office, run: &Value, at: usize) -> Value {
    let stands = |task: &Value| task["steps"][at]["approval"]["approval_id"].is_string();
    let task = until(|| task(&o.olga, run), stands);
    o.olga.get(&format!("/approvals/{}", task["steps"][at]["approval"]["approval_id"].as_str().unwrap())).ok()
}

fn names(approval: &Value) -> Vec<&str> {
    approval["approvers"].as_array().unwrap().iter().map(|one| one["person"]["name"].as_str().unwrap()).collect()
}

fn answer(by: &Client, approval: &Value, verdict: &str, reason: &str) -> Answer {
    by.put(&format!("/approvals/{}/answer", id(approval)), json!({ "verdict": verdict, "reason": reason }))
}

fn state(o: &Office, approval: &Value) -> String {
    o.olga.get(&format!("/approvals/{}", id(approval))).ok()["state"].as_str().unwrap().to_owned()
}

#[test]
fn it_is_asked_when_the_steps_before_are_done_and_is_done_when_it_is_approved() {
    let o = office();
    let (made, run) = begun(&o, by(&[json!("lead"), json!(o.ben.me())], json!({ "order": "in_order" })));
    assert_eq!(made["steps"][1]["approval"]["approvers"][1]["person_id"], o.ben.me());
    // Nobody is asked too early, and nobody ticks it.
    assert_eq!(o.olga.get(&format!("/items/{}/approvals", id(&run))).ok()["items"], json!([]));
    for who in [&o.ana, &o.olga] {
        let refused = patch(who, &run, 1, json!({ "done": true })).fails(422, "approval_needed");
        assert!(refused["error"]["fields"]["done"].as_str().unwrap().contains("Finish the steps before it"));
    }
    patch(&o.ana, &run, 0, json!({ "done": true })).ok();
    let approval = asked(&o, &run, 1);
    assert_eq!((&approval["asked_by"]["kind"], &approval["body"]), (&json!("process"), &json!("Signed off")));
    assert_eq!(names(&approval), [name(&o.olga), name(&o.ben)]);
    let waits = shown(&o.ana, &run);
    assert_eq!((&waits["approval_step"], &waits["approval_back"]), (&json!("Signed off"), &json!(false)));
    assert_eq!(o.ana.get(&path(&made)).ok()["strip"][0]["waits_for_approval"], true);
    answer(&o.ben, &approval, "approved", "").fails(409, "conflict");
    answer(&o.olga, &approval, "approved", "").ok();
    assert_eq!(task(&o.ana, &run)["steps"][1]["done"], false, "the second one has not approved yet");
    answer(&o.ben, &approval, "approved", "Looks right").ok();
    let done = until(|| task(&o.ana, &run), |task| task["steps"][1]["done"] == true);
    assert_eq!(done["steps"][1]["done_by"], o.ben.me());
    let refused = patch(&o.ana, &run, 1, json!({ "done": false })).fails(422, "approval_needed");
    assert!(refused["error"]["fields"]["done"].as_str().unwrap().contains("was approved"));
    assert_eq!(shown(&o.ana, &run)["approval_step"], Value::Null);
    // Approved stays approved, also when an earlier step is opened again.
    patch(&o.ana, &run, 0, json!({ "done": false })).ok();
    patch(&o.ana, &run, 0, json!({ "done": true })).ok();
    o.finish(&o.ana, &run);
    assert_eq!(o.olga.get(&format!("/items/{}/approvals", id(&run))).ok()["items"].as_array().unwrap().len(), 1);
}

fn name(who: &Client) -> String {
    who.get("/me").ok()["name"].as_str().unwrap().to_owned()
}

#[test]
fn changes_put_it_back_until_somebody_says_that_it_is_ready_again() {
    let o = office();
    let (_, run) = begun(&o, by(&[json!(o.ben.me())], json!({})));
    patch(&o.ana, &run, 0, json!({ "done": true })).ok();
    let first = asked(&o, &run, 1);
    answer(&o.ben, &first, "changes", "The date is missing").ok();
    let back = |task: &Value| task["steps"][1]["approval"]["back"] == true;
    let put_back = until(|| task(&o.ana, &run), back);
    assert_eq!(
        (&put_back["steps"][1]["done"], put_back["steps"][1]["approval"]["approval_id"].clone()),
        (&json!(false), first["id"].clone())
    );
    assert_eq!(shown(&o.ana, &run)["approval_back"], true);
    // It is not asked again by itself, whatever else is done.
    patch(&o.ana, &run, 2, json!({ "done": true })).ok();
    o.looked();
    assert_eq!(asked(&o, &run, 1)["id"], first["id"]);
    o.gil
        .patch(&format!("/tasks/{}/steps/{}", id(&run), id(&put_back["steps"][1])), json!({ "ready": true }))
        .fails(403, "forbidden");
    patch(&o.ana, &run, 1, json!({ "ready": true })).ok();
    let again = |task: &Value| {
        let approval = &task["steps"][1]["approval"];
        approval["approval_id"].is_string() && approval["approval_id"] != first["id"]
    };
    until(|| task(&o.ana, &run), again);
    let second = asked(&o, &run, 1);
    assert_eq!((state(&o, &second), state(&o, &first)), ("waiting".into(), "changes".into()));
    // What a lead withdraws is put back as well.
    o.olga.put(&format!("/approvals/{}/withdrawal", id(&second)), json!({})).ok();
    until(|| task(&o.ana, &run), back);
    patch(&o.ana, &run, 1, json!({ "ready": true })).ok();
    until(|| task(&o.ana, &run), |task| task["steps"][1]["approval"]["approval_id"] != second["id"] && !back(task));
    answer(&o.ben, &asked(&o, &run, 1), "approved", "").ok();
    until(|| task(&o.ana, &run), |task| task["steps"][1]["done"] == true);
}

#[test]
fn what_nobody_waits_for_any_more_is_not_asked_any_more() {
    let o = office();
    let (_, run) = begun(&o, by(&[json!(o.ben.me())], json!({})));
    patch(&o.ana, &run, 0, json!({ "done": true })).ok();
    let first = asked(&o, &run, 1);
    // A step before it is open again: it comes when that is done.
    patch(&o.ana, &run, 0, json!({ "done": false })).ok();
    until(|| state(&o, &first), |state| state == "withdrawn");
    assert_eq!(task(&o.ana, &run)["steps"][1]["approval"]["approval_id"], Value::Null);
    patch(&o.ana, &run, 0, json!({ "done": true })).ok();
    let second = asked(&o, &run, 1);
    assert_ne!(second["id"], first["id"]);
    // The run is skipped: nobody has to look at it.
    o.ana.post(&format!("/runs/{}/skip", id(&run)), json!({ "reason": "Closed" })).ok();
    until(|| state(&o, &second), |state| state == "withdrawn");
    // A lead removes the step while it waits.
    let other = o.ana.post(&format!("/processes/{}/runs", run["process_id"].as_str().unwrap()), json!({})).ok();
    patch(&o.ana, &other, 0, json!({ "done": true })).ok();
    let third = asked(&o, &other, 1);
    let step = format!("/tasks/{}/steps/{}", id(&other), id(&task(&o.ana, &other)["steps"][1]));
    o.ana.delete(&step).fails(403, "forbidden");
    o.olga.delete(&step).ok();
    until(|| state(&o, &third), |state| state == "withdrawn");
    o.finish(&o.ana, &other);
}

#[test]
fn roles_are_whoever_has_them_when_it_is_asked_and_fall_to_the_leads() {
    let o = office();
    let (made, run) = begun(&o, by(&[json!("last_doer"), json!("starter")], json!({})));
    patch(&o.ana, &run, 0, json!({ "done": true })).ok();
    // Nobody did one before: it is whoever started it, also when that is who does it.
    let first = asked(&o, &run, 1);
    assert_eq!(names(&first), [name(&o.ana)]);
    answer(&o.ana, &first, "approved", "").ok();
    until(|| task(&o.ana, &run), |task| task["steps"][1]["done"] == true);
    o.finish(&o.ben, &run);
    let second = o.olga.post(&format!("{}/runs", path(&made)), json!({})).ok();
    patch(&o.ana, &second, 0, json!({ "done": true })).ok();
    assert_eq!(names(&asked(&o, &second, 1)), [name(&o.ben), name(&o.olga)]);
    // Whoever has the role left by the time it is asked: the lead.
    let (made, _) = begun(&o, by(&[json!("starter")], json!({})));
    let third = o.ben.post(&format!("{}/runs", path(&made)), json!({})).ok();
    o.olga.put(&format!("/people/{}/deactivation", o.ben.me()), json!({ "hand_over_to": null })).ok();
    patch(&o.ana, &third, 0, json!({ "done": true })).ok();
    let fallen = asked(&o, &third, 1);
    assert_eq!((names(&fallen), &fallen["needs"]), (vec![name(&o.olga).as_str()], &json!("one")));
}

#[test]
fn of_a_run_that_went_elsewhere_the_strip_says_nothing_to_anybody() {
    let o = office();
    let (made, run) = begun(&o, by(&[json!(o.ben.me())], json!({})));
    patch(&o.ana, &run, 0, json!({ "done": true })).ok();
    asked(&o, &run, 1);
    let waits = |who: &Client| who.get(&path(&made)).ok()["strip"][0]["waits_for_approval"].clone();
    assert_eq!((waits(&o.olga), waits(&o.ana)), (json!(true), json!(true)));
    // It is written once for all who read the process, and Ana does not see the run any more.
    let board = o.olga.space("Board", "private");
    o.olga.put(&format!("/tasks/{}/home", id(&run)), json!({ "space_id": board })).ok();
    assert_eq!((waits(&o.olga), waits(&o.ana)), (json!(false), json!(false)));
}

#[test]
fn an_open_run_keeps_its_approval_step_when_the_procedure_changes() {
    let o = office();
    let (made, run) = begun(&o, by(&[json!(o.ben.me())], json!({})));
    patch(&o.ana, &run, 0, json!({ "done": true })).ok();
    let approval = asked(&o, &run, 1);
    let steps = json!([{ "text": "Fill in the form" }, { "text": "Send it" }]);
    o.olga.patch(&path(&made), json!({ "steps": steps })).ok();
    o.looked();
    assert_eq!(state(&o, &approval), "waiting");
    answer(&o.ben, &approval, "approved", "").ok();
    until(|| task(&o.ana, &run), |task| task["steps"][1]["done"] == true);
    let next = o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
    assert_eq!(task(&o.ana, &next)["steps"].as_array().unwrap().len(), 2);
}

#[test]
fn a_plan_that_makes_no_sense_is_refused() {
    let o = office();
    let refused = |step: Value| {
        let input = json!({ "name": "Sign", "steps": [step] });
        o.olga.post(&format!("/spaces/{}/processes", o.space), input).fails(422, "invalid");
    };
    let ben = json!(o.ben.me());
    refused(json!({ "text": "A", "approval": { "approvers": [] } }));
    refused(json!({ "text": "A", "approval": by(&[ben.clone(), ben.clone()], json!({})) }));
    let one_in_order = by(&[ben.clone(), json!("lead")], json!({ "order": "in_order", "needs": "one" }));
    refused(json!({ "text": "A", "approval": one_in_order }));
    refused(json!({ "text": "A", "evidence": "photo", "approval": by(std::slice::from_ref(&ben), json!({})) }));
    refused(json!({ "text": "A", "doer": "lead", "approval": by(&[ben], json!({})) }));
    refused(json!({ "text": "A", "approval": { "approvers": [{ "who": "person" }] } }));
    refused(json!({ "text": "A", "approval": by(&[json!(o.max.me())], json!({})) }));
    assert!(o.olga.get(&format!("/spaces/{}/processes", o.space)).ok()["items"].as_array().unwrap().is_empty());
}

#[test]
fn a_run_is_not_done_while_something_is_to_be_shown_or_approved() {
    let o = office();
    let steps = json!([
        { "text": "Walk round the van", "evidence": "photo" },
        { "text": "Signed off", "approval": by(&[json!(o.ben.me())], json!({})) },
        { "text": "Keys back" },
    ]);
    let made = o.make("every monday 8:30", json!({ "steps": steps }));
    let run = o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
    let to = format!("/tasks/{}", id(&run));
    let done = json!({ "status_id": o.status("done") });
    let refused = o.ana.patch(&to, done.clone()).fails(409, "steps_open");
    let message = refused["error"]["message"].as_str().unwrap();
    assert!(message.contains("Walk round the van") && message.contains("one more step"), "{message}");
    // Nor by a board, for several at once, or by a lead.
    o.olga.patch(&to, done.clone()).fails(409, "steps_open");
    let many = json!({ "ids": [id(&run)], "set": { "status_id": o.status("done") } });
    o.ana.post("/tasks/bulk", many).fails(409, "steps_open");
    assert_eq!(task(&o.ana, &run)["category"], "todo");
    let photo = o.ana.attach(&id(&run), "van.png", b"\x89PNG\r\n\x1a\n and more").ok();
    patch(&o.ana, &run, 0, json!({ "done": true, "evidence": { "file_id": id(&photo) } })).ok();
    let refused = o.ana.patch(&to, done.clone()).fails(409, "steps_open");
    assert!(refused["error"]["message"].as_str().unwrap().contains("not approved yet"));
    answer(&o.ben, &asked(&o, &run, 1), "approved", "").ok();
    until(|| task(&o.ana, &run), |task| task["steps"][1]["done"] == true);
    o.ana.patch(&to, done.clone()).ok();
    // A step that only has to be done is no obstacle, and a run is left out with a reason as before.
    let next = o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
    o.ana.post(&format!("/runs/{}/skip", id(&next)), json!({ "reason": "Van in the garage" })).ok();
    assert_eq!(shown(&o.ana, &next)["outcome"], "skipped");
    // What is no run is its people's own.
    let plain = o.ana.task(&o.space, "Fridge");
    let asks = json!({ "text": "Left", "asks": { "evidence": "photo" } });
    o.ana.post(&format!("/tasks/{}/steps", id(&plain)), asks).ok();
    o.ana.patch(&format!("/tasks/{}", id(&plain)), done).ok();
}

#[test]
fn what_was_shown_for_a_run_stays_also_when_the_step_is_unticked_and_only_leads_remove_such_a_step() {
    let o = office();
    let steps = json!([{ "text": "Walk round the van", "evidence": "photo" }, { "text": "Keys back" }]);
    let made = o.make("every monday 8:30", json!({ "steps": steps }));
    let run = o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
    let picture = b"\x89PNG\r\n\x1a\n and more";
    let (photo, other) = (
        o.ana.attach(&id(&run), "van.png", picture).ok(),
        o.ana.attach(&id(&run), "b.png", b"\x89PNG\r\n\x1a\n x").ok(),
    );
    patch(&o.ana, &run, 0, json!({ "done": true, "evidence": { "file_id": id(&photo) } })).ok();
    patch(&o.ana, &run, 0, json!({ "done": false })).ok();
    let gone = o.olga.delete(&format!("/files/{}", id(&photo))).fails(409, "conflict");
    assert!(gone["error"]["message"].as_str().unwrap().contains("history names it"), "{gone}");
    o.ana.delete(&format!("/files/{}", id(&other))).ok();
    let step = |at: usize| format!("/tasks/{}/steps/{}", id(&run), id(&task(&o.ana, &run)["steps"][at]));
    let (held, plain) = (step(0), step(1));
    o.ana.delete(&held).fails(403, "forbidden");
    o.ana.delete(&plain).ok();
    o.olga.delete(&held).ok();
    o.olga.delete(&format!("/files/{}", id(&photo))).fails(409, "conflict");
    let history = o.ben.get(&format!("/items/{}/activity", id(&run))).ok();
    let told = history["items"].as_array().unwrap().iter().map(|entry| &entry["activity"]);
    let removed = |entry: &&Value| entry["before"][0] == "Walk round the van" && entry["after"].is_null();
    assert_eq!(told.filter(removed).count(), 1, "{history}");
}

#[test]
fn who_looks_at_processes_hears_that_a_run_waits_for_an_approval_and_that_it_does_not_any_more() {
    let o = office();
    live::start(&o.server);
    let (made, run) = begun(&o, by(&[json!(o.ben.me())], json!({})));
    let mut hers = Live::open(&o.ana, None);
    let mut hears = |wanted: bool| {
        let told = |frame: &Value| {
            let all = frame["objects"]["processes"].as_array().cloned().unwrap_or_default();
            let process = all.into_iter().find(|process| process["id"] == made["id"]);
            process.is_some_and(|process| process["strip"][0]["waits_for_approval"] == wanted)
        };
        hers.until("state", told);
        assert_eq!(o.ana.get(&path(&made)).ok()["strip"][0]["waits_for_approval"], wanted);
    };
    patch(&o.ana, &run, 0, json!({ "done": true })).ok();
    hears(true);
    answer(&o.ben, &asked(&o, &run, 1), "changes", "The date is missing").ok();
    hears(false);
    patch(&o.ana, &run, 1, json!({ "ready": true })).ok();
    hears(true);
    answer(&o.ben, &asked(&o, &run, 1), "approved", "").ok();
    hears(false);
}
