//! A company with every sort of space, and who may read what as a person would write it down.

use crate::{comment, id, make};
use guildhall_tests::{Client, Dice, Server};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub const WORDS: [&str; 12] = [
    "gasket", "harbour", "lantern", "quartz", "violin", "pepper", "meadow", "tundra", "zigzag", "oboe", "fjord",
    "mosaic",
];

/// One thing that can be found: which words it has and who may read it, by name.
pub struct Thing {
    pub words: BTreeSet<&'static str>,
    pub readers: BTreeSet<&'static str>,
}

pub struct Company {
    pub people: Vec<(&'static str, Client)>,
    pub things: BTreeMap<String, Thing>,
}

/// A company with every sort of space, and who may read what as a person would write it down.
pub fn company(server: &Server, owner: &Client, dice: &mut Dice) -> Company {
    let mia = server.join(owner, "Mia Member", "member");
    let noa = server.join(owner, "Noa North", "member");
    let gus = server.join(owner, "Gus Guest", "guest");
    let everybody = ["olga", "mia", "noa", "gus"];
    let open = owner.space("Service", "open");
    let closed = owner.space("Board", "closed");
    let private = mia.space("Merger", "private");
    owner.put(&format!("/spaces/{closed}/members/{}", noa.me()), json!({ "role": "member" })).ok();
    owner.put(&format!("/spaces/{closed}/members/{}", gus.me()), json!({ "role": "guest" })).ok();
    mia.put(&format!("/spaces/{private}/members/{}", noa.me()), json!({ "role": "member" })).ok();
    let personal = |of: &Client| of.get("/me").ok()["personal_space_id"].as_str().unwrap().to_owned();
    let homes = [
        (open.clone(), owner.clone(), vec!["olga", "mia", "noa"]),
        (closed.clone(), owner.clone(), vec!["olga", "noa", "gus"]),
        (private, mia.clone(), vec!["mia", "noa"]),
        (personal(&mia), mia.clone(), vec!["mia"]),
        (personal(owner), owner.clone(), vec!["olga"]),
    ];
    let mut things = BTreeMap::new();
    for _ in 0..120 {
        let (space, by, readers) = dice.one(&homes).clone();
        let mut readers: BTreeSet<&str> = readers.into_iter().collect();
        let mut some = |most: usize| (0..dice.below(most + 1)).map(|_| *dice.one(&WORDS)).collect::<Vec<_>>();
        let (mut title, body, step, said) = (some(2), some(4), some(2), some(3));
        title.push(WORDS[things.len() % WORDS.len()]);
        let steps: Vec<Value> = (!step.is_empty()).then(|| json!({ "text": step.join(" ") })).into_iter().collect();
        let task = make(&by, &space, json!({ "title": title.join(" "), "body": body.join(" "), "steps": steps }));
        if space == closed && dice.chance(50) {
            by.put(&format!("/tasks/{}/also-in/{open}", id(&task)), json!({})).ok();
            readers.extend(["olga", "mia", "noa"]);
        }
        let mut add = |of: &Value, words: &[&'static str]| {
            let words = words.iter().copied().collect();
            things.insert(id(of), Thing { words, readers: readers.clone() });
        };
        add(&task, &[title, body].concat());
        if !step.is_empty() {
            add(&task["steps"][0], &step);
        }
        if !said.is_empty() {
            add(&comment(&by, &task, &said.join(" ")), &said);
        }
    }
    let people = everybody.into_iter().zip([owner.clone(), mia, noa, gus]).collect();
    Company { people, things }
}
