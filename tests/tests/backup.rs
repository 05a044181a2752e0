//! Backups under load, going back to them, and what a restore must not open again.

use guildhall::log;
use guildhall_domain::change::{Action, Kind};
use guildhall_store::DataFile;
use guildhall_tests::{Client, Process, Server, drill, process, server::PASSWORD, wait_for};
use serde_json::{Value, json};
use std::{
    path::Path,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

/// Waits for the end of a job and answers it.
fn ended(client: &Client, job: &Value) -> Value {
    let begun = Instant::now();
    loop {
        let now = client.get(&format!("/admin/jobs/{}", job["id"].as_str().unwrap())).ok();
        if now["state"] != "running" && now["state"] != "waiting" {
            return now;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{now}");
        std::thread::yield_now();
    }
}

fn backup(client: &Client, label: &str) -> String {
    let job = client.post("/admin/backups", json!({ "label": label })).ok();
    let done = ended(client, &job);
    assert_eq!(done["state"], "done", "{done}");
    done["result"]["name"].as_str().unwrap().to_owned()
}

/// How many tasks a file has, and how many its own log says were made.
fn tasks_and_creations(file: &Path) -> (u64, u64) {
    let file = DataFile::open(file).unwrap();
    let tasks = file.counts().unwrap().iter().find(|(name, _)| name == "tasks").unwrap().1;
    let changes = log::after(file.read(), 0).unwrap().map(Result::unwrap);
    let made = changes.filter(|(_, change)| change.kind == Kind::Task && change.action == Action::Created).count();
    (tasks, made as u64)
}

#[test]
fn a_backup_under_writes_is_exactly_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("guild.redb");
    std::fs::write(folder.path().join("password"), PASSWORD).unwrap();
    let password = folder.path().join("password").display().to_string();
    let args = [
        "owner",
        "create",
        "--email",
        "o@example.com",
        "--name",
        "Olga Owner",
        "--organization",
        "N",
        "--password-file",
        &password,
    ];
    process::run(&data, &args).ok();
    let made = process::run(&data, &["token", "create", "--person", "o@example.com"]).ok();
    let server = Process::start(&data);
    let client = Client::nobody(&server.url)
        .with("Authorization", &format!("Bearer {}", made.split_whitespace().last().unwrap()));
    let space = client.space("Yard", "open");
    drill::under_writes(
        || drop(client.task(&space, "Sweep")),
        |count| {
            for number in 0..3 {
                let floor = count.load(Ordering::Relaxed) as u64;
                let file = folder.path().join(format!("copy-{number}.redb"));
                process::run(&data, &["backup", file.to_str().unwrap()]).ok();
                let (tasks, creations) = tasks_and_creations(&file);
                assert_eq!(tasks, creations, "the tables are of one moment");
                assert!(tasks >= floor, "what was answered before is in it");
                process::run(&data, &["verify", file.to_str().unwrap()]).ok();
            }
        },
    );
    let taken = folder.path().join("copy-0.redb");
    let refused = process::run(&data, &["backup", taken.to_str().unwrap()]).fails();
    assert!(refused.contains("exists already"), "{refused}");
}

#[test]
fn restored_on_a_second_machine_everything_is_the_same() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Yard", "open");
    for number in 0..20 {
        let task = owner.task(&space, &format!("Task {number}"));
        owner.post(&format!("/items/{}/comments", task["id"].as_str().unwrap()), json!({"body": "Ça va"})).ok();
    }
    let name = drill::under_writes(
        || drop(owner.task(&space, "Sweep")),
        |count| {
            let more = |than: usize| wait_for("tasks are made", || count.load(Ordering::Relaxed) > than);
            more(10);
            let name = backup(&owner, "drill");
            more(count.load(Ordering::Relaxed));
            name
        },
    );
    let file = server.data().with_file_name("test.redb.backups").join(format!("{name}.redb"));
    let second = tempfile::tempdir().unwrap();
    let data = second.path().join("other.redb");
    let done = process::run(&data, &["restore", file.to_str().unwrap(), "--yes", "--json"]).json();
    assert_eq!(done["kept_as"], Value::Null);

    // The restore itself is written down in the audit; everything else is byte for byte what it was.
    drill::same(&file, &data);
}

#[test]
fn going_back_is_for_owners_who_type_the_name_and_opens_no_door_again() {
    let server = Server::start();
    let owner = server.owner();
    let admin = server.join(&owner, "Ada Admin", "admin");
    let leaver = server.join(&owner, "Leo Leaver", "member");
    let leo = leaver.me();
    let token = owner.post("/me/tokens", json!({"name": "Script", "scopes": ["read"]})).ok();
    let space = owner.space("Yard", "open");
    let kept = owner.task(&space, "Kept");
    server.clock.advance(60_000);
    let name = backup(&owner, "before the mistake");
    let lost = owner.task(&space, "Lost");
    owner.put(&format!("/people/{leo}/deactivation"), json!({"hand_over_to": null})).ok();
    owner.delete(&format!("/me/tokens/{}", token["id"].as_str().unwrap())).ok();

    let seen = admin.get(&format!("/admin/backups/{name}/preview")).ok();
    let tasks = seen["rows"].as_array().unwrap().iter().find(|row| row["what"] == "tasks").unwrap();
    assert_eq!((&tasks["now"], &tasks["then"]), (&json!(2), &json!(1)));
    let restore = format!("/admin/backups/{name}/restore");
    admin.post(&restore, json!({"organization": "Northfold Heating"})).fails(403, "forbidden");
    leaver.get("/admin/backups").fails(401, "not_signed_in");
    owner.post(&restore, json!({"organization": "Northfold"})).fails(422, "invalid");
    owner
        .post("/admin/backups/..%2Fother/restore", json!({"organization": "Northfold Heating"}))
        .fails(404, "not_found");
    let before = owner.get(&format!("/tasks/{}", kept["id"].as_str().unwrap())).ok();
    let job = owner.post(&restore, json!({"organization": "Northfold Heating"})).ok();
    let begun = Instant::now();
    while owner.get("/me").status != 401 {
        assert!(begun.elapsed() < Duration::from_secs(60), "sessions end");
    }

    let nobody = server.nobody();
    let owner = nobody.signed_in(&nobody.post("/session", json!({"email": "olga@example.com", "password": PASSWORD})));
    assert_eq!(ended(&owner, &job)["state"], "done");
    owner.get(&format!("/tasks/{}", lost["id"].as_str().unwrap())).fails(404, "not_found");
    let after = owner.get(&format!("/tasks/{}", kept["id"].as_str().unwrap())).ok();
    assert_eq!(before["title"], after["title"]);
    assert_ne!(before["version"], after["version"], "versions of another history are not misread");

    assert_eq!(owner.get("/session").ok()["outgoing_held"], true);
    let held = owner.get("/admin/outgoing").ok();
    let kinds: Vec<&str> =
        held["findings"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!((kinds, &held["held"]), (vec!["deactivated", "token"], &json!(true)));
    let script = nobody.with("Authorization", &format!("Bearer {}", token["secret"].as_str().unwrap()));
    script.get("/me").ok();
    let after = owner.put("/admin/outgoing", json!({"reapply": true, "held": false})).ok();
    assert!(after["findings"].as_array().unwrap().iter().all(|one| one["applied"] == true), "{after}");
    assert_eq!(after["held"], false);
    script.get("/me").fails(401, "not_signed_in");
    nobody
        .post("/session", json!({"email": "leo.leaver@example.com", "password": PASSWORD}))
        .fails(401, "wrong_credentials");

    // And forward again: what was replaced is in the list.
    let list = owner.get("/admin/backups").ok();
    let replaced =
        list["items"].as_array().unwrap().iter().find(|one| one["label"] == "Replaced by a restore").unwrap();
    assert_eq!(replaced["items"], 2);
    assert_eq!(list["last"]["name"], name.as_str());
}

#[test]
fn a_download_is_the_whole_file_and_damage_is_found() {
    let server = Server::start();
    let owner = server.owner();
    let name = backup(&owner, "");
    let file = server.data().with_file_name("test.redb.backups").join(format!("{name}.redb"));
    let token = owner.post("/me/tokens", json!({"name": "Copies", "scopes": ["read", "admin"]})).ok();
    let url = format!("{}/api/v1/admin/backups/{name}/file", server.url);
    let sent =
        ureq::get(url).header("Authorization", format!("Bearer {}", token["secret"].as_str().unwrap())).call().unwrap();
    assert_eq!(sent.into_body().read_to_vec().unwrap(), std::fs::read(&file).unwrap());
    let sound = ended(&owner, &owner.post(&format!("/admin/backups/{name}/check"), json!({})).ok());
    assert_eq!(sound["result"]["sound"], true);

    let mut bytes = std::fs::read(&file).unwrap();
    // One page might be a free one.
    let (from, until) = (bytes.len() / 4, bytes.len() * 3 / 4);
    bytes[from..until].iter_mut().for_each(|byte| *byte ^= 0x5a);
    std::fs::write(&file, bytes).unwrap();
    ended(&owner, &owner.post(&format!("/admin/backups/{name}/check"), json!({})).ok());
    let listed = owner.get("/admin/backups").ok()["items"][0].clone();
    assert_eq!(listed["check"], "failed", "{listed}");
    let data = server.data();
    let refused = process::run(&data.with_file_name("new.redb"), &["restore", file.to_str().unwrap(), "--yes"]).fails();
    assert!(refused.contains("damaged"), "{refused}");
    assert_eq!(owner.delete(&format!("/admin/backups/{name}")).status, 204);
    owner.get(&format!("/admin/backups/{name}/preview")).fails(404, "not_found");
}
