//! A company with some of everything: people of every kind, spaces, tasks and all that hangs on them, made over HTTP.
//! Answers what a program that asks for anything needs to know of it.

use crate::{Client, server::PASSWORD};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// Sessions for requests that end the one they come with.
const SPARE: usize = 40;

struct Filled {
    owner: Client,
    pools: BTreeMap<&'static str, Vec<String>>,
}

/// Fills the file of a server that has its owner, Olga, and describes it: `pools`, the ids of each sort of thing;
/// `callers`, the headers of those who may ask, the owner first; `spare`, sessions of the owner to be used up.
pub fn fill(owner: &Client, program: &Client, dice: &str) -> Value {
    let owner = owner.clone();
    let mut filled = Filled { owner: owner.clone(), pools: BTreeMap::new() };
    let emoji = ["👍", "🎉"].map(str::to_owned);
    filled.pools.insert("emoji", emoji.to_vec());
    let mut callers = vec![owner.clone(), program.clone()];
    for (name, role) in [("Mia", "member"), ("Gus", "guest"), ("Ada", "admin"), ("Max", "member"), ("Eva", "guest")] {
        let person = filled.join(name, role);
        // Max and Eva are there to be changed, so they ask nothing.
        match name {
            "Max" | "Eva" => filled.keep("people", person.me()),
            _ => callers.push(person),
        }
    }
    callers.push(Client::nobody(owner.url()));
    for (index, access) in ["open", "closed", "private", "open", "closed"].into_iter().enumerate() {
        filled.space(&format!("Space {index}"), access);
    }
    filled.around();
    let spare: Vec<Client> = (0..SPARE).map(|_| sign_in(owner.url())).collect();
    for session in filled.owner.get("/me/sessions").ok()["items"].as_array().into_iter().flatten() {
        if session["current"] != true {
            filled.keep("sessions", id(session));
        }
    }
    json!({
        "pools": filled.pools,
        "dice": dice,
        "callers": callers.iter().map(headers).collect::<Vec<_>>(),
        "spare": spare.iter().map(headers).collect::<Vec<_>>(),
    })
}

fn headers(client: &Client) -> Value {
    client.headers().iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect()
}

fn id(value: &Value) -> String {
    match &value["id"] {
        Value::String(id) => id.clone(),
        number => number.to_string(),
    }
}

/// The owner, signed in once more.
pub fn sign_in(url: &str) -> Client {
    let nobody = Client::nobody(url);
    let answer = nobody.post("/session", json!({"email": "olga@example.com", "password": PASSWORD}));
    nobody.signed_in(&answer)
}

impl Filled {
    fn keep(&mut self, kind: &'static str, id: String) {
        self.pools.entry(kind).or_default().push(id);
    }

    fn join(&mut self, name: &str, role: &str) -> Client {
        let link = self.owner.post("/invites", json!({"role": role})).ok()["link"].as_str().unwrap().to_owned();
        let email = format!("{}@example.com", name.to_lowercase());
        let token = link.split_once('#').unwrap().1;
        let body = json!({"token": token, "name": name, "email": email, "password": PASSWORD,
            "time_zone": "Europe/Berlin", "language": "en"});
        let nobody = Client::nobody(self.owner.url());
        let answer = nobody.post("/invites/accept", body);
        nobody.signed_in(&answer)
    }

    fn space(&mut self, name: &str, access: &str) {
        let space = self.owner.space(name, access);
        let path = format!("/spaces/{space}");
        self.keep("spaces", space);
        for (parts, body) in [
            ("statuses", json!({"name": "On hold", "category": "waiting"})),
            ("sections", json!({"name": "Upstairs"})),
            ("fields", json!({"name": "Order", "kind": "text"})),
        ] {
            self.owner.post(&format!("{path}/{parts}"), body).ok();
            for part in self.owner.get(&path).ok()[parts].as_array().into_iter().flatten() {
                self.keep(parts, id(part));
            }
        }
        for person in self.pools["people"].clone() {
            self.owner.put(&format!("{path}/members/{person}"), json!({"role": "member"}));
        }
        for number in 0..3 {
            let view = json!({"name": format!("View {number}"), "layout": "list", "shared": number == 0});
            let made = self.owner.post(&format!("{path}/views"), view).ok();
            self.keep("views", id(&made));
        }
        for number in 0..8 {
            self.task(&path, &format!("Valve {number}"));
        }
    }

    fn task(&mut self, space: &str, title: &str) {
        let body =
            json!({"title": title, "steps": [{"text": "Drain"}, {"text": "Fill"}], "due": {"date": "2026-11-27"}});
        let task = self.owner.post(&format!("{space}/tasks"), body).ok();
        let item = format!("/items/{}", id(&task));
        self.keep("tasks", id(&task));
        self.keep("keys", task["key"].as_str().unwrap_or_default().to_owned());
        self.keep("steps", id(&task["steps"][0]));
        let said = self.owner.post(&format!("{item}/comments"), json!({"body": "The *valve* is stuck"})).ok();
        self.keep("comments", id(&said));
        let file = self.owner.attach(&id(&task), "valve.txt", b"A valve of brass").ok();
        self.keep("files", id(&file));
        let upload = self.owner.post(&format!("{item}/uploads"), json!({"name": "plan.txt", "bytes": 40})).ok();
        self.keep("uploads", id(&upload));
        let trashed = self.owner.task(space.trim_start_matches("/spaces/"), "Thrown away");
        self.owner.delete(&format!("/tasks/{}", id(&trashed))).ok();
        self.keep("trash", id(&trashed));
    }

    /// What is the owner's or the organization's.
    fn around(&mut self) {
        for number in 0..12 {
            let tag = self.owner.post("/tags", json!({"name": format!("Tag {number}")})).ok();
            self.keep("tags", id(&tag));
            let token = self.owner.post("/me/tokens", json!({"name": "T", "scopes": ["read"]})).ok();
            self.keep("tokens", id(&token));
            let invite = self.owner.post("/invites", json!({"role": "guest"})).ok();
            self.keep("invites", id(&invite));
            let list = b"Title,Due\nFirst,2026-12-01\n".to_vec();
            let import = self.owner.send_raw("POST", "/api/v1/imports?kind=csv&name=list.csv", Some(list)).ok();
            self.keep("imports", id(&import));
        }
    }
}

/// Makes a backup and waits for it; answers the names of all backups and the id of the job. Jobs have to be running.
pub fn back_up(owner: &Client) -> (Vec<String>, String) {
    let job = id(&owner.post("/admin/backups", json!({})).ok());
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let state = owner.get(&format!("/admin/jobs/{job}")).ok()["state"].clone();
        if state == "done" {
            break;
        }
        assert!(Instant::now() < deadline, "the backup is {state}");
    }
    let all = owner.get("/admin/backups").ok();
    let names = all["items"].as_array().unwrap().iter().map(|backup| backup["name"].as_str().unwrap().to_owned());
    (names.collect(), job)
}
