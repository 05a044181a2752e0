//! Matches of many documents at once.
//!
//! A common word matches a tenth of everything. Going from one match to the next over all lists of the index costs far
//! more than walking the lists one after the other, each for some thousand documents, and adding up what they give; and
//! of documents the reader may not see nothing is worked out.

use std::ops::ControlFlow;

use tantivy::{DocId, Score, query::Scorer};

use crate::all_of::All;
use crate::best_of::{Together, Union};

/// Documents in a stretch.
pub(crate) const WIDTH: u32 = 4096;

/// One bit for each document of a stretch.
#[derive(Debug, Clone)]
pub(crate) struct Bits([u64; WIDTH as usize / 64]);

impl Default for Bits {
    fn default() -> Bits {
        Bits([0; WIDTH as usize / 64])
    }
}

impl Bits {
    /// Those from one place to before another.
    pub fn between(from: u32, to: u32) -> Bits {
        let mut bits = Bits::default();
        for (word, first) in bits.0.iter_mut().zip((0..).step_by(64)) {
            let (from, to) = (from.clamp(first, first + 64) - first, to.clamp(first, first + 64) - first);
            let below = |end: u32| 1_u64.checked_shl(end).map_or(u64::MAX, |bit| bit - 1);
            *word = below(to) & !below(from);
        }
        bits
    }

    pub fn holds(&self, at: u32) -> bool {
        self.0.get(at as usize / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// Whether it was not there before.
    pub fn add(&mut self, at: u32) -> bool {
        let Some(word) = self.0.get_mut(at as usize / 64) else { return false };
        let before = *word;
        *word |= 1 << (at % 64);
        *word != before
    }

    pub fn remove(&mut self, at: u32) {
        if let Some(word) = self.0.get_mut(at as usize / 64) {
            *word &= !(1 << (at % 64));
        }
    }

    /// Keeps those that are also in these words of 64; what lies beyond them goes.
    pub fn keep<'a>(&mut self, words: impl IntoIterator<Item = &'a u64>) {
        let mut words = words.into_iter();
        self.0.iter_mut().for_each(|word| *word &= words.next().copied().unwrap_or_default());
    }

    pub fn keep_these(&mut self, other: &Bits) {
        self.keep(&other.0);
    }

    pub fn add_these(&mut self, other: &Bits) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, more)| *word |= more);
    }

    /// Those that are not among others.
    pub fn without(&self, others: &Bits) -> Bits {
        let mut left = self.clone();
        left.0.iter_mut().zip(&others.0).for_each(|(word, gone)| *word &= !gone);
        left
    }

    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Each in order.
    pub fn each(&self, mut take: impl FnMut(u32)) {
        let _all = self.each_while(|at| {
            take(at);
            ControlFlow::Continue(())
        });
    }

    /// Each in order until it is enough.
    pub fn each_while(&self, mut take: impl FnMut(u32) -> ControlFlow<()>) -> ControlFlow<()> {
        for (word, first) in self.0.iter().zip((0..).step_by(64)) {
            let mut left = *word;
            while left != 0 {
                take(first + left.trailing_zeros())?;
                left &= left - 1;
            }
        }
        ControlFlow::Continue(())
    }
}

/// Some documents of a part of the index.
pub(crate) struct Stretch<'a> {
    /// The first of them.
    pub start: DocId,
    /// The first after them, at most [`WIDTH`] further.
    pub end: DocId,
    /// Those that are asked about.
    pub wanted: &'a Bits,
    /// The score from which on a match matters: any other may be given every score that is less. None where no scores are
    /// asked for.
    pub enough: Option<Score>,
}

impl Stretch<'_> {
    /// Walks a scorer through, from wherever before it stands, and hands over the place of each wanted match with its
    /// score, which is nothing where it is not worth it. The scorer then stands behind the stretch.
    pub fn walk<S: Scorer + ?Sized>(
        &self,
        scorer: &mut S,
        worth: impl Fn(u32) -> bool,
        mut note: impl FnMut(u32, Score),
    ) -> DocId {
        let mut doc = scorer.doc();
        if doc < self.start {
            doc = scorer.seek(self.start);
        }
        while doc < self.end {
            let at = doc - self.start;
            if self.wanted.holds(at) {
                note(at, if worth(at) { scorer.score() } else { 0.0 });
            }
            doc = scorer.advance();
        }
        doc
    }
}

/// What matches in a stretch, and how well.
#[derive(Default)]
pub(crate) struct Matches {
    pub places: Bits,
    /// Those of them that are known not to matter.
    pub low: Bits,
    scores: Vec<Together>,
}

impl Matches {
    /// Forgets all.
    pub fn clear(&mut self) {
        (self.places, self.low) = (Bits::default(), Bits::default());
        self.scores.resize(WIDTH as usize, Together::default());
    }

    /// The score of a place that is among them.
    pub fn score(&self, at: u32) -> Score {
        self.scores.get(at as usize).copied().unwrap_or_default().score()
    }

    /// Notes a match, or one more way to match at a place that is there already.
    pub fn note(&mut self, at: u32, score: Score) {
        let new = self.places.add(at);
        if let Some(slot) = self.scores.get_mut(at as usize) {
            let before = if new { Together::default() } else { *slot };
            *slot = before.and(score);
        }
    }

    /// Gives a place that is among them another score.
    pub fn set(&mut self, at: u32, score: Score) {
        if let Some(slot) = self.scores.get_mut(at as usize) {
            *slot = Together::default().and(score);
        }
    }

    /// Keeps what is also among others, with both scores added.
    pub fn keep_these(&mut self, others: &Matches) {
        self.places.keep_these(&others.places);
        self.places.clone().each(|at| self.set(at, self.score(at) + others.score(at)));
    }
}

/// Room to work in, kept from one stretch to the next.
#[derive(Default)]
pub(crate) struct Room {
    pub further: Matches,
    pub beside: Matches,
}

/// A scorer that can be asked about a stretch.
pub(crate) trait Sweep: Scorer {
    /// Makes `out` the wanted matches of a stretch. Stretches are asked for in order.
    fn sweep(&mut self, stretch: &Stretch<'_>, out: &mut Matches, room: &mut Room);

    /// No document before this one matches that was not in a stretch.
    fn next(&self) -> DocId {
        self.doc()
    }
}

/// A scorer of the engine as one that can be asked about a stretch.
pub(crate) fn sweeping(scorer: Box<dyn Scorer>) -> Box<dyn Sweep> {
    match scorer.downcast::<Union>() {
        Ok(union) => union,
        Err(scorer) => match scorer.downcast::<All>() {
            Ok(all) => all,
            Err(scorer) => Box::new(scorer),
        },
    }
}

impl Sweep for Box<dyn Scorer> {
    fn sweep(&mut self, stretch: &Stretch<'_>, out: &mut Matches, _: &mut Room) {
        out.clear();
        let scored = stretch.enough.is_some();
        stretch.walk(self.as_mut(), |_| scored, |at, score| out.note(at, score));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_those_between_two_places() {
        for (from, to) in [(0, 0), (0, 1), (3, 64), (63, 65), (64, 128), (100, 4096), (0, 4096), (4095, 4096)] {
            let bits = Bits::between(from, to);
            let mut all = Vec::new();
            bits.each(|at| all.push(at));
            assert_eq!(all, (from..to).collect::<Vec<_>>());
            assert_eq!(bits.count(), to - from);
            assert!(!bits.holds(WIDTH));
        }
    }
}
