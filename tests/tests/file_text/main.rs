//! The words and small pictures of files: read by a process of its own, found by those who may read the item, and
//! never read twice.

mod limits;
mod samples;

use guildhall::{
    files::{reading::Reader, store},
    jobs::Runner,
    search::Searcher,
};
use guildhall_store::Span;
use guildhall_tests::{Client, Server, process};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(60);

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}

/// A server that reads files with `program`, its owner, and a task in a space everybody is in.
fn office(program: &Path, patience: Duration) -> (Server, Client, String, Runner) {
    let server = Server::start();
    Searcher::start(&server.app).unwrap();
    let runner = Runner::start(&server.app, vec![Arc::new(Reader::with(program.to_owned(), patience))]).unwrap();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let task = text(&owner.task(&space, "Replace the valve"), "id").to_owned();
    (server, owner, task, runner)
}

fn real() -> (Server, Client, String, Runner) {
    office(process::executable(), Duration::from_secs(20))
}

/// Waits until everything that was attached is read, and found.
fn settled(server: &Server) {
    let end = Instant::now() + PATIENCE;
    let waits = || {
        let snapshot = server.app.store().snapshot().unwrap();
        snapshot.read().keys(&store::WAITING, Span::all()).unwrap().next().is_some()
    };
    while waits() {
        assert!(Instant::now() < end, "a file is not read");
        std::thread::yield_now();
    }
    assert!(guildhall::search::wait(&server.app, PATIENCE));
}

fn attach(by: &Client, task: &str, name: &str, bytes: &[u8]) -> String {
    text(&by.attach(task, name, bytes).ok(), "id").to_owned()
}

fn one(by: &Client, task: &str, file: &str) -> Value {
    let files = by.get(&format!("/items/{task}/attachments")).ok();
    files["items"].as_array().unwrap().iter().find(|one| one["id"] == file).unwrap().clone()
}

fn search(by: &Client, question: &str) -> Value {
    let question: String = question.bytes().map(|byte| format!("%{byte:02X}")).collect();
    by.get(&format!("/search?facets=true&q={question}")).ok()
}

fn hits(answer: &Value) -> Vec<(&str, &str)> {
    answer["items"].as_array().unwrap().iter().map(|hit| (text(hit, "kind"), text(hit, "id"))).collect()
}

#[test]
fn words_of_files_are_found_like_all_others() {
    let (server, owner, task, runner) = real();
    let note =
        attach(&owner, &task, "Heizungsplan März.txt", "Der Brenner im Böiler-Raum, Zeichnung INV-2024/17.".as_bytes());
    let page = attach(&owner, &task, "page.html", b"<p>A <b>quicksilver</b> gauge</p><script>hiddenword</script>");
    settled(&server);
    assert_eq!(hits(&search(&owner, "brenner")), [("file", note.as_str())]);
    assert_eq!(hits(&search(&owner, "heizungsplan")), [("file", note.as_str())], "by its name");
    assert_eq!(hits(&search(&owner, "boiler")), [("file", note.as_str())], "accents folded");
    assert_eq!(hits(&search(&owner, "brennre")), [("file", note.as_str())], "one wrong letter");
    assert_eq!(hits(&search(&owner, "INV-2024/17")), [("file", note.as_str())]);
    assert!(hits(&search(&owner, "hiddenword")).is_empty());
    let found = search(&owner, "quicksilver type:file");
    assert_eq!(hits(&found), [("file", page.as_str())]);
    let hit = &found["items"][0];
    assert_eq!(hit["title"][0]["text"], "page.html");
    assert!(
        hit["snippet"].as_array().unwrap().iter().any(|part| part["text"] == "quicksilver" && part["mark"] == true)
    );
    assert!(text(hit, "url").ends_with(&format!("#f-{page}")), "{hit}");
    assert_eq!(found["reading"], 0);
    // What has a file.
    let mut with: Vec<String> = hits(&search(&owner, "has:file")).iter().map(|(_, id)| (*id).to_owned()).collect();
    with.sort();
    let mut expected = vec![task.clone(), note.clone(), page.clone()];
    expected.sort();
    assert_eq!(with, expected);
    let facets = search(&owner, "valve")["facets"].clone();
    assert_eq!(facets["has"], json!([{"id": "file", "name": "With a file", "count": 1}]));
    assert_eq!(owner.get("/search?q=valve&has=file").ok()["total"], 1);
    owner.get("/search?q=valve&has=cake").fails(400, "bad_query");
    // A name that changes, a file that goes and comes back.
    owner.patch(&format!("/files/{note}"), json!({"name": "Lageplan.txt"})).ok();
    owner.delete(&format!("/files/{page}")).ok();
    settled(&server);
    assert!(hits(&search(&owner, "heizungsplan")).is_empty());
    assert_eq!(hits(&search(&owner, "lageplan")), [("file", note.as_str())]);
    assert!(hits(&search(&owner, "quicksilver")).is_empty());
    owner.put(&format!("/files/{page}/restore"), json!({})).ok();
    settled(&server);
    assert_eq!(hits(&search(&owner, "quicksilver")), [("file", page.as_str())]);
    owner.delete(&format!("/tasks/{task}")).ok();
    settled(&server);
    assert!(hits(&search(&owner, "quicksilver")).is_empty());
    runner.stop();
}

#[test]
fn words_of_files_are_found_only_by_those_who_may_read_the_item() {
    let (server, owner, _, runner) = real();
    let ana = server.join(&owner, "Ana", "member");
    let private = owner.space("Wages", "private");
    let secret = text(&owner.task(&private, "March"), "id").to_owned();
    attach(&owner, &secret, "zanzibar.txt", b"the word kryptonite and kryptonite again");
    settled(&server);
    for question in ["kryptonite", "zanzibar", "has:file", "type:file", "kryptonit"] {
        let answer = search(&ana, question);
        assert_eq!((answer["total"].as_u64(), hits(&answer).len()), (Some(0), 0), "{question}");
        let quiet = |facet: &str| answer["facets"][facet].as_array().is_none_or(Vec::is_empty);
        assert!(["kinds", "spaces", "people", "has"].iter().all(|facet| quiet(facet)), "{answer}");
        assert_eq!(answer["suggestions"], json!([]), "{question}");
    }
    assert_eq!(search(&owner, "kryptonite")["total"], 1);
    owner.put(&format!("/spaces/{private}/members/{}", ana.me()), json!({"role": "guest"})).ok();
    assert_eq!(search(&ana, "kryptonite")["total"], 1, "a right counts from the next question on");
    runner.stop();
}

#[test]
fn a_file_that_cannot_be_read_stays_and_says_so() {
    let (server, owner, task, runner) = real();
    let files = [
        ("sealed.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 sealed".to_vec(), "docx", Some("protected")),
        ("cut.docx", b"PK\x03\x04 and no more".to_vec(), "docx", Some("broken")),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<".to_vec(), "pdf", Some("broken")),
        // Deeper than the stack of whoever reads it.
        ("deep.pdf", [b"%PDF-1.4\n1 0 obj\n".to_vec(), vec![b'['; 4_000_000]].concat(), "pdf", None),
        ("cut.png", b"\x89PNG\r\n\x1a\n".to_vec(), "png", Some("broken")),
    ];
    let mut ids = Vec::new();
    for (name, bytes, _, _) in &files {
        ids.push(attach(&owner, &task, name, bytes));
    }
    settled(&server);
    for ((name, bytes, kind, problem), id) in files.iter().zip(&ids) {
        let file = one(&owner, &task, id);
        assert_eq!((text(&file, "kind"), text(&file, "text")), (*kind, "unreadable"), "{name} {file}");
        assert!(problem.is_none_or(|problem| text(&file, "problem") == problem), "{name} {file}");
        assert!(owner.send_raw("GET", &format!("/api/v1/files/{id}"), None).bytes == *bytes, "{name}");
        let by_name = name.split('.').next().unwrap();
        assert!(hits(&search(&owner, by_name)).contains(&("file", id)), "{name} is found by its name");
    }
    assert!(owner.get("/admin/jobs").ok()["items"].as_array().unwrap().is_empty(), "none of it is a failed job");
    runner.stop();
}

/// A program of the test in the place of the reading process. A process of its own writes it: a file that this one
/// had open for writing could not be started while another test starts a process, which has it open for a moment too.
fn script(folder: &Path, name: &str, lines: &str) -> PathBuf {
    let path = folder.join(name);
    let write = r#"printf '#!/bin/sh\n%s\n' "$1" > "$2" && chmod 755 "$2""#;
    let written = Command::new("sh").args(["-c", write, "sh", lines]).arg(&path).status().unwrap();
    assert!(written.success());
    path
}

#[test]
fn whatever_the_reading_process_does_the_server_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    for (name, lines) in [
        ("loops", "while :; do :; done"),
        ("dies", "kill -9 $$"),
        ("floods", "cat /dev/zero"),
        ("lies", "printf '\\000\\001guildhall\\002r\\377\\376'"),
        ("is-silent", "cat >/dev/null"),
    ] {
        let (server, owner, task, runner) = office(&script(folder.path(), name, lines), Duration::from_millis(600));
        let file = attach(&owner, &task, "note.txt", &[b'x'; 3_000_000]);
        settled(&server);
        assert_eq!(one(&owner, &task, &file)["text"], "unreadable", "{name}");
        assert_eq!(owner.get("/me").status, 200);
        runner.stop();
    }
}

#[test]
fn results_say_while_files_are_still_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let gate = folder.path().join("gate");
    let lines = format!(
        "cat >/dev/null; while [ ! -e {} ]; do :; done; printf '\\000\\001guildhall\\002rlatecomer'",
        gate.display()
    );
    let (server, owner, task, runner) = office(&script(folder.path(), "slow", &lines), PATIENCE);
    let ana = server.join(&owner, "Ana", "member");
    let private = text(&owner.task(&owner.space("Wages", "private"), "March"), "id").to_owned();
    let file = attach(&owner, &task, "note.txt", b"one");
    attach(&owner, &private, "wages.txt", b"two");
    assert!(guildhall::search::wait(&server.app, PATIENCE));
    assert_eq!(one(&owner, &task, &file)["text"], "reading");
    assert_eq!(search(&owner, "latecomer")["reading"], 2);
    assert_eq!(search(&ana, "latecomer")["reading"], 1, "of those the reader may see");
    std::fs::write(&gate, "").unwrap();
    settled(&server);
    let answer = search(&owner, "latecomer");
    assert_eq!((answer["reading"].as_u64(), answer["total"].as_u64()), (Some(0), Some(2)));
    runner.stop();
}

#[test]
fn the_same_bytes_are_read_once_and_a_rebuild_reads_none() {
    let folder = tempfile::tempdir().unwrap();
    let count = folder.path().join("count");
    let lines = format!("cat >/dev/null; echo once >> {}; printf '\\000\\001guildhall\\002ronlyonce'", count.display());
    let (server, owner, task, runner) = office(&script(folder.path(), "counts", &lines), PATIENCE);
    let first = attach(&owner, &task, "a.txt", b"same");
    settled(&server);
    let second = attach(&owner, &task, "b.txt", b"same");
    settled(&server);
    server.app.parts().search.get().unwrap().rebuild(&mut |_| {}).unwrap();
    assert_eq!(search(&owner, "onlyonce")["total"], 2);
    assert_eq!(std::fs::read_to_string(&count).unwrap(), "once\n");
    // With the last of them what was read goes too.
    for file in [first, second] {
        owner.delete(&format!("/files/{file}")).ok();
    }
    server.clock.advance(31 * 24 * 3_600_000);
    guildhall::cli::care::sweep(&server.app).unwrap();
    let snapshot = server.app.store().snapshot().unwrap();
    assert!(snapshot.read().keys(&store::FACTS, Span::all()).unwrap().next().is_none());
    assert!(snapshot.read().keys(&store::TEXTS, Span::all()).unwrap().next().is_none());
    drop(snapshot);
    runner.stop();
}
