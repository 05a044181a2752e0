//! What the audit knows of data that was taken out.

use guildhall_tests::{Client, Server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn entries(owner: &Client, action: &str) -> Vec<Value> {
    let audit = owner.get("/admin/audit").ok();
    audit["items"].as_array().unwrap().iter().filter(|entry| entry["action"] == action).cloned().collect()
}

#[test]
fn an_export_is_written_down_with_who_took_what_and_how() {
    let server = Server::start();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana Moreau", "member");
    let bo = server.join(&owner, "Bo Ito", "member");
    let space = ana.space("Service", "private");
    ana.task(&space, "Check the valve");
    let path = format!("/spaces/{space}/tasks.csv");
    ana.get(&format!("/spaces/{space}/view")).ok();
    bo.get(&path).fails(404, "not_found");
    assert_eq!(entries(&owner, "exported").len(), 0, "looking at tasks and being refused take nothing out");
    assert!(ana.get(&path).text.contains("Check the valve"));
    let made = ana.post("/me/tokens", json!({"name": "Script", "scopes": ["read"]})).ok();
    let script = server.nobody().with("Authorization", &format!("Bearer {}", made["secret"].as_str().unwrap()));
    assert!(script.get(&path).text.contains("Check the valve"));
    let noted = entries(&owner, "exported");
    let parts = |entry: &Value| {
        [&entry["actor"]["name"], &entry["about"], &entry["via"], &entry["address"]]
            .map(|part| part.as_str().unwrap().to_owned())
    };
    let noted: Vec<_> = noted.iter().map(parts).collect();
    assert_eq!(
        noted,
        [["Ana Moreau", "Service", "token", "127.0.0.1"], ["Ana Moreau", "Service", "page", "127.0.0.1"]]
            .map(|entry| entry.map(str::to_owned))
    );
}

#[test]
fn a_backup_that_was_downloaded_is_written_down() {
    let server = Server::start();
    let owner = server.owner();
    let job = owner.post("/admin/backups", json!({"label": "Before the move"})).ok();
    let job = format!("/admin/jobs/{}", job["id"].as_str().unwrap());
    let begun = Instant::now();
    while owner.get(&job).ok()["state"] != "done" {
        assert!(begun.elapsed() < Duration::from_secs(60));
        std::thread::yield_now();
    }
    let name = owner.get(&job).ok()["result"]["name"].as_str().unwrap().to_owned();
    assert_eq!(entries(&owner, "backup_downloaded").len(), 0);
    assert_eq!(owner.get(&format!("/admin/backups/{name}/file")).status, 200);
    let noted = entries(&owner, "backup_downloaded");
    assert_eq!(noted.len(), 1);
    assert_eq!((&noted[0]["about"], &noted[0]["actor"]["name"]), (&json!(name), &json!("Olga Owner")));
}
