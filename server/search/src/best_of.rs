//! Whichever of several ways to match is best, the others counting a little.
//!
//! The same matches and scores as tantivy's `DisjunctionMaxQuery`. That one scores every match of every way before
//! anybody asks; here a score is made when it is asked for, because half of what a common word matches is not for the
//! reader, and of the rest most cannot come among the best.

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term,
    query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
};

use crate::bounded::{Bounded, together};

/// A way to match.
#[derive(Debug)]
pub(crate) struct Way {
    pub query: Box<dyn Query>,
    /// It never scores more than this.
    pub most: Score,
}

impl From<Box<dyn Query>> for Way {
    fn from(query: Box<dyn Query>) -> Way {
        Way { query, most: Score::INFINITY }
    }
}

impl Clone for Way {
    fn clone(&self) -> Way {
        Way { query: self.query.box_clone(), most: self.most }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct BestOf(pub Vec<Way>);

impl Query for BestOf {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = self.0.iter().map(|way| Ok((way.query.weight(scoring)?, way.most)));
        Ok(Box::new(Weights(weights.collect::<tantivy::Result<_>>()?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.iter().for_each(|way| way.query.query_terms(visitor));
    }
}

struct Weights(Vec<(Box<dyn Weight>, Score)>);

impl Weight for Weights {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut ways = Vec::with_capacity(self.0.len());
        for (weight, most) in &self.0 {
            let scorer = weight.scorer(reader, boost)?;
            let doc = scorer.doc();
            if doc != TERMINATED {
                ways.push(Taken { doc, scorer, most: most * boost });
            }
        }
        Ok(if ways.is_empty() { Box::new(EmptyScorer) } else { Box::new(Union { doc: first(&ways), ways }) })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("the best of several ways", scorer.score()))
    }
}

/// A way in one segment, and the match it stands at.
struct Taken {
    doc: DocId,
    scorer: Box<dyn Scorer>,
    most: Score,
}

pub(crate) struct Union {
    doc: DocId,
    ways: Vec<Taken>,
}

fn first(ways: &[Taken]) -> DocId {
    ways.iter().map(|way| way.doc).min().unwrap_or(TERMINATED)
}

impl DocSet for Union {
    fn advance(&mut self) -> DocId {
        let mut next = TERMINATED;
        for way in &mut self.ways {
            if way.doc == self.doc && way.doc != TERMINATED {
                way.doc = way.scorer.advance();
            }
            next = next.min(way.doc);
        }
        self.doc = next;
        next
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for way in &mut self.ways {
            if way.doc < target {
                way.doc = way.scorer.seek(target);
            }
        }
        self.doc = first(&self.ways);
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.ways.iter().map(|way| way.scorer.size_hint()).max().unwrap_or(0)
    }

    fn cost(&self) -> u64 {
        self.ways.iter().map(|way| way.scorer.cost()).sum()
    }
}

impl Scorer for Union {
    fn score(&mut self) -> Score {
        let here = self.ways.iter_mut().filter(|way| way.doc == self.doc);
        together(here.map(|way| way.scorer.score()))
    }
}

impl Bounded for Union {
    fn bound(&self) -> Score {
        together(self.ways.iter().filter(|way| way.doc == self.doc).map(|way| way.most))
    }
}
