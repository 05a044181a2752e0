//! Reports as a mail on the morning a week begins.

use crate::{DAY, HOUR, going::budgeted, set, task, week::decide};
use guildhall::{
    mail::{Outbox, report_wishes},
    reports::Mails,
};
use guildhall_tests::{Client, Server, id, smtp::Smtp, until};
use serde_json::json;

const URL: &str = "https://work.example.org/office";

struct Office {
    server: Server,
    olga: Client,
    ana: Client,
    space: String,
    board: String,
}

/// Olga and Ana, who both work in two spaces, and mail by this server.
fn office(smtp: &Smtp) -> Office {
    let server = Server::start_with(|config| config.public_url = Some(URL.into()));
    let olga = server.owner();
    let ana = server.join(&olga, "Ana Duarte", "member");
    let (space, board) = (olga.space("Service", "open"), olga.space("Board", "private"));
    olga.put(&format!("/spaces/{board}/members/{}", ana.me()), json!({ "role": "member" })).ok();
    let settings = json!({
        "host": "127.0.0.1", "port": smtp.port.to_string(), "security": "none", "from": "guild@example.org",
    });
    olga.put("/admin/mail", settings).ok();
    Outbox::start::<Mails>(&server.app).unwrap();
    Office { server, olga, ana, space, board }
}

impl Office {
    fn want(&self, report: &str, space: Option<&str>, weekly: bool) {
        let wish = json!({ "report": report, "space_id": space, "weekly": weekly });
        self.ana.put("/reports/mails", wish).ok();
    }

    /// Nothing more is due and nothing was sent since.
    fn still(&self, smtp: &Smtp, count: usize) {
        let now = self.server.clock.now_ms();
        let due = || report_wishes::due(&self.server.app.store().snapshot().unwrap(), now, 9).unwrap();
        until(due, Vec::is_empty);
        assert_eq!(smtp.mails().len(), count, "{:#?}", smtp.mails());
    }
}

#[test]
fn they_come_together_on_monday_morning_as_their_reader_may_read_them_then_and_one_link_ends_them() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    o.want("throughput", None, true);
    o.want("week", Some(&o.space), true);
    o.want("overdue", Some(&o.board), true);
    o.want("time", None, true);
    o.want("time", None, false);
    o.want("throughput", None, true);
    let wanted = o.ana.get("/reports/mails").ok();
    assert_eq!(wanted["items"].as_array().unwrap().len(), 3, "{wanted}");
    assert!(wanted["next_at"].as_str().unwrap().starts_with("2026-11-30"), "{wanted}");
    let valve = task(&o.olga, &o.space, "Valve <b>& pump", json!({}));
    set(&o.olga, &o.space, &valve, "done").ok();
    task(&o.olga, &o.board, "Sell it", json!({ "due": { "date": "2026-11-20" } }));
    // By the time it is sent she is no member of the board any more.
    o.olga.delete(&format!("/spaces/{}/members/{}", o.board, o.ana.me())).ok();
    o.server.clock.advance(6 * DAY);
    o.still(&smtp, 0);
    o.server.clock.advance(DAY);
    let mail = smtp.wait(1)[0].clone();
    assert_eq!(mail.to, "ana.duarte@example.com");
    let text = mail.text();
    assert!(mail.header("Subject").unwrap().contains("Your reports of the week from 23 November"), "{text}");
    assert!(text.contains("> 1 task was done."), "{text}");
    assert!(text.contains(&format!("{URL}/reports/throughput")), "{text}");
    assert!(text.contains("Week in review: Service") && text.contains("Valve <b>& pump"), "{text}");
    assert!(text.contains("Valve &lt;b&gt;&amp; pump"), "{text}");
    assert!(text.contains(&format!("{URL}/reports/week?space={}&day=2026-11-23", o.space)), "{text}");
    assert!(!text.contains("Sell it") && !text.contains("Board"), "{text}");
    assert!(text.contains("sends you these reports once a week."), "{text}");
    o.still(&smtp, 1);
    assert_eq!(
        o.ana.get("/reports/mails").ok()["items"].as_array().unwrap().len(),
        2,
        "a space out of sight is not named"
    );

    let token = mail.header("List-Unsubscribe").unwrap();
    let token =
        token.trim_matches(['<', '>']).strip_prefix(&format!("{URL}/api/v1/mail/unsubscribe/")).unwrap().to_owned();
    let nobody = o.server.nobody();
    assert_eq!(nobody.send_raw("POST", &format!("/api/v1/mail/unsubscribe/{token}"), None).status, 204);
    let wanted = o.ana.get("/reports/mails").ok();
    assert_eq!(wanted, json!({ "items": [], "next_at": null }));
    o.server.clock.advance(8 * DAY);
    o.still(&smtp, 1);
}

#[test]
fn they_are_held_after_a_restore() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    o.want("lineup", None, true);
    o.olga.put("/admin/outgoing", json!({ "held": true })).ok();
    o.server.clock.advance(8 * DAY);
    // What left before this would not know of it.
    o.olga.patch(&format!("/spaces/{}", o.space), json!({ "finish": "2026-12-18" })).ok();
    o.olga.put("/admin/outgoing", json!({ "held": false })).ok();
    assert!(smtp.wait(1)[0].text().contains("> 1 space with a finish: 0 late, 0 tight."));
    o.still(&smtp, 1);
}

#[test]
fn what_could_not_leave_waits_for_the_morning_and_then_comes_once() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    o.want("lineup", None, true);
    let address = |email: &str| o.olga.patch(&format!("/people/{}", o.ana.me()), json!({ "email": email })).ok();
    address("later@example.com");
    o.server.clock.advance(7 * DAY);
    let due = || report_wishes::due(&o.server.app.store().snapshot().unwrap(), o.server.clock.now_ms(), 9).unwrap();
    until(due, Vec::is_empty);
    assert_eq!(smtp.mails().len(), 0);
    address("ana@example.com");
    // At half past ten in the evening.
    o.server.clock.advance(12 * HOUR + 30 * 60_000);
    until(due, Vec::is_empty);
    assert_eq!(smtp.mails().len(), 0, "not in the night");
    o.server.clock.advance(12 * HOUR);
    smtp.wait(1);
    o.still(&smtp, 1);
}

/// Somebody outside asks for something by a form of the space.
fn asked(o: &Office) {
    let question = json!({ "id": 1, "kind": "text", "label": "In short", "becomes": "title" });
    let form = json!({ "name": "Ask for a visit", "questions": [question] });
    let form = id(&o.olga.post(&format!("/spaces/{}/forms", o.space), form).ok());
    let link = o.olga.put(&format!("/forms/{form}/link"), json!({})).ok();
    let secret = link["link"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
    let nobody = o.server.nobody();
    let start = nobody.post(&format!("/public/forms/{form}"), json!({ "secret": secret })).ok()["start"].clone();
    // Nobody reads and answers a form in no time.
    o.server.clock.advance(60_000);
    let sent = json!({
        "start": start, "answers": { "1": "No heat" }, "name": "Rose Okafor", "email": "rose@mail.example",
    });
    nobody.post(&format!("/public/forms/{form}/answers"), sent).ok();
}

#[test]
fn each_report_is_told_in_a_sentence_with_the_lines_that_matter() {
    let smtp = Smtp::start();
    let o = office(&smtp);
    for report in ["lineup", "operations", "requests", "throughput", "overdue", "time", "forecast"] {
        o.want(report, None, true);
    }
    o.want("week", Some(&o.space), true);
    // She leads the retrofit, and reads of the board room what everybody does.
    budgeted(&o.ana, "Retrofit");
    budgeted(&o.olga, "Board room");
    let valve = task(&o.olga, &o.space, "Valve", json!({}));
    set(&o.olga, &o.space, &valve, "done").ok();
    o.ana.post("/time-entries", json!({ "task_id": valve, "minutes": 90, "billable": true })).ok();
    task(&o.olga, &o.space, "Late one", json!({ "due": { "date": "2026-11-20" } }));
    let refit = json!({
        "assignee_id": o.ana.me(), "estimate_minutes": 3_000,
        "start": { "date": "2026-12-07" }, "due": { "date": "2026-12-11" },
    });
    task(&o.olga, &o.space, "Refit", refit);
    let round = json!({ "name": "Round", "steps": [{ "text": "Look" }] });
    let round = id(&o.olga.post(&format!("/spaces/{}/processes", o.space), round).ok());
    let run = id(&o.olga.post(&format!("/processes/{round}/runs"), json!({})).ok());
    o.olga.post(&format!("/runs/{run}/skip"), json!({ "reason": "Snow" })).ok();
    decide(&o.olga, &o.space, "We lease **two**");
    asked(&o);

    o.server.clock.advance(7 * DAY);
    let is_it = |subject: String| subject.contains("Your reports of the week from 23 November");
    let came = || smtp.mails().into_iter().find(|mail| mail.header("Subject").is_some_and(is_it));
    let text = until(came, Option::is_some).unwrap().text();
    for said in [
        "> 2 spaces with a finish: 0 late, 0 tight.",
        "to be finished on 18 December 2026",
        "> 1 run, none counted: 0 late, 0 missed.",
        "Round: none counted",
        "> 1 request came, 0 were answered.",
        "Service: 1 came, 1 waiting now",
        "> 1 task was done.",
        "Service: 1 done",
        "> 1 task is late; 0 open tasks without a day not touched for two weeks.",
        "Late one: 10 days late",
        "> 1.50 hours, 1.50 hours of them billable.",
        "Service: 1.50 hours",
        "Retrofit: 15 % of 1000.00 EUR spent or ordered, 150.00 EUR forecast",
        "> 0 of 8 weeks hold more than can be done.",
        "Ana Duarte: 50.00 hours to do and 40.00 hours to do it in, in the week from 7 December",
        " 1 decided, 1 late now, 1.50 hours worked.",
        "Decided: We lease two",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("Board room: 15 %"), "what it costs is for whoever leads it: {text}");
}
