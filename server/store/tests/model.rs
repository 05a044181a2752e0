//! Random commands against a map in memory: what is read, from a snapshot and from inside a command, in both
//! directions and with every kind of bound, is what the map says; also after the file was opened again.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;
use common::{PAIRS, open};
use guildhall_store::{Read, Span, StoreError};
use proptest::collection::vec;
use proptest::option::of as some;
use proptest::prelude::*;
use std::collections::BTreeMap;

type Key = (u8, Vec<u8>);
type Model = BTreeMap<Key, u64>;

#[derive(Debug, Clone)]
enum Write {
    Put(Key, u64),
    Delete(Key),
}

#[derive(Debug, Clone, Copy)]
enum Begin {
    From,
    After,
}

#[derive(Debug, Clone)]
struct Scan {
    prefix: Option<u8>,
    begin: Option<(Begin, Key)>,
    begin_partly: Option<(Begin, u8)>,
    until: Option<Key>,
    reverse: bool,
    limit: Option<usize>,
}

#[derive(Debug, Clone)]
enum Step {
    Command { writes: Vec<Write>, refused: bool, scan: Scan },
    Scan(Scan),
    Reopen,
}

fn key() -> impl Strategy<Value = Key> {
    (0u8..3, vec(prop_oneof![Just(0u8), Just(1), Just(0xFF)], 0..3))
}

fn write() -> impl Strategy<Value = Write> {
    prop_oneof![3 => (key(), any::<u64>()).prop_map(|(k, v)| Write::Put(k, v)), 2 => key().prop_map(Write::Delete)]
}

fn begin() -> impl Strategy<Value = Begin> {
    prop_oneof![Just(Begin::From), Just(Begin::After)]
}

fn scan() -> impl Strategy<Value = Scan> {
    (some(0u8..3), some((begin(), key())), some((begin(), 0u8..3)), some(key()), any::<bool>(), some(0usize..6))
        .prop_map(|(prefix, begin, begin_partly, until, reverse, limit)| Scan {
            prefix,
            begin,
            begin_partly,
            until,
            reverse,
            limit,
        })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (vec(write(), 0..6), prop::bool::weighted(0.2), scan()).prop_map(|(writes, refused, scan)| Step::Command { writes, refused, scan }),
        6 => scan().prop_map(Step::Scan),
        1 => Just(Step::Reopen),
    ]
}

impl Scan {
    fn span(&self) -> Span {
        let mut span = self.prefix.map_or_else(Span::all, |prefix| Span::prefix(&prefix));
        if let Some((begin, key)) = &self.begin {
            span = match begin {
                Begin::From => span.from(key),
                Begin::After => span.after(key),
            };
        } else if let Some((begin, key)) = &self.begin_partly {
            span = match begin {
                Begin::From => span.from(key),
                Begin::After => span.after(key),
            };
        }
        if self.reverse {
            span = span.reverse();
        }
        if let Some(until) = &self.until {
            span = span.until(until);
        }
        self.limit.map_or(span.clone(), |limit| span.limit(limit))
    }

    fn expected(&self, model: &Model) -> Vec<(Key, u64)> {
        let begun = |key: &Key| match (&self.begin, &self.begin_partly, self.reverse) {
            (Some((Begin::From, from)), _, false) => key >= from,
            (Some((Begin::After, from)), _, false) => key > from,
            (Some((Begin::From, from)), _, true) => key <= from,
            (Some((Begin::After, from)), _, true) => key < from,
            (None, Some((Begin::From, from)), false) => key.0 >= *from,
            (None, Some((Begin::After, from)), false) => key.0 > *from,
            (None, Some((Begin::From, from)), true) => key.0 <= *from,
            (None, Some((Begin::After, from)), true) => key.0 < *from,
            (None, None, _) => true,
        };
        let not_ended = |key: &Key| match (&self.until, self.reverse) {
            (Some(until), false) => key < until,
            (Some(until), true) => key > until,
            (None, _) => true,
        };
        let kept =
            model.iter().filter(|(key, _)| self.prefix.is_none_or(|p| p == key.0) && begun(key) && not_ended(key));
        let mut rows: Vec<_> = kept.map(|(key, value)| (key.clone(), *value)).collect();
        if self.reverse {
            rows.reverse();
        }
        rows.truncate(self.limit.unwrap_or(usize::MAX));
        rows
    }

    fn compare(&self, read: &Read<'_>, model: &Model) {
        let rows: Vec<_> = read.scan(&PAIRS, self.span()).unwrap().map(Result::unwrap).collect();
        assert_eq!(rows, self.expected(model), "{self:?}");
        let keys: Vec<_> = read.keys(&PAIRS, self.span()).unwrap().map(Result::unwrap).collect();
        assert_eq!(keys, rows.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>(), "{self:?}");
    }
}

/// Every key there can be, in order.
fn every_key() -> Vec<Key> {
    let words = [0u8, 1, 0xFF];
    let one = words.iter().map(|a| vec![*a]);
    let two = words.iter().flat_map(|a| words.iter().map(move |b| vec![*a, *b]));
    let rests: Vec<Vec<u8>> = [Vec::new()].into_iter().chain(one).chain(two).collect();
    let mut keys: Vec<Key> = (0..3).flat_map(|first| rests.iter().map(move |rest| (first, rest.clone()))).collect();
    keys.sort();
    keys
}

/// Many at once are what each is by itself, near together and far apart.
fn compare_each(read: &Read<'_>, model: &Model) {
    for apart in [1, 3, 14] {
        let keys: Vec<Key> = every_key().into_iter().step_by(apart).collect();
        let expected: Vec<Option<u64>> = keys.iter().map(|key| model.get(key).copied()).collect();
        assert_eq!(read.get_each(&PAIRS, &keys).unwrap(), expected, "one of {apart}");
    }
}

fn apply(model: &mut Model, write: &Write) {
    match write {
        Write::Put(key, value) => drop(model.insert(key.clone(), *value)),
        Write::Delete(key) => drop(model.remove(key)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_store_is_a_sorted_map(steps in vec(step(), 1..40)) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("guild.redb");
        let mut store = open(&path);
        let mut model = Model::new();
        for step in steps {
            match step {
                Step::Reopen => {
                    drop(store);
                    store = open(&path);
                }
                Step::Scan(scan) => {
                    let snapshot = store.snapshot().unwrap();
                    scan.compare(snapshot.read(), &model);
                    compare_each(snapshot.read(), &model);
                    for key in model.keys() {
                        assert_eq!(snapshot.read().get(&PAIRS, key).unwrap().as_ref(), model.get(key));
                    }
                }
                Step::Command { writes, refused, scan } => {
                    let mut after = model.clone();
                    writes.iter().for_each(|write| apply(&mut after, write));
                    let inside = after.clone();
                    let done = store.write(move |tx| {
                        for write in &writes {
                            match write {
                                Write::Put(key, value) => tx.put(&PAIRS, key, value)?,
                                Write::Delete(key) => tx.delete(&PAIRS, key)?,
                            }
                        }
                        scan.compare(tx.read(), &inside);
                        compare_each(tx.read(), &inside);
                        if refused { Err(StoreError::Refused("no".into())) } else { Ok(()) }
                    });
                    prop_assert_eq!(done.wait().is_err(), refused);
                    if !refused {
                        model = after;
                    }
                }
            }
        }
    }
}

/// However far apart they lie, and where that changes on the way.
#[test]
fn many_at_once_are_what_each_is_by_itself_near_far_and_both() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir.path().join("guild.redb"));
    let key = |at: usize| (0u8, (at as u32).to_be_bytes().to_vec());
    // Every third is missing.
    let there = |at: &usize| !at.is_multiple_of(3);
    let written =
        store.write(move |tx| (0..6_000).filter(there).try_for_each(|at| tx.put(&PAIRS, &key(at), &(at as u64))));
    written.wait().unwrap();
    let snapshot = store.snapshot().unwrap();
    let near: Vec<usize> = (0..600).collect();
    let far: Vec<usize> = (0..7_000).step_by(40).collect();
    let (then_far, then_near) =
        ([&near[..], &far[15..]].concat(), [&far[..100], &(4_000..4_500).collect::<Vec<_>>()].concat());
    for asked in [near, far, then_far, then_near] {
        let expected: Vec<Option<u64>> =
            asked.iter().map(|at| Some(*at as u64).filter(|_| there(at) && *at < 6_000)).collect();
        let keys: Vec<Key> = asked.into_iter().map(key).collect();
        assert_eq!(snapshot.read().get_each(&PAIRS, &keys).unwrap(), expected);
    }
}
