//! What is there after a set was begun.

use crate::{SETS, empty, nothing};
use guildhall_tests::id;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn names(all: &Value) -> Vec<String> {
    let mut names: Vec<String> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.get("name").or(one.get("title")).unwrap().as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

fn sorted(all: &Value) -> Vec<String> {
    let mut all: Vec<String> = all.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect();
    all.sort();
    all
}

#[test]
fn each_set_makes_what_it_says_and_nothing_else() {
    for set in SETS {
        let o = empty();
        let said = o.shown(set);
        assert!(said["begun"].is_null(), "{set}");
        let made = o.begin(set, nothing());
        let spaces = said["spaces"].as_array().unwrap();
        assert_eq!(made.of("space").len(), spaces.len(), "{set}");
        for space in spaces {
            let home = made.named("space", space["name"].as_str().unwrap());
            let at = |what: &str| o.ana.get(&format!("/spaces/{home}/{what}?limit=200")).ok();
            assert_eq!(names(&at("processes")), sorted(&space["processes"]), "{set}: everybody reads them");
            assert_eq!(names(&o.ana.get(&format!("/spaces/{home}/forms")).ok()), sorted(&space["forms"]), "{set}");
            // Who asks others promises them when they hear.
            let promises = o.ana.get(&format!("/spaces/{home}")).ok()["first_answer_minutes"].is_number();
            assert_eq!(promises, !space["forms"].as_array().unwrap().is_empty(), "{set}: {}", space["name"]);
            assert_eq!(names(&at("documents")), sorted(&space["pages"]), "{set}");
            let tasks = at("tasks")["items"].as_array().unwrap().clone();
            let parts: u64 = tasks.iter().map(|task| task["subtasks_total"].as_u64().unwrap()).sum();
            assert_eq!(json!(tasks.len() as u64 + parts), space["tasks"], "{set}");
        }
        let here = &o.shown(set)["begun"];
        assert_eq!((here["own"].as_u64(), &here["kept"]), (Some(made.0.len() as u64), &json!(0)), "{set}");
        assert_eq!(here["by"]["name"], "Olga Owner");
    }
}

#[test]
fn every_process_comes_and_every_form_can_be_answered() {
    let o = empty();
    for set in SETS {
        let made = o.begin(set, nothing());
        for process in made.of("process") {
            let process = o.olga.get(&format!("/processes/{}", id(process))).ok();
            let name = &process["name"];
            assert!(!process["steps"].as_array().unwrap().is_empty(), "{set}: {name}");
            if let Some(rule) = process["rule"].as_object() {
                let next: Vec<&str> =
                    rule["next_at"].as_array().unwrap().iter().map(|at| at.as_str().unwrap()).collect();
                let wanted = if rule["after_completion"] == true { 1 } else { 3 };
                assert_eq!(next.len(), wanted, "{set}: {name} {rule:?}");
                assert!(next.is_sorted() && *next[0] > *"2026-11-23T09:00", "{set}: {name} {next:?}");
            }
            let run = o.olga.post(&format!("/processes/{}/runs", id(&process)), json!({}));
            assert_eq!(run.status, 201, "{set}: {name} {}", run.text);
        }
        for form in made.of("form") {
            let at = format!("/forms/{}", id(form));
            o.olga.put(&format!("{at}/link"), json!({})).ok();
            let form = o.olga.get(&at).ok();
            let start = o.ana.post(&format!("{at}/start"), json!({})).ok()["start"].clone();
            o.server.clock.advance(10_000);
            let sent = o.ana.post(&format!("{at}/answers"), json!({ "start": start, "answers": answers(&form) }));
            assert_eq!(sent.status, 201, "{set}: {} {}", form["name"], sent.text);
        }
    }
}

/// The first choice of everything that is asked, and something for the rest that has to be answered.
fn answers(form: &Value) -> Value {
    let mut given: BTreeMap<String, Value> = BTreeMap::new();
    for question in form["questions"].as_array().unwrap() {
        let number = question["id"].to_string();
        if let Some(shown) = question["shown_when"].as_object() {
            let before = given.get(&shown["question"].to_string());
            let ticked = before.is_some_and(|answer| *answer == json!(true) || *answer == shown["is"]);
            if !ticked {
                continue;
            }
        }
        let answer = match question["kind"].as_str().unwrap() {
            "choice" => question["choices"][0]["id"].clone(),
            "choices" => json!([question["choices"][0]["id"]]),
            "checkbox" => json!(true),
            "date" => json!("2026-12-01"),
            "number" | "money" => json!("12"),
            "file" => continue,
            _ => json!("Something"),
        };
        given.insert(number, answer);
    }
    json!(given)
}

#[test]
fn days_count_from_the_first_one_and_roles_are_filled_in() {
    let o = empty();
    let saturday_week = "2026-12-05";
    let roles = json!([{ "role": "kitchen", "person_id": o.ana.me() }]);
    let made = o.begin("bakery", json!({ "first_day": saturday_week, "roles": roles }));
    let task = |name: &str| o.olga.get(&format!("/tasks/{}", made.named("task", name))).ok();
    // Three days after that Saturday is a Tuesday.
    let list = task("Make the temperature list your own");
    assert_eq!((&list["due"]["date"], &list["assignee_id"]), (&json!("2026-12-08"), &json!(o.ana.me())));
    // One day after it is a Sunday, on which nobody works: the Monday.
    let float = task("Decide the float and write it on the till");
    assert_eq!((&float["due"]["date"], &float["assignee_id"]), (&json!("2026-12-07"), &Value::Null));
    let breads = task("Breads");
    assert_eq!(breads["parent_id"], made.named("task", "Write down the ten recipes you bake most"));

    let process = |name: &str| o.olga.get(&format!("/processes/{}", made.named("process", name))).ok();
    let open = process("Open the kitchen");
    assert_eq!(open["assign"], json!({ "who": "person", "person_ids": [o.ana.me()] }));
    let first = open["rule"]["next_at"][0].as_str().unwrap();
    assert!(first.starts_with("2026-12-05T03:30"), "half past four in Berlin on the first day: {first}");
    assert_eq!(process("Open the counter")["assign"]["who"], "nobody");
    let page = made.named("page", "Recipe");
    assert_eq!(o.olga.get(&format!("/documents/{page}")).ok()["template"], true);
    let hygiene = made.named("page", "Hygiene in our kitchen");
    assert!(o.ana.get(&format!("/pages/{hygiene}/content")).ok().to_string().contains("Wash your hands"));
}

#[test]
fn one_undo_takes_all_of_it_back() {
    let o = empty();
    let answer = o.olga.post("/starting-sets/office", nothing());
    o.olga.post("/undo", json!({ "command": answer.command() })).ok();
    assert!(o.spaces().is_empty());
    assert!(o.shown("office")["begun"].is_null());
    o.begin("office", nothing());
    assert_eq!(o.spaces(), ["Clients", "Office"], "their names are free again");
}

#[test]
fn two_sets_stand_beside_each_other() {
    let o = empty();
    o.olga.space("office", "open");
    let shop = o.begin("trades", nothing());
    let office = o.begin("office", nothing());
    o.begin("agency", nothing());
    let mut spaces = o.spaces();
    spaces.sort();
    let wanted = ["Clients", "Clients 2", "Office 2", "Office 3", "Service", "Studio", "Workshop", "office"];
    assert_eq!(spaces, wanted);
    let prefix = |made: &crate::Made, name: &str| {
        o.olga.get(&format!("/spaces/{}", made.named("space", name))).ok()["prefix"].clone()
    };
    assert_ne!(prefix(&shop, "Office 2"), prefix(&office, "Office 3"));
}
