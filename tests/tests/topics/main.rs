//! Topics at the HTTP interface: beginning, talking, reading on, deciding, and that nobody reads what is not theirs.

mod among;
mod checkins;
mod files;
mod moving;
mod polls;
mod reading;
mod seeing;
mod talking;
mod telling;

use guildhall_tests::{Client, Server, id};
use serde_json::{Value, json};

/// A small company: Olga owns it, Ana and Ben work in it, Gil is a guest.
pub struct Office {
    pub server: Server,
    pub olga: Client,
    pub ana: Client,
    pub ben: Client,
    pub gil: Client,
    /// Open to everybody.
    pub open: String,
    /// Olga and Ana are in it.
    pub closed: String,
}

pub fn office() -> Office {
    let server = Server::start();
    let olga = server.owner();
    let (ana, ben) = (server.join(&olga, "Ana Moreau", "member"), server.join(&olga, "Ben Sol", "member"));
    let gil = server.join(&olga, "Gil Guest", "guest");
    let (open, closed) = (olga.space("Service", "open"), olga.space("Finance", "closed"));
    olga.put(&format!("/spaces/{closed}/members/{}", ana.me()), json!({"role": "member"})).ok();
    Office { server, olga, ana, ben, gil, open, closed }
}

pub fn topic(by: &Client, space: &str, title: &str) -> Value {
    by.post(&format!("/spaces/{space}/topics"), json!({ "title": title })).ok()
}

pub fn say(by: &Client, topic: &Value, body: &str) -> Value {
    by.post(&format!("/items/{}/comments", id(topic)), json!({ "body": body })).ok()
}

pub fn at(topic: &Value) -> String {
    format!("/topics/{}", id(topic))
}

pub fn messages(by: &Client, topic: &Value, query: &str) -> Value {
    by.get(&format!("{}/messages{query}", at(topic))).ok()
}

pub fn bodies(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|one| one["body"].as_str().unwrap().to_owned()).collect()
}

pub fn listed(by: &Client, space: &str, query: &str) -> Vec<String> {
    titles(&by.get(&format!("/spaces/{space}/topics{query}")).ok())
}

pub fn titles(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}
