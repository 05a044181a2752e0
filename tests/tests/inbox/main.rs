//! The inbox at the HTTP interface: what is told to whom, when it goes again, what people do with it, and that nobody
//! is told of what they may not read.

mod acting;
mod announcements;
mod keeping;
mod pages;
mod sight;
mod telling;
mod topics;

use guildhall::inbox::Keeper;
use guildhall_tests::{Client, Server};
use serde_json::{Value, json};
use std::time::Duration;

pub const PATIENCE: Duration = Duration::from_secs(30);

/// Olga, who leads, Ana and Bo, members, and the id of an open space.
pub struct Office {
    pub server: Server,
    pub olga: Client,
    pub ana: Client,
    pub bo: Client,
    pub space: String,
}

pub fn office() -> Office {
    let server = Server::start();
    Keeper::start(&server.app).unwrap();
    let olga = server.owner();
    let ana = server.join(&olga, "Ana Duarte", "member");
    let bo = server.join(&olga, "Bo Lind", "member");
    let space = olga.space("Service", "open");
    Office { server, olga, ana, bo, space }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text in {value}")).to_owned()
}

pub fn id(object: &Value) -> String {
    text(&object["id"])
}

impl Office {
    /// What stands on a shelf, as `title: reason`.
    #[track_caller]
    pub fn shelf(&self, who: &Client, shelf: &str) -> Vec<String> {
        self.server.settled();
        let page = who.get(&format!("/inbox?shelf={shelf}")).ok();
        let entries = page["items"].as_array().unwrap();
        entries.iter().map(|entry| format!("{}: {}", text(&entry["title"]), text(&entry["reason"]))).collect()
    }

    /// The entry of an item on a shelf.
    #[track_caller]
    pub fn entry(&self, who: &Client, shelf: &str, item: &str) -> Value {
        self.server.settled();
        let page = who.get(&format!("/inbox?shelf={shelf}")).ok();
        page["items"].as_array().unwrap().iter().find(|entry| entry["item_id"] == item).cloned().unwrap_or_default()
    }

    #[track_caller]
    pub fn task(&self, by: &Client, task: Value) -> String {
        id(&by.post(&format!("/spaces/{}/tasks", self.space), task).ok())
    }

    #[track_caller]
    pub fn say(&self, by: &Client, item: &str, body: &str) -> String {
        id(&by.post(&format!("/items/{item}/comments"), json!({ "body": body })).ok())
    }

    /// What a person is told over HTTP once it is so.
    #[track_caller]
    pub fn until<T: std::fmt::Debug>(&self, look: impl Fn() -> T, good: impl Fn(&T) -> bool) -> T {
        guildhall_tests::until(look, good)
    }
}

/// A mention of a person.
pub fn at(person: &Client) -> String {
    format!("[@somebody](guildhall:person/{})", person.me())
}
