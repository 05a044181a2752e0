//! Mentions: what texts name is kept as rows, follows every way a text can come and go, and is shown to
//! those alone who may read the text.

use guildhall::{cli, items::store, search::Searcher};
use guildhall_domain::{Id, reference::Referent};
use guildhall_tests::{Client, Server};
use serde_json::{Value, json};
use std::time::Duration;

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

fn item(task: &Value, label: &str) -> String {
    format!("[{label}](guildhall:item/{})", id(task))
}

fn made(by: &Client, space: &str, title: &str, body: &str) -> Value {
    by.post(&format!("/spaces/{space}/tasks"), json!({"title": title, "body": body})).ok()
}

/// Titles of what mentions a task, and whether it is a comment that does.
#[track_caller]
fn mentioned(by: &Client, task: &Value) -> Vec<(String, bool)> {
    let whole = by.get(&format!("/tasks/{}", id(task))).ok();
    let shown = whole["mentioned_in"].as_array().unwrap().iter();
    shown.map(|one| (one["item"]["title"].as_str().unwrap().to_owned(), one["comment_id"].is_string())).collect()
}

fn one(title: &str, comment: bool) -> Vec<(String, bool)> {
    vec![(title.to_owned(), comment)]
}

/// Rows that say that something is named.
fn rows(server: &Server, referent: Referent) -> usize {
    store::naming(server.app.store().snapshot().unwrap().read(), referent).unwrap().count()
}

#[test]
fn a_mention_follows_its_text_through_edit_undo_trash_and_purge() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let valve = owner.task(&space, "Valve");
    assert_eq!(mentioned(&owner, &valve), []);
    let text = item(&valve, "the valve");
    let visit = made(&owner, &space, "Visit", &format!("Bring {text} and {text}"));
    let path = format!("/tasks/{}", id(&visit));
    assert_eq!(mentioned(&owner, &valve), one("Visit", false));

    let edited = owner.patch(&path, json!({"body": "Bring nothing"}));
    assert_eq!(mentioned(&owner, &valve), []);
    owner.post("/undo", json!({"command": edited.command()})).ok();
    assert_eq!(mentioned(&owner, &valve), one("Visit", false));
    owner.patch(&path, json!({"title": "Visit Ferry Road"})).ok();
    assert_eq!(mentioned(&owner, &valve), one("Visit Ferry Road", false));
    owner.patch(&path, json!({"title": "Visit"})).ok();

    owner.delete(&path).ok();
    assert_eq!(mentioned(&owner, &valve), []);
    owner.put(&format!("{path}/restore"), json!({})).ok();
    assert_eq!(mentioned(&owner, &valve), one("Visit", false));

    let comments = format!("/items/{}/comments", id(&visit));
    let said = owner.post(&comments, json!({"body": format!("No: {text}")})).ok();
    assert_eq!(mentioned(&owner, &valve), one("Visit", true), "one item is shown once, by its newest mention");
    owner.put(&format!("/comments/{}/reactions/%F0%9F%91%8D", id(&said)), json!({})).ok();
    assert_eq!(mentioned(&owner, &valve), one("Visit", true));
    let comment = format!("/comments/{}", id(&said));
    let gone = owner.delete(&comment);
    assert_eq!(mentioned(&owner, &valve), one("Visit", false));
    owner.post("/undo", json!({"command": gone.command()})).ok();
    assert_eq!(mentioned(&owner, &valve), one("Visit", true));
    owner.patch(&comment, json!({"body": "Nothing"})).ok();
    assert_eq!(mentioned(&owner, &valve), one("Visit", false));

    let other = made(&owner, &space, "Order", "");
    owner.post(&format!("/items/{}/comments", id(&other)), json!({"body": text})).ok();
    assert_eq!(mentioned(&owner, &valve), [("Order".to_owned(), true), ("Visit".to_owned(), false)], "newest first");
    let referent = Referent::Item(id(&valve).parse().unwrap());
    assert_eq!(rows(&server, referent), 2);
    for task in [&visit, &other] {
        owner.delete(&format!("/tasks/{}", id(task))).ok();
        assert_eq!(owner.delete(&format!("/trash/{}", id(task))).status, 204);
    }
    assert_eq!(rows(&server, referent), 0, "nothing is left behind of what was deleted for good");
}

#[test]
fn people_and_spaces_are_kept_too_and_code_names_nobody() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let me = owner.me();
    let body = format!(
        "[@Olga](guildhall:person/{me}) in [Service](guildhall:space/{space})\n\n`[x](guildhall:person/{space})`"
    );
    made(&owner, &space, "Ask", &body);
    let id = |text: &str| text.parse::<Id>().unwrap();
    assert_eq!(rows(&server, Referent::Person(id(&me))), 1);
    assert_eq!(rows(&server, Referent::Space(id(&space))), 1);
    assert_eq!(rows(&server, Referent::Person(id(&space))), 0);
}

#[test]
fn nobody_learns_of_a_mention_they_may_not_read() {
    let server = Server::start();
    let owner = server.owner();
    let (ana, guest) = (server.join(&owner, "Ana", "member"), server.join(&owner, "Gus", "guest"));
    let (open, closed) = (owner.space("Service", "open"), owner.space("Board", "private"));
    owner.put(&format!("/spaces/{open}/members/{}", guest.me()), json!({"role": "guest"})).ok();
    let valve = owner.task(&open, "Valve");
    let secret = made(&owner, &closed, "Close the branch", &item(&valve, "Valve"));
    made(&owner, &open, "Visit", &item(&valve, "Valve"));
    for who in [&ana, &guest] {
        assert_eq!(mentioned(who, &valve), one("Visit", false));
        assert!(!who.get(&format!("/tasks/{}", id(&valve))).text.contains(id(&secret)));
    }
    assert_eq!(mentioned(&owner, &valve).len(), 2);
    owner.put(&format!("/spaces/{closed}/members/{}", ana.me()), json!({"role": "member"})).ok();
    assert_eq!(mentioned(&ana, &valve).len(), 2);
    owner.delete(&format!("/spaces/{closed}/members/{}", ana.me())).ok();
    assert_eq!(mentioned(&ana, &valve).len(), 1);
}

#[test]
fn an_import_brings_its_mentions() {
    let server = Server::start();
    let owner = server.owner();
    let space = owner.space("Service", "open");
    let valve = owner.task(&space, "Valve");
    let runner = guildhall::jobs::Runner::start(&server.app, cli::handlers()).unwrap();
    let csv = format!("title,description\nBrought,see {}\n", item(&valve, "Valve"));
    let raw = owner.with("Content-Type", "application/octet-stream");
    let import = raw.send_raw("POST", "/api/v1/imports?kind=csv&name=list.csv", Some(csv.into_bytes())).ok();
    let path = format!("/imports/{}", id(&import));
    let plan = import["suggested"].clone();
    assert_eq!(owner.post(&format!("{path}/run"), plan).status, 202);
    let begun = std::time::Instant::now();
    while owner.get(&path).ok()["job"]["state"] != "done" {
        assert!(begun.elapsed() < Duration::from_secs(60), "{}", owner.get(&path).text);
    }
    assert_eq!(mentioned(&owner, &valve), one("Brought", false));
    runner.stop();
}

#[test]
fn a_snippet_shows_names_as_they_are_now() {
    let server = Server::start();
    Searcher::start(&server.app).unwrap();
    let owner = server.owner();
    let ana = server.join(&owner, "Ana", "member");
    let (open, closed) = (owner.space("Service", "open"), owner.space("Board", "private"));
    let secret = owner.task(&closed, "Branch closes in May");
    let body = format!("gasket for [@Old Name](guildhall:person/{}), see {}", ana.me(), item(&secret, "the plan"));
    let task = made(&owner, &open, "Visit", &body);
    owner.post(&format!("/items/{}/comments", id(&task)), json!({"body": body})).ok();
    let snippets = |by: &Client| -> Vec<String> {
        assert!(guildhall::search::wait(&server.app, Duration::from_secs(60)));
        let answer = by.get("/search?q=gasket").ok();
        let text = |hit: &Value| {
            hit["snippet"].as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect()
        };
        answer["items"].as_array().unwrap().iter().map(text).collect()
    };
    assert_eq!(snippets(&owner), vec!["gasket for @Ana, see Branch closes in May"; 2]);
    assert_eq!(snippets(&ana), vec!["gasket for @Ana, see the plan"; 2]);
    owner.patch(&format!("/tasks/{}", id(&secret)), json!({"title": "Branch stays"})).ok();
    assert_eq!(snippets(&owner), vec!["gasket for @Ana, see Branch stays"; 2]);
}

#[test]
fn a_task_without_mentions_costs_no_row_for_them() {
    let server = Server::start();
    let owner = server.owner();
    let (space, me) = (owner.space("Service", "open").parse::<Id>().unwrap(), owner.me().parse::<Id>().unwrap());
    let rows = |body: &str| {
        let input = json!({"title": "Rows", "body": body, "due": {"date": "2026-12-01"}, "assignee_id": me});
        let input: guildhall::tasks::input::TaskInput = serde_json::from_value(input).unwrap();
        let done = server.app.run_blocking(guildhall::access::Who::person(me), move |work| {
            guildhall::tasks::commands::create(work, space, &input)?;
            Ok(work.tx.rows())
        });
        done.unwrap().value
    };
    assert!(rows("Some words of a body.") <= 12);
    assert_eq!(rows(&format!("for [@Olga](guildhall:person/{me})")), rows("x") + 2, "one reference is two rows");
}

/// What is parsed inside the writer must not hold it up, however it is written.
#[test]
fn no_text_takes_long() {
    let signs = [
        "[",
        "![",
        "[a](",
        "*a_ ",
        "> ",
        "- ",
        "`a``",
        "<",
        "[a][",
        "| a ",
        "~~",
        "&amp;",
        "\\[",
        "1. ",
        "  - a\n",
        "[a]: b\n",
        "|a|\n|-|\n",
    ];
    for sign in signs {
        let text = format!("{}\n\n[x](guildhall:item/{})", sign.repeat((1 << 18) / sign.len()), Id::from_u128(7));
        let begun = std::time::Instant::now();
        guildhall_domain::reference::named(&text);
        // A quarter of a megabyte, without optimisation and on a busy machine; a cost that grows with
        // the square would be minutes.
        assert!(begun.elapsed() < Duration::from_secs(15), "{sign:?} {:?}", begun.elapsed());
    }
}
