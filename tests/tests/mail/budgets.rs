//! Mail and budgets: whoever leads a space is told by mail that what it may cost is nearly spent, with no sum of it.

use crate::{URL, office};
use guildhall::clockwork::Clockwork;
use guildhall_tests::smtp::Smtp;
use serde_json::json;

#[test]
fn a_mail_says_that_a_budget_is_nearly_spent_and_leads_to_it() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    Clockwork::start(&o.server.app).unwrap();
    let space = format!("/spaces/{}", o.space);
    o.olga.put(&format!("{space}/members/{}", o.ana.me()), json!({ "role": "lead" })).ok();
    o.olga.put("/me/mail", json!({ "reminders": false })).ok();
    o.olga.patch(&space, json!({ "finish": "2026-12-18" })).ok();
    o.olga.put(&format!("{space}/budget"), json!({ "amount": "4711" })).ok();
    o.olga.post(&format!("{space}/expenses"), json!({ "title": "Pipes", "amount": "4000" })).ok();
    guildhall_tests::until(|| o.ana.get("/inbox/counts").ok()["needs"].clone(), |needs| *needs == 1);
    o.pass();
    let mail = smtp.wait(1)[0].clone();
    assert_eq!(mail.to, "ana.duarte@example.com");
    let text = mail.text();
    assert!(text.contains("80 percent of the budget of “Service” is spent or ordered"), "{text}");
    assert!(text.contains(&format!("{URL}/s/{}/plan/budget", o.space)), "{text}");
    assert!(!text.contains("4711") && !text.contains("4,711"), "sums stay where they are guarded: {text}");
    assert_eq!(mail.header("Reply-To"), None, "there is nothing to answer to");
    o.server.settled();
    assert_eq!(smtp.mails().len(), 1, "Olga does without");
}
