//! What rules do, and when.

use crate::{becomes, created, is, office, set};
use guildhall_tests::id;
use serde_json::{Value, json};

#[test]
fn it_does_what_it_says_and_stands_in_the_history_with_its_name() {
    let o = office();
    let words = json!({ "fact": "words", "test": "contains", "values": ["no heat", "cold"], "except": ["cold water"] });
    let tell = json!({ "does": "tell", "whom": "person", "person_id": o.ben.me(), "text": "Call them back." });
    let rule = o.rule(created(), json!([words]), json!([set("priority", "high"), set("assignee", &o.ana.me()), tell]));
    assert_eq!(
        crate::sentence(&rule),
        "When *a task is made*, and its title or text says *no heat, cold* but not just *cold water*, set its *priority* \
         to *high*, give it to *Ana Moreau* and tell *Ben Sol* “Call them back”."
    );
    let hit = o.task(&o.ana, "Radiators upstairs stay cold");
    assert_eq!((&hit["priority"], &hit["assignee_id"]), (&json!("high"), &json!(o.ana.me())));
    let followers = hit["follower_ids"].as_array().unwrap();
    assert!(!followers.contains(&json!(o.olga.me())), "whose rights it had has not followed: {hit}");
    let said = o.said(&id(&hit));
    assert_eq!(said.len(), 1);
    assert_eq!(said[0]["author"]["kind"], "rule");
    assert!(said[0]["body"].as_str().unwrap().ends_with("Call them back."), "{}", said[0]);
    let activity = o.ana.get(&format!("/items/{}/activity", id(&hit))).ok();
    let by_rule: Vec<&Value> = activity["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["activity"]["actor"]["kind"] == "rule")
        .collect();
    assert!(by_rule.iter().any(|entry| entry["activity"]["field"] == "priority"), "{activity}");
    assert!(by_rule.iter().all(|entry| entry["activity"]["actor"]["name"] == "No heat comes first"), "{activity}");
    let miss = o.task(&o.ana, "Cold water pressure is low");
    assert_eq!((&miss["priority"], o.said(&id(&miss)).len()), (&json!("normal"), 0));
    let counted = o.again(&rule);
    assert_eq!((&counted["acted_this_month"], &counted["acted_total"]), (&json!(1), &json!(1)));
    let acted = o.gil.get(&format!("/rules/{}/acted", id(&rule))).ok();
    assert_eq!(acted["items"][0]["title"], "Radiators upstairs stay cold");
    assert_eq!(acted["items"].as_array().unwrap().len(), 1);
}

#[test]
fn rules_of_a_space_act_in_order_and_find_what_the_earlier_one_left() {
    let o = office();
    o.rule(created(), json!([]), json!([set("priority", "urgent")]));
    let second = o.rule(created(), json!([is("priority", "urgent")]), json!([set("category", "doing")]));
    o.rule(created(), json!([is("category", "todo")]), json!([set("due", "2")]));
    let task = o.task(&o.ben, "Swap the valve");
    assert_eq!((&task["priority"], &task["category"], &task["due"]), (&json!("urgent"), &json!("doing"), &Value::Null));
    assert_eq!(o.again(&second)["acted_total"], 1);
}

#[test]
fn a_change_sets_off_what_waits_for_that_change_and_an_undo_sets_off_nothing() {
    let o = office();
    let other = o.olga.space("Purchasing", "open");
    let done = o.status("done");
    let rule = o.rule(
        becomes("status", &done),
        json!([]),
        json!([{ "does": "comment", "text": "Thanks for {task}" }, { "does": "move", "space_id": other }]),
    );
    let task = o.task(&o.ana, "Order [the] part");
    assert_eq!(task["space_id"], json!(o.space));
    let moved = o.patch(&o.olga, &task, json!({ "status_id": done.parse::<u32>().unwrap() }));
    assert_eq!(moved["space_id"], json!(other));
    let link = format!("(guildhall:item/{})", id(&task));
    assert!(o.said(&id(&task))[0]["body"].as_str().unwrap().contains(&link));
    // Taken out of "done" and put there again by an undo of that: nothing is done twice.
    let tag = o.rule(
        json!({ "what": "changed", "fact": "priority" }),
        json!([]),
        json!([{ "does": "comment", "text": "Somebody changed its priority" }]),
    );
    let second = o.task(&o.ana, "Second");
    let answer = o.ana.patch(&format!("/tasks/{}", id(&second)), json!({ "priority": "low" }));
    let command = answer.command();
    o.acted();
    assert_eq!(o.said(&id(&second)).len(), 1);
    o.ana.post("/undo", json!({ "command": command })).ok();
    o.acted();
    assert_eq!((o.said(&id(&second)).len(), &o.again(&tag)["acted_total"]), (1, &json!(1)));
    assert_eq!(o.again(&rule)["acted_total"], 1);
}

#[test]
fn comments_and_tags_set_it_off_and_it_starts_processes_and_posts() {
    let o = office();
    let process = o.olga.post(&format!("/spaces/{}/processes", o.space), json!({ "name": "Call back" })).ok();
    let topic = o.olga.post(&format!("/spaces/{}/topics", o.space), json!({ "title": "Quick chat" })).ok();
    let tag = o.olga.post("/tags", json!({ "name": "Waiting for us" })).ok();
    o.rule(json!({ "what": "commented" }), json!([]), json!([set("tag", &tag["id"].to_string())]));
    let post = json!({ "does": "post", "topic_id": id(&topic), "text": "Look at {task}" });
    let start = json!({ "does": "start", "process_id": id(&process) });
    let chained = o.rule(becomes("tag", &tag["id"].to_string()), json!([]), json!([start, post]));
    let task = o.task(&o.ana, "Burner locked out");
    o.ana.post(&format!("/items/{}/comments", id(&task)), json!({ "body": "It is out again" })).ok();
    o.acted();
    let task = o.ana.get(&format!("/tasks/{}", id(&task))).ok();
    assert_eq!(task["tag_ids"], json!([tag["id"]]), "{task}");
    let runs = o.olga.get(&format!("/processes/{}/runs", id(&process))).ok();
    assert_eq!(runs["items"].as_array().unwrap().len(), 1);
    let said = o.olga.get(&format!("/topics/{}/messages?at=newest", id(&topic))).ok();
    let last = said["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["author"]["kind"], o.again(&chained)["acted_total"].clone()), (&json!("rule"), json!(1)));
    // A second comment adds no tag, so nothing more follows.
    o.ana.post(&format!("/items/{}/comments", id(&task)), json!({ "body": "And again" })).ok();
    o.acted();
    assert_eq!(o.again(&chained)["acted_total"], 1);
}

#[test]
fn what_it_looked_at_without_acting_is_not_looked_at_again_by_the_next_start() {
    let o = office();
    let rule = o.rule(
        json!({ "what": "changed", "fact": "priority" }),
        json!([is("assignee", "")]),
        json!([{ "does": "comment", "text": "Nobody has it" }]),
    );
    let task = o.task(&o.ana, "Swap the valve");
    let task = o.patch(&o.ana, &task, json!({ "assignee_id": o.ana.me() }));
    let path = format!("/tasks/{}", id(&task));
    o.ana.patch(&path, json!({ "priority": "high" })).ok();
    o.acted();
    let snapshot = || o.server.app.store().snapshot().unwrap();
    let head = snapshot().read().last_seq().unwrap();
    let place = || guildhall::rules::store::place(snapshot().read()).unwrap().unwrap().seq;
    guildhall_tests::until(place, |place| *place >= head);
    // And so it is when the server is stopped before that.
    o.ana.patch(&path, json!({ "priority": "low" })).ok();
    o.acted();
    let head = snapshot().read().last_seq().unwrap();
    o.server.app.parts().rules.get().unwrap().stop(&o.server.app);
    assert_eq!(place(), head);
    assert_eq!(o.again(&rule)["acted_total"], 0);
}

#[test]
fn what_is_off_in_the_trash_or_newer_than_a_change_does_not_act() {
    let o = office();
    let early = o.task(&o.ana, "Before");
    let rule = o.rule(created(), json!([]), json!([set("priority", "high")]));
    let path = format!("/rules/{}", id(&rule));
    assert_eq!(early["priority"], "normal");
    let off = o.olga.patch(&path, json!({ "on": false })).ok();
    assert_eq!((&off["off"]["why"], &off["off"]["by"]["id"]), (&json!("hand"), &json!(o.olga.me())));
    assert_eq!(o.task(&o.ana, "While off")["priority"], "normal");
    o.olga.patch(&path, json!({ "on": true })).ok();
    assert_eq!(o.task(&o.ana, "While on")["priority"], "high");
    let gone = o.olga.delete(&path);
    let command = gone.command();
    assert_eq!(o.task(&o.ana, "While in the trash")["priority"], "normal");
    let trash = o.olga.get(&format!("/spaces/{}/rules?trashed=true", o.space)).ok();
    assert_eq!(trash["items"].as_array().unwrap().len(), 1);
    o.olga.post("/undo", json!({ "command": command })).ok();
    assert_eq!(o.task(&o.ana, "Back")["priority"], "high");
    assert_eq!(o.ana.get(&format!("/tasks/{}", id(&early))).ok()["priority"], "normal");
}

#[test]
fn fields_set_it_off_and_are_asked_and_set_and_it_tells_who_does_the_task_and_who_leads() {
    let o = office();
    let field = |name: &str, kind: &str, choices: Value| {
        let input = json!({ "name": name, "kind": kind, "choices": choices });
        let space = o.olga.post(&format!("/spaces/{}/fields", o.space), input).ok();
        space["fields"].as_array().unwrap().last().unwrap()["id"].to_string()
    };
    let fuel = field("Fuel", "choice", json!(["Gas", "Oil"]));
    let state = field("State", "choice", json!(["On", "Out"]));
    let (checked, note) = (field("Checked by", "person", json!([])), field("Note", "text", json!([])));
    let of = |field: &str| json!({ "fact": "field", "field_id": field.parse::<u32>().unwrap() });
    let with = |field: &str, more: Value| {
        let mut all = of(field);
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let tell = |whom: &str, text: &str| json!({ "does": "tell", "whom": whom, "text": text });
    let rule = o.rule(
        with(&state, json!({ "what": "changed", "to": "Out" })),
        json!([with(&fuel, json!({ "test": "is", "values": ["Gas"] }))]),
        json!([
            with(&checked, json!({ "does": "set", "value": o.ben.me() })),
            with(&note, json!({ "does": "set", "value": "Smell first" })),
            tell("assignee", "Go and look at it."),
            tell("leads", "It is gas."),
        ]),
    );
    let task = |fuel_is: &str, assignee: Value| {
        let fields = json!({ fuel.clone(): fuel_is, state.clone(): "On" });
        let input = json!({ "title": "Burner", "fields": fields, "assignee_id": assignee });
        let made = o.ana.post(&format!("/spaces/{}/tasks", o.space), input).ok();
        o.acted();
        made
    };
    let gas = task("Gas", json!(o.ana.me()));
    assert!(o.said(&id(&gas)).is_empty(), "it is on");
    let out = json!({ "fields": { state.clone(): "Out" } });
    let oil = task("Oil", json!(o.ana.me()));
    let oil = o.patch(&o.ben, &oil, out.clone());
    assert_eq!((&oil["fields"][&note], o.said(&id(&oil)).len()), (&Value::Null, 0));
    let gas = o.patch(&o.ben, &gas, out.clone());
    assert_eq!((&gas["fields"][&checked], &gas["fields"][&note]), (&json!(o.ben.me()), &json!("Smell first")));
    let said = |task: &Value| -> Vec<String> {
        o.said(&id(task)).iter().map(|one| one["body"].as_str().unwrap().to_owned()).collect()
    };
    let told = said(&gas);
    let of_ana = format!("guildhall:person/{}) Go and look at it.", o.ana.me());
    let of_olga = format!("guildhall:person/{}) It is gas.", o.olga.me());
    assert!(told.len() == 2 && told[0].ends_with(&of_ana) && told[1].ends_with(&of_olga), "{told:?}");
    // Where nobody does it there is nobody to tell, and the rest is done all the same.
    let nobody = o.patch(&o.ben, &task("Gas", Value::Null), out);
    assert_eq!((&nobody["fields"][&note], said(&nobody).len()), (&json!("Smell first"), 1));
    assert_eq!((&o.again(&rule)["acted_total"], &o.again(&rule)["off"]), (&json!(2), &Value::Null));
}
