//! What other people's pages hear of requests.

use crate::office;
use guildhall_tests::{Live, live};
use serde_json::{Value, json};

fn news(frame: &Value, id: &str) -> Value {
    let all = frame["objects"]["requests"].as_array().cloned().unwrap_or_default();
    all.into_iter().find(|request| request["id"] == id).unwrap_or_default()
}

#[test]
fn whoever_reads_the_space_hears_that_one_came_was_answered_and_was_decided_and_nobody_else() {
    let o = office();
    live::start(&o.server);
    let (mut hers, mut his) = (Live::open(&o.ben, None), Live::open(&o.max, None));
    let asked = o.ask("Radiators stay cold");
    let path = format!("/requests/{}", asked.id);
    let version = || o.ana.get(&path).ok()["version"].clone();
    let heard = |frame: &Value| news(frame, &asked.id)["version"] == version();
    let frame = hers.until("state", heard);
    let told = json!({ "id": asked.id, "space_id": o.space, "version": version() });
    assert_eq!(news(&frame, &asked.id), told, "which one it is, and none of its words");
    o.say(&o.ana, &asked, "team", "Expansion vessel");
    hers.until("state", heard);
    let accepted = o.ana.put(&format!("{path}/acceptance"), json!({}));
    let command = accepted.command();
    accepted.ok();
    let frame = hers.until("state", heard);
    assert_eq!(frame["by"].as_array().unwrap().iter().filter(|by| by["id"] == json!(asked.id)).count(), 1);
    o.ana.post("/undo", json!({ "command": command })).ok();
    hers.until("state", heard);
    // Max is not in the space: what he hears last says nothing of it.
    let own = o.max.space("Max", "open");
    let heard = std::cell::RefCell::new(Vec::new());
    his.until("state", |frame| {
        heard.borrow_mut().push(frame.to_string());
        frame["objects"]["spaces"].as_array().is_some_and(|all| all.iter().any(|space| space["id"] == own))
    });
    let heard = heard.into_inner();
    assert!(heard.iter().all(|frame| !frame.contains(&asked.id)), "{heard:?}");
}
