//! What a reader typed, taken apart: words and phrases to find, and operators to filter by.
//!
//! Spans are byte ranges of the typed text, so a page can draw operators as chips and replace one word.

pub(crate) mod dates;
pub(crate) mod parse;
pub(crate) mod scanner;

use std::ops::Range;

use crate::language::Language;
use crate::model::{Kind, State};

/// A byte range of the typed text.
pub type Span = Range<usize>;

/// Finds ids for names, as this reader knows them; the server answers, so that a name the reader may not see
/// stays unknown. Names arrive as typed, without quotes.
pub trait Names {
    /// The space for `in:name`.
    fn space(&self, name: &str) -> Option<u64>;
    /// The person for `from:name` and `@name`; `me` is the reader.
    fn person(&self, name: &str) -> Option<u64>;
    /// The tag for `tag:name` and `+name`.
    fn tag(&self, name: &str) -> Option<u64>;
}

/// How a clause is to be matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClauseKind {
    /// A word, in any of its forms.
    Word,
    /// The beginning of a word: `boil*`.
    Prefix,
    /// Words in exactly this order.
    Phrase,
}

/// Something to find, or, negated, not to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// How it is matched.
    pub kind: ClauseKind,
    /// The text to match, without quotes, sign or star.
    pub text: String,
    /// It must not be there.
    pub negated: bool,
    /// Where it stands, with quotes, sign and star.
    pub span: Span,
}

/// What an operator tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// `in:`
    Space(u64),
    /// `from:` or `by:`
    Author(u64),
    /// `@`
    Assignee(u64),
    /// `tag:` or `+`
    Tag(u64),
    /// `is:open`, `is:done`, `is:cancelled`, `is:archived`
    State(State),
    /// `is:late`: open and due before this day (days since 1970).
    Late(i32),
    /// `type:`
    Kind(Kind),
    /// `has:file`
    File,
    /// `has:link`
    Link,
    /// `before:`: last changed before this moment, UTC milliseconds.
    Before(i64),
    /// `after:`: last changed at this moment or later, UTC milliseconds.
    After(i64),
}

/// An operator of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// What it tests.
    pub test: Test,
    /// Only what does not pass.
    pub negated: bool,
    /// Where it stands.
    pub span: Span,
}

/// Why something written like an operator was read as plain words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    /// No such space, as far as this reader knows.
    UnknownSpace,
    /// No such person.
    UnknownPerson,
    /// No such tag.
    UnknownTag,
    /// Not a date.
    UnknownDate,
    /// Not a value of this operator.
    UnknownValue,
}

/// Something the page may point out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What is the matter.
    pub kind: HintKind,
    /// Where.
    pub span: Span,
}

/// A parsed query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The text it was parsed from.
    pub text: String,
    /// What to find, each once. Every clause that is not negated has to be found.
    pub clauses: Vec<Clause>,
    /// What to filter by. Spaces are alternatives to each other (`in:a in:b`), as are people, states and kinds;
    /// of different sorts all have to pass, and so does every tag, date and negated operator.
    pub operators: Vec<Operator>,
    /// What was written like an operator and is none.
    pub hints: Vec<Hint>,
    /// The language words are stemmed in.
    pub language: Language,
}

impl Query {
    /// Nothing to find and nothing to filter by.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty() && self.operators.is_empty()
    }

    /// The clause that is the last thing typed: the one still growing while a reader types.
    pub(crate) fn growing(&self) -> Option<usize> {
        let end = self.text.trim_end().len();
        self.clauses
            .iter()
            .position(|clause| clause.span.end == end && clause.kind != ClauseKind::Phrase && !clause.negated)
    }
}
