//! Time at the HTTP interface: who writes it, who reads it, what locks it, and what comes out of it.

mod deciding;
mod entries;
mod rates;
mod timers;
mod weeks;

pub use guildhall_tests::office::office;
use guildhall_tests::{Client, id};
use serde_json::{Value, json};

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;

/// Time somebody writes.
#[track_caller]
pub fn works(client: &Client, task: &str, day: &str, time: &str) -> Value {
    client.post("/time-entries", json!({ "task_id": task, "day": day, "time": time })).ok()
}

/// The address of somebody's week.
pub fn week_of(client: &Client, monday: &str) -> String {
    format!("/timesheets/{}/{monday}", client.me())
}

/// A new task.
pub fn task(client: &Client, space: &str, title: &str) -> String {
    id(&client.task(space, title))
}

/// Today, where the tests' clock stands.
pub fn today(client: &Client, task: &str) -> chrono::NaiveDate {
    let entry = client.post("/time-entries", json!({ "task_id": task, "minutes": 1 })).ok();
    client.delete(&format!("/time-entries/{}", id(&entry))).ok();
    entry["day"].as_str().unwrap().parse().unwrap()
}
