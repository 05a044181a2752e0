//! Requests that come set rules off.

use crate::{office, set};
use guildhall_tests::id;
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
