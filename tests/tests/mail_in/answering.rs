//! Answers to mails of this server.

use crate::{DOOR, mail, office, text};
use serde_json::json;

const ANA: &str = "Ana Duarte <ana.duarte@example.com>";

#[test]
fn an_answer_becomes_a_comment_with_its_files_and_without_what_it_quotes() {
    let o = office();
    let (task, reply) = o.given("Valve at the harbour");
    let body = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n\
         I will be there on Tuesday, with the long ladder.\n\nOn Mon, 23 Nov 2026 at 10:00, Northfold <{reply}>\nwrote:\n\n\
         > Olga assigned you this\n-- \nAna\n--b\nContent-Type: text/plain; name=../list.txt\n\
         Content-Disposition: attachment; filename=../list.txt\n\nladder\n--b--\n"
    );
    let whole = format!("From: {ANA}\nTo: <{reply}>\nSubject: Re: Valve\nMessage-ID: <one@mail>\n{body}");
    o.taken(&reply, &whole);
    let said = o.said(&task);
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(text(&said[0], "body"), "I will be there on Tuesday, with the long ladder.");
    assert_eq!(said[0]["author"], json!({ "kind": "person", "id": o.ana.me(), "name": "Ana Duarte" }));
    assert_eq!(text(&said[0]["files"][0], "name"), "list.txt");
    // The same mail again, from another server and under another envelope, does nothing.
    for _ in 0..2 {
        o.taken(&reply, &whole);
    }
    assert_eq!((o.said(&task).len(), o.kept().len()), (1, 0));
}

#[test]
fn only_the_person_who_was_written_to_answers() {
    let o = office();
    let (task, reply) = o.given("Boiler room");
    // The secret alone is not enough: the mail says that it is from somebody else.
    o.taken(&reply, &mail("Eve <eve@example.net>", "Re: Boiler", "eve", "Let Eve in."));
    o.taken(&reply, &mail("Olga <olga@example.com>", "Re: Boiler", "olga", "As Olga."));
    assert_eq!(o.said(&task), [] as [serde_json::Value; 0]);
    let kept = o.kept();
    assert_eq!(kept.len(), 2);
    assert!(kept.iter().all(|kept| kept["state"] == "unconfirmed" && kept["item"]["id"] == task.as_str()), "{kept:?}");
    assert!(text(&kept[0], "reason").contains("somebody else"));
    // A name somebody made up, and one that is nearly right.
    let (local, _) = reply.split_once('@').unwrap();
    let last = if local.ends_with('a') { 'b' } else { 'a' };
    let nearly = format!("{}{last}@{DOOR}", &local[..local.len() - 1]);
    assert!(o.bring(&nearly, &mail(ANA, "Re: Boiler", "near", "Hm")).starts_with("550"));
    // The address alone is not enough either, nor is a mail to nowhere in particular.
    assert!(o.bring("guild@example.org", &mail(ANA, "Re: Boiler", "bare", "Without a secret")).starts_with("250"));
    assert_eq!(o.said(&task), [] as [serde_json::Value; 0]);
    // An admin lets one through, as whom it was meant for, and throws another away.
    let of = |from: &str| text(o.kept().iter().find(|kept| kept["from"] == from).unwrap(), "id").to_owned();
    o.ana.put(&format!("/admin/mail/kept/{}/acceptance", of("eve@example.net")), json!({})).fails(403, "forbidden");
    o.olga.put(&format!("/admin/mail/kept/{}/acceptance", of("eve@example.net")), json!({})).ok();
    o.worked_off();
    assert_eq!(text(&o.said(&task)[0]["author"], "name"), "Ana Duarte");
    o.olga.delete(&format!("/admin/mail/kept/{}", of("olga@example.com"))).ok();
    let bare = of("ana.duarte@example.com");
    o.olga.put(&format!("/admin/mail/kept/{bare}/acceptance"), json!({})).fails(409, "conflict");
    assert_eq!((o.said(&task).len(), o.kept().len()), (1, 1));
}

#[test]
fn programs_that_answer_to_the_sender_are_understood_by_what_they_refer_to() {
    let o = office();
    let (task, _) = o.given("Pump");
    let id = o.smtp.mails()[0].header("Message-ID").unwrap();
    let whole = format!(
        "From: {ANA}\nTo: guild@example.org\nIn-Reply-To: {id}\nMessage-ID: <r@mail>\nSubject: Re: Pump\n\nDone by noon.\n"
    );
    o.taken("guild@example.org", &whole);
    assert_eq!(text(&o.said(&task)[0], "body"), "Done by noon.");
    // From somebody else it is kept.
    o.taken("guild@example.org", &whole.replace("ana.duarte", "eve").replace("<r@mail>", "<s@mail>"));
    assert_eq!((o.said(&task).len(), o.kept().len()), (1, 1));
}

#[test]
fn what_somebody_may_not_do_any_more_is_not_done_by_mail() {
    let o = office();
    let closed = o.olga.space("Payroll", "closed");
    o.olga.put(&format!("/spaces/{closed}/members/{}", o.ana.me()), json!({ "role": "member" })).ok();
    let task =
        o.olga.post(&format!("/spaces/{closed}/tasks"), json!({ "title": "Bonus", "assignee_id": o.ana.me() })).ok();
    let reply = crate::reply_to(o.mails(1).last().unwrap());
    o.olga.delete(&format!("/spaces/{closed}/members/{}", o.ana.me())).ok();
    o.taken(&reply, &mail(ANA, "Re: Bonus", "one", "I still want to say this."));
    let id = text(&task, "id");
    assert_eq!(o.said(id), [] as [serde_json::Value; 0]);
    let kept = o.kept();
    assert_eq!((kept.len(), text(&kept[0], "state")), (1, "refused"), "{kept:?}");
    // A deactivated person says nothing.
    let (open, reply) = o.given("Window");
    o.olga.put(&format!("/people/{}/deactivation", o.ana.me()), json!({ "hand_over_to": null })).ok();
    o.bring(&reply, &mail(ANA, "Re: Window", "two", "From outside."));
    assert_eq!(o.said(&open), [] as [serde_json::Value; 0]);
}

#[test]
fn a_secret_is_good_for_ninety_days() {
    let o = office();
    let (task, reply) = o.given("Chimney");
    o.server.clock.advance(89 * 24 * 3_600_000);
    o.taken(&reply, &mail(ANA, "Re: Chimney", "one", "In time."));
    // Everybody has to sign in again by now.
    let snapshot = o.server.app.store().snapshot().unwrap();
    let last = guildhall::comments::store::last(snapshot.read(), task.parse().unwrap()).unwrap().unwrap();
    assert_eq!(last.body, "In time.");
    drop(snapshot);
    o.server.clock.advance(2 * 24 * 3_600_000 + 3_600_000);
    assert!(o.bring(&reply, &mail(ANA, "Re: Chimney", "two", "Too late.")).starts_with("550"));
}

#[test]
fn a_message_of_a_topic_is_answered_by_mail_and_found() {
    let o = office();
    guildhall::search::Searcher::start(&o.server.app).unwrap();
    let topic = o.olga.post(&format!("/spaces/{}/topics", o.space), json!({ "title": "Holidays", "body": "" })).ok();
    let id = text(&topic, "id");
    let words = format!("[@Ana](guildhall:person/{}) when are you away?", o.ana.me());
    o.olga.post(&format!("/items/{id}/comments"), json!({ "body": words })).ok();
    let reply = crate::reply_to(o.mails(1).last().unwrap());
    o.taken(&reply, &mail(ANA, "Re: Holidays", "one", "From the third week of quillwort August."));
    let last = o.said(id).pop().unwrap();
    assert_eq!(text(&last, "body"), "From the third week of quillwort August.");
    assert_eq!(last["author"]["id"], o.ana.me());
    assert!(guildhall::search::wait(&o.server.app, std::time::Duration::from_secs(30)));
    assert_eq!(o.olga.get("/search?q=quillwort").ok()["total"], 1);
}
