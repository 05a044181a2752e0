//! Topics to other spaces, and what becomes of them with their space.

use crate::{at, id, listed, office, say, topic};
use serde_json::json;

#[test]
fn a_topic_moves_with_everything_and_its_old_key_leads_to_it() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Budget");
    let message = say(&o.ben, &made, "Too high");
    let to = format!("{}/home", at(&made));
    // Where one may not write nothing goes, and what one does not see is not there.
    o.ben.put(&to, json!({"space_id": o.closed})).fails(403, "forbidden");
    let secret = o.olga.space("Vault", "private");
    o.ben.put(&to, json!({"space_id": secret})).fails(404, "not_found");
    let cursor = o.ben.get("/changes").ok()["next"].as_str().unwrap().to_owned();
    let moved = o.ana.put(&to, json!({"space_id": o.closed}));
    let command = moved.command();
    let moved = moved.ok();
    assert_ne!(moved["key"], made["key"]);
    // Ben is out of its readers: of it, of its messages, of its followers; he is told that it is gone and no more.
    for path in [at(&made), format!("{}/messages", at(&made)), format!("/items/{}/comments", id(&made))] {
        o.ben.get(&path).fails(404, "not_found");
    }
    o.ben.get(&format!("/comments/{}/versions", id(&message))).fails(404, "not_found");
    o.ben.patch(&format!("/comments/{}", id(&message)), json!({"body": "x"})).fails(404, "not_found");
    assert_eq!(moved["follower_ids"], json!([o.ana.me()]));
    let told = o.ben.get(&format!("/changes?since={cursor}")).ok();
    assert_eq!((&told["items"][0]["action"], &told["items"][0]["fields"]), (&json!("gone"), &json!([])));
    for key in [&made["key"], &moved["key"]] {
        let path = format!("/items/by-key/{}", key.as_str().unwrap());
        assert_eq!(o.ana.get(&path).ok()["id"], made["id"]);
        o.ben.get(&path).fails(404, "not_found");
    }
    assert_eq!((listed(&o.ana, &o.open, "").len(), listed(&o.ana, &o.closed, "")), (0, vec!["Budget".to_owned()]));
    // Who does not lead back may not take it back either; Ana does, and it has its key again.
    o.ana.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.ben.get(&at(&made)).ok()["key"], made["key"]);
}

#[test]
fn an_archived_space_is_read_and_a_deleted_one_is_gone() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Old times");
    say(&o.ana, &made, "One");
    o.olga.put(&format!("/spaces/{}/archive", o.open), json!({})).ok();
    o.ana.get(&at(&made)).ok();
    o.ana.post(&format!("/items/{}/comments", id(&made)), json!({"body": "x"})).fails(403, "forbidden");
    o.ana.patch(&at(&made), json!({"title": "x"})).fails(403, "forbidden");
    o.ana.post(&format!("/spaces/{}/topics", o.open), json!({"title": "x"})).fails(403, "forbidden");
    // Reading on is one's own matter.
    o.ben.put(&format!("{}/reading", at(&made)), json!({})).ok();
    o.olga.delete(&format!("/spaces/{}/archive", o.open)).ok();
    o.olga.delete(&format!("/spaces/{}", o.open)).ok();
    o.ana.get(&at(&made)).fails(404, "not_found");
    o.olga.put(&format!("/spaces/{}/restore", o.open), json!({})).ok();
    o.ana.get(&at(&made)).ok();
}

#[test]
fn the_trash_of_topics_is_emptied_in_its_time() {
    let o = office();
    let made = topic(&o.ana, &o.open, "Short");
    let message = say(&o.ana, &made, "With a task");
    let task = o.ana.post(&format!("/comments/{}/tasks", id(&message)), json!({})).ok();
    o.ana.attach(&id(&made), "plan.txt", b"Bytes").ok();
    o.ana.delete(&at(&made)).ok();
    o.server.clock.advance(29 * 86_400_000);
    guildhall::cli::care::sweep(&o.server.app).unwrap();
    assert_eq!(listed(&o.olga, &o.open, "?which=trashed").len(), 1);
    o.server.clock.advance(2 * 86_400_000);
    guildhall::cli::care::sweep(&o.server.app).unwrap();
    let again = o
        .server
        .nobody()
        .post("/session", json!({"email": "olga@example.com", "password": guildhall_tests::server::PASSWORD}));
    let olga = o.server.nobody().signed_in(&again);
    assert_eq!(listed(&olga, &o.open, "?which=trashed").len(), 0);
    let left = olga.get(&format!("/tasks/{}", id(&task))).ok();
    assert_eq!((&left["links"], &left["link_count"], &left["made_from"]), (&json!([]), &json!(0), &json!(null)));
    olga.get(&format!("/comments/{}/versions", id(&message))).fails(404, "not_found");
}
