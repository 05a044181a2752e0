//! What is sent, when, and to whom.

use crate::{URL, office, until};
use guildhall_tests::{MONDAY, server::PASSWORD, smtp::Smtp};
use serde_json::json;

#[test]
fn one_mail_for_each_need_with_both_parts_and_a_way_out() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    let valve = o.task("Valve <b>\"& ü");
    o.pass();
    let mail = smtp.wait(1)[0].clone();
    assert_eq!(mail.to, "ana.duarte@example.com");
    assert_eq!(mail.header("Auto-Submitted").unwrap(), "auto-generated");
    let text = mail.text();
    assert!(text.contains("Content-Type: text/plain") && text.contains("Content-Type: text/html"), "{text}");
    assert!(text.contains("Olga Owner assigned you “Valve <b>\"& ü”"), "{text}");
    assert!(text.contains("Olga Owner assigned you “Valve &lt;b&gt;&quot;&amp; ü”"), "{text}");
    assert!(text.contains("At the harbour") && text.contains("prefers-color-scheme:dark"), "{text}");
    let key = o.ana.get(&format!("/tasks/{valve}")).ok()["key"].as_str().unwrap().to_owned();
    assert!(text.contains(&format!("{URL}/t/{key}")), "{text}");
    assert!(!text.contains(&o.server.url), "links lead to the public address and to no other");
    // The way out works once and again, without signing in, and for nothing else.
    let list = mail.header("List-Unsubscribe").unwrap();
    assert_eq!(mail.header("List-Unsubscribe-Post").unwrap(), "List-Unsubscribe=One-Click");
    let token =
        list.trim_matches(['<', '>']).strip_prefix(&format!("{URL}/api/v1/mail/unsubscribe/")).unwrap().to_owned();
    let nobody = o.server.nobody().with("Content-Type", "application/x-www-form-urlencoded");
    let path = format!("/api/v1/mail/unsubscribe/{token}");
    for _ in 0..2 {
        assert_eq!(nobody.send_raw("POST", &path, Some(b"List-Unsubscribe=One-Click".to_vec())).status, 204);
    }
    let wishes = o.ana.get("/me/mail").ok();
    assert_eq!(
        (&wishes["assigned"], &wishes["mentioned"], &wishes["rhythm"]),
        (&json!(false), &json!(true), &json!("at_once"))
    );
    let mut wrong = token.clone();
    wrong.replace_range(..2, if token.starts_with("00") { "01" } else { "00" });
    nobody.send_raw("POST", &format!("/api/v1/mail/unsubscribe/{wrong}"), None).fails(410, "link_expired");
    let pump = o.task("Pump");
    o.server.settled();
    o.olga
        .post(
            &format!("/items/{pump}/comments"),
            json!({ "body": format!("[@Ana](guildhall:person/{}) now?", o.ana.me()) }),
        )
        .ok();
    o.pass();
    assert!(smtp.wait(2)[1].text().contains("mentioned you in"));
    assert_eq!(smtp.mails().len(), 2);
}

#[test]
fn what_is_undone_read_or_dealt_with_in_time_is_not_sent() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    let [undone, read, cleared, sent] = ["Undone", "Read", "Cleared", "Sent"].map(|title| o.task(title));
    o.server.settled();
    let command = o.olga.patch(&format!("/tasks/{undone}"), json!({ "assignee_id": null }));
    command.ok();
    o.ana.put(&format!("/inbox/{read}/read"), json!({})).ok();
    o.ana.put(&format!("/inbox/{cleared}/clearance"), json!({})).ok();
    o.pass();
    let mails = smtp.wait(1);
    until(|| o.waiting(), |waiting| *waiting == 0);
    assert_eq!(smtp.mails().len(), 1, "{mails:#?}");
    assert!(mails[0].text().contains("Sent"));
    assert!(!sent.is_empty());
}

#[test]
fn nobody_gets_mail_of_what_they_may_not_read_any_more() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    let payroll = o.olga.space("Payroll", "private");
    o.olga.put(&format!("/spaces/{payroll}/members/{}", o.ana.me()), json!({ "role": "member" })).ok();
    let task = json!({ "title": "Secret", "assignee_id": o.ana.me() });
    o.olga.post(&format!("/spaces/{payroll}/tasks"), task).ok();
    o.server.settled();
    until(|| o.waiting(), |waiting| *waiting == 1);
    o.olga.delete(&format!("/spaces/{payroll}/members/{}", o.ana.me())).ok();
    o.server.clock.advance(16_000);
    until(|| o.waiting(), |waiting| *waiting == 0);
    let after = o.task("Plain");
    o.pass();
    let mails = smtp.wait(1);
    assert!(mails.iter().all(|mail| !mail.text().contains("Secret")), "{mails:#?}");
    assert!(!after.is_empty());
}

#[test]
fn a_mail_server_that_was_away_gets_one_mail_a_person_and_nothing_is_lost() {
    let smtp = Smtp::start();
    let port = smtp.port;
    let o = office(&smtp);
    drop(smtp);
    for n in 0..12 {
        o.task(&format!("Number {n}"));
    }
    o.pass();
    until(|| o.olga.get("/admin/mail").ok(), |mail| mail["problem"].is_string());
    // On Friday it is back.
    o.server.clock.advance(4 * 24 * 3_600_000);
    let smtp = Smtp::with(port, None);
    let mails = smtp.wait(1);
    until(|| o.waiting(), |waiting| *waiting == 0);
    assert_eq!(smtp.mails().len(), 1, "no storm");
    let text = mails[0].text();
    assert!(text.contains("12 things need you"), "{text}");
    assert!((0..12).all(|n| text.contains(&format!("“Number {n}”"))), "nothing is lost");
}

#[test]
fn bundles_quiet_hours_and_none_at_all() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    // Monday, ten in the morning in Berlin.
    o.ana.put("/me/mail", json!({ "rhythm": "daily", "at": "16:00" })).ok();
    let [first, _] = ["First", "Second"].map(|title| o.task(title));
    o.pass();
    assert_eq!(o.waiting(), 1);
    o.server.clock.advance(6 * 3_600_000);
    let mails = smtp.wait(1);
    let text = mails[0].text();
    assert!(text.contains("2 things need you") && text.contains("“First”") && text.contains("“Second”"), "{text}");
    until(|| o.waiting(), |waiting| *waiting == 0);
    // At once again, but it is evening: the mail waits for the morning.
    o.ana.put("/me/mail", json!({ "rhythm": "at_once" })).ok();
    o.server.clock.advance(3 * 3_600_000);
    o.olga.post(&format!("/items/{first}/comments"), json!({ "body": "And?" })).ok();
    o.pass();
    assert_eq!((o.waiting(), smtp.mails().len()), (1, 1));
    o.server.clock.advance(13 * 3_600_000);
    assert!(smtp.wait(2)[1].text().contains("replied in"));
    o.ana.put("/me/mail", json!({ "rhythm": "never" })).ok();
    o.task("Third");
    o.server.settled();
    assert_eq!(until(|| o.waiting(), |waiting| *waiting == 0), 0);
    for wrong in [json!({ "at": "noon" }), json!({ "quiet_from": "07:30" })] {
        o.ana.put("/me/mail", wrong).fails(422, "invalid");
    }
    o.ana.put("/me/mail", json!({ "rhythm": "often" })).fails(400, "bad_json");
}

#[test]
fn a_weekly_bundle_tells_on_its_morning_of_what_still_needs_somebody_and_of_news() {
    const DAY: i64 = 24 * 3_600_000;
    let smtp = Smtp::start();
    let o = office(&smtp);
    o.ana.put("/me/mail", json!({ "rhythm": "weekly", "at": "08:00" })).ok();
    let ladder = o.ana.task(&o.space, "Ladder")["id"].as_str().unwrap().to_owned();
    o.olga.patch(&format!("/tasks/{ladder}"), json!({ "due": { "date": "2026-12-24" } })).ok();
    o.olga.post(&format!("/items/{ladder}/comments"), json!({ "body": "It stands in the yard" })).ok();
    let [valve, pump] = ["Valve", "Pump"].map(|title| o.task(title));
    o.pass();
    // On Thursday something more; and something is dealt with before anybody was told by mail.
    o.server.clock.advance(3 * DAY);
    o.task("Boiler");
    o.ana.put(&format!("/inbox/{pump}/clearance"), json!({})).ok();
    o.server.settled();
    // A minute before eight on the next Monday, in Berlin, nothing has left.
    let to_eight = MONDAY + 7 * DAY - 2 * 3_600_000 - o.server.clock.now_ms();
    o.server.clock.advance(to_eight - 60_000);
    o.server.settled();
    assert_eq!((o.waiting(), smtp.mails().len()), (1, 0));
    o.server.clock.advance(60_000);
    let mails = smtp.wait(1);
    until(|| o.waiting(), |waiting| *waiting == 0);
    assert_eq!(smtp.mails().len(), 1, "one mail for the week");
    let words = mails[0].text();
    for told in ["“Valve”", "“Boiler”", "“Ladder”"] {
        assert!(words.contains(told), "{told}: {words}");
    }
    assert!(!words.contains("“Pump”"), "{words}");
    // A week without anything has no mail, and what was told is not told again.
    o.server.clock.advance(7 * DAY);
    o.server.settled();
    o.olga.post(&format!("/items/{valve}/comments"), json!({ "body": "And?" })).ok();
    o.pass();
    o.server.clock.advance(7 * DAY);
    let words = smtp.wait(2)[1].text();
    assert!(words.contains("“Valve”") && !words.contains("“Boiler”"), "{words}");
    until(|| o.waiting(), |waiting| *waiting == 0);
    assert_eq!(smtp.mails().len(), 2);
}

#[test]
fn an_address_that_is_refused_for_good_is_left_alone_until_it_is_another_one() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    o.olga.patch(&format!("/people/{}", o.ana.me()), json!({ "email": "nobody@example.com" })).ok();
    o.task("First");
    o.pass();
    let refused = until(|| o.olga.get("/admin/mail").ok()["refused"].clone(), |refused| refused[0].is_object());
    assert_eq!(refused[0]["person_id"], json!(o.ana.me()));
    assert!(o.ana.get("/me/mail").ok()["refusal"].as_str().unwrap().contains("No such mailbox"));
    o.task("Second");
    o.server.settled();
    assert_eq!(o.waiting(), 0);
    o.olga.patch(&format!("/people/{}", o.ana.me()), json!({ "email": "ana@example.com" })).ok();
    assert_eq!(o.olga.get("/admin/mail").ok()["refused"], json!([]));
    o.pass();
    let mails = smtp.wait(2);
    assert!(mails.iter().all(|mail| mail.to == "ana@example.com"), "{mails:#?}");
    assert_eq!(
        o.server.nobody().post("/session", json!({ "email": "ana@example.com", "password": PASSWORD })).status,
        200
    );
}

#[test]
fn an_address_of_letters_the_mail_server_does_not_take_is_refused_and_stops_nobody_elses_mail() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    o.olga.patch(&format!("/people/{}", o.ana.me()), json!({ "email": "ña@example.com" })).ok();
    o.task("First");
    o.pass();
    let refused = until(|| o.olga.get("/admin/mail").ok()["refused"].clone(), |refused| refused[0].is_object());
    assert_eq!(refused[0]["person_id"], json!(o.ana.me()));
    assert!(o.ana.get("/me/mail").ok()["refusal"].as_str().unwrap().contains("plain letters"));
    o.olga.patch(&format!("/people/{}", o.ana.me()), json!({ "email": "ana@example.com" })).ok();
    o.task("Second");
    o.pass();
    assert!(smtp.wait(2).iter().all(|mail| mail.to == "ana@example.com"));
}

#[test]
fn nothing_leaves_while_it_is_held_after_a_restore() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    o.olga.put("/admin/outgoing", json!({ "held": true })).ok();
    o.task("Held");
    o.pass();
    o.olga.post("/admin/mail/test", json!({})).fails(409, "conflict");
    o.server.clock.advance(60_000);
    o.server.settled();
    assert_eq!((o.waiting(), smtp.mails().len()), (1, 0));
    o.olga.put("/admin/outgoing", json!({ "held": false })).ok();
    assert!(smtp.wait(1)[0].text().contains("Held"));
}

#[test]
fn names_and_titles_never_become_headers() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    o.olga.patch("/organization", json!({ "name": "Guild, \"Inc\" <eve@example.com>" })).ok();
    o.olga.patch("/me", json!({ "name": "Olga: Bcc eve@example.com" })).ok();
    o.task("Subject: x =?utf-8?q?=0D=0ABcc=3A_eve=40example.com?= ");
    o.pass();
    let mail = smtp.wait(1)[0].clone();
    assert_eq!(mail.to, "ana.duarte@example.com");
    assert_eq!(mail.header("Bcc"), None);
    let head = mail.data.split("\r\n\r\n").next().unwrap().to_lowercase();
    assert!(!head.lines().any(|line| line.starts_with("bcc")), "{head}");
}
