//! Rooms are taken once.

use super::{at, id, make, office, on, path, undo};
use serde_json::{Value, json};

fn room(by: &guildhall_tests::Client, name: &str) -> Value {
    by.post("/rooms", json!({ "name": name, "seats": 8 })).ok()
}

#[test]
fn a_room_is_taken_once_whatever_comes_again() {
    let o = office();
    let hall = room(&o.olga, "Hall");
    let within = |more: Value| {
        let mut more = more;
        more["room_id"] = hall["id"].clone();
        more
    };
    let weekly = within(json!({ "rule": "FREQ=WEEKLY" }));
    let event = make(&o.olga, &o.closed, at("Board", "2026-11-23 09:00", weekly));
    let to = format!("/spaces/{}/events", o.open);
    // It does not say to others what stands there.
    let refused = o.ana.post(&to, at("Talk", "2027-05-10 09:15", within(json!({})))).fails(409, "room_taken");
    let message = refused["error"]["message"].as_str().unwrap();
    assert!(message.starts_with("Hall is taken from 10 May 2027"), "{message}");
    assert!(message.contains("you cannot see") && !message.contains("Board"), "{message}");
    let refused = o.olga.post(&to, at("Talk", "2027-05-10 09:15", within(json!({})))).fails(409, "room_taken");
    assert!(refused["error"]["message"].as_str().unwrap().contains("Board"));
    make(&o.ana, &o.open, at("Talk", "2027-05-10 09:30", within(json!({}))));
    // Another day of the week is free, and so is the time that is left out.
    o.olga.delete(&format!("{}?occurrence=2026-11-30", path(&event))).ok();
    let free = make(&o.ana, &o.open, at("Instead", "2026-11-30 09:00", within(json!({}))));
    // What would come back into the room cannot.
    let start = json!({ "date": "2026-11-30", "time": "09:00", "zone": "Europe/Berlin" });
    o.olga
        .patch(&format!("{}?occurrence=2026-12-07", path(&event)), json!({ "start": start }))
        .fails(409, "room_taken");
    let gone = o.ana.delete(&path(&free));
    let command = gone.command();
    gone.ok();
    o.olga.patch(&format!("{}?occurrence=2026-12-07", path(&event)), json!({ "start": start })).ok();
    o.ana.post("/undo", json!({ "command": command })).fails(409, "room_taken");
    o.ana.put(&format!("{}/restore", path(&free)), json!({})).fails(409, "room_taken");
    assert_eq!(on(&o.olga, "2026-11-30", "2026-12-07"), ["2026-11-30 09:00 Board"]);
}

#[test]
fn rooms_are_made_by_admins_and_kept_by_what_is_in_them() {
    let o = office();
    let hall = room(&o.olga, "Hall");
    o.olga.post("/rooms", json!({ "name": "hall" })).fails(409, "taken");
    o.olga.post("/rooms", json!({ "name": "Attic", "seats": 0 })).fails(422, "invalid");
    o.ana.post("/rooms", json!({ "name": "Attic" })).fails(403, "forbidden");
    let event = make(&o.ana, &o.open, at("Talk", "2026-11-24 09:00", json!({ "room_id": hall["id"] })));
    let gone = o.olga.delete(&format!("/rooms/{}", id(&hall)));
    let command = gone.command();
    assert_eq!(gone.status, 204);
    assert_eq!(o.ana.get("/rooms").ok()["items"], json!([]));
    assert_eq!(o.ana.patch(&path(&event), json!({ "title": "Talk on" })).ok()["room"], "Hall");
    let to = format!("/spaces/{}/events", o.open);
    o.ana.post(&to, at("More", "2026-11-25 09:00", json!({ "room_id": hall["id"] }))).fails(422, "invalid");
    undo(&o.olga, &command);
    make(&o.ana, &o.open, at("More", "2026-11-25 09:00", json!({ "room_id": hall["id"] })));
}
