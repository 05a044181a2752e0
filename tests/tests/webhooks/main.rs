//! Webhooks at the HTTP interface: what rules tell other programs, signed, once, and what only their owners may read.

mod killed;
mod making;
mod rules;
mod telling;

use guildhall::{rules::Follower, webhooks::Sender};
pub use guildhall_tests::until;
use guildhall_tests::{Client, Server, id, stand_in::StandIn};
use serde_json::{Value, json};
use std::time::Duration;

pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 24 * 60 * MINUTE;

/// Olga leads Service and is an owner, Ana works there; and a program that is told.
pub struct Office {
    pub server: Server,
    pub olga: Client,
    pub ana: Client,
    pub space: String,
    pub hook: StandIn,
}

pub fn office() -> Office {
    office_on(Server::start())
}

/// The same on a server of its own.
pub fn office_on(server: Server) -> Office {
    let olga = server.owner();
    let ana = server.join(&olga, "Ana Moreau", "member");
    let space = olga.space("Service", "closed");
    olga.put(&format!("/spaces/{space}/members/{}", ana.me()), json!({ "role": "member" })).ok();
    Follower::start(&server.app).unwrap();
    Sender::start(&server.app).unwrap();
    Office { server, olga, ana, space, hook: StandIn::start("webhook_service.py") }
}

impl Office {
    /// A webhook to the program; `path` says how that behaves. It knows the secret.
    #[track_caller]
    pub fn webhook(&mut self, path: &str) -> Value {
        let input = json!({ "name": format!("Till {path}"), "url": self.url(path), "inside": true });
        let made = self.olga.post("/webhooks", input).ok();
        self.hook.say(made["secret"].as_str().unwrap());
        made["webhook"].clone()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.hook.origin())
    }

    /// A rule of somebody's that calls it when a task is made.
    #[track_caller]
    pub fn rule(&self, by: &Client, webhook: &Value) -> Value {
        let actions = json!([{ "does": "call", "webhook_id": webhook["id"] }]);
        let input = json!({ "name": "Tell the till", "when": { "what": "created" }, "actions": actions });
        by.post(&format!("/spaces/{}/rules", self.space), input).ok()
    }

    /// Makes a task, and waits until rules have acted on it.
    #[track_caller]
    pub fn task(&self, title: &str) -> Value {
        let task = self.ana.task(&self.space, title);
        self.acted();
        task
    }

    #[track_caller]
    pub fn acted(&self) {
        let rules = self.server.app.parts().rules.get().unwrap();
        assert!(rules.wait(&self.server.app, Duration::from_secs(30)), "the rules are behind");
    }

    /// The time is over in which things can be undone.
    pub fn pass(&self) {
        self.server.clock.advance(16_000);
    }

    /// What the program was told so far, what it says of secrets left out.
    #[track_caller]
    pub fn told(&self) -> Vec<Value> {
        self.hook.told().into_iter().filter(|one| one["id"].is_string()).collect()
    }

    #[track_caller]
    pub fn wait(&self, count: usize) -> Vec<Value> {
        until(|| self.told(), |told| told.len() >= count)
    }

    pub fn deliveries(&self, webhook: &Value) -> Vec<Value> {
        let page = self.olga.get(&format!("/webhooks/{}/deliveries", id(webhook))).ok();
        page["items"].as_array().unwrap().clone()
    }

    /// Waits until the last delivery of a webhook is so, and answers it.
    #[track_caller]
    pub fn last(&self, webhook: &Value, good: impl Fn(&Value) -> bool) -> Value {
        until(|| self.deliveries(webhook).first().cloned().unwrap_or_default(), good)
    }

    pub fn again(&self, webhook: &Value) -> Value {
        self.olga.get(&format!("/webhooks/{}", id(webhook))).ok()
    }
}
