//! Share links: what somebody outside sees by one, for how long, and nothing beside it.

mod ending;
mod keeping;
mod opening;
mod passages;
mod pictures;
mod reading;
mod talking;

use guildhall_tests::{Answer, Client, Server, office::id};
use serde_json::{Value, json};

pub const DAY: i64 = 24 * 3_600_000;

/// Olga and Ana work in Service and in the private Pay, Gil is a guest of Service, Ben works in neither.
pub struct Office {
    pub server: Server,
    pub olga: Client,
    pub ana: Client,
    pub ben: Client,
    pub gil: Client,
    pub space: String,
}

pub fn office() -> Office {
    let server = Server::start();
    let olga = server.owner();
    let (ana, ben) = (server.join(&olga, "Ana Moreau", "member"), server.join(&olga, "Ben Sol", "member"));
    let gil = server.join(&olga, "Gil Guest", "guest");
    let space = olga.space("Service", "closed");
    olga.put(&format!("/spaces/{space}/members/{}", ana.me()), json!({"role": "member"})).ok();
    olga.put(&format!("/spaces/{space}/members/{}", gil.me()), json!({"role": "guest"})).ok();
    Office { server, olga, ana, ben, gil, space }
}

pub fn bring(by: &Client, space: &str, name: &str, bytes: &[u8], folder: Option<&str>) -> Value {
    let folder = folder.map(|id| format!("&folder_id={id}")).unwrap_or_default();
    let path = format!("/api/v1/spaces/{space}/files?name={name}{folder}");
    by.with("Content-Type", "application/octet-stream").send_raw("POST", &path, Some(bytes.to_vec())).ok()
}

pub fn folder(by: &Client, space: &str, name: &str, parent: Option<&str>) -> String {
    id(&by.post(&format!("/spaces/{space}/folders"), json!({ "name": name, "parent_id": parent })).ok())
}

/// A link as its maker got it.
pub struct Link {
    pub id: String,
    pub secret: String,
}

pub fn share(by: &Client, what: &str, input: Value) -> Link {
    let made = by.post(&format!("{what}/shares"), input);
    assert_eq!(made.status, 201, "{}", made.text);
    link(&made.ok())
}

pub fn link(made: &Value) -> Link {
    let link = made["link"].as_str().unwrap();
    let (address, secret) = link.split_once('#').unwrap();
    assert!(address.ends_with(&format!("/s/{}", made["id"].as_str().unwrap())), "{link}");
    Link { id: id(made), secret: secret.to_owned() }
}

impl Office {
    pub fn open(&self, link: &Link, password: Option<&str>) -> Answer {
        let sent = json!({ "secret": link.secret, "password": password });
        self.server.nobody().post(&format!("/public/shares/{}", link.id), sent)
    }

    /// Somebody who opened a link.
    pub fn visitor(&self, link: &Link) -> Visitor {
        let opened = self.open(link, None).ok();
        let client = self.server.nobody().with("X-Share-Token", opened["token"].as_str().unwrap());
        Visitor { client, at: format!("/public/shares/{}", link.id) }
    }
}

pub struct Visitor {
    pub client: Client,
    pub at: String,
}

impl Visitor {
    pub fn get(&self, path: &str) -> Answer {
        self.client.get(&format!("{}{path}", self.at))
    }

    pub fn say(&self, document: &str, name: &str, email: &str, body: &str) -> Answer {
        let said = json!({ "name": name, "email": email, "body": body });
        self.client.post(&format!("{}/documents/{document}/comments", self.at), said)
    }

    pub fn said(&self, document: &str) -> Vec<(String, String)> {
        let all = self.get(&format!("/documents/{document}/comments")).ok();
        let text = |one: &Value, name: &str| one[name].as_str().unwrap().to_owned();
        all["items"].as_array().unwrap().iter().map(|one| (text(one, "author"), text(one, "body"))).collect()
    }
}
