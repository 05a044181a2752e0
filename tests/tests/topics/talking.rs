//! What people do with topics and messages.

use crate::{at, bodies, id, listed, messages, office, say, topic};
use serde_json::json;

#[test]
fn a_topic_begins_is_talked_about_and_changes() {
    let o = office();
    let input =
        json!({"id": "01935000-0000-7000-8000-000000000001", "title": " Fault codes ", "body": "F.28 **again**"});
    let path = format!("/spaces/{}/topics", o.open);
    let made = o.olga.post(&path, input.clone());
    assert_eq!(made.status, 201);
    let made = made.ok();
    assert_eq!(
        (&made["title"], &made["state"], &made["form"]),
        (&json!("Fault codes"), &json!("open"), &json!("titled"))
    );
    assert!(made["key"].as_str().unwrap().ends_with("-1"), "{made}");
    // Sent again it is the same; by somebody else the id is taken.
    assert_eq!(id(&o.olga.post(&path, input.clone()).ok()), id(&made));
    o.ana.post(&path, input).fails(409, "id_taken");
    o.olga.post(&path, json!({"title": " "})).fails(422, "invalid");
    o.olga.post(&path, json!({"title": "x", "color": 3})).fails(400, "unknown_field");

    let first = say(&o.ana, &made, "Third one this month");
    say(&o.olga, &made, "Then ask Hollis");
    let row = o.ana.get(&at(&made)).ok();
    assert_eq!((&row["message_count"], row["follower_ids"].as_array().unwrap().len()), (&json!(2), 2));
    assert_eq!(row["last"]["text"], "Then ask Hollis");
    assert_eq!(bodies(&messages(&o.ana, &made, "")), ["Third one this month", "Then ask Hollis"]);

    // A topic shares the numbers of the space with its tasks, and its key leads to it.
    assert!(o.olga.task(&o.open, "A task")["key"].as_str().unwrap().ends_with("-2"));
    let found = o.ana.get(&format!("/items/by-key/{}", made["key"].as_str().unwrap())).ok();
    assert_eq!((id(&found), &found["type"]), (id(&made), &json!("topic")));

    let renamed = o.ana.patch_from(&made["version"], &at(&made), json!({"title": "Codes"})).ok();
    assert_eq!(renamed["title"], "Codes");
    // Somebody who still saw the first title is shown both, and nothing is lost.
    let stale = o.olga.patch_from(&made["version"], &at(&made), json!({"title": "Fault"})).fails(412, "stale");
    assert_eq!(stale["error"]["current"]["title"], "Codes");
    o.olga.patch_from(&made["version"], &at(&made), json!({"state": "answered"})).ok();
    o.olga.send("PATCH", &at(&made), Some(&json!({"state": "open"}))).fails(428, "needs_if_match");
    assert_eq!(o.olga.get(&at(&made)).ok()["state"], "answered");

    // Words that were edited stay in the history, for those who read the topic.
    let to = format!("/comments/{}", id(&first));
    o.ana.patch(&to, json!({"body": "Fourth"})).ok();
    o.ana.patch(&to, json!({"body": "Fifth"})).ok();
    let earlier = o.olga.get(&format!("{to}/versions")).ok();
    assert_eq!(bodies(&earlier), ["Fourth", "Third one this month"]);
    o.ana.delete(&to).ok();
    assert_eq!(bodies(&o.olga.get(&format!("{to}/versions")).ok()), Vec::<String>::new());
}

#[test]
fn the_trash_the_archive_and_undo() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Van 3");
    say(&o.ben, &made, "It is the belt");
    let trashed = o.ana.delete(&at(&made));
    let command = trashed.command();
    trashed.ok();
    assert_eq!(listed(&o.ben, &o.open, ""), Vec::<String>::new());
    assert_eq!(listed(&o.ben, &o.open, "?which=trashed"), ["Van 3"]);
    o.ben.post(&format!("/items/{}/comments", id(&made)), json!({"body": "Late"})).fails(403, "forbidden");
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(listed(&o.ben, &o.open, ""), ["Van 3"]);

    let archived = o.ana.patch(&at(&made), json!({"archived": true}));
    let command = archived.command();
    assert_eq!((listed(&o.ben, &o.open, "").len(), listed(&o.ben, &o.open, "?which=archived").len()), (0, 1));
    o.ana.post("/undo", json!({ "command": command })).ok();
    let renamed = o.ana.patch(&at(&made), json!({"title": "Van 4"})).command();
    o.ana.patch(&at(&made), json!({"title": "Van 5"})).ok();
    o.ana.post("/undo", json!({ "command": renamed })).fails(409, "undo_conflict");

    // A message is taken back by undo, and so is the beginning of a topic.
    let sent = o.ben.post(&format!("/items/{}/comments", id(&made)), json!({"body": "Oops"}));
    o.ben.post("/undo", json!({ "command": sent.command() })).ok();
    assert_eq!(bodies(&messages(&o.ana, &made, "")), ["It is the belt", ""]);
    let begun = o.ana.post(&format!("/spaces/{}/topics", o.open), json!({"title": "By mistake"}));
    o.ana.post("/undo", json!({ "command": begun.command() })).ok();
    assert_eq!(listed(&o.ben, &o.open, "?which=trashed"), ["By mistake"]);

    // For good: only what is in the trash, only by who leads; then there is nothing of it any more.
    o.olga.delete(&format!("/trash/{}", id(&made))).fails(409, "conflict");
    o.olga.delete(&at(&made)).ok();
    o.ana.delete(&format!("/trash/{}", id(&made))).fails(403, "forbidden");
    o.olga.delete(&format!("/trash/{}", id(&made))).ok();
    o.olga.get(&at(&made)).fails(404, "not_found");
    o.olga.get(&format!("{}/messages", at(&made))).fails(404, "not_found");
}

#[test]
fn what_is_decided_stands_above_and_in_the_list_of_the_space() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Gauges");
    let (first, second) = (say(&o.ben, &made, "Return **them**"), say(&o.olga, &made, "Keep them"));
    let decide = |message: &serde_json::Value| format!("{}/decisions/{}", at(&made), id(message));
    let done = o.ana.put(&decide(&second), json!({}));
    let command = done.command();
    let done = done.ok();
    assert_eq!((&done["state"], &done["decision"]["text"]), (&json!("decided"), &json!("Keep them")));
    assert_eq!(done["decision"]["by"]["id"], o.ana.me().as_str());
    o.server.clock.advance(1_000);
    o.ben.put(&decide(&first), json!({})).ok();
    let list = o.ben.get(&format!("/spaces/{}/decisions?limit=1", o.open)).ok();
    assert_eq!(
        (&list["items"][0]["text"], &list["items"][0]["topic"]["title"]),
        (&json!("Return them"), &json!("Gauges"))
    );
    let next = format!("/spaces/{}/decisions?cursor={}", o.open, list["next"].as_str().unwrap());
    assert_eq!(o.ben.get(&next).ok()["items"][0]["text"], "Keep them");
    // A message of another topic is no decision of this one, and one that was deleted is none.
    let other = say(&o.ana, &topic(&o.ana, &o.open, "Other"), "Elsewhere");
    o.ana.put(&decide(&other), json!({})).fails(404, "not_found");
    o.ben.delete(&format!("/comments/{}", id(&first))).ok();
    assert_eq!(o.ana.get(&at(&made)).ok()["decisions"].as_array().unwrap().len(), 1);
    o.ana.put(&decide(&first), json!({})).ok();
    // The last one taken back opens the topic again; undo decides it once more.
    o.ben.send("DELETE", &decide(&first), None).ok();
    o.ana.post("/undo", json!({ "command": command })).ok();
    let open = o.ana.get(&at(&made)).ok();
    assert_eq!((&open["state"], open["decisions"].as_array().unwrap().len()), (&json!("open"), 0));
    assert_eq!(o.ben.get(&format!("/spaces/{}/decisions", o.open)).ok()["items"], json!([]));
}

#[test]
fn a_task_made_from_a_message_and_the_message_know_each_other() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Valves");
    let message = say(&o.ana, &made, "Ask **Hollis** to take them back\n\nBatch 2231");
    let path = format!("/comments/{}/tasks", id(&message));
    let answer = o.ben.post(&path, json!({"id": "01935000-0000-7000-8000-000000000002"}));
    assert_eq!(answer.status, 201);
    let task = answer.ok();
    assert_eq!(task["title"], "Ask Hollis to take them back");
    assert_eq!((&task["space_id"], &task["made_from"]["comment_id"]), (&json!(o.open), &message["id"]));
    assert_eq!(task["links"][0]["item"]["id"], made["id"]);
    // Sent again it is the same task.
    assert_eq!(o.ben.post(&path, json!({"id": "01935000-0000-7000-8000-000000000002"})).ok()["id"], task["id"]);
    let chip = |by: &guildhall_tests::Client| messages(by, &made, "")["items"][0]["tasks"].clone();
    assert_eq!(chip(&o.ana)[0]["key"], task["key"]);
    assert_eq!(o.ana.get(&at(&made)).ok()["links"][0]["item"]["id"], task["id"]);
    // It is done: the message shows it.
    let done = o.olga.get(&format!("/spaces/{}", o.open)).ok()["statuses"].as_array().unwrap().clone();
    let done = done.iter().find(|status| status["category"] == "done").unwrap()["id"].clone();
    o.ben.patch(&format!("/tasks/{}", id(&task)), json!({"status_id": done})).ok();
    assert_eq!(chip(&o.ana)[0]["category"], "done");
    // Where others may not look, nothing shows.
    let secret = o.ana.space("Vault", "private");
    let hidden = o.ana.post(&path, json!({"space_id": secret, "title": "Hidden"})).ok();
    assert_eq!((chip(&o.ana).as_array().unwrap().len(), chip(&o.ben).as_array().unwrap().len()), (2, 1));
    assert!(!o.ben.get(&format!("/items/{}/activity", id(&made))).text.contains(&id(&hidden)));
    // All of it is one command, and is taken back as one.
    let again = o.ben.post(&path, json!({"title": "Call Hollis"}));
    let (command, third) = (again.command(), again.ok());
    o.ben.post("/undo", json!({ "command": command })).ok();
    assert!(o.ben.get(&format!("/tasks/{}", id(&third))).ok()["trashed_at"].is_string());
    assert_eq!(chip(&o.ben).as_array().unwrap().len(), 1);
}

#[test]
fn reactions_to_a_message_are_by_person_and_taken_back() {
    let o = office();
    let made = topic(&o.olga, &o.closed, "Payroll");
    let said = say(&o.olga, &made, "Paid on Friday");
    let path = format!("/comments/{}/reactions/%F0%9F%8E%89", id(&said));
    o.ben.put(&path, json!({})).fails(404, "not_found");
    o.ana.put(&format!("/comments/{}/reactions/fine", id(&said)), json!({})).fails(422, "invalid");
    for who in [&o.ana, &o.ana, &o.olga] {
        who.put(&path, json!({})).ok();
    }
    let reactions = || messages(&o.ana, &made, "")["items"][0]["reactions"].clone();
    assert_eq!(reactions(), json!([{"emoji": "🎉", "person_ids": [o.ana.me(), o.olga.me()]}]));
    o.ana.delete(&path).ok();
    assert_eq!(reactions(), json!([{"emoji": "🎉", "person_ids": [o.olga.me()]}]));
    let row = o.ana.get(&at(&made)).ok();
    assert_eq!((&row["message_count"], &row["last"]["text"]), (&json!(1), &json!("Paid on Friday")), "it says nothing");
    // Of what was deleted nothing is left to react to.
    o.olga.delete(&format!("/comments/{}", id(&said))).ok();
    o.ana.put(&path, json!({})).ok();
    assert_eq!(reactions().as_array().map_or(0, Vec::len), 0, "{}", reactions());
}
