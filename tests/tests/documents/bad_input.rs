//! What strangers send: names that would be ways or look like other names, lengths that lie, ids of others, and two
//! at once.

use crate::{at, bring, content, file, folder, folder_at, id, listed, office, send_bytes};
use guildhall_tests::Wire;
use serde_json::json;

const NONE: &str = "018f0000-0000-7000-8000-0000000000ff";

#[test]
fn names_are_data_and_never_ways() {
    let o = office();
    for (sent, kept) in [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\plan.docx", "plan.docx"),
        ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
        ("..", "file"),
        ("\u{0}", "file (2)"),
        ("Straße 🧯.pdf", "Straße 🧯.pdf"),
        ("<script>alert(1)</script>.html", "script>.html"),
    ] {
        assert_eq!(bring(&o.ana, &o.open, sent, b"x", "&if_exists=keep_both").ok()["title"], kept, "{sent:?}");
    }
    bring(&o.ana, &o.open, &"x".repeat(4096), b"x", "").fails(422, "invalid");
    let made = file(&o.ana, &o.open, "a.txt", b"x");
    for title in [String::new(), "  ".into(), "x".repeat(256)] {
        o.ana.patch(&at(&made), json!({ "title": title })).fails(422, "invalid");
    }
    assert_eq!(o.ana.patch(&at(&made), json!({"title": "/tmp/b.txt"})).ok()["title"], "b.txt");
    for name in ["", " ", ".", "..", "a/b", "a\\b", "\u{202e}", &"x".repeat(4096)] {
        o.ana.post(&format!("/spaces/{}/folders", o.open), json!({ "name": name })).fails(422, "invalid");
    }
    let made = folder(&o.ana, &o.open, "Rota", None);
    for name in ["..", "x/../y"] {
        o.ana.patch(&folder_at(&made), json!({ "name": name })).fails(422, "invalid");
    }
    o.ana.post(&format!("/spaces/{}/pages", o.open), json!({"title": "x".repeat(501)})).fails(422, "invalid");
    bring(&o.ana, &o.open, "n.txt", b"x", &format!("&note={}", "x".repeat(501))).fails(422, "invalid");
}

#[test]
fn what_belongs_elsewhere_is_not_taken() {
    let o = office();
    let foreign = folder(&o.ana, &o.closed, "Foreign", None);
    let made = file(&o.ana, &o.open, "a.txt", b"x");
    for place in [id(&foreign), NONE.to_owned()] {
        bring(&o.ana, &o.open, "b.txt", b"x", &format!("&folder_id={place}")).fails(422, "invalid");
        o.ana.patch(&at(&made), json!({ "folder_id": place })).fails(422, "invalid");
        o.ana.post(&format!("{}/copy", at(&made)), json!({ "folder_id": place })).fails(422, "invalid");
        o.ana
            .post(&format!("{}/move", at(&made)), json!({"space_id": o.open, "folder_id": place}))
            .fails(422, "invalid");
        o.ana
            .post(&format!("/spaces/{}/pages", o.open), json!({"title": "x", "folder_id": place}))
            .fails(422, "invalid");
    }
    o.ana.post(&format!("{}/move", at(&made)), json!({ "space_id": NONE })).fails(404, "not_found");
    o.ana.patch(&at(&made), json!({"template": true})).fails(422, "invalid");
    o.ana.patch(&at(&made), json!({"author": NONE})).fails(400, "unknown_field");
    bring(&o.ana, &o.open, "b.txt", b"x", "&if_exists=perhaps").fails(400, "bad_query");
    bring(&o.ana, &o.open, "b.txt", b"x", "&folder_id=x").fails(400, "bad_query");
    o.ana.put(&format!("{}/followers/{}", at(&made), o.gil.me()), json!({})).fails(422, "invalid");
    let secret = file(&o.olga, &o.closed, "secret.txt", b"secret");
    o.ben.post(&format!("{}/copy", at(&secret)), json!({"space_id": o.open})).fails(404, "not_found");
    o.gil.post(&format!("{}/copy", at(&secret)), json!({})).fails(403, "forbidden");
    let taken = bring(&o.ben, &o.open, "c.txt", b"x", &format!("&id={}", id(&secret)));
    assert_eq!(taken.fails(409, "id_taken")["error"]["message"], "This id is in use already.");
    assert_eq!(listed(&o.ana, &o.open, ""), ["a.txt"], "nothing of all that was done");
}

#[test]
fn a_length_that_lies_makes_no_file() {
    let o = office();
    let cookie = o.ana.header("cookie").unwrap();
    let send = |name: &str, length: usize| {
        let path = format!("/api/v1/spaces/{}/files?name={name}", o.open);
        let mut wire = Wire::to(&o.server.url);
        wire.send(format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Length: {length}\r\n\r\nfour"
        ));
        wire
    };
    drop(send("n.txt", 100));
    assert_eq!(send("m.txt", 2).answer().unwrap().status, 201);
    assert_eq!(listed(&o.ana, &o.open, "?sort=name"), ["m.txt"]);
    let made = o.ana.get(&format!("/spaces/{}/documents?sort=name", o.open)).ok()["items"][0].clone();
    assert_eq!(content(&o.ana, &made), b"fo", "as many as were promised, and no more");
}

#[test]
fn of_two_at_once_both_are_kept() {
    let o = office();
    let names = |round: usize| format!("race-{round}.txt");
    for round in 0..10 {
        std::thread::scope(|scope| {
            for by in [&o.ana, &o.ben, &o.olga] {
                let space = &o.open;
                scope.spawn(move || bring(by, space, &names(round), by.me().as_bytes(), "").ok());
            }
        });
    }
    assert_eq!(listed(&o.ana, &o.open, "").len(), 10, "each name is one file");
    let all = o.ana.get(&format!("/spaces/{}/documents", o.open)).ok();
    for made in all["items"].as_array().unwrap() {
        assert_eq!(made["version_number"], 3);
        let versions = o.ana.get(&format!("{}/versions", at(made))).ok();
        let by: std::collections::BTreeSet<_> = versions["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["author"]["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(by.len(), 3, "nobody's bytes are lost");
    }
    std::thread::scope(|scope| {
        let make = || o.ana.post(&format!("/spaces/{}/folders", o.open), json!({"name": "One"})).status;
        let answers: Vec<_> = (0..4).map(|_| scope.spawn(make)).collect();
        let made = answers.into_iter().map(|answer| answer.join().unwrap()).filter(|status| *status == 201);
        assert_eq!(made.count(), 1, "one folder of a name");
    });
}

#[test]
fn files_are_bounded_by_the_limit_and_the_quota() {
    let o = office();
    o.olga.patch("/organization", json!({"file_limit": 100_000, "files_quota": 250_000})).ok();
    bring(&o.ana, &o.open, "large.bin", &[7; 100_001], "").fails(413, "too_large");
    let made = file(&o.ana, &o.open, "a.bin", &[1; 100_000]);
    send_bytes(&o.ana, &format!("{}/versions", at(&made)), &[2; 100_000]).ok();
    send_bytes(&o.ana, &format!("{}/versions", at(&made)), &[3; 100_000]).fails(409, "over_quota");
    bring(&o.ana, &o.open, "b.bin", &[4; 100_000], "").fails(409, "over_quota");
    // The same bytes take no room.
    assert_eq!(o.ana.post(&format!("{}/copy", at(&made)), json!({})).status, 201);
    assert_eq!(content(&o.ana, &made), [2; 100_000]);
}
