//! Approving by answering the mail that asks, in one word.

use crate::{Office, mail, office, reply_to, text};
use serde_json::{Value, json};

const ANA: &str = "Ana Duarte <ana.duarte@example.com>";

/// Olga asks Ana; the approval, and where the mail is answered to.
fn asked(o: &Office, title: &str) -> (String, String, String) {
    let task = o.olga.post(&format!("/spaces/{}/tasks", o.space), json!({ "title": title })).ok();
    let task = text(&task, "id").to_owned();
    let asks = json!({ "approver_ids": [o.ana.me()], "body": "Good?" });
    let approval = o.olga.post(&format!("/items/{task}/approvals"), asks).ok();
    let mails = o.mails(o.smtp.mails().len() + 1);
    let mail = mails.iter().rev().find(|mail| mail.text().contains(title)).unwrap();
    assert!(mail.text().contains("Or answer this mail with “approved”"), "{}", mail.text());
    (task, text(&approval, "id").to_owned(), reply_to(mail))
}

fn shown(o: &Office, approval: &str) -> Value {
    o.olga.get(&format!("/approvals/{approval}")).ok()
}

#[test]
fn the_first_line_approves_and_what_follows_is_the_reason() {
    let o = office();
    let (task, approval, reply) = asked(&o, "Certificate");
    // From somebody else it is kept for an admin.
    o.taken(&reply, &mail("Eve <eve@example.net>", "Re: Certificate", "eve", "approved"));
    assert_eq!((&shown(&o, &approval)["state"], o.kept().len()), (&json!("waiting"), 1));
    o.taken(&reply, &mail(ANA, "Re: Certificate", "one", "Approved.\n\nThe second reading is in."));
    let approved = shown(&o, &approval);
    assert_eq!(approved["state"], "approved");
    let answer = &approved["answers"][0];
    assert_eq!((&answer["person"]["id"], text(answer, "reason")), (&json!(o.ana.me()), "The second reading is in."));
    assert_eq!(o.said(&task), [] as [Value; 0], "it is no comment as well");
    // Said again it is what anybody says.
    o.taken(&reply, &mail(ANA, "Re: Certificate", "two", "Approved"));
    assert_eq!(o.said(&task).len(), 1);
}

#[test]
fn an_answer_that_may_mean_something_else_is_a_comment() {
    let o = office();
    let (task, approval, reply) = asked(&o, "Inspection");
    for (at, words) in ["Approved once the date is in", "Not ok", "no"].iter().enumerate() {
        o.taken(&reply, &mail(ANA, "Re: Inspection", &format!("w{at}"), words));
    }
    assert_eq!((&shown(&o, &approval)["state"], o.said(&task).len()), (&json!("waiting"), 3));
    // "Ok" may answer what was said meanwhile; alone it answers what is asked.
    o.server.clock.advance(60_000);
    o.olga.post(&format!("/items/{task}/comments"), json!({ "body": "Can you be there at five?" })).ok();
    o.taken(&reply, &mail(ANA, "Re: Inspection", "five", "Ok"));
    assert_eq!((&shown(&o, &approval)["state"], o.said(&task).len()), (&json!("waiting"), 5));
}

#[test]
fn ok_alone_answers_what_is_asked() {
    let o = office();
    let (_, approval, reply) = asked(&o, "Boiler");
    o.taken(&reply, &mail(ANA, "Re: Boiler", "ok", "ok"));
    assert_eq!(shown(&o, &approval)["state"], "approved");
}
