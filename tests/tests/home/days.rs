//! Working hours, meetings, absences, and what is free between them.

use crate::{Client, give, id, office, plan, today};
use serde_json::{Value, json};

fn meeting(by: &Client, space: &str, title: &str, start: &str, minutes: u32, guests: &[String]) -> String {
    let (date, time) = start.split_once(' ').unwrap();
    let start = json!({ "date": date, "time": time, "zone": "Europe/Berlin" });
    let event = json!({ "title": title, "start": start, "minutes": minutes, "guest_ids": guests });
    id(&by.post(&format!("/spaces/{space}/events"), event).ok())
}

fn free(day: &Value) -> Vec<String> {
    let time = |moment: &Value| moment.as_str().unwrap()[11..16].to_owned();
    let stretches = day["free"].as_array().unwrap().iter();
    stretches.map(|one| format!("{}-{}", time(&one["starts_at"]), time(&one["ends_at"]))).collect()
}

#[test]
fn free_is_what_hours_have_left_between_meetings_one_goes_to() {
    let o = office();
    let ana = o.ana.me();
    let day = today(&o.ana);
    assert_eq!([&day["day"], &day["free_minutes"], &day["away"]], [&json!("2026-11-23"), &json!(420), &json!("none")]);
    assert_eq!(day["hours"], json!({ "starts_at": "2026-11-23T07:00:00.000Z", "ends_at": "2026-11-23T16:00:00.000Z" }));

    let visit = meeting(&o.owner, &o.space, "Site visit", "2026-11-23 11:00", 60, std::slice::from_ref(&ana));
    meeting(&o.ana, &o.space, "Supplier call", "2026-11-23 13:00", 60, &[]);
    meeting(&o.owner, &o.space, "Not hers", "2026-11-23 15:00", 60, &[]);
    meeting(&o.ana, &o.space, "Choir", "2026-11-23 19:00", 90, &[]);
    let day = today(&o.ana);
    let names = |day: &Value| {
        let meetings = day["meetings"].as_array().unwrap().iter();
        meetings.map(|one| format!("{} {}", one["title"].as_str().unwrap(), one["takes_time"])).collect::<Vec<_>>()
    };
    assert_eq!(
        names(&day),
        ["Site visit false", "Supplier call true", "Choir true"],
        "nothing was said of the first yet"
    );
    assert_eq!(free(&day), ["09:00-12:00", "13:00-16:00"]);
    let attend = |word: &str| o.ana.put(&format!("/events/{visit}/attendance"), json!({ "answer": word })).ok();
    attend("maybe");
    let day = today(&o.ana);
    assert_eq!(free(&day), ["09:00-10:00", "11:00-12:00", "13:00-16:00"]);
    assert_eq!([&day["free_minutes"], &day["meetings"][0]["answer"]], [&json!(300), &json!("maybe")]);
    attend("no");
    assert_eq!(names(&today(&o.ana)), ["Supplier call true", "Choir true"]);

    // What is on all day takes no time, and time that has passed is not free.
    let whole = json!({ "title": "Trade fair", "start": { "date": "2026-11-22" }, "days": 3, "guest_ids": [ana] });
    o.owner.post(&format!("/spaces/{}/events", o.space), whole).ok();
    o.server.clock.advance(4 * 3_600_000);
    let day = today(&o.ana);
    assert_eq!([&day["whole_days"][0]["title"], &day["free_minutes"]], [&json!("Trade fair"), &json!(180)]);
    // An event somebody cannot read any more is none of their day.
    let private = o.owner.space("Board", "private");
    meeting(&o.owner, &private, "Secret", "2026-11-23 16:00", 30, &[]);
    assert!(!o.ana.get("/home").text.contains("Secret") && o.owner.get("/home").text.contains("Secret"));
}

#[test]
fn days_off_closed_days_and_halves_leave_what_they_leave() {
    let o = office();
    let asked =
        o.ana.post("/absences", json!({ "from": "2026-11-24", "until": "2026-11-25", "until_noon": true })).ok();
    let days = |count: usize| o.ana.get(&format!("/home/plan?from=2026-11-23&days={count}")).ok()["days"].clone();
    assert_eq!(days(2)[1]["free_minutes"], 540, "not approved yet");
    o.owner.put(&format!("/absences/{}/approval", id(&asked)), json!({})).ok();
    o.owner.patch("/organization", json!({ "closed_days": ["2026-11-26"] })).ok();
    let week = days(7);
    let each = |field: &str| week.as_array().unwrap().iter().map(|day| day[field].clone()).collect::<Vec<_>>();
    assert_eq!(each("free_minutes"), [420, 0, 270, 0, 540, 0, 0]);
    assert_eq!(each("away"), ["none", "day", "morning", "none", "none", "none", "none"]);
    assert_eq!([&week[3]["closed"], &week[3]["hours"], &week[5]["hours"]], [&json!(true), &Value::Null, &Value::Null]);
    assert_eq!(week[1]["hours"]["starts_at"], "2026-11-24T07:00:00.000Z", "hours are still hours when one is away");
}

#[test]
fn planned_is_what_remains_of_the_tasks_of_a_day_and_an_hour_without_an_estimate() {
    let o = office();
    let quote =
        give(&o.owner, &o.space, &o.ana, "Quote", json!({ "estimate_minutes": 90, "due": { "date": "2026-11-23" } }));
    let rota = give(&o.owner, &o.space, &o.ana, "Rota", json!({}));
    let late =
        give(&o.owner, &o.space, &o.ana, "Late", json!({ "estimate_minutes": 25, "due": { "date": "2026-11-20" } }));
    let sums = || {
        let day = today(&o.ana);
        json!([day["planned_minutes"], day["guessed"], day["done_minutes"]])
    };
    assert_eq!(sums(), json!([90, 0, 0]), "what is late is not planned, and has no day");
    plan(&o.ana, &rota, "2026-11-23");
    o.ana.post("/time-entries", json!({ "task_id": quote, "minutes": 60 })).ok();
    assert_eq!(sums(), json!([90, 1, 0]));
    plan(&o.ana, &late, "2026-11-23");
    assert_eq!(sums(), json!([115, 1, 0]));
    // Who plans it for another day does it then, though it is due today.
    plan(&o.ana, &quote, "2026-11-24");
    assert_eq!(sums(), json!([85, 1, 0]));
    o.ana.patch(&format!("/tasks/{late}"), json!({ "status_id": 4 })).ok();
    assert_eq!(sums(), json!([60, 1, 25]));
    assert_eq!(today(&o.ana)["done"][0]["title"], "Late");
    // All of it is hers alone.
    assert_eq!(today(&o.owner)["planned_minutes"], 0);
}
