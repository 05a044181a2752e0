//! Reports as a mail on the morning a week begins.

use crate::{DAY, HOUR, set, task};
use guildhall::{
    mail::{Outbox, report_wishes},
    reports::Mails,
};
use guildhall_tests::{Client, Server, smtp::Smtp, until};
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
