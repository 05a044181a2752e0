//! Two states of a page beside each other, word by word under their headings.

use crate::{
    node::Node,
    outline::{Section, sections},
};
use std::collections::HashMap;

/// Most steps of the exact comparison of two texts; beyond it what differs is shown as a whole.
const MOST_STEPS: usize = 4_000_000;

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Change {
    Same,
    Added,
    Removed,
}

/// What stands under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The heading, as it is in the newer state, or was.
    pub heading: Option<String>,
    /// The text in pieces.
    pub parts: Vec<(Change, String)>,
}

/// The difference.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Words that came.
    pub added: u32,
    /// Words that went.
    pub removed: u32,
    /// What stands under each heading of either.
    pub blocks: Vec<Block>,
}

/// Compares an older and a newer state.
pub fn compare(old: &Node, new: &Node) -> Difference {
    let (old, new) = (sections(old), sections(new));
    let (names, others): (Vec<&str>, Vec<&str>) = (old.iter().map(name).collect(), new.iter().map(name).collect());
    let mut difference = Difference::default();
    for (change, at, to) in steps(&names, &others) {
        let (before, after) = match change {
            Change::Same => (old.get(at), new.get(to)),
            Change::Removed => (old.get(at), None),
            Change::Added => (None, new.get(to)),
        };
        difference.add(before, after);
    }
    difference
}

fn name(section: &Section) -> &str {
    section.heading.as_ref().map_or("", |heading| heading.text.as_str())
}

fn spoken(section: Option<&Section>, with_heading: bool) -> String {
    let Some(section) = section else { return String::new() };
    match &section.heading {
        Some(heading) if with_heading => format!("{}\n{}", heading.text, section.text),
        _ => section.text.clone(),
    }
}

impl Difference {
    fn add(&mut self, before: Option<&Section>, after: Option<&Section>) {
        // A heading that came or went is itself a difference.
        let alone = before.is_none() || after.is_none();
        let (old, new) = (spoken(before, alone), spoken(after, alone));
        let (old, new) = (pieces(&old), pieces(&new));
        let mut parts: Vec<(Change, String)> = Vec::new();
        for (change, at, to) in steps(&old, &new) {
            let piece = if change == Change::Removed { old.get(at) } else { new.get(to) };
            let Some(piece) = piece else { continue };
            let is_word = piece.chars().any(char::is_alphanumeric);
            match change {
                Change::Added => self.added += u32::from(is_word),
                Change::Removed => self.removed += u32::from(is_word),
                Change::Same => {}
            }
            match parts.last_mut() {
                Some((last, text)) if *last == change => text.push_str(piece),
                _ => parts.push((change, (*piece).to_owned())),
            }
        }
        let heading = after.or(before).and_then(|section| section.heading.as_ref());
        self.blocks.push(Block { heading: heading.map(|heading| heading.text.clone()), parts });
    }
}

/// Words and what is between them.
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let wide = first as u32 >= 0x2e80;
        let end = if wide || !(first.is_alphanumeric() || first.is_whitespace()) {
            first.len_utf8()
        } else {
            let same = |c: char| {
                (c as u32) < 0x2e80
                    && c.is_alphanumeric() == first.is_alphanumeric()
                    && c.is_whitespace() == first.is_whitespace()
            };
            rest.find(|c| !same(c)).unwrap_or(rest.len())
        };
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

pub(crate) type Step = (Change, usize, usize);

/// How one list becomes another: what is removed stands before what is added in its place.
pub(crate) fn steps(old: &[&str], new: &[&str]) -> Vec<Step> {
    let start = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let rest = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(one, other)| one == other).count();
    let mut steps: Vec<Step> = (0..start).map(|at| (Change::Same, at, at)).collect();
    let middle = |list: &[&str]| list.len() - end;
    between(
        old.get(start..middle(old)).unwrap_or_default(),
        new.get(start..middle(new)).unwrap_or_default(),
        start,
        &mut steps,
    );
    steps.extend((0..end).map(|at| (Change::Same, old.len() - end + at, new.len() - end + at)));
    steps
}

fn between(old: &[&str], new: &[&str], start: usize, steps: &mut Vec<Step>) {
    let exact = old.len().saturating_mul(new.len()) <= MOST_STEPS;
    let common =
        if exact { longest(old.len(), new.len(), |at, to| old.get(at) == new.get(to)) } else { unique(old, new) };
    let (mut at, mut to) = (0, 0);
    for (next, other) in common.into_iter().chain([(old.len(), new.len())]) {
        steps.extend((at..next).map(|at| (Change::Removed, start + at, 0)));
        steps.extend((to..other).map(|to| (Change::Added, 0, start + to)));
        if next < old.len() {
            steps.push((Change::Same, start + next, start + other));
        }
        (at, to) = (next + 1, other + 1);
    }
}

/// The longest list two of these lengths have in common, as places in both.
pub(crate) fn longest(old: usize, new: usize, same: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let width = new + 1;
    let mut lengths = vec![0u32; (old + 1) * width];
    let get = |lengths: &[u32], at: usize, to: usize| lengths.get(at * width + to).copied().unwrap_or(0);
    for at in (0..old).rev() {
        for to in (0..new).rev() {
            let length = if same(at, to) {
                get(&lengths, at + 1, to + 1) + 1
            } else {
                get(&lengths, at + 1, to).max(get(&lengths, at, to + 1))
            };
            if let Some(cell) = lengths.get_mut(at * width + to) {
                *cell = length;
            }
        }
    }
    let (mut at, mut to, mut common) = (0, 0, Vec::new());
    while at < old && to < new {
        if same(at, to) {
            common.push((at, to));
            (at, to) = (at + 1, to + 1);
        } else if get(&lengths, at + 1, to) >= get(&lengths, at, to + 1) {
            at += 1;
        } else {
            to += 1;
        }
    }
    common
}

/// What stands once in each of two long lists, in the same order: enough to show where large texts differ.
fn unique(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let once = |list: &[&str]| {
        let mut places: HashMap<String, Option<usize>> = HashMap::new();
        for (at, window) in list.windows(5).enumerate() {
            places.entry(window.concat()).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let (places, others) = (once(old), once(new));
    let mut pairs: Vec<(usize, usize)> =
        places.iter().filter_map(|(words, at)| Some(((*at)?, (*others.get(words)?)?))).collect();
    pairs.sort_unstable();
    // The longest run of pairs that go forward in both.
    let (mut tails, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (number, (_, to)) in pairs.iter().enumerate() {
        let place = tails.partition_point(|tail| pairs.get(*tail).is_some_and(|(_, other)| other < to));
        before.push(place.checked_sub(1).and_then(|place| tails.get(place).copied()));
        match tails.get_mut(place) {
            Some(tail) => *tail = number,
            None => tails.push(number),
        }
    }
    let mut chain = Vec::new();
    let mut next = tails.last().copied();
    while let Some(number) = next {
        chain.extend(pairs.get(number).copied());
        next = before.get(number).copied().flatten();
    }
    chain.reverse();
    chain
}
