//! The only loop over the index: every document of a text query that the gate lets through, until the time is
//! up.
//!
//! The loop is ours rather than a collector's because one pass serves hits, exact total and facets, scores are
//! computed only for what passed the gate, and the budget is looked at between candidates.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tantivy::query::{EnableScoring, Query, Scorer};
use tantivy::{DocId, DocSet, Searcher, TERMINATED};

use crate::error::SearchError;
use crate::gate::{Columns, Gate, SegmentGate};

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
    scorer: &'a mut dyn Scorer,
}

impl Found<'_> {
    pub fn score(&mut self) -> f32 {
        self.scorer.score()
    }
}

/// How a scan ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

impl<'a> Scan<'a> {
    pub fn new(searcher: &'a Searcher, gate: &'a Gate, deadline: Deadline) -> Result<Scan<'a>, SearchError> {
        let segments =
            searcher.segment_readers().iter().map(|reader| gate.segment(reader)).collect::<tantivy::Result<_>>()?;
        Ok(Scan { searcher, deadline, segments })
    }

    pub fn is_over(&self) -> bool {
        self.deadline.is_over()
    }

    pub fn each(
        &self,
        query: &dyn Query,
        scored: bool,
        sink: &mut dyn FnMut(Found<'_>) -> ControlFlow<()>,
    ) -> Result<Ended, SearchError> {
        let scoring = if scored {
            EnableScoring::enabled_from_searcher(self.searcher)
        } else {
            EnableScoring::disabled_from_searcher(self.searcher)
        };
        if self.deadline.is_over() {
            return Ok(Ended::OutOfTime);
        }
        let weight = query.weight(scoring)?;
        for (reader, gate) in self.searcher.segment_readers().iter().zip(&self.segments) {
            let mut scorer = weight.scorer(reader, 1.0)?;
            let alive = reader.alive_bitset();
            let mut doc = scorer.doc();
            let mut seen: u32 = 0;
            while doc != TERMINATED {
                seen = seen.wrapping_add(1);
                if seen.is_multiple_of(STRIDE) && self.deadline.is_over() {
                    return Ok(Ended::OutOfTime);
                }
                if alive.is_none_or(|alive| alive.is_alive(doc)) && gate.lets_through(doc) {
                    let found = Found { doc, columns: &gate.columns, scorer: scorer.as_mut() };
                    if sink(found).is_break() {
                        return Ok(Ended::Complete);
                    }
                }
                doc = scorer.advance();
            }
            if self.deadline.is_over() {
                return Ok(Ended::OutOfTime);
            }
        }
        Ok(Ended::Complete)
    }

    /// How many documents this reader finds, counted no further than `most`.
    pub fn count(&self, query: &dyn Query, most: usize) -> Result<usize, SearchError> {
        let mut count = 0;
        self.each(query, false, &mut |_| {
            count += 1;
            if count >= most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Ok(count)
    }
}
