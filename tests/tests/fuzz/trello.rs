//! Boards of Trello: of every file that is read each object is accounted for, and as many of each kind are found as the
//! JSON holds, counted apart.

use crate::{Target, files};
use guildhall::{
    access::{View, Who},
    imports::{plan, plan::ImportPlan, prepare::prepare, source::Source, trello},
};
use guildhall_tests::{Dice, Server};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A place to prepare imports for.
pub struct Office {
    view: View,
    _server: Server,
}

impl Office {
    pub fn open() -> Office {
        let server = Server::start();
        let me = server.owner().me().parse().unwrap();
        Office { view: server.app.view(Who::person(me)).unwrap(), _server: server }
    }

    /// Of every kind: brought + already there + skipped = found.
    pub fn balances(&self, source: &Source, plan: &ImportPlan) {
        let prepared = prepare(&self.view, source, plan).unwrap();
        for row in &prepared.report.rows {
            let skipped: usize = row.skipped.iter().map(|skipped| skipped.count).sum();
            assert_eq!(row.brought + row.already + skipped, row.found, "{row:?}");
        }
        let found = source.found();
        assert!(found.values().filter(|count| **count > 0).count() == prepared.report.rows.len());
        for draft in &prepared.tasks {
            assert!(!draft.title.trim().is_empty() && draft.body.len() <= 1 << 20, "{draft:?}");
        }
    }
}

const WORDS: &[&str] = &[
    "null",
    "true",
    "[]",
    "{}",
    "\"\"",
    "0",
    "\"id\":",
    "\"cards\":[",
    "\"closed\":true",
    "\"pos\":1e308",
    "\"due\":",
    "\"commentCard\"",
    "{\"id\":\"x\"}",
    ",",
    "}",
    "]",
    "\\u0000",
    "\"name\":\"\"",
    "\"badges\":{\"comments\":9}",
];

#[test]
fn of_every_board_each_object_is_brought_or_told_of() {
    let office = Office::open();
    let boards: Vec<Value> = files("trello").iter().map(|file| serde_json::from_slice(file).unwrap()).collect();
    let target = Target { name: "trello", corpus: files("trello"), words: WORDS, share: 40 };
    target.run(|bytes| {
        // Changed bytes are seldom JSON any more; the input then decides how a board is changed as a tree.
        let text = match serde_json::from_slice::<Value>(bytes) {
            Ok(_) => bytes.to_vec(),
            Err(_) => {
                assert!(trello::read(bytes).is_err(), "what is no JSON is no board");
                let mut dice =
                    Dice::new(bytes.iter().fold(7, |sum: u64, byte| sum.wrapping_mul(31) + u64::from(*byte)));
                let mut board = dice.one(&boards).clone();
                (0..=dice.below(4)).for_each(|_| change(&mut board, &mut dice));
                serde_json::to_vec(&board).unwrap()
            }
        };
        let board: Value = serde_json::from_slice(&text).unwrap();
        let Ok(source) = trello::read(&text) else { return BTreeMap::new() };
        let found = source.found();
        for (kind, count) in counted(&board) {
            assert_eq!(found[kind], count, "{kind}");
        }
        let archived = [plan::Archived::Done, plan::Archived::Archive, plan::Archived::Skip];
        for archived in archived {
            office.balances(&source, &ImportPlan { archived, ..ImportPlan::default() });
        }
        found.into_iter().map(|(kind, count)| (kind, count.min(3))).collect()
    });
}

/// What a board holds by the names of its parts.
fn counted(board: &Value) -> Vec<(&'static str, usize)> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let cards = list(&board["cards"]);
    let of_cards = |part: &str| cards.iter().map(|card| list(&card[part]).len()).sum::<usize>();
    vec![
        ("lists", list(&board["lists"]).len()),
        ("tasks", cards.len()),
        ("attachments", of_cards("attachments")),
        ("fields", list(&board["customFields"]).len()),
        ("field_values", of_cards("customFieldItems")),
        ("history", list(&board["actions"]).iter().filter(|action| action["type"] != "commentCard").count()),
    ]
}

/// Changes something somewhere in a tree.
fn change(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Object(map) if !map.is_empty() && dice.chance(85) => {
            let key = dice.one(&map.keys().cloned().collect::<Vec<_>>()).clone();
            if dice.chance(4) {
                map.remove(&key);
            } else if let Some(inner) = map.get_mut(&key) {
                change(inner, dice);
            }
        }
        Value::Array(list) if !list.is_empty() && dice.chance(85) => {
            let at = dice.below(list.len());
            match dice.below(8) {
                0 => drop(list.remove(at)),
                1 => list.push(list[at].clone()),
                2 => list.reverse(),
                _ => change(&mut list[at], dice),
            }
        }
        other => *other = odd(dice),
    }
}

fn odd(dice: &mut Dice) -> Value {
    match dice.below(9) {
        0 => Value::Null,
        1 => json!(u64::MAX),
        2 => json!(-1.5e300),
        3 => json!(dice.below(2) == 0),
        4 => json!(""),
        5 => json!("x".repeat(1 << dice.below(12))),
        6 => json!([]),
        7 => Value::Object(Map::new()),
        _ => json!(*dice.one(&[
            "2026-02-30",
            "9999-12-31T23:59:59.999Z",
            "\u{0}\u{202e}",
            "commentCard",
            "https://a.example"
        ])),
    }
}
