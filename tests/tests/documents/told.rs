//! Documents and folders over the live stream: to those who may see them, and gone when they may not any more.

use crate::{at, file, folder, folder_at, id, in_folder, office};
use guildhall_tests::{Live, live};
use serde_json::{Value, json};

fn told<'f>(frame: &'f Value, part: &str, what: &Value) -> Option<&'f Value> {
    frame["objects"][part].as_array()?.iter().find(|row| row["id"] == what["id"])
}

fn gone(frame: &Value, what: &Value) -> bool {
    frame["ids"].as_array().is_some_and(|ids| ids.contains(&what["id"]))
}

#[test]
fn what_happens_to_documents_and_folders_is_told_to_whom_it_concerns() {
    let o = office();
    live::start(&o.server);
    let (mut olga, mut gil, mut ben) = (Live::open(&o.olga, None), Live::open(&o.gil, None), Live::open(&o.ben, None));
    let shelf = folder(&o.ana, &o.closed, "Shelf", None);
    let frame = gil.until("state", |frame| told(frame, "folders", &shelf).is_some());
    assert_eq!(told(&frame, "folders", &shelf).unwrap()["can"]["edit"], false);
    let made = in_folder(&o.ana, &o.closed, &shelf, "plan.txt", b"one");
    let frame = olga.until("state", |frame| told(frame, "documents", &made).is_some());
    assert_eq!(told(&frame, "folders", &shelf).unwrap()["documents"], 1, "the folder shows one more");
    assert_eq!(told(&frame, "documents", &made).unwrap(), &o.olga.get(&at(&made)).ok(), "as it is read");

    olga.say(json!({"type": "look", "item_id": made["id"]}));
    let said = o.ana.post(&format!("/items/{}/comments", id(&made)), json!({"body": "Look"})).ok();
    olga.until("state", |frame| frame["objects"]["comments"][0]["id"] == said["id"]);

    o.ana.post(&format!("{}/move", at(&made)), json!({"space_id": o.open})).ok();
    gil.until("gone", |frame| gone(frame, &made));
    let frame = ben.until("state", |frame| told(frame, "documents", &made).is_some());
    assert_eq!(told(&frame, "documents", &made).unwrap()["folder_id"], json!(null));
    olga.until("state", |frame| told(frame, "folders", &shelf).is_some_and(|row| row["documents"] == 0));

    o.ana.delete(&folder_at(&shelf)).ok();
    gil.until("gone", |frame| gone(frame, &shelf));
    olga.until("state", |frame| told(frame, "folders", &shelf).is_some_and(|row| row["trashed_at"].is_string()));
    live::told(&o.server);
    assert!(ben.drain().iter().all(|frame| !frame.to_string().contains(&id(&shelf))), "nothing of what he cannot see");
}

#[test]
fn programs_follow_documents_and_folders() {
    let o = office();
    let cursor = o.ben.get("/changes").ok()["next"].as_str().unwrap().to_owned();
    let (shelf, made) = (folder(&o.ana, &o.open, "Shelf", None), file(&o.ana, &o.open, "plan.txt", b"x"));
    folder(&o.ana, &o.closed, "Not his", None);
    file(&o.ana, &o.closed, "not-his.txt", b"x");
    let seen = o.ben.get(&format!("/changes?since={cursor}")).ok();
    let types: Vec<_> =
        seen["items"].as_array().unwrap().iter().map(|one| (&one["item_type"], &one["item_id"])).collect();
    assert_eq!(types, [(&json!("folder"), &shelf["id"]), (&json!("document"), &made["id"])]);
}
