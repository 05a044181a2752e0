//! Who is invited, and what they say.

use super::{at, id, make, office, on, path, undo};
use guildhall_tests::{Live, live};
use serde_json::{Value, json};

#[test]
fn whoever_is_invited_reads_the_event_answers_and_is_asked_until_then() {
    let o = office();
    let guests = json!({ "guest_ids": [o.ana.me(), o.gil.me()] });
    let event = make(&o.olga, &o.closed, at("Review", "2026-11-24 09:00", guests));
    assert_eq!(on(&o.gil, "2026-11-23", "2026-11-29"), ["2026-11-24 09:00 Review"]);
    let needs = || {
        o.server.settled();
        let page = o.gil.get("/inbox?shelf=needs").ok();
        let entries = page["items"].as_array().unwrap();
        entries.iter().map(|entry| entry["reason"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(needs(), ["invited"]);
    let said = o.gil.put(&format!("{}/attendance", path(&event)), json!({ "answer": "yes" }));
    let command = said.command();
    let said = said.ok();
    assert_eq!(said["answer"], "yes");
    // A guest of the organization knows of the others only those they share a space with.
    assert_eq!(said["guests"].as_array().unwrap().len(), 1);
    assert_eq!(needs(), [""; 0]);
    undo(&o.gil, &command);
    assert_eq!(o.olga.get(&path(&event)).ok()["guests"][1]["answer"], "none");
    // Who is not invited any more does not read it any more.
    o.olga.delete(&format!("{}/guests/{}", path(&event), o.gil.me())).ok();
    o.gil.get(&path(&event)).fails(404, "not_found");
    assert_eq!(on(&o.gil, "2026-11-23", "2026-11-29"), [""; 0]);
    o.olga.put(&format!("{}/attendance", path(&event)), json!({ "answer": "yes" })).fails(409, "conflict");
}

#[test]
fn a_private_space_keeps_its_events_to_itself_and_guests_change_nothing() {
    let o = office();
    let private = o.olga.space("Board", "private");
    let to = format!("/spaces/{private}/events");
    let guests = json!({ "guest_ids": [o.ana.me()] });
    let refused = o.olga.post(&to, at("Review", "2026-11-24 09:00", guests)).fails(422, "invalid");
    assert!(refused["error"]["fields"]["guest_ids"].as_str().unwrap().contains("Ana Moreau"));
    let event = make(&o.olga, &o.closed, at("Review", "2026-11-24 09:00", json!({ "guest_ids": [o.ana.me()] })));
    o.ana.patch(&path(&event), json!({ "title": "Mine" })).fails(403, "forbidden");
    o.ana.put(&format!("{}/guests/{}", path(&event), o.gil.me()), json!({})).fails(403, "forbidden");
    o.ana.delete(&format!("{}/guests/{}", path(&event), o.ana.me())).ok();
    o.ana.get(&path(&event)).fails(404, "not_found");
    assert_eq!(o.olga.get(&format!("/events/{}", id(&event))).ok()["guests"], json!([]));
}

#[test]
fn the_stream_brings_an_event_to_those_who_read_it_and_takes_it_from_those_who_do_not_any_more() {
    let o = office();
    live::start(&o.server);
    let mut hers = Live::open(&o.ana, None);
    let event = make(&o.olga, &o.closed, at("Review", "2026-11-24 09:00", json!({ "guest_ids": [o.ana.me()] })));
    let told = |frame: &Value| frame["objects"]["events"].as_array().into_iter().flatten().next().cloned();
    let frame = hers.until("state", |frame| told(frame).is_some_and(|one| one["id"] == event["id"]));
    assert_eq!(told(&frame).unwrap(), o.ana.get(&path(&event)).ok());
    o.olga.delete(&format!("{}/guests/{}", path(&event), o.ana.me())).ok();
    hers.until("gone", |frame| frame["ids"].as_array().is_some_and(|ids| ids.contains(&event["id"])));
}

#[test]
fn one_time_of_what_comes_again_is_answered_by_itself() {
    let o = office();
    let weekly = json!({ "guest_ids": [o.ana.me()], "rule": "FREQ=WEEKLY" });
    let event = make(&o.olga, &o.closed, at("Review", "2026-11-24 09:00", weekly));
    let say = |answer: &str, on: Value| {
        o.ana.put(&format!("{}/attendance", path(&event)), json!({ "answer": answer, "occurrence": on }))
    };
    say("yes", Value::Null).ok();
    let off = say("no", json!("2026-12-01"));
    let (command, said) = (off.command(), off.ok());
    assert_eq!(
        (&said["answer"], &said["said_on"]),
        (&json!("yes"), &json!([{ "occurrence": "2026-12-01", "person_id": o.ana.me(), "answer": "no" }]))
    );
    let answers = || {
        let all = o.ana.get("/events?from=2026-11-23&to=2026-12-09").ok();
        let items = all["items"].as_array().unwrap().iter();
        items.map(|one| one["answer"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(answers(), ["yes", "no", "yes"]);
    let day =
        |day: &str| o.ana.get(&format!("/home/plan?from={day}")).ok()["days"][0]["meetings"].as_array().unwrap().len();
    assert_eq!([day("2026-11-24"), day("2026-12-01"), day("2026-12-08")], [1, 0, 1]);
    undo(&o.ana, &command);
    assert_eq!(answers(), ["yes", "yes", "yes"]);
    // What is said of all leaves what was said of one; moved a day on, that goes along.
    say("maybe", json!("2026-12-08")).ok();
    say("no", Value::Null).ok();
    assert_eq!(answers(), ["no", "no", "maybe"]);
    o.olga
        .patch(&path(&event), json!({ "start": { "date": "2026-11-25", "time": "09:00", "zone": "Europe/Berlin" } }))
        .ok();
    assert_eq!(o.ana.get(&path(&event)).ok()["said_on"][0]["occurrence"], "2026-12-09");
    // As of all again, and of no day on which it does not come.
    say("no", json!("2026-12-09")).ok();
    assert_eq!(o.ana.get(&path(&event)).ok()["said_on"], json!([]));
    say("no", json!("2026-12-10")).fails(422, "invalid");
    // Nothing of it is left when she is no guest any more.
    say("maybe", json!("2026-12-09")).ok();
    let guest = format!("{}/guests/{}", path(&event), o.ana.me());
    o.olga.delete(&guest).ok();
    o.olga.put(&guest, json!({})).ok();
    assert_eq!(o.ana.get(&path(&event)).ok()["said_on"], json!([]));
}
