//! Who may have a file, and for how long.

use crate::{bytes_of, download, office, text};
use guildhall_tests::Client;
use serde_json::json;
use std::{
    io::{Read, Write},
    net::TcpStream,
};

#[test]
fn whoever_may_only_comment_may_attach_and_take_back_what_they_attached() {
    let (server, owner, _) = office();
    let closed = owner.space("Board", "closed");
    let task = text(&owner.task(&closed, "Agenda"), "id").to_owned();
    let gus = server.join(&owner, "Gus", "guest");
    owner.put(&format!("/spaces/{closed}/members/{}", gus.me()), json!({"role": "guest"})).ok();
    let theirs = owner.attach(&task, "agenda.txt", b"1. Tea").ok();
    let answer = gus.attach(&task, "photo.txt", b"2. Cake");
    let command = answer.command();
    let own = answer.ok();
    assert_eq!((own["can"]["edit"].as_bool(), theirs["can"]["edit"].as_bool()), (Some(true), Some(true)));
    let seen = gus.get(&format!("/items/{task}/attachments")).ok();
    assert_eq!(seen["items"][0]["can"]["edit"], false);
    gus.delete(&format!("/files/{}", text(&theirs, "id"))).fails(403, "forbidden");
    gus.patch(&format!("/files/{}", text(&theirs, "id")), json!({"name": "x"})).fails(403, "forbidden");
    gus.patch(&format!("/files/{}", text(&own, "id")), json!({"name": "cake.txt"})).ok();
    // Renamed since: what is there now is not what the command left.
    gus.post("/undo", json!({ "command": command })).fails(409, "undo_conflict");
    gus.patch(&format!("/files/{}", text(&own, "id")), json!({"name": "photo.txt"})).ok();
    gus.post("/undo", json!({ "command": command })).ok();
    assert_eq!(download(&owner, text(&own, "id")).status, 404);
    // In the trash only those see it who may take it out.
    let trashed = |by: &Client| {
        by.get(&format!("/items/{task}/attachments?trashed=true")).ok()["items"].as_array().unwrap().len()
    };
    assert_eq!((trashed(&gus), trashed(&owner)), (1, 1));
    owner.delete(&format!("/files/{}", text(&theirs, "id"))).ok();
    assert_eq!((trashed(&gus), trashed(&owner)), (1, 2));
    gus.put(&format!("/files/{}/restore", text(&theirs, "id")), json!({})).fails(404, "not_found");
}

#[test]
fn access_follows_the_item_whoever_knows_the_id() {
    let (server, owner, open_task) = office();
    let private = owner.space("Wages", "private");
    let task = text(&owner.task(&private, "Wages of March"), "id").to_owned();
    let file = owner.attach(&task, "wages.csv", b"Ana;1000").ok();
    let id = text(&file, "id").to_owned();
    let ana = server.join(&owner, "Ana", "member");
    let unknown = download(&ana, "018f0000-0000-7000-8000-0000000000ff").text;
    assert_eq!(download(&ana, &id).text, unknown);
    // The id in another place gives nothing.
    let body = format!("[wages](guildhall:file/{id})");
    owner.patch(&format!("/tasks/{open_task}"), json!({ "body": body })).ok();
    ana.post(&format!("/items/{open_task}/comments"), json!({ "body": body })).ok();
    assert_eq!(download(&ana, &id).status, 404);
    ana.with("Content-Type", "application/octet-stream")
        .send_raw("POST", &format!("/api/v1/items/{open_task}/attachments?name=x&id={id}"), Some(b"Ana;1000".to_vec()))
        .fails(409, "id_taken");
    assert!(ana.get(&format!("/items/{open_task}/attachments")).ok()["items"].as_array().unwrap().is_empty());
    // Where the item goes, the right to its files goes.
    let open = text(&owner.get(&format!("/tasks/{open_task}")).ok(), "space_id").to_owned();
    owner.put(&format!("/tasks/{task}/home"), json!({ "space_id": open })).ok();
    assert!(download(&ana, &id).bytes == b"Ana;1000");
    owner.put(&format!("/tasks/{task}/home"), json!({ "space_id": private })).ok();
    assert_eq!(download(&ana, &id).text, unknown);
    assert_eq!(download(&server.nobody(), &id).status, 401);
}

#[test]
fn a_download_ends_when_the_right_to_it_does() {
    let (server, owner, task) = office();
    let file = owner.attach(&task, "film", &bytes_of(7, 30 << 20)).ok();
    let ana = server.join(&owner, "Ana", "member");
    let host = server.url.trim_start_matches("http://");
    let mut slow = TcpStream::connect(host).unwrap();
    write!(
        slow,
        "GET /api/v1/files/{} HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nConnection: close\r\n\r\n",
        text(&file, "id"),
        ana.header("Cookie").unwrap()
    )
    .unwrap();
    let mut some = vec![0; 1 << 20];
    slow.read_exact(&mut some).unwrap();
    owner.put(&format!("/people/{}/deactivation", ana.me()), json!({"hand_over_to": null})).ok();
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    assert!(rest.len() < 25 << 20, "{} more bytes came", rest.len());
}
