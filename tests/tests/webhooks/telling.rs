//! How webhooks are told: signed, after the time for undoing, tried again, held, and given up.

use crate::{DAY, MINUTE, office, until};
use guildhall_tests::id;
use serde_json::{Value, json};

#[test]
fn it_is_told_what_a_rule_tells_signed_and_once() {
    let mut o = office();
    let webhook = o.webhook("/open");
    let rule = o.rule(&o.olga, &webhook);
    let task = o.task("Swap the valve");
    let waiting = o.last(&webhook, |last| last["state"] == "waiting");
    assert_eq!((&waiting["rule"], &waiting["attempts"]), (&json!("Tell the till"), &json!(0)), "{waiting}");
    assert_eq!(o.again(&webhook)["waiting"], 1);
    o.pass();
    let taken = o.last(&webhook, |last| last["state"] == "taken");
    assert_eq!((&taken["status"], &taken["words"]), (&json!(200), &json!("Thanks")), "{taken}");
    let told = o.told();
    assert_eq!(told.len(), 1);
    let (one, body) = (&told[0], &told[0]["body"]);
    assert_eq!((&one["proven"], &one["type"]), (&json!(true), &json!("application/json")));
    assert_eq!(one["id"], waiting["id"]);
    assert_eq!(body["type"], "rule.acted");
    assert_eq!(body["data"]["rule"], json!({ "id": rule["id"], "name": "Tell the till" }));
    assert_eq!(body["data"]["space"], json!({ "id": o.space, "name": "Service" }));
    assert_eq!((&body["data"]["task"]["id"], &body["data"]["task"]["title"]), (&task["id"], &json!("Swap the valve")));
    assert_eq!(o.olga.get(&format!("/rules/{}", id(&rule))).ok()["acted_total"], 1);
    let acted = o.olga.get(&format!("/rules/{}/acted", id(&rule))).ok();
    assert_eq!(acted["items"][0]["undoable"], false, "what was told is told");
}

#[test]
fn what_is_undone_in_time_is_told_to_nobody() {
    let mut o = office();
    let webhook = o.webhook("/open");
    o.rule(&o.olga, &webhook);
    let made = o.ana.post(&format!("/spaces/{}/tasks", o.space), json!({ "title": "By mistake" }));
    o.acted();
    o.ana.post("/undo", json!({ "command": made.command() })).ok();
    o.server.clock.advance(1_000);
    o.task("On purpose");
    o.pass();
    let told = o.wait(1);
    assert_eq!(told[0]["body"]["data"]["task"]["title"], "On purpose");
    let states = || o.deliveries(&webhook).iter().map(|one| one["state"].clone()).collect::<Vec<_>>();
    assert_eq!(until(states, |states| states[0] == "taken"), [json!("taken"), json!("undone")]);
    let undone = id(&o.deliveries(&webhook)[1]);
    o.olga.post(&format!("/webhooks/{}/deliveries/{undone}/again", id(&webhook)), json!({})).fails(409, "conflict");
}

#[test]
fn what_is_not_taken_is_tried_again_under_the_same_id() {
    let mut o = office();
    let webhook = o.webhook("/second");
    o.rule(&o.olga, &webhook);
    o.task("Swap the valve");
    o.pass();
    let failed = o.last(&webhook, |last| last["attempts"] == 1);
    assert_eq!((&failed["state"], &failed["status"]), (&json!("waiting"), &json!(503)), "{failed}");
    assert!(o.again(&webhook)["failing_since"].is_string());
    o.server.clock.advance(MINUTE);
    o.last(&webhook, |last| last["state"] == "taken");
    let told = o.told();
    assert_eq!((told.len(), &told[0]["id"]), (2, &told[1]["id"]));
    assert!(told[1]["at"].as_i64().unwrap() >= told[0]["at"].as_i64().unwrap() + 60, "signed anew: {told:?}");
    assert!(told.iter().all(|one| one["proven"] == true));
    assert_eq!(o.again(&webhook)["failing_since"], Value::Null);
}

#[test]
fn after_a_day_it_is_given_up_after_three_the_webhook_is_off_and_either_can_be_begun_anew() {
    let mut o = office();
    let webhook = o.webhook("/busy");
    o.rule(&o.olga, &webhook);
    o.task("First");
    let path = format!("/webhooks/{}", id(&webhook));
    let mut attempts = 0;
    o.pass();
    while o.deliveries(&webhook)[0]["state"] == "waiting" {
        o.last(&webhook, |last| last["attempts"].as_u64() > Some(attempts));
        attempts = o.deliveries(&webhook)[0]["attempts"].as_u64().unwrap();
        o.server.clock.advance(2 * 60 * MINUTE);
    }
    let failed = o.deliveries(&webhook)[0].clone();
    // Text is kept, and nothing but that.
    assert_eq!((&failed["state"], &failed["words"]), (&json!("failed"), &json!("Not <b>now</b>")), "{failed}");
    assert!((12..=14).contains(&attempts), "{attempts}");
    o.server.clock.advance(2 * DAY);
    o.task("Second");
    o.pass();
    let off = until(|| o.again(&webhook), |webhook| webhook["off"].is_object())["off"].clone();
    assert_eq!((&off["why"], &off["by"], &off["words"]), (&json!("failed"), &Value::Null, &json!("Not <b>now</b>")));
    assert!(o.olga.get("/admin/audit").text.contains("webhook_switched_off"));
    assert_eq!(o.olga.get("/session").ok()["webhooks_off"], 1, "admins are told");
    assert_eq!(o.ana.get("/session").ok()["webhooks_off"], 0);
    // While it is off nothing is sent, and what would be says so.
    let before = o.told().len();
    o.task("Third");
    o.server.clock.advance(2 * 60 * MINUTE);
    o.last(&webhook, |last| last["state"] == "off");
    let again = format!("{path}/deliveries/{}/again", id(&failed));
    o.olga.post(&again, json!({})).fails(409, "conflict");
    o.olga.patch(&path, json!({ "url": o.url("/open"), "on": true })).ok();
    assert_eq!(o.olga.post(&again, json!({})).ok()["state"], "waiting");
    let told = until(|| o.told(), |told| told.len() > before);
    let last = told.last().unwrap();
    assert_eq!((&last["path"], &last["body"]["data"]["task"]["title"]), (&json!("/open"), &json!("First")));
    assert_eq!(o.olga.get("/session").ok()["webhooks_off"], 0);
}

#[test]
fn one_that_is_gone_is_told_nothing_more_and_none_is_followed_elsewhere() {
    let mut o = office();
    let (gone, away, long) = (o.webhook("/gone"), o.webhook("/away"), o.webhook("/long"));
    for webhook in [&gone, &away, &long] {
        o.rule(&o.olga, webhook);
    }
    o.task("Swap the valve");
    o.pass();
    let off = until(|| o.again(&gone), |webhook| webhook["off"].is_object());
    assert_eq!(off["off"]["why"], "gone");
    let moved = o.last(&away, |last| last["attempts"] == 1);
    assert_eq!((&moved["status"], &moved["state"]), (&json!(302), &json!("waiting")));
    let taken = o.last(&long, |last| last["state"] == "taken");
    assert_eq!(taken["words"].as_str().unwrap(), "a".repeat(200), "only the beginning is kept");
    assert!(o.told().iter().all(|one| one["path"] != "/elsewhere"));
}

#[test]
fn a_test_is_sent_at_once_and_once_also_while_the_webhook_is_off() {
    let mut o = office();
    let webhook = o.webhook("/busy");
    let path = format!("/webhooks/{}", id(&webhook));
    o.olga.patch(&path, json!({ "on": false })).ok();
    assert_eq!(o.olga.post(&format!("{path}/test"), json!({})).ok()["kind"], "test");
    let failed = o.last(&webhook, |last| last["state"] == "failed");
    assert_eq!((&failed["status"], &failed["attempts"]), (&json!(500), &json!(1)));
    o.olga.patch(&path, json!({ "url": o.url("/open") })).ok();
    o.olga.post(&format!("{path}/deliveries/{}/again", id(&failed)), json!({})).ok();
    o.last(&webhook, |last| last["state"] == "taken");
    let told = o.told();
    assert_eq!(told[1]["body"]["type"], "test");
    assert_eq!(told[1]["body"]["data"], json!({ "webhook": "Till /busy", "organization": "Northfold Heating" }));
}

#[test]
fn nothing_leaves_while_it_is_held_after_a_restore() {
    let mut o = office();
    let webhook = o.webhook("/open");
    o.rule(&o.olga, &webhook);
    o.task("Before");
    o.olga.put("/admin/outgoing", json!({ "held": true })).ok();
    o.olga.post(&format!("/webhooks/{}/test", id(&webhook)), json!({})).ok();
    o.server.clock.advance(60 * MINUTE);
    // A turn of the thread later it is still there.
    o.ana.task(&o.space, "Something else");
    assert_eq!(o.again(&webhook)["waiting"], 2);
    assert_eq!(o.told().len(), 0);
    o.olga.put("/admin/outgoing", json!({ "held": false })).ok();
    let told = o.wait(2);
    assert!(told.iter().any(|one| one["body"]["data"]["task"]["title"] == "Before"), "{told:#?}");
}

#[test]
fn one_that_cannot_be_reached_rests_and_holds_up_no_other() {
    let mut o = office();
    let (dead, open) = (o.webhook("/open"), o.webhook("/open-too"));
    let path = format!("/webhooks/{}", id(&dead));
    o.olga.patch(&path, json!({ "url": "http://127.0.0.1:9/hook" })).ok();
    o.rule(&o.olga, &dead);
    o.rule(&o.olga, &open);
    o.task("First");
    o.task("Second");
    o.pass();
    o.wait(2);
    let tried = || o.deliveries(&dead).iter().map(|one| one["attempts"].as_u64().unwrap()).sum::<u64>();
    until(tried, |tried| *tried > 0);
    // A test is not kept waiting by the rest, and says the same.
    o.olga.post(&format!("{path}/test"), json!({})).ok();
    let failed = o.last(&dead, |last| last["state"] == "failed");
    assert!(failed["status"].is_null() && !failed["words"].as_str().unwrap().is_empty(), "{failed}");
    assert_eq!(tried(), 2, "one of the two, and the test");
    // At another address it is tried at once.
    o.olga.patch(&path, json!({ "url": o.url("/open") })).ok();
    let told = o.wait(3);
    assert_eq!((&told[2]["path"], &told[2]["body"]["type"]), (&json!("/open"), &json!("rule.acted")));
}
