//! Several people arrange the same list at the same moment: nothing is lost or doubled, both see the same order, and
//! each move, like each new task, changes one item and nothing else.

use guildhall_tests::{Client, Dice, id, office};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

const TASKS: usize = 30;
const MOVES: usize = 50;

/// The list as somebody sees it.
fn order(by: &Client, space: &str) -> Vec<String> {
    by.get(&format!("/spaces/{space}/tasks?limit=200")).ok()["items"].as_array().unwrap().iter().map(id).collect()
}

/// Drags tasks about between the neighbours somebody sees, and makes one now and then; answers the commands.
fn drag(by: &Client, space: &str, seed: u64) -> Vec<String> {
    let mut dice = Dice::new(seed);
    let one = |at: usize| {
        if at % 10 == 9 {
            return by.post(&format!("/spaces/{space}/tasks"), json!({"title": format!("New {seed}-{at}")}));
        }
        let mut seen = order(by, space);
        let task = seen.remove(dice.below(seen.len()));
        let to = dice.below(seen.len() + 1);
        let (after, before) = (to.checked_sub(1).map(|at| seen[at].clone()), seen.get(to).cloned());
        by.put(&format!("/tasks/{task}/position"), json!({"after": after, "before": before}))
    };
    let done = |answer: guildhall_tests::Answer| {
        let command = answer.command();
        answer.ok();
        command
    };
    (0..MOVES).map(one).map(done).collect()
}

#[test]
fn many_moves_at_once_lose_nothing_and_each_changes_one_item() {
    let o = office();
    for at in 0..TASKS {
        o.owner.task(&o.space, &format!("Task {at}"));
    }
    let before: BTreeSet<String> = order(&o.owner, &o.space).into_iter().collect();
    let mut cursor = o.owner.get("/changes").ok()["next"].as_str().unwrap().to_owned();
    let commands: Vec<String> = std::thread::scope(|scope| {
        let people = [(&o.owner, 1), (&o.ana, 2), (&o.owner, 3), (&o.ana, 4)];
        let space = &o.space;
        let threads = people.map(|(by, seed)| scope.spawn(move || drag(by, space, seed)));
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(commands.iter().collect::<BTreeSet<_>>().len(), 4 * MOVES, "each is a command of its own");

    let (mine, theirs) = (order(&o.owner, &o.space), order(&o.ana, &o.space));
    assert_eq!(mine, theirs);
    let there: BTreeSet<String> = mine.iter().cloned().collect();
    assert_eq!((mine.len(), there.len()), (TASKS + 4 * MOVES / 10, mine.len()), "each once");
    assert!(before.is_subset(&there));

    let mut changed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    loop {
        let page = o.owner.get(&format!("/changes?since={cursor}&limit=200")).ok();
        for change in page["items"].as_array().unwrap() {
            let command = change["command"].as_str().unwrap().to_owned();
            changed.entry(command).or_default().push(change["item_id"].as_str().unwrap().to_owned());
        }
        cursor = page["next"].as_str().unwrap().to_owned();
        if page["items"] == json!([]) {
            break;
        }
    }
    let told: BTreeSet<&String> = changed.keys().collect();
    assert!(told.is_subset(&commands.iter().collect()), "nothing but these moves was written");
    assert!(told.len() >= 4 * MOVES * 9 / 10, "{} of them were told", told.len());
    for (command, items) in &changed {
        assert_eq!(items.len(), 1, "{command} wrote {items:?}");
        assert!(there.contains(&items[0]), "{command} wrote {items:?}");
    }
}
