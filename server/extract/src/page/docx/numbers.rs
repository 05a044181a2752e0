//! Numbering: what kind of list a number makes at each level, and where it begins.

use crate::{
    Unreadable,
    xml::{Met, walk},
};
use std::collections::HashMap;

/// Most kinds and uses of lists.
const MOST: usize = 50_000;

/// How a level counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    Bullets,
    Numbers,
    /// Its bullet is a box; whether it is ticked.
    Boxes(bool),
}

/// A level of a kind of list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    pub counts: Counts,
    pub start: u64,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    kinds: HashMap<String, HashMap<u8, Level>>,
    uses: HashMap<String, (String, HashMap<u8, u64>)>,
}

impl Numbers {
    /// The level of a list; none when it is no list at all.
    pub fn level(&self, list: &str, level: u8) -> Option<Level> {
        let (kind, starts) = self.uses.get(list)?;
        let mut found = self.kinds.get(kind)?.get(&level).copied()?;
        found.start = starts.get(&level).copied().unwrap_or(found.start);
        Some(found)
    }
}

/// Whether a sign is a box to tick, and ticked. The fonts of signs have them at places of their own.
pub(super) fn ticked(sign: &str) -> Option<bool> {
    match sign.trim() {
        "☐" | "□" | "❏" | "❑" | "\u{f06f}" | "\u{f071}" | "\u{f0a8}" => Some(false),
        "☑" | "☒" | "✓" | "✔" | "\u{f0fe}" | "\u{f0fd}" | "\u{f052}" => Some(true),
        _ => None,
    }
}

pub(super) fn read(part: &mut dyn std::io::BufRead) -> Result<Numbers, Unreadable> {
    let mut numbers = Numbers::default();
    let (mut kind, mut of, mut level, mut over) = (String::new(), String::new(), 0, false);
    walk(part, |met| {
        let Met::Open(name, attribute) = met else { return true };
        let value = || attribute("val").unwrap_or_default();
        let number = || attribute("val").and_then(|value| value.parse::<u64>().ok()).unwrap_or(1);
        match name {
            "abstractNum" => (kind, over) = (attribute("abstractNumId").unwrap_or_default(), false),
            "num" => (of, over) = (attribute("numId").unwrap_or_default(), true),
            "abstractNumId" if over => {
                numbers.uses.insert(of.clone(), (value(), HashMap::new()));
            }
            "lvl" | "lvlOverride" => level = attribute("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0),
            "startOverride" => {
                if let Some((_, starts)) = numbers.uses.get_mut(&of) {
                    starts.insert(level, number());
                }
            }
            "start" | "numFmt" | "lvlText" if !over => {
                let plain = Level { counts: Counts::Numbers, start: 1 };
                let one = numbers.kinds.entry(kind.clone()).or_default().entry(level).or_insert(plain);
                match name {
                    "start" => one.start = number(),
                    "numFmt" if matches!(value().as_str(), "bullet" | "none") => one.counts = Counts::Bullets,
                    "lvlText" if one.counts == Counts::Bullets => {
                        one.counts = ticked(&value()).map_or(Counts::Bullets, Counts::Boxes);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        numbers.kinds.len() + numbers.uses.len() < MOST
    })?;
    Ok(numbers)
}
