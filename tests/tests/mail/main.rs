//! Mail that leaves, taken by a real mail server.

mod approving;
mod budgets;
mod encrypted;
mod killed;
mod letting_in;
mod patience;
mod sending;
mod setting;
mod targets;
mod weekly;

use guildhall::{inbox::Keeper, mail::Mailer};
pub use guildhall_tests::until;
use guildhall_tests::{Client, Server, smtp::Smtp};
use serde_json::{Value, json};

pub const URL: &str = "https://work.example.org/office";

pub struct Office {
    pub server: Server,
    pub olga: Client,
    pub ana: Client,
    pub space: String,
}

/// Olga and Ana, and mail by this server.
pub fn office(smtp: &Smtp) -> Office {
    let server = Server::start_with(|config| config.public_url = Some(URL.into()));
    let olga = server.owner();
    let ana = server.join(&olga, "Ana Duarte", "member");
    let space = olga.space("Service", "open");
    set(&olga, smtp.port);
    start(&server);
    Office { server, olga, ana, space }
}

pub fn set(olga: &Client, port: u16) {
    let settings = json!({
        "host": "127.0.0.1", "port": port.to_string(), "security": "none", "from": "guild@example.org",
    });
    olga.put("/admin/mail", settings).ok();
}

pub fn start(server: &Server) {
    Keeper::start(&server.app).unwrap();
    Mailer::start(&server.app).unwrap();
    // What is told from now on is mailed.
    until(|| guildhall::mail::store::progress(&server.app.store().snapshot().unwrap()).unwrap(), Option::is_some);
}

impl Office {
    pub fn task(&self, title: &str) -> String {
        let task = json!({ "title": title, "assignee_id": self.ana.me(), "body": "At the **harbour**" });
        let made: Value = self.olga.post(&format!("/spaces/{}/tasks", self.space), task).ok();
        made["id"].as_str().unwrap().to_owned()
    }

    /// The time in which things can be undone is over.
    pub fn pass(&self) {
        self.server.past_undo(|| self.waiting());
    }

    pub fn waiting(&self) -> usize {
        usize::try_from(self.olga.get("/admin/mail").ok()["waiting"].as_u64().unwrap()).unwrap()
    }
}
