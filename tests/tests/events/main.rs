//! Events at the HTTP interface: what is on when, what is different on a day, who comes, and that a room is taken once.

mod guests;
mod rooms;
mod times;

use guildhall::inbox::Keeper;
use guildhall_tests::{Client, Server};
use serde_json::{Value, json};

pub use guildhall_tests::id;

/// Olga owns the company, Ana works in it, Gil is a guest.
pub struct Office {
    pub server: Server,
    pub olga: Client,
    pub ana: Client,
    pub gil: Client,
    /// Open to everybody.
    pub open: String,
    /// Only Olga is in it.
    pub closed: String,
}

pub fn office() -> Office {
    let server = Server::start();
    Keeper::start(&server.app).unwrap();
    let olga = server.owner();
    let ana = server.join(&olga, "Ana Moreau", "member");
    let gil = server.join(&olga, "Gil Guest", "guest");
    let (open, closed) = (olga.space("Service", "open"), olga.space("Finance", "closed"));
    Office { server, olga, ana, gil, open, closed }
}

/// An event at a time in Berlin, for half an hour.
pub fn at(title: &str, start: &str, more: Value) -> Value {
    let (date, time) = start.split_once(' ').unwrap();
    let start = json!({ "date": date, "time": time, "zone": "Europe/Berlin" });
    let mut event = json!({ "title": title, "start": start, "minutes": 30 });
    for (name, value) in more.as_object().into_iter().flatten() {
        event[name] = value.clone();
    }
    event
}

/// Makes an event.
#[track_caller]
pub fn make(by: &Client, space: &str, event: Value) -> Value {
    by.post(&format!("/spaces/{space}/events"), event).ok()
}

pub fn path(event: &Value) -> String {
    format!("/events/{}", id(event))
}

/// What is on, as `date time title`.
#[track_caller]
pub fn on(by: &Client, from: &str, to: &str) -> Vec<String> {
    let page = by.get(&format!("/events?from={from}&to={to}")).ok();
    let line = |one: &Value| {
        let time = one["start"]["time"].as_str().unwrap_or("all day");
        format!("{} {time} {}", one["start"]["date"].as_str().unwrap(), one["title"].as_str().unwrap())
    };
    page["items"].as_array().unwrap().iter().map(line).collect()
}

/// Takes a command back.
#[track_caller]
pub fn undo(by: &Client, command: &str) {
    by.post("/undo", json!({ "command": command })).ok();
}
