//! Topics beside spaces: Direct topics, questions to a space, and the Quick chat.

use crate::{at, bodies, id, listed, messages, office, say, titles, topic};
use serde_json::json;

#[test]
fn a_direct_topic_is_its_peoples_and_nobody_elses() {
    let o = office();
    let people =
        |ids: &[&guildhall_tests::Client]| json!({"person_ids": ids.iter().map(|one| one.me()).collect::<Vec<_>>()});
    let made = o.ana.post("/topics", people(&[&o.ben])).ok();
    assert_eq!(
        (&made["form"], &made["space_id"], &made["key"], &made["title"]),
        (&json!("direct"), &json!(null), &json!(""), &json!("Ben Sol"))
    );
    // From either side, in any order, it is the same one.
    assert_eq!(o.ben.post("/topics", people(&[&o.ana, &o.ben])).ok()["id"], made["id"]);
    assert_eq!(o.ben.get(&at(&made)).ok()["title"], "Ana Moreau");
    let said = say(&o.ana, &made, "Just us");
    assert_eq!(titles(&o.ben.get("/topics").ok()), ["Ana Moreau"]);
    assert_eq!(o.ben.get(&at(&made)).ok()["unread"], 1);
    // Olga owns the organization. That changes nothing here.
    for path in [at(&made), format!("{}/messages", at(&made)), format!("/items/{}/comments", id(&made))] {
        o.olga.get(&path).fails(404, "not_found");
    }
    o.olga.delete(&format!("/comments/{}", id(&said))).fails(404, "not_found");
    assert_eq!(o.olga.get("/topics").ok()["items"], json!([]));
    // Another person is another topic; this one gains no readers, moves nowhere and cannot be thrown away.
    let three = o.ana.post("/topics", people(&[&o.ben, &o.olga])).ok();
    assert_ne!(three["id"], made["id"]);
    o.ana.put(&format!("{}/followers/{}", at(&made), o.olga.me()), json!({})).fails(422, "invalid");
    o.ana.put(&format!("{}/home", at(&made)), json!({"space_id": o.open})).fails(409, "conflict");
    o.ana.delete(&at(&made)).fails(409, "conflict");
    o.ana.patch(&at(&made), json!({"title": "x"})).fails(422, "invalid");
    // Each decides and makes tasks; the task is one's own unless a space is named.
    o.ben.put(&format!("{}/decisions/{}", at(&made), id(&said)), json!({})).ok();
    let task = o.ben.post(&format!("/comments/{}/tasks", id(&said)), json!({})).ok();
    assert_eq!(task["key"], "");
    assert_eq!(messages(&o.ana, &made, "")["items"][0]["tasks"], json!([]), "Ben's own task is Ben's");
    // Too few, too many, unknown, gone.
    o.ana.post("/topics", json!({"person_ids": []})).fails(422, "invalid");
    o.ana.post("/topics", people(&[&o.ana])).fails(422, "invalid");
    let many: Vec<String> = (0..8).map(|n| o.server.join(&o.olga, &format!("Person {n}"), "member").me()).collect();
    o.ana.post("/topics", json!({"person_ids": many})).fails(422, "invalid");
    o.ana.post("/topics", json!({"person_ids": many[..7]})).ok();
    o.ana.post("/topics", json!({"person_ids": ["01935000-0000-7000-8000-00000000000f"]})).fails(422, "invalid");
    let ben = o.ben.me();
    o.olga.put(&format!("/people/{ben}/deactivation"), json!({"hand_over_to": null})).ok();
    o.ana.post("/topics", json!({"person_ids": [many[0], ben]})).fails(422, "invalid");
    assert_eq!(bodies(&messages(&o.ana, &made, "")), ["Just us"], "what was said stays");
}

#[test]
fn whoever_asks_a_space_sees_their_question_and_nothing_else() {
    let o = office();
    let inner = topic(&o.ana, &o.closed, "Inner");
    let path = format!("/spaces/{}/questions", o.closed);
    let asked = o.ben.post(&path, json!({"title": "When is payday?", "body": "Asking for a friend"}));
    assert_eq!(asked.status, 201);
    let asked = asked.ok();
    assert_eq!((&asked["form"], &asked["person_ids"]), (&json!("ask"), &json!([o.ben.me()])));
    let answer = say(&o.ana, &asked, "On the 25th");
    o.ana.patch(&at(&asked), json!({"state": "answered"})).ok();
    let seen = o.ben.get(&at(&asked)).ok();
    assert_eq!(
        (&seen["state"], bodies(&messages(&o.ben, &asked, ""))),
        (&json!("answered"), vec!["On the 25th".to_owned()])
    );
    say(&o.ben, &asked, "Thank you");
    o.ben.get(&at(&inner)).fails(404, "not_found");
    o.ben.get(&format!("/spaces/{}/topics", o.closed)).fails(403, "forbidden");
    assert_eq!(titles(&o.ben.get("/topics").ok()), ["When is payday?"]);
    assert_eq!(listed(&o.ana, &o.closed, ""), ["When is payday?", "Inner"]);
    // Neither edited nor led by who asks; and nobody else from outside reads it.
    o.ben.patch(&at(&asked), json!({"title": "x"})).fails(403, "forbidden");
    o.ben.delete(&at(&asked)).fails(403, "forbidden");
    o.ben.delete(&format!("/comments/{}", id(&answer))).fails(403, "forbidden");
    let nia = o.server.join(&o.olga, "Nia New", "member");
    nia.get(&at(&asked)).fails(404, "not_found");
    // Inside one begins a topic like others; what is private, archived or not there cannot be asked.
    assert_eq!(o.ana.post(&path, json!({"title": "Ours"})).ok()["form"], "titled");
    let vault = o.ana.space("Vault", "private");
    o.ben.post(&format!("/spaces/{vault}/questions"), json!({"title": "x"})).fails(404, "not_found");
    o.olga.post(&format!("/spaces/{vault}/questions"), json!({"title": "x"})).fails(403, "forbidden");
    // A space that becomes private keeps its answers to itself from that moment on.
    o.olga.patch(&format!("/spaces/{}", o.closed), json!({"access": "private"})).ok();
    o.ben.get(&at(&asked)).fails(404, "not_found");
    o.ben.get(&format!("{}/messages", at(&asked))).fails(404, "not_found");
    assert_eq!(o.ben.get("/topics").ok()["items"], json!([]));
    o.olga.patch(&format!("/spaces/{}", o.closed), json!({"access": "closed"})).ok();
    o.ben.get(&at(&asked)).ok();
    o.olga.put(&format!("/spaces/{}/archive", o.closed), json!({})).ok();
    o.ben.post(&path, json!({"title": "x"})).fails(403, "forbidden");
}

#[test]
fn each_space_has_one_quick_chat() {
    let o = office();
    let path = format!("/spaces/{}/chat", o.closed);
    let chat = o.ana.post(&path, json!({})).ok();
    assert_eq!((&chat["form"], &chat["title"]), (&json!("chat"), &json!("Quick chat")));
    assert_eq!(o.olga.post(&path, json!({})).ok()["id"], chat["id"]);
    o.ben.post(&path, json!({})).fails(403, "forbidden");
    say(&o.ana, &chat, "On my way");
    assert_eq!(listed(&o.olga, &o.closed, ""), ["Quick chat"]);
    o.ana.delete(&at(&chat)).fails(409, "conflict");
    o.ana.patch(&at(&chat), json!({"archived": true})).fails(422, "invalid");
    o.ana.put(&format!("{}/home", at(&chat)), json!({"space_id": o.open})).fails(409, "conflict");
    // What was decided in it stands in the list, and it stays open.
    let said = say(&o.olga, &chat, "Friday then");
    o.olga.put(&format!("{}/decisions/{}", at(&chat), id(&said)), json!({})).ok();
    assert_eq!(o.ana.get(&format!("/spaces/{}/decisions", o.closed)).ok()["items"][0]["text"], "Friday then");
}
