//! Who reads what they are asked about: who could not does because they are asked, and no longer than that; who leaves or
//! loses the right is told of, and somebody else is asked.

use crate::{approve, asked, hand_on, id, office, read, turn};
use guildhall_tests::Client;
use serde_json::json;

fn sees(who: &Client, task: &str) -> bool {
    who.get(&format!("/tasks/{task}")).status == 200
}

#[test]
fn an_approver_from_outside_reads_the_item_and_nothing_else_while_they_are_asked() {
    let o = &office();
    let (task, other) = (o.task("Certificate"), o.task("Secret"));
    assert!(!sees(&o.max, &task));
    let approval = o.ask(&o.olga, &task, &[&o.max], json!({ "body": "Good?" }));
    assert_eq!((sees(&o.max, &task), sees(&o.max, &other)), (true, false));
    assert_eq!(o.shelf(&o.max, "needs"), ["Certificate: to_approve"]);
    let shown = read(&o.max, &approval);
    assert_eq!((&shown["approvers"][0]["outside"], &shown["can"]["answer"]), (&json!(true), &json!(true)));
    o.max.post(&format!("/items/{task}/comments"), json!({ "body": "Which one?" })).ok();
    o.max.patch(&format!("/tasks/{task}"), json!({ "title": "Mine" })).fails(403, "forbidden");
    asked(&o.max, &task, &[&o.ana], json!({})).fails(403, "forbidden");
    o.max.get(&format!("/spaces/{}/tasks", o.space)).fails(403, "forbidden");
    // Others do not learn of it through them.
    hand_on(&o.max, &approval, &o.max, &o.ben).ok();
    assert!(!sees(&o.max, &task), "who is not asked any more does not read it any more");
    assert_eq!(o.shelf(&o.max, "needs"), [""; 0]);
    hand_on(&o.olga, &approval, &o.ben, &o.max).ok();
    approve(&o.max, &approval).ok();
    assert!(sees(&o.max, &task), "who answered can read what they answered for");
    let second = o.ask(&o.olga, &other, &[&o.max], json!({}));
    o.olga.put(&format!("/approvals/{second}/withdrawal"), json!({})).ok();
    assert!(!sees(&o.max, &other));
}

#[test]
fn ones_own_item_is_shown_to_whom_one_asks() {
    let o = &office();
    let personal = o.ana.get("/me").ok()["personal_space_id"].as_str().unwrap().to_owned();
    let own = id(&o.ana.task(&personal, "My holidays"));
    assert!(!sees(&o.olga, &own));
    let approval = o.ask(&o.ana, &own, &[&o.olga], json!({}));
    assert!(sees(&o.olga, &own) && !sees(&o.ben, &own));
    assert_eq!(o.shelf(&o.olga, "needs"), ["My holidays: to_approve"]);
    approve(&o.olga, &approval).ok();
    assert_eq!(o.shelf(&o.ana, "following"), ["My holidays: approved"]);
}

#[test]
fn a_private_space_keeps_to_its_members() {
    let o = &office();
    let private = o.olga.space("Finance", "private");
    let task = id(&o.olga.task(&private, "Payroll"));
    let why = asked(&o.olga, &task, &[&o.max], json!({})).fails(422, "invalid");
    assert_eq!(why["error"]["fields"]["approver_ids"], "Max Far cannot see this. Add them to the space first.");
    assert!(!sees(&o.max, &task));
    // One that becomes private takes along what others were asked in it.
    let certificate = o.task("Certificate");
    let approval = o.ask(&o.olga, &certificate, &[&o.max], json!({}));
    assert_eq!(o.shelf(&o.max, "needs").len(), 1);
    o.olga.patch(&format!("/spaces/{}", o.space), json!({ "access": "private" })).ok();
    assert!(!sees(&o.max, &certificate));
    approve(&o.max, &approval).fails(404, "not_found");
    o.comes(&o.olga, "needs", &["Certificate: approver_gone"]);
    o.comes(&o.max, "needs", &[]);
    assert_eq!(o.max.get("/approvals").ok()["items"], json!([]));
}

#[test]
fn when_an_approver_leaves_who_asked_and_the_lead_are_told_once_and_it_is_handed_on() {
    let o = &office();
    let task = o.task("Certificate");
    let approval = o.ask(&o.ana, &task, &[&o.gil, &o.ben], json!({ "order": "in_order" }));
    let ben = o.ben.me();
    o.server.close_account(&ben);
    for who in [&o.ana, &o.olga] {
        o.comes(who, "needs", &["Certificate: approver_gone"]);
    }
    let shown = read(&o.ana, &approval);
    assert_eq!((&shown["approvers"][0]["gone"], &shown["approvers"][1]["gone"]), (&json!(false), &json!(true)));
    // Cleared is cleared: it is told once.
    o.olga.put(&format!("/inbox/{task}/clearance"), json!({})).ok();
    o.olga.put(&format!("/spaces/{}/members/{}", o.space, o.max.me()), json!({ "role": "member" })).ok();
    let instead = format!("/approvals/{approval}/approvers/{ben}/stand-in");
    o.ana.put(&instead, json!({ "person_id": o.max.me() })).ok();
    o.comes(&o.ana, "needs", &[]);
    assert_eq!(o.shelf(&o.olga, "needs"), [""; 0]);
    approve(&o.gil, &approval).ok();
    assert_eq!(turn(&o.ana, &approval), ["Max Far"]);
    // Who loses the right to read it is gone as well, and who gets it back is asked as before.
    let member = format!("/spaces/{}/members/{}", o.space, o.max.me());
    o.olga.delete(&member).ok();
    o.comes(&o.ana, "needs", &["Certificate: approver_gone"]);
    o.comes(&o.max, "needs", &[]);
    o.olga.put(&member, json!({ "role": "member" })).ok();
    o.comes(&o.ana, "needs", &[]);
    assert_eq!(approve(&o.max, &approval).ok()["state"], "approved");
}

#[test]
fn what_waits_for_whoever_leaves_is_counted_for_those_who_let_them_go_and_shown_as_far_as_they_see_it() {
    let o = &office();
    let private = o.ana.space("Finance", "private");
    o.ana.put(&format!("/spaces/{private}/members/{}", o.ben.me()), json!({ "role": "member" })).ok();
    let hidden = id(&o.ana.task(&private, "Payroll"));
    let (seen, gone) = (o.task("Certificate"), o.task("Thrown away"));
    for item in [&seen, &hidden, &gone] {
        o.ask(&o.ana, item, &[&o.ben], json!({}));
    }
    o.olga.delete(&format!("/tasks/{gone}")).ok();
    let path = format!("/people/{}/approvals", o.ben.me());
    let waits = o.olga.get(&path).ok();
    assert_eq!((&waits["count"], waits["items"].as_array().unwrap().len()), (&json!(2), 1));
    assert_eq!(waits["items"][0]["item"]["title"], "Certificate");
    assert!(!waits.to_string().contains("Payroll"), "{waits}");
    o.ana.get(&path).fails(403, "forbidden");
}

#[test]
fn a_step_of_a_process_asks_as_the_process() {
    use guildhall::{access::Who, approvals::commands};
    use guildhall_domain::{
        actor::Actor,
        approval::{Needs, New, Order},
    };
    let o = &office();
    let task = o.task("Van check");
    o.olga.patch(&format!("/tasks/{task}"), json!({ "assignee_id": o.ana.me() })).ok();
    let parsed = |text: String| text.parse().unwrap();
    let (item, owner, ben): (guildhall_domain::Id, _, _) =
        (task.parse().unwrap(), parsed(o.olga.me()), parsed(o.ben.me()));
    let process = guildhall_domain::Id::from_u128(77);
    let who = Who::job(Actor::Process(process), Some(owner));
    let ask = move |work: &mut guildhall::access::Work<'_, '_>| {
        let new =
            New { words: String::new(), order: Order::AtOnce, needs: Needs::All, approvers: vec![ben], due: None };
        Ok(commands::ask(work, item, None, new)?.0.id)
    };
    let approval = o.server.app.run_blocking(who, ask).unwrap().value.to_string();
    assert_eq!(read(&o.olga, &approval)["asked_by"]["kind"], "process");
    assert_eq!(o.shelf(&o.ben, "needs"), ["Van check: to_approve"]);
    o.comes(&o.ana, "needs", &["Van check: assigned"]);
    o.ana.put(&format!("/inbox/{task}/clearance"), json!({})).ok();
    approve(&o.ben, &approval).ok();
    o.comes(&o.ana, "following", &["Van check: approved"]);
}
