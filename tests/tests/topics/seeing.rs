//! Who sees what of topics: guests, people outside, those removed, and those a mention does not reach.

use crate::{at, bodies, id, listed, messages, office, say, topic};
use guildhall_tests::Client;
use serde_json::{Value, json};

/// Every way to something of a topic.
fn ways(topic: &Value, message: &Value) -> Vec<String> {
    vec![
        at(topic),
        format!("{}/messages", at(topic)),
        format!("/items/{}/comments", id(topic)),
        format!("/items/{}/activity", id(topic)),
        format!("/items/{}/attachments", id(topic)),
        format!("/comments/{}/versions", id(message)),
    ]
}

#[track_caller]
fn sees_nothing(who: &Client, space: &str, topic: &Value, message: &Value) {
    for way in ways(topic, message) {
        who.get(&way).fails(404, "not_found");
    }
    assert!(matches!(who.get(&format!("/spaces/{space}/topics")).status, 403 | 404));
    assert!(matches!(who.get(&format!("/spaces/{space}/decisions")).status, 403 | 404));
    who.put(&format!("{}/reading", at(topic)), json!({})).fails(404, "not_found");
    who.post(&format!("/comments/{}/tasks", id(message)), json!({})).fails(404, "not_found");
}

#[test]
fn outside_a_closed_space_there_is_nothing_and_removed_means_outside() {
    let o = office();
    let made = topic(&o.ana, &o.closed, "Payroll");
    let message = say(&o.ana, &made, "The run waits");
    sees_nothing(&o.ben, &o.closed, &made, &message);
    sees_nothing(&o.gil, &o.closed, &made, &message);
    for way in ways(&made, &message) {
        o.olga.get(&way).ok();
    }
    let bens = format!("/spaces/{}/members/{}", o.closed, o.ben.me());
    o.olga.put(&bens, json!({"role": "member"})).ok();
    assert_eq!(bodies(&messages(&o.ben, &made, "")), ["The run waits"]);
    o.olga.put(&format!("{}/followers/{}", at(&made), o.ben.me()), json!({})).ok();
    o.olga.delete(&bens).ok();
    sees_nothing(&o.ben, &o.closed, &made, &message);
    let own = o.ben.get("/topics").ok();
    assert_eq!(own["items"], json!([]));
}

#[test]
fn a_guest_reads_and_answers_where_they_were_put_and_nowhere_else() {
    let o = office();
    let (open, closed) = (topic(&o.ana, &o.open, "Open"), topic(&o.ana, &o.closed, "Closed"));
    let message = say(&o.ana, &closed, "Hello");
    o.gil.get(&at(&open)).fails(404, "not_found");
    o.olga.put(&format!("/spaces/{}/members/{}", o.closed, o.gil.me()), json!({"role": "guest"})).ok();
    assert_eq!(listed(&o.gil, &o.closed, ""), ["Closed"]);
    let said = say(&o.gil, &closed, "Good morning");
    o.gil.patch(&format!("/comments/{}", id(&said)), json!({"body": "Good evening"})).ok();
    o.gil.post(&format!("/spaces/{}/topics", o.closed), json!({"title": "x"})).fails(403, "forbidden");
    o.gil.patch(&at(&closed), json!({"title": "x"})).fails(403, "forbidden");
    o.gil.delete(&at(&closed)).fails(403, "forbidden");
    o.gil.put(&format!("{}/home", at(&closed)), json!({"space_id": o.closed})).fails(403, "forbidden");
    o.gil.put(&format!("{}/decisions/{}", at(&closed), id(&message)), json!({})).fails(403, "forbidden");
    o.gil.delete(&format!("/comments/{}", id(&message))).fails(403, "forbidden");
    o.gil.put(&format!("{}/followers/{}", at(&closed), o.gil.me()), json!({})).ok();
    o.gil.put(&format!("{}/followers/{}", at(&closed), o.ana.me()), json!({})).fails(403, "forbidden");
    // They know whom they meet there, and nobody else can be written to or asked.
    o.gil.post("/topics", json!({"person_ids": [o.ana.me()]})).fails(403, "forbidden");
    o.gil.post(&format!("/spaces/{}/questions", o.open), json!({"title": "x"})).fails(404, "not_found");
    o.gil.post(&format!("/spaces/{}/questions", o.closed), json!({"title": "x"})).fails(403, "forbidden");
}

#[test]
fn who_is_named_and_cannot_read_it_is_told_to_the_author_and_nobody_else() {
    let o = office();
    let made = topic(&o.ana, &o.closed, "Payroll");
    let named =
        format!("Ask [@Ben Sol](guildhall:person/{}) and [@Olga](guildhall:person/{})", o.ben.me(), o.olga.me());
    let said = say(&o.ana, &made, &named);
    assert_eq!(said["unreached_ids"], json!([o.ben.me()]));
    assert_eq!(messages(&o.ana, &made, "")["items"][0]["unreached_ids"], json!([o.ben.me()]));
    assert_eq!(messages(&o.olga, &made, "")["items"][0]["unreached_ids"], json!([]));
    let before = o.ben.get("/changes").ok();
    assert!(!before["items"].to_string().contains(&id(&made)));
    o.ben.get(&at(&made)).fails(404, "not_found");
    // Once he may read it nobody is told any more that he may not.
    o.olga.put(&format!("/spaces/{}/members/{}", o.closed, o.ben.me()), json!({"role": "member"})).ok();
    assert_eq!(messages(&o.ana, &made, "")["items"][0]["unreached_ids"], json!([]));
    // The same holds for the beginning of a topic and for comments of tasks.
    let vault = o.ana.space("Vault", "private");
    let input = json!({"title": "Plan", "body": named});
    let begun = o.ana.post(&format!("/spaces/{vault}/topics"), input).ok();
    assert_eq!(begun["unreached_ids"].as_array().unwrap().len(), 2);
    let on_task = say(&o.ana, &o.ana.task(&vault, "Task"), &named);
    assert_eq!(on_task["unreached_ids"].as_array().unwrap().len(), 2);
    // A follower who cannot read it is refused, with a sentence.
    o.ana.put(&format!("{}/followers/{}", at(&begun), o.ben.me()), json!({})).fails(422, "invalid");
}

#[test]
fn a_list_shows_what_one_may_see_of_what_a_text_names() {
    let o = office();
    let secret = topic(&o.olga, &o.closed, "Salaries");
    let made = topic(&o.olga, &o.open, "Public");
    say(&o.olga, &made, &format!("See [it](guildhall:item/{})", id(&secret)));
    let last = |by: &Client| by.get(&format!("/spaces/{}/topics", o.open)).ok()["items"][0]["last"]["text"].clone();
    assert_eq!((last(&o.ana), last(&o.ben)), (json!("See Salaries"), json!("See it")));
    assert_eq!(o.ana.get(&at(&secret)).ok()["mentioned_in"][0]["item"]["title"], "Public");
}
