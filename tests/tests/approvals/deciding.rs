//! Which answer decides what, also when two come at one moment, and after a restart.

use crate::{answer, approve, asked, id, office, read, start, text, turn};
use guildhall_tests::{Client, Server};
use serde_json::json;
use std::thread;

#[test]
fn in_order_each_is_asked_when_the_one_before_has_approved() {
    let o = &office();
    let approval = o.ask(&o.olga, &o.task("Payroll"), &[&o.ana, &o.ben, &o.gil], json!({ "order": "in_order" }));
    assert_eq!(turn(&o.olga, &approval), ["Ana Moreau"]);
    let why = approve(&o.ben, &approval).fails(409, "conflict")["error"].clone();
    assert!(text(&why["message"]).contains("Ana Moreau"), "{why}");
    approve(&o.olga, &approval).fails(403, "forbidden");
    approve(&o.ana, &approval).ok();
    approve(&o.ben, &approval).ok();
    assert_eq!(
        (turn(&o.olga, &approval), read(&o.olga, &approval)["state"].clone()),
        (vec!["Gil Guest".into()], json!("waiting"))
    );
    assert_eq!(approve(&o.gil, &approval).ok()["state"], "approved", "a guest who is asked answers");
}

#[test]
fn of_several_the_first_answer_is_enough_and_the_next_is_told_so() {
    let o = &office();
    let approval = o.ask(&o.olga, &o.task("Payroll"), &[&o.ana, &o.ben], json!({ "needs": "one" }));
    assert_eq!(approve(&o.ben, &approval).ok()["state"], "approved");
    assert_eq!(o.shelf(&o.ana, "needs"), [""; 0], "nobody needs her any more");
    let why = answer(&o.ana, &approval, "changes", "No").fails(409, "conflict")["error"].clone();
    assert_eq!(
        (text(&why["message"]), &why["state"]),
        ("This is approved already, last by Ben Sol.", &json!("approved"))
    );
    // What decided it, sent again, is the same answer.
    assert_eq!(approve(&o.ben, &approval).ok()["answers"].as_array().unwrap().len(), 1);
}

#[test]
fn changes_need_a_reason_end_it_and_come_back_to_who_asked_until_it_is_asked_anew() {
    let o = &office();
    let task = o.task("Payroll");
    let approval = o.ask(&o.olga, &task, &[&o.ana, &o.ben], json!({}));
    assert_eq!(
        answer(&o.ana, &approval, "changes", "  ").fails(422, "invalid")["error"]["fields"]["reason"],
        "Say what has to change."
    );
    answer(&o.ana, &approval, "perhaps", "").fails(400, "bad_json");
    answer(&o.ana, &approval, "changes", &"x".repeat(10_001)).fails(422, "invalid");
    // One may think again while nothing is decided; both answers stay.
    approve(&o.ben, &approval).ok();
    let ended = answer(&o.ben, &approval, "changes", "Overtime of Tuesday").ok();
    assert_eq!((&ended["state"], ended["answers"].as_array().unwrap().len()), (&json!("changes"), 2));
    assert_eq!(o.shelf(&o.ana, "needs"), [""; 0]);
    assert_eq!(o.shelf(&o.olga, "needs"), ["Payroll: changes_asked"]);
    assert_eq!(o.olga.get("/inbox").ok()["items"][0]["excerpt"], "Overtime of Tuesday");
    approve(&o.ana, &approval).fails(409, "conflict");
    o.ask(&o.olga, &task, &[&o.ben], json!({}));
    assert_eq!(o.shelf(&o.olga, "needs"), [""; 0], "she has asked anew");
    assert_eq!(o.shelf(&o.ben, "needs"), ["Payroll: to_approve"]);
}

/// Both at one moment.
fn together(one: &Client, other: &Client, act: impl Fn(&Client) -> u16 + Sync) -> [u16; 2] {
    let mut both =
        thread::scope(|scope| [one, other].map(|who| scope.spawn(|| act(who))).map(|done| done.join().unwrap()));
    both.sort_unstable();
    both
}

#[test]
fn of_two_at_one_moment_both_count_or_the_later_is_told_what_was_decided() {
    let o = &office();
    let task = o.task("Payroll");
    for round in 0..8 {
        let all = o.ask(&o.olga, &task, &[&o.ana, &o.ben], json!({}));
        assert_eq!(together(&o.ana, &o.ben, |who| approve(who, &all).status), [200, 200], "round {round}");
        let shown = read(&o.olga, &all);
        assert_eq!((&shown["state"], shown["answers"].as_array().unwrap().len()), (&json!("approved"), 2));
        let one = o.ask(&o.olga, &task, &[&o.ana, &o.ben], json!({ "needs": "one" }));
        assert_eq!(together(&o.ana, &o.ben, |who| approve(who, &one).status), [200, 409], "round {round}");
        assert_eq!(read(&o.olga, &one)["answers"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn everything_is_as_it_was_after_a_restart() {
    let o = office();
    let task = o.task("Payroll");
    let approval =
        o.ask(&o.olga, &task, &[&o.ana, &o.ben], json!({ "order": "in_order", "due": { "date": "2026-11-27" } }));
    answer(&o.ana, &approval, "approved", "Checked twice").ok();
    let before = read(&o.olga, &approval);
    let (olga, ben) = (o.olga.clone(), o.ben.clone());
    let clock = o.server.clock.clone();
    let (data, _folder) = o.0.server.stop();
    let server = Server::open(&data, clock);
    start(&server);
    let (olga, ben) = (olga.at(&server.url), ben.at(&server.url));
    assert_eq!(read(&olga, &approval), before);
    server.settled();
    assert_eq!(ben.get("/inbox").ok()["items"][0]["reason"], "to_approve");
    assert_eq!(approve(&ben, &approval).ok()["state"], "approved");
    let again = id(&asked(&olga, &task, &[&ben], json!({})).ok());
    assert_eq!(ben.get("/approvals").ok()["items"][0]["id"], again.as_str());
}
