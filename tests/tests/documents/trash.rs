//! The trash of documents: what comes back, what goes for good, and that its bytes go with it.

use crate::{at, content, file, folder, folder_at, id, in_folder, listed, office, send_bytes};
use guildhall::{documents::jobs::Follow, jobs::Runner};
use guildhall_store::blobs;
use guildhall_tests::until;
use serde_json::json;
use std::sync::Arc;

const DAY: i64 = 24 * 3_600_000;

#[test]
fn what_is_thrown_away_comes_back_or_goes_after_thirty_days_with_its_bytes() {
    let o = office();
    let shelf = folder(&o.ana, &o.open, "Shelf", None);
    let made = in_folder(&o.ana, &o.open, &shelf, "plan.txt", b"one");
    send_bytes(&o.ana, &format!("{}/versions", at(&made)), b"two").ok();
    let trashed = o.ben.delete(&at(&made));
    let command = trashed.command();
    assert!(trashed.ok()["trashed_at"].is_string());
    assert_eq!(listed(&o.ana, &o.open, "?trashed=true"), ["plan.txt"]);
    o.ana.patch(&at(&made), json!({"title": "x.txt"})).fails(403, "forbidden");
    send_bytes(&o.ana, &format!("{}/versions", at(&made)), b"x").fails(403, "forbidden");
    o.ben.post("/undo", json!({ "command": command })).ok();
    assert_eq!(content(&o.ana, &made), b"two");

    o.ben.delete(&folder_at(&shelf)).ok();
    o.server.clock.advance(29 * DAY);
    guildhall::cli::care::sweep(&o.server.app).unwrap();
    assert_eq!(o.ana.get(&at(&made)).status, 200);
    o.server.clock.advance(2 * DAY);
    guildhall::cli::care::sweep(&o.server.app).unwrap();
    o.ana.get(&at(&made)).fails(404, "not_found");
    o.ana.get(&folder_at(&shelf)).fails(404, "not_found");
    let snapshot = o.server.app.store().snapshot().unwrap();
    assert_eq!(blobs::usage(snapshot.read()).unwrap().bytes, 0, "no version of it is kept");
}

#[test]
fn a_lead_deletes_for_good_what_lies_in_the_trash() {
    let o = office();
    let shelf = folder(&o.olga, &o.closed, "Shelf", None);
    let inside = in_folder(&o.ana, &o.closed, &shelf, "plan.txt", b"one");
    let alone = file(&o.ana, &o.closed, "alone.txt", b"x");
    let gone = |what: &serde_json::Value| format!("/trash/{}", id(what));
    o.olga.delete(&gone(&alone)).fails(409, "conflict");
    o.olga.delete(&gone(&shelf)).fails(409, "conflict");
    o.ana.delete(&at(&alone)).ok();
    o.ana.delete(&folder_at(&shelf)).ok();
    o.ana.delete(&gone(&alone)).fails(403, "forbidden");
    o.ana.delete(&gone(&shelf)).fails(403, "forbidden");
    o.gil.delete(&gone(&shelf)).fails(404, "not_found");
    o.olga.delete(&gone(&alone)).ok();
    o.olga.delete(&gone(&shelf)).ok();
    for what in [&inside, &alone] {
        o.olga.get(&at(what)).fails(404, "not_found");
    }
    let found = o.olga.get("/items/by-key/FIN-1").fails(404, "not_found");
    assert_eq!(found["error"]["code"], "not_found");
}

#[test]
fn a_large_folder_goes_at_once_and_what_is_in_it_follows() {
    let o = office();
    let _runner = Runner::start(&o.server.app, vec![Arc::new(Follow)]).unwrap();
    let large = folder(&o.ana, &o.open, "Large", None);
    let below = folder(&o.ana, &o.open, "Below", Some(&large));
    for at in 0..510 {
        in_folder(&o.ana, &o.open, if at % 2 == 0 { &large } else { &below }, &format!("{at}.txt"), b"x");
    }
    let gone = in_folder(&o.ana, &o.open, &below, "gone before.txt", b"x");
    o.ana.delete(&at(&gone)).ok();
    o.ana.patch(&folder_at(&large), json!({"space_id": o.closed})).fails(422, "too_many");
    o.server.clock.advance(1_000);
    assert!(o.ben.delete(&folder_at(&large)).ok()["trashed_at"].is_string());
    let left = || o.ana.get(&format!("/spaces/{}/documents?limit=1", o.open)).ok()["items"].as_array().unwrap().len();
    until(left, |left| *left == 0);
    until(|| o.ana.get(&folder_at(&below)).ok()["trashed_at"].is_string(), |gone| *gone);
    o.olga.delete(&format!("/trash/{}", id(&large))).fails(422, "too_many");
    o.ana.post(&format!("{}/restore", folder_at(&large)), json!({})).ok();
    let back = || {
        let count = |folder| o.ana.get(&folder_at(folder)).ok()["documents"].clone();
        (count(&large), count(&below))
    };
    until(back, |back| *back == (json!(255), json!(255)));
    assert_eq!(listed(&o.ana, &o.open, "?trashed=true"), ["gone before.txt"]);
}
