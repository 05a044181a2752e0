//! The loop by stretches against going from one match to the next, which is how the engine itself would do it.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::{
    Doc, Index, Kind, Language, Op, Reach, State, parse,
    plan::{Planner, Reading},
    query::Names,
};
use uuid::Uuid;

struct Nobody;

impl Names for Nobody {
    fn space(&self, _: &str) -> Option<u64> {
        None
    }
    fn person(&self, _: &str) -> Option<u64> {
        None
    }
    fn tag(&self, _: &str) -> Option<u64> {
        None
    }
}

const WORDS: [&str; 7] = ["boiler", "valve", "pump", "room", "boilers", "gasket", "invoice"];

/// A document of words that depend on its number, in one of two spaces.
fn doc(number: u64) -> Doc {
    let mixed = |salt: u64| {
        let seed = (number * 8 + salt + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (seed ^ (seed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40
    };
    let word = |salt: u64| WORDS[(mixed(salt) % 7) as usize];
    let id = Uuid::from_u128(u128::from(number) + 1);
    let space = 1 + number % 2;
    Doc {
        id,
        item: id,
        kind: Kind::Task,
        key: format!("OP-{number}"),
        title: format!("{} {}", word(0), if number % 500 == 2 { "seldom" } else { word(1) }),
        text: format!("{} {} {} {}", word(2), word(3), word(4), word(5)),
        space,
        audience: vec![space],
        author: 1 + number % 5,
        assignee: number % 3,
        tags: Vec::new(),
        state: State::Open,
        has_file: number.is_multiple_of(4),
        has_link: false,
        created_ms: 0,
        updated_ms: i64::try_from(number).unwrap() * 3_600_000,
        due_day: None,
    }
}

/// Everything that passes, with its score, by one match after the other.
fn one_by_one(scan: &Scan<'_>, ready: &Ready) -> Vec<(u64, Score)> {
    let mut found = Vec::new();
    for (reader, gate) in scan.searcher.segment_readers().iter().zip(&scan.segments) {
        let mut scorer = ready.must.scorer(reader, 1.0).unwrap();
        while scorer.doc() != TERMINATED {
            let doc = scorer.doc();
            let alive = reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc));
            if alive && gate.lets_through(doc, None) {
                found.push((gate.columns.id.1.first(doc).unwrap(), scorer.score()));
            }
            scorer.advance();
        }
    }
    found
}

fn by_stretches(scan: &Scan<'_>, ready: &Ready) -> Vec<(u64, Score)> {
    let mut found = Vec::new();
    let ended = scan.each(ready, &mut |one: Found<'_>| {
        found.push((one.columns.id.1.first(one.doc).unwrap(), one.text));
        ControlFlow::Continue(())
    });
    assert_eq!(ended.unwrap(), Ended::Complete);
    found
}

/// Notes what is handed over where only scores from one on matter, and how many are passed over.
struct Best {
    enough: Score,
    taken: Vec<(u64, Score)>,
    passed_over: usize,
}

impl Sink for Best {
    fn take(&mut self, found: Found<'_>) -> ControlFlow<()> {
        self.taken.push((found.columns.id.1.first(found.doc).unwrap(), found.text));
        ControlFlow::Continue(())
    }

    fn enough(&self) -> Option<Score> {
        Some(self.enough)
    }

    fn pass_over(&mut self, count: usize) {
        self.passed_over += count;
    }
}

#[test]
fn what_cannot_come_among_the_best_is_counted_and_the_others_keep_their_scores() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path(), Uuid::from_u128(7), Language::English, 1).unwrap().index;
    index.apply((0..9_000).map(|number| Op::Put(doc(number))).collect(), 1).unwrap();
    index.commit().unwrap();
    let searcher = index.searcher();
    let gate = Gate::new(&Reach { audiences: vec![1], inside: Vec::new() });
    let scan = Scan::new(&searcher, &gate, index.sights(), Deadline::after(60_000)).unwrap();
    let planner = Planner { searcher: &searcher, fields: index.fields(), language: Language::English, growing: None };
    let today = chrono::NaiveDate::from_ymd_opt(1970, 7, 7).unwrap();
    let mut passed_over = Vec::new();
    for text in ["boiler", "seldom", "boiler room", "val*", "\"pump room\"", "gaske"] {
        let query = parse(text, &Nobody, today, 0, Language::English);
        let plan = planner.whole(&query.clauses, Reading::Typos, None).unwrap().unwrap();
        let ready = scan.ready(&plan, true).unwrap();
        let all = one_by_one(&scan, &ready);
        let mut scores: Vec<Score> = all.iter().map(|(_, score)| *score).collect();
        scores.sort_by(Score::total_cmp);
        let wished: Score = plan.wishes.iter().map(|wish| wish.most).filter(|most| most.is_finite()).sum();
        // Also one that nothing reaches.
        for enough in [scores[0], scores[scores.len() / 2], scores[scores.len() - 1], 1e9] {
            let mut best = Best { enough: enough + wished, taken: Vec::new(), passed_over: 0 };
            assert_eq!(scan.each(&ready, &mut best).unwrap(), Ended::Complete);
            assert_eq!(best.taken.len() + best.passed_over, all.len(), "{text}: every one is counted");
            let matter = |list: &[(u64, Score)]| -> Vec<(u64, Score)> {
                list.iter().copied().filter(|(_, score)| *score >= enough).collect()
            };
            assert_eq!(matter(&best.taken), matter(&all), "{text}: those that matter keep their scores");
            passed_over.push((text, best.passed_over));
        }
    }
    assert!(passed_over.contains(&("boiler", 0)), "where everything matters everything is handed over");
    assert!(passed_over.iter().any(|(text, count)| *text == "boiler" && *count > 500), "{passed_over:?}");
}

#[test]
fn stretches_find_what_going_from_match_to_match_finds() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path(), Uuid::from_u128(7), Language::English, 1).unwrap().index;
    // The first part is longer than a stretch, the others are not.
    for (seq, part) in [(1, 0..9_000), (2, 9_000..9_070), (3, 9_070..10_000)] {
        index.apply(part.map(|number| Op::Put(doc(number))).collect(), seq).unwrap();
        index.commit().unwrap();
    }
    index.apply((0..10_000).step_by(7).map(|number| Op::DeleteDoc(doc(number).id)).collect(), 4).unwrap();
    index.commit().unwrap();
    let searcher = index.searcher();
    let today = chrono::NaiveDate::from_ymd_opt(1970, 7, 7).unwrap();
    let reach = Reach { audiences: vec![1], inside: Vec::new() };
    for text in [
        "boiler",
        "boiler room",
        "boiler room valve invoice",
        "pump seldom",
        "\"pump room\"",
        "val*",
        "gaske invoice",
        "OP-1202",
        "boiler -pump",
        "the boiler in:here",
        "seldom",
        "zebra",
    ] {
        let query = parse(text, &Nobody, today, 0, Language::English);
        let gate = Gate::new(&reach).operated(&query.operators);
        let scan = Scan::new(&searcher, &gate, index.sights(), Deadline::after(60_000)).unwrap();
        let planner =
            Planner { searcher: &searcher, fields: index.fields(), language: Language::English, growing: None };
        let mut any = false;
        for (reading, needed) in [(Reading::Strict, None), (Reading::Typos, None), (Reading::Loose, Some(1))] {
            let Some(plan) = planner.whole(&query.clauses, reading, needed).unwrap() else { continue };
            let ready = scan.ready(&plan, true).unwrap();
            let found = by_stretches(&scan, &ready);
            assert_eq!(found, one_by_one(&scan, &ready), "{text} {reading:?}");
            any |= !found.is_empty();
            assert_eq!(scan.count(&plan, usize::MAX).unwrap(), found.len(), "{text} {reading:?}");
        }
        assert_eq!(any, text != "zebra", "{text}");
    }
}
