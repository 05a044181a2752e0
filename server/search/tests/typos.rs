//! Every single typing mistake in a word of five letters or more is forgiven, wherever the word stands.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeSet;

use common::*;
use guildhall_search::{Doc, Kind, Language};
use uuid::Uuid;

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

fn edits(word: &str) -> BTreeSet<String> {
    let chars: Vec<char> = word.chars().collect();
    let mut all = BTreeSet::new();
    for at in 0..=chars.len() {
        for letter in LETTERS.chars() {
            let mut more = chars.clone();
            more.insert(at, letter);
            all.insert(more.iter().collect());
            if at < chars.len() {
                let mut other = chars.clone();
                other[at] = letter;
                all.insert(other.iter().collect());
            }
        }
        if at < chars.len() {
            let mut less = chars.clone();
            less.remove(at);
            all.insert(less.iter().collect());
        }
        if at + 1 < chars.len() {
            let mut swapped = chars.clone();
            swapped.swap(at, at + 1);
            all.insert(swapped.iter().collect());
        }
    }
    all.remove(word);
    all
}

#[test]
fn every_mistake_finds_the_word_in_title_text_and_comment() {
    let dir = tempfile::tempdir().unwrap();
    let words = ["gasket", "invoices", "müller", "crane", "harbour", "chaudière"];
    let mut docs = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let base = at as u128 * 10;
        docs.push(doc(base + 1, &format!("The {word} again"), ""));
        docs.push(doc(base + 2, "Something", &format!("we saw a {word} there")));
        docs.push(Doc { kind: Kind::Comment, ..doc(base + 3, "Other", &format!("{word}?")) });
    }
    let index = filled(dir.path(), Language::English, docs);
    let mut missed = Vec::new();
    let mut tried = 0;
    for (at, word) in words.iter().enumerate() {
        let base = at as u128 * 10;
        for typed in edits(word) {
            tried += 1;
            let answer = ask(&index, &typed);
            let found = ids(&answer);
            if !(1..=3).all(|n| found.contains(&(base + n))) {
                missed.push(format!("{typed} for {word}: {found:?}"));
            }
        }
    }
    assert!(tried > 2_000);
    assert!(missed.is_empty(), "{} of {tried} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn a_mistake_beside_a_right_word_is_corrected_in_place() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path(), Language::English, vec![doc(1, "Harbour gasket", ""), doc(2, "Harbour", "crane")]);
    let answer = ask(&index, "harbour gaskte is:open");
    assert_eq!(ids(&answer), [1]);
    assert_eq!(answer.corrected.as_deref(), Some("harbour gasket is:open"));
    assert!(ask(&index, "harbour gasket").corrected.is_none());
}

#[test]
fn nothing_is_corrected_or_suggested_to_what_only_others_can_read() {
    let dir = tempfile::tempdir().unwrap();
    let secret = Doc { audience: vec![2], ..doc(1, "Takeover", "severance") };
    let index = filled(dir.path(), Language::English, vec![secret, doc(2, "Lunch", "soup"), doc(3, "Makeover", "")]);
    let answer = ask(&index, "severence");
    assert_eq!((answer.total, answer.corrected), (0, None));
    assert_eq!(ask(&index, "takeovr").total, 0);
    assert!(index.suggest("sev", &reach(&[1])).unwrap().is_empty());
    assert!(index.suggest("severence", &reach(&[1])).unwrap().is_empty());
    assert_eq!(index.suggest("sev", &reach(&[2])).unwrap(), ["severance"]);
    assert_eq!(index.suggest("severence", &reach(&[2])).unwrap(), ["severance"]);
    assert_eq!(index.suggest("makeovr", &reach(&[1])).unwrap(), ["makeover"]);
}

#[test]
fn a_comment_keeps_its_own_mistakes() {
    let dir = tempfile::tempdir().unwrap();
    let comment = Doc { kind: Kind::Comment, item: Uuid::from_u128(1), ..doc(2, "Harbour", "gaskets") };
    let index = filled(dir.path(), Language::English, vec![doc(1, "Harbour", ""), comment]);
    assert_eq!(ids(&ask(&index, "gaskte harbour")), [2]);
}
