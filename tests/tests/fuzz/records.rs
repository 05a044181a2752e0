//! Stored records: what is no record is an error and never a panic; what can be read is written and read again as it was.
//!
//! The corpus holds one row or more of every table, as a filled file has them, so it also proves that they stay readable.
//! `GUILDHALL_GOLDEN=write` makes it anew.

use crate::{Target, corpus_folder};
use guildhall::{
    access::directory, audit, comments, files, http::idempotency, imports, items, organization, people, session,
    spaces, tasks, views,
};
use guildhall_store::{Read, Span, StoreError, Table, Value};
use guildhall_tests::{Server, filled};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::PathBuf,
};

/// How many rows of a table go into the corpus.
const ROWS: usize = 4;

/// Reads a body; answers what is written for it.
type Again = fn(&[u8]) -> Result<Vec<u8>, StoreError>;
/// Bodies of some rows.
type Some = fn(&Read<'_>) -> Vec<Vec<u8>>;

fn again<V: Value>(body: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut out = Vec::new();
    V::decode(V::VERSION, body)?.try_encode(&mut out)?;
    Ok(out)
}

/// A table with its two functions, whose types follow from it.
macro_rules! table {
    ($table:expr) => {{
        fn of<K: guildhall_store::Key, V: Value>(_: &Table<K, V>) -> Again {
            again::<V>
        }
        let some: Some = |read| {
            let rows = read.scan(&$table, Span::all().limit(ROWS)).unwrap();
            rows.map(|row| {
                let mut body = Vec::new();
                row.unwrap().1.encode(&mut body);
                body
            })
            .collect()
        };
        ($table.name(), of(&$table), some)
    }};
}

fn tables() -> Vec<(&'static str, Again, Some)> {
    vec![
        table!(directory::EPOCH),
        table!(idempotency::ANSWERS),
        table!(organization::store::ORGANIZATION),
        table!(organization::store::TAGS),
        table!(organization::store::NUMBERS),
        table!(people::store::PEOPLE),
        table!(people::invites::store::INVITES),
        table!(session::store::SESSIONS),
        table!(session::store::TOKENS),
        table!(session::store::PASSWORDS),
        table!(session::store::RESETS),
        table!(session::store::ATTEMPTS),
        table!(session::store::SEEN),
        table!(audit::store::AUDIT),
        table!(spaces::store::SPACES),
        table!(spaces::store::MEMBERS),
        table!(spaces::store::PREFIXES),
        table!(comments::store::COMMENTS),
        table!(files::store::FILES),
        table!(files::store::FACTS),
        table!(files::store::TEXTS),
        table!(files::store::PICTURES),
        table!(files::store::UPLOADS),
        table!(imports::store::IMPORTS),
        table!(imports::store::PARTS),
        table!(imports::store::EARLIER),
        table!(imports::store::ITEMS),
        table!(guildhall::jobs::store::ENDED),
        table!(guildhall::outgoing::store::HOLD),
        table!(items::store::LINKS),
        table!(items::store::FLOOR),
        table!(tasks::plans::PLANS),
        table!(tasks::store::TASKS),
        table!(tasks::store::COUNTERS),
        table!(tasks::rows::KEYS),
        table!(tasks::rows::ROWS),
        table!(views::store::VIEWS),
    ]
}

fn corpus_file() -> PathBuf {
    corpus_folder("records").join("rows.txt")
}

/// `table body`, the body in hex.
fn corpus() -> BTreeMap<String, Vec<Vec<u8>>> {
    let text = fs::read_to_string(corpus_file()).unwrap();
    let mut bodies: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for line in text.lines() {
        let (table, hex) = line.split_once(' ').unwrap();
        let body =
            hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap());
        bodies.entry(table.to_owned()).or_default().push(body.collect());
    }
    bodies
}

/// Fills a file and keeps some rows of every table.
fn write_corpus() {
    let server = Server::start();
    let owner = server.owner();
    filled::fill(&owner, &owner.clone(), "1");
    let snapshot = server.app.store().snapshot().unwrap();
    let mut text = String::new();
    for (name, _, some) in tables() {
        for body in some(snapshot.read()).into_iter().filter(|body| body.len() < 4_096) {
            let hex: String = body.iter().map(|byte| format!("{byte:02x}")).collect();
            writeln!(text, "{name} {hex}").unwrap();
        }
    }
    fs::create_dir_all(corpus_file().parent().unwrap()).unwrap();
    fs::write(corpus_file(), text).unwrap();
}

#[test]
fn of_every_record_what_can_be_read_is_written_the_same() {
    if std::env::var("GUILDHALL_GOLDEN").is_ok_and(|what| what == "write") {
        write_corpus();
    }
    let corpus = corpus();
    let tables: BTreeMap<&str, Again> = tables().into_iter().map(|(name, again, _)| (name, again)).collect();
    for (table, bodies) in &corpus {
        for body in bodies {
            assert_eq!(tables[table.as_str()](body).unwrap(), *body, "a row of {table} is read and written as it is");
        }
    }
    // Any body may come to any table: the sort of a record is not in its bytes.
    let bodies: Vec<Vec<u8>> = corpus.into_values().flatten().collect();
    let target = Target { name: "records", corpus: bodies, words: &["\u{0}", "a", "\u{7f}"], share: 50 };
    target.run(|body| {
        let mut read = BTreeSet::new();
        for (table, again) in &tables {
            let Ok(written) = again(body) else { continue };
            read.insert(*table);
            let twice = again(&written).unwrap_or_else(|error| panic!("{table} cannot read what it wrote: {error}"));
            assert_eq!(twice, written, "{table} reads something else than it wrote");
        }
        read
    });
}
