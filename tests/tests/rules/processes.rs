//! A process that another one starts: its runs are what a rule asks for and what it makes.

use crate::{Office, becomes, created, is, office};
use guildhall_tests::{Client, id};
use serde_json::{Value, json};

impl Office {
    /// A process of Olga's.
    fn process(&self, name: &str) -> String {
        id(&self.olga.post(&format!("/spaces/{}/processes", self.space), json!({ "name": name })).ok())
    }

    fn runs_of(&self, process: &str) -> Vec<Value> {
        self.olga.get(&format!("/processes/{process}/runs")).ok()["items"].as_array().unwrap().clone()
    }

    /// Starts a run by hand, and waits until rules have acted on it.
    fn run(&self, process: &str) -> Value {
        let run = self.olga.post(&format!("/processes/{process}/runs"), json!({})).ok();
        self.acted();
        run
    }

    fn done(&self, task: &Value) {
        let done: u32 = self.status("done").parse().unwrap();
        self.patch(&self.olga, task, json!({ "status_id": done }));
    }

    /// A rule that starts a process for each run of another one.
    fn after(&self, when: Value, of: &str, process: &str) -> Value {
        self.rule(when, json!([is("process", of)]), json!([{ "does": "start", "process_id": process }]))
    }
}

#[test]
fn a_process_starts_once_a_run_of_another_one_is_done() {
    let o = office();
    let (bake, clean) = (o.process("Bake"), o.process("Clean the oven"));
    let rule = o.after(becomes("category", "done"), &bake, &clean);
    assert_eq!(
        crate::sentence(&rule),
        "When the *status* of a task becomes *done*, and it is a run of *Bake*, start *Clean the oven*."
    );
    assert_eq!(rule["conditions"][0]["values"], json!([bake]), "{rule}");
    o.done(&o.task(&o.ana, "Something else"));
    let run = o.run(&bake);
    assert!(o.runs_of(&clean).is_empty(), "it is not done");
    o.done(&run);
    assert_eq!(o.runs_of(&clean).len(), 1);
    // The dry run knows it as well: one match, and none of what was no run.
    let tried = json!({ "when": rule["when"], "conditions": rule["conditions"], "actions": rule["actions"] });
    let tried = o.olga.post(&format!("/spaces/{}/rules/trial", o.space), tried).ok();
    assert_eq!((&tried["matches"], &tried["rows"][0]["task_id"]), (&json!(1), &run["id"]), "{tried}");
}

#[test]
fn what_starts_a_process_is_told_to_those_who_may_know_it() {
    let o = office();
    let (bake, clean) = (o.process("Bake"), o.process("Clean the oven"));
    let starts = |by: &Client, of: &str| by.get(&format!("/processes/{of}/starts")).ok();
    assert_eq!(starts(&o.olga, &clean), json!({ "rules": [], "forms": [] }));
    let rule = o.after(becomes("category", "done"), &bake, &clean);
    let start = json!([{ "does": "start", "process_id": clean }]);
    let mailed = o.rule(json!({ "what": "requested", "by": "mail" }), json!([]), start.clone());
    let common = json!({ "name": "Everywhere", "when": becomes("category", "done"), "actions": start });
    let common = o.olga.post("/rules", common).ok();
    let form = json!({ "name": "Ask", "process_id": clean, "questions": [
        { "id": 1, "kind": "text", "label": "What is it?", "required": true, "becomes": "title" }
    ] });
    let form = o.olga.post(&format!("/spaces/{}/forms", o.space), form).ok();
    let ids = |list: &Value| list.as_array().unwrap().iter().map(id).collect::<Vec<_>>();
    let known = starts(&o.olga, &clean);
    assert_eq!(ids(&known["rules"]), [id(&rule), id(&mailed), id(&common)]);
    assert_eq!(ids(&known["forms"]), [id(&form)]);
    // Those of the organization are an admin's to read.
    assert_eq!(ids(&starts(&o.ana, &clean)["rules"]), [id(&rule), id(&mailed)]);
    assert_eq!(ids(&starts(&o.olga, &bake)["rules"]), [""; 0]);
    // What lies in the trash starts nothing.
    o.olga.delete(&format!("/rules/{}", id(&rule))).ok();
    o.olga.delete(&format!("/forms/{}", id(&form))).ok();
    let known = starts(&o.ana, &clean);
    assert_eq!((ids(&known["rules"]), ids(&known["forms"])), (vec![id(&mailed)], Vec::new()));
}

#[test]
fn processes_that_start_each_other_are_stopped() {
    let o = office();
    let (bake, clean) = (o.process("Bake"), o.process("Clean the oven"));
    let there = o.after(created(), &bake, &clean);
    let back = o.after(created(), &clean, &bake);
    o.run(&bake);
    let stopped = o.again(&there);
    assert_eq!((&stopped["off"]["why"], &stopped["acted_total"]), (&json!("loop"), &json!(1)), "{stopped}");
    assert!(stopped["off"]["words"].as_str().unwrap().contains("set each other off"), "{stopped}");
    assert_eq!((&o.again(&back)["off"], &o.again(&back)["acted_total"]), (&Value::Null, &json!(1)));
    assert_eq!((o.runs_of(&bake).len(), o.runs_of(&clean).len()), (2, 1), "round once, and no further");
}

#[test]
fn a_run_of_what_is_not_there_is_not_asked_for_and_no_task_is_made_one() {
    let o = office();
    let bake = o.process("Bake");
    let secret = o.max.space("Secret", "private");
    let theirs = id(&o.max.post(&format!("/spaces/{secret}/processes"), json!({ "name": "Hidden" })).ok());
    let refused = |when: Value, conditions: Value, actions: Value| {
        let input = json!({ "name": "No", "when": when, "conditions": conditions, "actions": actions });
        o.olga.post(&format!("/spaces/{}/rules", o.space), input).fails(422, "invalid");
    };
    let high = || json!([crate::set("priority", "high")]);
    for wrong in [theirs.as_str(), "", "Bake", "01890000-0000-7000-8000-000000000000"] {
        refused(created(), json!([is("process", wrong)]), high());
    }
    refused(becomes("process", &bake), json!([]), high());
    refused(created(), json!([]), json!([crate::set("process", &bake)]));
}
