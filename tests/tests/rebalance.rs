//! Fractional keys stay short however often people drag to the same place, and nobody's order changes by
//! it: not in the list, not in another space's list that shows some of the tasks, not on Home, and not
//! for somebody who moves a task at the same moment.

use guildhall::{
    jobs::{Handler, Progress, Runner},
    tasks::{commands::rebalance::List, jobs::Rebalance},
};
use guildhall_tests::{Client, Dice, Server, id};
use serde_json::{Value, json};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

fn rows(by: &Client, space: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut next = String::new();
    loop {
        let page = by.get(&format!("/spaces/{space}/tasks?limit=200{next}")).ok();
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return all,
        }
    }
}

fn order(by: &Client, space: &str) -> Vec<String> {
    rows(by, space).iter().map(id).collect()
}

fn longest(by: &Client, space: &str) -> usize {
    rows(by, space).iter().map(|row| row["order"].as_str().unwrap().len()).max().unwrap()
}

/// Moves a task behind or before another one, in the list and in the model.
fn drag(by: &Client, model: &mut Vec<String>, from: usize, to: usize) {
    let task = model.remove(from);
    let to = to.min(model.len());
    let (after, before) = (to.checked_sub(1).map(|at| model[at].clone()), model.get(to).cloned());
    by.put(&format!("/tasks/{task}/position"), json!({"after": after, "before": before})).ok();
    model.insert(to, task);
}

/// Does the waiting jobs on this thread.
fn settle(server: &Server, kinds: &[&str]) -> usize {
    let jobs = guildhall_store::jobs::claim_due(server.app.store(), server.clock.now_ms(), kinds).wait().unwrap();
    for job in &jobs {
        Rebalance.run(&server.app, job.id, &job.payload, &mut Progress::to(&mut |_| {})).unwrap();
        let id = job.id;
        server.app.store().write(move |tx| guildhall_store::jobs::complete(tx, id)).wait().unwrap();
    }
    jobs.len()
}

#[test]
fn dragging_between_the_same_two_keeps_keys_short_and_the_order() {
    let server = Server::start();
    let owner = server.owner();
    let runner = Runner::start(&server.app, vec![Arc::new(Rebalance)]).unwrap();
    let space = owner.space("Service", "open");
    let mut model: Vec<String> = (0..12).map(|n| id(&owner.task(&space, &format!("Task {n}")))).collect();
    for round in 0..900 {
        // Always just behind the first one, from the end of the list: the room there halves each time.
        let last = model.len() - 1;
        drag(&owner, &mut model, last, 1);
        if round % 150 == 149 {
            assert_eq!(order(&owner, &space), model);
        }
    }
    let begun = Instant::now();
    while longest(&owner, &space) > 64 {
        assert!(begun.elapsed() < Duration::from_secs(30), "{}", longest(&owner, &space));
    }
    assert_eq!(order(&owner, &space), model);
    runner.stop();
}

#[test]
fn nothing_people_read_and_no_open_editor_notices() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let mut model: Vec<String> = (0..4).map(|n| id(&owner.task(&space, &format!("Task {n}")))).collect();
    while longest(&owner, &space) <= 64 {
        drag(&owner, &mut model, 3, 1);
    }
    let before = rows(&owner, &space);
    let deep = before.iter().find(|row| row["order"].as_str().unwrap().len() > 64).unwrap().clone();
    let path = format!("/tasks/{}", id(&deep));
    let (open, activity) = (owner.get(&path).ok(), owner.get(&format!("/items/{}/activity", id(&deep))).ok());
    let cursor = owner.get("/changes").ok()["next"].as_str().unwrap().to_owned();
    assert_eq!(settle(&server, &["rebalance"]), 1, "a list asks once, however many of its keys are long");
    let after = rows(&owner, &space);
    assert!(longest(&owner, &space) <= 16, "{}", longest(&owner, &space));
    assert_eq!(order(&owner, &space), model);
    let changed = |name: &str| before.iter().zip(&after).any(|(one, other)| one[name] != other[name]);
    assert!(!changed("updated_at") && !changed("title") && changed("order"));
    assert_eq!(owner.get(&format!("/items/{}/activity", id(&deep))).ok(), activity);
    owner.patch_from(&open["version"], &path, json!({"title": "Still mine"})).ok();
    let told = owner.get(&format!("/changes?since={cursor}")).ok();
    assert!(told["items"].as_array().unwrap().iter().any(|change| change["item_id"] == id(&deep)), "programs are told");
    // A move of before can still be taken back.
    let moved = owner.put(&format!("{path}/position"), json!({"before": model[0]}));
    settle(&server, &["rebalance"]);
    owner.post("/undo", json!({"command": moved.command()})).ok();
    assert_eq!(settle(&server, &["rebalance"]), 0);
}

#[test]
fn lists_that_share_tasks_keep_both_orders() {
    let server = Server::start();
    let owner = server.owner();
    let (near, far) = (owner.space("Service", "open"), owner.space("Board", "open"));
    let mut dice = Dice::new(7);
    for n in 0..40 {
        let (home, other) = if n % 2 == 0 { (&near, &far) } else { (&far, &near) };
        let task = id(&owner.task(home, &format!("Task {n}")));
        if n % 3 != 0 {
            owner.put(&format!("/tasks/{task}/also-in/{other}"), json!({})).ok();
        }
    }
    for _ in 0..4 {
        for space in [&near, &far] {
            let mut seen = order(&owner, space);
            for _ in 0..120 {
                let from = 3 + dice.below(seen.len() - 3);
                drag(&owner, &mut seen, from, 2);
            }
        }
        let (one, two) = (order(&owner, &near), order(&owner, &far));
        settle(&server, &["rebalance"]);
        assert_eq!((order(&owner, &near), order(&owner, &far)), (one, two));
        assert!(longest(&owner, &near) <= 64 && longest(&owner, &far) <= 64);
    }
}

#[test]
fn sub_tasks_and_home_are_put_right_too() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let parent = id(&owner.task(&space, "Parent"));
    let make = |n: usize| {
        id(&owner
            .post(&format!("/spaces/{space}/tasks"), json!({"title": format!("Part {n}"), "parent_id": parent}))
            .ok())
    };
    let mut parts: Vec<String> = (0..4).map(make).collect();
    for _ in 0..420 {
        drag(&owner, &mut parts, 3, 1);
    }
    let shown = |server: &Server| {
        let whole = owner.get(&format!("/tasks/{parent}")).ok();
        let rows = whole["subtasks"].as_array().unwrap().clone();
        let list = List::Parent(parent.parse().unwrap());
        let crowded = list.crowded(server.app.store().snapshot().unwrap().read()).unwrap().is_some();
        (rows.iter().map(id).collect::<Vec<_>>(), crowded)
    };
    assert_eq!(shown(&server), (parts.clone(), true));
    settle(&server, &["rebalance"]);
    assert_eq!(shown(&server), (parts.clone(), false));

    // Home: what is planned for today, always dragged to the second place.
    let mut plan: Vec<String> = (0..4).map(|n| id(&owner.task(&space, &format!("Plan {n}")))).collect();
    let put = |task: &str, after: Option<&String>, before: Option<&String>| {
        let body = json!({"plan": "2026-11-23", "after": after, "before": before});
        owner.put(&format!("/tasks/{task}/plan"), body).ok();
    };
    put(&plan[0], None, None);
    for at in 1..4 {
        put(&plan[at], Some(&plan[at - 1]), None);
    }
    for _ in 0..420 {
        let last = plan.pop().unwrap();
        put(&last, Some(&plan[0]), Some(&plan[1]));
        plan.insert(1, last);
    }
    let home = || -> Vec<String> {
        let tab = owner.get("/home?tab=today").ok();
        let groups = tab["groups"].as_array().unwrap().clone();
        let group = groups.iter().find(|group| group["id"] == "planned_today").unwrap();
        group["rows"].as_array().unwrap().iter().map(id).collect()
    };
    let me = server.app.directory(server.app.store().snapshot().unwrap().read()).unwrap();
    let me = List::Person(me.person(owner.me().parse().unwrap()).unwrap().audience);
    let crowded = || me.crowded(server.app.store().snapshot().unwrap().read()).unwrap().is_some();
    assert_eq!((home(), crowded()), (plan.clone(), true));
    settle(&server, &["rebalance"]);
    assert_eq!((home(), crowded()), (plan, false));
}

#[test]
fn moves_at_the_same_moment_survive() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let mut model: Vec<String> = (0..30).map(|n| id(&owner.task(&space, &format!("Task {n}")))).collect();
    for _ in 0..430 {
        drag(&owner, &mut model, 29, 1);
    }
    let runner = Runner::start(&server.app, vec![Arc::new(Rebalance)]).unwrap();
    let mut dice = Dice::new(3);
    for _ in 0..120 {
        let (from, to) = (dice.below(30), dice.below(30));
        drag(&owner, &mut model, from, to);
    }
    let begun = Instant::now();
    while longest(&owner, &space) > 64 {
        assert!(begun.elapsed() < Duration::from_secs(30));
    }
    assert_eq!(order(&owner, &space), model);
    runner.stop();
}
