//! The command line: with the server stopped and with it running, and the life of the server process.

use guildhall_store::{Options, Store};
use guildhall_tests::{Client, Process, process};
use serde_json::json;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const PASSWORD: &str = "correct horse battery staple";

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("password"), PASSWORD).unwrap();
    let data = folder.path().join("guild.redb");
    (folder, data)
}

fn owner(data: &Path, email: &str) -> process::Output {
    let password = data.with_file_name("password").display().to_string();
    let args = [
        "owner",
        "create",
        "--email",
        email,
        "--name",
        "Olga Owner",
        "--organization",
        "Northfold",
        "--password-file",
        &password,
    ];
    process::run(data, &args)
}

fn token(data: &Path, scopes: &str) -> String {
    let made = process::run(data, &["token", "create", "--person", "olga@example.com", "--scope", scopes]).ok();
    made.split_whitespace().last().unwrap().to_owned()
}

fn by_token(url: &str, token: &str) -> Client {
    Client::nobody(url).with("Authorization", &format!("Bearer {token}"))
}

#[test]
fn commands_do_the_same_with_the_server_stopped_and_running() {
    let (_folder, data) = place();
    owner(&data, "olga@example.com").ok();
    let made_offline = token(&data, "read,write");
    let server = Process::start(&data);
    assert_eq!(server.setup, None);
    let made_online = token(&data, "read");
    assert!(by_token(&server.url, &made_offline).get("/me").ok()["email"] == "olga@example.com");
    assert!(by_token(&server.url, &made_online).get("/me").ok()["email"] == "olga@example.com");
    by_token(&server.url, &made_online).post("/spaces", json!({"name": "Yard"})).fails(403, "token_scope");

    owner(&data, "otto@example.com").ok();
    let people = process::run(&data, &["person", "list", "--json"]).json();
    assert_eq!(people.as_array().unwrap().len(), 2);
    let reset = process::run(&data, &["person", "reset-password", "otto@example.com", "--json"]).json();
    let link = reset["link"].as_str().unwrap();
    assert!(link.starts_with(&server.url), "{link}");
    let used = json!({"token": link.split_once('#').unwrap().1, "password": "orbit kettle mustard"});
    Client::nobody(&server.url).post("/password-resets/use", used).ok();
    let otto = json!({"email": "otto@example.com", "password": "orbit kettle mustard"});
    let signed_in = Client::nobody(&server.url).post("/session", otto.clone());
    let session = Client::nobody(&server.url).signed_in(&signed_in);
    session.get("/me").ok();

    // What he holds, in a space that nobody else reads, goes to who is named.
    let yard = session.space("Yard", "private");
    let task = json!({"title": "Gate", "assignee_id": session.me()});
    let task = session.post(&format!("/spaces/{yard}/tasks"), task).ok()["id"].as_str().unwrap().to_owned();
    process::run(&data, &["person", "deactivate", "otto@example.com", "--hand-over-to", "olga@example.com"]).ok();
    let olga = by_token(&server.url, &made_offline);
    assert_eq!(olga.get(&format!("/tasks/{task}")).ok()["assignee_id"], olga.me());
    session.get("/me").fails(401, "not_signed_in");
    Client::nobody(&server.url).post("/session", otto).fails(401, "wrong_credentials");
    let last = process::run(&data, &["person", "deactivate", "olga@example.com"]).fails();
    assert!(last.contains("needs an owner"), "{last}");

    assert!(server.stop().success());
    let people = process::run(&data, &["person", "list"]).ok();
    assert!(people.lines().any(|line| line.contains("otto@example.com") && line.contains("deactivated")), "{people}");
}

#[test]
fn what_is_mistyped_is_told_in_one_sentence() {
    let (folder, data) = place();
    let missing = process::run(&data, &["person", "list"]).fails();
    assert!(missing.contains("There is no data file") && !data.exists(), "{missing}");
    assert_eq!(process::run(&data, &["serv"]).code, 2);
    std::fs::write(folder.path().join("guildhall.conf"), "listen=127.0.0.1:1\nlisen=x\n").unwrap();
    let refused = process::run(&data, &["serve"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("guildhall.conf, line 2: there is no setting “lisen”"), "{}", refused.err);
    std::fs::write(folder.path().join("guildhall.conf"), "listen=127.0.0.1:1\n").unwrap();
    let shown = process::run(&data, &["config", "show", "--json"]).json();
    let listen = shown["settings"].as_array().unwrap().iter().find(|one| one["name"] == "listen").unwrap();
    assert_eq!((&listen["value"], &listen["source"]), (&json!("127.0.0.1:1"), &json!("file")));
}

#[test]
fn a_file_of_a_newer_version_is_refused_in_plain_words() {
    let (_folder, data) = place();
    drop(Store::open(&data, Options { format: 999, ..Options::default() }, &guildhall::catalogue::tables()).unwrap());
    let refused = process::run(&data, &["serve", "--listen", "127.0.0.1:0"]).fails();
    assert!(
        refused.contains("written by a newer version of Guildhall") && refused.contains("Install the newer version"),
        "{refused}"
    );
}

#[test]
fn a_second_server_on_the_file_leaves_at_once_naming_the_first() {
    let (_folder, data) = place();
    let first = Process::start(&data);
    assert!(first.setup.is_some());
    let refused = process::run(&data, &["serve", "--listen", "127.0.0.1:0"]).fails();
    assert!(refused.contains(&format!("process {}", first.id())), "{refused}");
    let healthy = process::run(&data, &["healthcheck", "--url", &first.url]);
    assert_eq!(healthy.ok().trim(), "ok");
    Client::nobody(&first.url).get("/server").ok();
}

#[test]
fn the_first_run_is_open_once_and_only_to_the_printed_token() {
    let (_folder, data) = place();
    let server = Process::start(&data);
    let setup = |token: &str| {
        let body = json!({
            "token": token, "organization": "Northfold", "name": "Olga Owner", "email": "olga@example.com",
            "password": PASSWORD, "time_zone": "Europe/Berlin", "language": "en",
        });
        Client::nobody(&server.url).post("/setup", body)
    };
    assert!((400..500).contains(&setup("guessed").status));
    let token = server.setup.clone().unwrap();
    setup(&token).ok();
    setup(&token).fails(410, "setup_done");
    assert!(server.stop().success());
    assert_eq!(Process::start(&data).setup, None);
}

#[test]
fn a_stop_is_graceful_and_a_kill_loses_nothing_that_was_answered() {
    let (_folder, data) = place();
    owner(&data, "olga@example.com").ok();
    let token = token(&data, "read,write");
    let socket = data.with_file_name("guild.redb.sock");
    let mut server = Process::start(&data);
    let space = by_token(&server.url, &token).space("Yard", "open");
    let mut made = Vec::new();
    for round in 0..4 {
        let client = by_token(&server.url, &token);
        for number in 0..10 {
            made.push(client.task(&space, &format!("Task {round}-{number}"))["id"].as_str().unwrap().to_owned());
        }
        assert!(socket.exists());
        if round % 2 == 0 {
            server.kill();
        } else {
            assert!(server.stop().success());
            assert!(!socket.exists());
        }
        server = Process::start(&data);
        let client = by_token(&server.url, &token);
        made.iter().for_each(|id| drop(client.get(&format!("/tasks/{id}")).ok()));
    }
}
