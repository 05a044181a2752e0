//! What somebody may not read is neither found nor counted nor offered.

use crate::{
    ask, comment,
    company::{Thing, WORDS, company},
    id, ids, make, settled, started,
};
use guildhall_tests::{Client, Dice};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn who_loses_sight_of_something_no_longer_finds_it() {
    let (server, owner) = started();
    let mia = server.join(&owner, "Mia Member", "member");
    let closed = owner.space("Board", "closed");
    let open = owner.space("Service", "open");
    let member = format!("/spaces/{closed}/members/{}", mia.me());
    owner.put(&member, json!({ "role": "member" })).ok();
    let task = make(&owner, &closed, json!({ "title": "tundra", "steps": [{ "text": "tundra" }] }));
    comment(&owner, &task, "tundra too");
    make(&owner, &open, json!({ "title": "meadow" }));
    settled(&server);
    let seen = |question: &str| {
        let answer = ask(&mia, question, "&facets=true");
        let counted: u64 =
            answer["facets"]["kinds"].as_array().unwrap().iter().map(|kind| kind["count"].as_u64().unwrap()).sum();
        assert_eq!(answer["total"], counted, "{answer:#}");
        assert_eq!(answer["items"].as_array().unwrap().len() as u64, counted);
        (
            counted,
            answer["facets"]["spaces"].as_array().unwrap().len(),
            answer["suggestions"].as_array().unwrap().len(),
            answer["corrected"].clone(),
        )
    };
    assert_eq!(seen("tundra"), (3, 1, 0, Value::Null));
    // Rights count at once: the index knows nothing of them.
    owner.delete(&member).ok();
    assert_eq!(seen("tundra"), (0, 0, 0, Value::Null));
    for near in ["tund", "tundar", "tundr tundra"] {
        assert_eq!(seen(near), (0, 0, 0, Value::Null), "{near}");
    }
    assert_eq!(ask(&mia, "tundra", &format!("&space={closed}"))["total"], 0);
    owner.put(&member, json!({ "role": "member" })).ok();
    assert_eq!(seen("tundra").0, 3);
    owner.delete(&format!("/spaces/{closed}")).ok();
    assert_eq!(seen("tundra").0, 0, "nothing of a deleted space is found");
    owner.put(&format!("/spaces/{closed}/restore"), json!({})).ok();
    owner.delete(&member).ok();

    owner.put(&format!("/tasks/{}/also-in/{open}", id(&task)), json!({})).ok();
    settled(&server);
    assert_eq!(seen("tundra").0, 3, "what is also here is found, with its steps and comments");
    owner.delete(&format!("/tasks/{}/also-in/{open}", id(&task))).ok();
    settled(&server);
    assert_eq!(seen("tundra"), (0, 0, 0, Value::Null));
    owner.put(&format!("/tasks/{}/home", id(&task)), json!({ "space_id": open })).ok();
    settled(&server);
    assert_eq!(seen("tundra").0, 3, "and what moved here");
    for _ in 0..10 {
        owner.put(&format!("/tasks/{}/home", id(&task)), json!({ "space_id": closed })).ok();
        // The index may or may not know of it yet; the answer never shows it.
        let at_once = ask(&mia, "tundra", "");
        assert_eq!((at_once["total"].as_u64(), ids(&at_once).len()), (Some(0), 0));
        owner.put(&format!("/tasks/{}/home", id(&task)), json!({ "space_id": open })).ok();
        settled(&server);
    }
    owner.put(&format!("/tasks/{}/home", id(&task)), json!({ "space_id": closed })).ok();
    settled(&server);
    assert_eq!(seen("tundra").0, 0);
    assert_eq!(ask(&owner, "tundra", "")["total"], 3);
}

#[test]
fn two_thousand_questions_of_several_people_find_what_they_may_read_and_nothing_else() {
    let (server, owner) = started();
    let company = company(&server, &owner, &mut Dice::new(7));
    settled(&server);
    std::thread::scope(|scope| {
        for (seed, (name, client)) in company.people.iter().enumerate() {
            let things = &company.things;
            scope.spawn(move || {
                let mut dice = Dice::new(1_000 + seed as u64);
                for _ in 0..500 {
                    one_question(name, client, things, &mut dice);
                }
            });
        }
    });
}

fn one_question(name: &str, client: &Client, things: &BTreeMap<String, Thing>, dice: &mut Dice) {
    let mut words: Vec<&str> = (0..=dice.below(2)).map(|_| *dice.one(&WORDS)).collect();
    words.dedup();
    let cut = dice.chance(20);
    let question = match cut {
        true => words.join(" ")[..3].to_owned(),
        false => words.join(" "),
    };
    let more = *dice.one(&["", "&typing=true", "&order=newest", "&kind=comment", "&state=open"]);
    let answer = ask(client, &question, &format!("&facets=true&limit=100{more}"));
    let label = format!("{name} asked {question} {more}: {answer:#}");
    let hits = ids(&answer);
    for hit in &hits {
        assert!(things[hit].readers.contains(name), "{hit} is not for {label}");
    }
    for facet in ["kinds", "states"] {
        let counts = answer["facets"][facet].as_array().unwrap().iter().map(|value| value["count"].as_u64().unwrap());
        assert_eq!(answer["total"], counts.sum::<u64>(), "{facet}: {label}");
    }
    let readable = things.iter().filter(|(_, thing)| thing.readers.contains(name));
    let wanted: BTreeSet<String> = match words.as_slice() {
        [word] => readable.filter(|(_, thing)| thing.words.contains(word)).map(|(id, _)| id.clone()).collect(),
        _ => return,
    };
    if !cut && more != "&kind=comment" {
        assert_eq!((&answer["total"], &hits), (&json!(wanted.len()), &wanted), "{label}");
    }
}
