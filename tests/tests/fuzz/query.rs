//! The query language: every clause and operator stands where it says, and each, read alone, means the same again.

use crate::{Target, lines};
use chrono::NaiveDate;
use guildhall_search::{ClauseKind, Language, Marking, Names, Query, name_form, parse};
use std::mem::discriminant;

struct Known;

fn known(name: &str, all: &[&str]) -> Option<u64> {
    let wanted = name_form(name);
    all.iter().position(|one| name_form(one) == wanted).map(|at| at as u64 + 1)
}

impl Names for Known {
    fn space(&self, name: &str) -> Option<u64> {
        known(name, &["kitchen", "Festival 2027", "Łódź"])
    }
    fn person(&self, name: &str) -> Option<u64> {
        known(name, &["ana", "Ana Ruiz", "me"])
    }
    fn tag(&self, name: &str) -> Option<u64> {
        known(name, &["urgent", "safety first"])
    }
}

const WORDS: &[&str] = &[
    " ",
    "\"",
    "“",
    "”",
    "«",
    "-",
    "*",
    ":",
    "@",
    "+",
    "in:",
    "in:kitchen",
    "in:\"Festival 2027\"",
    "-in:kitchen",
    "from:ana",
    "by:\"Ana Ruiz\"",
    "@me",
    "@\"Ana Ruiz\"",
    "is:open",
    "is:late",
    "type:task",
    "type:steps",
    "has:file",
    "has:link",
    "before:today",
    "after:1 nov 2026",
    "after:nov",
    "since:2026-01-01",
    "tag:urgent",
    "+urgent",
    "+\"safety first\"",
    "boil*",
    "\"exact words\"",
    "-not",
    "INV-2024/17",
    "C++",
    "https://a.example/x_y",
    "日本語",
    "is:nothing",
];

fn read(text: &str) -> Query {
    parse(text, &Known, NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(), 60, Language::English)
}

#[test]
fn of_every_question_each_part_means_the_same_read_alone() {
    let target = Target { name: "query", corpus: lines("query"), words: WORDS, share: 100 };
    target.run(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        let query = read(&text);
        assert!(text.starts_with(&query.text), "what was read is the beginning of what was typed");
        assert_eq!(read(&query.text), query, "what was read is read the same again");
        operators(&query);
        clauses(&query);
        for hint in &query.hints {
            assert!(query.text.get(hint.span.clone()).is_some_and(|typed| !typed.is_empty()), "{hint:?}");
        }
        marks(&query, "The boiler in the kitchen, INV-2024/17: exact words of 日本語, C++ 👩‍👩‍👧‍👦 İstanbul straße.");
        let kinds = query.clauses.iter().map(|clause| (clause.kind as u8, clause.negated)).collect::<Vec<_>>();
        let tests = query.operators.iter().map(|operator| (discriminant(&operator.test), operator.negated));
        (kinds, tests.collect::<Vec<_>>(), query.hints.len())
    });
}

fn operators(query: &Query) {
    let mut at = 0;
    for operator in &query.operators {
        assert!(operator.span.start >= at, "operators stand in their order: {query:?}");
        at = operator.span.end;
        let typed = query.text.get(operator.span.clone()).unwrap_or_else(|| panic!("{operator:?} cuts a character"));
        let alone = read(typed);
        let same = alone.operators.first().map(|again| (again.test, again.negated));
        assert_eq!(same, Some((operator.test, operator.negated)), "“{typed}” of “{}”", query.text);
        assert!(alone.clauses.is_empty() && alone.operators.len() == 1, "“{typed}” of “{}”", query.text);
    }
}

fn clauses(query: &Query) {
    for clause in &query.clauses {
        let typed = query.text.get(clause.span.clone()).unwrap_or_else(|| panic!("{clause:?} cuts a character"));
        assert!(typed.contains(&clause.text) && !clause.text.trim().is_empty(), "{clause:?} is not in “{typed}”");
        assert!(clause.kind == ClauseKind::Phrase || !clause.text.contains(char::is_whitespace), "{clause:?}");
        let here: Vec<_> = query.clauses.iter().filter(|other| other.span == clause.span).collect();
        let alone = read(typed);
        let alone: Vec<_> = alone.clauses.iter().collect();
        let plain = |all: &[&guildhall_search::Clause]| {
            all.iter().map(|clause| (clause.kind, clause.text.clone(), clause.negated)).collect::<Vec<_>>()
        };
        // What is said again elsewhere stands only there.
        let (alone, here) = (plain(&alone), plain(&here));
        let mut rest = alone.iter();
        let in_order = here.iter().all(|one| rest.any(|other| other == one));
        assert!(in_order, "“{typed}” of “{}”: {here:?} in {alone:?}", query.text);
    }
}

/// Marking changes no text: its parts put together are what was marked, or, of a snippet, a part of it.
fn marks(query: &Query, text: &str) {
    let joined: String = Marking::new(query).mark(text).into_iter().map(|(part, _)| part).collect();
    assert_eq!(joined, text);
    let shown: String = Marking::new(query).snippet(text, 40).parts.into_iter().map(|(part, _)| part).collect();
    assert!(text.contains(shown.trim_matches('…').trim()), "“{shown}”");
}
