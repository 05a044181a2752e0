//! What is kept: through kills, in versions, in the file.

use super::{open_office, page, state, with_page, words};
use guildhall_tests::{Client, Process, Writer, process, server::PASSWORD, until, writer::said};
use serde_json::json;

fn bearer(url: &str, token: &str) -> Client {
    Client::nobody(url).with("Authorization", &format!("Bearer {token}"))
}

#[test]
fn nothing_that_was_said_to_be_saved_is_lost_when_the_server_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("guildhall.redb");
    let token = process::found(&data);
    let mut server = Process::start(&data);
    let mut client = bearer(&server.url, &token);
    let space = client.space("Service", "open");
    let page = page(&client, &space, "");
    let mut other: Option<Writer> = None;
    for round in 0..12u64 {
        let mut writer = Writer::open(&client, &page, true);
        let mut saved = Vec::new();
        for number in 0..1 + (round * 7) % 23 {
            writer.write(&format!("round {round} line {number}"));
            if (round + number) % 5 == 0 {
                writer.until_saved();
                saved = vec![writer.text()];
            }
        }
        server.kill();
        // What was not kept its writer still has, and brings along.
        server = Process::start(&data);
        client = bearer(&server.url, &token);
        let kept = said(&state(&client, &page));
        for text in &saved {
            let missing: Vec<&str> = text.lines().filter(|line| !kept.lines().any(|other| other == *line)).collect();
            assert!(missing.is_empty(), "round {round}: {missing:?}");
        }
        writer.reconnect(&client);
        writer.until_saved();
        assert_eq!(said(&state(&client, &page)), writer.text());
        other = Some(writer);
    }
    drop(other);
    server.kill();
    assert_eq!(process::run(&data, &["verify"]).code, 0);
}

#[test]
fn versions_are_named_compared_and_brought_back() {
    let (o, page) = with_page();
    let versions = format!("/documents/{page}/versions");
    let mut ana = Writer::open(&o.ana, &page, true);
    ana.write("We open at nine");
    ana.until_saved();
    let named = o.ana.post(&versions, json!({"name": "Summer"})).ok();
    assert_eq!(named["version_number"], 1);
    ana.write("and close at six");
    ana.until_saved();
    let difference = o.owner.get(&format!("/pages/{page}/compare?from=1")).ok();
    assert_eq!((&difference["added"], &difference["removed"]), (&json!(4), &json!(0)));
    assert_eq!(difference["blocks"][0]["parts"][0], json!({"kind": "same", "text": "We open at nine"}));
    assert_eq!(
        o.ana.get(&format!("/pages/{page}/content?version=1")).ok()["doc"]["content"].as_array().unwrap().len(),
        1
    );

    o.owner.post(&format!("{versions}/1/restore"), json!({})).ok();
    assert_eq!(words(&o.ana, &page), "We open at nine");
    let list = o.ana.get(&versions).ok();
    let rows: Vec<(i64, Option<&str>, bool)> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["number"].as_i64().unwrap(), one["name"].as_str(), one["current"].as_bool().unwrap()))
        .collect();
    assert_eq!(rows, [(3, Some("Version 1 again"), true), (2, None, false), (1, Some("Summer"), false)]);
    assert_eq!(list["items"][1]["author"]["id"], o.ana.me(), "what was written before belongs to who wrote it");
    o.ana.patch(&format!("{versions}/2"), json!({"name": "Long days"})).ok();
    assert_eq!(o.ana.get(&versions).ok()["items"][1]["name"], "Long days");
    o.ana.post(&format!("{versions}/9/restore"), json!({})).fails(404, "not_found");
    o.ana.post(&versions, json!({"name": " "})).fails(422, "invalid");
    o.ana.get(&format!("/pages/{page}/content?version=9")).fails(404, "not_found");
}

#[test]
fn a_version_is_made_by_itself_when_somebody_else_goes_on_later() {
    let (o, page) = with_page();
    let numbers = || o.ana.get(&format!("/documents/{page}/versions")).ok()["items"].as_array().unwrap().len();
    let mut ana = Writer::open(&o.ana, &page, true);
    let mut olga = Writer::open(&o.owner, &page, true);
    ana.write("Monday");
    ana.until_saved();
    olga.write("soon after");
    olga.until_saved();
    assert_eq!(numbers(), 0);
    o.server.clock.advance(11 * 60_000);
    ana.write("later");
    ana.until_saved();
    assert_eq!(numbers(), 1);
    ana.write("and on");
    ana.until_saved();
    assert_eq!(numbers(), 1);
    let shown = o.ana.get(&format!("/documents/{page}/versions")).ok();
    assert_eq!(shown["items"][0]["author"]["id"], o.owner.me());
}

#[test]
fn what_everybody_writes_in_five_minutes_is_one_change_of_theirs() {
    let (o, page) = with_page();
    let mut ana = Writer::open(&o.ana, &page, true);
    let mut olga = Writer::open(&o.owner, &page, true);
    let before = *o.server.app.store().watch().borrow();
    for turn in 0..12 {
        ana.write(&format!("a {turn}"));
        ana.until_saved();
        olga.write(&format!("o {turn}"));
        olga.until_saved();
    }
    let view = o.server.app.view(guildhall::access::Who::system()).unwrap();
    let kept = guildhall::log::after(guildhall::access::Scope::read(&view), before).unwrap().count();
    drop(view);
    assert_eq!(kept, 3, "one of each of them, and the note that it is to be read again");
    o.server.clock.advance(6 * 60_000);
    ana.write("later");
    ana.until_saved();
    let activity = o.ana.get(&format!("/items/{page}/activity")).ok();
    assert_eq!(activity["items"].as_array().unwrap().len(), 4, "{activity}");
}

#[test]
fn many_updates_become_one_state_and_it_is_the_same_page() {
    let (o, page) = with_page();
    let mut ana = Writer::open(&o.ana, &page, true);
    for turn in 0..60 {
        ana.write(&format!("line {turn} {}", "words ".repeat(400)));
        if turn % 3 == 0 {
            ana.until_saved();
        }
    }
    ana.until_saved();
    let text = ana.text();
    drop(ana);
    let rows = || {
        let view = o.server.app.view(guildhall::access::Who::system()).unwrap();
        let read = guildhall::access::Scope::read(&view);
        let head = guildhall::documents::pages::store::head(read, page.parse().unwrap()).unwrap();
        head.next - head.from
    };
    until(rows, |rows| *rows == 0);
    assert_eq!(said(&state(&o.ana, &page)), text);
    let mut again = Writer::open(&o.owner, &page, true);
    again.until(|writer| writer.text() == text);
}

#[test]
fn what_was_written_before_the_data_was_restored_does_not_come_into_the_page_of_then() {
    let (o, page) = with_page();
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.redb");
    let (mut olga, mut ana) = (Writer::open(&o.owner, &page, true), Writer::open(&o.ana, &page, true));
    olga.write("before");
    olga.until_saved();
    o.server.app.store().backup_to(&backup, &mut |_| {}).unwrap();
    olga.write("later");
    olga.until_saved();
    // The server has it, whether it is kept by now or not.
    olga.write("just now");
    ana.until(|writer| writer.text().ends_with("just now"));
    o.server.app.store().replace_with(&backup, o.server.clock.now_ms()).unwrap();
    olga.write("into another time");
    assert_eq!(olga.end().as_deref(), Some("history_changed"));
    assert_eq!(ana.end().as_deref(), Some("history_changed"), "who only has it open is told, too");
    let nobody = o.server.nobody();
    let answer = nobody.post("/session", json!({"email": "olga@example.com", "password": PASSWORD}));
    let again = nobody.signed_in(&answer);
    let mut writer = Writer::open(&again, &page, true);
    writer.until(|writer| writer.text() == "before");
    writer.write("and on");
    writer.until_saved();
    assert_eq!(said(&state(&again, &page)), "before\nand on");
}

#[test]
fn a_page_that_is_deleted_for_good_leaves_nothing() {
    let (o, page) = with_page();
    let mut ana = Writer::open(&o.ana, &page, true);
    ana.write("gone soon");
    ana.until_saved();
    o.ana.post(&format!("/documents/{page}/versions"), json!({"name": "One"})).ok();
    o.ana.delete(&format!("/documents/{page}")).ok();
    o.owner.delete(&format!("/trash/{page}")).ok();
    let view = o.server.app.view(guildhall::access::Who::system()).unwrap();
    let read = guildhall::access::Scope::read(&view);
    use guildhall::documents::pages::store;
    let all = guildhall_store::Span::all;
    assert_eq!(read.keys(&store::HEADS, all()).unwrap().count(), 0);
    assert_eq!(read.keys(&store::UPDATES, all()).unwrap().count(), 0);
    assert_eq!(read.keys(&store::STATES, all()).unwrap().count(), 0);
    assert_eq!(read.keys(&store::VERSIONS, all()).unwrap().count(), 0);
}

#[test]
fn stopping_the_server_keeps_what_was_just_written() {
    let o = open_office();
    let page = page(&o.ana, &o.space, "One\n");
    let mut ana = Writer::open(&o.ana, &page, true);
    let mut olga = Writer::open(&o.owner, &page, true);
    ana.write("two");
    olga.until(|writer| writer.text() == "One\ntwo");
    o.server.app.parts().live.get().unwrap().stop();
    assert_eq!(words(&o.ana, &page), "One\ntwo");
}
