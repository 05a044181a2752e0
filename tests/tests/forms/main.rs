//! Forms at the HTTP interface: made by the people of a space, answered by them or by anybody who has the link, kept with
//! the version they were answered in; and everything that is wrong with an answer.

mod answering;
mod files;
mod flood;
mod making;
mod refused;

use guildhall_tests::{Answer, Server, office::id, team::Team};
use serde_json::{Value, json};
use std::ops::Deref;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// The usual team.
pub struct Office(Team);

impl Deref for Office {
    type Target = Team;
    fn deref(&self) -> &Team {
        &self.0
    }
}

pub fn office() -> Office {
    office_on(Server::start())
}

pub fn office_on(server: Server) -> Office {
    Office(Team::on(server))
}

/// A form with a question of each kind a stranger can be asked.
pub fn visit() -> Value {
    json!({
        "name": "Ask for a visit",
        "intro": "We answer within one working day.",
        "thanks": "Close the valve if the pressure falls.",
        "questions": [
            { "id": 1, "kind": "choice", "label": "What is it about?", "required": true, "choices": [
                { "id": 1, "label": "The yearly service" }, { "id": 2, "label": "Something is not working" }] },
            { "id": 2, "kind": "long_text", "label": "What do you see?", "required": true, "becomes": "body",
              "shown_when": { "question": 1, "is": 2 } },
            { "id": 3, "kind": "text", "label": "In short", "becomes": "title" },
            { "id": 4, "kind": "number", "label": "Pressure" },
            { "id": 5, "kind": "money", "label": "At most" },
            { "id": 6, "kind": "date", "label": "By when?", "becomes": "due" },
            { "id": 7, "kind": "choices", "label": "Days", "choices": [
                { "id": 1, "label": "Mon" }, { "id": 2, "label": "Tue" }] },
            { "id": 8, "kind": "file", "label": "Photos" },
            { "id": 9, "kind": "checkbox", "label": "You may call me" },
        ],
    })
}

/// Answers that fit it.
pub fn broken() -> Value {
    json!({ "1": 2, "2": "The gauge was at 0.4.", "3": "Radiators stay cold", "4": "0,4", "6": "2026-11-24", "7": [2, 1] })
}

/// A form with its link.
pub struct Public {
    pub id: String,
    pub secret: String,
}

impl Office {
    #[track_caller]
    pub fn make(&self, form: Value) -> String {
        let made = self.olga.post(&format!("/spaces/{}/forms", self.space), form);
        assert_eq!(made.status, 201, "{}", made.text);
        id(&made.ok())
    }

    #[track_caller]
    pub fn public(&self, form: Value) -> Public {
        let id = self.make(form);
        let link = self.olga.put(&format!("/forms/{id}/link"), json!({})).ok();
        let link = link["link"].as_str().unwrap();
        let (address, secret) = link.split_once('#').unwrap();
        assert!(address.ends_with(&format!("/f/{id}")), "{link}");
        Public { id, secret: secret.to_owned() }
    }

    pub fn open(&self, form: &Public) -> Answer {
        self.server.nobody().post(&format!("/public/forms/{}", form.id), json!({ "secret": form.secret }))
    }

    /// The start of an answer that nobody is too fast for.
    #[track_caller]
    pub fn start(&self, form: &Public) -> String {
        let start = self.open(form).ok()["start"].as_str().unwrap().to_owned();
        self.server.clock.advance(10_000);
        start
    }

    pub fn send(&self, form: &Public, start: &str, answers: Value) -> Answer {
        let sent = json!({ "start": start, "answers": answers, "name": "Rose Okafor", "email": "Rose@Mail.example" });
        self.send_whole(form, sent)
    }

    pub fn send_whole(&self, form: &Public, sent: Value) -> Answer {
        self.server.nobody().post(&format!("/public/forms/{}/answers", form.id), sent)
    }

    pub fn requests(&self) -> Vec<Value> {
        let all = self.ana.get(&format!("/spaces/{}/requests", self.space)).ok();
        all["items"].as_array().unwrap().clone()
    }
}
