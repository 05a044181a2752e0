//! What other people's pages hear of processes, and what a task knows of its run.

use crate::{DAY, MINUTE, all, office, path, runs};
use guildhall_tests::{Client, Live, id, live};
use serde_json::{Value, json};

fn process_in(frame: &Value, id: &str) -> Value {
    let all = frame["objects"]["processes"].as_array().cloned().unwrap_or_default();
    all.into_iter().find(|process| process["id"] == id).unwrap_or_default()
}

#[test]
fn whoever_reads_it_hears_of_a_process_and_how_its_runs_go_and_nobody_else() {
    let o = office();
    live::start(&o.server);
    let (mut hers, mut his) = (Live::open(&o.ben, None), Live::open(&o.max, None));
    let made = o.make("every day 9:00", json!({}));
    let made_id = id(&made);
    let frame = hers.until("state", |frame| process_in(frame, &made_id) != Value::Null);
    assert_eq!(process_in(&frame, &made_id), o.ben.get(&path(&made)).ok());
    assert_eq!(process_in(&frame, &made_id)["can"], json!({ "edit": false, "run": true }));
    assert_eq!(frame["by"][0]["actor"]["name"], "Olga Owner");
    // A run that starts by itself, and one that somebody finishes.
    o.server.clock.advance(DAY);
    let run = runs(&o.ana, &made, 1).remove(0);
    hers.until("state", |frame| process_in(frame, &made_id)["strip"][0]["outcome"] == "open");
    o.finish(&o.ana, &run);
    hers.until("state", |frame| process_in(frame, &made_id)["statistics"]["on_time"] == 1);
    // Skipped by hand, renamed, thrown away.
    let second = o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
    o.ana.post(&format!("/runs/{}/skip", id(&second)), json!({ "reason": "Snow" })).ok();
    hers.until("state", |frame| process_in(frame, &made_id)["statistics"]["skipped"] == 1);
    o.olga.patch(&path(&made), json!({ "name": "Vans" })).ok();
    hers.until("state", |frame| process_in(frame, &made_id)["name"] == "Vans");
    o.olga.delete(&path(&made)).ok();
    hers.until("state", |frame| process_in(frame, &made_id)["trashed_at"].is_string());
    // Max is not in the space: what he hears last says nothing of it.
    let own = o.max.space("Max", "open");
    let heard = std::cell::RefCell::new(Vec::new());
    his.until("state", |frame| {
        heard.borrow_mut().push(frame.to_string());
        frame["objects"]["spaces"].as_array().is_some_and(|all| all.iter().any(|space| space["id"] == own))
    });
    let heard = heard.into_inner();
    assert!(heard.iter().all(|frame| !frame.contains(&made_id)), "{heard:?}");
}

#[test]
fn who_loses_sight_of_it_hears_that_it_is_gone() {
    let o = office();
    live::start(&o.server);
    let made = o.make("every day 9:00", json!({}));
    let mut guests = Live::open(&o.gil, None);
    guests.hear().unwrap();
    o.olga.delete(&path(&made)).ok();
    let gone = guests.until("gone", |_| true);
    assert_eq!(gone["ids"], json!([id(&made)]), "guests do not see what lies in the trash");
}

#[test]
fn a_task_names_its_process_and_its_run_is_one_answer() {
    let o = office();
    let made = o.make("every day 9:00", json!({}));
    let start = || o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
    let (first, second, third) = (start(), start(), start());
    let task = o.ben.get(&format!("/tasks/{}", id(&second))).ok();
    assert_eq!((&task["process_id"], &task["author"]["kind"]), (&made["id"], &json!("person")));
    assert_eq!(o.ben.task(&o.space, "Other")["process_id"], Value::Null);
    let run = o.ben.get(&format!("/runs/{}", id(&second))).ok();
    assert_eq!((&run["number"], &run["before"]["id"], &run["after"]["id"]), (&json!(2), &first["id"], &third["id"]));
    assert_eq!((&run["task_key"], &run["before"]["number"]), (&task["key"], &json!(1)));
    assert_eq!(run["process"], o.ben.get(&path(&made)).ok());
    o.max.get(&format!("/runs/{}", id(&second))).fails(404, "not_found");
    o.ben.get(&format!("/runs/{}", id(&made))).fails(404, "not_found");
    // Read where the task went, by somebody who does not see the space it came from.
    let board = o.olga.space("Board", "private");
    o.olga.put(&format!("/spaces/{board}/members/{}", o.max.me()), json!({ "role": "member" })).ok();
    o.olga.put(&format!("/tasks/{}/home", id(&third)), json!({ "space_id": board })).ok();
    o.max.get(&format!("/tasks/{}", id(&third))).ok();
    o.max.get(&format!("/runs/{}", id(&third))).fails(404, "not_found");
    assert_eq!(o.ben.get(&format!("/runs/{}", id(&second))).ok()["after"]["task_key"], Value::Null);
}

#[test]
fn a_time_that_was_skipped_before_it_came_comes_after_all_when_that_is_taken_back() {
    let o = office();
    let made = o.make("every day 9:00, 3 times", json!({}));
    let first = o.olga.post(&format!("{}/runs", path(&made)), json!({})).ok();
    let before = o.olga.get(&path(&made)).ok();
    let skip = || o.olga.post(&format!("{}/skip", path(&made)), json!({ "reason": "Closed" }));
    let skipped = skip();
    let command = skipped.command();
    let run = skipped.ok();
    assert_eq!(o.olga.get(&path(&made)).ok()["next_at"], "2026-11-25T08:00:00.000Z");
    o.ben.post("/undo", json!({ "command": command })).fails(410, "undo_gone");
    let undone = o.olga.post("/undo", json!({ "command": command })).ok();
    let back = o.olga.get(&path(&made)).ok();
    assert_eq!((&back["next_at"], &back["rule"]), (&before["next_at"], &before["rule"]));
    assert_eq!(back["strip"], before["strip"]);
    o.olga.get(&format!("/runs/{}", id(&run))).fails(404, "not_found");
    assert_eq!(o.olga.get(&format!("/runs/{}", id(&first))).ok()["after"], Value::Null);
    o.olga.post("/undo", json!({ "command": undone["command"] })).fails(410, "undo_gone");
    // It comes at its time, with the next number.
    o.server.clock.advance(DAY);
    let two = runs(&o.olga, &made, 2);
    assert_eq!((&two[0]["number"], &two[0]["before_id"]), (&json!(2), &first["id"]));
    // What came after it by now keeps it from being taken back.
    let command = skip().command();
    o.olga.post(&format!("{}/runs", path(&made)), json!({})).ok();
    o.olga.post("/undo", json!({ "command": command })).fails(409, "undo_conflict");
    assert_eq!(all(&o.olga, &made).len(), 4);
}

#[test]
fn it_is_found_by_its_name_and_its_steps_by_those_who_read_it() {
    let o = office();
    guildhall::search::Searcher::start(&o.server.app).unwrap();
    let steps = json!([{ "text": "Walk round the lorry" }]);
    let made = o.make("every monday 8:30", json!({ "steps": steps, "body": "The torch hangs in the cage." }));
    let found = |by: &guildhall_tests::Client, q: &str| -> Vec<Value> {
        assert!(guildhall::search::wait(&o.server.app, std::time::Duration::from_secs(20)));
        by.get(&format!("/search?q={q}")).ok()["items"].as_array().unwrap().clone()
    };
    for words in ["van+check", "lorry", "torch", "type:process+van", "type:processes+van"] {
        let hits = found(&o.ben, words);
        assert_eq!(hits.len(), 1, "{words}: {hits:?}");
        assert_eq!((&hits[0]["kind"], &hits[0]["id"]), (&json!("process"), &made["id"]), "{words}");
        assert_eq!(found(&o.max, words), [] as [Value; 0], "{words}");
    }
    let space = o.ben.get(&format!("/spaces/{}", o.space)).ok();
    let url = format!("/s/{}/processes/{}", space["prefix"].as_str().unwrap(), id(&made));
    assert_eq!(found(&o.ben, "lorry")[0]["url"], url);
    let facets = o.ben.get("/search?q=van&facets=true").ok();
    assert_eq!(facets["facets"]["kinds"], json!([{ "id": "process", "name": "Processes", "count": 1 }]));
    // Its name changes, it goes into the trash and comes back.
    o.olga.patch(&path(&made), json!({ "name": "Tool check" })).ok();
    assert_eq!((found(&o.ben, "van").len(), found(&o.ben, "tool").len()), (0, 1));
    o.olga.delete(&path(&made)).ok();
    assert_eq!((found(&o.ben, "tool").len(), found(&o.olga, "tool").len()), (0, 0));
    o.olga.put(&format!("{}/restore", path(&made)), json!({})).ok();
    assert_eq!(found(&o.ben, "tool").len(), 1);
}

#[test]
fn where_runs_wait_is_the_middle_of_the_last_ones_that_were_done() {
    let o = office();
    let steps = json!([{ "text": "Walk round" }, { "text": "Tyres" }]);
    let made = o.make("every monday 8:30", json!({ "steps": steps }));
    let waits = || o.ben.get(&format!("{}/waits", path(&made))).ok();
    let nothing = json!({ "runs": 0, "minutes": null, "steps": [], "end_minutes": null });
    assert_eq!(waits(), nothing);
    for minutes in [[10, 30, 5], [12, 20, 3], [8, 90, 4]] {
        let run = o.ana.post(&format!("{}/runs", path(&made)), json!({})).ok();
        let task = o.ana.get(&format!("/tasks/{}", id(&run))).ok();
        for (at, minutes) in minutes[..2].iter().enumerate() {
            o.server.clock.advance(minutes * MINUTE);
            let step = format!("/tasks/{}/steps/{}", id(&run), id(&task["steps"][at]));
            o.ana.patch(&step, json!({ "done": true })).ok();
        }
        o.server.clock.advance(minutes[2] * MINUTE);
        o.finish(&o.ana, &run);
    }
    let steps = json!([{ "text": "Tyres", "minutes": 30 }, { "text": "Walk round", "minutes": 10 }]);
    assert_eq!(waits(), json!({ "runs": 3, "minutes": 45, "steps": steps, "end_minutes": 4 }));
    o.max.get(&format!("{}/waits", path(&made))).fails(404, "not_found");
}

#[test]
fn runs_of_others_are_asked_for_by_the_days_on_which_they_are_due() {
    let o = office();
    let made = o.make("every day 9:00", json!({ "assign": { "who": "person", "person_ids": [o.ana.me()] } }));
    let run = o.olga.post(&format!("{}/runs", path(&made)), json!({})).ok();
    o.olga.patch(&format!("/tasks/{}", id(&run)), json!({ "due": { "date": "2026-11-26" } })).ok();
    let due = |by: &Client, days: &str| {
        let found = by.get(&format!("/runs?{days}")).ok();
        found["items"].as_array().unwrap().iter().map(id).collect::<Vec<_>>()
    };
    let week = "from=2026-11-23&to=2026-11-29";
    assert_eq!(due(&o.ben, week), [id(&run)]);
    assert_eq!(due(&o.ben, "from=2026-11-27&to=2026-11-29"), [""; 0]);
    assert_eq!(due(&o.ana, week), [""; 0], "her own stand with the rest of her work");
    assert_eq!(due(&o.max, week), [""; 0], "he is not in the space");
    for wrong in ["from=2026-11-29&to=2026-11-23", "from=2026-11-23&to=2028-01-01", "from=2026-11-23", "from=soon"] {
        o.ben.get(&format!("/runs?{wrong}")).fails(400, "bad_query");
    }
    o.finish(&o.ana, &run);
    assert_eq!(due(&o.ben, week), [""; 0]);
}
