//! Messages carry files as comments do.

use crate::{at, id, messages, office, say, topic};
use guildhall_tests::{Client, Live, live};
use serde_json::{Value, json};

fn send(by: &Client, topic: &Value, body: &str, file: &Value) -> Value {
    by.post(&format!("/items/{}/comments", id(topic)), json!({"body": body, "file_ids": [file["id"]]})).ok()
}

fn names(page: &Value) -> Vec<Vec<&str>> {
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect())
        .collect()
}

#[test]
fn a_file_goes_with_its_message_and_comes_back_with_it() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Valves");
    let file = o.ben.attach(&id(&made), "plan.txt", b"Brass").ok();
    let said = send(&o.ben, &made, "", &file);
    assert_eq!((&said["files"][0]["id"], &said["files"][0]["comment_id"]), (&file["id"], &said["id"]));
    assert_eq!(names(&messages(&o.ana, &made, "")), [["plan.txt"]]);
    assert_eq!(o.ana.get(&at(&made)).ok()["file_count"], 1);
    // Ana may edit the topic and still takes nothing out of what Ben said; who leads the space may.
    let path = format!("/files/{}", id(&file));
    o.ana.delete(&path).fails(403, "forbidden");
    assert_eq!(messages(&o.ana, &made, "")["items"][0]["files"][0]["can"]["edit"], false);
    assert_eq!(messages(&o.olga, &made, "")["items"][0]["files"][0]["can"]["edit"], true);

    let gone = o.olga.delete(&format!("/comments/{}", id(&said)));
    let command = gone.command();
    assert_eq!(gone.ok()["files"], json!([]));
    o.ben.get(&path).fails(404, "not_found");
    let row = o.ana.get(&at(&made)).ok();
    assert_eq!((&row["file_count"], &row["message_count"]), (&json!(0), &json!(0)));
    o.olga.post("/undo", json!({"command": command})).ok();
    assert_eq!(names(&messages(&o.ana, &made, "")), [["plan.txt"]]);
    let row = o.ana.get(&at(&made)).ok();
    assert_eq!((&row["file_count"], &row["message_count"]), (&json!(1), &json!(1)));
}

#[test]
fn files_of_a_direct_topic_are_their_senders_and_nobody_elses() {
    let o = office();
    let direct = o.ana.post("/topics", json!({"person_ids": [o.ben.me()]})).ok();
    let file = o.ana.attach(&id(&direct), "pay.txt", b"secret").ok();
    let said = send(&o.ana, &direct, "Look", &file);
    let path = format!("/files/{}", id(&file));
    for stranger in [&o.olga, &o.gil] {
        stranger.get(&path).fails(404, "not_found");
        stranger.delete(&path).fails(404, "not_found");
        stranger.attach(&id(&direct), "x", b"x").fails(404, "not_found");
    }
    assert_eq!(messages(&o.ben, &direct, "")["items"][0]["files"][0]["can"]["edit"], false);
    o.ben.delete(&path).fails(403, "forbidden");
    o.ben.delete(&format!("/comments/{}", id(&said))).fails(403, "forbidden");
    o.ana.delete(&path).ok();
    assert_eq!(messages(&o.ben, &direct, "")["items"][0]["files"], json!([]));
}

#[test]
fn files_of_a_topic_are_told_to_who_looks_at_it() {
    let o = office();
    live::start(&o.server);
    let made = topic(&o.ana, &o.open, "Valves");
    let mut ben = Live::open(&o.ben, None);
    ben.say(json!({"type": "look", "item_id": made["id"]}));
    ben.until("state", |frame| frame["objects"]["opened_topics"][0]["id"] == made["id"]);
    let file = o.ana.attach(&id(&made), "plan.txt", b"Brass").ok();
    ben.until("state", |frame| frame["objects"]["files"][0]["items"][0]["id"] == file["id"]);
    say(&o.ana, &made, "Wait");
    send(&o.ana, &made, "Here", &file);
    ben.until("state", |frame| frame["objects"]["comments"][0]["files"][0]["id"] == file["id"]);
    o.ana.delete(&format!("/files/{}", id(&file))).ok();
    ben.until("state", |frame| frame["objects"]["comments"][0]["files"] == json!([]));
}
