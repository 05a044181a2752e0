//! Reports of tasks, plans, hours and weeks at the HTTP interface, and by mail. The tests' clock stands at Monday,
//! 23 November 2026, ten in the morning where everybody is. Runs and requests are reported beside their own tests.

mod going;
mod lineup;
mod mails;
mod sample;
mod saved;
mod week;

use guildhall_tests::{Answer, Client};
pub use guildhall_tests::{
    id,
    office::{Office, office},
};
use serde_json::{Value, json};

pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;

/// Puts a task into the first status of a category.
#[track_caller]
pub fn set(client: &Client, space: &str, task: &str, category: &str) -> Answer {
    let known = client.get(&format!("/spaces/{space}")).ok();
    let mut statuses = known["statuses"].as_array().unwrap().iter();
    let status = statuses.find(|status| status["category"] == category).unwrap()["id"].clone();
    client.patch(&format!("/tasks/{task}"), json!({ "status_id": status }))
}

/// A task of somebody.
#[track_caller]
pub fn task(client: &Client, space: &str, title: &str, fields: Value) -> String {
    let mut body = json!({ "title": title });
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    id(&client.post(&format!("/spaces/{space}/tasks"), body).ok())
}

/// The rows of a table, without its head.
#[track_caller]
pub fn table(client: &Client, path: &str) -> Vec<Vec<String>> {
    let answer = client.get(path);
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.header("content-type").unwrap().starts_with("text/csv"), "{path}");
    let mut reader = csv::Reader::from_reader(answer.text.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}
