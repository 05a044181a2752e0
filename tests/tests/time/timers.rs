//! The running timer: one a person, over midnight, over a change of the clock, over a day.

use crate::{HOUR, MINUTE, office, task, today};
use guildhall_tests::id;
use serde_json::{Value, json};

#[test]
fn a_second_timer_stops_the_first_and_says_so() {
    let o = office();
    let (boiler, pump) = (task(&o.ana, &o.space, "Boiler"), task(&o.ana, &o.space, "Pump"));
    o.ana.delete("/timer").fails(409, "conflict");
    let first = o.ana.post("/timer", json!({ "task_id": boiler, "note": "Burner" })).ok();
    assert_eq!([&first["timer"]["task"]["id"], &first["stopped"]], [&json!(boiler), &Value::Null]);
    o.server.clock.advance(90 * MINUTE);
    // The same once more goes on.
    assert_eq!(o.ana.post("/timer", json!({ "task_id": boiler })).ok()["timer"], first["timer"]);
    let second = o.ana.post("/timer", json!({ "task_id": pump })).ok();
    assert_eq!([&second["timer"]["task"]["id"], &second["stopped"]["minutes"]], [&json!(pump), &json!(90)]);
    assert_eq!(second["stopped"]["note"], "Burner");
    // One each: the other's goes on by itself.
    assert_eq!(o.owner.get("/timer").ok()["timer"], Value::Null);
    assert_eq!(o.ana.get("/session").ok()["timer"]["task"]["id"], pump);
    o.server.clock.advance(20_000);
    let stopped = o.ana.delete("/timer");
    let command = stopped.command();
    assert_eq!(stopped.ok()["stopped"]["minutes"], 1, "at least a minute");
    // Taking the stop back lets it run on since it began.
    o.ana.post("/undo", json!({ "command": command })).ok();
    o.server.clock.advance(HOUR);
    assert_eq!(o.ana.delete("/timer").ok()["stopped"]["minutes"], 60);
    assert_eq!(o.ana.get(&format!("/tasks/{pump}/time")).ok()["minutes"], 60);
}

#[test]
fn a_timer_that_was_forgotten_fills_the_day_it_began_and_no_more() {
    let o = office();
    let boiler = task(&o.ana, &o.space, "Boiler");
    let day = today(&o.ana, &boiler);
    o.ana.post("/time-entries", json!({ "task_id": boiler, "minutes": 60 })).ok();
    o.ana.post("/timer", json!({ "task_id": boiler })).ok();
    o.server.clock.advance(72 * HOUR);
    let change = o.ana.delete("/timer").ok();
    assert_eq!([&change["stopped"]["minutes"], &change["cut"]], [&json!(1380), &json!(true)]);
    assert_eq!(change["stopped"]["day"], day.to_string());
}

#[test]
fn a_timer_that_stops_is_rounded_as_the_organization_says() {
    let o = office();
    let boiler = task(&o.ana, &o.space, "Boiler");
    let steps = |step: u32| json!({ "timer_step": step });
    o.ana.patch("/organization", steps(5)).fails(403, "forbidden");
    let refused = o.owner.patch("/organization", steps(7)).fails(422, "invalid");
    assert!(refused["error"]["fields"]["timer_step"].is_string(), "{refused}");
    assert_eq!(o.owner.get("/organization").ok()["timer_step"], 1);
    assert_eq!(o.owner.patch("/organization", steps(15)).ok()["timer_step"], 15);
    for (ran, counts) in [(2, 15), (22, 15), (23, 30)] {
        o.ana.post("/timer", json!({ "task_id": boiler })).ok();
        o.server.clock.advance(ran * MINUTE);
        assert_eq!(o.ana.delete("/timer").ok()["stopped"]["minutes"], counts, "{ran} minutes");
    }
    // What is written by hand stays as it is.
    assert_eq!(o.ana.post("/time-entries", json!({ "task_id": boiler, "minutes": 7 })).ok()["minutes"], 7);
}

#[test]
fn a_change_of_the_clock_neither_adds_nor_takes_an_hour() {
    let o = office();
    let boiler = task(&o.ana, &o.space, "Boiler");
    // The evening before the clocks of Berlin are put forward: 22:00 there is 21:00 UTC.
    let evening: chrono::DateTime<chrono::Utc> = "2027-03-27T21:00:00Z".parse().unwrap();
    o.server.clock.advance(evening.timestamp_millis() - o.server.clock.now_ms());
    let ana = o.server.nobody();
    let email = "ana.moreau@example.com";
    let ana =
        ana.signed_in(&ana.post("/session", json!({ "email": email, "password": guildhall_tests::server::PASSWORD })));
    let started = ana.post("/timer", json!({ "task_id": boiler })).ok();
    assert_eq!(started["timer"]["day"], "2027-03-27");
    o.server.clock.advance(8 * HOUR);
    let stopped = ana.delete("/timer").ok()["stopped"].clone();
    // From 22:00 to 07:00 by the clock, and eight hours of work; on the day it began.
    assert_eq!([&stopped["minutes"], &stopped["day"]], [&json!(480), &json!("2027-03-27")]);
    assert!(!id(&stopped).is_empty());
}

#[test]
fn a_task_that_goes_meanwhile_does_not_keep_the_timer_from_stopping() {
    let o = office();
    let boiler = task(&o.ana, &o.space, "Boiler");
    o.ana.post("/timer", json!({ "task_id": boiler })).ok();
    o.owner.delete(&format!("/tasks/{boiler}")).ok();
    o.owner.delete(&format!("/trash/{boiler}")).ok();
    o.server.clock.advance(HOUR);
    assert_eq!(o.ana.get("/timer").ok()["timer"]["task"], Value::Null);
    assert_eq!(o.ana.delete("/timer").ok()["stopped"]["minutes"], 60);
    o.ana.post("/timer", json!({ "task_id": boiler })).fails(404, "not_found");
}
