//! Builders shared by the tests of the search.

#![allow(dead_code)]

use std::path::Path;

use chrono::NaiveDate;
use guildhall_search::{Answer, Doc, Index, Kind, Language, Names, Now, Op, Query, Question, Reach, State, parse};
use uuid::Uuid;

pub const DAY: i64 = 86_400_000;
pub const NOW: Now = Now { ms: 20_000 * DAY, offset_minutes: 0 };
pub const HISTORY: Uuid = Uuid::from_u128(77);

pub struct Known;

impl Names for Known {
    fn space(&self, name: &str) -> Option<u64> {
        match name.to_lowercase().as_str() {
            "kitchen" => Some(1),
            "festival 2027" => Some(2),
            "harbour" => Some(3),
            _ => None,
        }
    }

    fn person(&self, name: &str) -> Option<u64> {
        match name.to_lowercase().as_str() {
            "ana" | "ana ruiz" => Some(11),
            "tom" => Some(12),
            _ => None,
        }
    }

    fn tag(&self, name: &str) -> Option<u64> {
        match name {
            "urgent" => Some(21),
            "safety" => Some(22),
            _ => None,
        }
    }
}

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(20_000)
}

pub fn query_in(text: &str, language: Language) -> Query {
    parse(text, &Known, today(), 0, language)
}

pub fn query(text: &str) -> Query {
    query_in(text, Language::English)
}

pub fn reach(audiences: &[u64]) -> Reach {
    Reach { audiences: audiences.to_vec(), inside: Vec::new() }
}

pub fn doc(id: u128, title: &str, text: &str) -> Doc {
    Doc {
        id: Uuid::from_u128(id),
        item: Uuid::from_u128(id),
        kind: Kind::Task,
        key: String::new(),
        title: title.to_owned(),
        text: text.to_owned(),
        space: 1,
        audience: vec![1],
        author: 11,
        assignee: 0,
        tags: Vec::new(),
        state: State::Open,
        has_file: false,
        has_link: false,
        created_ms: NOW.ms,
        updated_ms: NOW.ms,
        due_day: None,
    }
}

pub fn open(dir: &Path, language: Language) -> Index {
    Index::open(dir, HISTORY, language, u64::MAX).unwrap().index
}

pub fn filled(dir: &Path, language: Language, docs: Vec<Doc>) -> Index {
    let index = open(dir, language);
    index.apply(docs.into_iter().map(Op::Put).collect(), 1).unwrap();
    index.commit().unwrap();
    index
}

/// A question with time enough for a slow machine.
pub fn question(query: Query) -> Question {
    Question { limit: 1_000, budget_ms: 60_000, ..Question::new(query) }
}

pub fn ask(index: &Index, text: &str) -> Answer {
    index.search(&question(query(text)), &reach(&[1]), NOW).unwrap()
}

pub fn ids(answer: &Answer) -> Vec<u128> {
    let mut ids: Vec<u128> = answer.hits.iter().map(|hit| hit.id.as_u128()).collect();
    ids.sort_unstable();
    ids
}
