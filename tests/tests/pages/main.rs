//! Pages that people write together: over a real connection, with cuts, with strangers, and with the server killed.

mod hostile;
mod keeping;
mod papers;
mod points;
mod reading;
mod writing;

use guildhall_tests::{Client, Office, id, live, office};
use serde_json::{Value, json};

/// The office with its live stream.
pub fn open_office() -> Office {
    let office = office();
    live::start(&office.server);
    office
}

/// A page in a space.
pub fn page(by: &Client, space: &str, body: &str) -> String {
    id(&by.post(&format!("/spaces/{space}/pages"), json!({"title": "Minutes", "body": body})).ok())
}

/// What a page says, as it is read.
pub fn content(by: &Client, page: &str) -> Value {
    by.get(&format!("/pages/{page}/content")).ok()
}

/// The words of it.
pub fn words(by: &Client, page: &str) -> String {
    fn gather(node: &Value, out: &mut String) {
        out.push_str(node["text"].as_str().unwrap_or_default());
        node["content"].as_array().into_iter().flatten().for_each(|child| gather(child, out));
        if node["type"] == "paragraph" || node["type"] == "heading" {
            out.push('\n');
        }
    }
    let mut out = String::new();
    gather(&content(by, page)["doc"], &mut out);
    out.trim().to_owned()
}

/// Everything of a page, as its file has it.
pub fn state(by: &Client, page: &str) -> Vec<u8> {
    let answer = by.get(&format!("/pages/{page}/state"));
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.bytes
}

/// A server of its own with a page in an open space.
pub fn with_page() -> (Office, String) {
    let office = open_office();
    let page = page(&office.ana, &office.space, "");
    (office, page)
}
