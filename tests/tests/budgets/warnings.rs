//! What those who lead a space are told of its budget, in their inbox.

use crate::{at, costs, planned, project, rate, works};
use guildhall::{clockwork::Clockwork, inbox::Keeper};
use guildhall_tests::{Client, Office, until};
use serde_json::json;

/// The same with inboxes that are kept, and Lea, who leads the space too.
fn watched() -> (Office, Client) {
    let o = project();
    Keeper::start(&o.server.app).unwrap();
    Clockwork::start(&o.server.app).unwrap();
    let lea = o.server.join(&o.owner, "Lea Lead", "member");
    o.owner.put(&format!("/spaces/{}/members/{}", o.space, lea.me()), json!({ "role": "lead" })).ok();
    (o, lea)
}

/// Waits until this is what somebody's inbox says, beside how many other things of it.
#[track_caller]
fn hears(who: &Client, shelf: &str, what: &[&str]) {
    let said = || -> Vec<String> {
        let page = who.get(&format!("/inbox?shelf={shelf}")).ok();
        let line = |entry: &serde_json::Value| {
            format!("{} {} {}", entry["item_type"], entry["reason"], entry["title"]).replace('"', "")
        };
        page["items"].as_array().unwrap().iter().map(line).collect()
    };
    until(said, |said| said == what);
}

const NEARLY: &str = "budget budget_nearly Service";
const USED_UP: &str = "budget budget_used_up Service";

#[test]
fn those_who_lead_are_told_once_of_four_fifths_and_once_of_all_of_it() {
    let (o, lea) = watched();
    rate(&o, "all", "60");
    let task = planned(&o, 0, "2026-11-27");
    costs(&o.owner, &o.space, json!({ "amount": "100" }));
    works(&o.ana, &task, "2026-11-23", 699);
    costs(&lea, &o.space, json!({ "amount": "0.99", "state": "ordered" }));
    // An hour that is written by somebody who sees nothing of the budget is what passes it.
    works(&o.ana, &task, "2026-11-23", 1);
    hears(&lea, "needs", &[NEARLY]);
    hears(&o.owner, "needs", &[NEARLY]);
    let entry = lea.get("/inbox?shelf=needs").ok()["items"][0].clone();
    assert_eq!([&entry["space_id"], &entry["item_id"]], [&json!(o.space), &json!(o.space)]);

    // Dealt with, it stays so while nothing is passed.
    lea.put(&format!("/inbox/{}/clearance", o.space), json!({})).ok();
    costs(&o.owner, &o.space, json!({ "amount": "50" }));
    let rest = costs(&o.owner, &o.space, json!({ "amount": "149.01" }));
    hears(&lea, "needs", &[USED_UP]);
    hears(&o.owner, "needs", &[USED_UP]);
    assert_eq!(o.owner.get("/inbox?shelf=needs").ok()["items"][0]["more"], 0, "what was nearly is over");
    hears(&o.ana, "needs", &["task assigned Boiler"]);

    // What is not so any more needs nobody; when it comes again it is told again.
    o.owner.delete(&format!("/spaces/{}/expenses/{rest}", o.space)).ok();
    hears(&lea, "needs", &[]);
    costs(&o.owner, &o.space, json!({ "amount": "149.01" }));
    hears(&lea, "needs", &[USED_UP]);
    o.owner.put(&at(&o.space), json!({ "amount": "5000" })).ok();
    hears(&lea, "needs", &[]);
    hears(&o.owner, "needs", &[]);
}

#[test]
fn a_warning_goes_with_the_budget_and_with_the_right_to_see_it() {
    let (o, lea) = watched();
    costs(&o.owner, &o.space, json!({ "amount": "2000" }));
    hears(&lea, "needs", &[USED_UP]);
    o.owner.put(&format!("/spaces/{}/members/{}", o.space, lea.me()), json!({ "role": "member" })).ok();
    for shelf in ["needs", "cleared"] {
        hears(&lea, shelf, &[]);
    }
    lea.put(&format!("/inbox/{}/read", o.space), json!({})).fails(404, "not_found");
    hears(&o.owner, "needs", &[USED_UP]);
    o.owner.delete(&at(&o.space)).ok();
    hears(&o.owner, "needs", &[]);
}

#[test]
fn what_was_passed_while_the_server_was_off_is_told_when_it_is_on() {
    let o = project();
    costs(&o.owner, &o.space, json!({ "amount": "900" }));
    Keeper::start(&o.server.app).unwrap();
    Clockwork::start(&o.server.app).unwrap();
    hears(&o.owner, "needs", &[NEARLY]);
}
