//! Documents at the HTTP interface: pages, files and their versions, folders, the trash, and that names are data.

mod archives;
mod bad_input;
mod files;
mod folders;
mod limits;
mod links;
mod pages;
mod search;
mod templates;
mod told;
mod trash;

use guildhall_tests::Client;
pub use guildhall_tests::{
    id,
    papers::{Office, bring, coded, office, send_bytes},
};
use serde_json::{Value, json};

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
