//! Reminders: each person's own, told once in the inbox, moved with their task, and held after a restore.

use crate::{Client, Office, give, id, office};
use guildhall::{access::Who, clockwork::Clockwork, inbox::Keeper, outgoing, reminders::store};
use guildhall_tests::until;
use serde_json::{Value, json};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

fn keeping() -> Office {
    let o = office();
    Keeper::start(&o.server.app).unwrap();
    Clockwork::start(&o.server.app).unwrap();
    o
}

/// What stands among the needs of somebody, as `title: reason`.
fn needs(o: &Office, who: &Client) -> Vec<String> {
    o.server.settled();
    let page = who.get("/inbox").ok();
    let line = |entry: &Value| format!("{}: {}", entry["title"].as_str().unwrap(), entry["reason"].as_str().unwrap());
    page["items"].as_array().unwrap().iter().map(line).collect()
}

/// The moments that are still to come.
fn moments(o: &Office) -> Vec<i64> {
    let read = o.server.app.store().snapshot().unwrap();
    store::due(&read, i64::MAX - 1, 100).unwrap().into_iter().map(|(at, ..)| at).collect()
}

#[track_caller]
fn remind(who: &Client, item: &str, ask: Value) -> Value {
    who.put(&format!("/items/{item}/reminder"), ask).ok()["reminder"].clone()
}

#[test]
fn somebody_is_reminded_once_at_their_time_and_nobody_else_knows() {
    let o = keeping();
    let valve = id(&o.owner.task(&o.space, "Valve"));
    let set = remind(&o.ana, &valve, json!({ "at": "2026-11-23T09:30:00Z" }));
    assert_eq!(set, json!({ "at": "2026-11-23T09:30:00.000Z", "before_minutes": null }));
    let listed = o.ana.get("/reminders").ok();
    assert_eq!([&listed["items"][0]["item"]["title"], &listed["items"][0]["at"]], [&json!("Valve"), &set["at"]]);
    assert_eq!(o.owner.get("/reminders").ok()["items"], json!([]));
    assert_eq!(o.owner.get(&format!("/items/{valve}/reminder")).ok()["reminder"], Value::Null);
    assert!(!o.owner.get("/changes").text.contains("reminder"));
    o.server.clock.advance(29 * MINUTE);
    assert_eq!(needs(&o, &o.ana), [""; 0]);
    o.server.clock.advance(MINUTE);
    until(|| needs(&o, &o.ana), |found| found == &["Valve: reminded"]);
    assert_eq!(o.ana.get("/reminders").ok()["items"], json!([]), "it is told once");
    assert_eq!(needs(&o, &o.owner), [""; 0]);
    o.ana.put(&format!("/inbox/{valve}/clearance"), json!({})).ok();
    o.server.clock.advance(DAY);
    assert_eq!(needs(&o, &o.ana), [""; 0]);
    // A topic and an event as well as a task.
    let talk = id(&o.owner.post(&format!("/spaces/{}/topics", o.space), json!({ "title": "Prices" })).ok());
    remind(&o.ana, &talk, json!({ "at": "2026-11-24T10:00:00Z" }));
    o.server.clock.advance(DAY);
    until(|| needs(&o, &o.ana), |found| found == &["Prices: reminded"]);
}

#[test]
fn a_reminder_before_a_task_is_due_moves_with_it_and_goes_when_it_is_done() {
    let o = keeping();
    let due = |day: &str| json!({ "due": { "date": day, "time": "17:00", "zone": "Europe/Berlin" } });
    let task = give(&o.ana, &o.space, &o.ana, "Invoice", due("2026-11-24"));
    let set = remind(&o.ana, &task, json!({ "before_minutes": 60 }));
    assert_eq!(set, json!({ "at": "2026-11-24T15:00:00.000Z", "before_minutes": 60 }));
    let path = format!("/items/{task}/reminder");
    let at = || o.ana.get(&path).ok()["reminder"]["at"].clone();
    o.owner.patch(&format!("/tasks/{task}"), json!({ "due": { "date": "2026-11-26" } })).ok();
    until(at, |at| *at == json!("2026-11-26T06:00:00.000Z"));
    o.owner.patch(&format!("/tasks/{task}"), json!({ "due": null })).ok();
    until(at, |at| at.is_null());
    assert_eq!(moments(&o), [0_i64; 0]);
    o.owner.patch(&format!("/tasks/{task}"), due("2026-11-25")).ok();
    until(at, |at| *at == json!("2026-11-25T15:00:00.000Z"));
    o.ana.patch(&format!("/tasks/{task}"), json!({ "status_id": 4 })).ok();
    o.server.clock.advance(3 * DAY);
    until(|| moments(&o), |left| left.is_empty());
    assert_eq!(needs(&o, &o.ana), [""; 0], "what is done needs no reminder");
}

#[test]
fn a_reminder_before_an_event_moves_with_it_and_goes_on_to_the_next_time() {
    let o = keeping();
    let start = |day: &str, time: &str| json!({ "date": day, "time": time, "zone": "Europe/Berlin" });
    let daily = json!({
        "title": "Stand-up", "start": start("2026-11-24", "09:00"), "minutes": 30,
        "rule": "FREQ=DAILY", "guest_ids": [o.ana.me()],
    });
    let event = id(&o.ana.post(&format!("/spaces/{}/events", o.space), daily).ok());
    let set = remind(&o.ana, &event, json!({ "before_minutes": 10 }));
    assert_eq!(set, json!({ "at": "2026-11-24T07:50:00.000Z", "before_minutes": 10 }));
    let path = format!("/items/{event}/reminder");
    let at = || o.ana.get(&path).ok()["reminder"]["at"].clone();
    let becomes = |moment: &str| until(at, |at| *at == json!(moment));
    // She does not come on the first day, the second is left out, and the third is at another time.
    let no = json!({ "answer": "no", "occurrence": "2026-11-24" });
    o.ana.put(&format!("/events/{event}/attendance"), no).ok();
    becomes("2026-11-25T07:50:00.000Z");
    o.ana.delete(&format!("/events/{event}?occurrence=2026-11-25&which=this")).ok();
    becomes("2026-11-26T07:50:00.000Z");
    let later = json!({ "start": start("2026-11-26", "11:00") });
    o.ana.patch(&format!("/events/{event}?occurrence=2026-11-26&which=this"), later).ok();
    becomes("2026-11-26T09:50:00.000Z");
    // Told once, it is one of the next day, and nothing was said of the days between.
    o.server.clock.advance(3 * DAY + 49 * MINUTE);
    assert_eq!(needs(&o, &o.ana), [""; 0]);
    o.server.clock.advance(MINUTE);
    until(|| needs(&o, &o.ana), |found| found == &["Stand-up: reminded"]);
    assert_eq!(o.ana.get("/inbox").ok()["items"][0]["due"]["date"], "2026-11-26", "the time it is about");
    becomes("2026-11-27T07:50:00.000Z");
    o.ana.put(&format!("/inbox/{event}/clearance"), json!({})).ok();
    // All of it moves, lies in the trash for a while, and comes for the last time.
    let noon = json!({ "start": start("2026-11-27", "12:00") });
    o.ana.patch(&format!("/events/{event}?occurrence=2026-11-27&which=all"), noon).ok();
    becomes("2026-11-27T10:50:00.000Z");
    o.ana.delete(&format!("/events/{event}")).ok();
    until(at, |at| at.is_null());
    o.ana.put(&format!("/events/{event}/restore"), json!({})).ok();
    becomes("2026-11-27T10:50:00.000Z");
    o.ana.patch(&format!("/events/{event}"), json!({ "rule": "FREQ=DAILY;UNTIL=20261127" })).ok();
    o.server.clock.advance(DAY + 60 * MINUTE);
    until(|| needs(&o, &o.ana), |found| found == &["Stand-up: reminded"]);
    until(|| o.ana.get(&path).ok()["reminder"].clone(), Value::is_null);
    // Whole days count from when she begins to work; what is over cannot be waited for.
    let fair = json!({ "title": "Fair", "start": { "date": "2026-12-02" }, "days": 2 });
    let fair = id(&o.ana.post(&format!("/spaces/{}/events", o.space), fair).ok());
    assert_eq!(remind(&o.ana, &fair, json!({ "before_minutes": 30 }))["at"], "2026-12-02T06:30:00.000Z");
    let refused = o.ana.put(&path, json!({ "before_minutes": 10 })).fails(422, "invalid");
    assert!(refused["error"]["fields"]["before_minutes"].is_string(), "{refused}");
}

#[test]
fn a_reminder_is_taken_back_and_goes_with_the_right_to_read() {
    let o = keeping();
    let board = o.owner.space("Board", "private");
    o.owner.put(&format!("/spaces/{board}/members/{}", o.ana.me()), json!({ "role": "member" })).ok();
    let secret = id(&o.owner.task(&board, "Sell it"));
    let path = format!("/items/{secret}/reminder");
    let set = o.ana.put(&path, json!({ "at": "2026-11-23T10:00:00Z" }));
    let first = set.command();
    set.ok();
    let again = o.ana.put(&path, json!({ "at": "2026-11-23T11:00:00Z" })).command();
    o.ana.post("/undo", json!({ "command": first })).fails(409, "undo_conflict");
    o.ana.post("/undo", json!({ "command": again })).ok();
    assert_eq!(o.ana.get(&path).ok()["reminder"]["at"], "2026-11-23T10:00:00.000Z");
    o.owner.delete(&format!("/spaces/{board}/members/{}", o.ana.me())).ok();
    o.ana.get(&path).fails(404, "not_found");
    o.ana.put(&path, json!({ "at": "2026-11-23T11:00:00Z" })).fails(404, "not_found");
    assert_eq!(o.ana.get("/reminders").ok()["items"], json!([]));
    o.server.clock.advance(DAY);
    until(|| moments(&o), |left| left.is_empty());
    assert!(!o.ana.get("/inbox").text.contains("Sell it"));
}

#[test]
fn after_a_restore_nobody_is_reminded_until_an_admin_says_so() {
    let o = keeping();
    let valve = id(&o.owner.task(&o.space, "Valve"));
    remind(&o.ana, &valve, json!({ "at": "2026-11-23T09:30:00Z" }));
    let now = o.server.clock.now_ms();
    o.server.app.run_blocking(Who::system(), move |work| Ok(outgoing::hold(work.tx, now, Vec::new())?)).unwrap();
    o.server.clock.advance(DAY);
    // Another reminder shows that the clockwork has looked since: it moves with its task meanwhile.
    let other = give(&o.ana, &o.space, &o.ana, "Other", json!({ "due": { "date": "2026-12-01" } }));
    remind(&o.ana, &other, json!({ "before_minutes": 0 }));
    o.ana.patch(&format!("/tasks/{other}"), json!({ "due": null })).ok();
    until(|| moments(&o).len(), |left| *left == 1);
    assert_eq!(needs(&o, &o.ana), [""; 0]);
    o.owner.put("/admin/outgoing", json!({ "held": false })).ok();
    until(|| needs(&o, &o.ana), |found| found == &["Valve: reminded"]);
}

#[test]
fn what_cannot_be_meant_is_refused_with_what_to_do() {
    let o = office();
    let path = format!("/items/{}/reminder", id(&o.owner.task(&o.space, "Valve")));
    for (ask, field) in [
        (json!({ "at": "2026-11-23T08:00:00Z" }), "at"),
        (json!({ "at": "2036-11-23T08:00:00Z" }), "at"),
        (json!({ "before_minutes": 60 }), "before_minutes"),
        (json!({ "before_minutes": 4_000_000 }), "before_minutes"),
        (json!({ "at": "2026-11-24T08:00:00Z", "before_minutes": 60 }), "at"),
        (json!({}), "at"),
    ] {
        let refused = o.ana.put(&path, ask).fails(422, "invalid");
        assert!(refused["error"]["fields"][field].is_string(), "{refused}");
    }
    o.ana.put(&path, json!({ "at": "soon" })).fails(400, "bad_json");
    o.ana.put(&path, json!({ "at": "2026-11-24T08:00:00Z", "who": "tom" })).fails(400, "unknown_field");
    assert_eq!(o.ana.delete(&path).ok()["reminder"], Value::Null, "taking away what is not there is no fault");
}

#[test]
fn what_waits_is_asked_again_on_its_day_by_whoever_does_it() {
    let o = keeping();
    let waits = |day: Value| json!({ "waiting": { "text": "the part", "remind_on": day } });
    let part = give(&o.owner, &o.space, &o.ana, "Fit the part", json!({}));
    let path = format!("/tasks/{part}");
    let given = "Fit the part: assigned";
    o.owner.patch(&path, waits(json!("2026-11-24"))).ok();
    // The day moves, and nobody is told on the first one: the clockwork has looked once another reminder was told.
    o.owner.patch(&path, waits(json!("2026-11-25"))).ok();
    let other = id(&o.owner.task(&o.space, "Other"));
    remind(&o.ana, &other, json!({ "at": "2026-11-24T12:00:00Z" }));
    o.server.clock.advance(DAY + 5 * 60 * MINUTE);
    until(|| needs(&o, &o.ana), |found| found.contains(&"Other: reminded".to_owned()));
    assert!(needs(&o, &o.ana).contains(&given.to_owned()));
    o.server.clock.advance(DAY);
    until(|| needs(&o, &o.ana), |found| found.contains(&"Fit the part: ask_again".to_owned()));
    assert_eq!(needs(&o, &o.owner), [""; 0], "whoever made it is not told");
    // Asked for a later day it needs nobody now, and comes again then.
    o.ana.patch(&path, waits(json!("2026-12-01"))).ok();
    until(|| needs(&o, &o.ana), |found| !found.contains(&"Fit the part: ask_again".to_owned()));
    o.server.clock.advance(7 * DAY);
    until(|| needs(&o, &o.ana), |found| found.contains(&"Fit the part: ask_again".to_owned()));
    // Once it waits no more nothing is to be asked.
    o.owner.patch(&path, json!({ "status_id": 2 })).ok();
    until(|| needs(&o, &o.ana), |found| !found.contains(&"Fit the part: ask_again".to_owned()));
}
