//! Quick capture: one line of plain words becomes a task. Words that mean something (a date, a person,
//! a space, a tag…) are found and coloured; everything else is the title. A word somebody clicked to
//! keep as plain text is left alone.
//!
//! The words themselves belong to a language ([`words::Words`]; English so far), the grammar here does
//! not. Names are resolved by the caller, who knows what the writer may see.

mod again;
mod dates;
mod marks;

pub use marks::minutes;
pub mod words;

use crate::{Id, recurrence::Recurrence, task::Priority, when::When};
use chrono::NaiveDate;
use chrono_tz::Tz;

/// Finds what names mean, for the person who writes.
pub trait Names {
    /// A person by name as typed after `@`.
    fn person(&self, name: &str) -> Option<(Id, String)>;
    /// A space by name or prefix as typed after `#`.
    fn space(&self, name: &str) -> Option<(Id, String)>;
    /// A section of a space.
    fn section(&self, space: Id, name: &str) -> Option<(u32, String)>;
    /// A tag by name as typed after `+`.
    fn tag(&self, name: &str) -> Option<(u32, String)>;
}

/// What a word means.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// `!high`.
    Priority(Priority),
    /// `@Ana`.
    Person(Id),
    /// `#service` or `#service/vans`.
    Space(Id, Option<u32>),
    /// `+urgent`.
    Tag(u32),
    /// `tomorrow 17:00`.
    Due(When),
    /// `from monday`.
    Start(When),
    /// `every monday 8:30`.
    Again(Recurrence),
    /// `~30m`, in minutes.
    Estimate(u32),
    /// A mark whose name nobody knows.
    Unknown(char),
}

/// A word with a meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Byte range in the line.
    pub range: std::ops::Range<usize>,
    /// What it means.
    pub meaning: Meaning,
    /// The name behind it, for people.
    pub label: String,
}

/// A line understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Captured {
    /// The line without the words that mean something.
    pub title: String,
    /// Those words in order.
    pub tokens: Vec<Token>,
}

/// When and where the line is written.
pub struct Here<'a> {
    /// Today for the writer.
    pub today: NaiveDate,
    /// Their zone.
    pub zone: Tz,
    /// Their language.
    pub words: &'a words::Words,
}

/// A word of the line with its byte range.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'a> {
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
}

fn split(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                words.push(Word { text: line.get(from..at).unwrap_or_default(), start: from, end: at });
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Understands a line. `plain` are byte ranges to be kept as text.
pub fn parse(line: &str, plain: &[std::ops::Range<usize>], here: &Here<'_>, names: &impl Names) -> Captured {
    let words = split(line);
    let kept = |from: usize, to: usize| plain.iter().any(|range| range.start < to && from < range.end);
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let found = marks::read(rest, names).or_else(|| again::read(rest, here)).or_else(|| dates::read(rest, here));
        let usable = found.filter(|found| {
            let end = rest.get(found.words.saturating_sub(1)).map_or(0, |word| word.end);
            let start = rest.first().map_or(0, |word| word.start);
            !kept(start, end) && !already(&tokens, &found.meaning)
        });
        let Some(found) = usable else {
            at += 1;
            continue;
        };
        let range =
            rest.first().map_or(0, |word| word.start)..rest.get(found.words - 1).map_or(line.len(), |word| word.end);
        tokens.push(Token { range, meaning: found.meaning, label: found.label });
        at += found.words;
    }
    Captured { title: title(line, &tokens), tokens }
}

/// One due, one start, one person…: a second one is text.
fn already(tokens: &[Token], meaning: &Meaning) -> bool {
    let kind = std::mem::discriminant(meaning);
    let many = matches!(meaning, Meaning::Tag(_) | Meaning::Unknown(_));
    !many && tokens.iter().any(|token| std::mem::discriminant(&token.meaning) == kind)
}

fn title(line: &str, tokens: &[Token]) -> String {
    let mut title = String::new();
    let mut at = 0;
    // What nobody knows stays in the title, so that nothing typed is lost.
    for token in tokens.iter().filter(|token| !matches!(token.meaning, Meaning::Unknown(_))) {
        title.push_str(line.get(at..token.range.start).unwrap_or_default());
        title.push(' ');
        at = token.range.end;
    }
    title.push_str(line.get(at..).unwrap_or_default());
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Something found at the start of some words.
pub(crate) struct Found {
    pub words: usize,
    pub meaning: Meaning,
    pub label: String,
}

#[cfg(test)]
mod tests;
