//! What browsers are told, read by another implementation than the one that closed it.

mod adding;
mod telling;

use guildhall::{inbox::Keeper, push::Pusher};
pub use guildhall_tests::until;
use guildhall_tests::{Client, Server, push::Browser};
use serde_json::{Value, json};

pub struct Office {
    pub server: Server,
    pub olga: Client,
    pub ana: Client,
    pub space: String,
    pub browser: Browser,
}

/// Olga and Ana, and a service that may be asked though it is on this machine.
pub fn office() -> Office {
    let server = Server::start_with(|config| {
        config.public_url = Some("https://work.example.org/office".into());
        config.limits.private_addresses = true;
    });
    let olga = server.owner();
    let ana = server.join(&olga, "Ana Duarte", "member");
    let space = olga.space("Service", "open");
    Keeper::start(&server.app).unwrap();
    Pusher::start(&server.app).unwrap();
    Office { server, olga, ana, space, browser: Browser::start() }
}

impl Office {
    /// Ana agrees in a browser of hers.
    pub fn agree(&self, path: &str, content: bool) -> Value {
        self.ana.put("/me/push", self.browser.agreed(path, content)).ok()
    }

    /// Work for Ana.
    pub fn task(&self, title: &str) -> String {
        let task = json!({ "title": title, "assignee_id": self.ana.me() });
        let made: Value = self.olga.post(&format!("/spaces/{}/tasks", self.space), task).ok();
        made["id"].as_str().unwrap().to_owned()
    }

    /// How many browsers are to be told something, now or later.
    pub fn waiting(&self) -> usize {
        guildhall::push::store::due(&self.server.app.store().snapshot().unwrap(), i64::MAX - 1, 99).unwrap().len()
    }

    /// It is planned, and the time in which things can be undone is over.
    pub fn pass(&self) {
        self.server.past_undo(|| self.waiting());
    }

    pub fn devices(&self) -> Vec<Value> {
        self.ana.get("/me/push").ok()["items"].as_array().unwrap().clone()
    }
}
