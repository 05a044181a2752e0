//! `guildhall import …`: by the owner, the same with the server stopped and running, and nothing twice.

use super::{balances, board, brought, brought_nothing};
use guildhall_tests::{Process, id, process};
use serde_json::{Value, json};

#[test]
fn files_come_by_the_command_line_stopped_and_running() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("guild.redb");
    let token = process::found(&data);
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let trello = file("board.json", &board().to_string());
    let table = file("jobs.csv", "Title,Due,Tags\nFix the door,2026-12-24,urgent\nPaint it,,\n");
    let bring = |kind: &str, file: &str, space: &str, more: &[&str]| {
        process::run(&data, &[&["import", kind, file, "--space", space], more].concat())
    };
    let told = |kind: &str, file: &str, space: &str, more: &[&str]| -> Value {
        let report = bring(kind, file, space, &[more, &["--json"]].concat()).json();
        balances(&report);
        report
    };

    // Stopped. What a dry run says is what the run does, and it makes nothing.
    let dry = told("trello", &trello, "Hotel", &["--dry-run"]);
    assert_eq!((&dry["dry_run"], brought(&dry, "tasks"), &dry["space_id"]), (&json!(true), 60, &Value::Null));
    let run = told("trello", &trello, "Hotel", &[]);
    assert_eq!((&run["rows"], &run["dry_run"]), (&dry["rows"], &json!(false)), "nothing was there after the dry run");
    let hotel = run["space_id"].as_str().unwrap();
    let again = told("trello", &trello, "Hotel", &[]);
    brought_nothing(&again);
    assert_eq!(again["space_id"], hotel);

    // Running: the bytes go through the socket, into a space there is, however its name is written, and into a new one.
    let server = Process::start(&data);
    let olga = server.with_token(&token);
    let into = told("csv", &table, " hotel ", &[]);
    assert_eq!((brought(&into, "tasks"), &into["space_id"]), (2, &json!(hotel)));
    brought_nothing(&told("csv", &table, "Hotel", &[]));
    let dry = told("csv", &table, "Yard", &["--dry-run"]);
    let named = |name: &str| {
        let all = olga.get("/spaces").ok();
        all["items"].as_array().unwrap().iter().filter(|space| space["name"] == name).cloned().collect::<Vec<_>>()
    };
    assert_eq!((named("Hotel").len(), named("Yard").len(), brought(&dry, "tasks")), (1, 0, 2));
    let words = bring("csv", &table, "Yard", &[]).ok();
    let tasks = words.lines().find(|line| line.starts_with("tasks")).unwrap();
    assert_eq!(tasks.split_whitespace().collect::<Vec<_>>(), ["tasks", "2", "2", "0", "0"], "{words}");
    let [yard]: [Value; 1] = named("Yard").try_into().unwrap();
    let total =
        |space: &str| olga.get(&format!("/spaces/{space}/view?group=none&done=all")).ok()["total"].as_u64().unwrap();
    assert_eq!((total(hotel), total(&id(&yard))), (62, 2));
    let door = id(&olga.get(&format!("/items/by-key/{}-1", yard["prefix"].as_str().unwrap())).ok());
    let door = olga.get(&format!("/tasks/{door}")).ok();
    assert_eq!((&door["title"], &door["author"]["name"]), (&json!("Fix the door"), &json!("Olga Owner")));
    assert_eq!(door["due"]["date"], "2026-12-24");

    // A file that is none is refused in a sentence, whoever holds the data.
    let refused = |running: bool| {
        let wrong = bring("jira", &trello, "Yard", &[]);
        assert_eq!(wrong.code, 2);
        assert!(wrong.err.contains("use trello or csv"), "{running} {wrong:?}");
        let gone = bring("csv", &format!("{table}.gone"), "Yard", &[]).fails();
        assert!(gone.contains("cannot be read"), "{running} {gone}");
        let other = bring("trello", &table, "Yard", &[]).fails();
        assert!(other.contains("This is not a board exported from Trello"), "{running} {other}");
        assert_eq!(process::run(&data, &["import", "csv", &table]).code, 2, "the space is named");
    };
    refused(true);
    assert_eq!(total(&id(&yard)), 2);
    assert!(server.stop().success());
    refused(false);
    brought_nothing(&told("csv", &table, "Yard", &[]));
}
