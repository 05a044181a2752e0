//! What finds no room, is one too many, or is cut off: it is refused with its reason, and what was there is as it was.

use crate::{Office, at, bring, coded, content, file, id, listed, office, page, send_bytes};
use guildhall::{
    access::{Scope, Who, Work},
    documents::{self, pages},
};
use guildhall_domain::{Id, document::Document};
use guildhall_pages::MOST_STATE;
use guildhall_store::Options;
use guildhall_tests::{Dice, Server, Writer, live, server::options};
use serde_json::json;
use std::{
    io::{Read, Write},
    net::TcpStream,
};
use yrs::XmlFragment;

#[test]
fn a_full_disk_takes_no_file_and_gives_what_is_there() {
    let o = office();
    let made = file(&o.ana, &o.open, "plan.txt", b"one");
    send_bytes(&o.ana, &format!("{}/versions", at(&made)), b"two").ok();
    let (clock, open) = (o.server.clock.clone(), o.open.clone());
    let (data, folder) = o.server.stop();
    let full = Server::open_as(&data, clock, Options { min_free_for_files: u64::MAX, ..options() });
    let ana = o.ana.at(&full.url);
    let told = bring(&ana, &open, "more.txt", b"more", "").fails(507, "no_room");
    let message = told["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("are free on the server's disk"), "{message}");
    send_bytes(&ana, &format!("{}/versions", at(&made)), b"three").fails(507, "no_room");
    ana.post(&format!("/spaces/{open}/uploads"), json!({"name": "film.bin", "bytes": 10})).fails(507, "no_room");
    // What needs no new bytes goes on.
    assert_eq!(content(&ana, &made), b"two");
    assert_eq!(ana.post(&format!("{}/versions/1/restore", at(&made)), json!({})).ok()["version_number"], 3);
    assert_eq!(content(&ana, &made), b"one");
    ana.post(&format!("{}/copy", at(&made)), json!({"title": "copy.txt"})).ok();
    page(&ana, &open, "Minutes");
    assert_eq!(listed(&ana, &open, "?sort=name").len(), 3);
    drop(folder);
}

#[test]
fn what_is_asked_of_the_wrong_kind_says_what_to_do() {
    let o = office();
    let (made, minutes) = (file(&o.ana, &o.open, "plan.txt", b"one"), page(&o.ana, &o.open, "Minutes"));
    let told = o.ana.send("PUT", &format!("{}/lock", at(&minutes)), None).fails(409, "conflict");
    assert_eq!(told["error"]["message"], "A page is written by many at once. Only a file can be locked.");
    let told = o.ana.patch(&format!("{}/versions/1", at(&made)), json!({"name": "Summer"})).fails(422, "invalid");
    assert_eq!(told["error"]["fields"]["name"], "Only a version of a page has a name. Send a note.");
    assert_eq!(o.ana.get(&at(&minutes)).ok()["lock"], json!(null));
}

/// Gives a document as many versions as one may have, as far as it is counted.
fn count_up(o: &Office, document: &str) {
    let wanted: Id = document.parse().unwrap();
    let up = move |work: &mut Work<'_, '_>| {
        let before = documents::store::get(work.read(), wanted)?.unwrap();
        documents::store::touch(work, &Document { version: 5_000, ..before })
    };
    o.server.app.run_blocking(Who::system(), up).unwrap();
}

#[test]
fn after_five_thousand_versions_a_copy_goes_on() {
    let o = office();
    let (made, minutes) = (file(&o.ana, &o.open, "plan.txt", b"one"), page(&o.ana, &o.open, "Minutes"));
    for document in [&made, &minutes] {
        count_up(&o, &id(document));
    }
    send_bytes(&o.ana, &format!("{}/versions", at(&made)), b"two").fails(422, "too_many");
    bring(&o.ana, &o.open, "plan.txt", b"two", "").fails(422, "too_many");
    o.ana.post(&format!("{}/versions", at(&minutes)), json!({"name": "Summer"})).fails(422, "too_many");
    assert_eq!(content(&o.ana, &made), b"one");
    for document in [&made, &minutes] {
        let copy = o.ana.post(&format!("{}/copy", at(document)), json!({})).ok();
        assert!(copy["version_number"].as_u64().unwrap() <= 1, "{copy}");
    }
}

#[test]
fn a_page_that_is_full_takes_no_tick_and_no_earlier_version_and_stays_whole() {
    let o = office();
    live::start(&o.server);
    let words = "y".repeat(400);
    let body = json!({"title": "Full", "body": format!("- [ ] Gas off\n\n{words}\n")});
    let made = id(&o.ana.post(&format!("/spaces/{}/pages", o.open), body).ok());
    let path = format!("/pages/{made}");
    o.ana.post(&format!("/documents/{made}/versions"), json!({"name": "Before"})).ok();
    // Other words in their place, as many as leave no room for those.
    let writer = Writer::open(&o.ana, &made, true);
    writer.edit(|root, change| root.remove_range(change, 1, 1));
    let base = writer.all().len();
    let room = MOST_STATE - base - 150;
    writer.paragraph(&"x".repeat(room));
    let state = writer.all();
    assert!(state.len() <= MOST_STATE, "{}", state.len());
    let more = MOST_STATE - state.len();
    drop(writer);
    let wanted: Id = made.parse().unwrap();
    let filled = move |work: &mut Work<'_, '_>| pages::save::anew(work, wanted, &state);
    o.server.app.run_blocking(Who::system(), filled).unwrap();
    // The rest, point by point, until there is no more room.
    let mut ticks = 0;
    let full = loop {
        let checked = ticks % 2 == 0;
        let answer = o.ana.put(&format!("{path}/points/0"), json!({"checked": checked, "words": "Gas off"}));
        if answer.status != 200 {
            break answer;
        }
        ticks += 1;
        assert!(ticks <= more, "each of them takes room");
    };
    let told = full.fails(413, "too_large");
    assert!(told["error"]["message"].as_str().unwrap().starts_with("A page holds at most 16 MB"), "{told}");
    o.ana.post(&format!("/documents/{made}/versions/1/restore"), json!({})).fails(413, "too_large");
    let shown = o.ben.get(&format!("{path}/content")).ok();
    let blocks = shown["doc"]["content"].as_array().unwrap();
    assert_eq!(blocks[0]["content"][0]["attrs"]["checked"], ticks % 2 == 1);
    assert_eq!(blocks[1]["content"][0]["text"].as_str().unwrap().len(), room);
}

#[test]
fn a_file_and_a_version_that_break_off_leave_nothing() {
    let o = office();
    let made = file(&o.ana, &o.open, "plan.txt", b"one");
    let host = o.server.url.trim_start_matches("http://");
    let cookie = o.ana.header("Cookie").unwrap();
    let mut dice = Dice::new(20);
    let anywhere: Vec<usize> = (0..16).map(|_| dice.below(600_000)).collect();
    let ways =
        [format!("/spaces/{}/files?name={}", o.open, coded("cut.bin")), format!("{}/versions?note=cut", at(&made))];
    for way in &ways {
        for sent in [0, 1, 262_079, 262_080, 262_081, 524_161, 599_998, 599_999].into_iter().chain(anywhere.clone()) {
            let mut cut = TcpStream::connect(host).unwrap();
            write!(cut, "POST /api/v1{way} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nContent-Type: application/octet-stream\r\nContent-Length: 600000\r\n\r\n").unwrap();
            cut.write_all(&vec![7; sent]).unwrap();
            cut.shutdown(std::net::Shutdown::Write).unwrap();
            let _ = cut.read_to_end(&mut Vec::new());
        }
    }
    assert_eq!(listed(&o.ana, &o.open, ""), ["plan.txt"]);
    let now = o.ana.get(&at(&made)).ok();
    assert_eq!((&now["version_number"], content(&o.ana, &made)), (&json!(1), b"one".to_vec()));
    // What is given up a moment after its line was cut goes with the next sweep.
    let left = || {
        o.server.app.store().sweep_blobs(o.server.clock.now_ms()).unwrap();
        let usage = guildhall_store::blobs::usage(o.server.app.store().snapshot().unwrap().read()).unwrap();
        (usage.count, usage.arriving)
    };
    guildhall_tests::until(left, |left| *left == (1, 0));
}
