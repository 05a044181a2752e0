//! Leaving at the HTTP interface: everything somebody holds goes to others, at once or at a time, and what tells who they
//! were can be erased.

mod at_a_time;
mod erasing;
mod nothing_left;

use guildhall::{clockwork::Clockwork, inbox::Keeper, jobs::Runner};
use guildhall_tests::{Client, Server, id, until};
use serde_json::{Value, json};

pub const HOUR: i64 = 3_600_000;

/// Olga owns it, Tom leads Service with Ana, who leaves; Cleo is there to take things.
pub struct Office {
    pub server: Server,
    pub olga: Client,
    pub ana: Client,
    pub tom: Client,
    pub cleo: Client,
    pub space: String,
    jobs: Option<Runner>,
}

pub fn office() -> Office {
    let server = Server::start();
    Keeper::start(&server.app).unwrap();
    Clockwork::start(&server.app).unwrap();
    let jobs = Runner::start(&server.app, guildhall::cli::handlers()).unwrap();
    let olga = server.owner();
    let join = |name: &str| server.join(&olga, name, "member");
    let (ana, tom, cleo) = (join("Ana Moreau"), join("Tom Baker"), join("Cleo Marsh"));
    let space = olga.space("Service", "open");
    for person in [&ana, &tom] {
        olga.put(&format!("/spaces/{space}/members/{}", person.me()), json!({ "role": "lead" })).ok();
    }
    Office { server, olga, ana, tom, cleo, space, jobs: Some(jobs) }
}

impl Drop for Office {
    fn drop(&mut self) {
        self.jobs.take().into_iter().for_each(Runner::stop);
    }
}

impl Office {
    /// The address of what is to be said about Ana.
    pub fn of_ana(&self, what: &str) -> String {
        format!("/people/{}/{what}", self.ana_id())
    }

    pub fn ana_id(&self) -> String {
        let people = self.olga.get("/people").ok()["items"].as_array().unwrap().clone();
        let ana = people.iter().find(|one| one["email"] == "ana.moreau@example.com" || one["erased"] == true);
        id(ana.unwrap())
    }

    /// What Ana still holds, kind by kind.
    pub fn held(&self) -> Vec<(String, u64)> {
        held(&self.olga.get(&self.of_ana("departure")).ok())
    }

    /// Waits until nothing is left of what jobs do.
    pub fn nothing_left(&self) {
        until(|| self.held(), Vec::is_empty);
    }

    pub fn task(&self, title: &str, with: Value) -> String {
        let mut body = json!({ "title": title });
        body.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        id(&self.olga.post(&format!("/spaces/{}/tasks", self.space), body).ok())
    }
}

pub fn held(departure: &Value) -> Vec<(String, u64)> {
    let kinds = departure["holdings"].as_array().unwrap().iter();
    kinds.map(|one| (one["holding"].as_str().unwrap().to_owned(), one["count"].as_u64().unwrap())).collect()
}
