//! What one scan gathers: the best hits, how many there are, and the facets.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::ControlFlow;

use tantivy::DocId;
use uuid::Uuid;

use crate::gate::Columns;
use crate::model::{Kind, State};
use crate::question::{Facets, Hit, Now, Order, Question, When};
use crate::scan::{Found, Sink};

/// Half of the weight of lateness is gone after this many days.
const HALF_LIFE: f32 = 90.0;
/// No score is more than this times that of its text: see `freshness` and `standing`.
const LIFT: f32 = 1.21;

pub(crate) struct Tally<'a> {
    question: &'a Question,
    now: Now,
    keep: usize,
    best: Vec<Ranked>,
    /// The last of those that are kept, once there are enough.
    worst: Option<Ranked>,
    pub total: usize,
    kinds: HashMap<Kind, usize>,
    spaces: HashMap<u64, usize>,
    people: HashMap<u64, usize>,
    states: HashMap<State, usize>,
    with_file: usize,
    when: HashMap<When, usize>,
}

#[derive(Debug, Clone, Copy)]
struct Ranked {
    score: f32,
    updated: i64,
    hit: Hit,
}

/// Better first; ties by id, so that pages of one answer never overlap.
fn better(a: &Ranked, b: &Ranked) -> Ordering {
    b.score.total_cmp(&a.score).then(b.updated.cmp(&a.updated)).then(a.hit.id.cmp(&b.hit.id))
}

impl<'a> Tally<'a> {
    pub fn new(question: &'a Question, now: Now) -> Tally<'a> {
        Tally {
            question,
            now,
            keep: question.offset.saturating_add(question.limit),
            best: Vec::new(),
            worst: None,
            total: 0,
            kinds: HashMap::new(),
            spaces: HashMap::new(),
            people: HashMap::new(),
            states: HashMap::new(),
            with_file: 0,
            when: HashMap::new(),
        }
    }

    /// The score of a text below which nothing comes among the best any more, however new it is.
    fn least(&self) -> f32 {
        self.worst.map_or(0.0, |worst| worst.score / LIFT)
    }

    fn add(&mut self, found: Found<'_>) {
        self.total += 1;
        let (doc, columns) = (found.doc, found.columns);
        if self.question.facets {
            self.count(columns, doc);
        }
        if self.keep == 0 {
            return;
        }
        // A common word has hundreds of thousands of matches; of those that cannot come among the best any more nothing
        // more is read.
        let enough = self.least();
        let text = if self.question.order == Order::Best { found.score(enough) } else { 0.0 };
        if text < enough {
            return;
        }
        let updated = columns.updated(doc);
        let fresh = text * self.freshness(updated);
        let behind = |score: f32| self.worst.is_some_and(|worst| (score, updated) < (worst.score, worst.updated));
        // Where it stands only takes away from it.
        if behind(fresh) {
            return;
        }
        let (kind, state) = (columns.kind(doc), columns.state(doc));
        let score = fresh * standing(kind, state);
        if behind(score) {
            return;
        }
        let hit = Hit { id: id(&columns.id, doc), item: id(&columns.item, doc), kind, score };
        self.best.push(Ranked { score, updated, hit });
        if self.best.len() >= self.keep.saturating_mul(2).max(64) {
            self.shorten();
        }
    }

    fn shorten(&mut self) {
        if self.best.len() > self.keep {
            let (_, worst, _) = self.best.select_nth_unstable_by(self.keep.saturating_sub(1), better);
            self.worst = Some(*worst);
            self.best.truncate(self.keep);
        }
    }

    /// Of equals the one somebody worked on lately comes first; age alone never hides a better match.
    fn freshness(&self, updated: i64) -> f32 {
        let days = (self.now.ms.saturating_sub(updated)).max(0) as f32 / 86_400_000.0;
        0.8 + 0.4 * (0.5_f32).powf(days / HALF_LIFE)
    }

    fn count(&mut self, columns: &Columns, doc: DocId) {
        *self.kinds.entry(columns.kind(doc)).or_default() += 1;
        self.with_file += usize::from(columns.has_file(doc));
        *self.states.entry(columns.state(doc)).or_default() += 1;
        *self.when.entry(self.bucket(columns.updated(doc))).or_default() += 1;
        *self.spaces.entry(columns.space.first(doc).unwrap_or_default()).or_default() += 1;
        let author = columns.author.first(doc).unwrap_or_default();
        let assignee = columns.assignee.first(doc).unwrap_or_default();
        for person in
            [Some(author), (assignee != author).then_some(assignee)].into_iter().flatten().filter(|person| *person != 0)
        {
            *self.people.entry(person).or_default() += 1;
        }
    }

    fn bucket(&self, updated: i64) -> When {
        match self.now.today() - self.now.day_of(updated) {
            i64::MIN..=0 => When::Today,
            1..=7 => When::Week,
            8..=30 => When::Month,
            31..=365 => When::Year,
            _ => When::Older,
        }
    }

    /// The hits asked for, and the facets.
    pub fn finish(mut self) -> (Vec<Hit>, Facets) {
        self.shorten();
        self.best.sort_unstable_by(better);
        let hits =
            self.best.iter().skip(self.question.offset).take(self.question.limit).map(|ranked| ranked.hit).collect();
        let mut when: Vec<_> = self.when.into_iter().collect();
        when.sort_unstable();
        let facets = Facets {
            kinds: sorted(self.kinds),
            spaces: sorted(self.spaces),
            people: sorted(self.people),
            states: sorted(self.states),
            with_file: self.with_file,
            when,
        };
        (hits, facets)
    }
}

impl Sink for Tally<'_> {
    fn take(&mut self, found: Found<'_>) -> ControlFlow<()> {
        self.add(found);
        ControlFlow::Continue(())
    }

    /// Facets count every one.
    fn enough(&self) -> Option<f32> {
        (!self.question.facets).then(|| self.least())
    }

    fn pass_over(&mut self, count: usize) {
        self.total += count;
    }
}

/// Open work before finished, items before what hangs on them.
fn standing(kind: Kind, state: State) -> f32 {
    let state = match state {
        State::Open => 1.0,
        State::Done => 0.85,
        State::Cancelled => 0.75,
        State::Archived => 0.6,
    };
    let kind = match kind {
        Kind::Comment | Kind::Message | Kind::Step => 0.9,
        _ => 1.0,
    };
    state * kind
}

fn id(pair: &(tantivy::columnar::Column<u64>, tantivy::columnar::Column<u64>), doc: DocId) -> Uuid {
    Uuid::from_u64_pair(pair.0.first(doc).unwrap_or_default(), pair.1.first(doc).unwrap_or_default())
}

fn sorted<K: Ord + Hash + Copy>(counts: HashMap<K, usize>) -> Vec<(K, usize)> {
    let mut list: Vec<_> = counts.into_iter().collect();
    list.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    list
}
