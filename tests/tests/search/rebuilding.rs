//! The index is disposable: lost, damaged or of another history, it is made again.

use crate::{
    ask,
    company::{WORDS, company},
    id, ids, make, searcher, settled, started,
};
use guildhall::search::Searcher;
use guildhall_tests::{Client, Dice, Server};
use serde_json::json;
use std::collections::BTreeSet;

/// The ids of what every word finds, best first.
fn everything_found(by: &Client) -> Vec<Vec<String>> {
    let found = |word: &&str| ask(by, word, "&limit=100")["items"].as_array().unwrap().iter().map(id).collect();
    WORDS.iter().map(found).collect()
}

#[test]
fn an_index_that_was_lost_is_made_again_and_answers_the_same() {
    let (server, owner) = started();
    let company = company(&server, &owner, &mut Dice::new(11));
    settled(&server);
    let before: Vec<_> =
        company.people.iter().map(|(_, client)| client.clone()).map(|client| everything_found(&client)).collect();
    let sorted = |answers: &[Vec<String>]| {
        answers.iter().map(|ids| ids.iter().cloned().collect::<BTreeSet<_>>()).collect::<Vec<_>>()
    };
    let mut told = Vec::new();
    searcher(&server.app).rebuild(&mut |progress| told.push(progress)).unwrap();
    assert_eq!(told.last(), Some(&1.0));
    assert_eq!(sorted(&everything_found(&owner)), sorted(&before[0]), "made again while serving");

    searcher(&server.app).stop();
    let (ready, _) = guildhall::search::health(&server.app);
    assert!(!ready);
    let index = guildhall::search::searcher::folder(&server.data());
    let clock = server.clock.clone();
    let (data, folder) = server.stop();
    for damage in ["none", "removed", "garbage"] {
        match damage {
            "removed" => std::fs::remove_dir_all(&index).unwrap(),
            "garbage" => std::fs::write(index.join("meta.json"), b"not what it was").unwrap(),
            _ => {}
        }
        let server = Server::open(&data, clock.clone());
        Searcher::start(&server.app).unwrap();
        settled(&server);
        for ((_, client), before) in company.people.iter().zip(&before) {
            let after = everything_found(&client.at(&server.url));
            assert_eq!(sorted(&after), sorted(before), "{damage}");
        }
        searcher(&server.app).stop();
        let _ = server.stop();
    }
    drop(folder);
}

#[test]
fn after_a_restore_what_was_then_is_found_and_nothing_else() {
    let (server, owner) = started();
    let space = owner.space("Service", "open");
    let early = make(&owner, &space, json!({ "title": "quartz" }));
    let backup = server.data().with_extension("backup");
    server.app.store().backup_to(&backup, &mut |_| {}).unwrap();
    make(&owner, &space, json!({ "title": "quartz too" }));
    owner.patch(&format!("/tasks/{}", id(&early)), json!({ "title": "mosaic" })).ok();
    settled(&server);
    assert_eq!(ids(&ask(&owner, "mosaic", "")), BTreeSet::from([id(&early)]));
    server.app.store().replace_with(&backup, server.clock.now_ms()).unwrap();
    settled(&server);
    let olga = guildhall::access::Who::person(owner.me().parse().unwrap());
    let asked = |q: &str| guildhall::search::asked::Asked { q: q.into(), ..Default::default() };
    let found = |q: &str| {
        guildhall::search::queries::search(&server.app, olga, &asked(q))
            .unwrap()
            .items
            .iter()
            .map(|hit| hit.id.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!((found("quartz"), found("mosaic")), (vec![id(&early)], vec![]));
}
