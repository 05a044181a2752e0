//! Home at the HTTP interface: how a day looks, what is planned into it, and what is offered for it. The tests' clock stands
//! at Monday, 23 November 2026, ten in the morning in Berlin.

mod days;
mod planning;
mod reminders;

pub use guildhall_tests::{Client, Office, id, office};
use serde_json::{Value, json};

/// A task somebody does.
#[track_caller]
pub fn give(client: &Client, space: &str, who: &Client, title: &str, fields: Value) -> String {
    let mut body = json!({ "title": title, "assignee_id": who.me() });
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    id(&client.post(&format!("/spaces/{space}/tasks"), body).ok())
}

/// Plans a task for oneself.
#[track_caller]
pub fn plan(client: &Client, task: &str, when: &str) {
    client.put(&format!("/tasks/{task}/plan"), json!({ "plan": when })).ok();
}

/// Today, as Home shows it.
#[track_caller]
pub fn today(client: &Client) -> Value {
    client.get("/home").ok()["day"].clone()
}

/// Titles of the tasks of some work, with the minutes each counts for.
pub fn titles(plan: &Value, work: &Value) -> Vec<String> {
    let title = |id: &Value| {
        let row = plan["rows"].as_array().unwrap().iter().find(|row| row["id"] == *id).unwrap();
        row["title"].as_str().unwrap().to_owned()
    };
    work.as_array().unwrap().iter().map(|one| format!("{} {}", title(&one["task_id"]), one["minutes"])).collect()
}
