//! A server that is killed at any moment: what it acknowledged is there exactly as it was sent, what it
//! did not is there as a whole or not at all, and it is ready again at once.

use guildhall_tests::{Client, Dice, Process, process};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

const KILLS: usize = 200;
/// Companies whose servers are killed at once, each its share of times.
const COMPANIES: usize = 2;
const WRITERS: usize = 4;
/// Kills before work goes on in another space, so that looking through one stays quick.
const KILLS_A_SPACE: usize = 5;
const READY: Duration = Duration::from_secs(5);

/// What was sent for an id: the task a comment is about, and the words.
#[derive(Debug, Clone, PartialEq)]
struct Sent {
    task: Option<String>,
    words: String,
}

#[derive(Default)]
struct Book {
    acknowledged: BTreeMap<String, Sent>,
    /// Sent, but the answer never came.
    open: BTreeMap<String, Sent>,
}

fn new_id(dice: &mut Dice) -> String {
    let mut part = || dice.below(1 << 30) as u128;
    let random = (part() << 60) | (part() << 30) | part();
    uuid::Builder::from_random_bytes(random.to_be_bytes()).into_uuid().to_string()
}

/// Writes until the server is gone; every third object is a comment on a task made before.
fn write(client: &Client, space: &str, seed: u64, book: &Mutex<Book>, count: &AtomicUsize, over: &AtomicBool) {
    let mut dice = Dice::new(seed);
    let mut own: Vec<String> = Vec::new();
    while !over.load(Ordering::SeqCst) {
        let id = new_id(&mut dice);
        let words = format!("Valve {} {}", dice.below(1_000_000), "x".repeat(dice.below(400)));
        let task = (dice.chance(33) && !own.is_empty()).then(|| dice.one(&own).clone());
        let sent = Sent { task: task.clone(), words: words.clone() };
        book.lock().unwrap().open.insert(id.clone(), sent.clone());
        let (path, body) = match &task {
            Some(task) => (format!("/items/{task}/comments"), json!({"id": id, "body": words})),
            None => (
                format!("/spaces/{space}/tasks"),
                json!({"id": id, "title": "Swap it", "body": words, "steps": [{"text": "Drain"}]}),
            ),
        };
        let answer = client.attempt("POST", &format!("/api/v1{path}"), Some(body.to_string().into_bytes()));
        let Ok(answer) = answer else { return };
        if answer.status != 201 || answer.json["id"] != id.as_str() {
            assert!(over.load(Ordering::SeqCst) || answer.json.is_null(), "{answer:?}");
            return;
        }
        let mut book = book.lock().unwrap();
        book.open.remove(&id);
        book.acknowledged.insert(id.clone(), sent);
        drop(book);
        if task.is_none() {
            own.push(id);
        }
        count.fetch_add(1, Ordering::SeqCst);
    }
}

/// Lets writers run until some objects are acknowledged, and kills the server in the middle of it.
fn interrupted(server: Process, client: &Client, space: &str, dice: &mut Dice, book: &Mutex<Book>) {
    let (count, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let enough = 1 + dice.below(24);
    let seeds: Vec<u64> = (0..WRITERS).map(|_| dice.below(1 << 30) as u64).collect();
    std::thread::scope(|scope| {
        for seed in seeds {
            let (client, count, over) = (client.at(&server.url), &count, &over);
            scope.spawn(move || write(&client, space, seed, book, count, over));
        }
        let end = Instant::now() + Duration::from_secs(30);
        while count.load(Ordering::SeqCst) < enough {
            assert!(Instant::now() < end, "{count:?} of {enough}");
            std::thread::yield_now();
        }
        over.store(true, Ordering::SeqCst);
        server.kill();
    });
}

fn all(client: &Client, path: &str) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("{path}?limit=200{cursor}")).ok();
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Compares a space with the book. What was open becomes known by looking: whole or not there.
fn look(client: &Client, space: &str, book: &mut Book) {
    let rows: BTreeMap<String, Value> = all(client, &format!("/spaces/{space}/tasks"))
        .into_iter()
        .map(|row| (text(&row["id"]).to_owned(), row))
        .collect();
    let mut comments: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for (id, row) in rows.iter().filter(|(_, row)| row["comment_count"] != 0) {
        let said = all(client, &format!("/items/{id}/comments"));
        assert_eq!(said.len() as u64, row["comment_count"].as_u64().unwrap(), "{row}");
        comments
            .insert(id.clone(), said.into_iter().map(|comment| (text(&comment["id"]).to_owned(), comment)).collect());
    }
    for (id, sent) in std::mem::take(&mut book.open) {
        let there = match &sent.task {
            Some(task) => comments.get(task).is_some_and(|said| said.contains_key(&id)),
            None => rows.contains_key(&id),
        };
        if there {
            book.acknowledged.insert(id, sent);
        } else if sent.task.is_none() {
            client.get(&format!("/tasks/{id}")).fails(404, "not_found");
        }
    }
    let tasks: BTreeSet<&String> =
        book.acknowledged.iter().filter(|(_, sent)| sent.task.is_none()).map(|(id, _)| id).collect();
    assert_eq!(tasks, rows.keys().collect(), "the list holds what was acknowledged and nothing else");
    let mut keys = BTreeSet::new();
    for (id, sent) in &book.acknowledged {
        match &sent.task {
            Some(task) => assert_eq!(comments[task][id]["body"], sent.words.as_str()),
            None => assert!(keys.insert(text(&rows[id]["key"])), "{} twice", rows[id]["key"]),
        }
    }
    assert_eq!(comments.values().map(BTreeMap::len).sum::<usize>(), book.acknowledged.len() - tasks.len());
    assert_eq!(client.get(&format!("/spaces/{space}")).ok()["open_tasks"], tasks.len());
}

/// Single tasks as a whole, and by their keys; sent again they are the same.
fn look_closer(client: &Client, space: &str, book: &Book, dice: &mut Dice) {
    let tasks: Vec<(&String, &Sent)> = book.acknowledged.iter().filter(|(_, sent)| sent.task.is_none()).collect();
    for _ in 0..6.min(tasks.len()) {
        let (id, sent) = *dice.one(&tasks);
        let task = client.get(&format!("/tasks/{id}")).ok();
        assert_eq!((text(&task["title"]), text(&task["body"])), ("Swap it", sent.words.as_str()));
        assert_eq!((&task["steps"][0]["text"], &task["steps_total"]), (&json!("Drain"), &json!(1)));
        assert_eq!(client.get(&format!("/items/by-key/{}", text(&task["key"]))).ok()["id"], id.as_str());
        let again = json!({"id": id, "title": "Swap it", "body": sent.words});
        assert_eq!(client.post(&format!("/spaces/{space}/tasks"), again).ok()["key"], task["key"]);
    }
}

fn sound(data: &Path) {
    let report = process::run(data, &["verify"]);
    assert_eq!(report.code, 0, "{report:?}");
}

/// Kills the server of one company so many times, and answers how many objects it kept.
fn killed(kills: usize, seed: u64) -> usize {
    // What a killed process wrote is the system's by then, on whatever disk; memory only makes it faster.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let data = folder.path().join("company.redb");
    let token = process::found(&data);
    let mut dice = Dice::new(seed);
    let mut books: Vec<(String, Mutex<Book>)> = Vec::new();
    let (mut slowest, mut starting, mut writing) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let mut server = Process::start(&data);
    for kill in 0..kills {
        let client = server.with_token(&token);
        if kill % KILLS_A_SPACE == 0 {
            books.push((client.space(&format!("Space {kill}"), "open"), Mutex::default()));
        }
        let (space, book) = books.last_mut().unwrap();
        let begun = Instant::now();
        interrupted(server, &client, space, &mut dice, book);
        writing += begun.elapsed();
        if kill % 50 == 49 {
            sound(&data);
        }
        let begun = Instant::now();
        server = Process::start(&data);
        slowest = slowest.max(begun.elapsed());
        starting += begun.elapsed();
        let client = server.with_token(&token);
        look(&client, space, book.get_mut().unwrap());
        look_closer(&client, space, book.get_mut().unwrap(), &mut dice);
    }
    let client = server.with_token(&token);
    let mut kept = 0;
    for (space, book) in &mut books {
        look(&client, space, book.get_mut().unwrap());
        kept += book.get_mut().unwrap().acknowledged.len();
    }
    assert!(server.stop().success());
    sound(&data);
    assert!(slowest < READY, "ready after {slowest:?}");
    println!(
        "{kept} objects over {kills} kills; slowest start {slowest:?}, all starts {starting:?}, writing {writing:?}"
    );
    kept
}

#[test]
fn two_hundred_kills_lose_nothing_and_leave_nothing_half_done() {
    let kept: usize = std::thread::scope(|scope| {
        let seeds = (0..COMPANIES as u64).map(|of| 0x5EED + of);
        let companies: Vec<_> = seeds.map(|seed| scope.spawn(move || killed(KILLS / COMPANIES, seed))).collect();
        companies.into_iter().map(|company| company.join().unwrap()).sum()
    });
    assert!(kept > KILLS * 5, "{kept} objects only");
}
