//! Mail out of a mailbox, with two real servers of mailboxes.

use crate::{mail, office_with, text, until};
use guildhall_tests::{
    mailbox::{Mailbox, PASSWORD, Program, USER, Wrapper},
    tls::Identity,
};
use serde_json::{Value, json};
use std::time::Duration;

/// Each with each server.
macro_rules! with_each {
    ($($name:ident)*) => {
        mod pymap {
            $(#[test] fn $name() { super::$name(super::Program::Pymap); })*
        }
        mod dovecot {
            $(#[test] fn $name() { super::$name(super::Program::Dovecot); })*
        }
    };
}

with_each! {
    what_lies_in_a_mailbox_comes_in_once_and_is_marked
    a_mailbox_is_read_encrypted_when_its_certificate_is_believed
    a_folder_that_numbers_anew_loses_nothing_and_brings_nothing_twice
    an_admin_tries_the_mailbox_and_is_told_what_it_says
    a_mail_that_is_too_large_stays_where_it_is_and_keeps_no_other_from_coming_in
}

const LEO: &str = "Leo Marsh <leo@example.net>";

fn quick() -> crate::Office {
    office_with(|config| config.limits.mailbox_every = Duration::from_millis(300))
}

fn settings(port: u16) -> Value {
    json!({
        "address": "work@example.org", "host": "127.0.0.1", "port": port.to_string(), "security": "none",
        "user": USER, "password": PASSWORD, "folder": "",
    })
}

/// A mail to a space, as it lies in the mailbox.
fn to_space(id: &str, words: &str) -> String {
    mail(LEO, id, id, words).replace("To: <x@work.example.org>", "To: Service <work+service@example.org>")
}

fn what_lies_in_a_mailbox_comes_in_once_and_is_marked(program: Program) {
    let mailbox = Mailbox::start(program, None);
    let o = quick();
    let titles = || {
        let mut titles: Vec<String> = o.topics().iter().map(|topic| text(topic, "title").to_owned()).collect();
        titles.sort();
        titles
    };
    mailbox.put(&to_space("read-long-ago", "Old"), "\\Seen");
    mailbox.put(&to_space("first", "One"), "");
    o.olga.put("/admin/mail/incoming", settings(mailbox.port)).ok();
    assert_eq!(o.open("service"), "work+service@example.org");
    until(titles, |titles| titles == &["first"]);
    assert_eq!(mailbox.unseen(), 0);
    // What comes later is taken whether somebody looked at it or not, and nothing is taken twice.
    mailbox.put(&to_space("second", "Two"), "\\Seen");
    mailbox.put(&to_space("third", "Three"), "");
    mailbox.put(&to_space("first", "One again, under the same name"), "");
    until(titles, |titles| titles == &["first", "second", "third"]);
    until(|| mailbox.unseen(), |unseen| *unseen == 0);
    // What is for nobody is kept, and an answer finds back through the same mailbox.
    mailbox.put(&mail(LEO, "Hello?", "lost", "Is this the right address?"), "");
    until(|| o.kept().len(), |kept| *kept == 1);
    let topic = text(o.topics().iter().find(|topic| topic["title"] == "third").unwrap(), "id").to_owned();
    o.ana.post(&format!("/items/{topic}/comments"), json!({ "body": "We come." })).ok();
    let answer = o.mails(1).pop().unwrap();
    let reply = crate::reply_to(&answer);
    assert!(reply.starts_with("work+r-") && reply.ends_with("@example.org"), "{reply}");
    mailbox.put(&mail(LEO, "Re: third", "back", "Good.").replace("<x@work.example.org>", &format!("<{reply}>")), "");
    until(|| o.said(&topic).len(), |said| *said == 2);
    assert_eq!((o.topics().len(), o.kept().len()), (3, 1));
    let shape = o.olga.get("/admin/mail/incoming").ok();
    assert!(shape["problem"].is_null() && shape["fetched_at"].is_string(), "{shape}");
}

fn a_mailbox_is_read_encrypted_when_its_certificate_is_believed(program: Program) {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    Identity::new().write(&at("cert.pem"), &at("key.pem"));
    Identity::new().write(&at("other.pem"), &at("other.key"));
    let mailbox = Mailbox::start(program, Some((&at("cert.pem"), &at("key.pem"))));
    let open = Mailbox::start(program, None);
    let wrapper = Wrapper::start(open.port, &at("cert.pem"), &at("key.pem"));
    for believed in ["cert.pem", "other.pem"] {
        let o = office_with(|config| {
            config.limits.mailbox_every = Duration::from_millis(300);
            config.mail_ca = Some(at(believed));
        });
        o.open("service");
        let ways = [("starttls", mailbox.port, &mailbox), ("tls", wrapper.port, &open)];
        for (count, (security, port, mailbox)) in (1..).zip(ways) {
            let set = json!({ "host": "localhost", "security": security });
            let mut all = settings(port);
            all.as_object_mut().unwrap().extend(set.as_object().unwrap().clone());
            o.olga.put("/admin/mail/incoming", all).ok();
            let tried = o.olga.post("/admin/mail/incoming/test", json!({}));
            if believed == "cert.pem" {
                assert_eq!(tried.status, 204, "{security}: {}", tried.text);
                mailbox.put(&to_space(security, "Encrypted"), "");
                until(|| o.topics().len(), |topics| *topics == count);
            } else {
                let said = tried.fails(502, "mail_failed");
                assert!(text(&said["error"], "message").contains("--mail-ca"), "{said}");
                assert_eq!(o.topics().len(), 0);
            }
        }
    }
}

fn a_folder_that_numbers_anew_loses_nothing_and_brings_nothing_twice(program: Program) {
    let mailbox = Mailbox::start(program, None);
    let o = quick();
    o.open("service");
    o.olga.put("/admin/mail/incoming", settings(mailbox.port)).ok();
    mailbox.put(&to_space("first", "One"), "");
    until(|| o.topics().len(), |count| *count == 1);
    let before = guildhall::mail_in::store::position(o.server.app.store().snapshot().unwrap().read()).unwrap();
    // Another server under the same name: numbers begin again, and what was seen there before is not.
    o.olga.put("/admin/mail/incoming", json!({ "host": "" })).ok();
    let port = mailbox.port;
    drop(mailbox);
    let other = Mailbox::start(program, None);
    assert_ne!(other.port, port);
    other.put(&to_space("first", "One"), "");
    other.put(&to_space("second", "Two"), "");
    o.olga.put("/admin/mail/incoming", settings(other.port)).ok();
    until(|| o.topics().len(), |count| *count == 2);
    until(|| other.unseen(), |unseen| *unseen == 0);
    o.worked_off();
    assert_eq!(o.topics().len(), 2);
    let after = guildhall::mail_in::store::position(o.server.app.store().snapshot().unwrap().read()).unwrap();
    assert_ne!((before.of, before.validity), (after.of, after.validity));
}

fn an_admin_tries_the_mailbox_and_is_told_what_it_says(program: Program) {
    let mailbox = Mailbox::start(program, None);
    let o = quick();
    let path = "/admin/mail/incoming";
    o.olga.post(&format!("{path}/test"), json!({})).fails(409, "conflict");
    let shape = o.olga.put(path, settings(mailbox.port)).ok();
    assert!(shape["has_password"] == true && !shape.to_string().contains("butter"), "{shape}");
    assert_eq!(o.olga.post(&format!("{path}/test"), json!({})).status, 204);
    o.ana.post(&format!("{path}/test"), json!({})).fails(403, "forbidden");
    o.olga.put(path, json!({ "password": "wrong" })).ok();
    o.olga.post(&format!("{path}/test"), json!({})).fails(502, "mail_failed");
    until(
        || o.olga.get(path).ok()["problem"].clone(),
        |problem| problem.as_str().is_some_and(|words| words.contains("says")),
    );
    o.olga.put(path, json!({ "password": PASSWORD, "folder": "Nowhere" })).ok();
    o.olga.post(&format!("{path}/test"), json!({})).fails(502, "mail_failed");
    // A server that wants no encryption is not spoken to in the open.
    o.olga.put(path, json!({ "folder": "", "security": "starttls" })).ok();
    o.olga.post(&format!("{path}/test"), json!({})).fails(502, "mail_failed");
    o.olga.put(path, json!({ "security": "tls" })).ok();
    o.olga.post(&format!("{path}/test"), json!({})).fails(502, "mail_failed");
    for (name, wrong) in [("address", "a b"), ("port", "0"), ("host", "a b"), ("user", "a\r\nb")] {
        o.olga.put(path, json!({ name: wrong })).fails(422, "invalid");
    }
}

fn a_mail_that_is_too_large_stays_where_it_is_and_keeps_no_other_from_coming_in(program: Program) {
    let mailbox = Mailbox::start(program, None);
    let o = quick();
    o.open("service");
    o.olga.put("/admin/mail/incoming", settings(mailbox.port)).ok();
    let line = "All work and no play makes a long mail, again and again.\n";
    mailbox.put(&to_space("large", &line.repeat((10 << 20) / line.len() + 10)), "");
    mailbox.put(&to_space("nearly", &line.repeat((9 << 20) / line.len())), "");
    let titles = || o.topics().iter().map(|topic| text(topic, "title").to_owned()).collect::<Vec<_>>();
    until(titles, |titles| titles == &["nearly"]);
    let kept = until(|| o.kept(), |kept| kept.len() == 1);
    assert_eq!((text(&kept[0], "state"), &kept[0]["can_accept"]), ("refused", &json!(false)), "{kept:?}");
    assert_eq!((text(&kept[0], "from"), text(&kept[0], "subject")), ("leo@example.net", "large"), "{kept:?}");
    assert!(text(&kept[0], "reason").contains("larger than 10 MB"), "{kept:?}");
    assert_eq!(mailbox.unseen(), 1, "it is there to be read, and not marked");
    assert!(o.olga.get("/admin/mail/incoming").ok()["problem"].is_null());
}
