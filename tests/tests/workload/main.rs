//! Absences and the workload at the HTTP interface: who asks, who decides, who reads why; what falls on which day of whom.

mod absences;
mod load;
mod people;

pub use guildhall_tests::office::office;
use guildhall_tests::{Client, id};
use serde_json::{Value, json};

/// A task somebody does.
#[track_caller]
pub fn give(client: &Client, space: &str, who: &Client, fields: Value) -> String {
    let mut body = json!({ "title": "Boiler", "assignee_id": who.me() });
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    id(&client.post(&format!("/spaces/{space}/tasks"), body).ok())
}

/// A day as the API takes it.
pub fn due(day: &str) -> Value {
    json!({ "date": day })
}

/// What somebody has to do from Monday, 23 November 2026, as the reader sees it.
#[track_caller]
pub fn load(reader: &Client, who: &Client) -> Value {
    let all = reader.get(&format!("/workload?from=2026-11-23&weeks=2&people={}", who.me())).ok();
    assert_eq!(all["people"].as_array().unwrap().len(), 1, "{all}");
    all["people"][0].clone()
}

/// One number of the first days.
pub fn each(load: &Value, field: &str, days: usize) -> Vec<Value> {
    load["days"].as_array().unwrap().iter().take(days).map(|day| day[field].clone()).collect()
}
