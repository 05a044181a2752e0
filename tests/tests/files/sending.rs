//! Files on their way in and out: whole, in parts, cut off, too large, too many.

use crate::{DAY, bytes_of, download, office, text, usage};
use guildhall_store::blobs;
use guildhall_tests::until;
use serde_json::json;
use std::{
    io::{Read, Write},
    net::TcpStream,
};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

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
    let head = |by: &guildhall_tests::Client| by.send_raw("HEAD", &path, None);
    let about = head(&owner);
    assert_eq!((about.status, about.bytes.len(), about.header("etag")), (200, 0, Some(etag.as_str())));
    assert_eq!(about.header("content-length"), Some("2500000"));
    let about = head(&owner.with("Range", "bytes=-7"));
    assert_eq!((about.status, about.header("content-range")), (206, Some("bytes 2499993-2499999/2500000")));
    let stale = owner.with("Range", "bytes=0-0").with("If-Range", "\"other\"").send_raw("GET", &path, None);
    assert!(stale.status == 200 && stale.bytes == bytes, "a part of other bytes would make a broken file");
    assert_eq!(owner.with("Range", "bytes=0-0").with("If-Range", &etag).send_raw("GET", &path, None).status, 206);
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
    let standing = owner.send_raw("HEAD", &format!("/api/v1/uploads/{id}"), None);
    let said = ["upload-offset", "upload-length"].map(|name| standing.header(name));
    assert_eq!((standing.status, said), (200, [Some("1000001"), Some("3000000")]));
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
    // Around the ends of chunks and batches, and anywhere.
    let anywhere = bytes_of(5, 8 * 16);
    let anywhere =
        anywhere.chunks_exact(8).map(|some| u64::from_le_bytes(some.try_into().unwrap()) as usize % 5_000_000);
    for sent in [0, 1, 262_079, 262_080, 262_081, 2_096_639, 2_096_641, 4_999_999].into_iter().chain(anywhere) {
        let mut cut = TcpStream::connect(host).unwrap();
        write!(cut, "POST /api/v1/items/{task}/attachments?name=cut HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nContent-Length: 5000000\r\n\r\n").unwrap();
        cut.write_all(&bytes_of(4, sent)).unwrap();
        cut.shutdown(std::net::Shutdown::Write).unwrap();
        let _ = cut.read_to_end(&mut Vec::new());
    }
    // What is given up a moment after its line was cut goes with the next sweep.
    let swept = || {
        server.app.store().sweep_blobs(server.clock.now_ms()).unwrap();
        usage(&server)
    };
    until(swept, |left| *left == blobs::BlobUsage::default());
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
