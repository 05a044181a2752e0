//! Files sent with a comment: they belong to it, are listed among those of the item too, and go with it.

use crate::{DAY, download, office, text, usage};
use guildhall_store::blobs;
use guildhall_tests::{Client, live};
use serde_json::{Value, json};

fn say(client: &Client, task: &str, body: &str, files: &[&Value]) -> guildhall_tests::Answer {
    let ids: Vec<&Value> = files.iter().map(|file| &file["id"]).collect();
    client.post(&format!("/items/{task}/comments"), json!({"body": body, "file_ids": ids}))
}

fn listed(client: &Client, task: &str) -> Vec<Value> {
    client.get(&format!("/items/{task}/attachments")).ok()["items"].as_array().unwrap().clone()
}

#[test]
fn a_file_sent_with_a_comment_belongs_to_it_and_goes_with_it() {
    let (server, owner, task) = office();
    let (one, two) = (owner.attach(&task, "a.txt", b"Valve").ok(), owner.attach(&task, "b.txt", b"Pipe").ok());
    let other = owner.attach(&task, "c.txt", b"Tap").ok();
    let said = say(&owner, &task, "", &[&two, &one]);
    assert_eq!(said.status, 201);
    let said = said.ok();
    let names = |comment: &Value| -> Vec<String> {
        comment["files"].as_array().unwrap().iter().map(|file| text(file, "name").to_owned()).collect()
    };
    assert_eq!(names(&said), ["b.txt", "a.txt"], "in the order they were sent");
    let spine = owner.get(&format!("/items/{task}/activity")).ok();
    let entries = spine["items"].as_array().unwrap();
    let comment = entries.iter().find_map(|entry| entry.get("comment")).unwrap();
    assert_eq!(names(comment), ["b.txt", "a.txt"]);
    let attached: Vec<&str> = entries
        .iter()
        .filter_map(|entry| entry["activity"]["field"].as_str().filter(|field| field.starts_with("file:")))
        .collect();
    assert_eq!(attached, [format!("file:{}", text(&other, "id"))], "what was sent with it is told by the comment");
    let files = listed(&owner, &task);
    let of: Vec<&Value> = files.iter().map(|file| &file["comment_id"]).collect();
    assert_eq!(of, [&said["id"], &said["id"], &Value::Null]);

    let gone = owner.delete(&format!("/comments/{}", text(&said, "id")));
    let command = gone.command();
    assert_eq!(gone.ok()["files"], json!([]));
    download(&owner, text(&one, "id")).fails(404, "not_found");
    assert_eq!(listed(&owner, &task).len(), 1);
    assert_eq!(owner.get(&format!("/tasks/{task}")).ok()["file_count"], 1);
    let undone = owner.post("/undo", json!({ "command": command }));
    let again = undone.command();
    undone.ok();
    assert!(download(&owner, text(&one, "id")).bytes == b"Valve");
    assert_eq!(owner.get(&format!("/tasks/{task}")).ok()["file_count"], 3);
    let comments = owner.get(&format!("/items/{task}/comments")).ok();
    assert_eq!(names(&comments["items"][0]), ["b.txt", "a.txt"]);

    owner.post("/undo", json!({ "command": again })).ok();
    assert_eq!(listed(&owner, &task).len(), 1, "undone again, all of it is in the trash again");
    server.clock.advance(31 * DAY);
    guildhall::cli::care::sweep(&server.app).unwrap();
    assert_eq!(usage(&server).count, 1, "their bytes go with the trash");
    owner.delete(&format!("/tasks/{task}")).ok();
    server.clock.advance(31 * DAY);
    guildhall::cli::care::sweep(&server.app).unwrap();
    assert_eq!(usage(&server), blobs::BlobUsage::default());
}

#[test]
fn taking_a_comment_back_takes_its_files_and_sending_it_twice_is_one() {
    let (_server, owner, task) = office();
    let file = owner.attach(&task, "a.txt", b"Valve").ok();
    let body = json!({"id": "018f0000-0000-7000-8000-00000000c0de", "body": "Look", "file_ids": [file["id"]]});
    let first = owner.post(&format!("/items/{task}/comments"), body.clone());
    let command = first.command();
    first.ok();
    assert_eq!(owner.post(&format!("/items/{task}/comments"), body.clone()).ok()["files"][0]["id"], file["id"]);
    let mut without = body;
    without["file_ids"] = json!([]);
    owner.post(&format!("/items/{task}/comments"), without).fails(409, "id_taken");
    owner.post("/undo", json!({ "command": command })).ok();
    assert!(listed(&owner, &task).is_empty());
    assert_eq!(owner.get(&format!("/tasks/{task}")).ok()["comment_count"], 0);
}

#[test]
fn only_ones_own_free_files_of_the_item_can_be_sent() {
    let (server, owner, task) = office();
    let open = text(&owner.get(&format!("/tasks/{task}")).ok(), "space_id").to_owned();
    let elsewhere = text(&owner.task(&open, "Elsewhere"), "id").to_owned();
    let ana = server.join(&owner, "Ana", "member");
    let (theirs, far) = (ana.attach(&task, "x", b"x").ok(), owner.attach(&elsewhere, "y", b"y").ok());
    let (sent, gone) = (owner.attach(&task, "z", b"z").ok(), owner.attach(&task, "g", b"g").ok());
    say(&owner, &task, "Look", &[&sent]).ok();
    owner.delete(&format!("/files/{}", text(&gone, "id"))).ok();
    let unknown = json!({"id": "018f0000-0000-7000-8000-0000000000ff"});
    let free = owner.attach(&task, "f", b"f").ok();
    let refused: Vec<String> =
        [vec![&theirs], vec![&far], vec![&sent], vec![&gone], vec![&unknown], vec![&free, &free]]
            .into_iter()
            .map(|files| {
                say(&owner, &task, "Look", &files).fails(422, "invalid")["error"]["fields"]["file_ids"].to_string()
            })
            .collect();
    assert!(refused.iter().all(|words| *words == refused[0] && words.contains("Choose files")), "{refused:?}");
    say(&owner, &task, " ", &[]).fails(422, "invalid");
    let many: Vec<&Value> = std::iter::repeat_n(&unknown, 51).collect();
    say(&owner, &task, "Look", &many).fails(422, "too_many");
    assert_eq!(owner.get(&format!("/items/{task}/comments")).ok()["items"].as_array().unwrap().len(), 1);
}

#[test]
fn who_may_edit_the_task_does_not_take_a_file_out_of_somebody_elses_comment() {
    let (server, owner, task) = office();
    let (ana, ben) = (server.join(&owner, "Ana", "member"), server.join(&owner, "Ben", "member"));
    let file = ana.attach(&task, "a.txt", b"Valve").ok();
    assert_eq!(listed(&ben, &task)[0]["can"]["edit"], true);
    let said = say(&ana, &task, "Look", &[&file]).ok();
    let path = format!("/files/{}", text(&file, "id"));
    assert_eq!(listed(&ben, &task)[0]["can"]["edit"], false);
    ben.delete(&path).fails(403, "forbidden");
    ben.patch(&path, json!({"name": "b.txt"})).fails(403, "forbidden");
    ana.patch(&path, json!({"name": "b.txt"})).ok();
    // Whoever may delete the comment may take it out too: the lead who made the space.
    owner.delete(&path).ok();
    let comment = &ben.get(&format!("/items/{task}/comments")).ok()["items"][0];
    assert_eq!((&comment["id"], &comment["files"]), (&said["id"], &json!([])));
    // Without words and files there is nothing left to edit away.
    ana.patch(&format!("/comments/{}", text(&said, "id")), json!({"body": ""})).fails(422, "invalid");
    ana.put(&format!("{path}/restore"), json!({})).ok();
    ana.patch(&format!("/comments/{}", text(&said, "id")), json!({"body": ""})).ok();
}

#[test]
fn whoever_looks_at_the_item_is_told_of_its_files_and_only_when_something_of_them_changed() {
    let (server, owner, task) = office();
    live::start(&server);
    let ana = server.join(&owner, "Ana", "member");
    let mut seen = live::Live::open(&ana, None);
    seen.say(json!({"type": "look", "item_id": task}));
    let files = |frame: &Value| frame["objects"]["files"][0].clone();
    let told = seen.until("state", |frame| frame["objects"]["opened"].is_array());
    assert_eq!(files(&told), json!({"item_id": task, "items": []}), "whoever comes is told how it is");
    let file = owner.attach(&task, "a.txt", b"Valve").ok();
    seen.until("state", |frame| files(frame)["items"][0]["name"] == "a.txt");
    owner.patch(&format!("/tasks/{task}"), json!({"title": "Another title"})).ok();
    let told = seen.until("state", |frame| frame["objects"]["opened"][0]["title"] == "Another title");
    assert_eq!(files(&told), Value::Null);
    let said = say(&owner, &task, "Look", &[&file]).ok();
    let told = seen.until("state", |frame| frame["objects"]["comments"].is_array());
    assert_eq!(told["objects"]["comments"][0]["files"][0]["id"], file["id"]);
    assert_eq!(files(&told)["items"][0]["comment_id"], said["id"]);
    owner.patch(&format!("/files/{}", text(&file, "id")), json!({"name": "b.txt"})).ok();
    let told = seen.until("state", |frame| files(frame)["items"][0]["name"] == "b.txt");
    assert_eq!(told["objects"]["comments"][0]["files"][0]["name"], "b.txt", "its comment shows it too");
    owner.delete(&format!("/files/{}", text(&file, "id"))).ok();
    seen.until("state", |frame| files(frame)["items"] == json!([]));
}
