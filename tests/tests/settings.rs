//! Settings of a space where they meet its tasks: what must stay inside, and what must not be left behind.

use guildhall_tests::{Client, Server, id};
use serde_json::json;

/// Makes `count` tasks in a space.
fn fill(who: &Client, space: &str, count: usize) {
    let mut left = count;
    while left > 0 {
        let now = left.min(500);
        let text = "Check the valve\n".repeat(now);
        who.post(&format!("/spaces/{space}/tasks/paste"), json!({ "text": text })).ok();
        left -= now;
    }
}

#[test]
fn a_space_of_any_size_can_become_private() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let (space, other) = (owner.space("Service", "open"), owner.space("Purchasing", "open"));
    fill(&owner, &space, 501);
    let shown = id(&owner.task(&space, "Shown elsewhere"));
    owner.put(&format!("/tasks/{shown}/also-in/{other}"), json!({})).ok();
    owner.patch(&format!("/spaces/{space}"), json!({"access": "private"})).ok();
    ana.get(&format!("/tasks/{shown}")).fails(404, "not_found");
    assert_eq!(owner.get(&format!("/spaces/{other}/view")).ok()["total"], 0);
}

#[test]
fn what_was_in_the_trash_when_its_space_became_private_comes_back_inside_only() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let (space, other) = (owner.space("Service", "open"), owner.space("Purchasing", "open"));
    let task = format!("/tasks/{}", id(&owner.task(&space, "Offer")));
    owner.put(&format!("{task}/also-in/{other}"), json!({})).ok();
    owner.delete(&task).ok();
    owner.patch(&format!("/spaces/{space}"), json!({"access": "private"})).ok();
    owner.put(&format!("{task}/restore"), json!({})).ok();
    ana.get(&task).fails(404, "not_found");
    assert_eq!(ana.get(&format!("/spaces/{other}/view")).ok()["total"], 0);
}

#[test]
fn an_undo_does_not_carry_anything_out_of_a_private_space() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let (space, other) = (owner.space("Service", "open"), owner.space("Purchasing", "open"));
    let make = |title: &str| format!("/tasks/{}", id(&owner.task(&space, title)));
    let (trashed, taken_out) = (make("Offer"), make("Price"));
    let also = |task: &str| format!("{task}/also-in/{other}");
    for task in [&trashed, &taken_out] {
        owner.put(&also(task), json!({})).ok();
    }
    let commands = [owner.delete(&trashed).command(), owner.send("DELETE", &also(&taken_out), None).command()];
    let closed = owner.patch(&format!("/spaces/{space}"), json!({"access": "private"})).command();
    for command in commands {
        owner.post("/undo", json!({ "command": command }));
    }
    for task in [&trashed, &taken_out] {
        ana.get(task).fails(404, "not_found");
    }
    assert_eq!(ana.get(&format!("/spaces/{other}/view")).ok()["total"], 0);
    owner.post("/undo", json!({ "command": closed })).ok();
    assert_eq!(ana.get(&trashed).status, 200, "open again, as it was");
}

#[test]
fn lists_by_status_stay_right_when_the_statuses_around_a_shown_task_change() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let (space, home) = (owner.space("Service", "open"), owner.space("Purchasing", "closed"));
    let task = format!("/tasks/{}", id(&owner.task(&home, "Offer")));
    owner.put(&format!("{task}/also-in/{space}"), json!({})).ok();
    let path = format!("/spaces/{space}");
    let list = |who: &Client| who.get(&format!("{path}/tasks?sort=status"));
    let count = |who: &Client| list(who).ok()["items"].as_array().unwrap().len();
    let made = owner.post(&format!("{path}/statuses"), json!({"name": "Backlog", "category": "todo"})).ok();
    let backlog = made["statuses"].as_array().unwrap().iter().find(|status| status["name"] == "Backlog").unwrap();
    owner.patch(&format!("{path}/statuses/{}", backlog["id"]), json!({"after": null})).ok();
    assert_eq!(count(&ana), 1);
    owner.send("DELETE", &format!("{path}/statuses/1?move_to={}", backlog["id"]), None).ok();
    let board = ana.get(&format!("{path}/view?group=status&status={}", backlog["id"])).ok();
    assert_eq!((&board["groups"][0]["name"], &board["groups"][0]["count"]), (&json!("Backlog"), &json!(1)));
    owner.patch(&task, json!({"status_id": 2})).ok();
    assert_eq!(count(&ana), 1, "once, not once for every status it ever stood under");
    owner.send("DELETE", &format!("{task}/also-in/{space}"), None).ok();
    assert_eq!(list(&ana).status, 200, "what is out of the space does not break its list");
    assert_eq!((count(&ana), count(&owner)), (0, 0));
}

#[test]
fn entering_a_space_and_changing_who_may_see_one_stand_in_the_audit() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let space = ana.space("Merger", "open");
    ana.patch(&format!("/spaces/{space}"), json!({"access": "private"})).ok();
    owner.put(&format!("/spaces/{space}/join"), json!({})).ok();
    owner.put(&format!("/spaces/{space}/join"), json!({})).ok();
    let audit = owner.get("/admin/audit").ok();
    let of = |action: &str| {
        let entries = audit["items"].as_array().unwrap().iter().filter(|entry| entry["action"] == action);
        entries.map(|entry| (entry["actor"]["name"].clone(), entry["about"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(of("space_entered"), [(json!("Olga Owner"), json!("Merger"))], "{audit}");
    assert_eq!(of("space_access_changed"), [(json!("Ana Moreau"), json!("Merger: private"))], "{audit}");
}
