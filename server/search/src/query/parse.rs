//! The query language: `in:` `from:` `by:` `@` `is:` `type:` `has:` `before:` `after:` `tag:` `+`, `"phrase"`,
//! `-not`, `begin*`; all else is words.
//!
//! Nothing is refused. What looks like an operator but is none (`http://…`, `a:b`, an unknown name) is words,
//! with a hint where one helps.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::dates;
use super::scanner::{Typed, typed};
use super::{Clause, ClauseKind, Hint, HintKind, Names, Operator, Query, Test};
use crate::language::Language;
use crate::model::{Kind, State};

/// Longest text that is read, in bytes; the rest of a pasted page adds nothing to a question.
const LONGEST: usize = 2_000;
/// Most clauses that are searched for.
const MOST: usize = 32;

/// Reads a query. `today` and `offset_minutes` (ahead of UTC) are the reader's; `language` is the one of the
/// organization, the same as the index was opened with.
pub fn parse(text: &str, names: &dyn Names, today: NaiveDate, offset_minutes: i32, language: Language) -> Query {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default();
    let reader = Reader { names, today, offset_minutes };
    let mut query = Query { text: text.to_owned(), language, ..Query::default() };
    let pieces = typed(text);
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        at += 1;
        let followers = pieces.get(at..).unwrap_or_default();
        match reader.operator(piece, followers, text) {
            Read::Operator(test, more) => {
                let last = at + more;
                let stop = if more == 0 {
                    piece.span.end
                } else {
                    pieces.get(last - 1).map_or(piece.span.end, |p| p.span.end)
                };
                query.operators.push(Operator { test, negated: piece.negated, span: piece.span.start..stop });
                at = last;
            }
            Read::Unknown(kind) => {
                query.hints.push(Hint { kind, span: piece.span.clone() });
                words(piece, &mut query);
            }
            Read::Words => words(piece, &mut query),
        }
    }
    once(&mut query.clauses);
    query.clauses.truncate(MOST);
    query
}

/// Of what is typed twice the last one stays: again it says nothing more, and the last one may still be growing.
fn once(clauses: &mut Vec<Clause>) {
    let mut seen = HashSet::new();
    clauses.reverse();
    clauses.retain(|clause| seen.insert((clause.kind, clause.negated, clause.text.to_lowercase())));
    clauses.reverse();
}

enum Read {
    /// An operator, and how many further pieces its value took.
    Operator(Test, usize),
    Unknown(HintKind),
    Words,
}

fn words(piece: &Typed<'_>, query: &mut Query) {
    let mut push = |kind, text: &str| {
        query.clauses.push(Clause { kind, text: text.to_owned(), negated: piece.negated, span: piece.span.clone() });
    };
    if !piece.head.is_empty() {
        match piece.head.strip_suffix('*').filter(|stem| stem.chars().any(char::is_alphanumeric)) {
            Some(stem) => push(ClauseKind::Prefix, stem),
            None if piece.head.chars().all(|c| c.is_ascii_punctuation()) => {}
            None => push(ClauseKind::Word, piece.head),
        }
    }
    if let Some(quoted) = piece.quoted.filter(|quoted| !quoted.trim().is_empty()) {
        push(ClauseKind::Phrase, quoted);
    }
}

struct Reader<'a> {
    names: &'a dyn Names,
    today: NaiveDate,
    offset_minutes: i32,
}

impl Reader<'_> {
    fn operator(&self, piece: &Typed<'_>, followers: &[Typed<'_>], text: &str) -> Read {
        let (name, value) = match piece.head.split_once(':') {
            Some((name, rest)) => (name.to_lowercase(), piece.quoted.unwrap_or(rest)),
            None => match piece.head.chars().next() {
                Some(sign @ ('@' | '+')) => {
                    (sign.to_string(), piece.quoted.unwrap_or_else(|| piece.head.get(1..).unwrap_or_default()))
                }
                _ => return Read::Words,
            },
        };
        if value.is_empty() {
            return Read::Words;
        }
        let found = |test: Option<Test>, kind| test.map_or(Read::Unknown(kind), |test| Read::Operator(test, 0));
        match name.as_str() {
            "in" => found(self.names.space(value).map(Test::Space), HintKind::UnknownSpace),
            "from" | "by" => {
                found(self.names.person(value.trim_start_matches('@')).map(Test::Author), HintKind::UnknownPerson)
            }
            "@" => found(self.names.person(value).map(Test::Assignee), HintKind::UnknownPerson),
            "tag" => found(self.names.tag(value.trim_start_matches('+')).map(Test::Tag), HintKind::UnknownTag),
            "+" => found(self.names.tag(value).map(Test::Tag), HintKind::UnknownTag),
            "is" => found(self.state(value), HintKind::UnknownValue),
            "type" => found(kind(value).map(Test::Kind), HintKind::UnknownValue),
            "has" => found(has(value), HintKind::UnknownValue),
            "before" => self.date(piece, value, followers, text, Test::Before),
            "after" | "since" => self.date(piece, value, followers, text, Test::After),
            _ => Read::Words,
        }
    }

    fn state(&self, value: &str) -> Option<Test> {
        Some(match value.to_lowercase().as_str() {
            "open" => Test::State(State::Open),
            "done" | "decided" | "answered" => Test::State(State::Done),
            "cancelled" | "canceled" => Test::State(State::Cancelled),
            "archived" => Test::State(State::Archived),
            "late" | "overdue" => Test::Late(dates::number_of(self.today)),
            _ => return None,
        })
    }

    /// A date may go on over the next pieces: `after:1 nov 2026`.
    fn date(&self, piece: &Typed<'_>, value: &str, followers: &[Typed<'_>], text: &str, test: fn(i64) -> Test) -> Read {
        for more in (1..=2).rev() {
            let parts = followers.get(..more).unwrap_or_default();
            let Some(last) = parts.last() else { continue };
            let whole = more == 1 || last.head.len() == 4 && last.head.chars().all(|c| c.is_ascii_digit());
            let named = dates::month_of(value).is_some() || parts.iter().any(|p| dates::month_of(p.head).is_some());
            if !whole || !named || parts.iter().any(|p| p.quoted.is_some() || p.negated) {
                continue;
            }
            let joined = format!("{value}{}", text.get(piece.span.end..last.span.end).unwrap_or_default());
            if let Some(day) = dates::day(&joined, self.today) {
                return Read::Operator(test(dates::begins(day, self.offset_minutes)), more);
            }
        }
        match dates::day(value, self.today) {
            Some(day) => Read::Operator(test(dates::begins(day, self.offset_minutes)), 0),
            None => Read::Unknown(HintKind::UnknownDate),
        }
    }
}

fn kind(value: &str) -> Option<Kind> {
    let value = value.to_lowercase();
    if matches!(value.as_str(), "process" | "processes") {
        return Some(Kind::Process);
    }
    Some(match value.strip_suffix('s').unwrap_or(&value) {
        "task" => Kind::Task,
        "step" => Kind::Step,
        "comment" => Kind::Comment,
        "topic" => Kind::Topic,
        "message" => Kind::Message,
        "page" => Kind::Page,
        "file" => Kind::File,
        "event" => Kind::Event,
        _ => return None,
    })
}

fn has(value: &str) -> Option<Test> {
    match value.to_lowercase().as_str() {
        "file" | "files" | "attachment" => Some(Test::File),
        "link" | "links" => Some(Test::Link),
        _ => None,
    }
}
