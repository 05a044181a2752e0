//! One announcement to a thousand people: until it stands in the inbox of each, and by how many commits, beside the same
//! rows in one commit of a bare file.

use super::table::{Row, Table, Times};
use guildhall::inbox::{Keeper, store};
use guildhall_domain::Id;
use guildhall_store::{Span, Value};
use guildhall_tests::{Client, Server, id, many};
use redb::{Database, TableDefinition};
use serde_json::json;
use std::time::{Duration, Instant};

const PEOPLE: usize = 1_000;
const ROUNDS: usize = 9;
/// The announcement itself, and all inboxes together.
const COMMITS: u64 = 2;
/// Most that it may take, in milliseconds.
const MOST: f64 = 500.0;

/// Measures several and tells of the one in the middle.
pub fn measure(table: &mut Table) {
    let server = Server::start();
    let owner = server.owner();
    many::members(&server, PEOPLE);
    Keeper::start(&server.app).expect("the inboxes are kept");
    let space = owner.space("News", "open");
    server.settled();
    let (mut times, mut commits, mut rows) = (Vec::new(), 0, Vec::new());
    for _ in 0..ROUNDS {
        let before = made(&server);
        let (topic, took) = announce(&server, &owner, &space);
        commits = commits.max(made(&server) - before);
        times.push(took);
        rows = told(&server, &topic);
        assert_eq!(rows.len(), PEOPLE, "everybody is told");
    }
    let (ours, bare) = (Times::new(times).at(50.0), bare(&rows).at(50.0));
    table.add(Row {
        work: format!("an announcement until it is in {PEOPLE} inboxes"),
        items: PEOPLE,
        guildhall: format!("{ours:.1} ms, {commits} commits"),
        limit: format!("{bare:.1} ms for the same rows in one bare commit"),
        ratio: Some(bare / ours.max(0.001)),
        reach: format!("≤ {COMMITS} commits, ≤ {MOST} ms"),
        held: Some(commits <= COMMITS && ours <= MOST),
        ..Row::default()
    });
}

fn made(server: &Server) -> u64 {
    server.app.store().stats().expect("figures").commits
}

fn announce(server: &Server, owner: &Client, space: &str) -> (String, Duration) {
    let said = json!({"title": "Closed on Friday", "body": "We **close** at noon."});
    let begun = Instant::now();
    let topic = id(&owner.post(&format!("/spaces/{space}/announcements"), said).ok());
    server.settled();
    (topic, begun.elapsed())
}

/// What one announcement wrote: of each person the place and the entry.
fn told(server: &Server, topic: &str) -> Vec<(u64, Vec<u8>)> {
    let item: Id = topic.parse().expect("an id");
    let snapshot = server.app.store().snapshot().expect("a snapshot");
    let entries = snapshot.read().scan(&store::ENTRIES, Span::prefix(&item)).expect("rows");
    let rows = entries.map(|row| {
        let ((_, person), entry) = row.expect("a row");
        let mut bytes = Vec::new();
        Value::encode(&entry, &mut bytes);
        (person, bytes)
    });
    rows.collect()
}

/// As many entries, and their places on a shelf, in one commit of a file that has nothing else to do.
fn bare(rows: &[(u64, Vec<u8>)]) -> Times {
    const ENTRIES: TableDefinition<(u128, u64), &[u8]> = TableDefinition::new("entries");
    const SHELVES: TableDefinition<(u64, u64, u128), ()> = TableDefinition::new("shelves");
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::create(folder.path().join("bare.redb")).expect("a database");
    let round = |round: usize| {
        let (begun, item) = (Instant::now(), round as u128);
        let write = database.begin_write().expect("a transaction");
        {
            let mut entries = write.open_table(ENTRIES).expect("a table");
            let mut shelves = write.open_table(SHELVES).expect("a table");
            for (person, entry) in rows {
                entries.insert((item, *person), entry.as_slice()).expect("an insert");
                shelves.insert((*person, round as u64, item), ()).expect("an insert");
            }
        }
        write.commit().expect("a commit");
        begun.elapsed()
    };
    Times::new((0..ROUNDS).map(round).collect())
}
