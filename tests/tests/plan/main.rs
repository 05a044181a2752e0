//! The plan of a space at the HTTP interface: what depends on what, what a move pushes, what decides the finish, baselines,
//! notes. The tests' clock stands at Monday, 23 November 2026; nobody works at weekends.

mod baselines;
mod dependencies;
mod moving;
mod switch;

pub use guildhall_tests::office::{Office, office};
use guildhall_tests::{Answer, Client, id};
use serde_json::{Value, json};

/// A space that is to be finished on Friday, 18 December 2026, in an organization that works from Monday to Friday.
pub fn project() -> Office {
    let o = office();
    o.owner.patch(&format!("/spaces/{}", o.space), json!({ "finish": "2026-12-18" })).ok();
    o
}

/// A task on its days; without them when they are empty.
#[track_caller]
pub fn task(client: &Client, space: &str, title: &str, start: &str, due: &str) -> String {
    let mut body = json!({ "title": title });
    if !due.is_empty() {
        body["start"] = json!({ "date": start });
        body["due"] = json!({ "date": due });
    }
    id(&client.post(&format!("/spaces/{space}/tasks"), body).ok())
}

/// Lets a task begin after another one ends.
#[track_caller]
pub fn after(client: &Client, task: &str, before: &str, lag: i32) {
    client.put(&format!("/tasks/{task}/dependencies/{before}"), json!({ "lag_days": lag })).ok();
}

/// Takes a command back.
#[track_caller]
pub fn undo(client: &Client, done: &Answer) {
    client.post("/undo", json!({ "command": done.command() })).ok();
}

/// The plan as the reader sees it.
#[track_caller]
pub fn plan(client: &Client, space: &str) -> Value {
    client.get(&format!("/spaces/{space}/plan")).ok()
}

/// A task of a plan.
#[track_caller]
pub fn of<'p>(plan: &'p Value, task: &str) -> &'p Value {
    plan["tasks"].as_array().unwrap().iter().find(|one| one["id"] == task).unwrap_or_else(|| panic!("{plan}"))
}

/// The days of each task, by title.
pub fn days(plan: &Value) -> Vec<String> {
    let tasks = plan["tasks"].as_array().unwrap().iter();
    let mut all: Vec<String> = tasks
        .map(|one| {
            let text = |name: &str| one[name].as_str().unwrap().trim_start_matches("2026-").to_owned();
            format!("{} {} {}", one["title"].as_str().unwrap(), text("start"), text("due"))
        })
        .collect();
    all.sort();
    all
}
