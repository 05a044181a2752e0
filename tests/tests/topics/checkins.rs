//! Check-ins: asked on their rule once, answered in their topic, and who has not is known to those who lead.

use crate::{Office, bodies, id, messages, office};
use guildhall::{access::Who, clockwork::Clockwork, inbox::Keeper, outgoing, search::Searcher};
use guildhall_tests::{Client, Server, until};
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// The office with Ben in the closed space as well, so that Olga leads Ana and Ben there, and everything running.
fn asking() -> Office {
    let o = office();
    o.olga.put(&format!("/spaces/{}/members/{}", o.closed, o.ben.me()), json!({"role": "member"})).ok();
    run(&o.server);
    o
}

fn run(server: &Server) {
    Keeper::start(&server.app).unwrap();
    Clockwork::start(&server.app).unwrap();
}

/// Every Monday at nine in Berlin, where the organization is: at eight, UTC, in winter.
fn monday() -> Value {
    json!({ "every": "week", "days": [1], "at": "09:00" })
}

fn make(o: &Office, rule: Value, with: Value) -> Value {
    let mut input = json!({ "question": "What will you do this week?", "rule": rule });
    input.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    o.olga.post(&format!("/spaces/{}/check-ins", o.closed), input).ok()
}

fn needs(by: &Client) -> Vec<Value> {
    by.get("/inbox?shelf=needs").ok()["items"].as_array().unwrap().clone()
}

/// The last round once there are so many.
#[track_caller]
fn rounds(by: &Client, check_in: &Value, count: usize) -> Value {
    let all = || by.get(&format!("/check-ins/{}/rounds", id(check_in))).ok()["items"].clone();
    until(all, |all| all.as_array().unwrap().len() == count)[0].clone()
}

/// Waits until the clockwork has seen everything that is due by now: two polls close, one after the other, and what is
/// asked in the turn of the first one is asked before the second.
fn looked(o: &Office) {
    let topic = o.olga.post(&format!("/spaces/{}/topics", o.open), json!({ "title": "Clock" })).ok();
    for turn in 0..2 {
        let at = guildhall_domain::when::from_ms(o.server.clock.now_ms() + 1_000).to_rfc3339();
        let poll = json!({ "question": "Now?", "choices": ["a", "b"], "closes_at": at });
        o.olga.post(&format!("/items/{}/polls", id(&topic)), poll).ok();
        o.server.clock.advance(1_000);
        let closed = || messages(&o.olga, &topic, "?at=newest")["items"][turn]["poll"]["closed_at"].clone();
        until(closed, |at| at.is_string());
    }
    o.server.settled();
}

#[test]
fn it_asks_those_of_the_space_until_they_have_answered() {
    let o = asking();
    o.olga.put(&format!("/spaces/{}/members/{}", o.closed, o.gil.me()), json!({"role": "guest"})).ok();
    let made = make(&o, monday(), json!({}));
    assert_eq!(
        made["next_at"],
        json!(["2026-11-30T08:00:00.000Z", "2026-12-07T08:00:00.000Z", "2026-12-14T08:00:00.000Z"])
    );
    o.server.clock.advance(7 * DAY);
    let round = rounds(&o.olga, &made, 1);
    o.server.settled();
    for one in [&o.olga, &o.ana, &o.ben] {
        let entry = needs(one)[0].clone();
        assert_eq!((&entry["reason"], &entry["comment_id"]), (&json!("asked"), &round["message_id"]), "{entry}");
        assert_eq!(
            (&entry["title"], &entry["actor"]["name"]),
            (&json!("What will you do this week?"), &json!("Guildhall"))
        );
    }
    assert_eq!(needs(&o.gil), [] as [Value; 0], "people from outside are asked by name only");
    // Having read it is no answer; clearing it is none either. Saying something there is.
    o.ana.put(&format!("/topics/{}/reading", id(&made)), json!({})).ok();
    o.server.settled();
    assert_eq!(needs(&o.ana).len(), 1);
    let answer = o.ana.post(&format!("/items/{}/comments", id(&made)), json!({ "body": "Valves" })).ok();
    assert_eq!(answer["reply_to"], round["message_id"], "what is said without replying to anything answers");
    o.server.settled();
    assert_eq!((needs(&o.ana).len(), needs(&o.ben).len()), (0, 1));
    assert_eq!(
        o.ana.get(&format!("/topics/{}", id(&made))).ok()["following"],
        false,
        "the others' answers are not for them"
    );
    // A second one is only said.
    assert!(
        o.ana.post(&format!("/items/{}/comments", id(&made)), json!({ "body": "And pipes" })).ok()["reply_to"]
            .is_null()
    );
    // Who has not answered is known to those who lead.
    let led = rounds(&o.olga, &made, 1)["round"].clone();
    assert_eq!((&led["answered_count"], &led["asked_count"], &led["mine"]), (&json!(1), &json!(3), &json!("open")));
    let mut missing: Vec<&str> =
        led["missing_ids"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    missing.sort_unstable();
    let mut both = [o.olga.me(), o.ben.me()];
    both.sort();
    assert_eq!(missing, both);
    let seen = rounds(&o.ana, &made, 1)["round"].clone();
    assert_eq!((&seen["mine"], &seen["missing_ids"]), (&json!("answered"), &Value::Null));
    assert!(messages(&o.ana, &made, "")["items"][0]["round"]["missing_ids"].is_null());
    assert!(o.ana.get(&format!("/check-ins/{}", id(&made))).ok()["round"]["missing_ids"].is_null());
    assert!(!o.ana.get("/changes?since=").text.contains("missing"));
    // An answer that is taken back leaves the question open; undone it is answered again.
    let deleted = o.ana.delete(&format!("/comments/{}", id(&answer)));
    let command = deleted.command();
    deleted.ok();
    o.server.settled();
    assert_eq!((needs(&o.ana).len(), rounds(&o.ana, &made, 1)["round"]["mine"].clone()), (1, json!("open")));
    o.ana.post("/undo", json!({ "command": command })).ok();
    o.server.settled();
    assert_eq!(needs(&o.ana).len(), 0);
    // The next time everybody is asked again, in the same topic.
    o.server.clock.advance(7 * DAY);
    rounds(&o.olga, &made, 2);
    o.server.settled();
    assert_eq!((needs(&o.ana).len(), needs(&o.ben).len()), (1, 1), "one entry for an item");
    assert_eq!(
        bodies(&messages(&o.ana, &made, "?at=newest")).iter().filter(|one| one.starts_with("What will")).count(),
        2
    );
}

#[test]
fn a_server_that_was_off_asks_once_and_goes_on() {
    let o = asking();
    let made = make(&o, json!({ "every": "working_day", "at": "09:00" }), json!({}));
    let (clock, olga) = (o.server.clock.clone(), o.olga.clone());
    let (data, _folder) = o.server.stop();
    clock.advance(8 * DAY + HOUR);
    let server = Server::open(&data, clock);
    run(&server);
    let olga = olga.at(&server.url);
    let round = rounds(&olga, &made, 1);
    assert_eq!(round["asked_at"], "2026-12-01T10:00:00.000Z");
    // It goes on in its rule, and the clock that is set back over what was asked asks nothing twice.
    server.clock.advance(-2 * HOUR);
    server.clock.advance(2 * HOUR + 60_000);
    assert_eq!(olga.get(&format!("/check-ins/{}", id(&made))).ok()["next_at"][0], "2026-12-02T08:00:00.000Z");
    server.clock.advance(DAY);
    rounds(&olga, &made, 2);
    let text = messages(&olga, &made, "?at=newest").to_string();
    assert_eq!(text.matches("\"asked_count\"").count(), 2);
}

#[test]
fn one_reminder_comes_when_it_is_neither_quiet_nor_off_and_not_to_who_has_answered() {
    let o = asking();
    let rule = json!({ "every": "week", "days": [5], "at": "16:00" });
    let made = make(&o, rule, json!({ "remind_after_hours": 3, "person_ids": [o.ana.me(), o.ben.me()] }));
    // Ben does not mind his evenings.
    o.ben.put("/me/mail", json!({ "quiet": false })).ok();
    let to_friday = 4 * DAY + 6 * HOUR;
    o.server.clock.advance(to_friday);
    rounds(&o.olga, &made, 1);
    o.server.settled();
    let at = |by: &Client| needs(by)[0]["at"].as_str().unwrap().to_owned();
    assert_eq!((at(&o.ana), at(&o.ben)), ("2026-11-27T15:00:00.000Z".into(), "2026-11-27T15:00:00.000Z".into()));
    for one in [&o.ana, &o.ben] {
        one.put(&format!("/inbox/{}/read", id(&made)), json!({})).ok();
    }
    o.server.clock.advance(3 * HOUR);
    until(|| at(&o.ben), |at| at.starts_with("2026-11-27T18:00"));
    assert_eq!(needs(&o.ben)[0]["unread"], true, "it stands there as new");
    assert!(at(&o.ana).starts_with("2026-11-27T15"), "in the evening nobody is reminded");
    // Not on Saturday at noon either, but on Monday morning.
    o.server.clock.advance(17 * HOUR);
    looked(&o);
    assert!(at(&o.ana).starts_with("2026-11-27T15"));
    o.ben.put(&format!("/inbox/{}/read", id(&made)), json!({})).ok();
    o.server.clock.advance(44 * HOUR);
    until(|| at(&o.ana), |at| at.starts_with("2026-11-30T07"));
    assert_eq!(needs(&o.ben)[0]["unread"], false, "once");
    // The next time only who has not answered.
    o.server.clock.advance(4 * DAY + 8 * HOUR);
    rounds(&o.olga, &made, 2);
    o.ben.post(&format!("/items/{}/comments", id(&made)), json!({ "body": "Done" })).ok();
    until(|| needs(&o.ben), Vec::is_empty);
    o.server.clock.advance(4 * DAY);
    until(|| at(&o.ana), |at| at.starts_with("2026-12-08"));
    assert_eq!(needs(&o.ben), [] as [Value; 0]);
}

#[test]
fn it_is_changed_paused_ended_and_taken_back_by_who_leads() {
    let o = asking();
    let made = make(&o, monday(), json!({}));
    let path = format!("/check-ins/{}", id(&made));
    let daily = json!({ "every": "working_day", "at": "08:30" });
    o.ana.patch(&path, json!({ "paused": true })).fails(403, "forbidden");
    o.ana.delete(&path).fails(403, "forbidden");
    o.ana
        .post(&format!("/spaces/{}/check-ins", o.closed), json!({ "question": "Q", "rule": monday() }))
        .fails(403, "forbidden");
    o.ana.patch(&format!("/topics/{}", id(&made)), json!({ "title": "Other" })).fails(403, "forbidden");
    let changed = o.olga.patch(&path, json!({ "rule": daily, "question": "What today?" }));
    let command = changed.command();
    let changed = changed.ok();
    assert_eq!(
        (&changed["next_at"][0], &changed["question"]),
        (&json!("2026-11-24T07:30:00.000Z"), &json!("What today?"))
    );
    o.olga.patch_from(&made["version"], &path, json!({ "rule": monday() })).fails(412, "stale");
    o.olga.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.olga.get(&path).ok()["next_at"][0], "2026-11-30T08:00:00.000Z", "the times go back as well");
    let paused = o.olga.patch(&path, json!({ "paused": true })).ok();
    assert_eq!((&paused["paused"], &paused["next_at"]), (&json!(true), &json!([])));
    o.server.clock.advance(8 * DAY);
    looked(&o);
    assert_eq!(o.olga.get(&format!("{path}/rounds")).ok()["items"], json!([]), "what is paused is not asked");
    let on = o.olga.patch(&path, json!({ "paused": false })).ok();
    assert_eq!(on["next_at"][0], "2026-12-07T08:00:00.000Z", "nor asked for what was missed");
    o.server.clock.advance(6 * DAY);
    rounds(&o.olga, &made, 1);
    o.server.settled();
    assert_eq!(needs(&o.ana).len(), 1);
    let ended = o.olga.delete(&path);
    let command = ended.command();
    assert!(ended.ok()["ended_at"].is_string());
    o.server.settled();
    assert_eq!(needs(&o.ana), [] as [Value; 0], "nobody is waited for any more");
    o.olga.patch(&path, json!({ "paused": true })).fails(409, "conflict");
    o.olga.post("/undo", json!({ "command": command })).ok();
    o.server.settled();
    assert_eq!(needs(&o.ana).len(), 1);
    // In the trash it is not asked, and comes back as it was.
    o.olga.delete(&format!("/topics/{}", id(&made))).ok();
    assert_eq!(o.olga.get(&format!("/spaces/{}/check-ins", o.closed)).ok()["items"], json!([]));
    o.server.clock.advance(8 * DAY);
    o.olga.put(&format!("/topics/{}/restore", id(&made)), json!({})).ok();
    looked(&o);
    assert_eq!(
        o.olga.get(&format!("{path}/rounds")).ok()["items"].as_array().unwrap().len(),
        1,
        "nor for what was missed there"
    );
    assert_eq!(o.olga.get(&format!("/spaces/{}/check-ins", o.closed)).ok()["items"][0]["id"], made["id"]);
}

#[test]
fn it_asks_with_the_rights_of_whoever_made_it_and_only_who_may_read() {
    let o = asking();
    o.olga.put(&format!("/spaces/{}/members/{}", o.closed, o.ana.me()), json!({"role": "lead"})).ok();
    let input = json!({ "question": "Well?", "rule": monday(), "person_ids": [o.ben.me(), o.olga.me()] });
    let made = o.ana.post(&format!("/spaces/{}/check-ins", o.closed), input).ok();
    o.olga.delete(&format!("/spaces/{}/members/{}", o.closed, o.ben.me())).ok();
    o.server.clock.advance(7 * DAY);
    let round = rounds(&o.olga, &made, 1);
    o.server.settled();
    assert_eq!((needs(&o.ben).len(), needs(&o.olga).len()), (0, 1), "who was removed is not asked");
    assert_eq!(round["round"]["asked_count"], 1);
    o.ben.get(&format!("/check-ins/{}", id(&made))).fails(404, "not_found");
    // Ana leads no more: nothing is asked in her name.
    o.olga.put(&format!("/spaces/{}/members/{}", o.closed, o.ana.me()), json!({"role": "member"})).ok();
    o.server.clock.advance(7 * DAY);
    looked(&o);
    assert_eq!(o.olga.get(&format!("/check-ins/{}/rounds", id(&made))).ok()["items"].as_array().unwrap().len(), 1);
    let shown = o.olga.get(&format!("/check-ins/{}", id(&made))).ok();
    assert_eq!(shown["owner_gone"], true);
    let taken = o.olga.patch(&format!("/check-ins/{}", id(&made)), json!({})).ok();
    assert_eq!((&taken["owner_gone"], &taken["owner_id"]), (&json!(false), &json!(o.olga.me())));
    o.server.clock.advance(7 * DAY);
    rounds(&o.olga, &made, 2);
}

#[test]
fn after_a_restore_nothing_is_asked_until_an_admin_says_so() {
    let o = asking();
    let made = make(&o, monday(), json!({}));
    let now = o.server.clock.now_ms();
    o.server.app.run_blocking(Who::system(), move |work| Ok(outgoing::hold(work.tx, now, Vec::new())?)).unwrap();
    o.server.clock.advance(15 * DAY);
    looked(&o);
    assert_eq!(o.olga.get(&format!("/check-ins/{}/rounds", id(&made))).ok()["items"], json!([]));
    o.olga.put("/admin/outgoing", json!({ "held": false })).ok();
    rounds(&o.olga, &made, 1);
    looked(&o);
    rounds(&o.olga, &made, 1);
}

#[test]
fn what_cannot_be_asked_is_refused_and_found_is_the_question_once() {
    let o = asking();
    Searcher::start(&o.server.app).unwrap();
    let path = format!("/spaces/{}/check-ins", o.closed);
    let with = |rule: Value| json!({ "question": "Q", "rule": rule });
    let crowd: Vec<String> = (0..1_000).map(|n| format!("019ab000-0000-7000-8000-{n:012}")).collect();
    for (wrong, field) in [
        (with(json!({ "every": "week", "days": [], "at": "09:00" })), "rule"),
        (with(json!({ "every": "week", "days": [0], "at": "09:00" })), "rule"),
        (with(json!({ "every": "week", "days": [8], "at": "09:00" })), "rule"),
        (with(json!({ "every": "month", "at": "09:00" })), "rule"),
        (with(json!({ "every": "month", "day": 32, "at": "09:00" })), "rule"),
        (with(json!({ "every": "working_day", "at": "25:00" })), "rule"),
        (json!({ "question": " ", "rule": monday() }), "question"),
        (json!({ "question": "Q", "rule": monday(), "remind_after_hours": 73 }), "remind_after_hours"),
        (json!({ "question": "Q", "rule": monday(), "person_ids": crowd }), "person_ids"),
        (json!({ "question": "Q", "rule": monday(), "person_ids": [o.gil.me()] }), "person_ids"),
        (json!({ "question": "Q", "rule": monday(), "person_ids": [o.closed] }), "person_ids"),
    ] {
        let refused = o.olga.post(&path, wrong);
        assert!(refused.json["error"]["fields"][field].is_string(), "{}", refused.text);
    }
    for wrong in [
        with(json!({ "every": "hour", "at": "09:00" })),
        with(json!("daily")),
        with(json!({ "every": "week", "days": "1", "at": "09:00" })),
    ] {
        o.olga.post(&path, wrong).fails(400, "bad_json");
    }
    o.olga
        .post("/check-ins/times", json!({ "rule": { "every": "month", "day": 0, "at": "9:00" } }))
        .fails(422, "invalid");
    let times = o.ana.post("/check-ins/times", json!({ "rule": { "every": "month", "day": 31, "at": "09:00" } })).ok();
    assert_eq!(
        (&times["items"][0], &times["items"][2]),
        (&json!("2026-11-30T08:00:00.000Z"), &json!("2027-01-31T08:00:00.000Z"))
    );
    assert_eq!(o.olga.get(&path).ok()["items"], json!([]));
    let plain = o.ana.post(&format!("/spaces/{}/topics", o.closed), json!({ "title": "Plain" })).ok();
    o.olga.get(&format!("/check-ins/{}", id(&plain))).fails(404, "not_found");
    o.olga.patch(&format!("/check-ins/{}", id(&plain)), json!({ "paused": true })).fails(404, "not_found");
    let given = json!({ "id": "019ab000-0000-7000-8000-00000000000c", "question": "Which gasket?", "rule": monday() });
    let made = o.olga.post(&path, given.clone()).ok();
    assert_eq!(o.olga.post(&path, given).ok()["id"], made["id"]);
    o.server.clock.advance(7 * DAY);
    rounds(&o.olga, &made, 1);
    assert!(o.server.app.parts().search.get().is_some());
    let found = || o.ana.get("/search?q=gasket").ok()["items"].clone();
    let hits = until(found, |hits| !hits.as_array().unwrap().is_empty());
    assert_eq!(hits.as_array().unwrap().len(), 1, "{hits}");
    assert_eq!(hits[0]["id"], made["id"]);
}
