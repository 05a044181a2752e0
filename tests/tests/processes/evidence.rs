//! What a step asks for is there before it counts as done, and stays in the history of the task.

use crate::{Office, office, path};
use guildhall_tests::{Answer, Client, id};
use serde_json::{Value, json};

/// The first bytes of a picture.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and more";

/// The task of a run of which each step asks for something.
fn begun(o: &Office) -> Value {
    let steps = json!([
        { "text": "Walk round the van", "evidence": "photo" },
        { "text": "Tyre tread", "evidence": "number", "least": 3, "most": 8, "unit": "mm" },
        { "text": "Delivery note", "evidence": "file" },
        { "text": "Handed over", "evidence": "signature" },
        { "text": "Lights work?", "evidence": "yes_no" },
        { "text": "Keys back" },
    ]);
    let made = o.make("every monday 8:30", json!({ "steps": steps }));
    let run = o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
    o.ana.get(&format!("/tasks/{}", id(&run))).ok()
}

fn tick(by: &Client, task: &Value, at: usize, with: Value) -> Answer {
    let step = id(&task["steps"][at]);
    let mut body = json!({ "done": true });
    if !with.is_null() {
        body["evidence"] = with;
    }
    by.patch(&format!("/tasks/{}/steps/{step}", id(task)), body)
}

#[test]
fn a_step_is_not_ticked_without_what_it_asks_for() {
    let o = office();
    let task = begun(&o);
    assert_eq!(task["steps"][1]["asks"], json!({ "evidence": "number", "least": 3.0, "most": 8.0, "unit": "mm" }));
    assert_eq!((&task["steps"][5]["asks"], &task["steps"][0]["proof"]), (&Value::Null, &Value::Null));
    for at in 0..5 {
        let refused = tick(&o.ana, &task, at, Value::Null).fails(422, "evidence_needed");
        assert!(refused["error"]["fields"]["evidence"].as_str().unwrap().contains("first"), "{refused}");
    }
    // Something else than what is asked for, an empty name, several things at once.
    tick(&o.ana, &task, 0, json!({ "number": 5 })).fails(422, "evidence_needed");
    tick(&o.ana, &task, 1, json!({ "signature": "Ana" })).fails(422, "evidence_needed");
    tick(&o.ana, &task, 3, json!({ "signature": "  " })).fails(422, "evidence_needed");
    tick(&o.ana, &task, 4, json!({ "answer": true, "number": 1 })).fails(422, "invalid");
    for number in [2.999, 8.001, -5.0] {
        let refused = tick(&o.ana, &task, 1, json!({ "number": number })).fails(422, "evidence_refused");
        assert_eq!(refused["error"]["fields"]["evidence"], "The number has to be from 3 to 8 mm.");
    }
    tick(&o.ana, &task, 1, json!({ "number": 1e300 })).fails(422, "invalid");
    // A file that is not there, hangs on another task, or is no picture.
    let elsewhere = o.ana.task(&o.space, "Other");
    let other = o.ana.attach(&id(&elsewhere), "van.png", PICTURE).ok();
    let text = o.ana.attach(&id(&task), "van.png", b"not a picture at all").ok();
    for file in [uuid(), id(&other)] {
        tick(&o.ana, &task, 0, json!({ "file_id": file })).fails(422, "invalid");
    }
    tick(&o.ana, &task, 0, json!({ "file_id": id(&text) })).fails(422, "evidence_refused");
    let now = o.ana.get(&format!("/tasks/{}", id(&task))).ok();
    assert_eq!(now["steps_done"], 0, "nothing was ticked by what was refused");
    tick(&o.ana, &task, 5, Value::Null).ok();
    // Who may only read shows nothing either.
    tick(&o.gil, &task, 4, json!({ "answer": true })).fails(403, "forbidden");
}

fn uuid() -> String {
    "0192f3a0-0000-7000-8000-00000000abcd".into()
}

#[test]
fn what_was_shown_stays_with_the_step_and_in_the_history() {
    let o = office();
    let task = begun(&o);
    let photo = o.ana.attach(&id(&task), "van.png", PICTURE).ok();
    let note = o.ana.attach(&id(&task), "note.txt", b"Two pallets").ok();
    tick(&o.ana, &task, 0, json!({ "file_id": id(&photo) })).ok();
    tick(&o.ana, &task, 1, json!({ "number": 5.25 })).ok();
    tick(&o.ana, &task, 2, json!({ "file_id": id(&note) })).ok();
    tick(&o.ben, &task, 3, json!({ "signature": " Ben Sol " })).ok();
    let now = tick(&o.ana, &task, 4, json!({ "answer": false })).ok();
    let shown = |at: usize, name: &str| now["steps"][at]["proof"][name].clone();
    assert_eq!((shown(0, "file_id"), shown(0, "file_name")), (photo["id"].clone(), json!("van.png")));
    assert_eq!((shown(1, "number"), shown(4, "answer")), (json!(5.25), json!(false)));
    assert_eq!((shown(3, "signature"), &now["steps"][3]["done_by"]), (json!("Ben Sol"), &json!(o.ben.me())));
    assert!(now["steps"][3]["done_at"].is_string());
    // The photo is kept while it shows that the step is done.
    o.ana.delete(&format!("/files/{}", id(&photo))).fails(409, "conflict");
    let said = json!({ "body": "See", "file_ids": [id(&photo)] });
    o.ana.post(&format!("/items/{}/comments", id(&task)), said).fails(422, "invalid");
    // Unticked, it asks again, and what was shown the first time stays in the history.
    let step = format!("/tasks/{}/steps/{}", id(&task), id(&now["steps"][1]));
    let open = o.ana.patch(&step, json!({ "done": false })).ok();
    assert_eq!((&open["steps"][1]["proof"], &open["steps"][1]["done"]), (&Value::Null, &json!(false)));
    o.ana.patch(&step, json!({ "done": true })).fails(422, "evidence_needed");
    let ticked = o.ana.patch(&step, json!({ "done": true, "evidence": { "number": 4 } }));
    let command = ticked.command();
    ticked.ok();
    let history = o.ben.get(&format!("/items/{}/activity", id(&task))).ok();
    let numbers: Vec<Value> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["activity"])
        .filter(|entry| entry["field"] == format!("step:{}", id(&now["steps"][1])))
        .map(|entry| entry["after"][7].clone())
        .filter(Value::is_i64)
        .collect();
    assert_eq!(numbers.len(), 2, "{history}");
    assert!(numbers.contains(&json!(5250)) && numbers.contains(&json!(4000)), "{numbers:?}");
    // Taken back, it is open again; done again, it has what was shown.
    let undone = o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.ana.get(&format!("/tasks/{}", id(&task))).ok()["steps"][1]["done"], json!(false));
    o.ana.post("/undo", json!({ "command": undone["command"] })).ok();
    assert_eq!(o.ana.get(&format!("/tasks/{}", id(&task))).ok()["steps"][1]["proof"]["number"], 4.0);
}

#[test]
fn any_checklist_may_ask_for_something() {
    let o = office();
    let asks = json!({ "evidence": "number", "unit": "°C", "most": 7 });
    let task = o.olga.task(&o.space, "Fridge");
    let at = format!("/tasks/{}/steps", id(&task));
    let task = o.olga.post(&at, json!({ "text": "Left\nRight", "asks": asks })).ok();
    assert_eq!(task["steps"][1]["asks"], json!({ "evidence": "number", "least": null, "most": 7.0, "unit": "°C" }));
    tick(&o.olga, &task, 1, Value::Null).fails(422, "evidence_needed");
    tick(&o.olga, &task, 1, json!({ "number": 6.5 })).ok();
    let wrong = json!({ "evidence": "photo", "unit": "mm" });
    o.olga.post(&at, json!({ "text": "Third", "asks": wrong })).fails(422, "invalid");
    let none = o.olga.post(&at, json!({ "text": "Third", "asks": { "evidence": "none" } })).ok();
    assert_eq!(none["steps"][2]["asks"], Value::Null);
}
