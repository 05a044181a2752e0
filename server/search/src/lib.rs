//! The full-text search of Guildhall: a disposable tantivy index beside the data file.
//!
//! Invariants:
//! - The index holds words, numbers and ids, never a title or a text to show. What a reader sees comes from
//!   the store, through the access check; a stale index can therefore mislead but never leak.
//! - No question is answered without a [`Reach`]. Hits, totals, facets, corrections and suggestions all come
//!   from one scan behind the same gate ([`Index::search`], [`Index::suggest`]).
//! - One analysis of text ([`Doc`] in, [`Query`] in, [`snippet`] out) decides what a word is, so what is found
//!   can also be marked.
//! - The folder may vanish or rot at any time: [`Index::open`] answers with an empty index and the reason.
//!
//! Left out on purpose: it knows no feature, no store, no clock (callers pass [`Now`]); the one use of time is
//! the monotonic budget of a question. Relevance uses word statistics of the whole index, so a score is not a
//! thing to show to readers.

mod all_of;
mod best_of;
mod document;
mod error;
mod expand;
mod fillers;
mod fold;
mod gate;
mod index;
mod language;
mod list;
mod marker;
mod marks;
mod merge;
mod model;
mod open;
mod pieces;
mod plan;
mod query;
mod question;
mod scan;
mod schema;
mod search;
mod sight;
mod snippet;
mod storage;
mod stretch;
mod suggest;
mod tally;
mod ways;
mod words;

pub use error::SearchError;
pub use fold::name_form;
pub use gate::Reach;
pub use index::{Index, OpenState, Opened};
pub use language::Language;
pub use marks::Marking;
pub use model::{Doc, Kind, Op, State};
pub use query::parse::parse;
pub use query::{Clause, ClauseKind, Hint, HintKind, Names, Operator, Query, Span, Test};
pub use question::{Answer, Facets, Filters, Hit, Now, Order, Question, When};
pub use snippet::Snippet;
