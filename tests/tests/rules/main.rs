//! Rules at the HTTP interface: they act once, in their own name and with the rights of their owner, and never round and
//! round.

mod acting;
mod clock;
mod killed;
mod looping;
mod mailing;
mod making;
mod organization;
mod owners;
mod processes;
mod requested;
mod taken_back;
mod trial;

use guildhall::rules::Follower;
use guildhall_tests::{Client, Server, id, team::Team};
use serde_json::{Value, json};
use std::{ops::Deref, time::Duration};

pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;

/// The usual team.
pub struct Office(Team);

impl Deref for Office {
    type Target = Team;
    fn deref(&self) -> &Team {
        &self.0
    }
}

/// With rules running. It is Monday 23 November 2026, ten in Berlin, where the organization is.
pub fn office() -> Office {
    office_on(Server::start())
}

/// The same on a server of its own.
pub fn office_on(server: Server) -> Office {
    let team = Team::on(server);
    Follower::start(&team.server.app).unwrap();
    Office(team)
}

/// A change of a fact of a task.
pub fn set(fact: &str, value: &str) -> Value {
    json!({ "does": "set", "fact": fact, "value": value })
}

pub fn is(fact: &str, value: &str) -> Value {
    json!({ "fact": fact, "test": "is", "values": [value] })
}

pub fn created() -> Value {
    json!({ "what": "created" })
}

pub fn becomes(fact: &str, value: &str) -> Value {
    json!({ "what": "changed", "fact": fact, "to": value })
}

impl Office {
    #[track_caller]
    pub fn rule_of(&self, by: &Client, when: Value, conditions: Value, actions: Value) -> Value {
        let input =
            json!({ "name": "No heat comes first", "when": when, "conditions": conditions, "actions": actions });
        by.post(&format!("/spaces/{}/rules", self.space), input).ok()
    }

    /// A rule of Olga's.
    #[track_caller]
    pub fn rule(&self, when: Value, conditions: Value, actions: Value) -> Value {
        self.rule_of(&self.olga, when, conditions, actions)
    }

    /// Waits until rules have acted on everything there is.
    #[track_caller]
    pub fn acted(&self) {
        let rules = self.server.app.parts().rules.get().unwrap();
        assert!(rules.wait(&self.server.app, Duration::from_secs(30)), "the rules are behind");
    }

    #[track_caller]
    pub fn task(&self, by: &Client, title: &str) -> Value {
        let task = by.task(&self.space, title);
        self.acted();
        by.get(&format!("/tasks/{}", id(&task))).ok()
    }

    /// A task of Ana's; rules may be still at it.
    #[track_caller]
    pub fn task_quietly(&self, title: &str) -> String {
        id(&self.ana.task(&self.space, title))
    }

    #[track_caller]
    pub fn patch(&self, by: &Client, task: &Value, patch: Value) -> Value {
        let path = format!("/tasks/{}", id(task));
        by.patch(&path, patch).ok();
        self.acted();
        by.get(&path).ok()
    }

    #[track_caller]
    pub fn again(&self, rule: &Value) -> Value {
        self.olga.get(&format!("/rules/{}", id(rule))).ok()
    }

    /// What was said on an item.
    pub fn said(&self, item: &str) -> Vec<Value> {
        self.olga.get(&format!("/items/{item}/comments")).ok()["items"].as_array().unwrap().clone()
    }

    /// The number of a status of the space.
    pub fn status(&self, category: &str) -> String {
        let space = self.olga.get(&format!("/spaces/{}", self.space)).ok();
        let all = space["statuses"].as_array().unwrap();
        all.iter().find(|status| status["category"] == category).unwrap()["id"].to_string()
    }
}

/// The sentence of a rule, what stands out between stars.
pub fn sentence(rule: &Value) -> String {
    let parts = rule["sentence"].as_array().unwrap();
    let say = |part: &Value| {
        let text = part["text"].as_str().unwrap();
        if part["strong"] == true { format!("*{text}*") } else { text.to_owned() }
    };
    parts.iter().map(say).collect()
}
