//! Makes a shared document say something else. What is the same stays, block by block and within those that differ word
//! by word, and with it whatever is tied to it: a passage somebody spoke of, a cursor, what somebody types there.

use crate::{
    compare::{Change, longest, pieces, steps},
    node::Node,
    shared::{self, any},
    wire::ROOT,
};
use serde_json::Value;
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::Arc,
};
use yrs::{
    Any, ReadTxn, Text, TransactionMut, Xml, XmlElementPrelim, XmlElementRef, XmlFragment, XmlFragmentRef, XmlOut,
    XmlTextPrelim, XmlTextRef,
};

/// Most pairs of blocks of which it is looked whether one became the other, where several in a row differ.
const MOST_PAIRS: usize = 10_000;
/// Longest text that is changed word by word.
const MOST_UNITS: u32 = 100_000;

/// A child of an element: one node, or texts that follow one another.
type Run<'n> = &'n [Node];

/// Makes the page say this.
pub fn write(change: &mut TransactionMut<'_>, tree: &Node) {
    if let Some(root) = change.get_xml_fragment(ROOT) {
        settle(change, &root, &tree.content);
    }
}

fn settle(change: &mut TransactionMut<'_>, of: &XmlFragmentRef, nodes: &[Node]) {
    let now = shared::parts(change, of);
    let old: Vec<Run<'_>> = now.iter().map(Vec::as_slice).collect();
    let new = runs(nodes);
    for (gone, come) in gaps(&old, &new) {
        // Everything before it is settled, so that is where it stands by now.
        let at = come.start;
        replace(change, of, at, old.get(gone).unwrap_or_default(), new.get(come).unwrap_or_default());
    }
}

fn runs(nodes: &[Node]) -> Vec<Run<'_>> {
    nodes.chunk_by(|one, other| one.is("text") && other.is("text")).collect()
}

/// Where two lists differ: what of the old one makes room for what of the new one.
fn gaps(old: &[Run<'_>], new: &[Run<'_>]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut numbers = HashMap::new();
    let one: Vec<String> = old.iter().map(|run| numbered(&mut numbers, run)).collect();
    let other: Vec<String> = new.iter().map(|run| numbered(&mut numbers, run)).collect();
    let (one, other): (Vec<&str>, Vec<&str>) =
        (one.iter().map(String::as_str).collect(), other.iter().map(String::as_str).collect());
    let same = steps(&one, &other).into_iter().filter(|(what, ..)| *what == Change::Same);
    let (mut at, mut to) = (0, 0);
    let mut gaps = Vec::new();
    for (next, till) in same.map(|(_, at, to)| (at, to)).chain([(old.len(), new.len())]) {
        if at < next || to < till {
            gaps.push((at..next, to..till));
        }
        (at, to) = (next + 1, till + 1);
    }
    gaps
}

/// The same number for what is the same, all of one length, so that a row of them says the same only of the same row.
fn numbered(numbers: &mut HashMap<String, String>, run: Run<'_>) -> String {
    let said: Vec<String> = run.iter().map(|node| node.to_json().to_string()).collect();
    let next = format!("{:08}", numbers.len());
    numbers.entry(said.join(",")).or_insert(next).clone()
}

/// Replaces neighbours from this number on. One that became another is changed within.
fn replace(change: &mut TransactionMut<'_>, of: &XmlFragmentRef, start: usize, old: &[Run<'_>], new: &[Run<'_>]) {
    let (mut at, mut to) = (0, 0);
    for (next, till) in became(old, new).into_iter().chain([(old.len(), new.len())]) {
        if at < next {
            of.remove_range(change, number(start + to), number(next - at));
        }
        insert(change, of, start + to, new.get(to..till).unwrap_or_default());
        if let (Some(was), Some(is)) = (old.get(next), new.get(till)) {
            amend(change, of, start + till, was, is);
        }
        (at, to) = (next + 1, till + 1);
    }
}

/// Which of the old ones became which of the new ones: they are of one kind and share half of the words of the shorter.
fn became(old: &[Run<'_>], new: &[Run<'_>]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return Vec::new();
    }
    let words = |run: &Run<'_>| -> HashSet<String> {
        let said: Vec<String> = run.iter().map(Node::words).collect();
        let said = said.join(" ");
        let words = pieces(&said).into_iter().filter(|piece| piece.chars().any(char::is_alphanumeric));
        words.map(str::to_owned).collect()
    };
    let (were, are): (Vec<_>, Vec<_>) = (old.iter().map(words).collect(), new.iter().map(words).collect());
    longest(old.len(), new.len(), |at, to| {
        let (Some(was), Some(is)) = (old.get(at), new.get(to)) else { return false };
        let (Some(one), Some(other)) = (were.get(at), are.get(to)) else { return false };
        // An empty one is every other's beginning, and would take the place of the one that is meant.
        let alike = one.is_empty() == other.is_empty();
        alike && kind(was) == kind(is) && 2 * one.intersection(other).count() >= one.len().min(other.len())
    })
}

fn kind(run: Run<'_>) -> &str {
    run.first().map_or("text", |node| node.kind.as_str())
}

/// Changes the child of this number where it differs.
fn amend(change: &mut TransactionMut<'_>, of: &XmlFragmentRef, at: usize, was: Run<'_>, is: Run<'_>) {
    match (of.get(change, number(at)), was, is) {
        (Some(XmlOut::Element(element)), [was], [is]) => {
            attributes(change, &element, was, is);
            settle(change, element.as_ref(), &is.content);
        }
        // What is no letter counts too where places are counted, so a text that holds such is written anew.
        (Some(XmlOut::Text(text)), ..) if text.len(change) == units(was) && units(was) <= MOST_UNITS => {
            respell(change, &text, was, is);
        }
        _ => {
            of.remove_range(change, number(at), 1);
            insert(change, of, at, &[is]);
        }
    }
}

fn attributes(change: &mut TransactionMut<'_>, element: &XmlElementRef, was: &Node, is: &Node) {
    let gone = |name: &str| is.attrs.get(name).is_none_or(Value::is_null);
    for (name, _) in was.attrs.iter().filter(|(name, value)| !value.is_null() && gone(name)) {
        element.remove_attribute(change, name);
    }
    let new = |name: &str, value: &Value| !value.is_null() && was.attrs.get(name) != Some(value);
    for (name, value) in is.attrs.iter().filter(|(name, value)| new(name, value)) {
        element.insert_attribute(change, name.as_str(), any(value));
    }
}

/// Changes the words of a text that differ, or are written in another way.
fn respell(change: &mut TransactionMut<'_>, text: &XmlTextRef, was: Run<'_>, is: Run<'_>) {
    let (was, is) = (apart(was), apart(is));
    let (old, new): (Vec<Run<'_>>, Vec<Run<'_>>) = (was.chunks(1).collect(), is.chunks(1).collect());
    let (mut at, mut settled) = (0, 0);
    for (gone, come) in gaps(&old, &new) {
        at += units(is.get(settled..come.start).unwrap_or_default());
        settled = come.start;
        let length = units(was.get(gone).unwrap_or_default());
        if length > 0 {
            text.remove_range(change, at, length);
        }
        spell(change, text, at, is.get(come).unwrap_or_default());
    }
}

/// Texts word by word.
fn apart(texts: Run<'_>) -> Vec<Node> {
    let words = |text: &Node| -> Vec<Node> {
        pieces(&text.text).into_iter().map(|piece| Node::text(piece, &text.marks)).collect()
    };
    texts.iter().flat_map(words).collect()
}

/// How long texts are, in the units JavaScript counts in.
fn units(texts: Run<'_>) -> u32 {
    texts.iter().map(|text| number(text.text.encode_utf16().count())).sum()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn insert(change: &mut TransactionMut<'_>, into: &XmlFragmentRef, mut at: usize, runs: &[Run<'_>]) {
    for run in runs {
        match run {
            [node] if !node.is("text") => {
                let element = into.insert(change, number(at), XmlElementPrelim::empty(node.kind.as_str()));
                fill(change, &element, node);
            }
            texts => {
                let text = into.insert(change, number(at), XmlTextPrelim::new(""));
                spell(change, &text, 0, texts);
            }
        }
        at += 1;
    }
}

fn fill(change: &mut TransactionMut<'_>, element: &XmlElementRef, node: &Node) {
    for (name, value) in node.attrs.iter().filter(|(_, value)| !value.is_null()) {
        element.insert_attribute(change, name.as_str(), any(value));
    }
    insert(change, element.as_ref(), 0, &runs(&node.content));
}

fn spell(change: &mut TransactionMut<'_>, text: &XmlTextRef, mut at: u32, parts: Run<'_>) {
    for part in parts.iter().filter(|part| !part.text.is_empty()) {
        let marks = part.marks.iter().map(|mark| {
            let attrs = mark.attrs.iter().map(|(name, value)| (name.clone(), any(value)));
            (Arc::from(mark.kind.as_str()), Any::Map(Arc::new(attrs.collect::<HashMap<_, _>>())))
        });
        text.insert_with_attributes(change, at, &part.text, marks.collect());
        at += number(part.text.encode_utf16().count());
    }
}
