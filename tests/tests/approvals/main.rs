//! Approvals at the HTTP interface: who is asked and when it is their turn, what is decided by which answer, who may do
//! what, who reads what, and that everything that was answered stays.

mod asking;
mod deciding;
mod due;
mod sight;
mod versions;

use guildhall::{clockwork::Clockwork, inbox::Keeper};
use guildhall_tests::{Client, Server, id, team::Team, until};
use serde_json::{Value, json};
use std::ops::Deref;

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

/// It is Monday 23 November 2026, ten in Berlin, where the organization is.
pub fn office() -> Office {
    let team = Team::on(Server::start());
    start(&team.server);
    Office(team)
}

pub fn start(server: &Server) {
    Keeper::start(&server.app).unwrap();
    Clockwork::start(&server.app).unwrap();
}

impl Office {
    #[track_caller]
    pub fn task(&self, title: &str) -> String {
        id(&self.olga.task(&self.space, title))
    }

    /// Asks these for the approval of an item.
    #[track_caller]
    pub fn ask(&self, by: &Client, item: &str, people: &[&Client], with: Value) -> String {
        id(&asked(by, item, people, with).ok())
    }

    /// What stands on a shelf, as `title: reason`.
    #[track_caller]
    pub fn shelf(&self, who: &Client, shelf: &str) -> Vec<String> {
        self.server.settled();
        let page = who.get(&format!("/inbox?shelf={shelf}")).ok();
        let entry = |entry: &Value| format!("{}: {}", text(&entry["title"]), text(&entry["reason"]));
        page["items"].as_array().unwrap().iter().map(entry).collect()
    }

    /// Waits until a shelf holds these.
    #[track_caller]
    pub fn comes(&self, who: &Client, shelf: &str, wanted: &[&str]) {
        until(|| self.shelf(who, shelf), |found| found == wanted);
    }
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text in {value}"))
}

pub fn asked(by: &Client, item: &str, people: &[&Client], with: Value) -> guildhall_tests::Answer {
    let mut input = json!({ "approver_ids": people.iter().map(|one| one.me()).collect::<Vec<_>>() });
    input.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    by.post(&format!("/items/{item}/approvals"), input)
}

pub fn answer(by: &Client, approval: &str, verdict: &str, reason: &str) -> guildhall_tests::Answer {
    by.put(&format!("/approvals/{approval}/answer"), json!({ "verdict": verdict, "reason": reason }))
}

pub fn approve(by: &Client, approval: &str) -> guildhall_tests::Answer {
    answer(by, approval, "approved", "")
}

#[track_caller]
pub fn read(by: &Client, approval: &str) -> Value {
    by.get(&format!("/approvals/{approval}")).ok()
}

/// Whose turn it is, by name.
#[track_caller]
pub fn turn(by: &Client, approval: &str) -> Vec<String> {
    let approval = read(by, approval);
    let turns = approval["approvers"].as_array().unwrap().iter().filter(|one| one["turn"] == true);
    turns.map(|one| text(&one["person"]["name"]).to_owned()).collect()
}

pub fn hand_on(by: &Client, approval: &str, from: &Client, to: &Client) -> guildhall_tests::Answer {
    let path = format!("/approvals/{approval}/approvers/{}/stand-in", from.me());
    by.put(&path, json!({ "person_id": to.me() }))
}
