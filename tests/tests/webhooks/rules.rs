//! What rules tell webhooks: what their owner may read, and nothing once a webhook is gone.

use crate::office;
use guildhall_tests::id;
use serde_json::{Value, json};

fn sentence(rule: &Value) -> String {
    rule["sentence"].as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect()
}

#[test]
fn only_a_webhook_that_is_on_can_be_chosen() {
    let mut o = office();
    let webhook = o.webhook("/open");
    let rules = format!("/spaces/{}/rules", o.space);
    let calls = |id: Value| {
        let actions = json!([{ "does": "call", "webhook_id": id }]);
        json!({ "name": "Tell the till", "when": { "what": "created" }, "actions": actions })
    };
    o.ana.post(&rules, calls(Value::Null)).fails(422, "invalid");
    o.ana.post(&rules, calls(json!(o.space))).fails(422, "invalid");
    o.olga.patch(&format!("/webhooks/{}", id(&webhook)), json!({ "on": false })).ok();
    let refused = o.ana.post(&rules, calls(webhook["id"].clone())).fails(422, "invalid");
    assert_eq!(refused["error"]["fields"]["actions"], "Choose a webhook that is on.");
    o.olga.patch(&format!("/webhooks/{}", id(&webhook)), json!({ "on": true })).ok();
    let rule = o.ana.post(&rules, calls(webhook["id"].clone())).ok();
    assert_eq!(sentence(&rule), "When a task is made, call the webhook Till /open.");
    assert_eq!(rule["actions"][0]["webhook_id"], webhook["id"]);
}

#[test]
fn it_is_told_what_the_owner_of_the_rule_may_read() {
    let mut o = office();
    let webhook = o.webhook("/open");
    o.rule(&o.ana, &webhook);
    // A task that stands below one of a space Ana is not in: of that she learns nothing, and so does nobody.
    let secret = o.olga.space("Wages", "private");
    let parent = o.olga.post(&format!("/spaces/{secret}/tasks"), json!({ "title": "Raise for Ana" })).ok();
    let task = o.olga.task(&o.space, "Print the list");
    o.olga.put(&format!("/items/{}/links/{}", id(&task), id(&parent)), json!({ "relation": "blocked_by" })).ok();
    o.acted();
    o.pass();
    let told = o.wait(1);
    assert_eq!(told[0]["body"]["data"]["task"]["title"], "Print the list");
    let text = told[0].to_string();
    assert!(!text.contains("Raise") && !text.contains(&id(&parent)), "{text}");
}

#[test]
fn a_task_that_is_too_large_is_told_without_its_text() {
    let mut o = office();
    let webhook = o.webhook("/open");
    o.rule(&o.olga, &webhook);
    let input = json!({ "title": "Long", "body": "word ".repeat(100_000) });
    o.ana.post(&format!("/spaces/{}/tasks", o.space), input).ok();
    o.acted();
    o.pass();
    let told = o.wait(1);
    let task = &told[0]["body"]["data"]["task"];
    assert!(told[0]["bytes"].as_u64().unwrap() < 256 * 1024 && told[0]["proven"] == true);
    assert_eq!((&task["title"], &task["shortened"]), (&json!("Long"), &json!(true)));
}

#[test]
fn a_rule_whose_webhook_was_deleted_says_so_and_switches_itself_off() {
    let mut o = office();
    let webhook = o.webhook("/open");
    let rule = o.rule(&o.olga, &webhook);
    o.task("Told never");
    o.olga.delete(&format!("/webhooks/{}", id(&webhook))).ok();
    let path = format!("/rules/{}", id(&rule));
    let gone = o.olga.get(&path).ok();
    assert_eq!(sentence(&gone), "When a task is made, call the webhook that was deleted.");
    assert_eq!(gone["off"], Value::Null, "it is seen before it acts");
    let task = o.task("Where it is told");
    let off = o.olga.get(&path).ok()["off"].clone();
    assert_eq!(off["why"], "gone", "{off}");
    let said = o.olga.get(&format!("/items/{}/comments", id(&task))).ok();
    assert!(said["items"][0]["body"].as_str().unwrap().contains("switched itself off"), "{said}");
    // Whoever changes it chooses something that is there.
    o.olga.patch(&path, json!({ "actions": gone["actions"] })).fails(422, "invalid");
    o.pass();
    guildhall::cli::care::sweep(&o.server.app).unwrap();
    let other = o.webhook("/open");
    o.olga.post(&format!("/webhooks/{}/test", id(&other)), json!({})).ok();
    o.last(&other, |last| last["state"] == "taken");
    assert!(o.told().iter().all(|one| one["body"]["type"] == "test"), "what it was to be told is gone with it");
}

#[test]
fn a_rule_may_call_and_do_more_and_a_refused_one_calls_nobody() {
    let mut o = office();
    let webhook = o.webhook("/open");
    let kitchen = o.olga.space("Kitchen", "closed");
    let calls = json!({ "does": "call", "webhook_id": webhook["id"] });
    let set = json!({ "does": "set", "fact": "priority", "value": "high" });
    let moves = json!({ "does": "move", "space_id": kitchen });
    let rule = |actions: Value| {
        let input = json!({ "name": "Both", "when": { "what": "created" }, "actions": actions });
        o.olga.post(&format!("/spaces/{}/rules", o.space), input).ok()
    };
    rule(json!([set, calls]));
    let refused = rule(json!([calls, moves]));
    // Olga leaves the kitchen to nobody.
    o.olga.delete(&format!("/spaces/{kitchen}")).ok();
    o.task("Swap the valve");
    o.pass();
    let told = o.wait(1);
    o.last(&webhook, |last| last["state"] == "taken");
    assert_eq!((told.len(), o.deliveries(&webhook).len()), (1, 1), "all of it or nothing");
    assert_eq!(told[0]["body"]["data"]["task"]["priority"], "high", "as it is once what stands before is done");
    let acted = o.olga.get(&format!("/rules/{}/acted", id(&refused))).ok();
    assert!(acted["items"][0]["refused"].is_string(), "{acted}");
}
