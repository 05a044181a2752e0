//! Search at the HTTP interface: what is found, where a hit leads, and that nobody finds, counts or is
//! offered anything they may not read.

mod company;
mod finding;
mod keeping_up;
mod rebuilding;
mod rights;
mod topics;

use guildhall::{App, search::Searcher};
use guildhall_tests::{Client, Server, id};
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};

pub const PATIENCE: Duration = Duration::from_secs(60);

pub fn searcher(app: &App) -> &Searcher {
    app.parts().search.get().unwrap()
}

/// Everything written so far is in the index.
pub fn settled(server: &Server) {
    assert!(guildhall::search::wait(&server.app, PATIENCE), "{:?}", searcher(&server.app).status());
}

pub fn started() -> (Server, Client) {
    let server = Server::start();
    Searcher::start(&server.app).unwrap();
    let owner = server.owner();
    (server, owner)
}

pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[track_caller]
pub fn ask(by: &Client, question: &str, more: &str) -> Value {
    // A machine under load may run out of the time a question has; then it is asked again.
    for _ in 0..20 {
        let answer = by.get(&format!("/search?q={}{more}", encode(question))).ok();
        if answer["truncated"] == false {
            return answer;
        }
    }
    panic!("“{question}” never had time enough");
}

pub fn ids(answer: &Value) -> BTreeSet<String> {
    answer["items"].as_array().unwrap().iter().map(id).collect()
}

pub fn make(by: &Client, space: &str, task: Value) -> Value {
    by.post(&format!("/spaces/{space}/tasks"), task).ok()
}

pub fn comment(by: &Client, task: &Value, body: &str) -> Value {
    by.post(&format!("/items/{}/comments", id(task)), json!({ "body": body })).ok()
}

pub fn plain(parts: &Value) -> String {
    parts.as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect()
}

pub fn marked(parts: &Value) -> Vec<String> {
    let parts = parts.as_array().unwrap().iter().filter(|part| part["mark"] == true);
    parts.map(|part| part["text"].as_str().unwrap().to_owned()).collect()
}
