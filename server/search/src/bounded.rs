//! Scorers that know, before they make a score, what it can be at most.
//!
//! Of a common word most matches cannot come among the best, and that shows by which of its ways match: one in a text
//! never reaches one in a title. So most scores need not be made at all.

use tantivy::{DocId, DocSet, Score, SeekDangerResult, query::Scorer};

use crate::all_of::All;
use crate::best_of::Union;

/// What the other ways of a match count for beside the best one.
const BESIDE: Score = 0.1;

/// What several ways of a match give together, or at most.
pub(crate) fn together(ways: impl Iterator<Item = Score>) -> Score {
    let (mut best, mut sum): (Score, Score) = (0.0, 0.0);
    for way in ways {
        sum += way;
        best = best.max(way);
    }
    if best.is_finite() { best + (sum - best) * BESIDE } else { best }
}

/// A scorer with a bound.
pub(crate) trait Bounded: Scorer {
    /// No score of the document it stands at is more than this.
    fn bound(&self) -> Score;
}

/// A scorer of the engine as one with a bound.
pub(crate) fn bounded(scorer: Box<dyn Scorer>) -> Box<dyn Bounded> {
    match scorer.downcast::<Union>() {
        Ok(union) => union,
        Err(scorer) => match scorer.downcast::<All>() {
            Ok(all) => all,
            Err(scorer) => Box::new(Other(scorer)),
        },
    }
}

/// A scorer nothing is known of.
struct Other(Box<dyn Scorer>);

impl DocSet for Other {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        self.0.seek_danger(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }

    fn cost(&self) -> u64 {
        self.0.cost()
    }
}

impl Scorer for Other {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}

impl Bounded for Other {
    fn bound(&self) -> Score {
        Score::INFINITY
    }
}
