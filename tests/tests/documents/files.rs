//! Files: brought, brought again under the same name, downloaded, renamed, kept from others for a while.

use crate::{at, bring, content, file, folder, id, in_folder, listed, office, send_bytes};
use serde_json::json;

#[test]
fn a_file_is_brought_and_its_bytes_come_back() {
    let o = office();
    let answer = bring(&o.ana, &o.closed, "Preisliste März.csv", b"rolls;0.45\n", "&note=First%20draft");
    assert_eq!(answer.status, 201);
    let made = answer.ok();
    assert_eq!(
        (&made["form"], &made["title"], &made["key"]),
        (&json!("file"), &json!("Preisliste März.csv"), &json!("FIN-1"))
    );
    assert_eq!(
        (&made["version_number"], &made["file"]["kind"], &made["file"]["bytes"]),
        (&json!(1), &json!("csv"), &json!(11))
    );
    assert_eq!(made["file"]["item_id"], made["id"]);
    assert_eq!(content(&o.gil, &made), b"rolls;0.45\n");
    let file = format!("/files/{}", made["file"]["file_id"].as_str().unwrap());
    let name = o.ana.get(&file).header("content-disposition").unwrap().to_owned();
    assert!(name.starts_with("attachment") && name.contains("Preisliste%20M%C3%A4rz.csv"), "{name}");
    assert_eq!(o.ana.with("Range", "bytes=6-9").get(&file).bytes, b"0.45");
    o.ben.get(&file).fails(404, "not_found");
    o.ben.get(&at(&made)).fails(404, "not_found");
}

#[test]
fn the_same_name_is_the_next_version_unless_asked_otherwise() {
    let o = office();
    let shelf = folder(&o.ana, &o.open, "Menus", None);
    let to = format!("&folder_id={}", id(&shelf));
    let first = in_folder(&o.ana, &o.open, &shelf, "Lunch.txt", b"one");
    let second = bring(&o.ben, &o.open, "LUNCH.TXT", b"two", &format!("{to}&note=Winter")).ok();
    assert_eq!(
        (&second["id"], &second["version_number"], &second["title"]),
        (&first["id"], &json!(2), &json!("Lunch.txt"))
    );
    assert_eq!((content(&o.ana, &first), second["edited_by"]["id"].clone()), (b"two".to_vec(), json!(o.ben.me())));
    let refused = bring(&o.ben, &o.open, "lunch.txt", b"x", &format!("{to}&if_exists=refuse")).fails(409, "taken");
    assert_eq!(refused["error"]["existing_id"], first["id"]);
    let both = bring(&o.ben, &o.open, "lunch.txt", b"three", &format!("{to}&if_exists=keep_both")).ok();
    assert_eq!((&both["title"], &both["version_number"]), (&json!("lunch (2).txt"), &json!(1)));
    assert_eq!(file(&o.ana, &o.open, "Lunch.txt", b"elsewhere")["version_number"], 1, "another folder, another file");

    let versions = o.ana.get(&format!("{}/versions", at(&first))).ok();
    let said: Vec<_> =
        versions["items"].as_array().unwrap().iter().map(|v| (&v["number"], &v["note"], &v["current"])).collect();
    assert_eq!(said, [(&json!(2), &json!("Winter"), &json!(true)), (&json!(1), &json!(null), &json!(false))]);
    let old = versions["items"][1]["file_id"].as_str().unwrap();
    assert_eq!(o.ana.get(&format!("/files/{old}")).bytes, b"one", "an old version can still be read");
}

#[test]
fn a_version_is_noted_restored_and_taken_back() {
    let o = office();
    let made = file(&o.ana, &o.open, "plan.txt", b"one");
    let versions = format!("{}/versions", at(&made));
    send_bytes(&o.ana, &format!("{versions}?note=two"), b"two").ok();
    assert_eq!(o.ben.patch(&format!("{versions}/1"), json!({"note": "The first"})).ok()["note"], "The first");
    let restored = o.ben.post(&format!("{versions}/1/restore"), json!({}));
    let command = restored.command();
    assert_eq!(restored.ok()["version_number"], 3);
    assert_eq!(content(&o.ana, &made), b"one");
    o.ben.post("/undo", json!({ "command": command })).ok();
    assert_eq!(
        (content(&o.ana, &made), o.ana.get(&at(&made)).ok()["version_number"].clone()),
        (b"two".to_vec(), json!(2))
    );
    for wrong in ["3", "0", "x", "99999999999"] {
        o.ana.post(&format!("{versions}/{wrong}/restore"), json!({})).fails(404, "not_found");
    }
    let current = o.ana.get(&at(&made)).ok()["file"]["file_id"].as_str().unwrap().to_owned();
    o.ana.delete(&format!("/files/{current}")).fails(409, "conflict");
    o.ana.patch(&format!("/files/{current}"), json!({"name": "other.txt"})).fails(409, "conflict");
    let first = o.ana.get(&versions).ok()["items"][1]["file_id"].as_str().unwrap().to_owned();
    o.ana.delete(&format!("/files/{first}")).ok();
    assert_eq!(o.ana.get(&versions).ok()["items"].as_array().unwrap().len(), 1);
    o.ana.attach(&id(&made), "beside.txt", b"x").fails(409, "conflict");
}

#[test]
fn who_locks_a_file_is_the_only_one_who_writes() {
    let o = office();
    let made = file(&o.ana, &o.open, "plan.txt", b"one");
    let (lock, versions) = (format!("{}/lock", at(&made)), format!("{}/versions", at(&made)));
    let locked = o.ana.send("PUT", &lock, None).ok();
    assert_eq!(locked["lock"]["person_id"], o.ana.me().as_str());
    let refused = send_bytes(&o.ben, &versions, b"two").fails(423, "locked");
    assert!(refused["error"]["message"].as_str().unwrap().starts_with("Ana Moreau is working on this file."));
    bring(&o.ben, &o.open, "plan.txt", b"two", "").fails(423, "locked");
    o.ben.send("PUT", &lock, None).fails(423, "locked");
    o.ben.send("DELETE", &lock, None).fails(423, "locked");
    assert_eq!(send_bytes(&o.ana, &versions, b"two").ok()["version_number"], 2);
    o.olga.send("DELETE", &lock, None).ok();
    assert_eq!(send_bytes(&o.ben, &versions, b"three").ok()["version_number"], 3, "a lead ended it");
    o.ana.send("PUT", &lock, None).ok();
    o.server.clock.advance(3_600_000);
    assert_eq!(o.ben.get(&at(&made)).ok()["lock"], json!(null));
    assert_eq!(send_bytes(&o.ben, &versions, b"four").ok()["version_number"], 4, "it ended by itself");
}

#[test]
fn a_file_is_renamed_and_no_two_are_called_the_same() {
    let o = office();
    let (a, b) = (file(&o.ana, &o.open, "a.txt", b"a"), file(&o.ana, &o.open, "b.txt", b"b"));
    o.ana.patch(&at(&b), json!({"title": "A.TXT"})).fails(409, "taken");
    let renamed = o.ana.patch(&at(&b), json!({"title": "c.txt"})).ok();
    assert_eq!((&renamed["title"], &renamed["file"]["name"]), (&json!("c.txt"), &json!("c.txt")));
    let name = o.ana.get(&format!("/files/{}", renamed["file"]["file_id"].as_str().unwrap()));
    assert!(name.header("content-disposition").unwrap().contains("c.txt"));
    assert_eq!(file(&o.ana, &o.open, "b.txt", b"new")["version_number"], 1, "the old name is free");
    folder(&o.ana, &o.open, "Shelf", None);
    o.ana.patch(&at(&a), json!({"title": "shelf"})).fails(409, "taken");
    bring(&o.ana, &o.open, "shelf", b"x", "").fails(409, "taken");
    assert_eq!(bring(&o.ana, &o.open, "shelf", b"x", "&if_exists=keep_both").ok()["title"], "shelf (2)");
    assert_eq!(listed(&o.ana, &o.open, "?root=true&sort=name"), ["a.txt", "b.txt", "c.txt", "shelf (2)"]);
}

#[test]
fn a_large_file_is_sent_in_parts_and_goes_on_where_it_was_cut() {
    let o = office();
    let shelf = folder(&o.ana, &o.open, "Shelf", None);
    let own = "01900000-0000-7000-8000-00000000f001";
    let input = json!({"id": own, "name": "film.bin", "bytes": 10, "folder_id": id(&shelf), "note": "Cut"});
    let path = format!("/spaces/{}/uploads", o.open);
    let begun = o.ana.post(&path, input.clone()).ok();
    assert_eq!((&begun["space_id"], &begun["item_id"], &begun["offset"]), (&json!(o.open), &json!(null), &json!(0)));
    let part = |by: &guildhall_tests::Client, offset: usize, bytes: &[u8]| {
        let to = format!("/api/v1/uploads/{own}?offset={offset}");
        by.with("Content-Type", "application/octet-stream").send_raw("PUT", &to, Some(bytes.to_vec()))
    };
    assert_eq!(part(&o.ana, 0, b"first ").ok()["offset"], 6);
    assert_eq!(o.ana.post(&path, input).ok()["offset"], 6, "begun again it goes on");
    part(&o.ben, 6, b"last").fails(404, "not_found");
    part(&o.ana, 3, b"last").fails(409, "conflict");
    let done = part(&o.ana, 6, b"last").ok();
    let made = o.ben.get(&format!("/documents/{}", done["document_id"].as_str().unwrap())).ok();
    assert_eq!(
        (&made["title"], &made["folder_id"], &made["file"]["file_id"]),
        (&json!("film.bin"), &shelf["id"], &json!(own))
    );
    assert_eq!(content(&o.ben, &made), b"first last");
    assert_eq!(o.ana.get(&format!("/uploads/{own}")).ok()["document_id"], made["id"], "asked again it says so");

    let again = json!({"name": "FILM.bin", "bytes": 3, "folder_id": id(&shelf)});
    let upload = id(&o.ben.post(&path, again).ok());
    let to = format!("/api/v1/uploads/{upload}?offset=0");
    let done = o.ben.send_raw("PUT", &to, Some(b"two".to_vec())).ok();
    assert_eq!(done["document_id"], made["id"]);
    assert_eq!(o.ana.get(&at(&made)).ok()["version_number"], 2);
}

#[test]
fn a_large_version_is_sent_in_parts_and_finds_its_file_wherever_that_is_by_then() {
    let o = office();
    let shelf = folder(&o.ana, &o.open, "Shelf", None);
    let made = file(&o.ana, &o.open, "film.bin", b"one");
    let path = format!("/spaces/{}/uploads", o.open);
    let begin = |by: &guildhall_tests::Client, document: &str| {
        by.post(&path, json!({"name": "film.bin", "bytes": 8, "note": "Cut", "document_id": document}))
    };
    let upload = id(&begin(&o.ben, &id(&made)).ok());
    let part = |offset: usize, bytes: &[u8]| {
        let to = format!("/api/v1/uploads/{upload}?offset={offset}");
        o.ben.with("Content-Type", "application/octet-stream").send_raw("PUT", &to, Some(bytes.to_vec()))
    };
    assert_eq!(part(0, b"next ").ok()["offset"], 5);
    // It is called otherwise and lies elsewhere when the last byte comes, and something else is called as it was.
    o.ana.patch(&at(&made), json!({"title": "clip.bin", "folder_id": id(&shelf)})).ok();
    let other = file(&o.ana, &o.open, "film.bin", b"another");
    o.ana.send("PUT", &format!("{}/lock", at(&made)), None).ok();
    part(5, b"one").fails(423, "locked");
    o.ana.send("DELETE", &format!("{}/lock", at(&made)), None).ok();
    assert_eq!(part(8, b"").ok()["document_id"], made["id"]);
    let now = o.ana.get(&at(&made)).ok();
    assert_eq!((&now["version_number"], &now["title"]), (&json!(2), &json!("clip.bin")));
    assert_eq!((content(&o.ana, &made), content(&o.ana, &other)), (b"next one".to_vec(), b"another".to_vec()));
    assert_eq!(o.ana.get(&format!("{}/versions", at(&made))).ok()["items"][0]["note"], "Cut");
    // What is elsewhere, and what is no file, has no version sent to it.
    let closed = file(&o.ana, &o.closed, "other.bin", b"x");
    begin(&o.ana, &id(&closed)).fails(422, "invalid");
    begin(&o.ben, &id(&closed)).fails(404, "not_found");
    begin(&o.ana, &id(&crate::page(&o.ana, &o.open, "Page"))).fails(422, "invalid");
}
