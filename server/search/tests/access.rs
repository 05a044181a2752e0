//! Thousands of random readers and questions against a plain loop over the documents: the same hits, totals
//! and facets, and never anything outside the reader's audiences.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::*;
use guildhall_search::{Doc, Filters, Index, Kind, Language, Op, Order, Question, State, When};
use uuid::Uuid;

/// A small generator, so that every run asks the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides
    }

    fn some<T: Clone>(&mut self, from: &[T], most: u64) -> Vec<T> {
        (0..self.roll(most + 1)).map(|_| from[self.roll(from.len() as u64) as usize].clone()).collect()
    }
}

/// Far enough from one another that neither stems nor mistakes mix them.
const WORDS: [&str; 12] = [
    "gasket", "harbour", "lantern", "quartz", "violin", "pepper", "meadow", "tundra", "zigzag", "oboe", "fjord",
    "mosaic",
];
const SPACES: [u64; 6] = [1, 2, 3, 4, 5, 6];
const PEOPLE: [u64; 5] = [101, 102, 103, 104, 105];
const TAGS: [u64; 3] = [201, 202, 203];

fn random_doc(dice: &mut Dice, id: u128) -> Doc {
    let words = |dice: &mut Dice, most| dice.some(&WORDS, most).join(" ");
    let (title, text) = (words(dice, 3), words(dice, 8));
    let mut audience = dice.some(&SPACES, 3);
    audience.extend(dice.some(&PEOPLE, 1));
    Doc {
        kind: [Kind::Task, Kind::Step, Kind::Topic, Kind::Page][dice.roll(4) as usize],
        item: Uuid::from_u128(id / 4 * 4),
        space: SPACES[dice.roll(6) as usize],
        audience,
        author: PEOPLE[dice.roll(5) as usize],
        assignee: if dice.roll(2) == 0 { 0 } else { PEOPLE[dice.roll(5) as usize] },
        tags: dice.some(&TAGS, 2),
        state: State::ALL[dice.roll(4) as usize],
        has_file: dice.roll(3) == 0,
        updated_ms: NOW.ms - dice.roll(500) as i64 * DAY,
        ..doc(id, &title, &text)
    }
}

struct Asked {
    words: Vec<&'static str>,
    not: Vec<&'static str>,
    filters: Filters,
}

fn random_question(dice: &mut Dice) -> Asked {
    let words = match dice.roll(5) {
        0 => Vec::new(),
        1 | 2 => vec![WORDS[dice.roll(12) as usize]],
        _ => vec![WORDS[dice.roll(12) as usize], WORDS[dice.roll(12) as usize]],
    };
    let not = if dice.roll(4) == 0 { vec![WORDS[dice.roll(12) as usize]] } else { Vec::new() };
    let when = (dice.roll(4) == 0).then(|| {
        let from = NOW.ms - dice.roll(400) as i64 * DAY;
        (from, from + 100 * DAY)
    });
    let rare = |dice: &mut Dice| dice.roll(3) == 0;
    let filters = Filters {
        kinds: if rare(dice) { dice.some(&Kind::ALL, 3) } else { Vec::new() },
        spaces: if rare(dice) { dice.some(&SPACES, 3) } else { Vec::new() },
        people: if rare(dice) { dice.some(&PEOPLE, 2) } else { Vec::new() },
        states: if rare(dice) { dice.some(&State::ALL, 2) } else { Vec::new() },
        when,
        has_file: [None, None, None, Some(true), Some(false)][dice.roll(5) as usize],
        tags: if rare(dice) { dice.some(&TAGS, 2) } else { Vec::new() },
    };
    Asked { words, not, filters }
}

fn readable(doc: &Doc, audiences: &[u64]) -> bool {
    doc.audience.iter().any(|id| audiences.contains(id))
}

/// A document with its words, so that the plain loop need not cut them each time.
struct Kept {
    doc: Doc,
    words: BTreeSet<String>,
}

impl Kept {
    fn new(doc: Doc) -> Kept {
        let words = doc.title.split(' ').chain(doc.text.split(' ')).map(str::to_owned).collect();
        Kept { doc, words }
    }
}

fn passes(doc: &Doc, filters: &Filters) -> bool {
    (filters.kinds.is_empty() || filters.kinds.contains(&doc.kind))
        && (filters.spaces.is_empty() || filters.spaces.contains(&doc.space))
        && (filters.people.is_empty() || filters.people.contains(&doc.author) || filters.people.contains(&doc.assignee))
        && (filters.states.is_empty() || filters.states.contains(&doc.state))
        && (filters.tags.is_empty() || doc.tags.iter().any(|tag| filters.tags.contains(tag)))
        && filters.when.is_none_or(|(from, until)| doc.updated_ms >= from && doc.updated_ms < until)
        && filters.has_file.is_none_or(|wanted| doc.has_file == wanted)
}

fn expected<'a>(docs: &'a BTreeMap<u128, Kept>, asked: &Asked, audiences: &[u64]) -> Vec<&'a Doc> {
    if asked.words.is_empty() && asked.not.is_empty() && asked.filters == Filters::default() {
        return Vec::new();
    }
    let all: Vec<&Kept> = docs
        .values()
        .filter(|kept| readable(&kept.doc, audiences) && passes(&kept.doc, &asked.filters))
        .filter(|kept| !asked.not.iter().any(|word| kept.words.contains(*word)))
        .collect();
    let strict: Vec<&Doc> = all
        .iter()
        .filter(|kept| asked.words.iter().all(|word| kept.words.contains(*word)))
        .map(|kept| &kept.doc)
        .collect();
    if strict.is_empty() && asked.words.len() > 1 {
        return all
            .into_iter()
            .filter(|kept| asked.words.iter().any(|word| kept.words.contains(*word)))
            .map(|kept| &kept.doc)
            .collect();
    }
    strict
}

fn counted<K: Ord + Copy>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn bucket(doc: &Doc) -> When {
    match (NOW.ms - doc.updated_ms) / DAY {
        0 => When::Today,
        1..=7 => When::Week,
        8..=30 => When::Month,
        31..=365 => When::Year,
        _ => When::Older,
    }
}

fn check(index: &Index, docs: &BTreeMap<u128, Kept>, dice: &mut Dice) {
    let mut audiences = dice.some(&SPACES, 3);
    audiences.extend(dice.some(&PEOPLE, 1));
    let asked = random_question(dice);
    let text: Vec<String> = asked
        .words
        .iter()
        .map(|word| word.to_string())
        .chain(asked.not.iter().map(|word| format!("-{word}")))
        .collect();
    let order = if dice.roll(2) == 0 { Order::Best } else { Order::Newest };
    let question = Question { filters: asked.filters.clone(), facets: true, order, ..question(query(&text.join(" "))) };
    let answer = index.search(&question, &reach(&audiences), NOW).unwrap();
    let expected = expected(docs, &asked, &audiences);
    let label = || format!("{text:?} {:?} for {audiences:?}", asked.filters);
    for hit in &answer.hits {
        assert!(readable(&docs[&hit.id.as_u128()].doc, &audiences), "{} showed {}", label(), hit.id);
    }
    let wanted: BTreeSet<u128> = expected.iter().map(|doc| doc.id.as_u128()).collect();
    let got: BTreeSet<u128> = answer.hits.iter().map(|hit| hit.id.as_u128()).collect();
    assert_eq!(got, wanted, "{}", label());
    assert_eq!((answer.total, answer.hits.len()), (wanted.len(), wanted.len()), "{}", label());
    assert_eq!(
        answer.facets.kinds.iter().copied().collect::<BTreeMap<_, _>>(),
        counted(expected.iter().map(|doc| doc.kind))
    );
    assert_eq!(
        answer.facets.spaces.iter().copied().collect::<BTreeMap<_, _>>(),
        counted(expected.iter().map(|doc| doc.space))
    );
    assert_eq!(
        answer.facets.states.iter().copied().collect::<BTreeMap<_, _>>(),
        counted(expected.iter().map(|doc| doc.state))
    );
    assert_eq!(
        answer.facets.when.iter().copied().collect::<BTreeMap<_, _>>(),
        counted(expected.iter().map(|doc| bucket(doc)))
    );
    let people =
        expected.iter().flat_map(|doc| BTreeSet::from([doc.author, doc.assignee])).filter(|person| *person != 0);
    assert_eq!(answer.facets.people.iter().copied().collect::<BTreeMap<_, _>>(), counted(people));
    if order == Order::Newest {
        let dates: Vec<i64> = answer.hits.iter().map(|hit| docs[&hit.id.as_u128()].doc.updated_ms).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b), "{}", label());
    }
}

#[test]
fn ten_thousand_questions_answer_what_a_plain_loop_does() {
    let dir = tempfile::tempdir().unwrap();
    let mut dice = Dice(0x5eed_1234_5678_9abc);
    let mut docs: BTreeMap<u128, Kept> = BTreeMap::new();
    let index = open(dir.path(), Language::English);
    for seq in 1..=20_u64 {
        // Each round changes, adds and removes, so that segments, deletions and merges are all met.
        let mut ops = Vec::new();
        for _ in 0..40 {
            let id = u128::from(dice.roll(400)) + 1;
            let doc = random_doc(&mut dice, id);
            docs.insert(id, Kept::new(doc.clone()));
            ops.push(Op::Put(doc));
        }
        let gone = u128::from(dice.roll(400)) + 1;
        docs.remove(&gone);
        ops.push(Op::DeleteDoc(Uuid::from_u128(gone)));
        let item = Uuid::from_u128((u128::from(dice.roll(400)) + 1) / 4 * 4);
        docs.retain(|_, kept| kept.doc.item != item && kept.doc.id != item);
        ops.push(Op::DeleteItem(item));
        index.apply(ops, seq).unwrap();
        index.commit().unwrap();
        std::thread::scope(|scope| {
            for half in 1..=2 {
                let (index, docs) = (&index, &docs);
                scope.spawn(move || {
                    let mut dice = Dice(seq << 32 | half << 16 | 0x9e37);
                    for _ in 0..250 {
                        check(index, docs, &mut dice);
                    }
                });
            }
        });
    }
}

#[test]
fn pages_of_an_answer_neither_overlap_nor_miss() {
    let dir = tempfile::tempdir().unwrap();
    let docs = (1..=95).map(|n| doc(n, "lantern", "")).collect();
    let index = filled(dir.path(), Language::English, docs);
    for order in [Order::Best, Order::Newest] {
        let mut seen = Vec::new();
        for offset in (0..100).step_by(10) {
            let asked = Question { limit: 10, offset, order, ..question(query("lantern")) };
            let answer = index.search(&asked, &reach(&[1]), NOW).unwrap();
            assert_eq!(answer.total, 95);
            seen.extend(answer.hits.iter().map(|hit| hit.id));
        }
        let once: BTreeSet<_> = seen.iter().collect();
        assert_eq!((seen.len(), once.len()), (95, 95));
    }
}

#[test]
fn a_reader_without_audiences_and_a_document_without_any_never_meet() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(
        dir.path(),
        Language::English,
        vec![Doc { audience: vec![], ..doc(1, "lantern", "") }, doc(2, "lantern", "")],
    );
    assert_eq!(ids(&ask(&index, "lantern")), [2]);
    assert_eq!(index.search(&question(query("lantern")), &reach(&[]), NOW).unwrap().total, 0);
    assert!(index.suggest("lan", &reach(&[])).unwrap().is_empty());
}

#[test]
fn a_question_without_time_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let index = filled(dir.path(), Language::English, vec![doc(1, "lantern", "")]);
    let answer = index.search(&Question { budget_ms: 0, ..question(query("lantern")) }, &reach(&[1]), NOW).unwrap();
    assert!(answer.truncated);
}

#[test]
fn operators_filter_and_their_values_are_alternatives() {
    let dir = tempfile::tempdir().unwrap();
    let docs = vec![
        Doc { space: 1, assignee: 12, due_day: Some(19_990), tags: vec![21, 22], ..doc(1, "lantern", "") },
        Doc {
            space: 2,
            author: 12,
            state: State::Done,
            due_day: Some(19_990),
            has_file: true,
            tags: vec![21],
            ..doc(2, "lantern", "")
        },
        Doc { space: 3, kind: Kind::Page, has_link: true, updated_ms: NOW.ms - 40 * DAY, ..doc(3, "lantern", "") },
    ];
    let index = filled(dir.path(), Language::English, docs);
    for (typed, wanted) in [
        ("lantern in:kitchen", vec![1]),
        ("in:kitchen in:harbour", vec![1, 3]),
        ("lantern -in:kitchen", vec![2, 3]),
        ("in:\"Festival 2027\"", vec![2]),
        ("from:tom", vec![2]),
        ("by:ana", vec![1, 3]),
        ("@tom", vec![1]),
        ("is:done", vec![2]),
        ("is:late", vec![1]),
        ("is:open is:done", vec![1, 2, 3]),
        ("type:page", vec![3]),
        ("has:file", vec![2]),
        ("has:link", vec![3]),
        ("-has:link", vec![1, 2]),
        ("before:30d", vec![3]),
        ("after:yesterday lantern", vec![1, 2]),
        ("+urgent", vec![1, 2]),
        ("tag:urgent tag:safety", vec![1]),
    ] {
        assert_eq!(ids(&ask(&index, typed)), wanted, "{typed}");
    }
    let ticked = Question {
        filters: Filters { spaces: vec![2], ..Filters::default() },
        ..question(query("lantern in:kitchen"))
    };
    assert_eq!(index.search(&ticked, &reach(&[1]), NOW).unwrap().total, 0, "ticks narrow what operators found");
    assert_eq!(ask(&index, "").total, 0);
}

/// Mistakes, beginnings, fewer words and help from titles all go through the same gate.
#[test]
fn however_freely_a_question_is_read_nothing_unreadable_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut dice = Dice(0x0dd5_eed5);
    let mut docs = BTreeMap::new();
    for id in 1..=300 {
        let mut doc = random_doc(&mut dice, id);
        if dice.roll(3) == 0 {
            doc.kind = Kind::Comment;
        }
        docs.insert(id, doc);
    }
    let index = filled(dir.path(), Language::English, docs.values().cloned().collect());
    let (mut free, mut corrected) = (0, 0);
    for _ in 0..1_500 {
        let mut audiences = dice.some(&SPACES, 1);
        audiences.extend(dice.some(&PEOPLE, 1));
        let mut typed = Vec::new();
        for _ in 0..=dice.roll(3) {
            let mut word: Vec<char> = WORDS[dice.roll(12) as usize].chars().collect();
            match dice.roll(4) {
                0 => word.truncate(1 + dice.roll(4) as usize),
                1 => {
                    word.remove(dice.roll(word.len() as u64) as usize);
                }
                2 => word.swap(0, 1),
                _ => {}
            }
            typed.push(word.into_iter().collect::<String>());
        }
        let as_you_type = dice.roll(2) == 0;
        let text = typed.join(" ");
        let asked = Question { as_you_type, facets: true, ..question(query(&text)) };
        let answer = index.search(&asked, &reach(&audiences), NOW).unwrap();
        for hit in &answer.hits {
            assert!(readable(&docs[&hit.id.as_u128()], &audiences), "{text} for {audiences:?}");
        }
        let counted: usize = answer.facets.kinds.iter().map(|(_, count)| count).sum();
        assert_eq!((answer.total, answer.hits.len()), (counted, counted), "{text}");
        free += usize::from(answer.total > 0);
        if let Some(meant) = &answer.corrected {
            corrected += 1;
            let again = index.search(&question(query(meant)), &reach(&audiences), NOW).unwrap();
            assert!(again.total > 0, "{text} became {meant} for {audiences:?}");
            for word in meant.split(' ').filter(|word| !typed.iter().any(|t| t == word)) {
                let own = docs.values().filter(|doc| readable(doc, &audiences));
                let known = own.flat_map(|doc| doc.title.split(' ').chain(doc.text.split(' ')));
                assert!(known.into_iter().any(|other| other == word), "{meant} for {audiences:?}");
            }
        }
        for word in index.suggest(&typed[0], &reach(&audiences)).unwrap() {
            let found = index.search(&question(query(&word)), &reach(&audiences), NOW).unwrap();
            assert!(found.total > 0, "{word} for {audiences:?}");
        }
    }
    assert!(free > 300 && corrected > 50, "{free} found something, {corrected} were corrected");
}
