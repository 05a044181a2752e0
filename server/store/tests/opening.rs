//! Opening a file: who holds it, whose it is, how old or new it is.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;
use common::{CATALOGUE, NOTES, NOW, fresh, get, open, options, put};
use guildhall_store::{
    DataFile, Migration, OpenError, Options, RingKind, Span, Store, StoreError, Table, TableInfo, TableKind, Tx,
};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

fn refused(path: &Path, options: Options, catalogue: &[TableInfo]) -> OpenError {
    match Store::open(path, options, catalogue) {
        Ok(_) => panic!("it opened"),
        Err(error) => error,
    }
}

#[test]
fn only_the_owner_can_read_a_new_file() {
    let (_dir, path, _store) = fresh();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let names: Vec<_> =
        std::fs::read_dir(path.parent().unwrap()).unwrap().flatten().map(|file| file.file_name()).collect();
    assert_eq!(names, ["guild.redb"], "nothing else is left beside it");
}

/// Not a test of its own: the process that holds the file in the test below.
#[test]
fn holder_process() {
    let Ok(path) = std::env::var("STORE_TEST_HOLD") else { return };
    let _store = open(Path::new(&path));
    println!("holding");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
}

#[test]
fn a_second_process_is_refused_and_told_who_holds_the_file() {
    use std::io::{BufRead, BufReader};
    let (_dir, path, store) = fresh();
    drop(store);
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "holder_process", "--nocapture"])
        .env("STORE_TEST_HOLD", &path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("holding")));
    let error = refused(&path, options(), &CATALOGUE);
    assert!(
        matches!(&error, OpenError::AlreadyOpen { holder, .. } if holder.contains(&child.id().to_string())),
        "{error}"
    );
    assert!(matches!(DataFile::open(&path), Err(OpenError::AlreadyOpen { .. })));
    drop(child.stdin.take());
    lines.for_each(drop);
    child.wait().unwrap();
    drop(open(&path));
}

#[test]
fn a_fast_restart_waits_for_the_process_before_it() {
    let (_dir, path, store) = fresh();
    let opening = std::thread::spawn({
        let path = path.clone();
        move || {
            Store::open(&path, Options { lock_wait: std::time::Duration::from_secs(20), ..options() }, &CATALOGUE)
                .unwrap()
        }
    });
    put(&store, 1, "the last words");
    drop(store);
    assert_eq!(get(&opening.join().unwrap(), 1).as_deref(), Some("the last words"));
}

#[test]
fn other_files_are_refused_and_not_changed() {
    let dir = tempfile::tempdir().unwrap();
    let text = dir.path().join("letter.txt");
    std::fs::write(&text, "Dear all, this is a letter and no data file.".repeat(200)).unwrap();
    let before = std::fs::read(&text).unwrap();
    assert!(matches!(refused(&text, options(), &CATALOGUE), OpenError::NotADataFile { .. }));
    assert!(matches!(DataFile::open(&text), Err(OpenError::NotADataFile { .. })));
    assert_eq!(std::fs::read(&text).unwrap(), before);
    let nowhere = dir.path().join("missing/guild.redb");
    assert!(matches!(refused(&nowhere, options(), &CATALOGUE), OpenError::Io { .. }));
    // An empty file is what `touch` leaves: it becomes a data file.
    let empty = dir.path().join("empty.redb");
    std::fs::write(&empty, "").unwrap();
    put(&open(&empty), 1, "x");
}

#[test]
fn a_newer_file_is_refused_in_plain_words() {
    let (_dir, path, store) = fresh();
    drop(store);
    drop(Store::open(&path, Options { format: 2, ..options() }, &CATALOGUE).unwrap());
    let error = refused(&path, options(), &CATALOGUE);
    assert!(error.to_string().contains("newer version of Guildhall (format 2; this one reads up to 1)"), "{error}");
    let error = refused(&path, Options { format: 2, ..options() }, &CATALOGUE[..1]);
    assert!(matches!(&error, OpenError::Newer { found, .. } if found.contains("bytes")), "{error}");
}

const BY_TEXT: Table<(String, u64), ()> = Table::new("notes_by_text");

/// Ten rows a batch; breaks after the second when the note 99 says so.
fn index_notes(tx: &mut Tx<'_>, at: Option<Vec<u8>>) -> Result<Option<Vec<u8>>, StoreError> {
    let from = at.map_or(0, |at| u64::from_be_bytes(at.try_into().unwrap()));
    if from >= 20 && tx.get(&NOTES, &99)?.as_deref() == Some("break") {
        return Err(StoreError::Refused("broken on purpose".into()));
    }
    let rows: Vec<_> = tx.read().scan(&NOTES, Span::all().from(&from).limit(10))?.collect::<Result<_, _>>()?;
    for (key, text) in &rows {
        // Each row must be met once.
        assert!(!tx.has(&BY_TEXT, &(text.clone(), *key))?);
        tx.put(&BY_TEXT, &(text.clone(), *key), &())?;
    }
    Ok((rows.len() == 10).then(|| (rows[9].0 + 1).to_be_bytes().to_vec()))
}

#[test]
fn a_migration_goes_on_where_it_was_interrupted_and_a_copy_is_kept() {
    let (_dir, path, store) = fresh();
    (0..45).for_each(|n| put(&store, n, &format!("note {n}")));
    put(&store, 99, "break");
    drop(store);
    let catalogue = [&CATALOGUE[..], &[BY_TEXT.info(TableKind::Key)]].concat();
    let newer = || Options {
        format: 2,
        migrations: vec![Migration { to: 2, name: "order notes by text", run: index_notes }],
        ..options()
    };
    let error = refused(&path, newer(), &catalogue);
    let OpenError::Migration { copy: Some(copy), .. } = &error else { panic!("{error}") };
    assert!(error.to_string().contains("order notes by text"));
    // The first batch already keeps older programs out; the copy opens with them.
    assert!(matches!(refused(&path, options(), &CATALOGUE), OpenError::Newer { .. }));
    let facts = DataFile::open(copy).unwrap().facts().unwrap();
    assert_eq!((facts.format, facts.taken.unwrap().kind), (1, RingKind::Before("migration".into())));
    let aside = path.with_file_name("aside.redb");
    std::fs::copy(copy, &aside).unwrap();
    put(&open(&aside), 99, "go on");

    // What broke is repaired by a step of its own, then the interrupted one is finished.
    fn repair(tx: &mut Tx<'_>, at: Option<Vec<u8>>) -> Result<Option<Vec<u8>>, StoreError> {
        tx.put(&NOTES, &99, &"go on".to_owned())?;
        index_notes(tx, at)
    }
    let repaired =
        Options { migrations: vec![Migration { to: 2, name: "order notes by text", run: repair }], ..newer() };
    let store = Store::open(&path, repaired, &catalogue).unwrap();
    let snapshot = store.snapshot().unwrap();
    assert_eq!(snapshot.read().keys(&BY_TEXT, Span::all()).unwrap().count(), 46);
    drop((snapshot, store));
    drop(Store::open(&path, newer(), &catalogue).unwrap());
}

#[test]
fn a_dropped_table_goes_and_its_name_stays_taken() {
    let (_dir, path, store) = fresh();
    put(&store, 1, "x");
    drop(store);
    let mut catalogue = CATALOGUE;
    catalogue[0].kind = TableKind::Dropped;
    let store = Store::open(&path, Options { now_ms: NOW, ..options() }, &catalogue).unwrap();
    let gone = store.write(|tx| tx.get(&NOTES, &1)).wait();
    assert_eq!(gone, Err(StoreError::UnknownTable("notes".into())));
    drop(store);
    assert!(!DataFile::open(&path).unwrap().tables().contains(&"notes".to_owned()));
}
