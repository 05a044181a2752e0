//! What must be true of the data at every moment, over all tables: what is kept twice agrees, and what counts
//! something has counted right. And the digest by which two states are compared.

use guildhall::{
    access::Directory,
    catalogue, comments, files, items, log,
    tasks::{self, rows},
    views,
};
use guildhall_domain::{
    Id,
    change::{Change, Kind},
    comment::Comment,
};
use guildhall_store::{Desc, Key, OWN_TABLES, Read, Span, Store, StoreError, Table, TableKind, Value, blobs, jobs};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

const META: Table<String, Vec<u8>> = Table::new("meta");

/// What a start changes by itself, because nobody works any more on what was under way. `meta` counts commits.
pub const WORK: &[&str] = &["meta", "jobs", "jobs_due", "blob_drafts", "blob_dead", "blob_chunks"];

/// All tables there are.
pub fn tables() -> impl Iterator<Item = &'static str> {
    let all = OWN_TABLES.into_iter().chain(catalogue::tables());
    all.filter(|info| info.kind != TableKind::Dropped).map(|info| info.name)
}

/// A hash over every row of every table but some.
pub fn digest(read: &Read<'_>, left_out: &[&str]) -> Result<blake3::Hash, StoreError> {
    let mut hash = blake3::Hasher::new();
    for name in tables().filter(|name| !left_out.contains(name)) {
        hash.update(name.as_bytes());
        for row in read.raw_scan(name, &Span::all())? {
            let (key, stored) = row?;
            hash.update(&(key.len() as u64).to_le_bytes());
            hash.update(&key);
            hash.update(&(stored.len() as u64).to_le_bytes());
            hash.update(&stored);
        }
    }
    Ok(hash.finalize())
}

/// The tables that have a row.
pub fn filled(read: &Read<'_>) -> Vec<&'static str> {
    tables().filter(|name| read.raw_scan(name, &Span::all()).unwrap().next().is_some()).collect()
}

/// How many groups of commands are in the data.
pub fn commits(read: &Read<'_>) -> u64 {
    let fact = read.get(&META, &"commit".to_owned()).unwrap();
    fact.map_or(0, |fact| u64::from_be_bytes(fact.try_into().unwrap()))
}

fn rows<K: Key, V: Value>(read: &Read<'_>, table: &Table<K, V>) -> Vec<(K, V)> {
    read.scan(table, Span::all()).unwrap().map(Result::unwrap).collect()
}

fn keys<K: Key, V: Value>(read: &Read<'_>, table: &Table<K, V>) -> Vec<K> {
    read.keys(table, Span::all()).unwrap().map(Result::unwrap).collect()
}

#[track_caller]
fn same<T: Ord + Debug>(what: &str, there: impl IntoIterator<Item = T>, expected: impl IntoIterator<Item = T>) {
    let (there, expected): (BTreeSet<T>, BTreeSet<T>) = (there.into_iter().collect(), expected.into_iter().collect());
    let missing: Vec<&T> = expected.difference(&there).collect();
    let strange: Vec<&T> = there.difference(&expected).collect();
    assert!(missing.is_empty() && strange.is_empty(), "{what}: missing {missing:?}, left over {strange:?}");
}

/// Fails when the data is half-written anywhere, or a content is not whole.
#[track_caller]
pub fn check(store: &Store) {
    check_rows(store);
    let report = store.verify_live(&mut |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
}

/// The same without the contents; their check wants a file.
#[track_caller]
pub fn check_rows(store: &Store) {
    let snapshot = store.snapshot().unwrap();
    let read = snapshot.read();
    the_log(read);
    the_tasks(read);
    what_hangs_on_tasks(read);
    what_stands_twice(read);
}

/// How far somebody has read, and that a page is to be read again, are kept once: the newest takes the place of the one
/// before it.
fn takes_a_place(change: &Change) -> bool {
    change.kind == Kind::Reading || change.fields.iter().any(|field| field.field == "page_text")
}

/// No change is missing, but those of items that were deleted for good and those another took the place of; every one
/// knows the one before it.
fn the_log(read: &Read<'_>) {
    let all: Vec<(u64, Change)> = log::after(read, 0).unwrap().map(Result::unwrap).collect();
    let changes: BTreeMap<u64, Id> = all.iter().map(|(seq, change)| (*seq, change.object)).collect();
    let buried = keys(read, &items::store::GRAVES).into_iter().map(|(_, seq)| seq).max().unwrap_or(0);
    let replaced = all.iter().filter(|(_, change)| takes_a_place(change)).map(|(seq, _)| *seq).max().unwrap_or(0);
    let last = read.last_seq().unwrap();
    for seq in (1..=last).filter(|seq| !changes.contains_key(seq)) {
        assert!(seq < buried.max(replaced), "change {seq} of {last} is missing");
    }
    for (seq, change) in all.iter().filter(|(_, change)| change.previous != 0) {
        let before = changes.get(&change.previous);
        assert!(change.previous < *seq && before.is_none_or(|object| *object == change.object), "{seq}: {change:?}");
    }
}

/// The rows tasks are found by are those that follow from the tasks, and no others.
fn the_tasks(read: &Read<'_>) {
    let directory = Directory::load(read).unwrap();
    let tasks: Vec<_> = tasks::store::after(read, None).unwrap().map(Result::unwrap).collect();
    let expected: Vec<_> = tasks.iter().map(|task| (task, rows::keys(task, &directory))).collect();
    let there = rows(read, &rows::ROWS);
    for (task, keys) in &expected {
        for (key, row) in &keys.rows {
            let found = there.iter().find(|(other, _)| other == key);
            assert_eq!(found.map(|(_, row)| row), Some(row), "the row of {}", task.title);
        }
    }
    let of = |pick: fn(&rows::Keys) -> Vec<(u64, Id)>| expected.iter().flat_map(move |(_, keys)| pick(keys));
    same("rows", keys(read, &rows::ROWS), of(|keys| keys.rows.iter().map(|(key, _)| *key).collect()));
    same("elsewhere", keys(read, &rows::ELSEWHERE), of(|keys| keys.elsewhere.into_iter().collect()));
    same("orders", keys(read, &rows::ORDERS), expected.iter().flat_map(|(_, keys)| keys.orders.clone()));
    same("sub-tasks", keys(read, &rows::SUBTASKS), expected.iter().filter_map(|(_, keys)| keys.parent.clone()));
    let parts = expected.iter().flat_map(|(task, keys)| {
        keys.people.iter().map(|((person, closed, at), bits)| (*person, *closed, *at, task.id, *bits))
    });
    let people = rows(read, &rows::PERSON).into_iter();
    same("people", people.map(|((person, closed, Desc(at), id), bits)| (person, closed, at, id, bits)), parts);
    let numbers: BTreeMap<_, _> = rows(read, &rows::KEYS).into_iter().collect();
    let mut open = BTreeMap::new();
    for (task, keys) in &expected {
        assert!(keys.key.is_none_or(|key| numbers.get(&key) == Some(&task.id)), "the key of {}", task.title);
        let home = directory.space(task.space).unwrap().audience;
        *open.entry(home).or_insert(0) += u64::from(task.is_open());
    }
    for (space, counters) in rows(read, &tasks::store::COUNTERS) {
        assert_eq!(counters.open, open.get(&space).copied().unwrap_or(0), "open tasks of {space}");
    }
}

/// Comments, files, links and sub-tasks, and how many of them the tasks say there are.
fn what_hangs_on_tasks(read: &Read<'_>) {
    let said: Vec<_> =
        rows(read, &comments::store::COMMENTS).into_iter().map(|(key, record)| (key, Comment::from(record))).collect();
    let places = said.iter().map(|((item, at), c)| (c.id, [&item.as_bytes()[..], &at.to_be_bytes()].concat()));
    same("places of comments", rows(read, &comments::store::PLACES), places);
    let all: Vec<_> =
        keys(read, &files::store::FILES).into_iter().map(|id| files::store::get(read, id).unwrap().unwrap()).collect();
    same("files of items", keys(read, &files::store::OF_ITEM), all.iter().map(|f| (f.item, f.place, f.id)));
    same("files of contents", keys(read, &files::store::OF_CONTENT), all.iter().map(|f| (f.hash, f.id)));
    same("trash of files", keys(read, &files::store::TRASH), all.iter().filter_map(|f| Some((f.trashed_ms?, f.id))));
    let contents: BTreeMap<_, _> = all.iter().map(|f| (f.hash, f.bytes)).collect();
    let usage = blobs::usage(read).unwrap();
    assert_eq!((usage.count, usage.bytes), (contents.len() as u64, contents.values().sum()), "contents");
    assert!(contents.keys().all(|hash| blobs::find(read, hash).unwrap().is_some()));
    let links: BTreeSet<_> = keys(read, &items::store::LINKS).into_iter().collect();
    assert!(links.iter().all(|(one, other)| links.contains(&(*other, *one))), "{links:?}");
    let tasks: Vec<_> = tasks::store::after(read, None).unwrap().map(Result::unwrap).collect();
    for task in &tasks {
        let comments = said.iter().filter(|((item, _), comment)| *item == task.id && !comment.deleted);
        let files = all.iter().filter(|file| file.item == task.id && file.trashed_ms.is_none());
        let parts = tasks.iter().filter(|part| part.parent == Some(task.id) && part.trashed_ms.is_none());
        let links = links.iter().filter(|(one, _)| *one == task.id);
        let counted = (comments.count(), files.count(), parts.count(), links.count());
        let known = (task.comments as usize, task.files as usize, task.subtasks.1 as usize, task.links as usize);
        assert_eq!(known, counted, "comments, files, sub-tasks and links of {}", task.title);
    }
}

/// References, views and jobs stand in two tables each.
fn what_stands_twice(read: &Read<'_>) {
    let names = rows(read, &items::store::NAMES).into_iter().map(|((object, kind, id), seq)| (kind, id, seq, object));
    let named =
        keys(read, &items::store::NAMED).into_iter().map(|(kind, id, Desc(seq), object)| (kind, id, seq, object));
    same("references", named, names);
    let kept: Vec<_> = rows(read, &views::store::VIEWS).into_iter().map(|(id, record)| record.into_view(id)).collect();
    let placed = keys(read, &views::store::PLACES).into_iter().map(|(_, id)| id);
    same("views", placed, kept.iter().filter(|view| view.deleted_ms.is_none()).map(|view| view.id));
    let due: usize = [jobs::JobState::Waiting, jobs::JobState::Running, jobs::JobState::Dead]
        .into_iter()
        .map(|state| jobs::list(read, Some(state)).unwrap().len())
        .sum();
    assert_eq!(due, jobs::list(read, None).unwrap().len(), "jobs");
}
