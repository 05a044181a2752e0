//! The only loop over the index: every document of a text query that the gate lets through, until the time is
//! up.
//!
//! The loop is ours rather than a collector's because one pass serves hits, exact total and facets, scores are
//! computed only for what the reader sees and only as far as they matter, and the budget is looked at between
//! stretches.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tantivy::query::{EnableScoring, Scorer, Weight};
use tantivy::{DocId, Score, Searcher, SeekDangerResult, SegmentReader, TERMINATED};

use crate::error::SearchError;
use crate::gate::{Columns, Gate, SegmentGate};
use crate::plan::Plan;
use crate::sight::Sights;
use crate::stretch::{Bits, Matches, Room, Stretch, WIDTH, sweeping};

/// The moment a question has to be answered by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    pub fn after(ms: u64) -> Deadline {
        Deadline(Instant::now().checked_add(Duration::from_millis(ms)))
    }

    pub fn is_over(&self) -> bool {
        self.0.is_some_and(|end| Instant::now() >= end)
    }
}

/// A document that passed, with its score when asked for.
pub(crate) struct Found<'a> {
    pub doc: DocId,
    pub columns: &'a Columns,
    /// What its text gives, without the wishes.
    text: Score,
    wishes: &'a mut [Wished],
}

impl Found<'_> {
    /// Its score; or, when that is less than `enough`, something that is less too.
    pub fn score(self, enough: Score) -> Score {
        let mut score = self.text;
        for wish in self.wishes {
            if score + wish.most < enough {
                return score + wish.most;
            }
            score += wish.score(self.doc);
        }
        score
    }
}

/// What takes the documents that pass.
pub(crate) trait Sink {
    /// One of them; answers whether that is enough.
    fn take(&mut self, found: Found<'_>) -> ControlFlow<()>;

    /// The score from which on one matters: of all others it is enough to know how many they are. None where every one
    /// has to be handed over.
    fn enough(&self) -> Option<Score> {
        None
    }

    /// So many that do not matter.
    fn pass_over(&mut self, _count: usize) {}
}

impl<F: FnMut(Found<'_>) -> ControlFlow<()>> Sink for F {
    fn take(&mut self, found: Found<'_>) -> ControlFlow<()> {
        self(found)
    }
}

/// A wish in one segment.
struct Wished {
    scorer: Box<dyn Scorer>,
    /// No more than this comes of it and of those after it.
    most: Score,
    /// It is met at no document between the last one asked for and this.
    next: DocId,
    /// Whether it is met at `next`, with its scorer standing there.
    met: bool,
}

impl Wished {
    fn new(weight: &dyn Weight, most: Score, reader: &SegmentReader) -> tantivy::Result<Wished> {
        let scorer = weight.scorer(reader, 1.0)?;
        Ok(Wished { next: scorer.doc(), scorer, most, met: true })
    }

    /// What it gives a document, which is after all those asked for before.
    fn score(&mut self, doc: DocId) -> Score {
        if self.next < doc || (self.next == doc && !self.met) {
            // Looks at this document only; a search for the next one that meets the wish would read all between.
            (self.next, self.met) = match self.scorer.seek_danger(doc) {
                SeekDangerResult::Found => (doc, true),
                SeekDangerResult::SeekLowerBound(next) => (next, false),
            };
        }
        if self.next == doc && self.met { self.scorer.score() } else { 0.0 }
    }
}

/// A plan made ready, for every part of the index.
pub(crate) struct Ready {
    must: Box<dyn Weight>,
    /// Each with the most it gives.
    wishes: Vec<(Box<dyn Weight>, Score)>,
    scored: bool,
}

impl Ready {
    /// The wishes that are met at all in a part of the index.
    fn wishes(&self, reader: &SegmentReader) -> tantivy::Result<Vec<Wished>> {
        let wishes = self.wishes.iter().map(|(weight, most)| Wished::new(weight.as_ref(), *most, reader));
        let mut wishes: Vec<Wished> = wishes.collect::<tantivy::Result<_>>()?;
        wishes.retain(|wish| wish.next != TERMINATED);
        let mut most = 0.0;
        for wish in wishes.iter_mut().rev() {
            most += wish.most;
            wish.most = most;
        }
        Ok(wishes)
    }
}

/// How a scan ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ended {
    /// Everything was seen, or the sink had enough.
    Complete,
    /// The time was up.
    OutOfTime,
}

/// One reader's view of the index for one question, which may take several passes.
pub(crate) struct Scan<'a> {
    searcher: &'a Searcher,
    deadline: Deadline,
    segments: Vec<SegmentGate<'a>>,
    sights: &'a Sights,
}

impl<'a> Scan<'a> {
    pub fn new(
        searcher: &'a Searcher,
        gate: &'a Gate,
        sights: &'a Sights,
        deadline: Deadline,
    ) -> Result<Scan<'a>, SearchError> {
        let segments = sights.columns(searcher)?.into_iter().map(|columns| gate.segment(columns)).collect();
        Ok(Scan { searcher, deadline, segments, sights })
    }

    pub fn is_over(&self) -> bool {
        self.deadline.is_over()
    }

    /// Makes a plan ready to be looked for in every part of the index.
    pub fn ready(&self, plan: &Plan, scored: bool) -> Result<Ready, SearchError> {
        let scoring = if scored {
            EnableScoring::enabled_from_searcher(self.searcher)
        } else {
            EnableScoring::disabled_from_searcher(self.searcher)
        };
        let wishes = plan.wishes.iter().filter(|_| scored).map(|wish| Ok((wish.query.weight(scoring)?, wish.most)));
        Ok(Ready { must: plan.must.weight(scoring)?, wishes: wishes.collect::<tantivy::Result<_>>()?, scored })
    }

    /// Hands every document that passes to the sink.
    pub fn each(&self, ready: &Ready, sink: &mut dyn Sink) -> Result<Ended, SearchError> {
        let (mut matches, mut room) = (Matches::default(), Room::default());
        for (reader, gate) in self.searcher.segment_readers().iter().zip(&self.segments) {
            if self.deadline.is_over() {
                return Ok(Ended::OutOfTime);
            }
            let mut scorer = sweeping(ready.must.scorer(reader, 1.0)?);
            let mut wishes = ready.wishes(reader)?;
            let sight = gate.sight(reader, scorer.cost(), self.sights);
            let alive = reader.alive_bitset();
            let wished = wishes.first().map_or(0.0, |wish| wish.most);
            // Whether what is wanted of a stretch is all that has to be asked of it.
            let open = sight.is_some() && gate.is_open() && alive.is_none();
            let mut next = scorer.next();
            while next < reader.max_doc() {
                if self.deadline.is_over() {
                    return Ok(Ended::OutOfTime);
                }
                // Begins where a word of bits does.
                let start = next - next % 64;
                let end = start.saturating_add(WIDTH).min(reader.max_doc());
                let mut wanted = Bits::between(next - start, end - start);
                if let Some(sight) = &sight {
                    wanted.keep(sight.from(start));
                }
                let most = sink.enough();
                let enough = ready.scored.then(|| most.map_or(Score::NEG_INFINITY, |most| most - wished));
                scorer.sweep(&Stretch { start, end, wanted: &wanted, enough }, &mut matches, &mut room);
                if open {
                    sink.pass_over(matches.low.count() as usize);
                    matches.places = matches.places.without(&matches.low);
                }
                let passed = matches.places.each_while(|at| {
                    let (doc, text) = (start + at, matches.score(at));
                    if !gate.lets_through(doc, sight.as_deref()) || alive.is_some_and(|alive| !alive.is_alive(doc)) {
                        return ControlFlow::Continue(());
                    }
                    sink.take(Found { doc, columns: &gate.columns, text, wishes: wishes.as_mut_slice() })
                });
                if passed.is_break() {
                    return Ok(Ended::Complete);
                }
                next = scorer.next().max(end);
            }
        }
        Ok(if self.deadline.is_over() { Ended::OutOfTime } else { Ended::Complete })
    }

    /// How many documents this reader finds, counted no further than `most`.
    pub fn count(&self, plan: &Plan, most: usize) -> Result<usize, SearchError> {
        let mut count = 0;
        self.each(&self.ready(plan, false)?, &mut |_: Found<'_>| {
            count += 1;
            if count >= most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
