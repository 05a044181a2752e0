//! What is deleted for good: followers learn of it for 180 days, later ones begin anew, and nothing of the
//! content stays.

use guildhall::{cli, items::tombstones};
use guildhall_tests::{Client, Server, server::PASSWORD};
use serde_json::{Value, json};

const DAY: i64 = 24 * 3_600_000;

fn cursor(by: &Client) -> String {
    by.get("/changes").ok()["next"].as_str().unwrap().to_owned()
}

/// Sessions end long before tombstones do.
fn again(server: &Server, name: &str) -> Client {
    let nobody = server.nobody();
    nobody.signed_in(&nobody.post("/session", json!({"email": format!("{name}@example.com"), "password": PASSWORD})))
}

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

fn purge(by: &Client, task: &Value) {
    by.delete(&format!("/tasks/{}", id(task))).ok();
    assert_eq!(by.delete(&format!("/trash/{}", id(task))).status, 204);
}

/// What a follower is told of a task.
fn told(by: &Client, since: &str, task: &Value) -> Vec<String> {
    let page = by.get(&format!("/changes?since={since}&limit=200")).ok();
    let items = page["items"].as_array().unwrap().iter().filter(|change| change["item_id"] == id(task));
    items.map(|change| change["action"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_tombstone_is_kept_for_180_days_and_older_cursors_begin_anew() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana", "member");
    let space = owner.space("Service", "open");
    let (valve, pipe) = (owner.task(&space, "Valve"), owner.task(&space, "Pipe"));
    let before = cursor(&ana);
    purge(&owner, &valve);
    let between = cursor(&ana);
    server.clock.advance(10 * DAY);
    let (owner, ana) = (again(&server, "olga"), again(&server, "ana"));
    purge(&owner, &pipe);
    let after = cursor(&ana);

    server.clock.advance(170 * DAY - 1);
    cli::care::sweep(&server.app).unwrap();
    let ana = again(&server, "ana");
    assert_eq!(told(&ana, &before, &valve).last().unwrap(), "gone");
    server.clock.advance(2);
    cli::care::sweep(&server.app).unwrap();
    let error = ana.get(&format!("/changes?since={before}")).fails(410, "cursor_too_old");
    assert!(error["error"]["message"].as_str().unwrap().contains("Load everything again"), "{error}");
    assert_eq!(told(&ana, &between, &pipe).last().unwrap(), "gone");
    assert_eq!(told(&ana, &between, &valve), Vec::<String>::new());

    server.clock.advance(10 * DAY);
    let owner = again(&server, "olga");
    cli::care::sweep(&server.app).unwrap();
    ana.get(&format!("/changes?since={between}")).fails(410, "cursor_too_old");
    ana.get(&format!("/changes?since={after}")).ok();
    // A fresh load gives a cursor that goes on.
    let fresh = cursor(&ana);
    let hose = owner.task(&space, "Hose");
    assert_eq!(told(&ana, &fresh, &hose), ["created"]);
}

#[test]
fn the_content_of_what_was_deleted_for_good_leaves_the_log_too() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let (secret, other) = (owner.task(&space, "Salary of Ana"), owner.task(&space, "Valve"));
    let path = format!("/tasks/{}", id(&secret));
    for n in 0..1_200 {
        owner.patch(&path, json!({"body": format!("Salary is {n}")})).ok();
    }
    owner.patch(&format!("/tasks/{}", id(&other)), json!({"title": "Valves"})).ok();
    let since = format!("{}-0", cursor(&owner).split_once('-').unwrap().0);
    let everything = |by: &Client| {
        let (mut since, mut text, mut ours) = (since.clone(), String::new(), 0);
        loop {
            let page = by.get(&format!("/changes?since={since}&limit=200")).ok();
            if page["items"].as_array().unwrap().is_empty() {
                return (text, ours);
            }
            ours += page["items"].as_array().unwrap().iter().filter(|change| change["item_id"] == id(&secret)).count();
            text += &page.to_string();
            since = page["next"].as_str().unwrap().to_owned();
        }
    };
    purge(&owner, &secret);
    cli::care::sweep(&server.app).unwrap();
    assert!(everything(&owner).1 > 1_200, "for a day it can still be needed by an undo");
    server.clock.advance(DAY + 1);
    cli::care::sweep(&server.app).unwrap();
    let (text, ours) = everything(&owner);
    assert_eq!(ours, 1, "the tombstone alone is left");
    assert!(text.contains("Valves"));
    assert_eq!(owner.get(&format!("/items/{}/activity", id(&other))).ok()["items"].as_array().unwrap().len(), 2);
    assert_eq!(tombstones::floor(server.app.store().snapshot().unwrap().read()).unwrap(), 0);
}
