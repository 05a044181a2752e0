//! Templates of topics at the HTTP interface: the title and how it begins, kept in the space and begun with again.

use guildhall_tests::{
    Client, id,
    office::{Office, office},
};
use serde_json::{Value, json};

fn topic(o: &Office, body: &str) -> String {
    let topic = json!({ "title": "Monday meeting", "body": body });
    id(&o.owner.post(&format!("/spaces/{}/topics", o.space), topic).ok())
}

fn all(by: &Client, o: &Office) -> Vec<Value> {
    by.get(&format!("/spaces/{}/topic-templates", o.space)).ok()["items"].as_array().unwrap().clone()
}

#[test]
fn a_topic_is_kept_as_it_begins() {
    let o = office();
    let from = topic(&o, "1. What went well\n2. What is in the way");
    let own = "0192f7a0-0000-7000-8000-0000000000bb";
    let input = json!({ "id": own, "name": "Meeting" });
    let saved = o.owner.post(&format!("/topics/{from}/templates"), input.clone());
    assert_eq!(saved.status, 201, "{}", saved.text);
    assert_eq!(saved.json["body"], "1. What went well\n2. What is in the way");
    assert_eq!(o.owner.post(&format!("/topics/{from}/templates"), input).ok()["id"], own, "sent again it is the same");
    o.ana.post(&format!("/topics/{from}/templates"), json!({ "id": own, "name": "Mine" })).fails(409, "id_taken");

    o.owner.patch(&format!("/topics/{from}"), json!({ "title": "Tuesday meeting", "body": "Nothing" })).ok();
    let listed = all(&o.ana, &o);
    assert_eq!(
        (listed.len(), &listed[0]["name"], &listed[0]["title"]),
        (1, &json!("Meeting"), &json!("Monday meeting"))
    );
    assert!(listed[0]["body"].is_null(), "a list is short");
    let whole = o.ana.get(&format!("/topic-templates/{own}")).ok();
    assert_eq!(whole["body"], "1. What went well\n2. What is in the way");

    // Templates of tasks are another list, and one is not taken for the other.
    assert_eq!(o.ana.get(&format!("/spaces/{}/task-templates", o.space)).ok()["items"], json!([]));
    o.ana.get(&format!("/task-templates/{own}")).fails(404, "not_found");
    o.owner.delete(&format!("/task-templates/{own}")).fails(404, "not_found");

    let deleted = o.owner.delete(&format!("/topic-templates/{own}"));
    assert_eq!(deleted.status, 204, "{}", deleted.text);
    assert!(all(&o.ana, &o).is_empty());
    o.ana.get(&format!("/topic-templates/{own}")).fails(404, "not_found");
    o.owner.post("/undo", json!({ "command": deleted.command() })).ok();
    assert_eq!(all(&o.ana, &o).len(), 1);
}

#[test]
fn only_topics_of_a_space_that_have_a_title_become_templates() {
    let o = office();
    let direct = id(&o.owner.post("/topics", json!({ "person_ids": [o.ana.me()] })).ok());
    o.owner.post(&format!("/topics/{direct}/templates"), json!({})).fails(422, "invalid");
    let chat = id(&o.owner.post(&format!("/spaces/{}/chat", o.space), json!({})).ok());
    o.owner.post(&format!("/topics/{chat}/templates"), json!({})).fails(422, "invalid");
    let long = topic(&o, &"x".repeat(300 * 1024));
    o.owner.post(&format!("/topics/{long}/templates"), json!({})).fails(413, "too_large");

    let gil = o.server.join(&o.owner, "Gil Guest", "guest");
    o.owner.put(&format!("/spaces/{}/members/{}", o.space, gil.me()), json!({ "role": "guest" })).ok();
    let from = topic(&o, "Agenda");
    gil.post(&format!("/topics/{from}/templates"), json!({})).fails(403, "forbidden");
    o.owner.post(&format!("/topics/{from}/templates"), json!({})).ok();
    assert_eq!(all(&gil, &o).len(), 1, "who reads the space reads its templates");
    gil.delete(&format!("/topic-templates/{}", id(&all(&gil, &o)[0]))).fails(403, "forbidden");
}
