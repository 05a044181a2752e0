//! What goes when a set is removed, and what stays.

use crate::{HOUR, SETS, empty, kept, nothing};
use guildhall::clockwork::Clockwork;
use guildhall_tests::{id, until};
use serde_json::{Value, json};

fn own(why: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut all: Vec<_> = why.iter().map(|(name, why)| ((*name).to_owned(), (*why).to_owned())).collect();
    all.sort();
    all
}

#[test]
fn what_nobody_touched_is_gone_and_comes_back_by_undo() {
    for set in SETS {
        let o = empty();
        let made = o.begin(set, nothing());
        let removed = o.olga.delete(&format!("/starting-sets/{set}"));
        assert_eq!(removed.json["kept"], json!([]), "{set}");
        assert_eq!(removed.json["gone"], made.0.len(), "{set}");
        assert!(o.spaces().is_empty(), "{set}");
        assert!(o.shown(set)["begun"].is_null(), "{set}");

        o.olga.post("/undo", json!({ "command": removed.command() })).ok();
        let here = &o.shown(set)["begun"];
        assert_eq!((&here["own"], &here["kept"]), (&json!(made.0.len()), &json!(0)), "{set}: all is its own again");
        for process in made.of("process") {
            assert!(o.olga.get(&format!("/processes/{}", id(process))).ok()["trashed_at"].is_null(), "{set}");
        }
    }
}

#[test]
fn what_people_changed_or_used_stays_with_its_space() {
    let o = empty();
    let made = o.begin("bakery", nothing());
    let at = |what: &str, kind: &str, name: &str| format!("/{what}/{}", made.named(kind, name));
    // A page somebody pinned no more, a task with a comment, a part that is done, a process with a run, an answered form.
    o.ana.patch(&at("documents", "page", "Allergens"), json!({ "title": "Allergens, all of them" })).ok();
    let list = made.named("task", "List every machine with maker, number and service phone");
    o.ana.post(&format!("/items/{list}/comments"), json!({ "body": "The mixer is from 2011." })).ok();
    o.ana.patch(&at("tasks", "task", "Breads"), json!({ "priority": "high" })).ok();
    let clean = at("processes", "process", "Deep clean");
    let run = o.ana.post(&format!("{clean}/runs"), json!({})).ok();
    o.ana.patch(&format!("/tasks/{}", id(&run)), json!({ "priority": "high" })).ok();
    o.olga.patch(&at("processes", "process", "Open the counter"), json!({ "paused": true })).ok();
    let form = at("forms", "form", "Order a cake or a breakfast");
    let start = o.ana.post(&format!("{form}/start"), json!({})).ok()["start"].clone();
    o.server.clock.advance(10_000);
    let answers = json!({ "1": 3, "2": "4", "3": "2026-12-01", "7": 1 });
    assert_eq!(o.ana.post(&format!("{form}/answers"), json!({ "start": start, "answers": answers })).status, 201);
    let here = &o.shown("bakery")["begun"];
    assert_eq!(here["kept"].as_u64(), Some(10), "{here}");

    let removed = o.remove("bakery");
    let stays = [
        ("Allergens, all of them", "changed"),
        ("Breads", "changed"),
        ("Counter", "used"),
        ("Deep clean", "used"),
        ("Kitchen", "used"),
        ("List every machine with maker, number and service phone", "changed"),
        ("Open the counter", "changed"),
        ("Order a cake or a breakfast", "used"),
        ("Procedures", "used"),
        ("Write down the ten recipes you bake most", "used"),
    ];
    assert_eq!(kept(&removed), own(&stays));
    assert_eq!(removed["gone"].as_u64(), Some(made.0.len() as u64 - 10));
    let mut spaces = o.spaces();
    spaces.sort();
    assert_eq!(spaces, ["Counter", "Kitchen"], "the office was nobody's");
    assert_eq!(o.ana.get(&at("documents", "page", "Allergens")).ok()["trashed_at"], Value::Null);
    assert!(o.ana.get(&at("tasks", "task", "Rolls and small things")).ok()["trashed_at"].is_string());
    // What is left is the company's own, and the set may come again beside it.
    assert_eq!(o.shown("bakery")["begun"]["own"], 0);
    o.begin("bakery", nothing());
    assert!(o.spaces().contains(&"Kitchen 2".to_owned()));
}

#[test]
fn what_comes_by_itself_makes_nothing_somebodys() {
    let o = empty();
    Clockwork::start(&o.server.app).unwrap();
    let made = o.begin("shop", nothing());
    let open = format!("/processes/{}/runs", made.named("process", "Open the shop"));
    o.server.clock.advance(24 * HOUR);
    let runs =
        until(|| o.olga.get(&open).ok()["items"].clone(), |runs| runs.as_array().is_some_and(|all| !all.is_empty()));
    let task = id(&runs[0]);
    assert!(o.olga.get(&format!("/tasks/{task}")).ok()["trashed_at"].is_null());
    let removed = o.remove("shop");
    assert_eq!(removed["kept"], json!([]));
    assert!(o.spaces().is_empty(), "no run is left that would keep its space");
}

#[test]
fn something_of_ones_own_in_a_space_keeps_the_space_alone() {
    let o = empty();
    let made = o.begin("agency", nothing());
    let studio = made.named("space", "Studio");
    o.ana.post(&format!("/spaces/{studio}/topics"), json!({ "title": "Summer party" })).ok();
    let removed = o.remove("agency");
    assert_eq!(kept(&removed), own(&[("Studio", "used")]));
    assert_eq!(o.spaces(), ["Studio"]);
    assert_eq!(o.ana.get(&format!("/spaces/{studio}/processes")).ok()["items"], json!([]));
}

#[test]
fn what_is_archived_stays_and_is_said() {
    let o = empty();
    let made = o.begin("shop", nothing());
    let stock = made.named("space", "Stock");
    o.olga.put(&format!("/spaces/{stock}/archive"), json!({})).ok();
    let removed = o.remove("shop");
    let why = kept(&removed);
    assert!(why.contains(&("Stock".to_owned(), "changed".to_owned())), "{why:?}");
    assert!(why.contains(&("Order".to_owned(), "read_only".to_owned())), "{why:?}");
    assert_eq!(o.spaces(), ["Stock"]);
}
