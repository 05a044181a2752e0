//! The part of a text worth showing for a query, with what matched marked.
//!
//! It works on the real text, which the caller read through the access check, and never on the index. Parts
//! joined together are the shown text; cuts fall between characters and, where there are spaces, between words.

use std::collections::HashSet;
use std::ops::Range;

use crate::marks::{Mark, Marking};

/// Bytes of a text that are looked at.
const LOOKED_AT: usize = 256 * 1024;

/// A stretch of text in parts, of which some are marked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// Text and whether it is marked, in order. Nothing in it is escaped.
    pub parts: Vec<(String, bool)>,
}

impl Marking {
    /// The stretch of at most about `max_chars` characters that shows the most of the query; the beginning when
    /// nothing matches. Runs of white space become one space; a cut is shown as `…`.
    pub fn snippet(&self, text: &str, max_chars: usize) -> Snippet {
        let text = text.get(..floor(text, LOOKED_AT)).unwrap_or_default();
        let found = self.found(text);
        let window = window(text, &found, max_chars);
        let mut parts = render(text, window.clone(), &found);
        if window.start > 0 {
            push(&mut parts, "…", false, true);
        }
        if window.end < text.trim_end().len() {
            push(&mut parts, "…", false, false);
        }
        Snippet { parts }
    }

    /// All of a title, with what matched marked.
    pub fn mark(&self, title: &str) -> Vec<(String, bool)> {
        render(title, 0..title.len(), &self.found(title))
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The byte `count` characters after `from`.
fn after(text: &str, from: usize, count: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.char_indices().nth(count).map_or(text.len(), |(at, _)| from + at)
}

/// The byte `count` characters before `from`.
fn before(text: &str, from: usize, count: usize) -> usize {
    if count == 0 {
        return from;
    }
    let head = text.get(..from).unwrap_or_default();
    head.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at)
}

fn window(text: &str, found: &[Mark], max_chars: usize) -> Range<usize> {
    let lead = max_chars / 4;
    let mut best = (0, 0..after(text, 0, max_chars));
    for (at, first) in found.iter().enumerate() {
        let reach = after(text, first.range.start, max_chars - lead);
        let inside: Vec<&Mark> = found
            .iter()
            .skip(at)
            .take_while(|mark| mark.range.start < reach)
            .filter(|mark| mark.range.end <= reach)
            .collect();
        let clauses: HashSet<usize> = inside.iter().map(|mark| mark.clause).collect();
        // Different words of the question count far more than one word many times.
        let worth = clauses.len() * 100 + inside.len().min(20);
        if worth > best.0 {
            best = (worth, before(text, first.range.start, lead)..reach);
        }
        if at > 2_000 {
            break;
        }
    }
    let mut window = best.1;
    // What is left over at the end of the text is shown before the match instead.
    let shown = text.get(window.clone()).unwrap_or_default().chars().count();
    window.start = before(text, window.start, max_chars.saturating_sub(shown));
    whole_words(text, window, found)
}

/// Moves the ends inward to a space, if there is one near and no mark is cut.
fn whole_words(text: &str, window: Range<usize>, found: &[Mark]) -> Range<usize> {
    let free =
        |range: Range<usize>| !found.iter().any(|mark| mark.range.start < range.end && mark.range.end > range.start);
    let mut start = window.start;
    if start > 0 && !text.get(..start).unwrap_or_default().ends_with(char::is_whitespace) {
        let head = text.get(start..window.end).unwrap_or_default();
        if let Some((at, c)) = head.char_indices().take(24).find(|(_, c)| c.is_whitespace())
            && free(start..start + at)
        {
            start += at + c.len_utf8();
        }
    }
    let mut end = window.end;
    if end < text.len() && !text.get(end..).unwrap_or_default().starts_with(char::is_whitespace) {
        let body = text.get(start..end).unwrap_or_default();
        if let Some((at, _)) = body.char_indices().rev().take(24).find(|(_, c)| c.is_whitespace())
            && free(start + at..end)
        {
            end = start + at;
        }
    }
    start..end
}

fn render(text: &str, window: Range<usize>, found: &[Mark]) -> Vec<(String, bool)> {
    let mut parts: Vec<(String, bool)> = Vec::new();
    let mut at = window.start;
    for mark in found {
        let (from, to) = (mark.range.start.max(at), mark.range.end.min(window.end));
        if from >= to || mark.range.start < window.start {
            continue;
        }
        add(&mut parts, text.get(at..from).unwrap_or_default(), false);
        add(&mut parts, text.get(from..to).unwrap_or_default(), true);
        at = to;
    }
    add(&mut parts, text.get(at..window.end).unwrap_or_default(), false);
    if let Some(last) = parts.last_mut() {
        last.0.truncate(last.0.trim_end().len());
    }
    parts.retain(|(text, _)| !text.is_empty());
    parts
}

/// Appends a stretch with its white space folded to single spaces.
fn add(parts: &mut Vec<(String, bool)>, text: &str, marked: bool) {
    let mut out = String::with_capacity(text.len());
    let mut spaced = parts.last().is_none_or(|(text, _)| text.ends_with(' '));
    for c in text.chars() {
        if c.is_whitespace() {
            if !spaced {
                out.push(' ');
            }
            spaced = true;
        } else {
            out.push(c);
            spaced = false;
        }
    }
    if out.is_empty() {
        return;
    }
    match parts.last_mut().filter(|(_, same)| *same == marked) {
        Some((last, _)) => last.push_str(&out),
        None => parts.push((out, marked)),
    }
}

fn push(parts: &mut Vec<(String, bool)>, text: &str, marked: bool, front: bool) {
    let slot = if front { parts.first_mut() } else { parts.last_mut() };
    match slot.filter(|(_, same)| *same == marked) {
        Some((part, _)) if front => part.insert_str(0, text),
        Some((part, _)) => part.push_str(text),
        None if front => parts.insert(0, (text.to_owned(), marked)),
        None => parts.push((text.to_owned(), marked)),
    }
}
