//! Requesters by mail: the receipt with their link, what is said to them, their answer, and mail that becomes a request.

use crate::{Asked, Office, office_on};
use guildhall::{letters::Letters, mail::Outbox, mail_in::Post, rules::Follower};
use guildhall_tests::{
    Server,
    office::id,
    smtp::{Mail, Smtp},
    until,
};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
};

fn mailing() -> (Office, Smtp) {
    let smtp = Smtp::start();
    let o = office_on(Server::start_with(|config| {
        config.public_url = Some("https://work.example.org".into());
        config.mail_listen = Some("127.0.0.1:0".into());
    }));
    let port = smtp.port.to_string();
    let out = json!({ "host": "127.0.0.1", "port": port, "security": "none", "from": "guild@example.org" });
    o.olga.put("/admin/mail", out).ok();
    o.olga.put("/admin/mail/incoming", json!({ "address": "work.example.org" })).ok();
    Outbox::start::<Letters>(&o.server.app).unwrap();
    Post::start(&o.server.app, None).unwrap();
    (o, smtp)
}

/// Another mail server brings a mail.
fn bring(o: &Office, from: &str, to: &str, subject: &str, text: &str) {
    let address = o.server.app.parts().mail_in.get().unwrap().status().listens.unwrap();
    let mut out = TcpStream::connect(address).unwrap();
    let mut lines = BufReader::new(out.try_clone().unwrap());
    let mut answer = |good: &str| loop {
        let mut line = String::new();
        assert!(lines.read_line(&mut line).unwrap() > 0, "the connection ended");
        if line.as_bytes().get(3) != Some(&b'-') {
            assert!(line.starts_with(good), "{line}");
            return;
        }
    };
    answer("220");
    let id = format!("{}@mail.example", o.server.clock.now_ms());
    let mail = format!(
        "From: Rose Okafor <{from}>\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{id}>\r\n\r\n{text}\r\n."
    );
    let steps = [
        ("EHLO mx.example.net", "250"),
        (&format!("MAIL FROM:<{from}>"), "250"),
        (&format!("RCPT TO:<{to}>"), "250"),
        ("DATA", "354"),
        (&mail, "250"),
        ("QUIT", "221"),
    ];
    for (line, good) in steps {
        out.write_all(format!("{line}\r\n").as_bytes()).unwrap();
        answer(good);
    }
}

fn reply_to(mail: &Mail) -> String {
    let header = mail.header("Reply-To").unwrap();
    let address = header.rsplit_once('<').map_or(header.as_str(), |(_, rest)| rest);
    address.trim_end_matches('>').trim().to_owned()
}

#[test]
fn a_requester_is_written_to_and_answers_by_mail() {
    let (o, smtp) = mailing();
    let asked = o.ask("Radiators <b>stay</b> cold");
    // Nothing leaves while it could be taken back.
    o.say(&o.ana, &asked, "team", "Expansion vessel, I would bet");
    o.say(&o.ana, &asked, "requester", "Ben can come on Tuesday.\nDoes that suit you?");
    o.server.clock.advance(16_000);
    let mails = smtp.wait(2);
    let receipt = mails.iter().find(|mail| mail.header("Subject").unwrap() == "Request 1: Ask for a visit").unwrap();
    assert!(receipt.text().contains(&format!("https://work.example.org/r/{}#{}", asked.id, asked.secret)));
    assert!(!receipt.text().contains("Radiators"), "whoever types an address sends it none of their words");
    let said = mails.iter().find(|mail| mail.header("Subject").unwrap().starts_with("Re: ")).unwrap();
    assert!(
        said.text().replace("\r\n", "\n").contains("Ben can come on Tuesday.\nDoes that suit you?"),
        "{}",
        said.text()
    );
    for mail in &mails {
        assert!(!mail.text().contains("Expansion") && !mail.text().contains("Moreau"), "{}", mail.text());
        assert!(mail.header("To").unwrap().contains("rose@mail.example"));
    }

    bring(&o, "rose@mail.example", &reply_to(said), "Re: Request 1", "Yes, Tuesday is fine.");
    let seen = until(|| o.seen(&asked), |seen| seen["messages"].as_array().unwrap().len() == 3);
    assert_eq!(
        (seen["messages"][2]["body"].as_str(), seen["messages"][2]["lane"].as_str()),
        (Some("Yes, Tuesday is fine."), Some("requester"))
    );
    assert_eq!(seen["messages"][2]["by_requester"], true);
    // From another address the secret of the mail proves nothing.
    o.server.clock.advance(1_000);
    bring(&o, "eve@mail.example", &reply_to(said), "Re: Request 1", "I am Rose.");
    let kept = || o.olga.get("/admin/mail/incoming").ok()["unconfirmed"].clone();
    until(kept, |kept| kept.as_u64() == Some(1));
    assert_eq!(o.seen(&asked)["messages"].as_array().unwrap().len(), 3);
    // Nobody is written what they said themselves.
    o.server.clock.advance(16_000);
    let next = o.ask_as("Another", "Dan", "dan@mail.example");
    o.server.clock.advance(16_000);
    let mails = smtp.wait(3);
    assert_eq!(mails.len(), 3, "{next:?}");
    assert!(mails[2].header("To").unwrap().contains("dan@mail.example"));
}

#[test]
fn what_was_taken_back_is_not_sent_and_an_address_is_not_buried() {
    let (o, smtp) = mailing();
    let asked = o.ask("Radiators stay cold");
    let declined = o.ana.put(&format!("/requests/{}/refusal", asked.id), json!({ "body": "We do no radiators." }));
    o.ana.post("/undo", json!({ "command": declined.command() })).ok();
    for n in 0..6 {
        o.ask(&format!("Again {n}"));
    }
    o.ask_as("Last", "Dan", "dan@mail.example");
    o.server.clock.advance(16_000);
    // Five receipts within a quarter of an hour, and the one of Dan.
    let mails = smtp.wait(6);
    assert_eq!(mails.len(), 6);
    let to = |who: &str| mails.iter().filter(|mail| mail.header("To").unwrap().contains(who)).count();
    assert_eq!((to("rose@"), to("dan@")), (5, 1));
    assert!(mails.iter().all(|mail| !mail.text().contains("We do no")));
    assert_eq!(o.shelf("new").len(), 8, "every one of them is a request all the same");
}

#[test]
fn mail_to_a_space_becomes_a_request_where_that_is_set() {
    let (o, smtp) = mailing();
    let set = o
        .olga
        .put(&format!("/spaces/{}/mail", o.space), json!({ "on": true, "requests": true, "name": "service" }))
        .ok();
    assert_eq!(set["requests"], true);
    bring(
        &o,
        "rose@mail.example",
        "service@work.example.org",
        "Re: Service date for three flats",
        "Could you do all three?",
    );
    let rows = || o.ana.get(&format!("/spaces/{}/requests", o.space)).ok()["items"].clone();
    let rows = until(rows, |rows| rows.as_array().unwrap().len() == 1);
    assert_eq!(
        (rows[0]["title"].as_str(), rows[0]["way"].as_str()),
        (Some("Service date for three flats"), Some("mail"))
    );
    assert_eq!((rows[0]["requester"].as_str(), rows[0]["outside"].as_bool()), (Some("Rose Okafor"), Some(true)));
    // It is no topic, and no task.
    let topics: Value = o.ana.get(&format!("/spaces/{}/topics", o.space)).ok();
    assert!(!topics.to_string().contains("three flats"), "{topics}");
    o.server.clock.advance(16_000);
    let receipt = smtp.wait(1).remove(0);
    assert_eq!(receipt.header("Subject").unwrap(), "Request 1");
    assert!(receipt.text().contains("https://work.example.org/r/"));
}

#[test]
fn a_mail_starts_a_process_or_is_accepted_by_rules_and_a_form_that_says_the_same_is_not() {
    let (o, smtp) = mailing();
    Follower::start(&o.server.app).unwrap();
    let at = |what: &str| format!("/spaces/{}/{what}", o.space);
    o.olga.put(&at("mail"), json!({ "on": true, "requests": true, "name": "service" })).ok();
    let visit = json!({ "name": "Visit", "body": "Ring twice.", "steps": [{ "text": "Call back" }] });
    let visit = id(&o.olga.post(&at("processes"), visit).ok());
    let rule = |name: &str, words: &str, actions: Value| {
        let conditions = json!([{ "fact": "words", "test": "contains", "values": [words] }]);
        let when = json!({ "what": "requested", "by": "mail" });
        let rule = json!({ "name": name, "when": when, "conditions": conditions, "actions": actions });
        o.olga.post(&at("rules"), rule).ok()
    };
    let start = json!({ "does": "start", "process_id": visit });
    // What follows is done with the task there is by then, which is the run.
    let low = json!({ "does": "set", "fact": "priority", "value": "low" });
    let starts = rule("Boilers", "boiler", json!([start, { "does": "accept" }, low]));
    assert_eq!(starts["conditions"][0]["values"], json!(["boiler"]), "{starts}");
    let accept = json!([{ "does": "accept" }, { "does": "set", "fact": "priority", "value": "high" }]);
    let accepts = rule("Invoices", "invoice", accept);
    o.ask_as("The boiler is cold, and the invoice wrong", "Eve", "eve@mail.example");
    let mail = |from: &str, subject: &str, text: &str| {
        o.server.clock.advance(1_000);
        bring(&o, from, "service@work.example.org", subject, text);
    };
    mail("rose@mail.example", "Our boiler is out", "Since this morning.\nPlease come.");
    mail("dan@mail.example", "About the invoice", "Which flat is it for?");
    let decided = || o.olga.get(&at("requests?shelf=decided")).ok()["items"].as_array().unwrap().clone();
    let decided = until(decided, |rows| rows.len() == 2);
    let request = |title: &str| {
        let row = decided.iter().find(|row| row["title"] == title).unwrap();
        o.ana.get(&format!("/requests/{}", id(row))).ok()
    };
    let task = |request: &Value| o.ana.get(&format!("/tasks/{}", request["task"]["id"].as_str().unwrap())).ok();

    let boiler = request("Our boiler is out");
    assert_eq!((&boiler["state"], &boiler["decided_by"]["kind"]), (&json!("accepted"), &json!("rule")));
    let run = task(&boiler);
    assert_eq!((&run["title"], &run["process_id"]), (&json!("Visit: Our boiler is out"), &json!(visit)));
    let body = run["body"].as_str().unwrap();
    assert!(body.contains("Since this morning.") && body.contains("Ring twice."), "{body}");
    assert_eq!((&run["priority"], &run["steps"][0]["text"]), (&json!("low"), &json!("Call back")));
    let invoice = task(&request("About the invoice"));
    assert_eq!((&invoice["title"], &invoice["priority"]), (&json!("About the invoice"), &json!("high")));
    assert_eq!(invoice["process_id"], Value::Null);
    assert_eq!(o.shelf("new"), ["The boiler is cold, and the invoice wrong"], "a form is no mail");
    for rule in [&starts, &accepts] {
        let acted = o.olga.get(&format!("/rules/{}", id(rule))).ok();
        assert_eq!((&acted["acted_total"], &acted["off"]), (&json!(1), &Value::Null), "{acted}");
    }
    // Whoever wrote is answered.
    let asked = Asked { id: id(&boiler), secret: String::new() };
    o.say(&o.ana, &asked, "requester", "We come at three.");
    o.server.clock.advance(16_000);
    let mails = smtp.wait(4);
    let to = |who: &str| mails.iter().filter(|mail| mail.header("To").unwrap().contains(who)).count();
    assert_eq!((to("rose@"), to("dan@"), to("eve@")), (2, 1, 1));
    assert!(mails.iter().any(|mail| mail.text().contains("We come at three.")));
}
