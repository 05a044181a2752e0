//! What everybody has of their own, made anew where it is used up.

use crate::company::Company;
use guildhall_tests::{id, server::PASSWORD};
use serde_json::json;

/// As a row says them.
pub const OWNED: [&str; 10] =
    ["$session", "$token", "$device", "$import", "$invite", "$myview", "$mysearch", "$upload", "$hours", "$feed"];

impl Company {
    /// Something of somebody's own; none for those who cannot have it.
    pub fn thing(&self, who: &str, thing: &str) -> Option<String> {
        let client = &self.people[if who == "script" { "member" } else { who }];
        match thing {
            "session" => {
                let email = client.get("/me").ok()["email"].as_str()?.to_owned();
                self.server.nobody().post("/session", json!({"email": email, "password": PASSWORD})).ok();
                let all = client.get("/me/sessions").ok();
                all["items"].as_array()?.iter().find(|session| session["current"] == false).map(id)
            }
            "token" => Some(id(&client.post("/me/tokens", json!({"name": "T", "scopes": ["read"]})).ok())),
            "feed" => Some(id(&client.post("/me/feeds", json!({})).ok())),
            "device" => {
                let device = json!({
                    "endpoint": format!("https://push.example.com/{}", self.next()),
                    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
                });
                Some(id(&client.put("/me/push", device).ok()))
            }
            "import" => {
                let answer =
                    client.send_raw("POST", "/api/v1/imports?kind=csv&name=list.csv", Some(b"Title\nFirst\n".to_vec()));
                (answer.status == 201).then(|| id(&answer.json))
            }
            "upload" => {
                let space = client.get("/me").ok()["personal_space_id"].as_str()?.to_owned();
                let task = id(&client.task(&space, "Own"));
                Some(id(&client.post(&format!("/items/{task}/uploads"), json!({"name": "plan.txt", "bytes": 4})).ok()))
            }
            "invite" => {
                let body = json!({"role": "guest", "space_ids": if who == "lead" { vec![&self.spaces["closed"]] } else { vec![] }});
                let answer = client.post("/invites", body);
                (answer.status == 201).then(|| id(&answer.json))
            }
            "myview" => {
                let space = client.get("/me").ok()["personal_space_id"].as_str()?.to_owned();
                let view = json!({"name": format!("View {}", self.next()), "layout": "list"});
                Some(id(&client.post(&format!("/spaces/{space}/views"), view).ok()))
            }
            "mysearch" => {
                let body = json!({"name": format!("List {}", self.next()), "question": {"people": ["me"]}});
                Some(id(&client.post("/searches", body).ok()))
            }
            "hours" => self.hours(who),
            other => panic!("nobody has a {other}"),
        }
    }
}
