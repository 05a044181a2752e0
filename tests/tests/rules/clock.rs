//! What the clock sets off: days that come, and work that is late.

use crate::{DAY, HOUR, office, set};
use guildhall::{inbox::Keeper, rules, tasks};
use guildhall_domain::task::Priority;
use guildhall_tests::{id, until};
use serde_json::{Value, json};

#[test]
fn what_is_late_sets_it_off_once_and_what_was_late_before_does_not() {
    let o = office();
    let make = |title: &str, date: &str| {
        id(&o.ana.post(&format!("/spaces/{}/tasks", o.space), json!({ "title": title, "due": { "date": date } })).ok())
    };
    let old = make("Late for weeks", "2026-11-01");
    let before = make("Made before the rule", "2026-11-24");
    let rule = o.rule(json!({ "what": "overdue", "days": 1 }), json!([]), json!([set("priority", "urgent")]));
    let after = make("Made after the rule", "2026-11-25");
    let done = make("Done in time", "2026-11-24");
    o.ana.patch(&format!("/tasks/{done}"), json!({ "status_id": o.status("done").parse::<u32>().unwrap() })).ok();
    o.acted();
    let priority = |task: &str| o.ana.get(&format!("/tasks/{task}")).ok()["priority"].clone();
    // The 24th is over at midnight in Berlin; a day later it is late by a day.
    o.server.clock.advance(2 * DAY + 13 * HOUR);
    assert_eq!(priority(&before), "normal");
    o.server.clock.advance(2 * HOUR);
    until(|| priority(&before), |now| now == "urgent");
    assert_eq!(
        (priority(&after), priority(&old), priority(&done)),
        (json!("normal"), json!("normal"), json!("normal"))
    );
    o.server.clock.advance(DAY);
    until(|| priority(&after), |now| now == "urgent");
    // A clock that is set back does it no second time; another day does.
    o.ana.patch(&format!("/tasks/{before}"), json!({ "priority": "low" })).ok();
    o.server.clock.advance(-2 * DAY);
    o.ana.patch(&format!("/tasks/{before}"), json!({ "title": "Its day is not over yet, again" })).ok();
    o.acted();
    o.server.clock.advance(2 * DAY);
    let third = make("Late at once", "2026-11-26");
    o.server.clock.advance(2 * DAY);
    until(|| priority(&third), |now| now == "urgent");
    assert_eq!(priority(&before), "low");
    o.ana.patch(&format!("/tasks/{before}"), json!({ "due": { "date": "2026-11-30" } })).ok();
    o.acted();
    o.server.clock.advance(5 * DAY);
    until(|| priority(&before), |now| now == "urgent");
    assert_eq!(o.again(&rule)["acted_total"], 4);
}

#[test]
fn a_day_that_comes_sets_it_off_so_many_days_before() {
    let o = office();
    let when = json!({ "what": "reached", "fact": "due", "days": -2 });
    let open = json!({ "fact": "assignee", "test": "is", "values": [""] });
    let rule = o.rule(when, json!([open]), json!([set("assignee", &o.ben.me())]));
    let make = |title: &str, who: Value| {
        let input = json!({ "title": title, "due": { "date": "2026-11-27" }, "assignee_id": who });
        id(&o.ana.post(&format!("/spaces/{}/tasks", o.space), input).ok())
    };
    let (nobody, ana) = (make("Nobody's", Value::Null), make("Ana's", json!(o.ana.me())));
    o.acted();
    o.server.clock.advance(DAY + 15 * HOUR);
    let assignee = |task: &str| o.ana.get(&format!("/tasks/{task}")).ok()["assignee_id"].clone();
    until(|| assignee(&nobody), |who| *who == json!(o.ben.me()));
    assert_eq!(assignee(&ana), json!(o.ana.me()));
    assert_eq!(o.again(&rule)["acted_total"], 1);
}

#[test]
fn the_first_and_the_last_day_there_is_hold_nothing_up() {
    let o = office();
    let late = o.rule(json!({ "what": "overdue", "days": 366 }), json!([]), json!([set("priority", "urgent")]));
    let early = json!({ "what": "reached", "fact": "start", "days": -366 });
    let early = o.rule(early, json!([]), json!([set("priority", "low")]));
    let make = |start: &str, due: &str| {
        let input = json!({ "title": "Far", "start": { "date": start }, "due": { "date": due } });
        id(&o.ana.post(&format!("/spaces/{}/tasks", o.space), input).ok())
    };
    let far = [make("0001-01-01", "9999-12-31"), make("9999-12-31", "9999-12-31")];
    let near = make("2026-11-23", "2026-11-23");
    o.acted();
    o.server.clock.advance(400 * DAY);
    // Everybody's session is over by then.
    let snapshot = || o.server.app.store().snapshot().unwrap();
    let priority =
        |task: &String| tasks::store::get(snapshot().read(), task.parse().unwrap()).unwrap().unwrap().priority;
    until(|| priority(&near), |now| *now == Priority::Urgent);
    assert_eq!(far.each_ref().map(priority), [Priority::Normal; 2]);
    let is_on = |rule| rules::store::get(snapshot().read(), id(rule).parse().unwrap()).unwrap().unwrap().is_on();
    assert!(is_on(&late) && is_on(&early));
}

#[test]
fn two_days_before_whoever_does_it_is_reminded_once_and_a_day_in_a_field_comes_like_any_other() {
    let o = office();
    Keeper::start(&o.server.app).unwrap();
    let field = json!({ "name": "Visit on", "kind": "date" });
    let space = o.olga.post(&format!("/spaces/{}/fields", o.space), field).ok();
    let visit = space["fields"].as_array().unwrap().last().unwrap()["id"].clone();
    let remind = json!({ "does": "tell", "whom": "assignee", "text": "Two days are left." });
    let soon = o.rule(json!({ "what": "reached", "fact": "due", "days": -2 }), json!([]), json!([remind]));
    let there = json!({ "what": "reached", "fact": "field", "field_id": visit, "days": 0 });
    let there = o.rule(there, json!([]), json!([set("priority", "urgent")]));
    let input = json!({ "title": "Swap the valve", "due": { "date": "2026-11-27" }, "assignee_id": o.ana.me(),
        "fields": { visit.to_string(): "2026-11-26" } });
    let task = id(&o.olga.post(&format!("/spaces/{}/tasks", o.space), input).ok());
    o.acted();
    let needs = |who: &guildhall_tests::Client| {
        o.server.settled();
        let items = who.get("/inbox?shelf=needs").ok()["items"].as_array().unwrap().clone();
        items.into_iter().find(|entry| entry["item_id"] == json!(task)).unwrap_or_default()
    };
    assert_eq!(needs(&o.ana)["reason"], "assigned");
    let priority = || o.olga.get(&format!("/tasks/{task}")).ok()["priority"].clone();
    // The 25th has begun in Berlin.
    o.server.clock.advance(DAY + 15 * HOUR);
    let reason = until(|| needs(&o.ana)["reason"].clone(), |reason| reason == "mentioned");
    assert_eq!((reason, priority(), needs(&o.ben)), (json!("mentioned"), json!("normal"), Value::Null));
    o.server.clock.advance(DAY);
    until(priority, |now| now == "urgent");
    o.acted();
    assert_eq!(o.said(&task).len(), 1, "reminded once");
    for rule in [&soon, &there] {
        assert_eq!(o.again(rule)["acted_total"], 1);
    }
}
