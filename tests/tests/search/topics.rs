//! Topics and messages in the search: a hit opens at the message, and nobody finds what is not theirs.

use crate::{ask, id, ids, plain, settled, started};
use guildhall_tests::Client;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn topic(by: &Client, space: &str, title: &str, body: &str) -> Value {
    by.post(&format!("/spaces/{space}/topics"), json!({"title": title, "body": body})).ok()
}

fn say(by: &Client, topic: &Value, body: &str) -> Value {
    by.post(&format!("/items/{}/comments", id(topic)), json!({ "body": body })).ok()
}

#[test]
fn a_message_is_found_and_opens_where_it_stands() {
    let (server, owner) = started();
    let space = owner.space("Service", "open");
    let made = topic(&owner, &space, "Fault codes", "All about the **kettle**");
    let message = say(&owner, &made, "The gasket of the *bakery* leaks");
    settled(&server);
    let hit = ask(&owner, "gasket", "")["items"][0].clone();
    assert_eq!((&hit["kind"], &hit["id"], &hit["item_id"]), (&json!("message"), &message["id"], &made["id"]));
    assert_eq!(hit["url"], format!("/d/{}#c-{}", id(&made), id(&message)));
    assert_eq!(plain(&hit["title"]), "Fault codes");
    let hit = ask(&owner, "kettle", "&facets=true");
    assert_eq!((&hit["items"][0]["kind"], &hit["facets"]["kinds"][0]["id"]), (&json!("topic"), &json!("topic")));
    assert_eq!(ids(&ask(&owner, "type:message bakery", "")), BTreeSet::from([id(&message)]));
    assert_eq!(ids(&ask(&owner, "bakery", "&kind=topic")), BTreeSet::new());
    // Its key leads to it, and what it says by now is what is found.
    assert_eq!(ask(&owner, made["key"].as_str().unwrap(), "")["items"][0]["id"], made["id"]);
    owner.patch(&format!("/comments/{}", id(&message)), json!({"body": "The hinge"})).ok();
    owner.patch(&format!("/topics/{}", id(&made)), json!({"state": "answered"})).ok();
    settled(&server);
    assert_eq!(ids(&ask(&owner, "gasket", "")), BTreeSet::new());
    assert_eq!(ids(&ask(&owner, "hinge is:done", "")), BTreeSet::from([id(&message)]));
    owner.delete(&format!("/topics/{}", id(&made))).ok();
    settled(&server);
    assert_eq!(ids(&ask(&owner, "hinge", "")), BTreeSet::new());
    // Made from nothing, the index finds the same.
    owner.put(&format!("/topics/{}/restore", id(&made)), json!({})).ok();
    crate::searcher(&server.app).rebuild(&mut |_| ()).unwrap();
    settled(&server);
    assert_eq!(ids(&ask(&owner, "hinge", "")), BTreeSet::from([id(&message)]));
}

#[test]
fn a_decision_is_found_as_one_and_opens_where_it_stands() {
    let (server, owner) = started();
    let space = owner.space("Service", "open");
    let made = topic(&owner, &space, "Vans", "");
    let decided = say(&owner, &made, "We lease the quokka vans");
    let asked = say(&owner, &made, "Which quokka vans?");
    settled(&server);
    let hits = || {
        let found = ask(&owner, "quokka", "");
        assert_eq!(ids(&found), BTreeSet::from([id(&decided), id(&asked)]));
        let said = found["items"].as_array().unwrap().clone();
        said.into_iter().filter(|hit| hit["decided"] == true).collect::<Vec<_>>()
    };
    assert_eq!(hits(), Vec::<Value>::new());
    let path = format!("/topics/{}/decisions/{}", id(&made), id(&decided));
    owner.put(&path, json!({})).ok();
    let decisions = hits();
    assert_eq!(decisions.len(), 1, "that moment, without waiting for the index");
    assert_eq!((&decisions[0]["id"], &decisions[0]["kind"]), (&decided["id"], &json!("message")));
    assert_eq!(decisions[0]["url"], format!("/d/{}#c-{}", id(&made), id(&decided)));
    owner.delete(&path).ok();
    assert_eq!(hits(), Vec::<Value>::new());
}

#[test]
fn direct_topics_and_questions_are_found_by_their_people_alone() {
    let (server, owner) = started();
    let (ana, ben) = (server.join(&owner, "Ana Moreau", "member"), server.join(&owner, "Ben Sol", "member"));
    let closed = owner.space("Finance", "closed");
    let direct = ana.post("/topics", json!({"person_ids": [ben.me()]})).ok();
    let whisper = say(&ana, &direct, "The wasabi is ours");
    let asked = ben.post(&format!("/spaces/{closed}/questions"), json!({"title": "Payday of wasabi"})).ok();
    let inner = topic(&owner, &closed, "Inner wasabi", "");
    settled(&server);
    let found = |by: &Client| ids(&ask(by, "wasabi", ""));
    assert_eq!(found(&ana), BTreeSet::from([id(&whisper)]));
    assert_eq!(found(&ben), BTreeSet::from([id(&whisper), id(&asked)]));
    assert_eq!(found(&owner), BTreeSet::from([id(&asked), id(&inner)]), "an owner is no reader of Direct topics");
    let hits = ask(&ben, "wasabi", "&facets=true");
    assert_eq!(hits["total"], 2);
    let hit = hits["items"].as_array().unwrap().iter().find(|hit| hit["id"] == whisper["id"]).unwrap();
    assert_eq!((&hit["space_id"], plain(&hit["title"]).as_str()), (&Value::Null, "Ana Moreau"));
    // Removed, closed off, deactivated: gone from what one finds, and from what is counted.
    owner.patch(&format!("/spaces/{closed}"), json!({"access": "private"})).ok();
    settled(&server);
    assert_eq!((found(&ben), ask(&ben, "wasabi", "")["total"].clone()), (BTreeSet::from([id(&whisper)]), json!(1)));
}
