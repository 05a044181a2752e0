//! Files: attached and downloaded, in one go and in parts; who may read them; what they are; how they go and come
//! back; and where their bytes are.

use guildhall_store::{RingKind, blobs, verify};
use guildhall_tests::{Client, Server};
use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

const DAY: i64 = 24 * 3_600_000;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}

/// Bytes that repeat nowhere.
fn bytes_of(seed: u8, len: usize) -> Vec<u8> {
    let mut out = vec![0; len];
    blake3::Hasher::new().update(&[seed]).finalize_xof().fill(&mut out);
    out
}

/// A server with its owner, a space everybody of the organization is in, and a task there.
fn office() -> (Server, Client, String) {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let task = text(&owner.task(&space, "Replace the valve"), "id").to_owned();
    (server, owner, task)
}

fn download(client: &Client, id: &str) -> guildhall_tests::Answer {
    client.send_raw("GET", &format!("/api/v1/files/{id}"), None)
}

fn usage(server: &Server) -> blobs::BlobUsage {
    blobs::usage(server.app.store().snapshot().unwrap().read()).unwrap()
}

#[test]
fn a_file_comes_out_as_it_went_in_and_the_task_knows_of_it() {
    let (server, owner, task) = office();
    let big = bytes_of(1, 5_000_000);
    let answer = owner.attach(&task, "Straße 🧯.png", &[PNG, &big].concat());
    assert_eq!(answer.status, 201);
    let command = answer.command();
    let file = answer.ok();
    assert_eq!(
        (text(&file, "name"), text(&file, "kind"), text(&file, "media_type")),
        ("Straße 🧯.png", "png", "image/png")
    );
    assert_eq!(file["bytes"], PNG.len() + big.len());
    let id = text(&file, "file_id");
    let got = download(&owner, id);
    assert!(got.bytes == [PNG, &big].concat());
    assert_eq!(got.header("content-length"), Some(file["bytes"].to_string().as_str()));
    let listed = owner.get(&format!("/items/{task}/attachments")).ok();
    assert_eq!(listed["items"][0]["file_id"], file["id"]);
    assert_eq!(owner.get(&format!("/tasks/{task}")).ok()["file_count"], 1);
    let activity = owner.get(&format!("/items/{task}/activity")).ok();
    let attached =
        activity["items"].as_array().unwrap().iter().find(|entry| entry["activity"]["field"] == format!("file:{id}"));
    assert_eq!(attached.unwrap()["activity"]["after"], "Straße 🧯.png");

    owner.post("/undo", json!({ "command": command })).ok();
    download(&owner, id).fails(404, "not_found");
    assert_eq!(owner.get(&format!("/tasks/{task}")).ok()["file_count"], 0);
    drop(server);
}

#[test]
fn parts_of_a_file_are_served_and_nothing_beyond_its_end() {
    let (_server, owner, task) = office();
    let bytes = bytes_of(2, 2_500_000);
    let file = owner.attach(&task, "plan.bin", &bytes).ok();
    let path = format!("/api/v1/files/{}", text(&file, "id"));
    let part = |range: &str| owner.with("Range", range).send_raw("GET", &path, None);
    for (range, from, to) in [
        ("bytes=0-0", 0, 1),
        ("bytes=1048575-1048576", 1_048_575, 1_048_577),
        ("bytes=-7", 2_499_993, 2_500_000),
        ("bytes=2400000-99999999", 2_400_000, 2_500_000),
    ] {
        let got = part(range);
        assert_eq!(got.status, 206, "{range}");
        assert!(got.bytes == bytes[from..to], "{range}");
        assert_eq!(got.header("content-range"), Some(format!("bytes {from}-{}/2500000", to - 1).as_str()));
    }
    let beyond = part("bytes=2500000-");
    assert_eq!(beyond.header("content-range"), Some("bytes */2500000"));
    beyond.fails(416, "bad_range");
    assert!(part("bytes=0-1,4-5").status == 200, "several parts are the whole");
    let etag = part("bytes=0-0").header("etag").unwrap().to_owned();
    assert_eq!(owner.with("If-None-Match", &etag).send_raw("GET", &path, None).status, 304);
    let stale = owner.with("Range", "bytes=0-0").with("If-Range", "\"other\"").send_raw("GET", &path, None);
    assert!(stale.status == 200 && stale.bytes == bytes, "a part of other bytes would make a broken file");
    assert_eq!(owner.with("Range", "bytes=0-0").with("If-Range", &etag).send_raw("GET", &path, None).status, 206);
}

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
fn an_upload_in_parts_survives_cuts_and_answers_its_end_twice() {
    let (server, owner, task) = office();
    let bytes = bytes_of(3, 3_000_000);
    let begun = owner.post(&format!("/items/{task}/uploads"), json!({"name": "film.mp4", "bytes": bytes.len()}));
    assert_eq!(begun.status, 201);
    let begun = begun.ok();
    let id = text(&begun, "id").to_owned();
    let part = |offset: usize, bytes: &[u8]| {
        owner.send_raw("PUT", &format!("/api/v1/uploads/{id}?offset={offset}"), Some(bytes.to_vec()))
    };
    assert_eq!(part(0, &bytes[..1_000_001]).ok()["offset"], 1_000_001);
    let wrong = part(1_000_000, &bytes[1_000_000..]).fails(409, "conflict");
    assert_eq!(wrong["error"]["offset"], 1_000_001);
    // Cut off in the middle: the head promises more than comes.
    let host = server.url.trim_start_matches("http://");
    let cookie = owner.header("Cookie").unwrap();
    let mut cut = TcpStream::connect(host).unwrap();
    write!(cut, "PUT /api/v1/uploads/{id}?offset=1000001 HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nContent-Length: 1999999\r\n\r\n").unwrap();
    cut.write_all(&bytes[1_000_001..1_700_000]).unwrap();
    cut.shutdown(std::net::Shutdown::Write).unwrap();
    let _ = cut.read_to_end(&mut Vec::new());
    let stands = owner.get(&format!("/uploads/{id}")).ok();
    let at = usize::try_from(stands["offset"].as_u64().unwrap()).unwrap();
    assert!((1_000_001..=1_700_000).contains(&at) && stands["attachment"].is_null(), "{stands}");
    part(at, &[&bytes[at..], b"more".as_slice()].concat()).fails(409, "conflict");
    let at = usize::try_from(owner.get(&format!("/uploads/{id}")).ok()["offset"].as_u64().unwrap()).unwrap();
    let last = part(at, &bytes[at..]).ok();
    assert_eq!((last["offset"].as_u64(), last["attachment"]["file_id"].as_str()), (Some(3_000_000), Some(id.as_str())));
    assert_eq!(owner.get(&format!("/uploads/{id}")).ok()["attachment"]["name"], "film.mp4");
    assert_eq!(part(3_000_000, b"").ok()["attachment"]["id"], id.as_str(), "the last answer can be asked for again");
    assert!(download(&owner, &id).bytes == bytes);
    owner.send("DELETE", &format!("/uploads/{id}"), None).fails(404, "not_found");

    let given_up = owner.post(&format!("/items/{task}/uploads"), json!({"name": "x", "bytes": 10})).ok();
    owner.send("DELETE", &format!("/uploads/{}", text(&given_up, "id")), None).ok();
    owner.get(&format!("/uploads/{}", text(&given_up, "id"))).fails(404, "not_found");
    let left = owner.post(&format!("/items/{task}/uploads"), json!({"name": "x", "bytes": 10})).ok();
    server.clock.advance(2 * DAY);
    guildhall::cli::care::sweep(&server.app).unwrap();
    owner.get(&format!("/uploads/{}", text(&left, "id"))).fails(404, "not_found");
    assert_eq!(usage(&server).arriving, 0);
}

#[test]
fn an_upload_that_breaks_off_leaves_nothing() {
    let (server, owner, task) = office();
    let host = server.url.trim_start_matches("http://");
    let cookie = owner.header("Cookie").unwrap();
    for sent in [0, 1, 100_000, 4_500_000] {
        let mut cut = TcpStream::connect(host).unwrap();
        write!(cut, "POST /api/v1/items/{task}/attachments?name=cut HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nContent-Length: 5000000\r\n\r\n").unwrap();
        cut.write_all(&bytes_of(4, sent)).unwrap();
        cut.shutdown(std::net::Shutdown::Write).unwrap();
        let _ = cut.read_to_end(&mut Vec::new());
    }
    let end = Instant::now() + Duration::from_secs(20);
    while usage(&server).arriving > 0 {
        assert!(Instant::now() < end, "a draft is left: {:?}", usage(&server));
        std::thread::yield_now();
    }
    server.app.store().sweep_blobs(server.clock.now_ms()).unwrap();
    assert_eq!(usage(&server), blobs::BlobUsage::default());
    assert_eq!(owner.get(&format!("/items/{task}/attachments")).ok()["items"], json!([]));
}

#[test]
fn limits_hold_also_when_the_length_lies_and_when_two_race_for_the_last_room() {
    let (server, owner, task) = office();
    owner.patch("/organization", json!({"file_limit": 10})).fails(422, "invalid");
    owner.patch("/organization", json!({"file_limit": 100_000, "files_quota": 250_000})).ok();
    let refused = owner.attach(&task, "big", &bytes_of(5, 100_001)).fails(413, "too_large");
    assert_eq!(refused["error"]["limit"], 100_000);
    owner.post(&format!("/items/{task}/uploads"), json!({"name": "big", "bytes": 100_001})).fails(413, "too_large");
    // Without a length in the head it shows while it comes.
    let host = server.url.trim_start_matches("http://");
    let cookie = owner.header("Cookie").unwrap();
    let mut sly = TcpStream::connect(host).unwrap();
    write!(sly, "POST /api/v1/items/{task}/attachments?name=sly HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap();
    for _ in 0..3 {
        let _ = write!(sly, "C350\r\n");
        let _ = sly.write_all(&[7; 50_000]);
        let _ = write!(sly, "\r\n");
    }
    let _ = write!(sly, "0\r\n\r\n");
    let mut answer = [0; 12];
    sly.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");

    let raced: Vec<u16> = std::thread::scope(|scope| {
        let tries: Vec<_> = (10..18)
            .map(|seed| {
                let (owner, task) = (owner.clone(), task.clone());
                scope.spawn(move || owner.attach(&task, "raced", &bytes_of(seed, 90_000)).status)
            })
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(raced.iter().filter(|status| **status == 201).count(), 2, "{raced:?}");
    assert!(raced.iter().all(|status| [201, 409].contains(status)), "{raced:?}");
    owner.attach(&task, "more", &bytes_of(19, 90_000)).fails(409, "over_quota");
    assert!(usage(&server).bytes <= 250_000);
    let again = owner.get(&format!("/items/{task}/attachments")).ok();
    let id = text(&again["items"][0], "id");
    let same = download(&owner, id).bytes;
    owner.attach(&task, "the same", &same).ok();
    assert_eq!(usage(&server).count, 2, "the same bytes take no room of their own");
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
    let trashed = |by: &Client| by.get(&format!("/items/{task}/attachments?trashed=true")).ok()["items"].as_array().unwrap().len();
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
