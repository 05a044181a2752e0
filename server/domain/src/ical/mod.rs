//! Calendar files (RFC 5545): lines, the parts they stand in, and the values that mean something here.
//!
//! Reading never goes down into itself and is bounded in every direction, because what is read comes from outside; what is
//! not understood stays as the line it was, so that it can be written back as it came.

pub mod event;
mod read;
pub mod todo;
pub mod value;
mod write;
pub mod zone;

pub use read::read;
pub use write::Writer;

use crate::Rule;

/// Longest file, in bytes.
pub const FILE: usize = 1024 * 1024;
/// Most lines of a file.
pub const LINES: usize = 20_000;
/// Deepest part: a calendar, an event, an alarm, and one more.
pub const DEPTH: usize = 4;
/// Most parts of a file: an event that is different on every day it may be.
pub const PARTS: usize = 2_500;
/// Most days an event names: those on which it comes besides and those on which it does not.
pub const DATES: usize = 2_500;
/// Most bytes of what is kept without being understood.
pub const EXTRA: usize = 256 * 1024;

/// One line: `DTSTART;TZID=Europe/Berlin:20261201T090000`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its name in capitals.
    pub name: String,
    /// What stands between the name and the value, each with its `;`.
    pub parameters: String,
    /// The value as it stands.
    pub value: String,
}

impl Line {
    /// A parameter without its quotes.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = value::split_outside_quotes(&self.parameters, ';').into_iter().find_map(|one| {
            let (key, value) = one.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then_some(value)
        });
        found.map(|value| value.trim().trim_matches('"'))
    }

    /// The line as it was.
    pub fn to_text(&self) -> String {
        format!("{}{}:{}", self.name, self.parameters, self.value)
    }
}

/// A part of a file with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// `VEVENT`, in capitals.
    pub name: String,
    /// Its own lines.
    pub lines: Vec<Line>,
    /// The parts in it.
    pub parts: Vec<Part>,
}

impl Part {
    /// The first line of a name.
    pub fn line(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name)
    }

    /// Every line of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }

    /// The value of a line, trimmed, as it stands.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.line(name).map(|line| line.value.trim())
    }

    /// The value of a line as the text it means.
    pub fn text(&self, name: &str) -> Option<String> {
        self.line(name).map(|line| value::unescape(&line.value))
    }

    /// The parts of a name.
    pub fn parts_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Part> {
        self.parts.iter().filter(move |part| part.name == name)
    }

    /// Everything in it line by line, without its own begin and end.
    pub fn inside(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.lines.iter().map(Line::to_text).collect();
        // Parts are at most four deep, which reading saw to.
        for part in &self.parts {
            lines.push(format!("BEGIN:{}", part.name));
            lines.extend(part.inside());
            lines.push(format!("END:{}", part.name));
        }
        lines
    }
}

/// What was understood of a part, besides what is kept as it came.
pub(crate) fn kept(part: &Part, understood: impl Fn(&Line) -> bool) -> Result<String, Rule> {
    let rest = Part {
        name: part.name.clone(),
        lines: part.lines.iter().filter(|line| !understood(line)).cloned().collect(),
        parts: part.parts.clone(),
    };
    let extra = rest.inside().join("\n");
    if extra.len() > EXTRA {
        return wrong(
            "This entry holds more than 256 KiB that only another program understands. Take attachments out.",
        );
    }
    Ok(extra)
}

pub(crate) fn wrong<T>(message: &str) -> Result<T, Rule> {
    Err(Rule::field("invalid", "calendar", message))
}

#[cfg(test)]
mod tests;
