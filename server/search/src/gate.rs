//! Who may see what: the one gate every scan of the index goes through, together with the filters.
//!
//! Each candidate is tested when it is met, from its columns; a set of documents is built for a reader only where a
//! question meets so many that it costs less ([`crate::sight`]). The audience is tested first, and there is no way to
//! make a gate without a [`Reach`].

use std::sync::Arc;

use tantivy::SegmentReader;
use tantivy::columnar::Column;

use crate::model::{Kind, State};
use crate::query::{Operator, Test};
use crate::question::Filters;
use crate::schema::{HAS_FILE, HAS_LINK, column};
use crate::sight::{Sight, Sights};

/// What a reader may see: everything whose audience holds one of these ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Reach {
    /// The reader's own id and those of their spaces.
    pub audiences: Vec<u64>,
    /// Spaces whose documents can be seen in these spaces alone, whatever their audience says: that follows
    /// from the space at once, and the documents only later.
    pub inside: Vec<u64>,
}

#[derive(Debug, Clone)]
enum Check {
    Kind(Vec<u64>),
    Space(Vec<u64>),
    Person(Vec<u64>),
    Author(Vec<u64>),
    Assignee(Vec<u64>),
    Tag(Vec<u64>),
    State(Vec<u64>),
    Has(u64),
    Late(i64),
    From(i64),
    Until(i64),
}

/// A reader's reach and everything a hit has to pass besides its words.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    /// With both lists in order.
    reach: Arc<Reach>,
    /// With true for what must not pass.
    checks: Vec<(Check, bool)>,
}

impl Gate {
    pub fn new(reach: &Reach) -> Gate {
        let mut reach = reach.clone();
        for list in [&mut reach.audiences, &mut reach.inside] {
            list.sort_unstable();
            list.dedup();
        }
        Gate { reach: Arc::new(reach), checks: Vec::new() }
    }

    pub fn filtered(mut self, filters: &Filters) -> Gate {
        let mut list = |check: fn(Vec<u64>) -> Check, values: Vec<u64>| {
            if !values.is_empty() {
                self.checks.push((check(values), false));
            }
        };
        list(Check::Kind, filters.kinds.iter().map(|kind| *kind as u64).collect());
        list(Check::Space, filters.spaces.clone());
        list(Check::Person, filters.people.clone());
        list(Check::State, filters.states.iter().map(|state| *state as u64).collect());
        list(Check::Tag, filters.tags.clone());
        if let Some((from, until)) = filters.when {
            self.checks.push((Check::From(from), false));
            self.checks.push((Check::Until(until), false));
        }
        if let Some(wanted) = filters.has_file {
            self.checks.push((Check::Has(HAS_FILE), !wanted));
        }
        self
    }

    pub fn operated(mut self, operators: &[Operator]) -> Gate {
        let mut checks: Vec<(Check, bool)> = Vec::new();
        for operator in operators {
            let fresh = Check::of(operator.test);
            // Of most things a hit has one, so naming two means either; each tag named has to be there.
            let same = checks.iter_mut().find(|(check, not)| {
                !*not && !operator.negated && std::mem::discriminant(check) == std::mem::discriminant(&fresh)
            });
            if !same.is_some_and(|(check, _)| check.also(&fresh)) {
                checks.push((fresh, operator.negated));
            }
        }
        self.checks.append(&mut checks);
        self
    }

    pub fn segment(&self, columns: Arc<Columns>) -> SegmentGate<'_> {
        SegmentGate { gate: self, columns }
    }
}

impl Check {
    fn of(test: Test) -> Check {
        match test {
            Test::Space(id) => Check::Space(vec![id]),
            Test::Author(id) => Check::Author(vec![id]),
            Test::Assignee(id) => Check::Assignee(vec![id]),
            Test::Tag(id) => Check::Tag(vec![id]),
            Test::State(state) => Check::State(vec![state as u64]),
            Test::Kind(kind) => Check::Kind(vec![kind as u64]),
            Test::Late(day) => Check::Late(i64::from(day)),
            Test::File => Check::Has(HAS_FILE),
            Test::Link => Check::Has(HAS_LINK),
            Test::Before(ms) => Check::Until(ms),
            Test::After(ms) => Check::From(ms),
        }
    }

    /// Takes the values of another check of the same sort as alternatives, where that makes sense.
    fn also(&mut self, other: &Check) -> bool {
        match (self, other) {
            (Check::Kind(list), Check::Kind(more))
            | (Check::Space(list), Check::Space(more))
            | (Check::Author(list), Check::Author(more))
            | (Check::Assignee(list), Check::Assignee(more))
            | (Check::State(list), Check::State(more)) => {
                list.extend(more);
                true
            }
            _ => false,
        }
    }
}

/// The columns of one segment.
pub(crate) struct Columns {
    audience: Column<u64>,
    kind: Column<u64>,
    pub space: Column<u64>,
    pub author: Column<u64>,
    pub assignee: Column<u64>,
    tags: Column<u64>,
    state: Column<u64>,
    has: Column<u64>,
    updated: Column<i64>,
    due: Column<i64>,
    pub id: (Column<u64>, Column<u64>),
    pub item: (Column<u64>, Column<u64>),
}

impl Columns {
    pub fn open(reader: &SegmentReader) -> tantivy::Result<Columns> {
        let fast = reader.fast_fields();
        Ok(Columns {
            audience: fast.u64(column::AUDIENCE)?,
            kind: fast.u64(column::KIND)?,
            space: fast.u64(column::SPACE)?,
            author: fast.u64(column::AUTHOR)?,
            assignee: fast.u64(column::ASSIGNEE)?,
            tags: fast.u64(column::TAGS)?,
            state: fast.u64(column::STATE)?,
            has: fast.u64(column::HAS)?,
            updated: fast.i64(column::UPDATED)?,
            due: fast.i64(column::DUE)?,
            id: (fast.u64(column::ID_HIGH)?, fast.u64(column::ID_LOW)?),
            item: (fast.u64(column::ITEM_HIGH)?, fast.u64(column::ITEM_LOW)?),
        })
    }
}

impl Columns {
    /// When a document last changed, UTC milliseconds.
    pub fn updated(&self, doc: u32) -> i64 {
        self.updated.first(doc).unwrap_or_default()
    }

    pub fn kind(&self, doc: u32) -> Kind {
        Kind::from_number(self.kind.first(doc).unwrap_or_default()).unwrap_or(Kind::Task)
    }

    pub fn state(&self, doc: u32) -> State {
        State::from_number(self.state.first(doc).unwrap_or_default()).unwrap_or(State::Open)
    }

    /// Whether a document has a file or is one.
    pub fn has_file(&self, doc: u32) -> bool {
        self.has.first(doc).unwrap_or_default() & HAS_FILE != 0
    }
}

/// The gate over one segment.
pub(crate) struct SegmentGate<'a> {
    gate: &'a Gate,
    pub columns: Arc<Columns>,
}

impl SegmentGate<'_> {
    /// What the reader sees here, where it is worth having for a question that meets so many documents.
    pub fn sight(&self, reader: &SegmentReader, met: u64, sights: &Sights) -> Option<Arc<Sight>> {
        sights.get(reader.segment_id(), &self.gate.reach, (reader.max_doc(), met), |doc| self.is_seen(doc))
    }

    /// Whether the reader may see this document and it passes every filter.
    pub fn lets_through(&self, doc: u32, sight: Option<&Sight>) -> bool {
        sight.map_or_else(|| self.is_seen(doc), |sight| sight.holds(doc))
            && self.gate.checks.iter().all(|(check, not)| self.passes(check, doc) != *not)
    }

    /// Whether everything the reader may see passes.
    pub fn is_open(&self) -> bool {
        self.gate.checks.is_empty()
    }

    fn is_seen(&self, doc: u32) -> bool {
        let Reach { audiences, inside } = self.gate.reach.as_ref();
        let reaches = |id: u64| audiences.binary_search(&id).is_ok();
        self.columns.audience.values_for_doc(doc).any(reaches)
            && (inside.is_empty()
                || self
                    .columns
                    .space
                    .first(doc)
                    .is_none_or(|home| inside.binary_search(&home).is_err() || reaches(home)))
    }

    fn passes(&self, check: &Check, doc: u32) -> bool {
        let columns = &self.columns;
        let one = |column: &Column<u64>, list: &[u64]| column.first(doc).is_some_and(|value| list.contains(&value));
        let updated = || columns.updated.first(doc).unwrap_or_default();
        match check {
            Check::Kind(list) => one(&columns.kind, list),
            Check::Space(list) => one(&columns.space, list),
            Check::Person(list) => one(&columns.author, list) || one(&columns.assignee, list),
            Check::Author(list) => one(&columns.author, list),
            Check::Assignee(list) => one(&columns.assignee, list),
            Check::Tag(list) => columns.tags.values_for_doc(doc).any(|tag| list.contains(&tag)),
            Check::State(list) => one(&columns.state, list),
            Check::Has(bit) => columns.has.first(doc).unwrap_or_default() & bit != 0,
            Check::Late(today) => {
                columns.due.first(doc).is_some_and(|due| due < *today)
                    && columns.state.first(doc) == Some(crate::model::State::Open as u64)
            }
            Check::From(ms) => updated() >= *ms,
            Check::Until(ms) => updated() < *ms,
        }
    }
}
