//! What lay in the trash while its space changed comes back into the space as it is now.

use guildhall_tests::{Client, Server};
use serde_json::{Value, json};

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

fn status(by: &Client, space: &str, name: &str, category: &str) -> u64 {
    let space = by.post(&format!("/spaces/{space}/statuses"), json!({"name": name, "category": category})).ok();
    space["statuses"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["id"].as_u64().unwrap()
}

#[test]
fn under_the_status_that_was_chosen_when_its_own_was_removed() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let (checking, packing) = (status(&owner, &space, "Checking", "doing"), status(&owner, &space, "Packing", "done"));
    let make = |title: &str| {
        let made = owner.post(&format!("/spaces/{space}/tasks"), json!({"title": title, "status_id": checking})).ok();
        owner.delete(&format!("/tasks/{}", id(&made))).ok();
        format!("/tasks/{}", id(&made))
    };
    let paths = ["By hand", "In bulk", "By undo"].map(make);
    let trashed = owner.delete(&paths[2]);
    assert_eq!(trashed.status, 200);
    let last = owner.post(&format!("/spaces/{space}/tasks"), json!({"title": "Undone", "status_id": checking})).ok();
    let undone = format!("/tasks/{}", id(&last));
    let trash = owner.delete(&undone).command();

    let remove = |status: u64, to: u64| owner.delete(&format!("/spaces/{space}/statuses/{status}?move_to={to}"));
    remove(checking, packing).ok();
    // The heir goes as well, and its heir is the one that counts.
    remove(packing, 4).ok();
    let back =
        |task: Value| (task["status_id"].as_u64().unwrap(), task["category"].clone(), task["completed_at"].is_string());
    let done = (4, json!("done"), true);
    assert_eq!(back(owner.put(&format!("{}/restore", paths[0]), json!({})).ok()), done);
    let bulk = paths[1].trim_start_matches("/tasks/");
    owner.post("/tasks/bulk", json!({"ids": [bulk], "trash": false})).ok();
    assert_eq!(back(owner.get(&paths[1]).ok()), done);
    owner.post("/undo", json!({"command": trash})).ok();
    assert_eq!(back(owner.get(&undone).ok()), done);
}

#[test]
fn a_status_that_came_back_by_undo_is_the_task_s_own_again() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let checking = status(&owner, &space, "Checking", "doing");
    let made = owner.post(&format!("/spaces/{space}/tasks"), json!({"title": "Valve", "status_id": checking})).ok();
    let path = format!("/tasks/{}", id(&made));
    owner.delete(&path).ok();
    let removed = owner.delete(&format!("/spaces/{space}/statuses/{checking}?move_to=4"));
    owner.post("/undo", json!({"command": removed.command()})).ok();
    assert_eq!(owner.put(&format!("{path}/restore"), json!({})).ok()["status_id"], checking);
}

#[test]
fn without_the_section_and_the_field_that_are_gone() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let sections = owner.post(&format!("/spaces/{space}/sections"), json!({"name": "Later"})).ok();
    let section = sections["sections"][0]["id"].clone();
    let fields = owner.post(&format!("/spaces/{space}/fields"), json!({"name": "Size", "kind": "text"})).ok();
    let field = fields["fields"][0]["id"].to_string();
    let body = json!({"title": "Valve", "section_id": section, "fields": {field.as_str(): "L"}});
    let made = owner.post(&format!("/spaces/{space}/tasks"), body).ok();
    assert_eq!((&made["section_id"], &made["fields"][&field]), (&section, &json!("L")));
    let path = format!("/tasks/{}", id(&made));
    owner.delete(&path).ok();
    owner.delete(&format!("/spaces/{space}/sections/{section}")).ok();
    owner.delete(&format!("/spaces/{space}/fields/{field}")).ok();
    let back = owner.put(&format!("{path}/restore"), json!({})).ok();
    assert_eq!((&back["section_id"], &back["fields"]), (&Value::Null, &json!({})));
}
