//! Targets: how much working time there is, who is warned before it is over and who is told that it was missed, once each.

use crate::{Asked, HOUR, Office, office};
use guildhall::{clockwork::Clockwork, inbox::Keeper, requests::store};
use guildhall_tests::{Client, Server, team::Team, until};
use serde_json::{Value, json};

const MINUTE: i64 = HOUR / 60;
const DAY: i64 = 24 * HOUR;

fn start(server: &Server) {
    Keeper::start(&server.app).unwrap();
    Clockwork::start(&server.app).unwrap();
}

/// Answers within four hours, done within two working days. It is ten on Monday 23 November 2026 in Berlin.
fn promising() -> Office {
    let o = office();
    set(&o, json!({ "first_answer_minutes": 240, "done_minutes": 1080 }));
    start(&o.server);
    o
}

#[track_caller]
fn set(o: &Office, patch: Value) -> Value {
    o.olga.patch(&format!("/spaces/{}", o.space), patch).ok()
}

/// What stands among the needs of somebody, as `title: reason`.
#[track_caller]
fn needs(server: &Server, who: &Client) -> Vec<String> {
    server.settled();
    let page = who.get("/inbox").ok();
    let line = |entry: &Value| format!("{}: {}", entry["title"].as_str().unwrap(), entry["reason"].as_str().unwrap());
    let mut all: Vec<String> = page["items"].as_array().unwrap().iter().map(line).collect();
    all.sort();
    all
}

#[track_caller]
fn comes(o: &Office, who: &Client, wanted: &[&str]) {
    until(|| needs(&o.server, who), |found| found == wanted);
}

/// Waits until so many moments are still to come.
#[track_caller]
fn ahead(server: &Server, wanted: usize) {
    let rows = || store::moments(&server.app.store().snapshot().unwrap(), i64::MAX - 1, 100).unwrap().len();
    until(rows, |rows| *rows == wanted);
}

fn target(o: &Office, asked: &Asked, which: &str) -> Value {
    o.seen(asked)[which].clone()
}

#[test]
fn who_sorts_is_warned_once_and_who_leads_is_told_once_that_it_was_missed() {
    let o = promising();
    let asked = o.ask("Radiators");
    let due = target(&o, &asked, "answer_target");
    let shown = json!({ "minutes": 240, "due_at": "2026-11-23T13:01:00.000Z", "state": "open", "met_at": null, "minutes_left": 240 });
    assert_eq!(due, shown);
    assert_eq!(target(&o, &asked, "done_target")["due_at"], "2026-11-25T09:01:00.000Z", "over two nights");
    o.server.clock.advance(3 * HOUR - 1);
    o.server.settled();
    assert_eq!(needs(&o.server, &o.ana), [""; 0], "not yet");
    o.server.clock.advance(1);
    for one in [&o.ana, &o.ben, &o.olga] {
        comes(&o, one, &["Radiators: answer_near"]);
    }
    let entry = o.ana.get("/inbox").ok()["items"][0].clone();
    let facts = ["item_id", "item_type", "space_id", "target_at", "key"].map(|name| entry[name].clone());
    let known = [json!(asked.id), json!("request"), json!(o.space), json!("2026-11-23T13:01:00.000Z"), json!("")];
    assert_eq!(facts, known);
    assert_eq!(target(&o, &asked, "answer_target")["state"], "near");
    assert_eq!(
        (needs(&o.server, &o.gil), needs(&o.server, &o.max)),
        (vec![], vec![]),
        "guests and others sort nothing"
    );
    o.ana.put(&format!("/inbox/{}/clearance", asked.id), json!({})).ok();
    // The clock goes back and forth over the moment: it was told.
    o.server.clock.advance(-2 * HOUR);
    o.server.clock.advance(2 * HOUR);
    o.server.clock.advance(HOUR);
    comes(&o, &o.olga, &["Radiators: answer_missed"]);
    ahead(&o.server, 2);
    assert_eq!(
        (needs(&o.server, &o.ana), target(&o, &asked, "answer_target")["minutes_left"].clone()),
        (vec![], json!(0))
    );
    assert_eq!(needs(&o.server, &o.ben), ["Radiators: answer_missed"], "who was warned reads what is so by now");
    o.server.clock.advance(90 * MINUTE);
    let late = target(&o, &asked, "answer_target");
    assert_eq!((&late["state"], &late["minutes_left"]), (&json!("late"), &json!(-90)));
    o.say(&o.ben, &asked, "team", "Who goes?");
    assert_eq!(needs(&o.server, &o.olga), ["Radiators: answer_missed"], "nobody answered the requester");
    o.say(&o.ben, &asked, "requester", "We come on Friday.");
    assert_eq!((needs(&o.server, &o.olga), needs(&o.server, &o.ben)), (vec![], vec![]));
    let met = target(&o, &asked, "answer_target");
    assert_eq!((&met["state"], &met["minutes_left"]), (&json!("missed"), &json!(-90)));
}

#[test]
fn nothing_is_told_of_what_was_answered_and_done_in_time() {
    let o = promising();
    let (quick, slow, no) = (o.ask("Quick"), o.ask("Slow"), o.ask("No"));
    o.say(&o.ana, &quick, "requester", "On our way.");
    let task = o.ana.put(&format!("/requests/{}/acceptance", quick.id), json!({})).ok()["task"]["id"].clone();
    let task = format!("/tasks/{}", task.as_str().unwrap());
    let status = |id: u32| o.ana.patch(&task, json!({ "status_id": id })).ok();
    status(4);
    o.ana.put(&format!("/requests/{}/refusal", no.id), json!({ "body": "Not ours." })).ok();
    assert_eq!(target(&o, &quick, "done_target")["state"], "met");
    // Accepting says nothing to the requester, so the answer is still owed; declining does.
    o.ana.put(&format!("/requests/{}/acceptance", slow.id), json!({})).ok();
    o.server.clock.advance(5 * HOUR);
    comes(&o, &o.olga, &["Slow: answer_missed"]);
    ahead(&o.server, 6);
    o.say(&o.ana, &slow, "requester", "Sorry.");
    assert_eq!((needs(&o.server, &o.ana), needs(&o.server, &o.olga)), (vec![], vec![]));
    // What is opened again before its time is told of like any other.
    status(1);
    o.server.clock.advance(DAY);
    comes(&o, &o.ana, &["Quick: done_near", "Slow: done_near"]);
    status(4);
    comes(&o, &o.ana, &["Slow: done_near"]);
    o.server.clock.advance(2 * DAY);
    comes(&o, &o.olga, &["Slow: done_missed"]);
    ahead(&o.server, 0);
    assert_eq!(o.ana.get("/inbox").ok()["items"].as_array().unwrap().len(), 1);
}

#[test]
fn an_answer_that_is_taken_back_is_owed_again() {
    let o = promising();
    let asked = o.ask("Radiators");
    o.server.clock.advance(3 * HOUR - MINUTE);
    let path = format!("/requests/{}/messages", asked.id);
    let said = o.ana.post(&path, json!({ "lane": "requester", "body": "Soon." })).command();
    o.server.clock.advance(MINUTE);
    ahead(&o.server, 3);
    assert_eq!(needs(&o.server, &o.ben), [""; 0]);
    // The letter has left by now.
    o.ana.post("/undo", json!({ "command": said })).fails(410, "undo_gone");
    let other = o.ask("Valve");
    o.server.clock.advance(3 * HOUR - 5_000);
    let path = format!("/requests/{}/messages", other.id);
    let said = o.ana.post(&path, json!({ "lane": "requester", "body": "Soon." })).command();
    o.server.clock.advance(5_000);
    ahead(&o.server, 5);
    o.ana.post("/undo", json!({ "command": said })).ok();
    comes(&o, &o.ben, &["Valve: answer_near"]);
}

#[test]
fn nights_weekends_and_closed_days_do_not_count_and_putting_off_stops_nothing() {
    let o = promising();
    let hours = json!({ "opens": "07:00", "closes": "15:30", "closed_days": ["2026-11-30"] });
    o.olga.patch("/organization", hours).ok();
    // Friday at two in the afternoon: an hour and a half that day, and the rest on Tuesday.
    o.server.clock.advance(4 * DAY + 4 * HOUR - MINUTE);
    let asked = o.ask("Radiators");
    let due = target(&o, &asked, "answer_target");
    assert_eq!((&due["due_at"], &due["minutes_left"]), (&json!("2026-12-01T08:30:00.000Z"), &json!(240)));
    let off = o.ana.put(&format!("/requests/{}/later", asked.id), json!({ "until": "2026-12-05T08:00:00.000Z" })).ok();
    assert_eq!(off["answer_target"], due);
    o.server.clock.advance(2 * DAY);
    assert_eq!(target(&o, &asked, "answer_target")["minutes_left"], 150, "the weekend took none");
    // What is set later is for what comes later.
    set(&o, json!({ "first_answer_minutes": 60, "done_minutes": null }));
    assert_eq!(target(&o, &asked, "answer_target")["due_at"], due["due_at"]);
    let other = o.ask("On Sunday");
    assert_eq!(target(&o, &other, "answer_target")["due_at"], "2026-12-01T07:00:00.000Z");
    assert_eq!(target(&o, &other, "done_target"), Value::Null);
    let listed = |order: &str| -> Vec<String> {
        let all = o.ana.get(&format!("/spaces/{}/requests?limit=1&order={order}", o.space)).ok();
        let more = all["next"].as_str().map(|next| format!("&cursor={next}")).unwrap_or_default();
        let rest = o.ana.get(&format!("/spaces/{}/requests?order={order}{more}", o.space)).ok();
        let rows = [all, if more.is_empty() { json!({ "items": [] }) } else { rest }];
        let rows = rows.iter().flat_map(|page| page["items"].as_array().unwrap());
        rows.map(|row| row["title"].as_str().unwrap().to_owned()).collect()
    };
    o.ana.delete(&format!("/requests/{}/later", asked.id)).ok();
    set(&o, json!({ "first_answer_minutes": null }));
    o.ask("No target");
    assert_eq!(listed("came"), ["Radiators", "On Sunday", "No target"]);
    assert_eq!(listed("due"), ["On Sunday", "Radiators", "No target"]);
    o.server.clock.advance(2 * DAY);
    comes(&o, &o.olga, &["On Sunday: answer_missed", "Radiators: answer_missed"]);
}

#[test]
fn a_server_that_was_off_tells_each_once_and_a_clock_set_back_tells_nothing_again() {
    let o = promising();
    let asked = o.ask("Radiators");
    o.server.clock.advance(3 * HOUR);
    comes(&o, &o.ana, &["Radiators: answer_near"]);
    let Team { server, olga, ana, .. } = o.team;
    let clock = server.clock.clone();
    let (data, _folder) = server.stop();
    clock.advance(-2 * HOUR);
    let server = Server::open(&data, clock);
    start(&server);
    let (olga, ana) = (olga.at(&server.url), ana.at(&server.url));
    server.settled();
    ana.put(&format!("/inbox/{}/clearance", asked.id), json!({})).ok();
    server.clock.advance(2 * HOUR);
    server.settled();
    assert_eq!(needs(&server, &ana), [""; 0], "it was told before");
    let clock = server.clock.clone();
    let (data, _folder) = server.stop();
    clock.advance(5 * DAY);
    let server = Server::open(&data, clock);
    start(&server);
    let (olga, ana) = (olga.at(&server.url), ana.at(&server.url));
    ahead(&server, 0);
    let entry = olga.get("/inbox").ok()["items"][0].clone();
    assert_eq!(until(|| needs(&server, &olga), |found| !found.is_empty()), ["Radiators: done_missed"], "{entry}");
    assert_eq!(needs(&server, &ana), ["Radiators: done_missed"]);
}

#[test]
fn an_entry_goes_with_the_right_to_read_the_space_and_comes_by_no_other_way() {
    let o = promising();
    let asked = o.ask("Radiators");
    o.server.clock.advance(3 * HOUR);
    for one in [&o.ana, &o.ben] {
        comes(&o, one, &["Radiators: answer_near"]);
    }
    let entry = format!("/inbox/{}", asked.id);
    o.ana.put(&format!("{entry}/later"), json!({ "until": "2026-11-24T08:00:00.000Z" })).ok();
    let seen = || o.ana.get("/inbox/counts").ok();
    assert_eq!((&seen()["needs"], &seen()["later"]), (&json!(0), &json!(1)));
    o.olga.delete(&format!("/spaces/{}/members/{}", o.space, o.ana.me())).ok();
    assert_eq!((&seen()["needs"], &seen()["later"]), (&json!(0), &json!(0)));
    for shelf in ["needs", "later", "cleared", "following"] {
        assert_eq!(o.ana.get(&format!("/inbox?shelf={shelf}")).ok()["items"], json!([]), "{shelf}");
    }
    for path in ["clearance", "read"] {
        o.ana.put(&format!("{entry}/{path}"), json!({})).fails(404, "not_found");
    }
    o.max.put(&format!("{entry}/clearance"), json!({})).fails(404, "not_found");
    // Whoever comes back was told of nothing meanwhile, and of what comes is.
    o.olga.put(&format!("/spaces/{}/members/{}", o.space, o.ana.me()), json!({ "role": "lead" })).ok();
    o.server.clock.advance(HOUR);
    comes(&o, &o.ana, &["Radiators: answer_missed"]);
    // A space in the trash, and an archived one, have nobody who could answer.
    let other = o.ask("Valve");
    o.olga.put(&format!("/spaces/{}/archive", o.space), json!({})).ok();
    o.server.clock.advance(DAY);
    ahead(&o.server, 4);
    assert_eq!(needs(&o.server, &o.ben), ["Radiators: answer_missed"], "nothing of {}", other.id);
}

#[test]
fn what_cannot_be_meant_is_refused_with_what_to_do() {
    let o = office();
    let (space, organization) = (format!("/spaces/{}", o.space), "/organization");
    for wrong in [json!(0), json!(-60), json!(1_000_000_000), json!(i64::MAX)] {
        for field in ["first_answer_minutes", "done_minutes"] {
            let refused = o.olga.patch(&space, json!({ field: wrong })).fails(422, "invalid");
            assert!(refused["error"]["fields"][field].as_str().unwrap().contains("2,000 hours"), "{refused}");
        }
    }
    for wrong in [json!("240"), json!(1.5), json!({}), json!(true)] {
        assert_eq!(o.olga.patch(&space, json!({ "done_minutes": wrong })).status, 400, "{wrong}");
    }
    for wrong in [("17:00", "08:00"), ("08:00", "08:59"), ("8", "17:00"), ("08:00", "24:01"), ("08:00", "-1:00")] {
        let refused = o.olga.patch(organization, json!({ "opens": wrong.0, "closes": wrong.1 })).fails(422, "invalid");
        assert_eq!(refused["error"]["fields"].as_object().unwrap().len(), 1, "{refused}");
    }
    assert_eq!(o.olga.patch(organization, json!({ "opens": 480 })).status, 400);
    let same = o.olga.get(organization).ok();
    assert_eq!((&same["opens"], &same["closes"]), (&json!("08:00"), &json!("17:00")));
    o.olga.patch(organization, json!({ "opens": "00:00", "closes": "24:00" })).ok();
    // Targets are the leads' to set, and can be taken back.
    o.ana.patch(&space, json!({ "done_minutes": 60 })).fails(403, "forbidden");
    o.ana.patch(organization, json!({ "opens": "09:00" })).fails(403, "forbidden");
    let set = o.olga.patch(&space, json!({ "done_minutes": 60 }));
    let command = set.command();
    assert_eq!(set.ok()["done_minutes"], 60);
    o.olga.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.ana.get(&space).ok()["done_minutes"], Value::Null);
    assert_eq!(
        o.max.get(&space).ok()["first_answer_minutes"],
        Value::Null,
        "and who does not read the space sees none"
    );
}

#[test]
fn the_report_counts_what_was_kept() {
    let o = promising();
    let (quick, slow) = (o.ask("Quick"), o.ask("Slow"));
    o.say(&o.ana, &quick, "requester", "Today.");
    o.server.clock.advance(5 * HOUR);
    o.say(&o.ana, &slow, "requester", "Tomorrow.");
    o.ana.put(&format!("/requests/{}/refusal", quick.id), json!({ "body": "It was the pump." })).ok();
    o.ask("Open");
    let report = o.ana.get("/reports/requests").ok();
    assert_eq!(
        (&report["answers"], &report["done"]),
        (&json!({ "in_time": 1, "of": 2 }), &json!({ "in_time": 1, "of": 1 }))
    );
    assert_eq!(report["spaces"][0]["answers"], report["answers"]);
    let table = o.ana.get("/reports/requests.csv");
    assert!(table.text.ends_with(",1,2,1,1\r\n"), "{}", table.text);
    o.server.clock.advance(7 * DAY);
    let report = o.ana.get("/reports/requests").ok();
    assert_eq!(
        (&report["answers"], &report["done"]),
        (&json!({ "in_time": 1, "of": 3 }), &json!({ "in_time": 1, "of": 3 }))
    );
}
