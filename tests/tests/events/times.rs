//! What is on when, and what becomes of it.

use super::{at, id, make, office, on, path, undo};
use serde_json::json;

#[test]
fn what_comes_again_stands_on_each_of_its_days_at_its_time() {
    let o = office();
    let weekly = json!({ "rule": "FREQ=WEEKLY;BYDAY=MO,FR;COUNT=4" });
    make(&o.olga, &o.open, at("Stand-up", "2027-03-22 09:00", weekly));
    make(&o.olga, &o.open, json!({ "title": "Fair", "start": { "date": "2027-03-26" }, "days": 3 }));
    // The clocks change on 28 March 2027.
    let all = on(&o.ana, "2027-03-20", "2027-04-30");
    assert_eq!(
        all,
        [
            "2027-03-22 09:00 Stand-up",
            "2027-03-26 all day Fair",
            "2027-03-26 09:00 Stand-up",
            "2027-03-29 09:00 Stand-up",
            "2027-04-02 09:00 Stand-up"
        ]
    );
    let page = o.ana.get("/events?from=2027-03-20&to=2027-04-30").ok();
    assert_eq!(page["items"][0]["starts_at"], "2027-03-22T08:00:00.000Z");
    assert_eq!(page["items"][3]["starts_at"], "2027-03-29T07:00:00.000Z");
    assert_eq!((&page["items"][1]["starts_at"], &page["items"][1]["last_day"]), (&json!(null), &json!("2027-03-28")));
    assert_eq!(on(&o.ana, "2027-03-28", "2027-03-28"), ["2027-03-26 all day Fair"]);
    assert_eq!(on(&o.gil, "2027-03-20", "2027-04-30"), [""; 0]);
}

#[test]
fn one_time_is_changed_or_left_out_and_taken_back() {
    let o = office();
    let event = make(&o.olga, &o.open, at("Stand-up", "2026-11-23 09:00", json!({ "rule": "FREQ=DAILY" })));
    let one = format!("{}?occurrence=2026-11-24", path(&event));
    let start = json!({ "date": "2026-11-24", "time": "11:30", "zone": "Europe/Berlin" });
    o.ana.patch(&one, json!({ "start": start, "title": "Longer" })).ok();
    let removed = o.ana.delete(&format!("{}?occurrence=2026-11-25&which=this", path(&event)));
    let command = removed.command();
    removed.ok();
    let week = || on(&o.olga, "2026-11-23", "2026-11-26");
    let different = ["2026-11-23 09:00 Stand-up", "2026-11-24 11:30 Longer", "2026-11-26 09:00 Stand-up"];
    assert_eq!(week(), different);
    undo(&o.ana, &command);
    assert_eq!(week().len(), 4);
    o.ana.patch(&format!("{}?occurrence=2026-11-24", path(&event)), json!({ "rule": null })).fails(422, "invalid");
    o.ana.patch(&format!("{}?occurrence=2026-11-22", path(&event)), json!({ "title": "X" })).fails(422, "invalid");
    o.ana.patch(&format!("{}?which=this", path(&event)), json!({ "title": "X" })).fails(400, "bad_query");
}

#[test]
fn those_that_follow_become_an_event_of_their_own_and_undo_joins_them_again() {
    let o = office();
    let rule = json!({ "rule": "FREQ=DAILY;COUNT=5" });
    let event = make(&o.olga, &o.open, at("Stand-up", "2026-11-23 09:00", rule));
    let before = on(&o.olga, "2026-11-20", "2026-12-31");
    let start = json!({ "date": "2026-11-25", "time": "10:00", "zone": "Europe/Berlin" });
    let split =
        o.olga.patch(&format!("{}?occurrence=2026-11-25&which=following", path(&event)), json!({ "start": start }));
    let command = split.command();
    let rest = split.ok();
    assert_ne!(id(&rest), id(&event));
    assert_eq!(rest["rule"], "FREQ=DAILY;COUNT=3");
    let all = on(&o.olga, "2026-11-20", "2026-12-31");
    assert_eq!(
        (all.len(), all[1].as_str(), all[2].as_str()),
        (5, "2026-11-24 09:00 Stand-up", "2026-11-25 10:00 Stand-up")
    );
    undo(&o.olga, &command);
    assert_eq!(on(&o.olga, "2026-11-20", "2026-12-31"), before);
    o.olga.delete(&format!("{}?occurrence=2026-11-25&which=following", path(&event))).ok();
    assert_eq!(on(&o.olga, "2026-11-20", "2026-12-31").len(), 2);
}

#[test]
fn all_of_it_moves_goes_to_the_trash_and_comes_back() {
    let o = office();
    let event = make(&o.olga, &o.open, at("Stand-up", "2026-11-23 09:00", json!({ "rule": "FREQ=WEEKLY;BYDAY=MO" })));
    let start = json!({ "date": "2026-12-01", "time": "08:00", "zone": "Europe/Berlin" });
    let moved =
        o.olga.patch(&format!("{}?occurrence=2026-11-30&which=all", path(&event)), json!({ "start": start })).ok();
    assert_eq!((&moved["rule"], &moved["start"]["date"]), (&json!("FREQ=WEEKLY;BYDAY=TU"), &json!("2026-11-24")));
    assert_eq!(on(&o.ana, "2026-11-23", "2026-12-02"), ["2026-11-24 08:00 Stand-up", "2026-12-01 08:00 Stand-up"]);
    let stale = o.ana.patch_from(&event["version"], &path(&event), json!({ "start": start }));
    assert_eq!(stale.fails(412, "stale")["error"]["current"]["rule"], "FREQ=WEEKLY;BYDAY=TU");
    o.ana.delete(&path(&event)).ok();
    assert_eq!(on(&o.ana, "2026-11-23", "2026-12-02"), [""; 0]);
    let trash = o.ana.get(&format!("/spaces/{}/events/trash", o.open)).ok();
    assert_eq!(trash["items"][0]["id"], event["id"]);
    o.ana.put(&format!("{}/restore", path(&event)), json!({})).ok();
    assert_eq!(on(&o.ana, "2026-11-23", "2026-12-02").len(), 2);
    o.ana.delete(&path(&event)).ok();
    o.olga.delete(&format!("/trash/{}", id(&event))).ok();
    o.ana.get(&path(&event)).fails(404, "not_found");
}

#[test]
fn what_cannot_be_is_refused_with_a_sentence() {
    let o = office();
    let to = format!("/spaces/{}/events", o.open);
    for wrong in [
        json!({ "title": " ", "start": { "date": "2026-11-23" } }),
        json!({ "title": "A", "start": { "date": "2026-11-23" }, "days": 0 }),
        json!({ "title": "A", "start": { "date": "2026-11-23" }, "minutes": 30 }),
        json!({ "title": "A", "start": { "date": "2026-11-23", "time": "09:00" }, "days": 1 }),
        json!({ "title": "A", "start": { "date": "2026-11-23", "time": "9 o'clock" } }),
        json!({ "title": "A", "start": { "date": "2026-11-23" }, "rule": "FREQ=HOURLY" }),
        json!({ "title": "A", "start": { "date": "2026-11-23" }, "rule": "FREQ=WEEKLY;BYDAY=TU" }),
        json!({ "title": "A", "start": { "date": "2026-11-23" }, "rule": "FREQ=DAILY;UNTIL=20261122" }),
        json!({ "title": "A", "start": { "date": "2026-11-23" }, "room_id": "018f0000-0000-7000-8000-0000000000ff" }),
        json!({ "title": "A", "start": { "date": "2026-11-23" }, "guest_ids": ["018f0000-0000-7000-8000-0000000000ff"] }),
    ] {
        let error = o.olga.post(&to, wrong.clone()).fails(422, "invalid");
        assert!(error["error"]["fields"].as_object().is_some_and(|fields| !fields.is_empty()), "{wrong}: {error}");
    }
    for query in ["from=2026-11-23&to=2026-11-22", "from=2026-01-01&to=2027-12-31", "from=yesterday&to=2027-12-31", ""]
    {
        o.olga.get(&format!("/events?{query}")).fails(400, "bad_query");
    }
}

#[test]
fn an_event_is_an_item() {
    let o = office();
    let event = make(&o.olga, &o.open, at("Boiler day", "2026-11-23 09:00", json!({ "body": "Bring the valve" })));
    o.ana.post(&format!("/items/{}/comments", id(&event)), json!({ "body": "Which one?" })).ok();
    let task = o.ana.task(&o.open, "Order the valve");
    o.ana.put(&format!("/items/{}/links/{}", id(&task), id(&event)), json!({ "relation": "relates" })).ok();
    let read = o.ana.get(&path(&event)).ok();
    assert_eq!((&read["comment_count"], &read["links"][0]["item"]["title"]), (&json!(1), &json!("Order the valve")));
    let key = read["key"].as_str().unwrap();
    assert_eq!(o.ana.get(&format!("/items/by-key/{key}")).ok()["id"], event["id"]);
    let paged = o.ana.put(&format!("{}/page", path(&event)), json!({})).ok();
    assert_eq!(paged["page"]["title"], "Boiler day");
    let again = o.ana.put(&format!("{}/page", path(&event)), json!({})).ok();
    assert_eq!(again["page"]["id"], paged["page"]["id"]);
}

#[test]
fn further_dates_are_kept_changed_and_taken_back() {
    let o = office();
    let dates = json!({ "rule": "FREQ=WEEKLY;COUNT=2", "extra_dates": ["2026-12-04", "2026-11-30"] });
    let event = make(&o.olga, &o.open, at("Tasting", "2026-11-23 14:00", dates));
    assert_eq!(event["extra_dates"], json!(["2026-12-04"]), "the rule names the other one");
    let all = || on(&o.ana, "2026-11-20", "2026-12-31");
    assert_eq!(all(), ["2026-11-23 14:00 Tasting", "2026-11-30 14:00 Tasting", "2026-12-04 14:00 Tasting"]);
    let one = format!("{}?occurrence=2026-12-04", path(&event));
    o.ana.patch(&one, json!({ "title": "Tasting, the last" })).ok();
    assert_eq!(all()[2], "2026-12-04 14:00 Tasting, the last");
    let changed = o.ana.patch(&path(&event), json!({ "extra_dates": ["2026-12-11"] }));
    let command = changed.command();
    changed.ok();
    assert_eq!(all()[2..], ["2026-12-11 14:00 Tasting"]);
    undo(&o.ana, &command);
    assert_eq!(all()[2..], ["2026-12-04 14:00 Tasting, the last"]);
    o.ana.patch(&path(&event), json!({ "extra_dates": ["2026-11-01"] })).fails(422, "invalid");
    o.ana.patch(&one, json!({ "extra_dates": ["2026-12-11"] })).fails(422, "invalid");
    o.ana.patch(&format!("{one}&which=following"), json!({ "title": "X" })).fails(422, "invalid");
    let many: Vec<String> = (0..501).map(|n| format!("2{:03}-01-01", n + 100)).collect();
    o.ana.patch(&path(&event), json!({ "extra_dates": many })).fails(422, "too_many");
}

#[test]
fn more_times_than_are_answered_are_said_to_be_more() {
    let o = office();
    for number in 1..=6 {
        make(&o.olga, &o.open, at(&format!("Round {number}"), "2026-12-01 09:00", json!({ "rule": "FREQ=DAILY" })));
    }
    let asked = |to: &str| o.ana.get(&format!("/events?from=2026-12-01&to={to}")).ok();
    let year = asked("2027-12-31");
    assert_eq!((year["items"].as_array().unwrap().len(), &year["complete"]), (2_000, &json!(false)));
    assert_eq!(year["items"][1_999]["start"]["date"], "2027-10-30", "the first ones are answered");
    let month = asked("2026-12-31");
    assert_eq!((month["items"].as_array().unwrap().len(), &month["complete"]), (186, &json!(true)));
    o.ana.get("/events?from=2026-12-01&to=2028-12-31").fails(400, "bad_query");
}
