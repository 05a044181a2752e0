//! Mail and targets of requests: who sorts is told by mail that one is near, and may do without.

use crate::{URL, office};
use guildhall::clockwork::Clockwork;
use guildhall_tests::smtp::Smtp;
use serde_json::json;

#[test]
fn a_mail_says_that_a_request_is_to_be_answered_and_leads_to_it() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    Clockwork::start(&o.server.app).unwrap();
    let space = format!("/spaces/{}", o.space);
    for one in [&o.ana, &o.olga] {
        o.olga.put(&format!("{space}/members/{}", one.me()), json!({ "role": "member" })).ok();
    }
    o.olga.put("/me/mail", json!({ "requests": false })).ok();
    o.olga.patch(&space, json!({ "first_answer_minutes": 60 })).ok();
    let questions = json!([{ "id": 1, "kind": "text", "label": "In short", "becomes": "title" }]);
    let form = o.olga.post(&format!("{space}/forms"), json!({ "name": "Ask", "questions": questions })).ok();
    let form = form["id"].as_str().unwrap();
    let start = o.ana.post(&format!("/forms/{form}/start"), json!({})).ok()["start"].clone();
    let sent = o.ana.post(&format!("/forms/{form}/answers"), json!({ "start": start, "answers": { "1": "Cold <b>" } }));
    let request = sent.ok()["id"].as_str().unwrap().to_owned();
    o.server.clock.advance(30 * 60_000);
    guildhall_tests::until(|| o.ana.get("/inbox/counts").ok()["needs"].clone(), |needs| *needs == 1);
    o.pass();
    let mail = smtp.wait(1)[0].clone();
    assert_eq!(mail.to, "ana.duarte@example.com");
    assert!(mail.text().contains("The request “Cold <b>” is to be answered soon"), "{}", mail.text());
    assert!(mail.text().contains(&format!("{URL}/s/{}/requests/{request}", o.space)), "{}", mail.text());
    assert_eq!(mail.header("Reply-To"), None, "an answer by mail would not know whom it is for");
    assert!(mail.text().contains("when a request is to be answered or done"), "{}", mail.text());
    o.server.settled();
    assert_eq!(smtp.mails().len(), 1, "Olga does without");
}
