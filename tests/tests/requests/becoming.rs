//! A request that becomes a run: by whoever accepts it, or by itself where its form says so; with its words, files and
//! fields, made by the process.

use crate::{Office, office};
use guildhall_tests::office::id;
use serde_json::{Value, json};

/// A process of the space with a step, and the fields its tasks have.
fn process(o: &Office, with: Value) -> String {
    let mut input = json!({ "name": "Visit", "body": "Ring twice.", "steps": [{ "text": "Call back" }] });
    input.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    id(&o.olga.post(&format!("/spaces/{}/processes", o.space), input).ok())
}

fn field(o: &Office, kind: &str, name: &str, choices: Value) -> Value {
    let input = json!({ "name": name, "kind": kind, "choices": choices });
    let space = o.olga.post(&format!("/spaces/{}/fields", o.space), input).ok();
    let all = space["fields"].as_array().unwrap();
    all.iter().find(|field| field["name"] == name).unwrap()["id"].clone()
}

/// A form of the space that anybody of it answers.
fn form(o: &Office, questions: Value, process: Value) -> Value {
    let asks = json!({ "name": "Order a visit", "process_id": process, "questions": questions });
    o.olga.post(&format!("/spaces/{}/forms", o.space), asks).ok()
}

fn answered(o: &Office, form: &Value, answers: Value) -> Value {
    let start = o.ben.post(&format!("/forms/{}/start", id(form)), json!({})).ok()["start"].clone();
    let sent = o.ben.post(&format!("/forms/{}/answers", id(form)), json!({ "start": start, "answers": answers })).ok();
    o.ana.get(&format!("/requests/{}", id(&sent))).ok()
}

#[test]
fn accepting_starts_a_run_with_what_was_asked() {
    let o = office();
    let process = process(&o, json!({ "assign": { "who": "person", "person_ids": [o.ben.me()] } }));
    let asked = o.ask("Radiators stay cold");
    let path = format!("/requests/{}/acceptance", asked.id);
    o.ana.put(&path, json!({ "process_id": o.space })).fails(422, "invalid");
    let elsewhere = o.olga.space("Workshop", "open");
    o.ana.put(&path, json!({ "process_id": process, "space_id": elsewhere })).fails(422, "invalid");
    let accepted = o.ana.put(&path, json!({ "process_id": process, "space_id": o.space }));
    let command = accepted.command();
    let task = accepted.ok()["task"]["id"].as_str().unwrap().to_owned();
    let task = o.ben.get(&format!("/tasks/{task}")).ok();
    assert_eq!(task["title"], "Visit: Radiators stay cold");
    assert_eq!(task["body"], "The gauge was at 0.4.\n\n- Address: 18 Park Lane\n\nRing twice.");
    assert_eq!((&task["assignee_id"], &task["due"]["date"]), (&json!(o.ben.me()), &json!("2026-12-01")));
    assert_eq!((&task["process_id"], &task["steps"][0]["text"]), (&json!(process), &json!("Call back")));
    let run = o.ana.get(&format!("/runs/{}", id(&task))).ok();
    assert_eq!((&run["number"], &run["started_by_id"]), (&json!(1), &json!(o.ana.me())));
    // Taken back whole: the request waits again, and the task is in the trash.
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.shelf("new"), ["Radiators stay cold"]);
    assert!(o.ben.get(&format!("/tasks/{}", id(&task))).ok()["trashed_at"].is_string());
    // Who may not work there starts nothing.
    o.gil.put(&path, json!({ "process_id": process })).fails(403, "forbidden");
}

#[test]
fn a_form_is_the_start_of_a_process_and_its_answers_are_the_fields_of_the_run() {
    let o = office();
    let process = process(&o, json!({ "assign": { "who": "starter" } }));
    let (size, kind) = (field(&o, "number", "Rooms", json!([])), field(&o, "choice", "Kind", json!(["Heat", "Water"])));
    let note = field(&o, "text", "Note", json!([]));
    let questions = json!([
        { "id": 1, "kind": "text", "label": "In short", "becomes": "title" },
        { "id": 2, "kind": "number", "label": "How many rooms?", "field_id": size },
        { "id": 3, "kind": "choice", "label": "What is it?", "field_id": kind,
          "choices": [{ "id": 1, "label": "Heat" }, { "id": 2, "label": "Gas" }] },
        { "id": 4, "kind": "long_text", "label": "Anything else?", "field_id": note }]);
    let form = form(&o, questions, json!(process));
    assert_eq!((&form["process_id"], &form["questions"][1]["field_id"]), (&json!(process), &size));
    let request = answered(&o, &form, json!({ "1": "Cold", "2": "4", "3": 1, "4": "Two\nlines" }));
    assert_eq!((&request["state"], &request["decided_by"]["kind"]), (&json!("accepted"), &json!("process")));
    let task = o.ana.get(&format!("/tasks/{}", request["task"]["id"].as_str().unwrap())).ok();
    assert_eq!((&task["title"], &task["author"]["kind"]), (&json!("Visit: Cold"), &json!("process")));
    let fields = json!({ size.to_string(): "4", kind.to_string(): "Heat", note.to_string(): "Two lines" });
    assert_eq!(task["fields"], fields);
    // Whoever sent it is who started it.
    assert_eq!(task["assignee_id"], o.ben.me());
    // What does not fit the field any more stands in the words alone.
    let other = answered(&o, &form, json!({ "1": "Smell", "3": 2 }));
    let task = o.ana.get(&format!("/tasks/{}", other["task"]["id"].as_str().unwrap())).ok();
    assert_eq!(task["fields"], json!({}));
    assert!(task["body"].as_str().unwrap().contains("What is it?: Gas"), "{}", task["body"]);
    // Sent again it is the same one.
    assert_eq!(o.ana.get(&format!("/processes/{process}/runs")).ok()["items"].as_array().unwrap().len(), 2);
}

#[test]
fn while_the_process_rests_what_is_answered_waits_for_whoever_sorts() {
    let o = office();
    let process = process(&o, json!({ "late": "wait" }));
    let questions = json!([{ "id": 1, "kind": "text", "label": "In short", "becomes": "title" }]);
    let form = form(&o, questions, json!(process));
    let first = answered(&o, &form, json!({ "1": "First" }));
    assert_eq!(first["state"], "accepted");
    // The run before is open, and the next one waits for it.
    assert_eq!(answered(&o, &form, json!({ "1": "Second" }))["state"], "new");
    let path = format!("/processes/{process}");
    o.olga.patch(&path, json!({ "late": "start", "paused": true })).ok();
    assert_eq!(answered(&o, &form, json!({ "1": "Third" }))["state"], "new");
    o.olga.patch(&path, json!({ "paused": false })).ok();
    assert_eq!(answered(&o, &form, json!({ "1": "Fourth" }))["state"], "accepted");
    o.olga.delete(&path).ok();
    assert_eq!(answered(&o, &form, json!({ "1": "Fifth" }))["state"], "new");
}

#[test]
fn a_form_starts_a_process_of_its_space_and_fills_in_fields_that_are_there() {
    let o = office();
    let elsewhere = o.olga.space("Workshop", "open");
    let other = json!({ "name": "Other", "steps": [] });
    let other = id(&o.olga.post(&format!("/spaces/{elsewhere}/processes"), other).ok());
    let at = format!("/spaces/{}/forms", o.space);
    let asks = |process: Value, field: Value| {
        let questions = json!([{ "id": 1, "kind": "text", "label": "In short", "field_id": field }]);
        json!({ "name": "F", "process_id": process, "questions": questions })
    };
    o.olga.post(&at, asks(json!(other), Value::Null)).fails(422, "invalid");
    o.olga.post(&at, asks(json!(o.space), Value::Null)).fails(422, "invalid");
    let number = field(&o, "number", "Rooms", json!([]));
    for wrong in [number, json!(99)] {
        let refused = o.olga.post(&at, asks(Value::Null, wrong)).fails(422, "invalid");
        assert!(refused["error"]["fields"]["questions.0.field_id"].is_string(), "{refused}");
    }
    let made = o.olga.post(&at, asks(Value::Null, Value::Null)).ok();
    let own = process(&o, json!({}));
    let path = format!("/forms/{}", id(&made));
    let changed = o.olga.patch(&path, json!({ "process_id": own }));
    let command = changed.command();
    assert_eq!(changed.ok()["process_id"], own);
    o.olga.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.olga.get(&path).ok()["process_id"], Value::Null);
}

#[test]
fn an_answer_that_is_too_long_for_a_task_waits_whole_and_is_answered_all_the_same() {
    let o = office();
    let process = process(&o, json!({ "body": "x".repeat(1_000_000) }));
    let question = |number: u32| json!({ "id": number, "kind": "long_text", "label": format!("Part {number}") });
    let form = form(&o, (1..=30).map(question).collect(), json!(process));
    let parts = |count: u32| -> Value {
        let part = |number: u32| (number.to_string(), json!("ü".repeat(20_000)));
        Value::Object((1..=count).map(part).collect())
    };
    let acceptance = |request: &Value| format!("/requests/{}/acceptance", id(request));
    // Too long together with the procedure: it waits, and may be a task without it.
    let short = answered(&o, &form, parts(2));
    assert_eq!(short["state"], "new");
    let with_it = o.ana.put(&acceptance(&short), json!({ "process_id": process })).fails(409, "conflict");
    assert!(with_it["error"]["message"].as_str().unwrap().contains("too long for one task"), "{with_it}");
    o.ana.put(&acceptance(&short), json!({})).ok();
    // Over 1 MiB by itself: every word of it stays, and whoever asked is answered.
    let long = answered(&o, &form, parts(30));
    assert_eq!((&long["state"], long["answers"].as_array().unwrap().len()), (&json!("new"), 30));
    let whole = |line: &Value| line["value"].as_str().unwrap().chars().count() == 20_000;
    assert!(long["answers"].as_array().unwrap().iter().all(whole));
    o.ana.put(&acceptance(&long), json!({})).fails(409, "conflict");
    o.ana.put(&format!("/requests/{}/refusal", id(&long)), json!({ "body": "Call us, please." })).ok();
    assert_eq!(o.ana.get(&format!("/processes/{process}/runs")).ok()["items"], json!([]));
}
