//! Budgets at the HTTP interface: what hours, expenses and orders come to, who reads it, what is refused. The tests' clock
//! stands at Monday, 23 November 2026, 09:00 UTC; nobody works at weekends.

mod counting;
mod expenses;
mod sight;
mod warnings;

use guildhall_tests::{Answer, Client, Office, id, office};
use serde_json::{Value, json};

pub const DAY: i64 = 24 * 3_600_000;

/// A space with a plan that may cost 1,000 euros; Olga leads it and Ana works in it.
pub fn project() -> Office {
    let o = office();
    o.owner.patch(&format!("/spaces/{}", o.space), json!({ "finish": "2026-12-18" })).ok();
    o.owner.put(&at(&o.space), json!({ "amount": "1000" })).ok();
    o
}

/// The address of the budget of a space.
pub fn at(space: &str) -> String {
    format!("/spaces/{space}/budget")
}

/// The budget as somebody reads it.
#[track_caller]
pub fn read(client: &Client, space: &str) -> Value {
    client.get(&at(space)).ok()
}

/// The sums of it: hours, expenses, ordered, left, forecast.
#[track_caller]
pub fn sums(client: &Client, space: &str) -> [String; 5] {
    of(&read(client, space)["sums"])
}

pub fn of(sums: &Value) -> [String; 5] {
    ["hours", "expenses", "ordered", "left", "forecast"].map(|name| sums[name].as_str().unwrap().to_owned())
}

/// Writes an expense or an order down.
#[track_caller]
pub fn costs(client: &Client, space: &str, more: Value) -> String {
    let mut body = json!({ "title": "Pipes", "amount": "120" });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    id(&client.post(&format!("/spaces/{space}/expenses"), body).ok())
}

/// A task of Ana's that is thought to take so long, on its days; nobody says how long where that is nothing.
#[track_caller]
pub fn planned(o: &Office, minutes: u32, due: &str) -> String {
    let body = json!({
        "title": "Boiler", "assignee_id": o.ana.me(), "estimate_minutes": (minutes > 0).then_some(minutes),
        "start": { "date": "2026-11-23" }, "due": { "date": due },
    });
    id(&o.owner.post(&format!("/spaces/{}/tasks", o.space), body).ok())
}

/// Time somebody works.
#[track_caller]
pub fn works(client: &Client, task: &str, day: &str, minutes: i64) {
    client.post("/time-entries", json!({ "task_id": task, "day": day, "minutes": minutes })).ok();
}

/// What an hour of Ana costs.
#[track_caller]
pub fn rate(o: &Office, space: &str, amount: &str) {
    o.owner.put(&format!("/people/{}/rates/{space}", o.ana.me()), json!({ "amount": amount })).ok();
}

/// Takes a command back.
#[track_caller]
pub fn undo(client: &Client, done: &Answer) {
    client.post("/undo", json!({ "command": done.command() })).ok();
}
