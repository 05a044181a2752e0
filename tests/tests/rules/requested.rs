//! Requests that come set rules off.

use crate::{office, set};
use guildhall_tests::{Server, id, server::PASSWORD};
use serde_json::{Value, json};

#[test]
fn a_request_that_says_so_becomes_a_task_and_others_wait() {
    let o = office();
    let asks = json!({ "name": "Ask for a visit", "questions": [
        { "id": 1, "kind": "text", "label": "In short", "becomes": "title" },
        { "id": 2, "kind": "long_text", "label": "What do you see?", "becomes": "body" }] });
    let form = id(&o.olga.post(&format!("/spaces/{}/forms", o.space), asks.clone()).ok());
    let other = id(&o.olga.post(&format!("/spaces/{}/forms", o.space), asks).ok());
    let words = json!({ "fact": "words", "test": "contains", "values": ["no heat", "freez*"] });
    let rule = o.rule(
        json!({ "what": "requested", "by": "form", "form_id": form }),
        json!([words]),
        json!([{ "does": "accept" }, set("priority", "urgent"), set("assignee", &o.ana.me())]),
    );
    assert!(
        crate::sentence(&rule)
            .starts_with("When a new request comes by *Ask for a visit*, and it says *no heat, freez**")
    );
    let ask = |form: &str, title: &str| {
        let start = o.ben.post(&format!("/forms/{form}/start"), json!({}));
        let start = start.ok()["start"].clone();
        let answers = json!({ "start": start, "answers": { "1": title, "2": "Since this morning." } });
        let sent = o.ben.post(&format!("/forms/{form}/answers"), answers).ok();
        o.acted();
        o.ana.get(&format!("/requests/{}", id(&sent))).ok()
    };
    let hit = ask(&form, "The shop is freezing");
    assert_eq!(hit["state"], "accepted", "{hit}");
    let tasks = o.ana.get(&format!("/spaces/{}/view", o.space)).ok().to_string();
    assert!(tasks.contains("The shop is freezing") && tasks.contains("urgent"), "{tasks}");
    assert_eq!(ask(&form, "A new tap")["state"], "new");
    assert_eq!(ask(&other, "No heat, but by another form")["state"], "new");
    let acted = o.again(&rule);
    assert_eq!((&acted["acted_total"], &acted["off"]), (&json!(1), &Value::Null));
}

#[test]
fn the_sample_company_has_a_form_with_targets_and_a_rule_that_sorted_what_came() {
    let server = Server::start();
    let phc = guildhall::session::passwords::hash(&server.app.parts().session, PASSWORD, &[]).unwrap();
    let made = guildhall::demo::make(&server.app, &phc).unwrap();
    assert_eq!((made.counts.0, made.counts.1), (9, 8));
    let nobody = server.nobody();
    let nora = nobody.signed_in(&nobody.post("/session", json!({ "email": made.email, "password": PASSWORD })));
    let frame = nora.get("/session").ok();
    let spaces = frame["spaces"].as_array().unwrap();
    let space = spaces.iter().find(|space| space["prefix"] == "MNT").unwrap();
    assert_eq!((&space["first_answer_minutes"], &space["done_minutes"]), (&json!(240), &json!(1080)));
    let path = format!("/spaces/{}", id(space));
    let form = nora.get(&format!("{path}/forms")).ok()["items"][0].clone();
    assert_eq!((&form["name"], form["questions"].as_array().unwrap().len()), (&json!("Something is broken"), 4));
    let rule = nora.get(&format!("{path}/rules")).ok()["items"][0].clone();
    assert_eq!((&rule["acted_total"], &rule["off"]), (&json!(1), &Value::Null), "{rule}");
    // One waits with time left; the other became a task at once, was answered and done in time.
    let waits = nora.get(&format!("{path}/requests")).ok()["items"].clone();
    assert_eq!(waits.as_array().unwrap().len(), 1, "{waits}");
    let waits = nora.get(&format!("/requests/{}", id(&waits[0]))).ok();
    let where_it_is = &waits["answers"][1]["value"];
    assert_eq!((&waits["answer_target"]["state"], where_it_is), (&json!("open"), &json!("Pastry room")));
    let done = nora.get(&format!("{path}/requests?shelf=decided")).ok()["items"][0].clone();
    let done = nora.get(&format!("/requests/{}", id(&done))).ok();
    let states = ["answer_target", "done_target"].map(|which| done[which]["state"].clone());
    assert_eq!((&done["state"], states), (&json!("accepted"), [json!("met"), json!("met")]), "{done}");
}
