//! Asks the real server, on a filled file, what its description does not expect: schemathesis thinks up requests from
//! the OpenAPI document, right and wrong ones, and holds every answer to it. Afterwards the server must still answer,
//! must have logged no fault, must stop cleanly, and its file must verify.
//!
//! `api-fuzz --python PYTHON --schemathesis SCRIPT --report FOLDER --seconds N [--seed N]`; `cargo xtask test --only
//! api-fuzz` fetches the tools and runs it. What was asked and answered lies in the folder afterwards.

use guildhall_tests::{Client, Process, filled, process};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

/// Where the configuration and the hooks are.
const SETTINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/api");
/// Share of the operations, in percent, that must have done at least once what they were asked.
const DONE: usize = 60;

struct Asked {
    python: PathBuf,
    schemathesis: PathBuf,
    report: PathBuf,
    seconds: String,
    seed: String,
}

impl Asked {
    fn read() -> Option<Asked> {
        let words: Vec<String> = std::env::args().skip(1).collect();
        let pairs: BTreeMap<&str, &String> =
            words.chunks_exact(2).map(|pair| (pair[0].trim_start_matches('-'), &pair[1])).collect();
        Some(Asked {
            python: pairs.get("python")?.into(),
            schemathesis: pairs.get("schemathesis")?.into(),
            report: pairs.get("report")?.into(),
            seconds: (*pairs.get("seconds")?).clone(),
            seed: pairs.get("seed").map_or_else(|| "1".to_owned(), |seed| (*seed).clone()),
        })
    }
}

fn main() -> ExitCode {
    let Some(asked) = Asked::read() else {
        eprintln!("api-fuzz wants --python, --schemathesis, --report and --seconds; `cargo xtask test` gives them.");
        return ExitCode::FAILURE;
    };
    match fuzz(&asked) {
        Ok(words) => println!("api-fuzz: {words}"),
        Err(words) => {
            eprintln!("api-fuzz: {words}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn fuzz(asked: &Asked) -> Result<String, String> {
    fs::create_dir_all(&asked.report).map_err(|error| error.to_string())?;
    // Thousands of small commands wait for the disk, which is not what is asked here.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    let folder = folder.map_err(|error| error.to_string())?;
    let data = folder.path().join("fuzz.redb");
    let token = process::found(&data);
    let log = asked.report.join("server.log");
    let file = fs::File::create(&log).map_err(|error| error.to_string())?;
    let server = Process::start_as(&data, &[], |command| {
        command.stderr(Stdio::from(file));
    });
    let owner = filled::sign_in(&server.url);
    let mut seed = filled::fill(&owner, &server.with_token(&token), &asked.seed);
    talk_and_work(&owner, &mut seed["pools"]);
    let (backups, job) = filled::back_up(&owner);
    seed["pools"]["backups"] = backups.into();
    seed["pools"]["jobs"] = vec![job].into();
    let (seed_file, answers) = (asked.report.join("seed.json"), asked.report.join("answers.json"));
    fs::write(&seed_file, seed.to_string()).map_err(|error| error.to_string())?;
    let _before = fs::remove_file(&answers);

    let held = Command::new(&asked.python)
        .arg(&asked.schemathesis)
        .args(["--config-file", &format!("{SETTINGS}/schemathesis.toml"), "run"])
        .arg(format!("{}/api/v1/openapi.json", server.url))
        .args(["--url", &server.url, "--max-time", &asked.seconds, "--seed", &asked.seed])
        .current_dir(&asked.report)
        .env("GUILDHALL_SEED", &seed_file)
        .env("GUILDHALL_ANSWERS", &answers)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("SCHEMATHESIS_HOOKS", format!("{SETTINGS}/hooks.py"))
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("schemathesis cannot be started: {error}"))?;
    let counted = count(&answers);
    if !held.success() {
        return Err("the server does not keep to its description; the requests above show where.".to_owned());
    }
    let counted = counted?;
    after(server, &data, &log)?;
    Ok(counted)
}

/// A topic, documents, a process with a run, a form with a request and an approval in each space, some more than once:
/// what is asked to be deleted is gone for the next question.
fn talk_and_work(owner: &Client, pools: &mut Value) {
    let spaces: Vec<Value> = pools["spaces"].as_array().cloned().unwrap_or_default();
    let (tasks, people) = (pools["tasks"].clone(), pools["people"].clone());
    for (number, space) in spaces.iter().cycle().take(spaces.len() * 3).enumerate() {
        let space = space.as_str().unwrap_or_default();
        let mut make = |kind: &str, path: String, input: Value| {
            let made = owner.post(&path, input).ok()["id"].clone();
            match pools[kind].as_array_mut() {
                Some(kept) => kept.push(made.clone()),
                None => pools[kind] = json!([made]),
            }
            made.as_str().unwrap_or_default().to_owned()
        };
        let topic = make("topics", format!("/spaces/{space}/topics"), json!({"title": format!("Talk {number}")}));
        let poll = json!({"question": "Which valves?", "choices": ["Brass", "Steel"]});
        make("polls", format!("/items/{topic}/polls"), poll);
        let rule = json!({"every": "week", "days": [1], "at": "09:00"});
        let question = json!({"question": format!("How is it {number}?"), "rule": rule});
        make("check-ins", format!("/spaces/{space}/check-ins"), question);
        make("folders", format!("/spaces/{space}/folders"), json!({"name": format!("Folder {number}")}));
        let page = json!({"title": format!("Page {number}"), "body": "The *valve* is stuck"});
        let page = make("documents", format!("/spaces/{space}/pages"), page);
        make("shares", format!("/documents/{page}/shares"), json!({"mode": "read"}));
        let process =
            json!({"name": format!("Check {number}"), "rule": "every monday 8:30", "steps": [{"text": "Look"}]});
        let process = make("processes", format!("/spaces/{space}/processes"), process);
        make("runs", format!("/processes/{process}/runs"), json!({}));
        let asks =
            json!({"name": format!("Form {number}"), "questions": [{"id": 1, "kind": "text", "label": "What?"}]});
        let form = make("forms", format!("/spaces/{space}/forms"), asks);
        let start = owner.post(&format!("/forms/{form}/start"), json!({})).ok()["start"].clone();
        make("requests", format!("/forms/{form}/answers"), json!({"start": start, "answers": {"1": "A visit"}}));
        // Tasks were made space by space, and everybody who is here to be changed is a member of all of them.
        let task = tasks[number * 8 % 40].as_str().unwrap_or_default();
        make("approvals", format!("/items/{task}/approvals"), json!({"approver_ids": [people[0]]}));
    }
    pools["pages"] = pools["documents"].clone();
}

/// What was answered, and whether it was worth asking.
fn count(answers: &Path) -> Result<String, String> {
    let text = fs::read(answers).map_err(|error| format!("the hooks wrote no {}: {error}", answers.display()))?;
    let answers: BTreeMap<String, BTreeMap<String, usize>> =
        serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    let requests: usize = answers.values().flat_map(BTreeMap::values).sum();
    let succeeded = |statuses: &BTreeMap<String, usize>| statuses.keys().any(|status| status.starts_with('2'));
    let done = answers.values().filter(|statuses| succeeded(statuses)).count();
    let never: Vec<&str> =
        answers.iter().filter(|(_, statuses)| !succeeded(statuses)).map(|(operation, _)| operation.as_str()).collect();
    let words = format!(
        "{requests} requests to {} operations, {done} of which did what they were asked at least once",
        answers.len()
    );
    if done * 100 < answers.len() * DONE {
        return Err(format!("{words}. That is too few. Never: {}", never.join(", ")));
    }
    println!("api-fuzz: never done: {}", never.join(", "));
    Ok(words)
}

/// What must hold of a server that was asked so much.
fn after(server: Process, data: &Path, log: &Path) -> Result<(), String> {
    let health: Value = guildhall_tests::Client::nobody(&server.url).send_raw("GET", "/healthz", None).json;
    if health["status"] != "ok" {
        return Err(format!("the server is not well any more: {health}"));
    }
    let ended = server.stop();
    if !ended.success() {
        return Err(format!("the server ended with {ended}"));
    }
    let said = fs::read_to_string(log).map_err(|error| error.to_string())?;
    // A head that is no HTTP is the client's fault, whatever the library calls it.
    let is_fault =
        |line: &&str| line.contains("panicked") || (line.contains("ERROR") && !line.contains("request parse error"));
    if let Some(fault) = said.lines().find(is_fault) {
        return Err(format!("the server logged a fault: {fault}"));
    }
    let verified = process::run(data, &["verify"]);
    if verified.code != 0 {
        return Err(format!("the file does not verify: {verified:?}"));
    }
    Ok(())
}
