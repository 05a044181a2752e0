//! Answering forms: by strangers and signed in, once, and in the version that was opened.

use crate::{broken, office, visit};
use guildhall_tests::office::id;
use serde_json::{Value, json};

#[test]
fn what_a_stranger_answers_is_a_request_and_no_task() {
    let o = office();
    let form = o.public(visit());
    let start = o.start(&form);
    let sent = o.send(&form, &start, broken());
    assert_eq!(sent.status, 201, "{}", sent.text);
    let sent = sent.ok();
    let shown = &sent["request"];
    assert_eq!((shown["number"].as_u64(), shown["state"].as_str()), (Some(1), Some("received")));
    assert_eq!(shown["thanks"], "Close the valve if the pressure falls.");

    let rows = o.requests();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0]["title"].as_str(), rows[0]["requester"].as_str()),
        (Some("Radiators stay cold"), Some("Rose Okafor"))
    );
    assert_eq!(
        (rows[0]["outside"].as_bool(), rows[0]["preview"].as_str()),
        (Some(true), Some("The gauge was at 0.4."))
    );
    let whole = o.ana.get(&format!("/requests/{}", id(&sent))).ok();
    let told: Vec<(&str, &str)> = whole["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["label"].as_str().unwrap(), line["value"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("What is it about?", "Something is not working"),
            ("What do you see?", "The gauge was at 0.4."),
            ("In short", "Radiators stay cold"),
            ("Pressure", "0.4"),
            ("By when?", "2026-11-24"),
            ("Days", "Mon, Tue"),
        ]
    );
    assert_eq!((whole["due"].as_str(), whole["email"].as_str()), (Some("2026-11-24"), Some("rose@mail.example")));
    // It stands in no list of tasks, and nothing is found of it.
    let tasks = o.ana.get(&format!("/spaces/{}/tasks", o.space)).ok();
    assert_eq!(tasks["items"], json!([]));
    assert_eq!(o.ana.get(&format!("/tasks/{}", id(&sent))).status, 404);
    assert_eq!(o.ana.get(&format!("/items/{}/comments", id(&sent))).status, 404);
}

#[test]
fn what_is_sent_twice_is_one_request() {
    let o = office();
    let form = o.public(visit());
    let start = o.start(&form);
    let first = o.send(&form, &start, broken()).ok();
    assert_eq!(o.send(&form, &start, broken()).ok(), first);
    // With other answers it is not the same, and nothing is written over.
    o.send(&form, &start, json!({ "1": 1 })).fails(409, "id_taken");
    assert_eq!(o.requests().len(), 1);
}

#[test]
fn an_answer_goes_by_the_version_that_was_opened() {
    let o = office();
    let form = o.public(visit());
    let start = o.start(&form);
    let asked = json!([{ "id": 1, "kind": "text", "label": "Anything else now", "required": true }]);
    o.olga.patch(&format!("/forms/{}", form.id), json!({ "questions": asked })).ok();
    let sent = o.send(&form, &start, broken()).ok();
    let whole = o.ana.get(&format!("/requests/{}", id(&sent))).ok();
    assert_eq!(whole["answers"][0]["label"], "What is it about?");
    // Whoever opens it now is asked the other thing.
    let start = o.start(&form);
    o.send(&form, &start, json!({ "1": "words" })).ok();
    o.send(&form, &o.start(&form), broken()).fails(422, "invalid");
    assert_eq!(o.requests()[1]["preview"], "words");
}

#[test]
fn people_of_the_organization_answer_signed_in_where_they_know_of_the_space() {
    let o = office();
    let asks = json!({ "name": "Key", "questions": [
        { "id": 1, "kind": "person", "label": "For whom?", "required": true },
        { "id": 2, "kind": "text", "label": "Which?", "becomes": "title" }] });
    let form = o.make(asks);
    // Max is not of the space, but knows of it.
    for who in [&o.max, &o.ana] {
        o.server.clock.advance(1_000);
        let opened = who.post(&format!("/forms/{form}/start"), json!({})).ok();
        assert_eq!(opened["space"], "Service");
        let answers = json!({ "start": opened["start"], "answers": { "1": o.ben.me(), "2": "Yard" } });
        let sent = who.post(&format!("/forms/{form}/answers"), answers.clone());
        assert_eq!(sent.status, 201, "{}", sent.text);
        // Nobody sends in the name of somebody else.
        o.olga.post(&format!("/forms/{form}/answers"), answers).fails(409, "id_taken");
    }
    let row = &o.requests()[0];
    assert_eq!((row["requester"].as_str(), row["outside"].as_bool()), (Some("Max Far"), Some(false)));
    let whole = o.ana.get(&format!("/requests/{}", row["id"].as_str().unwrap())).ok();
    assert_eq!(whole["answers"][0]["person"]["name"], "Ben Sol");
    // Only people of the space can be named.
    let opened = o.ana.post(&format!("/forms/{form}/start"), json!({})).ok();
    for wrong in [o.max.me(), "0190d3a0-0000-7000-8000-00000000000f".into(), "Ben".into()] {
        let answers = json!({ "start": opened["start"], "answers": { "1": wrong } });
        let refused = o.ana.post(&format!("/forms/{form}/answers"), answers).fails(422, "invalid")["error"].clone();
        assert!(refused["fields"].get("answers.1").is_some(), "{refused}");
    }
    // It has no link, so strangers have no way to it; a start of somebody signed in is none for them.
    let sent = json!({ "start": opened["start"], "name": "R", "answers": {} });
    o.server.nobody().post(&format!("/public/forms/{form}/answers"), sent).fails(410, "link_expired");
    o.server.nobody().post(&format!("/forms/{form}/start"), json!({})).fails(401, "not_signed_in");
}

#[test]
fn a_start_is_good_for_one_form_and_one_day() {
    let o = office();
    let (form, other) = (o.public(visit()), o.public(visit()));
    let start = o.start(&form);
    o.send(&other, &start, broken()).fails(410, "link_expired");
    let mut forged = start.clone();
    let last = if forged.ends_with('0') { "1" } else { "0" };
    forged.replace_range(forged.len() - 1.., last);
    for wrong in ["", "00", "é", &forged, &start[2..]] {
        o.send(&form, wrong, broken()).fails(410, "link_expired");
    }
    o.server.clock.advance(crate::DAY);
    o.send(&form, &start, broken()).fails(410, "link_expired");
    assert_eq!(o.requests(), Vec::<Value>::new());
}
