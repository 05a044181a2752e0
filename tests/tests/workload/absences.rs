//! Days off: asked, approved, declined, cancelled, read out of a calendar.

use crate::{each, load, office};
use guildhall_tests::{Client, id};
use serde_json::{Value, json};

#[test]
fn days_off_are_asked_for_approved_and_then_everybody_sees_that_somebody_is_away() {
    let o = office();
    let tom = o.server.join(&o.owner, "Tom Becker", "member");
    let input = json!({ "from": "2026-11-25", "until": "2026-11-27", "until_noon": true, "note": "Wedding" });
    let asked = o.ana.post("/absences", input).ok();
    assert_eq!([&asked["state"], &asked["why"]["note"]], [&json!("asked"), &json!("Wedding")]);
    assert_eq!(asked["can"], json!({ "approve": false, "decline": false, "cancel": true }));
    let path = format!("/absences/{}", id(&asked));

    // Until it is approved it is nobody else's; nobody approves their own.
    tom.get(&path).fails(404, "not_found");
    assert_eq!(tom.get("/absences").ok()["items"], json!([]));
    o.ana.put(&format!("{path}/approval"), json!({})).fails(403, "forbidden");
    assert_eq!(each(&load(&tom, &o.ana), "capacity_minutes", 5), [480, 480, 480, 480, 480]);

    let waiting = o.owner.get("/absences?state=asked").ok();
    assert_eq!([&waiting["items"][0]["id"], &waiting["items"][0]["can"]["approve"]], [&asked["id"], &json!(true)]);
    let approved = o.owner.put(&format!("{path}/approval"), json!({})).ok();
    assert_eq!([&approved["state"], &approved["why"]["decided_by"]], [&json!("approved"), &json!(o.owner.me())]);
    o.owner.put(&format!("{path}/approval"), json!({})).fails(409, "conflict");

    let seen = tom.get(&path).ok();
    assert_eq!([&seen["why"], &seen["can"]["cancel"]], [&Value::Null, &json!(false)], "why is not for everybody");
    tom.delete(&path).fails(403, "forbidden");
    let theirs = load(&tom, &o.ana);
    assert_eq!(each(&theirs, "capacity_minutes", 5), [480, 480, 0, 0, 240]);
    assert_eq!(each(&theirs, "away", 5), ["none", "none", "day", "day", "half"]);
    // The same days are those on which mail waits and turns pass them over: the whole ones.
    let away = tom.get(&format!("/people/{}", o.ana.me())).ok()["away"].clone();
    assert_eq!(away, json!({ "from": "2026-11-25", "until": "2026-11-26", "note": "" }));

    o.ana.delete(&path).ok();
    assert_eq!(tom.get(&format!("/people/{}", o.ana.me())).ok()["away"], Value::Null);
    assert_eq!(each(&load(&tom, &o.ana), "capacity_minutes", 5), [480, 480, 480, 480, 480]);
    tom.get(&path).fails(404, "not_found");
    o.ana.delete(&path).fails(409, "conflict");
}

#[test]
fn an_absence_is_declined_with_a_reason_and_entered_for_others_by_who_decides() {
    let o = office();
    let lead = o.server.join(&o.owner, "Lea Lead", "member");
    let asked = o.ana.post("/absences", json!({ "from": "2026-12-24", "until": "2026-12-24" })).ok();
    let path = format!("/absences/{}", id(&asked));
    let entered = json!({ "person_id": o.ana.me(), "from": "2026-11-23", "until": "2026-11-24", "kind": "sick" });
    lead.post("/absences", entered.clone()).fails(403, "forbidden");

    // Whoever leads every space somebody was put into decides about them.
    let service = o.owner.space("Boilers", "closed");
    o.owner.put(&format!("/spaces/{service}/members/{}", lead.me()), json!({ "role": "lead" })).ok();
    o.owner.put(&format!("/spaces/{service}/members/{}", o.ana.me()), json!({ "role": "member" })).ok();
    lead.put(&format!("{path}/refusal"), json!({ "reason": " " })).fails(422, "invalid");
    let declined = lead.put(&format!("{path}/refusal"), json!({ "reason": "Three are away" })).ok();
    assert_eq!([&declined["state"], &declined["why"]["reason"]], [&json!("declined"), &json!("Three are away")]);
    assert_eq!(o.ana.get(&path).ok()["why"]["reason"], "Three are away");
    let sick = lead.post("/absences", entered).ok();
    assert_eq!([&sick["state"], &sick["why"]["kind"]], [&json!("approved"), &json!("sick")]);
    // Days that began are not the person's to cancel any more.
    o.ana.delete(&format!("/absences/{}", id(&sick))).fails(403, "forbidden");

    let other = o.owner.space("Offers", "closed");
    o.owner.put(&format!("/spaces/{other}/members/{}", o.ana.me()), json!({ "role": "member" })).ok();
    lead.delete(&format!("/absences/{}", id(&sick))).fails(403, "forbidden");
}

#[test]
fn days_that_make_no_sense_or_are_taken_are_refused() {
    let o = office();
    let ask = |from: &str, until: &str, more: Value| {
        let mut input = json!({ "from": from, "until": until });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        o.ana.post("/absences", input)
    };
    ask("2026-12-24", "2026-12-23", json!({})).fails(422, "invalid");
    ask("2026-12-24", "2026-12-24", json!({ "from_noon": true, "until_noon": true })).fails(422, "invalid");
    ask("2016-12-24", "2016-12-24", json!({})).fails(422, "invalid");
    ask("2026-12-24", "2028-12-24", json!({})).fails(422, "invalid");
    ask("2026-12-24", "2026-12-24", json!({ "kind": "party" })).fails(400, "bad_json");
    ask("2026-12-24", "2026-12-24", json!({ "until_noon": true })).ok();
    ask("2026-12-24", "2026-12-26", json!({ "from_noon": true })).ok();
    let taken = ask("2026-12-20", "2026-12-24", json!({})).fails(422, "invalid");
    assert!(taken["error"]["fields"]["from"].as_str().unwrap().contains("already"), "{taken}");
    o.ana.get("/absences?from=2026-01-01&to=2029-01-01").fails(400, "bad_query");
    o.ana.get("/absences?from=soon").fails(400, "bad_query");
}

#[test]
fn the_whole_days_of_a_calendar_are_asked_for_once() {
    let o = office();
    let event = |name: &str, rest: &str| format!("BEGIN:VEVENT\r\nSUMMARY:{name}\r\n{rest}\r\nEND:VEVENT\r\n");
    let events = [
        event("Skiing", "DTSTART;VALUE=DATE:20270201\r\nDTEND;VALUE=DATE:20270206"),
        event("Dentist", "DTSTART:20270301T090000Z\r\nDTEND:20270301T100000Z"),
        event("Over", "DTSTART;VALUE=DATE:20260101"),
    ];
    let calendar = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", events.concat());
    let made = o.ana.post("/absences/imports", json!({ "calendar": calendar })).ok();
    assert_eq!([&made["items"][0]["from"], &made["items"][0]["until"]], [&json!("2027-02-01"), &json!("2027-02-05")]);
    assert_eq!([&made["items"][0]["why"]["note"], &made["left_out"]], [&json!("Skiing"), &json!(1)]);
    let again = o.ana.post("/absences/imports", json!({ "calendar": calendar })).ok();
    assert_eq!([&again["items"], &again["left_out"]], [&json!([]), &json!(2)]);
    o.ana.post("/absences/imports", json!({ "calendar": "hello" })).fails(422, "invalid");
    // An owner may have nobody else to ask.
    let own = o.owner.post("/absences/imports", json!({ "calendar": calendar, "kind": "other" })).ok();
    assert_eq!(own["items"][0]["state"], "approved");
}

#[test]
fn what_was_done_with_days_off_is_taken_back_by_whoever_did_it() {
    let o = office();
    let undo = |by: &Client, command: &str| by.post("/undo", json!({ "command": command }));
    let days = json!({ "from": "2026-11-25", "until": "2026-11-26" });
    let asked = o.ana.post("/absences", days.clone());
    let (command, made) = (asked.command(), asked.ok());
    let path = format!("/absences/{}", id(&made));
    let state = || o.owner.get(&path).ok()["state"].clone();
    let away = || o.owner.get(&format!("/people/{}", o.ana.me())).ok()["away"].clone();

    // Asked for by mistake it is cancelled, and what was taken back can be done again.
    let back = undo(&o.ana, &command).ok();
    assert_eq!(state(), "cancelled");
    undo(&o.ana, back["command"].as_str().unwrap()).ok();
    assert_eq!(state(), "asked");

    let approved = o.owner.put(&format!("{path}/approval"), json!({})).command();
    assert!(away().is_object());
    undo(&o.ana, &approved).fails(410, "undo_gone");
    undo(&o.owner, &approved).ok();
    assert_eq!((state(), away()), (json!("asked"), Value::Null));
    assert_eq!(o.owner.get(&path).ok()["why"]["decided_by"], Value::Null);

    o.owner.put(&format!("{path}/approval"), json!({})).ok();
    let declined = o.owner.put(&format!("{path}/refusal"), json!({ "reason": "Three are away" })).command();
    undo(&o.owner, &approved).fails(409, "undo_conflict");
    undo(&o.owner, &declined).ok();
    let again = o.ana.get(&path).ok();
    assert_eq!([&again["state"], &again["why"]["reason"]], [&json!("approved"), &json!("")]);
    assert!(away().is_object());

    // Cancelled by herself it counts again, as long as nothing else lies on its days.
    let cancelled = o.ana.delete(&path).command();
    undo(&o.ana, &cancelled).ok();
    assert_eq!(state(), "approved");
    let cancelled = o.ana.delete(&path).command();
    o.ana.post("/absences", days).ok();
    undo(&o.ana, &cancelled).fails(409, "undo_conflict");
    assert_eq!((state(), away()), (json!("cancelled"), Value::Null));
}

#[test]
fn what_a_calendar_brought_goes_with_one_undo() {
    let o = office();
    let day = |day: &str| format!("BEGIN:VEVENT\r\nSUMMARY:Off\r\nDTSTART;VALUE=DATE:{day}\r\nEND:VEVENT\r\n");
    let calendar = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}{}END:VCALENDAR\r\n", day("20270201"), day("20270301"));
    let read = o.owner.post("/absences/imports", json!({ "calendar": calendar }));
    let command = read.command();
    assert_eq!(read.ok()["items"].as_array().unwrap().len(), 2);
    o.owner.post("/undo", json!({ "command": command })).ok();
    let left = o.owner.get("/absences?state=approved&from=2027-01-01&to=2027-12-31").ok();
    assert_eq!(left["items"], json!([]));
}

#[test]
fn a_calendar_of_more_than_two_hundred_days_off_is_refused_whole() {
    let o = office();
    let first = chrono::NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
    let calendar = |count: usize| {
        let days = first.iter_days().step_by(2).take(count).map(|day| day.format("%Y%m%d").to_string());
        let event = |day: String| format!("BEGIN:VEVENT\r\nSUMMARY:Off\r\nDTSTART;VALUE=DATE:{day}\r\nEND:VEVENT\r\n");
        let events: String = days.map(event).collect();
        json!({ "calendar": format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n") })
    };
    o.ana.post("/absences/imports", calendar(201)).fails(422, "too_many");
    assert_eq!(o.ana.get("/absences?from=2027-01-01&to=2027-12-31").ok()["items"], json!([]));
    let made = o.ana.post("/absences/imports", calendar(200)).ok();
    assert_eq!(made["items"].as_array().unwrap().len(), 200);
}
