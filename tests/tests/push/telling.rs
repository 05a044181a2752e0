//! What is told, when, and to whom.

use crate::{office, until};
use guildhall::clockwork::Clockwork;
use guildhall_tests::{Server, server::PASSWORD};
use serde_json::json;

#[test]
fn a_browser_is_told_that_there_is_something_and_what_only_where_its_owner_allows() {
    let o = office();
    let key = o.ana.get("/push").ok()["key"].as_str().unwrap().to_owned();
    assert_eq!(o.olga.get("/push").ok()["key"].as_str().unwrap(), key, "one key for all of them");
    o.agree("/plain", false);
    o.agree("/open", true);
    let valve = o.task("Valve “<b>” ü");
    o.server.settled();
    until(|| o.waiting(), |waiting| *waiting == 2);
    assert_eq!(o.browser.told().len(), 0, "it can still be undone");
    o.server.clock.advance(16_000);
    let told = o.browser.wait(2);
    let of = |path: &str| told.iter().find(|one| one["path"] == path).unwrap();
    let plain = &of("/plain")["message"];
    assert_eq!(plain["body"], "Something needs you in Guildhall");
    assert_eq!((&plain["title"], &plain["path"]), (&json!("Guildhall"), &json!("/inbox")));
    assert!(!plain.to_string().contains("Valve") && !plain.to_string().contains("Olga"), "{plain}");
    let open = &of("/open")["message"];
    assert_eq!(open["title"], "Olga Owner assigned you “Valve “<b>” ü”");
    let number = o.ana.get(&format!("/tasks/{valve}")).ok()["key"].as_str().unwrap().to_owned();
    assert_eq!(open["path"], json!(format!("/t/{number}")));
    for one in &told {
        let claims = &one["claims"];
        assert_eq!((&claims["key"], &claims["aud"]), (&json!(key), &json!(o.browser.origin())));
        assert_eq!(claims["sub"], "https://work.example.org/office");
        let left = claims["exp"].as_i64().unwrap() * 1000 - o.server.clock.now_ms();
        assert!((1..=24 * 3_600_000).contains(&left), "{left}");
        assert_eq!((&one["open"], &one["ttl"]), (&json!(false), &json!("86400")));
        assert!(one["topic"].as_str().unwrap().len() <= 32);
    }
    until(|| o.waiting(), |waiting| *waiting == 0);
    assert_eq!(o.browser.told().len(), 2, "once each");
    assert!(o.devices().iter().all(|device| device["last_at"].is_string()));
}

#[test]
fn what_is_undone_read_or_closed_to_somebody_in_time_is_not_told_and_many_are_told_as_one() {
    let o = office();
    o.agree("/open", true);
    let payroll = o.olga.space("Payroll", "private");
    o.olga.put(&format!("/spaces/{payroll}/members/{}", o.ana.me()), json!({ "role": "member" })).ok();
    o.olga.post(&format!("/spaces/{payroll}/tasks"), json!({ "title": "Secret", "assignee_id": o.ana.me() })).ok();
    let [undone, read] = ["Undone", "Read"].map(|title| o.task(title));
    o.server.settled();
    until(|| o.waiting(), |waiting| *waiting == 1);
    o.olga.delete(&format!("/spaces/{payroll}/members/{}", o.ana.me())).ok();
    o.olga.patch(&format!("/tasks/{undone}"), json!({ "assignee_id": null })).ok();
    o.ana.put(&format!("/inbox/{read}/read"), json!({})).ok();
    o.server.settled();
    o.server.clock.advance(16_000);
    until(|| o.waiting(), |waiting| *waiting == 0);
    assert_eq!(o.browser.told().len(), 0);
    for n in 0..5 {
        o.task(&format!("Number {n}"));
    }
    o.pass();
    let told = o.browser.wait(1);
    assert_eq!(told[0]["message"]["body"], "5 things need you");
    until(|| o.waiting(), |waiting| *waiting == 0);
    assert_eq!(o.browser.told().len(), 1);
}

#[test]
fn quiet_hours_and_kinds_are_those_of_mail_and_nothing_leaves_while_it_is_held() {
    let o = office();
    o.agree("/open", true);
    // How often mail comes does not matter; which kinds and when it is quiet do.
    o.ana.put("/me/mail", json!({ "rhythm": "never", "mentioned": false })).ok();
    let task = o.task("First");
    o.pass();
    o.browser.wait(1);
    until(|| o.waiting(), |waiting| *waiting == 0);
    let body = format!("[@Ana](guildhall:person/{})", o.ana.me());
    o.olga.post(&format!("/items/{task}/comments"), json!({ "body": body })).ok();
    o.server.settled();
    o.server.clock.advance(10 * 3_600_000);
    o.task("At night");
    o.pass();
    o.server.clock.advance(60_000);
    o.server.settled();
    assert_eq!((o.waiting(), o.browser.told().len()), (1, 1));
    o.olga.put("/admin/outgoing", json!({ "held": true })).ok();
    o.server.clock.advance(13 * 3_600_000);
    o.server.settled();
    assert_eq!((o.waiting(), o.browser.told().len()), (1, 1));
    o.olga.put("/admin/outgoing", json!({ "held": false })).ok();
    let told = o.browser.wait(2);
    assert!(told[1]["message"]["title"].as_str().unwrap().contains("At night"), "{told:#?}");
}

#[test]
fn a_browser_that_is_gone_is_forgotten_and_a_service_that_is_busy_is_asked_again() {
    let o = office();
    for path in ["/gone", "/missing", "/busy", "/away", "/taken"] {
        o.agree(path, false);
    }
    o.task("Valve");
    o.server.settled();
    until(|| o.waiting(), |waiting| *waiting == 5);
    o.server.clock.advance(16_000);
    o.browser.wait(5);
    let left = || {
        let mut left: Vec<String> = o
            .devices()
            .iter()
            .map(|one| one["endpoint"].as_str().unwrap().rsplit('/').next().unwrap().to_owned())
            .collect();
        left.sort();
        left
    };
    until(left, |left| *left == ["away", "busy", "taken"]);
    let tries = |path: &str| o.browser.told().iter().filter(|one| one["path"] == path).count();
    // It said two minutes; the one that answers nothing useful is asked after half of one.
    o.server.clock.advance(60_000);
    until(|| tries("/away"), |tries| *tries == 2);
    assert_eq!(tries("/busy"), 1);
    o.server.clock.advance(61_000);
    until(|| tries("/busy"), |tries| *tries == 2);
    assert_eq!(tries("/taken"), 1, "no redirect was followed, and what was taken is not sent again");
    until(|| o.waiting(), |waiting| *waiting == 2);
    // After a day it stands in the inbox alone.
    for _ in 0..40 {
        o.server.clock.advance(3_600_000);
        o.server.settled();
    }
    until(
        || {
            o.server.clock.advance(3_600_000);
            o.waiting()
        },
        |waiting| *waiting == 0,
    );
    assert_eq!(left(), ["away", "busy", "taken"], "and the next thing is tried anew");
}

#[test]
fn whoever_is_signed_out_hears_nothing_more() {
    let o = office();
    o.agree("/open", true);
    o.task("First");
    o.server.settled();
    until(|| o.waiting(), |waiting| *waiting == 1);
    o.ana.delete("/session").ok();
    o.server.clock.advance(16_000);
    until(|| o.waiting(), |waiting| *waiting == 0);
    assert_eq!(o.browser.told().len(), 0);
    let nobody = o.server.nobody();
    let again = nobody.post("/session", json!({ "email": "ana.duarte@example.com", "password": PASSWORD }));
    let ana = nobody.signed_in(&again);
    assert_eq!(ana.get("/me/push").ok()["items"], json!([]));
    ana.put("/me/push", o.browser.agreed("/open", true)).ok();
    o.olga.put(&format!("/people/{}/deactivation", ana.me()), json!({})).ok();
    o.server.settled();
    assert_eq!(o.browser.told().len(), 0);
}

#[test]
fn what_came_while_nothing_ran_is_told_after_the_next_start_and_the_key_stays() {
    let o = office();
    o.agree("/open", true);
    let key = o.ana.get("/push").ok()["key"].clone();
    o.server.app.parts().push.get().unwrap().stop();
    o.task("Meanwhile");
    o.server.settled();
    o.server.app.parts().inbox.get().unwrap().stop();
    let (clock, ana) = (o.server.clock.clone(), o.ana.clone());
    let (data, _folder) = o.server.stop();
    let server = Server::open_set(&data, clock, |config| config.limits.private_addresses = true);
    guildhall::inbox::Keeper::start(&server.app).unwrap();
    guildhall::push::Pusher::start(&server.app).unwrap();
    assert_eq!(ana.at(&server.url).get("/push").ok()["key"], key);
    let due = || guildhall::push::store::due(&server.app.store().snapshot().unwrap(), i64::MAX - 1, 9).unwrap().len();
    until(due, |due| *due == 1);
    server.clock.advance(16_000);
    assert!(o.browser.wait(1)[0]["message"]["title"].as_str().unwrap().contains("Meanwhile"));
}

#[test]
fn a_target_that_is_near_and_one_that_was_missed_are_told_and_not_what_was_answered_meanwhile() {
    let o = office();
    Clockwork::start(&o.server.app).unwrap();
    let space = format!("/spaces/{}", o.space);
    o.olga.put(&format!("{space}/members/{}", o.ana.me()), json!({ "role": "lead" })).ok();
    let questions = json!([{ "id": 1, "kind": "text", "label": "In short", "becomes": "title" }]);
    let form = o.olga.post(&format!("{space}/forms"), json!({ "name": "Ask", "questions": questions })).ok();
    let form = format!("/forms/{}", form["id"].as_str().unwrap());
    let ask = |title: &str, minutes: u32| -> String {
        o.olga.patch(&space, json!({ "first_answer_minutes": minutes })).ok();
        let start = o.olga.post(&format!("{form}/start"), json!({})).ok()["start"].clone();
        let sent = json!({ "start": start, "answers": { "1": title } });
        o.olga.post(&format!("{form}/answers"), sent).ok()["id"].as_str().unwrap().to_owned()
    };
    o.agree("/plain", false);
    o.agree("/open", true);
    let request = ask("Cold radiators", 240);
    o.server.clock.advance(3 * 3_600_000);
    o.pass();
    let told = o.browser.wait(2);
    let of = |path: &str| &told.iter().find(|one| one["path"] == path).unwrap()["message"];
    assert_eq!(of("/open")["title"], "The request “Cold radiators” is to be answered soon");
    assert_eq!(of("/open")["path"], json!(format!("/s/{}/requests/{request}", o.space)));
    assert!(!of("/plain").to_string().contains("radiators"), "{}", of("/plain"));
    until(|| o.waiting(), |waiting| *waiting == 0);
    o.server.clock.advance(3_600_000);
    until(|| o.ana.get("/inbox").ok()["items"][0]["reason"].clone(), |reason| *reason == "answer_missed");
    o.pass();
    let told = o.browser.wait(4);
    let missed =
        |one: &&serde_json::Value| one["message"]["title"] == "The request “Cold radiators” was not answered in time";
    assert_eq!(told.iter().filter(missed).count(), 1, "{told:#?}");
    until(|| o.waiting(), |waiting| *waiting == 0);
    // Whoever asked is answered before it leaves.
    let other = ask("A leak", 60);
    o.server.clock.advance(30 * 60_000);
    until(|| o.waiting(), |waiting| *waiting == 2);
    o.olga.post(&format!("/requests/{other}/messages"), json!({ "lane": "requester", "body": "We come." })).ok();
    o.server.settled();
    o.server.clock.advance(16_000);
    until(|| o.waiting(), |waiting| *waiting == 0);
    assert_eq!(o.browser.told().len(), 4);
}
