//! Starting sets at the HTTP interface: each of the six makes what it says, in one command, and goes away again as far as
//! nobody made it theirs.

mod beginning;
mod refused;
mod removing;

use guildhall_tests::{Client, Server, id};
use serde_json::{Value, json};

pub const HOUR: i64 = 3_600_000;
pub const SETS: [&str; 6] = ["bakery", "trades", "office", "shop", "club", "agency"];

/// Olga owns the organization, Ana is a member, and nothing else is there. It is Monday 23 November 2026, ten in Berlin.
pub struct Empty {
    pub server: Server,
    pub olga: Client,
    pub ana: Client,
}

pub fn empty() -> Empty {
    let server = Server::start();
    let olga = server.owner();
    let ana = server.join(&olga, "Ana Moreau", "member");
    Empty { server, olga, ana }
}

/// What beginning a set made.
pub struct Made(pub Vec<Value>);

impl Made {
    pub fn of(&self, kind: &str) -> Vec<&Value> {
        self.0.iter().filter(|thing| thing["kind"] == kind).collect()
    }

    #[track_caller]
    pub fn named(&self, kind: &str, name: &str) -> String {
        let found = self.of(kind).into_iter().find(|thing| thing["name"] == name);
        id(found.unwrap_or_else(|| panic!("no {kind} {name} in {:?}", self.0)))
    }
}

impl Empty {
    #[track_caller]
    pub fn begin(&self, set: &str, with: Value) -> Made {
        let answer = self.olga.post(&format!("/starting-sets/{set}"), with);
        assert_eq!(answer.status, 201, "{}", answer.text);
        Made(answer.ok()["made"].as_array().unwrap().clone())
    }

    #[track_caller]
    pub fn remove(&self, set: &str) -> Value {
        self.olga.delete(&format!("/starting-sets/{set}")).ok()
    }

    /// A set as it is shown.
    #[track_caller]
    pub fn shown(&self, set: &str) -> Value {
        let all = self.olga.get("/starting-sets").ok();
        all["items"].as_array().unwrap().iter().find(|one| one["name"] == set).unwrap().clone()
    }

    /// The names of the spaces there are, but the Personal ones.
    pub fn spaces(&self) -> Vec<String> {
        let all = self.olga.get("/spaces").ok();
        let shared = all["items"].as_array().unwrap().iter().filter(|space| space["access"] != "personal");
        shared.map(|space| space["name"].as_str().unwrap().to_owned()).collect()
    }
}

/// The names and reasons of what stays.
pub fn kept(removed: &Value) -> Vec<(String, String)> {
    let word = |thing: &Value, field: &str| thing[field].as_str().unwrap().to_owned();
    let mut all: Vec<_> =
        removed["kept"].as_array().unwrap().iter().map(|thing| (word(thing, "name"), word(thing, "why"))).collect();
    all.sort();
    all
}

pub fn nothing() -> Value {
    json!({})
}
