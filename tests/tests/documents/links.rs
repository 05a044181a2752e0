//! Links of documents to items of every kind, and documents linked from what somebody said.

use crate::{at, id, office, page};
use guildhall_tests::{Client, passage};
use serde_json::{Value, json};

fn linked(by: &Client, item: &str) -> Vec<String> {
    let list = by.get(&format!("/items/{item}/links")).ok();
    list["items"].as_array().unwrap().iter().map(|link| link["item"]["title"].as_str().unwrap().to_owned()).collect()
}

fn put(by: &Client, item: &str, other: &str) -> guildhall_tests::Answer {
    by.put(&format!("/items/{item}/links/{other}"), json!({"relation": "relates"}))
}

fn topic(by: &Client, space: &str, title: &str) -> String {
    id(&by.post(&format!("/spaces/{space}/topics"), json!({ "title": title })).ok())
}

fn titles(comment: &Value) -> Vec<&str> {
    comment["documents"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect()
}

#[test]
fn a_document_is_linked_to_items_of_every_kind_and_each_shows_the_other() {
    let o = office();
    let sheet = id(&page(&o.ana, &o.open, "Sheet"));
    let others = [
        id(&o.ana.task(&o.open, "Task")),
        topic(&o.ana, &o.open, "Topic"),
        id(&page(&o.ana, &o.open, "Other")),
        id(&crate::file(&o.ana, &o.open, "Prices.txt", b"1")),
    ];
    for other in &others {
        put(&o.ana, &sheet, other).ok();
        assert_eq!(linked(&o.ben, other), ["Sheet"], "seen from the other end");
    }
    let mut all = linked(&o.ben, &sheet);
    all.sort();
    assert_eq!(all, ["Other", "Prices.txt", "Task", "Topic"]);
    assert_eq!(o.ana.get(&format!("/documents/{sheet}")).ok()["links"], 4);
    assert_eq!(o.ana.get(&format!("/documents/{}", others[3])).ok()["links"], 1);
    put(&o.ana, &sheet, &sheet).fails(409, "conflict");

    // Taken back from the end it was not made at.
    let gone = o.ana.send("DELETE", &format!("/items/{}/links/{sheet}", others[2]), None);
    gone.ok();
    assert!(linked(&o.ben, &others[2]).is_empty());
    let undone = put(&o.ana, &others[1], &others[2]);
    o.ana.post("/undo", json!({"command": undone.command()})).ok();
    assert!(linked(&o.ana, &others[1]).iter().all(|title| title != "Other"));
}

#[test]
fn a_link_shows_nothing_to_whom_the_other_end_is_hidden() {
    let o = office();
    let (sheet, wages) = (id(&page(&o.ana, &o.open, "Sheet")), id(&page(&o.ana, &o.closed, "Wages")));
    put(&o.ben, &sheet, &wages).fails(404, "not_found");
    put(&o.ana, &sheet, &wages).ok();
    assert_eq!(linked(&o.ana, &sheet), ["Wages"]);
    assert!(linked(&o.ben, &sheet).is_empty());
    // Whoever only reads links nothing from there.
    put(&o.gil, &wages, &wages).fails(403, "forbidden");
    o.ana.delete(&format!("/documents/{wages}")).ok();
    o.olga.send("DELETE", &format!("/trash/{wages}"), None).ok();
    assert_eq!(o.ana.get(&format!("/documents/{sheet}")).ok()["links"], 0, "it goes with what it leads to");
}

#[test]
fn a_document_is_linked_from_a_message_and_taken_away_again() {
    let o = office();
    let sheet = page(&o.ana, &o.open, "Sheet");
    let talk = topic(&o.ben, &o.open, "Boilers");
    let said = |words: &str| id(&o.ben.post(&format!("/items/{talk}/comments"), json!({ "body": words })).ok());
    let (first, second) = (said("See the sheet"), said("Once more"));
    let path = |comment: &str| format!("/comments/{comment}/documents/{}", id(&sheet));
    let linked_now = o.ben.put(&path(&first), json!({}));
    let shown = linked_now.json.clone();
    assert_eq!((titles(&shown), shown["tasks"].clone()), (vec!["Sheet"], json!([])));
    assert_eq!(linked(&o.ana, &id(&sheet)), ["Boilers"], "and the document knows");
    assert_eq!(titles(&o.ana.put(&path(&second), json!({})).ok()), ["Sheet"]);
    o.ben.send("DELETE", &path(&first), None).ok();
    assert_eq!(linked(&o.ana, &id(&sheet)), ["Boilers"], "the other message still leads there");
    let away = o.ben.send("DELETE", &path(&second), None);
    assert!(titles(&away.json).is_empty());
    assert!(linked(&o.ana, &id(&sheet)).is_empty());
    o.ben.post("/undo", json!({"command": away.command()})).ok();
    assert_eq!(linked(&o.ana, &id(&sheet)), ["Boilers"]);

    // What somebody cannot read they cannot link, and do not see linked.
    let wages = id(&page(&o.ana, &o.closed, "Wages"));
    o.ben.put(&format!("/comments/{first}/documents/{wages}"), json!({})).fails(404, "not_found");
    o.ana.put(&format!("/comments/{first}/documents/{wages}"), json!({})).ok();
    let comments = o.ben.get(&format!("/items/{talk}/comments")).ok();
    assert!(comments["items"].as_array().unwrap().iter().all(|one| !titles(one).contains(&"Wages")));
    let task = id(&o.ana.task(&o.open, "No document"));
    o.ana.put(&format!("/comments/{first}/documents/{task}"), json!({})).fails(404, "not_found");
    o.ana.delete(&at(&sheet)).ok();
    o.ana.put(&path(&first), json!({})).fails(409, "conflict");
}

#[test]
fn resolving_a_comment_is_taken_back() {
    let o = office();
    let sheet = json!({"title": "Sheet", "body": "Words"});
    let sheet = id(&o.ana.post(&format!("/spaces/{}/pages", o.open), sheet).ok());
    let input = json!({"body": "Which?", "passage": passage(&o.ana, &sheet, "Words")});
    let said = id(&o.ben.post(&format!("/items/{sheet}/comments"), input).ok());
    let resolved = |by: &Client| {
        let list = by.get(&format!("/items/{sheet}/comments")).ok();
        !list["items"][0]["resolved"].is_null()
    };
    let done = o.ana.post(&format!("/comments/{said}/resolve"), json!({}));
    assert!(resolved(&o.ben));
    o.ben.post("/undo", json!({"command": done.command()})).fails(410, "undo_gone");
    let undone = o.ana.post("/undo", json!({"command": done.command()}));
    assert!(!resolved(&o.ben));
    o.ana.post("/undo", json!({"command": undone.command()})).ok();
    assert!(resolved(&o.ben), "and the undo too");
    // Reopened by somebody meanwhile, there is nothing left to take back.
    o.ben.post(&format!("/comments/{said}/reopen"), json!({})).ok();
    o.ana.post("/undo", json!({"command": done.command()})).ok();
    assert!(!resolved(&o.ben));
}
