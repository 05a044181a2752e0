//! What a browser is told. Without leave of its owner it says that something needs them, and nothing of what.

use super::seal::MOST;
use crate::mail::{
    compose::{line, short},
    notices::Notice,
    says::{address, sentence},
};
use serde_json::{Value, json};

/// More needs than this at a time are told as one.
const SINGLE: usize = 3;
/// Letters of what was said.
const WORDS: usize = 200;

/// One message: its bytes, and the word under which a newer one takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// JSON for the page's worker.
    pub body: Vec<u8>,
    /// At most 32 letters that are safe in addresses.
    pub topic: String,
}

fn message(title: &str, body: &str, path: &str, topic: String) -> Message {
    let told: Value = json!({ "title": title, "body": body, "path": path, "tag": topic });
    let mut body = told.to_string().into_bytes();
    // Two lines of 200 letters are far below it; should they not be, what is told is that there is something.
    if body.len() > MOST {
        body =
            json!({ "title": "Guildhall", "body": "Something needs you in Guildhall", "path": "/inbox", "tag": topic })
                .to_string()
                .into_bytes();
    }
    Message { body, topic }
}

/// What is told of these.
pub fn of(notices: &[Notice], content: bool, organization: &str) -> Vec<Message> {
    if notices.is_empty() {
        return Vec::new();
    }
    if !content {
        return vec![message("Guildhall", "Something needs you in Guildhall", "/inbox", "needs".into())];
    }
    if notices.len() > SINGLE {
        let words = format!("{} things need you", notices.len());
        return vec![message(&line(organization), &words, "/inbox", "needs".into())];
    }
    let one = |notice: &Notice| {
        let entry = &notice.entry;
        let title = short(&sentence(entry), WORDS);
        message(&title, &short(&entry.excerpt, WORDS), &address(entry), entry.item_id.simple().to_string())
    };
    notices.iter().map(one).collect()
}
