//! Rules that send mails to addresses: through a real mail server, once, and of the task no more than what it is called and
//! where it is.

use crate::{DAY, Office, created, office_on};
use guildhall::{mail::Outbox, outgoing, rules::Mails};
use guildhall_tests::{Server, id, smtp::Smtp, until};
use serde_json::{Value, json};

/// What passes before something that was told cannot be taken back.
const UNDO_MS: i64 = 15_000;

fn mailing() -> (Office, Smtp) {
    let smtp = Smtp::start();
    let o = office_on(Server::start_with(|config| config.public_url = Some("https://work.example.org".into())));
    let out =
        json!({ "host": "127.0.0.1", "port": smtp.port.to_string(), "security": "none", "from": "guild@example.org" });
    o.olga.put("/admin/mail", out).ok();
    Outbox::start::<Mails>(&o.server.app).unwrap();
    (o, smtp)
}

fn mail(to: &[&str], subject: &str, text: &str) -> Value {
    json!([{ "does": "mail", "to": to, "subject": subject, "text": text }])
}

#[test]
fn it_says_what_is_written_with_key_title_and_link_of_the_task() {
    let (o, smtp) = mailing();
    let two = ["boiler@maker.test", "Night@Plumber.test"];
    let rule = o.rule(created(), json!([]), mail(&two, "New: {task}", "Please look at {task} today."));
    assert_eq!(rule["actions"][0]["to"], json!(["boiler@maker.test", "night@plumber.test"]));
    assert!(crate::sentence(&rule).contains("send a mail to *boiler@maker.test, night@plumber.test*"), "{rule}");
    let input = json!({ "title": "No heat\r\nBcc: spy@evil.test", "body": "The code of the door is 4711" });
    let task = o.ana.post(&format!("/spaces/{}/tasks", o.space), input).ok();
    o.acted();
    assert!(smtp.mails().is_empty(), "it may be taken back yet");
    o.server.clock.advance(UNDO_MS);
    let mails = smtp.wait(2);
    let mut to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["boiler@maker.test", "night@plumber.test"]);
    let key = task["key"].as_str().unwrap();
    for mail in &mails {
        assert_eq!(mail.header("Subject").unwrap(), format!("New: {key} No heat Bcc: spy@evil.test"));
        assert_eq!(mail.header("Bcc"), None);
        let text = mail.text();
        assert!(text.contains(&format!("Please look at {key} No heat")), "{text}");
        assert!(text.contains(&format!("https://work.example.org/t/{key}")), "{text}");
        assert!(!text.contains("4711") && !text.contains("Ana"), "{text}");
        assert!(!mail.header("To").unwrap().contains(','), "each has one of its own");
    }
}

#[test]
fn what_was_taken_back_is_not_sent_and_after_a_restore_it_waits() {
    let (o, smtp) = mailing();
    o.rule(created(), json!([]), mail(&["boiler@maker.test"], "{task}", "Look"));
    let made = o.ana.post(&format!("/spaces/{}/tasks", o.space), json!({ "title": "A slip" }));
    let command = made.command();
    made.ok();
    o.acted();
    o.ana.post("/undo", json!({ "command": command })).ok();
    o.server.clock.advance(UNDO_MS);
    o.server
        .app
        .run_blocking(guildhall::access::Who::system(), |work| Ok(outgoing::hold(work.tx, 1, Vec::new())?))
        .unwrap();
    let held = o.ana.task(&o.space, "After a restore");
    o.server.clock.advance(UNDO_MS);
    o.olga.put("/admin/outgoing", json!({ "held": false })).ok();
    o.acted();
    o.server.clock.advance(UNDO_MS);
    let mails = smtp.wait(1);
    assert!(mails[0].header("Subject").unwrap().contains(held["key"].as_str().unwrap()), "{mails:?}");
}

#[test]
fn what_it_may_not_send_stands_with_what_it_did() {
    let (o, smtp) = mailing();
    let ten: Vec<String> = (0..10).map(|number| format!("{number}@maker.test")).collect();
    let ten: Vec<&str> = ten.iter().map(String::as_str).collect();
    let rule = o.rule(created(), json!([]), mail(&ten, "{task}", "Look"));
    for number in 0..12 {
        o.task_quietly(&format!("Task {number}"));
        o.acted();
        o.server.clock.advance(1_000);
    }
    let acted = o.olga.get(&format!("/rules/{}/acted", id(&rule))).ok();
    let unsent = |acted: &Value, at: usize| acted["items"][at]["unsent"].as_str().unwrap_or_default().to_owned();
    assert!(unsent(&acted, 0).contains("100 mails today"), "{acted}");
    assert_eq!((unsent(&acted, 1).is_empty(), unsent(&acted, 2).as_str()), (false, ""), "{acted}");
    assert_eq!(o.again(&rule)["off"], Value::Null, "that is no reason to switch it off");
    o.server.clock.advance(UNDO_MS);
    smtp.wait(100);
    // Where no mail leaves at all it is said too.
    o.olga.put("/admin/mail", json!({ "host": "" })).ok();
    o.server.clock.advance(DAY);
    o.task_quietly("Tomorrow");
    o.acted();
    o.server.clock.advance(UNDO_MS);
    let read = || o.olga.get(&format!("/rules/{}/acted", id(&rule))).ok();
    until(read, |acted| unsent(acted, 0).contains("No mail leaves"));
}

#[test]
fn addresses_are_checked_and_so_is_what_it_says() {
    let (o, _smtp) = mailing();
    let eleven: Vec<String> = (0..11).map(|number| format!("{number}@maker.test")).collect();
    let eleven: Vec<&str> = eleven.iter().map(String::as_str).collect();
    for (actions, rule) in [
        (mail(&[], "Hi", "Look"), "required"),
        (mail(&["nobody"], "Hi", "Look"), "invalid_email"),
        (mail(&["a@b.test\r\nBcc: c@d.test"], "Hi", "Look"), "invalid_email"),
        (mail(&eleven, "Hi", "Look"), "too_many"),
        (mail(&["a@b.test"], " ", "Look"), "required"),
        (mail(&["a@b.test"], "Hi", " "), "required"),
    ] {
        let input = json!({ "name": "Mails", "when": created(), "actions": actions });
        let code = if rule == "too_many" { rule } else { "invalid" };
        let refused = o.ana.post(&format!("/spaces/{}/rules", o.space), input).fails(422, code);
        assert!(refused["error"]["fields"]["actions"].is_string(), "{refused}");
        assert_eq!(refused["error"]["rule"], rule);
    }
}
