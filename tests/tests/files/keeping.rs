//! What becomes of a file: what it is taken for, its name, its bytes, the trash, and backups.

use crate::{DAY, bytes_of, download, office, text, usage};
use guildhall_store::{RingKind, blobs, verify};
use guildhall_tests::Client;
use serde_json::{Value, json};

#[test]
fn what_a_file_is_is_told_by_its_bytes_and_none_of_it_runs() {
    let (_server, owner, task) = office();
    let script = b"<script>alert(1)</script>";
    for (name, bytes, kind, media) in [
        ("page.html", script.as_slice(), "html", "text/plain; charset=utf-8"),
        (
            "image.svg",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
            "text",
            "text/plain; charset=utf-8",
        ),
        (
            "feed.xml",
            b"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "text",
            "text/plain; charset=utf-8",
        ),
        ("photo.png", script, "text", "text/plain; charset=utf-8"),
        ("polyglot.html", b"GIF89a/*<script>alert(1)</script>*/", "gif", "image/gif"),
        ("program.pdf", b"MZ\x90\x00\x03", "other", "application/octet-stream"),
    ] {
        let sent = owner.with("Content-Type", "text/html").send_raw(
            "POST",
            &format!("/api/v1/items/{task}/attachments?name={name}"),
            Some(bytes.to_vec()),
        );
        let file = sent.ok();
        assert_eq!((text(&file, "kind"), text(&file, "media_type")), (kind, media), "{name}");
        let got = download(&owner, text(&file, "id"));
        assert_eq!(got.header("content-type"), Some(media));
        assert!(got.header("content-disposition").unwrap().starts_with("attachment; "));
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
        let policy = got.header("content-security-policy").unwrap();
        assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"), "{policy}");
        assert!(got.bytes == bytes);
    }
}

#[test]
fn names_are_data_and_never_paths() {
    let (_server, owner, task) = office();
    for (name, kept) in [
        ("../../../etc/passwd", "passwd"),
        ("C:\\temp\\plan.txt", "plan.txt"),
        ("a\r\nSet-Cookie: evil=1", "aSet-Cookie: evil=1"),
        ("bill\u{202e}fdp.exe", "billfdp.exe"),
        ("nul\u{0}byte.txt", "nulbyte.txt"),
        ("..", "file"),
        ("   ", "file"),
    ] {
        let file = owner.attach(&task, name, b"x").ok();
        assert_eq!(text(&file, "name"), kept);
        let got = download(&owner, text(&file, "id"));
        assert_eq!(got.header("set-cookie"), None);
    }
    let long = owner.attach(&task, &"n".repeat(4096), b"x");
    assert!(long.fails(422, "invalid")["error"]["fields"]["name"].is_string());
    let file = owner.attach(&task, "old.txt", b"x").ok();
    let path = format!("/files/{}", text(&file, "id"));
    owner.send("PATCH", &path, Some(&json!({"name": "new.txt"}))).fails(428, "needs_if_match");
    let renamed = owner.patch_from(&file["version"], &path, json!({"name": "folder/new.txt"}));
    let command = renamed.command();
    assert_eq!(text(&renamed.ok(), "name"), "new.txt");
    assert_eq!(
        text(
            &owner.patch_from(&file["version"], &path, json!({"name": "late.txt"})).fails(412, "stale")["error"],
            "current"
        ),
        "new.txt"
    );
    owner.post("/undo", json!({ "command": command })).ok();
    assert_eq!(
        owner.get(&format!("/items/{task}/attachments")).ok()["items"].as_array().unwrap().last().unwrap()["name"],
        "old.txt"
    );
    owner.patch(&path, json!({"name": " "})).fails(422, "invalid");
    owner.patch(&path, json!({"name": "x", "kind": "png"})).fails(400, "unknown_field");
}

#[test]
fn the_same_bytes_are_kept_once_and_go_after_their_last_file_left_the_trash() {
    let (server, owner, task) = office();
    let bytes = bytes_of(6, 400_000);
    let first = owner.attach(&task, "a.bin", &bytes).ok();
    let second = owner.attach(&task, "b.bin", &bytes).ok();
    assert_eq!((usage(&server).count, usage(&server).bytes), (1, 400_000));
    let path = |file: &Value| format!("/files/{}", text(file, "id"));
    owner.send("DELETE", &path(&first), None).fails(428, "needs_if_match");
    let gone = owner.delete(&path(&first));
    let command = gone.command();
    assert!(gone.ok()["trashed_at"].is_string());
    download(&owner, text(&first, "id")).fails(404, "not_found");
    owner.delete(&path(&first)).fails(404, "not_found");
    assert_eq!(owner.get(&format!("/items/{task}/attachments?trashed=true")).ok()["items"][0]["id"], first["id"]);
    owner.post("/undo", json!({ "command": command })).ok();
    assert!(download(&owner, text(&first, "id")).bytes == bytes);
    owner.delete(&path(&first)).ok();
    owner.put(&format!("{}/restore", path(&first)), json!({})).ok();
    assert!(download(&owner, text(&first, "id")).bytes == bytes);

    owner.delete(&path(&first)).ok();
    server.clock.advance(31 * DAY);
    guildhall::cli::care::sweep(&server.app).unwrap();
    owner.put(&format!("{}/restore", path(&first)), json!({})).fails(404, "not_found");
    assert!(download(&owner, text(&second, "id")).bytes == bytes, "the other file still needs them");
    owner.delete(&format!("/tasks/{task}")).ok();
    download(&owner, text(&second, "id"));
    server.clock.advance(31 * DAY);
    guildhall::cli::care::sweep(&server.app).unwrap();
    download(&owner, text(&second, "id")).fails(404, "not_found");
    assert_eq!(usage(&server), blobs::BlobUsage::default(), "the bytes are free");
}

#[test]
fn an_admin_sees_where_the_bytes_go_and_no_name_they_may_not_read() {
    let (server, owner, task) = office();
    let ana = server.join(&owner, "Ana Duarte", "admin");
    let storage = |by: &Client| by.get("/admin/storage").ok();
    assert_eq!(storage(&owner), json!({"spaces": [], "largest": []}));
    let wages = ana.space("Wages", "private");
    let secret = text(&ana.task(&wages, "Pay"), "id").to_owned();
    ana.attach(&secret, "wages.bin", &bytes_of(1, 300_000)).ok();
    let plan = owner.attach(&task, "plan.bin", &bytes_of(2, 200_000)).ok();
    owner.attach(&task, "photo.bin", &bytes_of(3, 50_000)).ok();
    for number in 0..12u8 {
        owner.attach(&task, &format!("small-{number}.bin"), &bytes_of(10 + number, 100)).ok();
    }
    let rows = |by: &Client| -> Vec<(String, u64, u64, u64)> {
        let number = |row: &Value, name: &str| row[name].as_u64().unwrap();
        let row = |row: &Value| {
            (text(row, "name").to_owned(), number(row, "files"), number(row, "bytes"), number(row, "trash_bytes"))
        };
        storage(by)["spaces"].as_array().unwrap().iter().map(row).collect()
    };
    let wages_row = ("Wages".to_owned(), 1, 300_000, 0);
    assert_eq!(rows(&ana), [wages_row.clone(), ("Service".into(), 14, 251_200, 0)]);
    let largest = storage(&owner)["largest"].clone();
    assert_eq!(largest.as_array().unwrap().len(), 10);
    assert_eq!(largest[0]["bytes"], 300_000);
    assert_eq!((&largest[0]["name"], &largest[0]["item"]), (&json!(null), &json!(null)), "she may not read it");
    assert_eq!((&largest[1]["name"], &largest[1]["item"]["id"]), (&json!("plan.bin"), &json!(task)));
    assert_eq!(storage(&ana)["largest"][0]["name"], "wages.bin");
    // In the trash it is still there, and then it is not.
    owner.delete(&format!("/files/{}", text(&plan, "id"))).ok();
    assert_eq!(rows(&ana), [wages_row.clone(), ("Service".into(), 14, 251_200, 200_000)]);
    assert_eq!(storage(&owner)["largest"][1]["trashed"], true);
    server.clock.advance(31 * DAY);
    guildhall::cli::care::sweep(&server.app).unwrap();
    assert_eq!(rows(&ana), [wages_row, ("Service".into(), 13, 51_200, 0)]);
    server.join(&owner, "Ben Sol", "member").get("/admin/storage").fails(403, "forbidden");
}

#[test]
fn a_backup_of_any_kind_brings_files_back() {
    let (server, owner, task) = office();
    let bytes = bytes_of(8, 1_500_000);
    let file = owner.attach(&task, "plan.bin", &bytes).ok();
    let (path, _) = server.app.store().take_snapshot(&RingKind::Hand, server.clock.now_ms(), &mut |_| ()).unwrap();
    let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let whole = owner.send_raw("GET", &format!("/api/v1/admin/backups/{name}/file"), None);
    assert!(whole.bytes.len() > 1_500_000, "the download is whole in itself");
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("saved.redb");
    std::fs::write(&saved, &whole.bytes).unwrap();
    let report = verify(&saved, &mut |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
    let left: Vec<_> = std::fs::read_dir(path.parent().unwrap()).unwrap().flatten().map(|file| file.path()).collect();
    assert!(left.iter().all(|path| path.extension().is_none_or(|ending| ending != "partial")), "{left:?}");
    let room = owner.get("/admin/server").ok();
    assert_eq!((room["files"]["count"].as_u64(), room["files"]["bytes"].as_u64()), (Some(1), Some(1_500_000)));
    assert!(room["backup_bytes"].as_u64().unwrap() > 1_500_000);
    owner.delete(&format!("/files/{}", text(&file, "id"))).ok();
    assert_eq!(owner.get("/admin/server").ok()["files"]["trash_bytes"], 1_500_000);
    server.app.store().replace_with(&path, server.clock.now_ms()).unwrap();
    let olga = server.nobody();
    let answer =
        olga.post("/session", json!({"email": "olga@example.com", "password": guildhall_tests::server::PASSWORD}));
    assert!(download(&olga.signed_in(&answer), text(&file, "id")).bytes == bytes);
}
