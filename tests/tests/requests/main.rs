//! Requests at the HTTP interface: sorted once, with two lanes of talk that never mix, followed without an account.

mod becoming;
mod deciding;
mod following;
mod lanes;
mod mailed;
mod reported;
mod targets;
mod told;

use guildhall_tests::{Client, Server, office::id, team::Team};
use serde_json::{Value, json};
use std::ops::Deref;

pub const HOUR: i64 = 3_600_000;

/// The usual team, and a form of theirs that anybody answers who has its link.
pub struct Office {
    team: Team,
    pub form: String,
    secret: String,
}

pub fn office() -> Office {
    office_on(Server::start())
}

pub fn office_on(server: Server) -> Office {
    let team = Team::on(server);
    let (olga, space) = (&team.olga, &team.space);
    let asks = json!({ "name": "Ask for a visit", "questions": [
        { "id": 1, "kind": "text", "label": "In short", "becomes": "title" },
        { "id": 2, "kind": "long_text", "label": "What do you see?", "becomes": "body" },
        { "id": 3, "kind": "text", "label": "Address" },
        { "id": 4, "kind": "date", "label": "By when?", "becomes": "due" }] });
    let form = id(&olga.post(&format!("/spaces/{space}/forms"), asks).ok());
    let link = olga.put(&format!("/forms/{form}/link"), json!({})).ok();
    let secret = link["link"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
    Office { team, form, secret }
}

impl Deref for Office {
    type Target = Team;
    fn deref(&self) -> &Team {
        &self.team
    }
}

/// A request as its requester has it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub id: String,
    pub secret: String,
}

impl Office {
    /// Somebody outside asks for something.
    #[track_caller]
    pub fn ask_as(&self, title: &str, who: &str, email: &str) -> Asked {
        let form = &self.form;
        let nobody = self.server.nobody();
        let start =
            nobody.post(&format!("/public/forms/{form}"), json!({ "secret": self.secret })).ok()["start"].clone();
        // A minute apart, so that nobody is too fast and nobody too many.
        self.server.clock.advance(60_000);
        let answers = json!({ "1": title, "2": "The gauge was at 0.4.", "3": "18 Park Lane", "4": "2026-12-01" });
        let sent = json!({ "start": start, "answers": answers, "name": who, "email": email });
        let sent = nobody.post(&format!("/public/forms/{form}/answers"), sent).ok();
        let link = sent["link"].as_str().unwrap();
        let (address, secret) = link.split_once('#').unwrap();
        assert!(address.ends_with(&format!("/r/{}", id(&sent))), "{link}");
        Asked { id: id(&sent), secret: secret.to_owned() }
    }

    pub fn ask(&self, title: &str) -> Asked {
        self.ask_as(title, "Rose Okafor", "rose@mail.example")
    }

    #[track_caller]
    pub fn followed(&self, asked: &Asked) -> Value {
        self.server.nobody().post(&format!("/public/requests/{}", asked.id), json!({ "secret": asked.secret })).ok()
    }

    #[track_caller]
    pub fn seen(&self, asked: &Asked) -> Value {
        self.ana.get(&format!("/requests/{}", asked.id)).ok()
    }

    #[track_caller]
    pub fn say(&self, by: &Client, asked: &Asked, lane: &str, body: &str) {
        let said = by.post(&format!("/requests/{}/messages", asked.id), json!({ "lane": lane, "body": body }));
        assert_eq!(said.status, 201, "{}", said.text);
    }

    pub fn shelf(&self, shelf: &str) -> Vec<String> {
        let all = self.ana.get(&format!("/spaces/{}/requests?shelf={shelf}", self.space)).ok();
        all["items"].as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap().to_owned()).collect()
    }
}
