//! How long a mail is tried, how it is bundled by the hour, and whose days count.

use crate::{Office, office, until};
use guildhall_tests::{Client, smtp::Smtp};
use serde_json::json;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Office {
    fn give(&self, to: &Client, title: &str) {
        let task = json!({ "title": title, "assignee_id": to.me() });
        self.olga.post(&format!("/spaces/{}/tasks", self.space), task).ok();
    }

    fn moves_to(&self, who: &Client, email: &str) {
        self.olga.patch(&format!("/people/{}", who.me()), json!({ "email": email })).ok();
    }

    /// How often mail to somebody was tried that could not be sent yet.
    fn tries(&self) -> Vec<u32> {
        let people = guildhall::mail::store::people(&self.server.app.store().snapshot().unwrap()).unwrap();
        people.into_iter().filter_map(|(_, kept)| kept.attempts).collect()
    }
}

#[test]
fn what_is_not_taken_now_is_tried_for_a_week_and_then_given_up_with_a_word() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    let ben = o.server.join(&o.olga, "Ben Sol", "member");
    for (who, email) in [(&o.ana, "later@example.com"), (&ben, "later.still@example.com")] {
        o.moves_to(who, email);
        o.give(who, "Valve");
    }
    o.server.settled();
    until(|| o.waiting(), |waiting| *waiting == 2);
    o.pass();
    until(|| o.tries(), |tries| tries == &[1, 1]);
    // An hour less than a week later both are still tried, and of one it is taken.
    o.server.clock.advance(7 * DAY - HOUR);
    until(|| o.tries(), |tries| tries == &[2, 2]);
    o.moves_to(&o.ana, "ana@example.com");
    o.server.clock.advance(3 * MINUTE);
    let mail = smtp.wait(1)[0].clone();
    assert_eq!(mail.to, "ana@example.com");
    assert!(mail.text().contains("“Valve”"), "{}", mail.data);
    until(|| o.tries(), |tries| tries == &[3]);
    assert!(ben.get("/me/mail").ok()["unsent"].is_null(), "it is not given up yet");
    o.server.clock.advance(2 * HOUR);
    until(|| o.tries(), Vec::is_empty);
    until(|| o.waiting(), |waiting| *waiting == 0);
    // That it was given up is said to him and to who can do something about it; the work stands in his inbox.
    let unsent = ben.get("/me/mail").ok()["unsent"].clone();
    assert!(unsent.as_str().is_some_and(|words| words.contains("Try again later")), "{unsent}");
    assert_eq!(ben.get("/inbox/counts").ok()["needs"], 1);
    let told = o.olga.get("/admin/mail").ok()["refused"].clone();
    assert_eq!((&told[0]["person_id"], told.as_array().unwrap().len()), (&json!(ben.me()), 1), "{told}");
    assert!(told[0]["reason"].as_str().unwrap().contains("for a week"), "{told}");
    // What comes later is sent again, and nothing of what was given up.
    o.moves_to(&ben, "ben@example.com");
    o.give(&ben, "Pump");
    o.pass();
    let mail = smtp.wait(2)[1].clone();
    assert_eq!(mail.to, "ben@example.com");
    assert!(mail.text().contains("“Pump”") && !mail.text().contains("“Valve”"), "{}", mail.data);
    until(|| ben.get("/me/mail").ok()["unsent"].clone(), serde_json::Value::is_null);
    assert_eq!(o.olga.get("/admin/mail").ok()["refused"], json!([]));
}

#[test]
fn what_comes_within_an_hour_is_one_mail() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    o.ana.put("/me/mail", json!({ "rhythm": "hourly" })).ok();
    // Ten in the morning in Berlin.
    for title in ["First", "Second"] {
        o.task(title);
    }
    o.pass();
    o.server.clock.advance(30 * MINUTE);
    o.task("Third");
    o.server.settled();
    o.server.clock.advance(29 * MINUTE);
    o.server.settled();
    assert_eq!((o.waiting(), smtp.mails().len()), (1, 0), "a minute before eleven");
    o.server.clock.advance(MINUTE);
    let words = smtp.wait(1)[0].text();
    assert!(words.contains("3 things need you"), "{words}");
    until(|| o.waiting(), |waiting| *waiting == 0);
    // What comes in the next hour waits for its end.
    o.task("Fourth");
    o.pass();
    assert_eq!((o.waiting(), smtp.mails().len()), (1, 1));
    o.server.clock.advance(HOUR);
    let words = smtp.wait(2)[1].text();
    assert!(words.contains("“Fourth”") && !words.contains("“Third”"), "{words}");
}

#[test]
fn the_days_on_which_somebody_works_are_their_own() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    // Tuesday to Saturday, while the organization has Monday to Friday.
    o.ana.patch("/me", json!({ "working_days": [2, 3, 4, 5, 6] })).ok();
    o.task("On Monday");
    o.pass();
    // Half past seven on Tuesday in Berlin is half past six in UTC.
    o.server.clock.advance(DAY - 2 * HOUR - 31 * MINUTE);
    o.server.settled();
    assert_eq!((o.waiting(), smtp.mails().len()), (1, 0), "a minute before");
    o.server.clock.advance(MINUTE);
    assert!(smtp.wait(1)[0].text().contains("“On Monday”"));
    until(|| o.waiting(), |waiting| *waiting == 0);
    // On Saturday she is told at once, on Sunday she is not.
    o.server.clock.advance(4 * DAY + 3 * HOUR);
    o.task("On Saturday");
    o.pass();
    assert!(smtp.wait(2)[1].text().contains("“On Saturday”"));
    until(|| o.waiting(), |waiting| *waiting == 0);
    o.server.clock.advance(DAY);
    o.task("On Sunday");
    o.pass();
    o.server.clock.advance(DAY);
    o.server.settled();
    assert_eq!((o.waiting(), smtp.mails().len()), (1, 2), "Monday is a day off as well");
    o.server.clock.advance(DAY);
    assert!(smtp.wait(3)[2].text().contains("“On Sunday”"));
}
