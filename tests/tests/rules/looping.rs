//! Rules that set each other off, or themselves: they come to an end, and say so.

use crate::{becomes, created, office, set};
use guildhall::inbox::Keeper;
use guildhall_tests::{id, until};
use serde_json::{Value, json};

#[test]
fn two_that_answer_each_other_are_stopped_and_their_owner_is_told() {
    let o = office();
    Keeper::start(&o.server.app).unwrap();
    let sections = ["One", "Two"].map(|name| {
        let made = o.olga.post(&format!("/spaces/{}/sections", o.space), json!({ "name": name })).ok();
        made["sections"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["id"].to_string()
    });
    let there = o.rule_of(
        &o.ben,
        becomes("section", &sections[0]),
        json!([]),
        json!([{ "does": "comment", "text": "There" }, set("section", &sections[1])]),
    );
    let back = o.rule_of(
        &o.ben,
        becomes("section", &sections[1]),
        json!([]),
        json!([{ "does": "comment", "text": "Back" }, set("section", &sections[0])]),
    );
    let task = o.task(&o.ana, "Ping");
    o.patch(&o.ana, &task, json!({ "section_id": sections[0].parse::<u32>().unwrap() }));
    let stopped = o.again(&there);
    assert_eq!((&stopped["off"]["why"], &stopped["off"]["by"]), (&json!("loop"), &Value::Null), "{stopped}");
    assert!(stopped["off"]["words"].as_str().unwrap().contains("set each other off"), "{stopped}");
    assert_eq!(o.again(&back)["off"], Value::Null, "one of them is enough");
    assert_eq!((&stopped["acted_total"], &o.again(&back)["acted_total"]), (&json!(1), &json!(1)));
    let said = o.said(&id(&task));
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[2]["body"].as_str().unwrap().contains("switched itself off"));
    let inbox = until(|| o.ben.get("/inbox").ok(), |inbox| !inbox["items"].as_array().unwrap().is_empty());
    assert!(inbox.to_string().contains(&id(&task)), "{inbox}");
}

#[test]
fn setting_what_is_set_is_no_loop_and_going_round_is_one() {
    let o = office();
    let quiet = o.rule(json!({ "what": "changed", "fact": "priority" }), json!([]), json!([set("priority", "high")]));
    let task = o.task(&o.ana, "Quiet");
    assert_eq!(o.patch(&o.ana, &task, json!({ "priority": "low" }))["priority"], "high");
    let counted = o.again(&quiet);
    assert_eq!(
        (&counted["off"], &counted["acted_total"]),
        (&Value::Null, &json!(1)),
        "the second time nothing was done"
    );
    o.olga.delete(&format!("/rules/{}", id(&quiet))).ok();
    // To do → doing → to do, for ever.
    let (todo, doing) = (o.status("todo"), o.status("doing"));
    let first = o.rule(becomes("status", &doing), json!([]), json!([set("status", &todo)]));
    let second = o.rule(becomes("status", &todo), json!([]), json!([set("status", &doing)]));
    let task = o.task(&o.ana, "Round");
    o.patch(&o.ana, &task, json!({ "status_id": doing.parse::<u32>().unwrap() }));
    let both = [o.again(&first), o.again(&second)];
    assert_eq!(both.iter().filter(|rule| rule["off"]["why"] == "loop").count(), 1, "{both:?}");
    let total: u64 = both.iter().map(|rule| rule["acted_total"].as_u64().unwrap()).sum();
    assert!(total <= 4, "{total}");
    // Switched on again it is stopped again, and everything else goes on.
    o.olga.patch(&format!("/rules/{}", id(&first)), json!({ "on": true })).ok();
    let plain = o.rule(created(), json!([]), json!([set("due", "0")]));
    assert_eq!(o.task(&o.ana, "After")["due"]["date"], "2026-11-23");
    assert_eq!(o.again(&plain)["acted_total"], 1);
}

#[test]
fn a_rule_that_makes_what_sets_it_off_is_stopped() {
    let o = office();
    let process = o.olga.post(&format!("/spaces/{}/processes", o.space), json!({ "name": "Call back" })).ok();
    let start = json!({ "does": "start", "process_id": id(&process) });
    let rule = o.rule(created(), json!([]), json!([start]));
    o.task(&o.ana, "The first one");
    let off = o.again(&rule);
    assert_eq!((&off["off"]["why"], &off["acted_total"]), (&json!("loop"), &json!(1)), "{off}");
    let runs = o.olga.get(&format!("/processes/{}/runs", id(&process))).ok();
    assert_eq!(runs["items"].as_array().unwrap().len(), 1, "{runs}");
}

#[test]
fn a_long_chain_ends() {
    let o = office();
    let tags: Vec<String> = (0..12)
        .map(|number| o.olga.post("/tags", json!({ "name": format!("T{number}") })).ok()["id"].to_string())
        .collect();
    let rules: Vec<Value> = tags
        .windows(2)
        .map(|pair| o.rule(becomes("tag", &pair[0]), json!([]), json!([set("tag", &pair[1])])))
        .collect();
    let task = o.task(&o.ana, "Chain");
    o.ana.put(&format!("/tasks/{}/tags/{}", id(&task), tags[0]), json!({})).ok();
    o.acted();
    let task = o.ana.get(&format!("/tasks/{}", id(&task))).ok();
    assert_eq!(task["tag_ids"].as_array().unwrap().len(), 11, "{task}");
    let last = o.again(rules.last().unwrap());
    assert_eq!((&last["off"]["why"], &last["acted_total"]), (&json!("loop"), &json!(0)));
}
