//! Deadlines: whoever's turn it is is reminded a day before and when it is over, once each.

use crate::{DAY, HOUR, approve, office, read};
use guildhall_tests::until;
use serde_json::{Value, json};

#[test]
fn an_approver_is_reminded_a_day_before_and_at_the_end_once_each_and_not_when_it_is_decided() {
    let o = &office();
    let (task, other) = (o.task("Certificate"), o.task("Quote"));
    // The day ends at midnight in Berlin: in three days and fourteen hours.
    let due = json!({ "due": { "date": "2026-11-26" } });
    let approval = o.ask(&o.olga, &task, &[&o.ana, &o.ben], due.clone());
    let decided = o.ask(&o.olga, &other, &[&o.ana], due);
    approve(&o.ana, &decided).ok();
    approve(&o.ben, &approval).ok();
    assert_eq!(o.shelf(&o.ana, "needs"), ["Certificate: to_approve"]);
    o.ana.put(&format!("/inbox/{task}/read"), json!({})).ok();
    let entry = || -> Value { o.ana.get("/inbox").ok()["items"][0].clone() };
    assert_eq!(entry()["unread"], false);
    o.server.clock.advance(2 * DAY + 14 * HOUR - 1);
    o.server.settled();
    assert_eq!(entry()["reason"], "to_approve", "not yet");
    o.server.clock.advance(1);
    o.comes(&o.ana, "needs", &["Certificate: approval_due"]);
    let near = entry();
    assert_eq!(
        (&near["unread"], &near["more"], &read(&o.ana, &approval)["overdue"]),
        (&json!(true), &json!(0), &json!(false))
    );
    o.ana.put(&format!("/inbox/{task}/clearance"), json!({})).ok();
    o.server.clock.advance(DAY);
    o.comes(&o.ana, "needs", &["Certificate: approval_due"]);
    assert_ne!(entry()["at"], near["at"], "the second one");
    assert_eq!(read(&o.ana, &approval)["overdue"], true);
    // There is no third: nothing is due any more.
    let rows = || {
        let snapshot = o.server.app.store().snapshot().unwrap();
        guildhall::approvals::store::due(&snapshot, i64::MAX - 1, 10).unwrap().len()
    };
    until(rows, |rows| *rows == 0);
    o.comes(&o.ben, "needs", &[]);
    assert_eq!(approve(&o.ana, &approval).ok()["state"], "approved", "late is not too late");
    o.comes(&o.ana, "needs", &[]);
}
