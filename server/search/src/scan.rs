//! The only loop over the index: every document of a text query that the gate lets through, until the time is
//! up.
//!
//! The loop is ours rather than a collector's because one pass serves hits, exact total and facets, scores are
//! computed only for what passed the gate and only as far as they matter, and the budget is looked at between
//! candidates.

use std::ops::{ControlFlow, Range};
use std::time::{Duration, Instant};

use tantivy::query::{EnableScoring, Scorer, Weight};
use tantivy::{DocId, Score, Searcher, SeekDangerResult, SegmentReader};

use crate::bounded::{Bounded, bounded};
use crate::error::SearchError;
use crate::gate::{Columns, Gate, SegmentGate};
use crate::plan::Plan;
use crate::sight::Sights;

/// Candidates between two looks at the watch.
const STRIDE: u32 = 512;

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
    scorer: &'a mut dyn Bounded,
    wishes: &'a mut [Wished],
}

impl Found<'_> {
    /// Its score; or, when that is less than `enough`, something that is less too.
    pub fn score(self, enough: Score) -> Score {
        let bound = self.scorer.bound() + self.wishes.first().map_or(0.0, |wish| wish.most);
        if bound < enough {
            return bound;
        }
        let mut score = self.scorer.score();
        for wish in self.wishes {
            if score + wish.most < enough {
                break;
            }
            score += wish.score(self.doc);
        }
        score
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
}

impl Ready {
    fn wishes(&self, reader: &SegmentReader) -> tantivy::Result<Vec<Wished>> {
        let wishes = self.wishes.iter().enumerate().map(|(at, (weight, _))| {
            let most = self.wishes.iter().skip(at).map(|(_, most)| most).sum();
            Wished::new(weight.as_ref(), most, reader)
        });
        wishes.collect()
    }
}

/// One of several equal shares of the documents of every part of the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share {
    nth: u32,
    of: u32,
}

impl Share {
    /// All of them.
    pub const ALL: Share = Share { nth: 0, of: 1 };

    /// So many shares.
    pub fn each(of: u32) -> impl Iterator<Item = Share> {
        (0..of).map(move |nth| Share { nth, of })
    }

    fn of(self, documents: u32) -> Range<DocId> {
        let end = |nth: u32| u64::from(documents) * u64::from(nth) / u64::from(self.of);
        let [start, end] = [self.nth, self.nth + 1].map(|nth| u32::try_from(end(nth)).unwrap_or(documents));
        start..end
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
        Ok(Ready { must: plan.must.weight(scoring)?, wishes: wishes.collect::<tantivy::Result<_>>()? })
    }

    /// Hands every document that passes to the sink: of each part of the index those in this share.
    pub fn each(
        &self,
        ready: &Ready,
        share: Share,
        sink: &mut dyn FnMut(Found<'_>) -> ControlFlow<()>,
    ) -> Result<Ended, SearchError> {
        for (reader, gate) in self.searcher.segment_readers().iter().zip(&self.segments) {
            if self.deadline.is_over() {
                return Ok(Ended::OutOfTime);
            }
            let mut scorer = bounded(ready.must.scorer(reader, 1.0)?);
            let mut wishes = ready.wishes(reader)?;
            let sight = gate.sight(reader, scorer.cost(), self.sights);
            let alive = reader.alive_bitset();
            let stretch = share.of(reader.max_doc());
            let mut doc = scorer.doc();
            if doc < stretch.start {
                doc = scorer.seek(stretch.start);
            }
            let mut seen: u32 = 0;
            while doc < stretch.end {
                seen = seen.wrapping_add(1);
                if seen.is_multiple_of(STRIDE) && self.deadline.is_over() {
                    return Ok(Ended::OutOfTime);
                }
                if gate.lets_through(doc, sight.as_deref()) && alive.is_none_or(|alive| alive.is_alive(doc)) {
                    let found =
                        Found { doc, columns: &gate.columns, scorer: scorer.as_mut(), wishes: wishes.as_mut_slice() };
                    if sink(found).is_break() {
                        return Ok(Ended::Complete);
                    }
                }
                doc = scorer.advance();
            }
        }
        Ok(if self.deadline.is_over() { Ended::OutOfTime } else { Ended::Complete })
    }

    /// How many documents this reader finds, counted no further than `most`.
    pub fn count(&self, plan: &Plan, most: usize) -> Result<usize, SearchError> {
        let mut count = 0;
        self.each(&self.ready(plan, false)?, Share::ALL, &mut |_| {
            count += 1;
            if count >= most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(count)
    }
}
