//! What depends on what: circles, tasks that leave, bad input, undo.

use crate::{after, of, plan, project, task, undo};
use guildhall::{
    access::{Scope, Who},
    plan::store,
};
use guildhall_domain::Id;
use guildhall_tests::id;
use serde_json::{Value, json};

fn links(plan: &Value) -> usize {
    plan["links"].as_array().unwrap().len()
}

#[test]
fn a_circle_is_refused_with_its_way() {
    let o = project();
    let ids: Vec<String> = ["A", "B", "C"].iter().map(|title| task(&o.ana, &o.space, title, "", "")).collect();
    after(&o.ana, &ids[1], &ids[0], 0);
    after(&o.ana, &ids[2], &ids[1], 2);
    let refused =
        o.ana.put(&format!("/tasks/{}/dependencies/{}", ids[0], ids[2]), json!({})).fails(409, "dependency_cycle");
    assert!(refused["error"]["message"].as_str().unwrap().contains("A → B → C → A"), "{refused}");
    assert_eq!(refused["error"]["path"], json!([ids[0], ids[1], ids[2], ids[0]]));
    o.ana.put(&format!("/tasks/{}/dependencies/{}", ids[0], ids[0]), json!({})).fails(409, "dependency_cycle");
    assert_eq!(links(&plan(&o.ana, &o.space)), 2);
    // What nobody set a day of begins when it can.
    let shown = plan(&o.ana, &o.space);
    let third = of(&shown, &ids[2]);
    assert_eq!(
        [&third["dated"], &third["start"], &third["due"]],
        [&json!(false), &json!("2026-11-27"), &json!("2026-11-27")]
    );
}

#[test]
fn a_task_that_leaves_takes_its_dependencies_out_of_sight_and_brings_them_back() {
    let o = project();
    let other = o.owner.space("Other", "open");
    let secret = o.owner.space("Secret", "private");
    let a = task(&o.owner, &o.space, "A", "2026-11-23", "2026-11-24");
    let b = task(&o.owner, &o.space, "B", "2026-11-25", "2026-11-25");
    after(&o.owner, &b, &a, 0);
    let go = |to: &str| o.owner.put(&format!("/tasks/{a}/home"), json!({ "space_id": to })).ok();
    go(&other);
    assert_eq!(links(&plan(&o.ana, &o.space)), 0);
    o.ana.put(&format!("/tasks/{b}/dependencies/{a}"), json!({ "lag_days": 1 })).fails(409, "conflict");
    go(&o.space);
    assert_eq!(links(&plan(&o.ana, &o.space)), 1);
    // Hidden, it still counts for circles, and names nothing.
    go(&secret);
    let c = task(&o.owner, &o.space, "C", "", "");
    assert_eq!(links(&plan(&o.ana, &o.space)), 0);
    go(&o.space);
    after(&o.owner, &a, &c, 0);
    go(&secret);
    let refused = o.ana.put(&format!("/tasks/{c}/dependencies/{b}"), json!({})).fails(409, "dependency_cycle");
    assert!(refused["error"]["message"].as_str().unwrap().contains("a task you do not see"), "{refused}");
    assert!(!refused.to_string().contains(&a), "{refused}");
    go(&o.space);

    o.owner.delete(&format!("/tasks/{a}")).ok();
    assert_eq!(links(&plan(&o.ana, &o.space)), 0, "in the trash");
    o.owner.put(&format!("/tasks/{a}/restore"), json!({})).ok();
    assert_eq!(links(&plan(&o.ana, &o.space)), 2);
}

#[test]
fn a_dependency_is_changed_taken_away_and_taken_back() {
    let o = project();
    let a = task(&o.ana, &o.space, "A", "2026-11-23", "2026-11-24");
    let b = task(&o.ana, &o.space, "B", "2026-11-25", "2026-11-25");
    let at = format!("/tasks/{b}/dependencies/{a}");
    o.ana.put(&at, json!({})).ok();
    let changed = o.ana.put(&at, json!({ "lag_days": 3 }));
    changed.clone().ok();
    let link = || plan(&o.ana, &o.space)["links"][0].clone();
    assert_eq!([&link()["lag_days"], &link()["broken"]], [&json!(3), &json!(true)]);
    undo(&o.ana, &changed);
    assert_eq!([&link()["lag_days"], &link()["broken"]], [&json!(0), &json!(false)]);
    let gone = o.ana.delete(&at);
    gone.clone().ok();
    assert_eq!(links(&plan(&o.ana, &o.space)), 0);
    undo(&o.ana, &gone);
    assert_eq!(links(&plan(&o.ana, &o.space)), 1);
    let history = o.ana.get(&format!("/items/{b}/activity")).ok();
    assert!(history.to_string().contains(&format!("depends:{a}")), "{history}");
}

#[test]
fn what_has_no_place_or_no_measure_is_refused() {
    let o = project();
    let a = task(&o.ana, &o.space, "A", "2026-11-23", "2026-11-24");
    let tasks = format!("/spaces/{}/tasks", o.space);
    let part = id(&o.ana.post(&tasks, json!({ "title": "Part", "parent_id": a })).ok());
    let b = task(&o.ana, &o.space, "B", "", "");
    o.ana.put(&format!("/tasks/{part}/dependencies/{b}"), json!({})).fails(409, "conflict");
    for lag in [366, -366, i32::MAX] {
        o.ana.put(&format!("/tasks/{b}/dependencies/{a}"), json!({ "lag_days": lag })).fails(422, "invalid");
    }
    o.ana.put(&format!("/tasks/{b}/dependencies/{a}"), json!({ "lag_days": "long" })).fails(400, "bad_json");
    o.ana.put(&format!("/tasks/{b}/dependencies/{a}"), json!({ "weeks": 1 })).fails(400, "unknown_field");
    o.ana.put(&format!("/tasks/{b}/dependencies/{}", o.space), json!({})).fails(404, "not_found");
    o.ana.put(&format!("/tasks/{b}/dependencies/nothing"), json!({})).fails(404, "not_found");
}

#[test]
fn a_task_says_what_it_waits_for_and_what_waits_for_it() {
    let o = project();
    let a = task(&o.ana, &o.space, "A", "2026-11-23", "2026-11-24");
    let b = task(&o.ana, &o.space, "B", "2026-11-24", "2026-11-25");
    let c = task(&o.ana, &o.space, "C", "2026-12-01", "2026-12-02");
    after(&o.ana, &b, &a, 0);
    after(&o.ana, &c, &b, 1);
    let around = |id: &str| o.ana.get(&format!("/tasks/{id}/dependencies")).ok();
    let of_b = around(&b);
    let line = |one: &Value| (one["item"]["title"].clone(), one["lag_days"].clone(), one["broken"].clone());
    assert_eq!(line(&of_b["waits_for"][0]), (json!("A"), json!(0), json!(true)), "it begins before A ends");
    assert_eq!(line(&of_b["blocks"][0]), (json!("C"), json!(1), json!(false)));
    assert_eq!((&around(&a)["waits_for"], &of_b["can_edit"]), (&json!([]), &json!(true)));
    // What lies in the trash is not named, and there again when it comes back.
    o.ana.delete(&format!("/tasks/{a}")).ok();
    assert_eq!(around(&b)["waits_for"], json!([]));
    o.ana.put(&format!("/tasks/{a}/restore"), json!({})).ok();
    assert_eq!(line(&around(&b)["waits_for"][0]).0, "A");
    // A space without a plan has none.
    let other = o.owner.space("Other", "open");
    let free = id(&o.owner.task(&other, "Free"));
    o.ana.get(&format!("/tasks/{free}/dependencies")).fails(409, "no_plan");
}

#[test]
fn a_long_way_is_named_by_its_ends() {
    let o = project();
    let ids: Vec<String> = (1..=12).map(|n| task(&o.ana, &o.space, &format!("T{n}"), "", "")).collect();
    ids.windows(2).for_each(|two| after(&o.ana, &two[1], &two[0], 0));
    let first = format!("/tasks/{}/dependencies/{}", ids[0], ids[11]);
    let refused = o.ana.put(&first, json!({})).fails(409, "dependency_cycle");
    let said = refused["error"]["message"].as_str().unwrap();
    assert!(said.contains(": T1 → T2 → T3 → T4 → 5 more → T10 → T11 → T12 → T1. "), "{said}");
    assert_eq!(refused["error"]["path"].as_array().unwrap().len(), 13);
}

#[test]
fn a_plan_holds_five_thousand_dependencies_and_those_of_tasks_that_are_gone_make_room() {
    let o = project();
    let ids: Vec<String> = (0..102).map(|n| task(&o.ana, &o.space, &format!("T{n}"), "", "")).collect();
    let keys: Vec<Id> = ids.iter().map(|id| id.parse().unwrap()).collect();
    let all = (0..keys.len()).flat_map(|later| (0..later).map(move |before| (later, before)));
    let pairs: Vec<(Id, Id)> = all.take(5_000).map(|(later, before)| (keys[later], keys[before])).collect();
    let space: Id = o.space.parse().unwrap();
    let fill = o.server.app.run_blocking(Who::system(), move |work| {
        let home = work.directory().space(space).unwrap().audience;
        for (task, before) in &pairs {
            store::put(work.tx, home, *task, *before, Some(0))?;
        }
        Ok(())
    });
    fill.unwrap();
    let at = |task: usize, before: usize| format!("/tasks/{}/dependencies/{}", ids[task], ids[before]);
    let more = |before: usize| o.ana.put(&at(101, before), json!({}));
    let refused = more(0).fails(422, "too_many");
    assert!(refused["error"]["message"].as_str().unwrap().contains("5,000 dependencies"), "{refused}");
    // One that is there is changed all the same, and one less makes room for one.
    o.ana.put(&at(1, 0), json!({ "lag_days": 2 })).ok();
    o.ana.delete(&at(1, 0)).ok();
    more(0).ok();
    more(1).fails(422, "too_many");
    // A task in the trash may come back, and keeps what it depends on. Gone for good it needs nothing.
    o.owner.delete(&format!("/tasks/{}", ids[50])).ok();
    more(1).fails(422, "too_many");
    o.owner.delete(&format!("/trash/{}", ids[50])).ok();
    more(1).ok();
}
