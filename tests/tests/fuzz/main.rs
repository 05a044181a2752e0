//! What strangers write, read a hundred thousand ways: each target takes a small corpus, changes it at random and
//! holds what comes out to something that must be true of it. Nothing panics, nothing takes long, no memory stays.
//!
//! A run is repeatable: every input is made from its number. A failing one is printed with that number and kept under
//! `target/fuzz`. `GUILDHALL_LONG=1` (`cargo xtask test --long`) tries a hundred times as many.

mod capture;
mod csv;
mod driver;
mod ical;
mod mail;
mod markdown;
mod mutate;
mod query;
mod records;
mod trello;

use driver::Target;
use std::{fs, path::PathBuf};

/// The folder of a corpus.
fn corpus_folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name)
}

/// The files of a corpus.
fn files(name: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(corpus_folder(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "the corpus {name} is empty");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// The lines of all files of a corpus, for what is one line long.
fn lines(name: &str) -> Vec<Vec<u8>> {
    let text: Vec<String> = files(name).into_iter().map(|file| String::from_utf8(file).unwrap()).collect();
    text.iter()
        .flat_map(|text| text.lines())
        .filter(|line| !line.is_empty())
        .map(|line| line.as_bytes().to_vec())
        .collect()
}
