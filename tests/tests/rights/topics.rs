//! The topics of the company, by kind, and how one that was used up is made again.

use crate::{
    company::{Company, UNKNOWN},
    oracle::sayer,
};
use guildhall_tests::id;
use serde_json::json;

/// A topic with a message.
#[derive(Debug, Clone)]
pub struct Talk {
    pub id: String,
    pub message: String,
    /// Something that was asked in it with choices.
    pub poll: String,
}

impl Company {
    /// Makes a topic of a kind, with a message.
    pub fn topic(&self, kind: &str) -> Talk {
        if kind == "no topic" {
            return Talk { id: UNKNOWN.into(), message: UNKNOWN.into(), poll: UNKNOWN.into() };
        }
        let input = json!({"title": format!("Talk {}", self.next()), "body": "How it began"});
        let made = match kind {
            "direct" => self.people["member"].post("/topics", json!({"person_ids": [self.ids["outside"]]})),
            "asked" => self.people["outside"].post(&format!("/spaces/{}/questions", self.spaces["closed"]), input),
            _ => {
                let space = kind.split(' ').next().unwrap();
                let space = if space == "trashed" { "closed" } else { space };
                self.people["lead"].post(&format!("/spaces/{}/topics", self.spaces[space]), input)
            }
        };
        let made = id(&made.ok());
        let said = self.people[sayer(kind)].post(&format!("/items/{made}/comments"), json!({"body": "Words"})).ok();
        let poll = json!({"question": "Which?", "choices": ["One", "Two"]});
        let poll = self.people[sayer(kind)].post(&format!("/items/{made}/polls"), poll).ok();
        if kind == "trashed topic" {
            self.people["lead"].delete(&format!("/topics/{made}")).ok();
        }
        Talk { id: made, message: id(&said), poll: id(&poll) }
    }

    /// A question that is asked on a rule.
    pub fn check_in(&self, space: &str) -> String {
        let asked = json!({"question": "How is it?", "rule": {"every": "working_day", "at": "09:00"}});
        id(&self.people["lead"].post(&format!("/spaces/{}/check-ins", self.spaces[space]), asked).ok())
    }
}
