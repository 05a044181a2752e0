//! The main job from end to end: work is brought in, two people work on it, it is backed up while more is written,
//! restored on a second data file, and there it is the same and found by the same words.

use guildhall_tests::{Client, Process, drill, id, process, server::PASSWORD, until, wait_for};
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::atomic::Ordering};

const TASKS: usize = 40;

/// The ids a question finds once all that is meant is in the index.
fn found(by: &Client, question: &str) -> BTreeSet<String> {
    let ask = || -> BTreeSet<String> {
        let answer = by.get(&format!("/search?limit=100&q={question}")).ok();
        answer["items"].as_array().unwrap().iter().map(id).collect()
    };
    until(ask, |ids| ids.len() == TASKS)
}

#[test]
fn brought_in_worked_on_by_two_backed_up_under_load_and_restored_it_is_all_there() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("guild.redb"), folder.path().join("other.redb"));
    let token = process::found(&data);
    let rows: String = (0..TASKS).map(|at| format!("Oil hinge {at},Due on a Tuesday,2026-12-01\n")).collect();
    let csv = folder.path().join("hinges.csv");
    std::fs::write(&csv, format!("Title,Description,Due\n{rows}")).unwrap();
    let report = process::run(&data, &["import", "csv", csv.to_str().unwrap(), "--space", "Doors", "--json"]).json();
    let space = report["space_id"].as_str().unwrap();

    // Two work on every task of it at the same time.
    let server = Process::start(&data);
    let olga = server.with_token(&token);
    let link = olga.post("/invites", json!({"role": "member"})).ok()["link"].as_str().unwrap().to_owned();
    let joins = json!({"token": link.split_once('#').unwrap().1, "name": "Bo Ito", "email": "bo@example.com",
        "password": PASSWORD, "time_zone": "Europe/Berlin", "language": "en"});
    Client::nobody(&server.url).post("/invites/accept", joins).ok();
    let bos = process::run(&data, &["token", "create", "--person", "bo@example.com"]).ok();
    let bo = server.with_token(bos.split_whitespace().last().unwrap());
    let listed = olga.get(&format!("/spaces/{space}/tasks?limit=200")).ok()["items"].as_array().unwrap().clone();
    assert_eq!(listed.len(), TASKS);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for task in &listed {
                let title = format!("{} today", task["title"].as_str().unwrap());
                olga.patch(&format!("/tasks/{}", id(task)), json!({ "title": title })).ok();
            }
        });
        scope.spawn(|| {
            for task in &listed {
                bo.post(&format!("/items/{}/comments", id(task)), json!({"body": "It squeaks"})).ok();
                bo.patch(&format!("/tasks/{}", id(task)), json!({"priority": "high"})).ok();
            }
        });
    });
    let whole = |by: &Client| -> Vec<Value> {
        listed.iter().map(|task| by.get(&format!("/tasks/{}", id(task))).ok()).collect()
    };
    for (before, after) in listed.iter().zip(whole(&olga)) {
        let title = format!("{} today", before["title"].as_str().unwrap());
        assert_eq!(
            (&after["title"], &after["priority"], &after["comment_count"], &after["body"]),
            (&json!(title), &json!("high"), &json!(1), &json!("Due on a Tuesday"))
        );
    }

    let copy = folder.path().join("copy.redb");
    drill::under_writes(
        || drop(bo.task(space, "Sweep")),
        |count| {
            let more = |than: usize| wait_for("tasks are made", || count.load(Ordering::Relaxed) > than);
            more(10);
            process::run(&data, &["backup", copy.to_str().unwrap()]).ok();
            more(count.load(Ordering::Relaxed));
        },
    );
    process::run(&other, &["restore", copy.to_str().unwrap(), "--yes"]).ok();
    drill::same(&copy, &other);

    let second = Process::start(&other);
    let nobody = Client::nobody(&second.url);
    let there = nobody.signed_in(&nobody.post("/session", json!({"email": "olga@example.com", "password": PASSWORD})));
    // A word of a title, one of a comment, one mistyped, and two as they stand.
    for question in ["hinge", "squeaks", "hindge", "%22oil%20hinge%22"] {
        assert_eq!(found(&olga, question), found(&there, question), "{question}");
    }
    // Versions are of one history; everything else of each task is the same.
    let plain = |tasks: Vec<Value>| -> Vec<Value> {
        let fields = ["id", "key", "title", "body", "due", "priority", "status_id", "comment_count", "created_at"];
        tasks.into_iter().map(|task| fields.iter().map(|field| (*field, task[*field].clone())).collect()).collect()
    };
    assert_eq!(plain(whole(&olga)), plain(whole(&there)));
    assert!(server.stop().success() && second.stop().success());
}
