//! Every command of the executable answers, with the server stopped and running, in words and as JSON; and what is typed
//! at it, or given by a file or a variable, is what counts.

use guildhall::log;
use guildhall_domain::actor::Actor;
use guildhall_store::DataFile;
use guildhall_tests::{Answer, Client, Process, process, server::PASSWORD as OLGAS};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    net::TcpListener,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

const PASSWORD: &str = "orbit kettle mustard";

struct Place {
    folder: TempDir,
    data: PathBuf,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("guild.redb");
        Place { folder, data }
    }

    /// With an organization and its owner, Olga.
    fn founded() -> Place {
        let place = Place::new();
        process::found(&place.data);
        place
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn people(&self) -> usize {
        process::run(&self.data, &["person", "list", "--json"]).json().as_array().unwrap().len()
    }
}

/// The commands there are, as the executable itself lists them.
fn commands(data: &Path) -> Vec<String> {
    let help = process::run(data, &["-h"]).ok();
    let list = help.split_once("Commands:\n").unwrap().1.lines().take_while(|line| !line.is_empty());
    // What stands further in is the rest of a long line.
    let names = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).filter(|name| name != "help").collect()
}

/// An address at which nothing answers.
fn deserted() -> String {
    format!("http://{}", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap())
}

fn sign_in(url: &str, email: &str, password: &str) -> Answer {
    Client::nobody(url).post("/session", json!({"email": email, "password": password}))
}

#[test]
fn every_command_answers_stopped_and_running_in_words_and_as_json() {
    let place = Place::founded();
    let password = place.file("password", PASSWORD);
    let csv = place.file("jobs.csv", "Title,Due\nFix the door,2026-12-24\n");
    for running in [false, true] {
        let server = running.then(|| Process::start(&place.data));
        let url = server.as_ref().map_or_else(deserted, |server| server.url.clone());
        for as_json in [false, true] {
            let copy = place.path(&format!("copy-{running}-{as_json}.redb"));
            let email = format!("owner.{running}.{as_json}@example.com");
            for name in commands(&place.data) {
                // The arguments, the exit code, and a word of what people read.
                let (mut args, code, said): (Vec<&str>, i32, &str) = match name.as_str() {
                    // That is what runs meanwhile.
                    "serve" => continue,
                    "backup" => (vec!["backup", &copy], 0, "is written and checked"),
                    "restore" => (vec!["restore", &copy, "--yes"], 0, "The data is that of"),
                    "verify" => (vec!["verify"], 0, "Nothing is wrong"),
                    "doctor" => (vec!["doctor"], 0, "readable"),
                    "reindex" => (vec!["reindex"], 0, "The search index is new."),
                    "owner" => (
                        vec![
                            "owner",
                            "create",
                            "--email",
                            &email,
                            "--name",
                            "Otto Owner",
                            "--password-file",
                            &password,
                        ],
                        0,
                        "Otto Owner is an owner of Northfold Heating.",
                    ),
                    "person" => (vec!["person", "list"], 0, "olga@example.com"),
                    "token" => (vec!["token", "create", "--person", "olga@example.com"], 0, "shown once"),
                    "import" => {
                        (vec!["import", "csv", &csv, "--space", "Yard", "--dry-run"], 0, "Nothing was changed.")
                    }
                    "demo" => (vec!["demo"], 1, "needs an empty data file"),
                    "config" => (vec!["config", "show"], 0, "backup_dir"),
                    "healthcheck" if running => (vec!["healthcheck", "--url", &url], 0, "ok"),
                    "healthcheck" => (vec!["healthcheck", "--url", &url], 1, "No answer from"),
                    "openapi" => (vec!["openapi"], 0, "\"openapi\""),
                    "completions" => (vec!["completions", "bash"], 0, "_guildhall"),
                    other => panic!("{other} is new: say here what it is asked and what it answers"),
                };
                args.extend(as_json.then_some("--json"));
                let ended = process::run(&place.data, &args);
                assert_eq!(ended.code, code, "{args:?} {ended:?}");
                if code != 0 {
                    assert!(ended.out.is_empty() && ended.err.lines().count() == 1, "one sentence: {ended:?}");
                    assert!(ended.err.contains(said), "{ended:?}");
                } else if as_json && name != "completions" {
                    assert!(serde_json::from_str::<Value>(&ended.out).is_ok(), "{args:?} {ended:?}");
                } else {
                    assert!(ended.out.contains(said), "{args:?} {ended:?}");
                }
            }
        }
        drop(server);
    }
}

#[test]
fn each_shell_is_told_of_every_command() {
    let place = Place::new();
    for (shell, mark) in [("bash", "complete -F"), ("zsh", "#compdef guildhall"), ("fish", "complete -c guildhall")] {
        let script = process::run(&place.data, &["completions", shell]).ok();
        assert!(script.contains(mark), "{shell}");
        for name in commands(&place.data) {
            assert!(script.contains(&name), "{name} for {shell}");
        }
    }
    assert_eq!(process::run(&place.data, &["completions", "abacus"]).code, 2);
    assert!(!place.data.exists(), "no data is needed for it");
}

#[test]
fn doctor_says_the_same_of_the_file_whoever_holds_it() {
    let place = Place::founded();
    let facts = || process::run(&place.data, &["doctor", "--json"]).json();
    let stopped = facts();
    let server = Process::start(&place.data);
    let running = facts();
    for name in ["format", "app_version", "created_at", "history"] {
        assert!(!stopped["facts"][name].is_null(), "{name} in {stopped}");
        assert_eq!(stopped["facts"][name], running["facts"][name], "{name}");
    }
    assert_eq!((&stopped["permissions"], &running["path"]), (&json!("600"), &stopped["path"]));
    assert!(stopped["holder"].is_null() && running["holder"].as_str().is_some_and(|who| !who.is_empty()), "{running}");
    drop(server);
    std::fs::write(&place.data, b"no data file").unwrap();
    let broken = facts();
    assert!(broken["facts"].is_null() && broken["reason"].as_str().is_some_and(|why| !why.is_empty()), "{broken}");
}

#[test]
fn going_back_asks_first_and_anything_but_yes_changes_nothing() {
    let place = Place::founded();
    let (copy, password) = (place.path("copy.redb"), place.file("password", PASSWORD));
    process::run(&place.data, &["backup", &copy]).ok();
    let more = ["owner", "create", "--email", "otto@example.com", "--name", "Otto", "--password-file", &password];
    process::run(&place.data, &more).ok();
    let refused = |typed: &str| {
        let told = process::run_told(&place.data, &["restore", &copy], typed, &[]).fails();
        assert!(told.contains("takes the place of the data") && told.contains("Type yes"), "{told}");
        assert!(told.ends_with("Nothing was changed.\n"), "{told}");
        assert_eq!(place.people(), 2);
    };
    ["no\n", "\n", "", "yes, but later\n"].into_iter().for_each(refused);
    let server = Process::start(&place.data);
    refused("no\n");
    sign_in(&server.url, "otto@example.com", PASSWORD).ok();
    let done = process::run_told(&place.data, &["restore", &copy], "yes\n", &[]).ok();
    assert!(done.contains("The data is that of") && done.contains("The replaced file is"), "{done}");
    assert_eq!(place.people(), 1);
    sign_in(&server.url, "otto@example.com", PASSWORD).fails(401, "wrong_credentials");
    drop(server);

    // Where there is nothing yet, a no leaves nothing.
    let other = place.folder.path().join("other.redb");
    let told = process::run_told(&other, &["restore", &copy], "no\n", &[]).fails();
    assert!(told.contains("it is made from") && !other.exists(), "{told}");
}

#[test]
fn a_restore_takes_the_place_of_the_first_run() {
    let (old, new) = (Place::founded(), Place::new());
    let copy = old.path("copy.redb");
    process::run(&old.data, &["backup", &copy]).ok();
    let server = Process::start(&new.data);
    let token = server.setup.clone().unwrap();
    process::run(&new.data, &["restore", &copy, "--yes"]).ok();
    let nobody = Client::nobody(&server.url);
    assert_eq!(nobody.get("/server").ok()["setup_needed"], false);
    sign_in(&server.url, "olga@example.com", OLGAS).ok();
    let setup = json!({
        "token": token, "organization": "Another", "name": "Mal Ory", "email": "mal@example.com", "password": PASSWORD,
        "time_zone": "Europe/Berlin", "language": "en",
    });
    nobody.post("/setup", setup).fails(410, "setup_done");
}

#[test]
fn a_password_comes_from_a_file_from_standard_input_or_from_a_variable() {
    let place = Place::new();
    let file = place.file("secret", PASSWORD);
    let base = ["owner", "create", "--organization", "Northfold", "--name", "Olga Owner", "--email"];
    let owner = |email: &str, more: &[&str], typed: &str, variables: &[(&str, &str)]| {
        process::run_told(&place.data, &[&base[..], &[email], more].concat(), typed, variables)
    };
    let unsaid = owner("nobody@example.com", &[], "", &[]);
    assert_eq!(unsaid.code, 2);
    assert!(unsaid.err.contains("--password-file FILE, or - for standard input") && !place.data.exists(), "{unsaid:?}");
    let weak = owner("weak@example.com", &["--password-file", "-"], "short\n", &[]).fails();
    assert!(weak.contains("Use at least 10 characters."), "{weak}");
    let missing = owner("gone@example.com", &["--password-file", &place.path("nowhere")], "", &[]).fails();
    assert!(missing.contains("The password cannot be read from"), "{missing}");
    // Only the first line is the password.
    owner("typed@example.com", &["--password-file", "-"], &format!("{PASSWORD}\nand more\n"), &[]).ok();
    owner("filed@example.com", &["--password-file", &file], "not this one", &[]).ok();
    owner("named@example.com", &[], "", &[("GUILDHALL_PASSWORD_FILE", file.as_str())]).ok();
    owner("said@example.com", &[], "", &[("GUILDHALL_PASSWORD", PASSWORD)]).ok();
    let server = Process::start(&place.data);
    for who in ["typed", "filed", "named", "said"] {
        sign_in(&server.url, &format!("{who}@example.com"), PASSWORD).ok();
    }
    sign_in(&server.url, "weak@example.com", "short").fails(401, "wrong_credentials");
}

#[test]
fn a_password_set_for_somebody_ends_their_sessions_and_asks_for_another() {
    let place = Place::founded();
    let (first, second) = ("copper lantern meadow", "silent harbour violin");
    let file = place.file("first", first);
    let reset = ["person", "reset-password", "olga@example.com", "--password-file"];
    process::run(&place.data, &[&reset[..], &[file.as_str()]].concat()).ok();
    let server = Process::start(&place.data);
    sign_in(&server.url, "olga@example.com", OLGAS).fails(401, "wrong_credentials");
    let signed = sign_in(&server.url, "olga@example.com", first);
    let olga = Client::nobody(&server.url).signed_in(&signed);
    assert_eq!(olga.get("/me").ok()["must_change_password"], true);
    let done = process::run_told(&place.data, &[&reset[..], &["-"]].concat(), &format!("{second}\n"), &[]).ok();
    assert!(done.contains("Olga Owner has the new password"), "{done}");
    olga.get("/me").fails(401, "not_signed_in");
    sign_in(&server.url, "olga@example.com", first).fails(401, "wrong_credentials");
    sign_in(&server.url, "olga@example.com", second).ok();
    let nobody = ["person", "reset-password", "nobody@example.com", "--password-file", &file];
    let nobody = process::run(&place.data, &nobody).fails();
    assert!(nobody.contains("There is nobody with the address"), "{nobody}");
}

#[test]
fn the_demo_is_a_company_with_a_past_in_a_sound_file() {
    let place = Place::new();
    let password = place.file("password", PASSWORD);
    let made = process::run(&place.data, &["demo", "--password-file", &password, "--json"]).json();
    assert_eq!((&made["people"], &made["spaces"], &made["password"]), (&json!(9), &json!(8), &json!(PASSWORD)));
    let tasks = made["tasks"].as_u64().unwrap();
    assert!((300..400).contains(&tasks), "{made}");
    process::run(&place.data, &["verify"]).ok();
    {
        let file = DataFile::open(&place.data).unwrap();
        let counts = file.counts().unwrap();
        let rows = |table: &str| counts.iter().find(|(name, _)| name == table).unwrap().1;
        assert!(rows("tasks") >= tasks && rows("comments") >= 60, "{counts:?}");
        // Eight weeks in which everybody did something.
        let changes: Vec<_> = log::after(file.read(), 0).unwrap().map(|row| row.unwrap().1).collect();
        let days: BTreeSet<i64> = changes.iter().map(|change| change.at_ms.div_euclid(24 * 3_600_000)).collect();
        let people: BTreeSet<_> = changes
            .iter()
            .filter_map(|change| match change.actor {
                Actor::Person(person) => Some(person),
                _ => None,
            })
            .collect();
        assert!(days.len() >= 30 && people.len() >= 8, "{} days, {} people", days.len(), people.len());
    }
    let again = process::run(&place.data, &["demo"]).fails();
    assert!(again.contains("this one has an organization already"), "{again}");

    let server = Process::start(&place.data);
    assert_eq!(server.setup, None);
    let signed = sign_in(&server.url, made["email"].as_str().unwrap(), PASSWORD);
    let nora = Client::nobody(&server.url).signed_in(&signed);
    let jobs = nora.get("/admin/jobs").ok();
    let bad = |job: &&Value| job["state"] == "failed" || job["state"] == "dead";
    assert_eq!(jobs["items"].as_array().unwrap().iter().find(bad), None);
    let spaces = nora.get("/spaces").ok();
    let bakehouse = spaces["items"].as_array().unwrap().iter().find(|space| space["name"] == "Bakehouse").unwrap();
    let view = nora.get(&format!("/spaces/{}/view?done=all", bakehouse["id"].as_str().unwrap())).ok();
    assert!(view["total"].as_u64().unwrap() >= 30, "{}", view["total"]);
}
