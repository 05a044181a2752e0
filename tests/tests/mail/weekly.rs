//! What happened, as a mail on the morning a week begins.

use crate::{Office, URL, office, start, until};
use guildhall_tests::{Server, smtp::Smtp};
use serde_json::{Value, json};

const DAY: i64 = 24 * 3_600_000;

fn want(o: &Office) {
    assert_eq!(o.ana.get("/me/mail").ok()["what_happened"], false, "nobody gets it unasked");
    // Of what needs her she wants none, so that nothing else is sent.
    let wishes = o.ana.put("/me/mail", json!({ "what_happened": true, "rhythm": "never" })).ok();
    assert_eq!(wishes["what_happened"], true);
}

fn finish(o: &Office, title: &str) -> Value {
    let task = o.olga.task(&o.space, title);
    let at = format!("/tasks/{}", task["id"].as_str().unwrap());
    let space = o.olga.get(&format!("/spaces/{}", o.space)).ok();
    let done =
        space["statuses"].as_array().unwrap().iter().find(|status| status["category"] == "done").unwrap().clone();
    o.olga.patch(&at, json!({ "status_id": done["id"] })).ok();
    task
}

fn decide(o: &Office, title: &str, words: &str) -> String {
    let id = |value: Value| value["id"].as_str().unwrap().to_owned();
    let topic = id(o.olga.post(&format!("/spaces/{}/topics", o.space), json!({ "title": title })).ok());
    let message = id(o.olga.post(&format!("/items/{topic}/comments"), json!({ "body": words })).ok());
    o.olga.put(&format!("/topics/{topic}/decisions/{message}"), json!({})).ok();
    format!("{URL}/d/{topic}#c-{message}")
}

/// Nothing more is due and nothing was sent since.
fn still(o: &Office, smtp: &Smtp, count: usize) {
    let now = o.server.clock.now_ms();
    let due = || guildhall::mail::store::weekly_due(&o.server.app.store().snapshot().unwrap(), now, 9).unwrap();
    until(due, Vec::is_empty);
    assert_eq!(smtp.mails().len(), count, "{:#?}", smtp.mails());
}

#[test]
fn it_comes_on_monday_morning_with_both_parts_links_and_its_own_way_out() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    want(&o);
    let pay = o.olga.space("Pay", "private");
    o.olga.task(&pay, "Wages");
    let valve = finish(&o, "Valve <b>& pump");
    let decision = decide(&o, "Vans", "We lease **two** of them");
    for number in 0..7 {
        finish(&o, &format!("Small {number}"));
    }
    o.server.clock.advance(6 * DAY);
    still(&o, &smtp, 0);
    // Half past seven in Berlin.
    o.server.clock.advance(DAY - 9_000_000);
    let mail = smtp.wait(1)[0].clone();
    assert_eq!(mail.to, "ana.duarte@example.com");
    let text = mail.text();
    assert!(mail.header("Subject").unwrap().contains("What happened: 1 decision, 8 finished tasks"), "{text}");
    assert!(text.contains("In your spaces since Monday, 23 November."), "{text}");
    assert!(
        text.contains("- Decided in “Vans”: We lease two of them · Olga Owner") && text.contains(&decision),
        "{text}"
    );
    assert!(text.contains("and 3 more") && text.contains(&format!("{URL}/what-happened?since=2026-11-23")), "{text}");
    assert!(text.contains("Content-Type: text/html") && text.contains("<a class=\"link\""), "{text}");
    assert!(!text.contains("Wages") && !text.contains("Pay:"), "{text}");
    assert!(!text.contains(&o.server.url), "{text}");
    assert!(!valve["id"].is_null());
    still(&o, &smtp, 1);
    // The next week tells of what came since, and nothing twice.
    finish(&o, "Later <b>&");
    o.server.clock.advance(7 * DAY);
    let text = smtp.wait(2)[1].text();
    assert!(text.contains("What happened: 1 finished task") && text.contains("Finished: “Later <b>&”"), "{text}");
    assert!(text.contains("“Later &lt;b&gt;&amp;”") && !text.contains("Small"), "{text}");
    let token = mail.header("List-Unsubscribe").unwrap();
    let token =
        token.trim_matches(['<', '>']).strip_prefix(&format!("{URL}/api/v1/mail/unsubscribe/")).unwrap().to_owned();
    let nobody = o.server.nobody();
    assert_eq!(nobody.send_raw("POST", &format!("/api/v1/mail/unsubscribe/{token}"), None).status, 204);
    let wishes = o.ana.get("/me/mail").ok();
    assert_eq!(
        (&wishes["what_happened"], &wishes["assigned"]),
        (&json!(false), &json!(true)),
        "this kind and no other"
    );
    finish(&o, "Unwanted");
    o.server.clock.advance(8 * DAY);
    still(&o, &smtp, 2);
}

#[test]
fn a_week_in_which_nothing_happened_has_none_and_holidays_are_told_of_afterwards() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    want(&o);
    o.server.clock.advance(7 * DAY);
    still(&o, &smtp, 0);
    // Away from tomorrow until Thursday of the week after: the mail comes on Friday and tells of it all.
    o.ana.patch("/me", json!({ "away": { "from": "2026-12-01", "until": "2026-12-10", "note": "" } })).ok();
    finish(&o, "While away");
    o.server.clock.advance(7 * DAY);
    o.server.settled();
    still(&o, &smtp, 0);
    o.server.clock.advance(4 * DAY);
    assert!(smtp.wait(1)[0].text().contains("While away"));
    still(&o, &smtp, 1);
}

#[test]
fn it_is_held_after_a_restore_and_not_sent_twice_by_another_start() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    want(&o);
    finish(&o, "Held");
    o.olga.put("/admin/outgoing", json!({ "held": true })).ok();
    o.server.clock.advance(7 * DAY);
    o.server.settled();
    o.server.clock.advance(60_000);
    assert_eq!(smtp.mails().len(), 0);
    o.olga.put("/admin/outgoing", json!({ "held": false })).ok();
    smtp.wait(1);
    still(&o, &smtp, 1);
    let clock = o.server.clock.clone();
    o.server.app.parts().mail.get().unwrap().stop();
    o.server.app.parts().inbox.get().unwrap().stop();
    let (data, _folder) = o.server.stop();
    let server = Server::open_set(&data, clock, |config| config.public_url = Some(URL.into()));
    start(&server);
    server.clock.advance(60_000);
    until(
        || {
            guildhall::mail::store::weekly_due(&server.app.store().snapshot().unwrap(), server.clock.now_ms(), 9)
                .unwrap()
        },
        Vec::is_empty,
    );
    assert_eq!(smtp.mails().len(), 1, "no second one");
}
