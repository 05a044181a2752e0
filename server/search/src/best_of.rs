//! Whichever of several ways to match is best, the others counting a little.
//!
//! The same matches and scores as tantivy's `DisjunctionMaxQuery`, which works out every match of every way before
//! anybody asks; here only those are scored that the reader may see and that may still come among the best. (The idea of
//! leaving out lists that cannot decide is the MaxScore of Turtle and Flood, 1995.)

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term,
    query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
};

use crate::list::List;
use crate::stretch::{Matches, Room, Stretch, Sweep};

/// What the other ways of a match count for beside the best one.
const BESIDE: Score = 0.1;

/// The best and the sum of what several ways give.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Together {
    best: Score,
    sum: Score,
}

impl Together {
    pub fn and(self, way: Score) -> Together {
        Together { best: self.best.max(way), sum: self.sum + way }
    }

    pub fn score(self) -> Score {
        self.best + (self.sum - self.best) * BESIDE
    }
}

#[derive(Debug)]
pub(crate) struct BestOf(pub Vec<Box<dyn Query>>);

impl Clone for BestOf {
    fn clone(&self) -> BestOf {
        BestOf(self.0.iter().map(|way| way.box_clone()).collect())
    }
}

impl Query for BestOf {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = self.0.iter().map(|way| way.weight(scoring));
        Ok(Box::new(Weights(weights.collect::<tantivy::Result<_>>()?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.iter().for_each(|way| way.query_terms(visitor));
    }
}

struct Weights(Vec<Box<dyn Weight>>);

impl Weight for Weights {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut ways = Vec::with_capacity(self.0.len());
        for weight in &self.0 {
            let scorer = weight.scorer(reader, boost)?;
            let doc = scorer.doc();
            if doc != TERMINATED {
                let scorer = Walked::of(scorer);
                ways.push(Taken { doc, most: scorer.most(), scorer });
            }
        }
        if ways.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        ways.sort_by(|a, b| b.most.total_cmp(&a.most));
        Ok(Box::new(Union { doc: first(&ways), ways }))
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
    /// It never gives more than this.
    most: Score,
    scorer: Walked,
}

/// The scorer of a way: mostly a list of the index, which is walked without asking for each document.
enum Walked {
    List(Box<List>),
    Other(Box<dyn Scorer>),
}

impl Walked {
    fn of(scorer: Box<dyn Scorer>) -> Walked {
        scorer.downcast().map_or_else(Walked::Other, Walked::List)
    }

    fn get(&self) -> &dyn Scorer {
        match self {
            Walked::List(list) => list.as_ref(),
            Walked::Other(other) => other.as_ref(),
        }
    }

    fn get_mut(&mut self) -> &mut dyn Scorer {
        match self {
            Walked::List(list) => list.as_mut(),
            Walked::Other(other) => other.as_mut(),
        }
    }

    fn most(&self) -> Score {
        match self {
            Walked::List(list) => list.most(),
            Walked::Other(_) => Score::INFINITY,
        }
    }

    fn walk(&mut self, stretch: &Stretch<'_>, worth: impl Fn(u32) -> bool, note: impl FnMut(u32, Score)) -> DocId {
        match self {
            Walked::List(list) => list.walk(stretch, worth, note),
            Walked::Other(other) => stretch.walk(other.as_mut(), worth, note),
        }
    }
}

pub(crate) struct Union {
    doc: DocId,
    /// What gives most comes first.
    ways: Vec<Taken>,
}

impl Union {
    /// How many of the ways decide whether a match matters: what all the others give together is not enough.
    fn deciding(&self, enough: Score) -> usize {
        let mut others = Together::default();
        // Where one may give anything the sum is no number, and so not less than enough: that one and those before it decide.
        let low = self.ways.iter().rev().take_while(|way| {
            others = others.and(way.most);
            others.score() < enough
        });
        self.ways.len() - low.count()
    }
}

fn first(ways: &[Taken]) -> DocId {
    ways.iter().map(|way| way.doc).min().unwrap_or(TERMINATED)
}

impl DocSet for Union {
    fn advance(&mut self) -> DocId {
        let mut next = TERMINATED;
        for way in &mut self.ways {
            if way.doc == self.doc && way.doc != TERMINATED {
                way.doc = way.scorer.get_mut().advance();
            }
            next = next.min(way.doc);
        }
        self.doc = next;
        next
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for way in &mut self.ways {
            if way.doc < target {
                way.doc = way.scorer.get_mut().seek(target);
            }
        }
        self.doc = first(&self.ways);
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.ways.iter().map(|way| way.scorer.get().size_hint()).max().unwrap_or(0)
    }

    fn cost(&self) -> u64 {
        self.ways.iter().map(|way| way.scorer.get().cost()).sum()
    }
}

impl Scorer for Union {
    fn score(&mut self) -> Score {
        let here = self.ways.iter_mut().filter(|way| way.doc == self.doc);
        here.fold(Together::default(), |all, way| all.and(way.scorer.get_mut().score())).score()
    }
}

impl Sweep for Union {
    fn sweep(&mut self, stretch: &Stretch<'_>, out: &mut Matches, _: &mut Room) {
        out.clear();
        let deciding = stretch.enough.map_or(0, |enough| self.deciding(enough));
        let (deciding, others) = self.ways.split_at_mut(deciding);
        for way in deciding.iter_mut().filter(|way| way.doc < stretch.end) {
            way.doc = way.scorer.walk(stretch, |_| true, |at, score| out.note(at, score));
        }
        let worth = out.places.clone();
        for way in others.iter_mut().filter(|way| way.doc < stretch.end) {
            way.doc = way.scorer.walk(stretch, |at| worth.holds(at), |at, score| out.note(at, score));
        }
        if stretch.enough.is_some() {
            out.low = out.places.without(&worth);
        }
        self.doc = first(&self.ways);
    }
}
