//! What comes when: after the server was off, with another clock, after a restore, in crowds; and with whose rights.

use crate::{DAY, HOUR, Office, all, looked, office, outcomes, path, runs};
use guildhall::{
    access::Who,
    clockwork::Clockwork,
    outgoing,
    processes::{commands, input::ProcessInput},
};
use guildhall_tests::{Server, id, until};
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn a_server_that_was_off_starts_one_run_and_lists_the_missed() {
    let o = office();
    let made = o.make("every weekday 9:00", json!({}));
    let hand = o.make("every day 9:00 until 2026-11-25", json!({}));
    let (clock, olga, space) = (o.server.clock.clone(), o.olga.clone(), o.space.clone());
    let (data, _folder) = o.0.server.stop();
    clock.advance(8 * DAY + HOUR);
    let server = Server::open(&data, clock);
    Clockwork::start(&server.app).unwrap();
    let olga = olga.at(&server.url);
    let six = runs(&olga, &made, 6);
    assert_eq!(outcomes(&six), ["open", "missed", "missed", "missed", "missed", "missed"]);
    assert_eq!(six[0]["occurrence_at"], "2026-12-01T08:00:00.000Z");
    assert_eq!(six[5]["occurrence_at"], "2026-11-24T08:00:00.000Z");
    assert_eq!(outcomes(&runs(&olga, &hand, 2)), ["late", "missed"], "what is over by now had its last run");
    let process = olga.get(&path(&made)).ok();
    assert_eq!((&process["statistics"]["missed"], &process["statistics"]["on_time_rate"]), (&json!(5), &json!(0)));
    // The clock is set back over what was started, and is right again: nothing comes twice.
    server.clock.advance(-3 * HOUR);
    looked(&server, &olga, &space);
    server.clock.advance(3 * HOUR);
    looked(&server, &olga, &space);
    assert_eq!(all(&olga, &made).len(), 6);
    assert_eq!(olga.get(&path(&made)).ok()["next_at"], "2026-12-02T08:00:00.000Z");
    server.clock.advance(DAY);
    runs(&olga, &made, 7);
}

#[test]
fn a_clock_a_year_ahead_for_a_while_leaves_nothing_out() {
    const YEAR: i64 = 365 * DAY;
    let mut o = office();
    // A session does not last so long.
    let token = o.olga.post("/me/tokens", json!({ "name": "Script", "scopes": ["read", "write"] })).ok();
    let bearer = format!("Bearer {}", token["secret"].as_str().unwrap());
    o.0.olga = o.server.nobody().with("Authorization", &bearer);
    let made = o.make("every monday 9:00", json!({}));
    o.server.clock.advance(YEAR);
    let wrong = until(|| all(&o.olga, &made), |all| all.first().is_some_and(|run| run["number"] == 1));
    assert_eq!((wrong.len(), &wrong[0]["occurrence_at"]), (52, &json!("2027-11-22T08:00:00.000Z")));
    o.server.clock.advance(-YEAR);
    until(|| o.olga.get(&path(&made)).ok()["next_at"].clone(), |next| next == "2026-11-30T08:00:00.000Z");
    // What was listed as missed comes at its time after all.
    o.server.clock.advance(7 * DAY);
    let run = until(
        || all(&o.olga, &made).into_iter().find(|run| run["occurrence_at"] == "2026-11-30T08:00:00.000Z").unwrap(),
        |run| run["outcome"] == "open",
    );
    assert_eq!((&run["number"], all(&o.olga, &made).len()), (&json!(2), 52));
}

#[test]
fn after_a_restore_nothing_starts_until_an_admin_says_so() {
    let o = office();
    let made = o.make("every day 9:00", json!({}));
    let now = o.server.clock.now_ms();
    o.server.app.run_blocking(Who::system(), move |work| Ok(outgoing::hold(work.tx, now, Vec::new())?)).unwrap();
    o.server.clock.advance(3 * DAY);
    o.looked();
    assert_eq!(all(&o.olga, &made), [] as [Value; 0]);
    o.olga.put("/admin/outgoing", json!({ "held": false })).ok();
    assert_eq!(outcomes(&runs(&o.olga, &made, 3)), ["open", "missed", "missed"]);
}

#[test]
fn runs_have_the_rights_of_whoever_changed_it_last_as_they_are_then() {
    let o = office();
    let made = o
        .ana
        .post(&format!("/spaces/{}/processes", o.space), json!({ "name": "Ana's", "rule": "every day 9:00" }))
        .ok();
    o.server.clock.advance(DAY);
    runs(&o.olga, &made, 1);
    o.olga.put(&format!("/spaces/{}/members/{}", o.space, o.ana.me()), json!({ "role": "guest" })).ok();
    o.server.clock.advance(DAY);
    assert_eq!(outcomes(&runs(&o.olga, &made, 2)), ["missed", "late"], "a guest makes no tasks");
    assert_eq!(o.olga.get(&path(&made)).ok()["owner_gone"], true);
    let taken = o.olga.patch(&path(&made), json!({})).ok();
    assert_eq!((&taken["owner_gone"], &taken["owner_id"]), (&json!(false), &json!(o.olga.me())));
    o.server.clock.advance(DAY);
    assert_eq!(outcomes(&runs(&o.olga, &made, 3)), ["open", "missed", "late"]);
    // A space at rest starts nothing and misses nothing.
    o.olga.put(&format!("/spaces/{}/archive", o.space), json!({})).ok();
    o.server.clock.advance(3 * DAY);
    let other = o.olga.space("Other", "open");
    looked(&o.server, &o.olga, &other);
    assert_eq!(all(&o.olga, &made).len(), 3);
}

#[test]
fn the_zone_of_the_organization_moves_the_times() {
    let o = office();
    let made = o.make("every day 9:00", json!({}));
    o.olga.patch("/organization", json!({ "time_zone": "America/New_York" })).ok();
    until(|| o.olga.get(&path(&made)).ok()["next_at"].clone(), |next| next == "2026-11-23T14:00:00.000Z");
    o.server.clock.advance(5 * HOUR);
    assert_eq!(runs(&o.olga, &made, 1)[0]["occurrence_at"], "2026-11-23T14:00:00.000Z");
}

#[test]
fn closed_days_of_the_organization_move_the_times() {
    let o = office();
    let after = o.make("every monday 9:00, on closed days the day after", json!({}));
    let skipped = o.make("every monday 9:00, closed days skipped", json!({}));
    let days = |days: Value| o.olga.patch("/organization", json!({ "closed_days": days }));
    assert_eq!(days(json!(["2026-12-25", "2026-11-30"])).ok()["closed_days"], json!(["2026-11-30", "2026-12-25"]));
    let next = |process: &Value| o.olga.get(&path(process)).ok()["next_at"].clone();
    until(|| next(&after), |next| next == "2026-12-01T08:00:00.000Z");
    until(|| next(&skipped), |next| next == "2026-12-07T08:00:00.000Z");
    o.server.clock.advance(7 * DAY);
    o.looked();
    assert_eq!(all(&o.olga, &after), [] as [Value; 0]);
    o.server.clock.advance(DAY);
    assert_eq!(runs(&o.olga, &after, 1)[0]["occurrence_at"], "2026-12-01T08:00:00.000Z");
    days(json!(["1969-12-31"])).fails(422, "invalid");
    days(json!(["yesterday"])).fails(400, "bad_json");
    o.ana.patch("/organization", json!({ "closed_days": [] })).fails(403, "forbidden");
}

/// Makes many processes at once, as nobody could over HTTP in the time of a test.
fn many(o: &Office, count: usize, rule: &str) {
    let (space, me) = (o.space.parse().unwrap(), o.olga.me().parse().unwrap());
    for part in 0..count.div_ceil(250) {
        let rule = rule.to_owned();
        let make = move |work: &mut guildhall::access::Work<'_, '_>| {
            for number in part * 250..count.min((part + 1) * 250) {
                let input =
                    ProcessInput { name: format!("P{number}"), rule: Some(rule.clone()), ..ProcessInput::default() };
                commands::create(work, space, &input)?;
            }
            Ok(())
        };
        o.server.app.run_blocking(Who::person(me), make).unwrap();
    }
}

#[test]
fn it_is_looked_when_something_is_due_or_changes_and_else_hardly_ever() {
    const FARTHEST: Duration = Duration::from_secs(30);
    let o = office();
    let looked = || Clockwork::looked(&o.server.app);
    let sleeps = |seconds: u64| until(looked, |looked| looked.sleeps == Duration::from_secs(seconds));
    // What is due tomorrow is farther away than it sleeps.
    o.make("every day 9:00", json!({}));
    sleeps(FARTHEST.as_secs());
    let topic = o.olga.post(&format!("/spaces/{}/topics", o.space), json!({ "title": "Clock" })).ok();
    let at = guildhall_domain::when::from_ms(o.server.clock.now_ms() + 10_000).to_rfc3339();
    let poll = json!({ "question": "Now?", "choices": ["a", "b"], "closes_at": at });
    o.olga.post(&format!("/items/{}/polls", id(&topic)), poll).ok();
    let before = sleeps(10).times;
    for _ in 0..50 {
        o.olga.get(&format!("/spaces/{}/view", o.space)).ok();
    }
    assert!(looked().times <= before + 1, "who reads wakes nobody");
    // A clock that is moved is looked at once, and what is due then is done.
    o.server.clock.advance(4_000);
    let after = sleeps(6).times;
    assert!(after <= before + 2, "{before} looks, then {after}");
    o.server.clock.advance(6_000);
    let messages = || o.olga.get(&format!("/topics/{}/messages?at=newest", id(&topic))).ok();
    until(messages, |all| all["items"].to_string().contains("\"closed_at\":\""));
    sleeps(FARTHEST.as_secs());
}

#[test]
fn a_thousand_at_the_same_minute_are_started_in_few_commits() {
    let o = office();
    many(&o, 1_000, "every day 9:00");
    let stats = || o.server.app.store().stats().unwrap();
    o.looked();
    let before = stats().commits;
    let open = || o.olga.get(&format!("/spaces/{}/view", o.space)).ok()["total"].clone();
    assert_eq!(open(), 0);
    let begun = std::time::Instant::now();
    o.server.clock.advance(DAY);
    until(open, |total| *total == 1_000);
    println!("1,000 runs in {:?}, {} commits", begun.elapsed(), stats().commits - before);
    assert!(stats().commits - before <= 60, "{} commits", stats().commits - before);
    o.looked();
    assert_eq!(open(), 1_000, "none twice");
    let first = o.olga.get(&format!("/spaces/{}/processes", o.space)).ok()["items"][0].clone();
    assert_eq!(id(&all(&o.olga, &first)[0]).len(), 36);
}
