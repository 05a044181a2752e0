//! The documents and folders of the company, by kind, and how one that was used up is made again.

use crate::{
    company::{Company, UNKNOWN},
    oracle::sayer,
};
use guildhall_tests::{Answer, Client, id, passage};
use serde_json::json;

/// A file with a comment on it, an earlier version and a share link, and a page beside it.
#[derive(Debug, Clone)]
pub struct Paper {
    pub id: String,
    /// What was said about it.
    pub said: String,
    /// The file of its first version.
    pub first: String,
    /// A share link to it.
    pub share: String,
    /// A page of the same kind, with a version.
    pub sheet: String,
    /// What was said about a passage of it.
    pub remark: String,
    /// An event of the same kind.
    pub event: String,
}

fn bytes(by: &Client, to: &str) -> Answer {
    by.send_raw("POST", &format!("/api/v1{to}"), Some(to.as_bytes().to_vec()))
}

/// The place a kind is in.
fn space_of(kind: &str) -> &str {
    match kind.split(' ').next().unwrap() {
        "trashed" => "closed",
        place => place,
    }
}

impl Company {
    /// Makes a file of a kind, with two versions, a comment and a share link.
    pub fn paper(&self, kind: &str) -> Paper {
        if kind == "no file" {
            let [id, said, first, share, sheet, remark, event] = [(); 7].map(|()| UNKNOWN.to_owned());
            return Paper { id, said, first, share, sheet, remark, event };
        }
        let (space, lead) = (&self.spaces[space_of(kind)], &self.people["lead"]);
        let made = bytes(lead, &format!("/spaces/{space}/files?name=paper-{}.txt", self.next())).ok();
        let first = made["file"]["file_id"].as_str().unwrap().to_owned();
        let made = id(&made);
        bytes(lead, &format!("/documents/{made}/versions")).ok();
        let said = self.people[sayer(kind)].post(&format!("/items/{made}/comments"), json!({"body": "Words"})).ok();
        let share = id(&lead.post(&format!("/documents/{made}/shares"), json!({"mode": "read"})).ok());
        let page = json!({"title": "Sheet", "body": "Words"});
        let sheet = id(&lead.post(&format!("/spaces/{space}/pages"), page).ok());
        lead.post(&format!("/documents/{sheet}/versions"), json!({"name": "First"})).ok();
        let remark = json!({"body": "Which?", "passage": passage(lead, &sheet, "Words")});
        let remark = id(&lead.post(&format!("/items/{sheet}/comments"), remark).ok());
        let event = json!({"title": format!("Event {}", self.next()), "start": {"date": "2026-02-02"}});
        let event = id(&lead.post(&format!("/spaces/{space}/events"), event).ok());
        if kind == "trashed file" {
            lead.delete(&format!("/events/{event}")).ok();
            lead.delete(&format!("/documents/{made}")).ok();
            lead.delete(&format!("/documents/{sheet}")).ok();
        }
        Paper { id: made, said: id(&said), first, share, sheet, remark, event }
    }

    /// Makes a folder of a kind, with a file in it.
    pub fn shelf(&self, kind: &str) -> String {
        if kind == "no folder" {
            return UNKNOWN.into();
        }
        let (space, lead) = (&self.spaces[space_of(kind)], &self.people["lead"]);
        let folder = json!({"name": format!("Shelf {}", self.next())});
        let made = id(&lead.post(&format!("/spaces/{space}/folders"), folder).ok());
        bytes(lead, &format!("/spaces/{space}/files?name=paper.txt&folder_id={made}")).ok();
        if kind == "trashed folder" {
            lead.delete(&format!("/folders/{made}")).ok();
        }
        made
    }
}
