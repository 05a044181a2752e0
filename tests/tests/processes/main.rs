//! Processes at the HTTP interface: each time is a task of its own, none twice and none left out, and how it went is told
//! as it was.

mod approving;
mod captured;
mod changing;
mod due;
mod evidence;
mod killed;
mod refused;
mod reported;
mod runs;
mod told;

use guildhall::clockwork::Clockwork;
use guildhall_tests::{Client, Server, id, team::Team, until};
use serde_json::{Value, json};
use std::ops::Deref;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// The usual team.
pub struct Office(Team);

impl Deref for Office {
    type Target = Team;
    fn deref(&self) -> &Team {
        &self.0
    }
}

/// With everything running. It is Monday 23 November 2026, ten in Berlin, where the organization is.
pub fn office() -> Office {
    let team = Team::on(Server::start());
    Clockwork::start(&team.server.app).unwrap();
    Office(team)
}

impl Office {
    /// A process of Olga's.
    #[track_caller]
    pub fn make(&self, rule: &str, with: Value) -> Value {
        let mut input = json!({ "name": "Van check", "rule": rule });
        input.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        self.olga.post(&format!("/spaces/{}/processes", self.space), input).ok()
    }

    /// Waits until what is due by now was started: two polls close, one after the other, and what is due in the turn of
    /// the first one is started before the second.
    pub fn looked(&self) {
        looked(&self.server, &self.olga, &self.space);
    }

    /// The number of a status of the space.
    pub fn status(&self, category: &str) -> Value {
        let space = self.olga.get(&format!("/spaces/{}", self.space)).ok();
        let all = space["statuses"].as_array().unwrap();
        all.iter().find(|status| status["category"] == category).unwrap()["id"].clone()
    }

    /// Somebody finishes the task of a run.
    #[track_caller]
    pub fn finish(&self, by: &Client, run: &Value) {
        let status = self.status("done");
        by.patch(&format!("/tasks/{}", id(run)), json!({ "status_id": status })).ok();
        until(|| shown(&self.olga, run)["done_at"].clone(), Value::is_string);
    }
}

/// See [`Office::looked`].
pub fn looked(server: &Server, olga: &Client, space: &str) {
    let topic = olga.post(&format!("/spaces/{space}/topics"), json!({ "title": "Clock" })).ok();
    for turn in 0..2 {
        let at = guildhall_domain::when::from_ms(server.clock.now_ms() + 1_000).to_rfc3339();
        let poll = json!({ "question": "Now?", "choices": ["a", "b"], "closes_at": at });
        olga.post(&format!("/items/{}/polls", id(&topic)), poll).ok();
        server.clock.advance(1_000);
        let messages = || olga.get(&format!("/topics/{}/messages?at=newest", id(&topic))).ok();
        until(|| messages()["items"][turn]["poll"]["closed_at"].clone(), Value::is_string);
    }
}

pub fn path(process: &Value) -> String {
    format!("/processes/{}", id(process))
}

/// The runs of a process, the last one first.
#[track_caller]
pub fn all(by: &Client, process: &Value) -> Vec<Value> {
    by.get(&format!("{}/runs?limit=200", path(process))).ok()["items"].as_array().unwrap().clone()
}

/// The same once there are so many.
#[track_caller]
pub fn runs(by: &Client, process: &Value, count: usize) -> Vec<Value> {
    until(|| all(by, process), |all| all.len() == count)
}

/// A run as it is by now.
#[track_caller]
pub fn shown(by: &Client, run: &Value) -> Value {
    let process = json!({ "id": run["process_id"] });
    all(by, &process).into_iter().find(|one| one["id"] == run["id"]).unwrap()
}

pub fn outcomes(runs: &[Value]) -> Vec<&str> {
    runs.iter().map(|run| run["outcome"].as_str().unwrap()).collect()
}
