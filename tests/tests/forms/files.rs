//! Files of answers: bounded by a limit that is told beforehand, refused before they are read, nobody's until the answer
//! is there, and gone without one.

use crate::{DAY, Office, Public, broken, office, visit};
use guildhall_tests::{Answer, office::id};
use serde_json::json;
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Instant,
};

fn bring(o: &Office, form: &Public, start: &str, name: &str, bytes: &[u8]) -> Answer {
    let path = format!("/api/v1/public/forms/{}/files?name={name}", form.id);
    let who = o.server.nobody().with("X-Form-Start", start).with("Content-Type", "application/octet-stream");
    who.send_raw("POST", &path, Some(bytes.to_vec()))
}

#[test]
fn a_file_comes_before_the_answer_and_belongs_to_it_alone() {
    let o = office();
    let form = o.public(visit());
    let (start, other) = (o.start(&form), o.start(&form));
    let file = bring(&o, &form, &start, "gauge.txt", b"0.4 bar");
    assert_eq!(file.status, 201, "{}", file.text);
    let file = id(&file.ok());
    let left = id(&bring(&o, &form, &start, "left-out.txt", b"taken out again").ok());
    // Until the answer is there nobody reads it.
    for who in [&o.olga, &o.ana] {
        assert_eq!(who.get(&format!("/files/{file}")).status, 404);
    }
    let with = |file: &str| {
        let mut answers = broken();
        answers["8"] = json!([file]);
        answers
    };
    // Another answer cannot take it.
    o.send(&form, &other, with(&file)).fails(422, "invalid");
    let request = id(&o.send(&form, &start, with(&file)).ok());
    let whole = o.ana.get(&format!("/requests/{request}")).ok();
    assert_eq!((whole["files"].as_array().unwrap().len(), whole["files"][0]["name"].as_str()), (1, Some("gauge.txt")));

    let bytes = |who: &guildhall_tests::Client, request: &str, file: &str| {
        who.send_raw("GET", &format!("/api/v1/requests/{request}/files/{file}"), None)
    };
    let read = bytes(&o.gil, &request, &file);
    assert_eq!((read.status, read.text.as_str()), (200, "0.4 bar"));
    assert!(read.header("content-disposition").unwrap().starts_with("attachment"));
    assert_eq!(bytes(&o.max, &request, &file).status, 404);
    assert_eq!(bytes(&o.server.nobody(), &request, &file).status, 401);
    assert_eq!(bytes(&o.ana, &request, &left).status, 404, "it was not named, so it is gone");
    let second = id(&o.send(&form, &other, broken()).ok());
    assert_eq!(bytes(&o.ana, &second, &file).status, 404, "a file is read by its own request alone");
    // The way of ordinary files does not lead to it either.
    assert_eq!(o.ana.get(&format!("/files/{file}")).status, 404);
}

#[test]
fn five_gigabytes_are_refused_before_they_are_read() {
    let o = office();
    let mut asks = visit();
    asks["file_bytes"] = json!(1000);
    let form = o.public(asks);
    assert_eq!(o.open(&form).ok()["file_bytes"], 1000, "the limit is told beforehand");
    let start = o.start(&form);
    let address = o.server.url.strip_prefix("http://").unwrap().to_owned();
    let mut wire = TcpStream::connect(&address).unwrap();
    let head = format!(
        "POST /api/v1/public/forms/{}/files?name=film.mov HTTP/1.1\r\nHost: {address}\r\nX-Form-Start: {start}\r\n\
         Content-Type: application/octet-stream\r\nContent-Length: 5368709120\r\nConnection: close\r\n\r\n",
        form.id
    );
    let begun = Instant::now();
    wire.write_all(head.as_bytes()).unwrap();
    wire.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = String::new();
    let _ = wire.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("too_large"), "{answer}");
    assert!(begun.elapsed().as_secs() < 20);
    // One that lies about its length is stopped at the limit.
    bring(&o, &form, &start, "a.txt", &[b'x'; 1001]).fails(413, "too_large");
    bring(&o, &form, &start, "a.txt", &[b'x'; 1000]).ok();
}

#[test]
fn only_what_was_begun_brings_files_and_not_too_many() {
    let o = office();
    let form = o.public(visit());
    let start = o.start(&form);
    bring(&o, &form, "x", "a.txt", b"a").fails(410, "link_expired");
    let without = o.public(json!({ "name": "F", "questions": [{ "id": 1, "kind": "text", "label": "Q" }] }));
    bring(&o, &without, &o.start(&without), "a.txt", b"a").fails(409, "conflict");
    for n in 0..30 {
        bring(&o, &form, &start, &format!("{n}.txt"), format!("{n}").as_bytes()).ok();
    }
    bring(&o, &form, &start, "more.txt", b"more").fails(422, "too_many");
    // From one network so many come in a quarter of an hour.
    let others = [o.start(&form), o.start(&form)];
    let mut more = others.iter().flat_map(|start| (0..30).map(move |n| (start, n)));
    let refused = more.find_map(|(start, n)| {
        Some(bring(&o, &form, start, &format!("{n}.txt"), b"x")).filter(|answer| answer.status != 201)
    });
    refused.expect("so many files were refused").fails(429, "too_many_attempts");
}

#[test]
fn what_came_without_an_answer_is_gone_after_a_day() {
    let o = office();
    let form = o.public(visit());
    let start = o.start(&form);
    bring(&o, &form, &start, "gauge.txt", b"0.4 bar").ok();
    let used = || guildhall_store::blobs::usage(o.server.app.store().snapshot().unwrap().read()).unwrap().bytes;
    assert_eq!(used(), 7);
    o.server.clock.advance(DAY);
    guildhall::cli::care::sweep(&o.server.app).unwrap();
    assert_eq!(used(), 7);
    o.server.clock.advance(DAY);
    guildhall::cli::care::sweep(&o.server.app).unwrap();
    assert_eq!(used(), 0);
}

#[test]
fn the_files_go_over_to_the_task() {
    let o = office();
    let form = o.public(visit());
    let start = o.start(&form);
    let file = id(&bring(&o, &form, &start, "gauge.txt", b"0.4 bar").ok());
    let mut answers = broken();
    answers["8"] = json!([file]);
    let request = id(&o.send(&form, &start, answers).ok());
    let accepted = o.ana.put(&format!("/requests/{request}/acceptance"), json!({})).ok();
    let task = accepted["task"]["id"].as_str().unwrap().to_owned();
    let files = o.ana.get(&format!("/items/{task}/attachments")).ok();
    assert_eq!(files["items"][0]["name"], "gauge.txt");
    let bytes = o.gil.send_raw("GET", &format!("/api/v1/files/{}", id(&files["items"][0])), None);
    assert_eq!(bytes.text, "0.4 bar");
}
