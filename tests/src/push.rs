//! A push service and the browser behind it, in a program of its own that shares no code with the server.

use crate::stand_in::StandIn;
use serde_json::{Value, json};

/// See the module.
pub struct Browser(StandIn);

impl Browser {
    /// Starts one.
    pub fn start() -> Browser {
        Browser(StandIn::start("push_service.py"))
    }

    /// Where its service is.
    pub fn origin(&self) -> String {
        self.0.origin()
    }

    /// What it sends when its owner agrees; `path` says how its service behaves.
    pub fn agreed(&self, path: &str, content: bool) -> Value {
        json!({
            "endpoint": format!("{}{path}", self.origin()),
            "p256dh": self.0.first["p256dh"],
            "auth": self.0.first["auth"],
            "content": content,
        })
    }

    /// Everything its service was sent so far, taken or not.
    #[track_caller]
    pub fn told(&self) -> Vec<Value> {
        self.0.told()
    }

    /// Waits until it was sent so much, and answers it.
    #[track_caller]
    pub fn wait(&self, count: usize) -> Vec<Value> {
        self.0.wait(count)
    }
}
