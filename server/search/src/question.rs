//! A question to the index and its answer.

use uuid::Uuid;

use crate::model::{Kind, State};
use crate::query::Query;

/// The moment a question is asked, with the reader's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// UTC milliseconds.
    pub ms: i64,
    /// Minutes the reader's zone is ahead of UTC.
    pub offset_minutes: i32,
}

impl Now {
    pub(crate) fn day_of(&self, ms: i64) -> i64 {
        ms.saturating_add(i64::from(self.offset_minutes) * 60_000).div_euclid(86_400_000)
    }

    pub(crate) fn today(&self) -> i64 {
        self.day_of(self.ms)
    }
}

/// How hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Best match first, then the later change.
    #[default]
    Best,
    /// Last changed first.
    Newest,
}

/// What the page has ticked, beside what is written in the question. An empty list filters nothing; the
/// values of one list are alternatives.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filters {
    /// Kinds of hits.
    pub kinds: Vec<Kind>,
    /// Home spaces.
    pub spaces: Vec<u64>,
    /// Author or assignee.
    pub people: Vec<u64>,
    /// States.
    pub states: Vec<State>,
    /// Last change, UTC milliseconds, the second moment excluded.
    pub when: Option<(i64, i64)>,
    /// Only with (true) or without (false) a file.
    pub has_file: Option<bool>,
    /// Tags.
    pub tags: Vec<u64>,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    /// The parsed words and operators.
    pub query: Query,
    /// How many hits to return.
    pub limit: usize,
    /// How many hits to pass over.
    pub offset: usize,
    /// Their order.
    pub order: Order,
    /// Whether to count facets.
    pub facets: bool,
    /// What is ticked beside the words.
    pub filters: Filters,
    /// The last word is still being typed.
    pub as_you_type: bool,
    /// Milliseconds after which what was found so far is returned.
    pub budget_ms: u64,
}

impl Question {
    /// The twenty best hits for a query, without facets, within half a second.
    pub fn new(query: Query) -> Question {
        Question {
            query,
            limit: 20,
            offset: 0,
            order: Order::Best,
            facets: false,
            filters: Filters::default(),
            as_you_type: false,
            budget_ms: 500,
        }
    }
}

/// One thing found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// What it is: [`crate::Doc::id`].
    pub id: Uuid,
    /// The item it belongs to.
    pub item: Uuid,
    /// Its kind.
    pub kind: Kind,
    /// Relevance, comparable only within one answer; 0 when ordered by date.
    pub score: f32,
}

/// How long ago something was changed, in the reader's days; each bucket excludes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum When {
    /// Today (or in the future).
    Today,
    /// The 7 days before today.
    Week,
    /// 8 to 30 days ago.
    Month,
    /// 31 to 365 days ago.
    Year,
    /// Earlier.
    Older,
}

/// Counts over all hits of the answer, not only those returned; most frequent first, then by id. Buckets
/// without a hit are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facets {
    /// By kind.
    pub kinds: Vec<(Kind, usize)>,
    /// By home space.
    pub spaces: Vec<(u64, usize)>,
    /// By person, as author or assignee, once a hit.
    pub people: Vec<(u64, usize)>,
    /// By state.
    pub states: Vec<(State, usize)>,
    /// Hits that have a file or are one.
    pub with_file: usize,
    /// By last change, most recent bucket first.
    pub when: Vec<(When, usize)>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// How many hits there are in all; exact unless `truncated`.
    pub total: usize,
    /// The counts, empty unless asked for.
    pub facets: Facets,
    /// The question as it was probably meant, when misspelt words were read as others. Every word of it is
    /// one this reader's own question finds something with.
    pub corrected: Option<String>,
    /// No hit has all the words as typed, so these have some of them, their beginnings or their parts.
    pub relaxed: bool,
    /// The budget ran out: hits, total and facets are what had been seen.
    pub truncated: bool,
}
