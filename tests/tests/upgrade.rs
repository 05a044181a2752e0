//! A data file of each earlier format, made by the program of that time, is brought forward: everything
//! that program kept is there, and what the present one keeps beside it is made from it.

use guildhall::{clock::Clock, items, upgrade};
use guildhall_store::{Span, Store};
use guildhall_tests::{MONDAY, Server, server::PASSWORD};
use serde_json::{Value, json};
use std::path::Path;

/// One space "Service" with Valve (SER-1), Visit (SER-2, names Valve, also in "Board") and one deleted for
/// good; in "Board" Order (BOA-1), with a comment that names Valve.
const FORMAT_1: &[u8] = include_bytes!("../golden/format-1.redb.zst");

/// In "Service" Valve and Pump, done and archived, Pump also in "Board"; and Open, archived as it is.
const FORMAT_2: &[u8] = include_bytes!("../golden/format-2.redb.zst");

/// "Service" with a plan and a budget of 1,000 euros, 60 an hour: an hour and half an hour were worked there, and a quarter
/// that was deleted; two hours in "Board".
const FORMAT_3: &[u8] = include_bytes!("../golden/format-3.redb.zst");

fn place(file: &Path, old: &[u8]) {
    std::fs::write(file, zstd::bulk::decompress(old, 1 << 20).unwrap()).unwrap();
}

fn graves(server: &Server) -> usize {
    let snapshot = server.app.store().snapshot().unwrap();
    snapshot.read().keys(&items::store::GRAVES, Span::all()).unwrap().count()
}

fn titles(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["item"]["title"].as_str().unwrap()).collect()
}

#[test]
fn what_texts_name_is_known_after_the_upgrade() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("old.redb");
    place(&data, FORMAT_1);
    for _ in 0..2 {
        // Opened a second time there is nothing left to bring forward.
        let server = Server::open(&data, Clock::manual(MONDAY));
        let nobody = server.nobody();
        let signed = nobody.post("/session", json!({"email": "olga@example.com", "password": PASSWORD}));
        let olga = nobody.signed_in(&signed);
        let read = |key: &str| {
            let id = olga.get(&format!("/items/by-key/{key}")).ok()["id"].clone();
            olga.get(&format!("/tasks/{}", id.as_str().unwrap())).ok()
        };
        assert_eq!(titles(&read("SER-1")["mentioned_in"]), ["Visit", "Order"]);
        assert_eq!(titles(&read("BOA-1")["mentioned_in"]), Vec::<&str>::new());
        assert!(items::tombstones::floor(server.app.store().snapshot().unwrap().read()).unwrap() == 0);
        assert_eq!(graves(&server), 1);
        // Visit is shown in Board, and its home takes it along.
        let board = read("BOA-1")["space_id"].as_str().unwrap().to_owned();
        let service = read("SER-1")["space_id"].as_str().unwrap().to_owned();
        let total = || olga.get(&format!("/spaces/{board}/view")).ok()["total"].clone();
        assert_eq!(total(), 2);
        let gone = olga.delete(&format!("/spaces/{service}"));
        assert_eq!(total(), 1);
        olga.post("/undo", json!({"command": gone.command()})).ok();
        assert_eq!(total(), 2);
    }
}

#[test]
fn archived_work_is_told_of_after_the_upgrade() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("old.redb");
    place(&data, FORMAT_2);
    let server = Server::open(&data, Clock::manual(MONDAY));
    let nobody = server.nobody();
    let signed = nobody.post("/session", json!({"email": "olga@example.com", "password": PASSWORD}));
    let olga = nobody.signed_in(&signed);
    let happened = olga.get("/what-happened?since=2026-01-01").ok();
    let told: Vec<&str> = titles(&happened["items"][0]["items"]);
    assert_eq!(told, ["Pump", "Valve"], "{happened}");
    let board = happened["items"].as_array().unwrap().len();
    assert_eq!(board, 1, "what is also shown elsewhere is told of at home");
    let spaces = olga.get("/session").ok()["spaces"].clone();
    let board = spaces.as_array().unwrap().iter().find(|space| space["name"] == "Board").unwrap()["id"].clone();
    let there = olga.get(&format!("/spaces/{}/what-happened?since=2026-01-01", board.as_str().unwrap())).ok();
    assert_eq!(titles(&there["items"]), ["Pump"]);
}

#[test]
fn time_is_found_by_its_space_after_the_upgrade() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("old.redb");
    place(&data, FORMAT_3);
    let server = Server::open(&data, Clock::manual(MONDAY));
    let nobody = server.nobody();
    let signed = nobody.post("/session", json!({"email": "olga@example.com", "password": PASSWORD}));
    let olga = nobody.signed_in(&signed);
    let spaces = olga.get("/session").ok()["spaces"].clone();
    let service = spaces.as_array().unwrap().iter().find(|space| space["name"] == "Service").unwrap()["id"].clone();
    let budget = olga.get(&format!("/spaces/{}/budget", service.as_str().unwrap())).ok();
    assert_eq!([&budget["minutes"]["worked"], &budget["sums"]["hours"]], [&json!(90), &json!("90.00")]);
}

#[test]
fn an_older_program_refuses_the_file_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("old.redb");
    place(&data, FORMAT_1);
    let tables = guildhall::catalogue::tables();
    drop(Store::open(&data, upgrade::options(), &tables).unwrap());
    let older = guildhall_store::Options { format: upgrade::FORMAT - 1, ..upgrade::options() };
    let refused = Store::open(&data, older, &tables).err().unwrap().to_string();
    assert!(refused.contains("newer"), "{refused}");
    let copies = std::fs::read_dir(folder.path().join("old.redb.backups")).unwrap().flatten();
    let kept = copies.filter(|file| file.file_name().to_string_lossy().contains("before-migration")).count();
    assert_eq!(kept, 1, "a copy as it was is kept");
}
