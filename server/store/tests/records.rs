//! Records written by any version of the program are read by every later one.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use guildhall_store::{Known, StoreError, Value, record};
use minicbor::{Decode, Encode};

#[derive(Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
struct First {
    #[n(0)]
    title: String,
    #[n(1)]
    minutes: Option<u32>,
    #[n(2)]
    marks: Vec<Known<Mark>>,
}
record!(First, 1);

#[derive(Debug, PartialEq, Encode, Decode)]
enum Mark {
    #[n(0)]
    Star,
    #[n(1)]
    Colour(#[n(0)] u8),
}

/// `minutes` dropped, `place` and `people` added, a mark more.
#[derive(Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
struct Later {
    #[n(0)]
    title: String,
    #[n(2)]
    marks: Vec<Known<LaterMark>>,
    #[n(3)]
    place: Option<String>,
    #[cbor(n(4), default)]
    people: Vec<u64>,
}
record!(Later, 1);

#[derive(Debug, PartialEq, Encode, Decode)]
enum LaterMark {
    #[n(0)]
    Star,
    #[n(1)]
    Colour(#[n(0)] u8),
    #[n(2)]
    Flag {
        #[n(0)]
        why: String,
    },
}

record!(Renewed, 2);
#[derive(Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
struct Renewed {
    #[n(0)]
    title: String,
}

fn body<V: Value>(value: &V) -> Vec<u8> {
    let mut out = Vec::new();
    value.encode(&mut out);
    out
}

fn read<V: Value>(body: &[u8]) -> Result<V, StoreError> {
    V::decode(1, body)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn first() -> First {
    First {
        title: "Fix lamp".into(),
        minutes: Some(45),
        marks: vec![Known::Is(Mark::Star), Known::Is(Mark::Colour(7))],
    }
}

const FIRST: &str = "a3 00 68466978206c616d70 01 182d 02 82 43820080 4482018107";
const LATER: &str = "a4 00 68466978206c616d70 02 81 49820281656f74686572 03 644261726e 04 820102";

fn golden(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[test]
fn the_bytes_are_for_ever() {
    assert_eq!(hex(&body(&first())), hex(&golden(FIRST)));
    assert_eq!(read::<First>(&golden(FIRST)), Ok(first()));
}

#[test]
fn a_later_program_reads_old_bytes() {
    let got = read::<Later>(&golden(FIRST)).unwrap();
    let marks = vec![Known::Is(LaterMark::Star), Known::Is(LaterMark::Colour(7))];
    assert_eq!(got, Later { title: "Fix lamp".into(), marks, place: None, people: vec![] });
}

#[test]
fn an_older_program_reads_new_bytes_and_keeps_what_it_does_not_know() {
    let new = Later {
        title: "Fix lamp".into(),
        marks: vec![Known::Is(LaterMark::Flag { why: "other".into() })],
        place: Some("Barn".into()),
        people: vec![1, 2],
    };
    assert_eq!(hex(&body(&new)), hex(&golden(LATER)));
    let got = read::<First>(&golden(LATER)).unwrap();
    assert_eq!((got.title.as_str(), got.minutes), ("Fix lamp", None));
    assert!(matches!(got.marks.as_slice(), [Known::Unknown(_)]));
    // Written back, the mark is what it was.
    let again = read::<Later>(&body(&got)).unwrap();
    assert_eq!(again.marks, new.marks);
}

#[test]
fn bytes_left_over_are_an_error() {
    let mut bytes = golden(FIRST);
    bytes.push(0);
    assert!(matches!(read::<First>(&bytes), Err(StoreError::Corrupt { .. })));
    assert!(read::<First>(&bytes[..bytes.len() - 3]).is_err());
    assert!(read::<First>(&[]).is_err());
}

mod common;

#[test]
fn a_row_of_a_newer_version_is_refused_by_name() {
    use guildhall_store::Table;
    let (_dir, _path, store) = common::fresh();
    let newer: Table<u64, Renewed> = Table::new("notes");
    let older: Table<u64, First> = Table::new("notes");
    store.write(move |tx| tx.put(&newer, &1, &Renewed { title: "x".into() })).wait().unwrap();
    let got = store.snapshot().unwrap().read().get(&older, &1);
    assert_eq!(got, Err(StoreError::Newer { table: "notes".into(), version: 2, known: 1 }));
}
