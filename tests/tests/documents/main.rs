//! Documents at the HTTP interface: pages, files and their versions, folders, the trash, and that names are data.

mod archives;
mod bad_input;
mod files;
mod folders;
mod pages;
mod search;
mod told;
mod trash;

use guildhall_tests::{Answer, Client, Server};
use serde_json::{Value, json};

pub fn id(object: &Value) -> String {
    object["id"].as_str().unwrap_or_else(|| panic!("no id in {object}")).to_owned()
}

/// A small company: Olga owns it, Ana and Ben work in it, Gil is a guest of the closed space.
pub struct Office {
    pub server: Server,
    pub olga: Client,
    pub ana: Client,
    pub ben: Client,
    pub gil: Client,
    /// Open to everybody.
    pub open: String,
    /// Olga, Ana and Gil are in it.
    pub closed: String,
}

pub fn office() -> Office {
    let server = Server::start();
    let olga = server.owner();
    let (ana, ben) = (server.join(&olga, "Ana Moreau", "member"), server.join(&olga, "Ben Sol", "member"));
    let gil = server.join(&olga, "Gil Guest", "guest");
    let (open, closed) = (olga.space("Service", "open"), olga.space("Finance", "closed"));
    olga.put(&format!("/spaces/{closed}/members/{}", ana.me()), json!({"role": "member"})).ok();
    olga.put(&format!("/spaces/{closed}/members/{}", gil.me()), json!({"role": "guest"})).ok();
    Office { server, olga, ana, ben, gil, open, closed }
}

pub fn coded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

pub fn send_bytes(by: &Client, to: &str, bytes: &[u8]) -> Answer {
    by.with("Content-Type", "application/octet-stream").send_raw("POST", &format!("/api/v1{to}"), Some(bytes.to_vec()))
}

/// Brings a file; `more` is the rest of the address.
pub fn bring(by: &Client, space: &str, name: &str, bytes: &[u8], more: &str) -> Answer {
    send_bytes(by, &format!("/spaces/{space}/files?name={}{more}", coded(name)), bytes)
}

pub fn file(by: &Client, space: &str, name: &str, bytes: &[u8]) -> Value {
    bring(by, space, name, bytes, "").ok()
}

pub fn in_folder(by: &Client, space: &str, folder: &Value, name: &str, bytes: &[u8]) -> Value {
    bring(by, space, name, bytes, &format!("&folder_id={}", id(folder))).ok()
}

pub fn page(by: &Client, space: &str, title: &str) -> Value {
    by.post(&format!("/spaces/{space}/pages"), json!({ "title": title })).ok()
}

pub fn folder(by: &Client, space: &str, name: &str, parent: Option<&Value>) -> Value {
    let parent = parent.map(id);
    by.post(&format!("/spaces/{space}/folders"), json!({ "name": name, "parent_id": parent })).ok()
}

pub fn at(document: &Value) -> String {
    format!("/documents/{}", id(document))
}

pub fn folder_at(folder: &Value) -> String {
    format!("/folders/{}", id(folder))
}

/// The titles of a list of documents.
pub fn listed(by: &Client, space: &str, query: &str) -> Vec<String> {
    titles(&by.get(&format!("/spaces/{space}/documents{query}")).ok())
}

pub fn titles(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}

/// The names of the folders of a space.
pub fn folders(by: &Client, space: &str, query: &str) -> Vec<String> {
    let page = by.get(&format!("/spaces/{space}/folders{query}")).ok();
    page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

/// The bytes of a file as it is now.
pub fn content(by: &Client, document: &Value) -> Vec<u8> {
    let file = by.get(&at(document)).ok()["file"]["file_id"].as_str().unwrap().to_owned();
    let answer = by.get(&format!("/files/{file}"));
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.bytes
}
