//! All of several words, each in its own ways or, beside another, by the title its comment hangs on.
//!
//! At least one of them has to match by itself: without that a comment would be found by the title of its item alone.
//! One scorer knows all this, so that every list of the index is walked once.

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term,
    query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
};

use crate::best_of::Together;
use crate::stretch::{Bits, Matches, Room, Stretch, Sweep, sweeping};

/// Of so few documents of a stretch each is looked up in the lists of a further word; otherwise these are walked.
const FEW: u32 = 64;

/// One of the words.
#[derive(Debug)]
pub(crate) struct Needed {
    /// Where it matches by itself.
    pub own: Box<dyn Query>,
    /// Where it matches only beside another.
    pub context: Option<Box<dyn Query>>,
}

impl Clone for Needed {
    fn clone(&self) -> Needed {
        Needed { own: self.own.box_clone(), context: self.context.as_ref().map(|context| context.box_clone()) }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct AllOf(pub Vec<Needed>);

impl Query for AllOf {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = self.0.iter().map(|needed| {
            let context = needed.context.as_ref().map(|context| context.weight(scoring)).transpose()?;
            Ok((needed.own.weight(scoring)?, context))
        });
        Ok(Box::new(Weights(weights.collect::<tantivy::Result<_>>()?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for needed in &self.0 {
            needed.own.query_terms(visitor);
            if let Some(context) = &needed.context {
                context.query_terms(visitor);
            }
        }
    }
}

/// Of each word its own weight and that beside another.
struct Weights(Vec<Pair>);

type Pair = (Box<dyn Weight>, Option<Box<dyn Weight>>);

impl Weight for Weights {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut words = Vec::with_capacity(self.0.len());
        for (own, context) in &self.0 {
            let own = sweeping(own.scorer(reader, boost)?);
            let context = context.as_ref().map(|context| context.scorer(reader, boost)).transpose()?.map(sweeping);
            let word = Word { own, context: context.filter(|context| context.doc() != TERMINATED) };
            if word.doc() == TERMINATED {
                return Ok(Box::new(EmptyScorer));
            }
            words.push(word);
        }
        // The rarest leads, so that most of the others is jumped over.
        words.sort_by_key(Word::cost);
        let mut all = All { doc: 0, words };
        all.settle(0);
        Ok(Box::new(all))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("all of several words", scorer.score()))
    }
}

struct Word {
    own: Box<dyn Sweep>,
    context: Option<Box<dyn Sweep>>,
}

impl Word {
    fn doc(&self) -> DocId {
        self.context.as_ref().map_or(TERMINATED, |context| context.doc()).min(self.own.doc())
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let reach = |scorer: &mut Box<dyn Sweep>| {
            let doc = scorer.doc();
            if doc < target { scorer.seek(target) } else { doc }
        };
        let own = reach(&mut self.own);
        self.context.as_mut().map_or(TERMINATED, reach).min(own)
    }

    fn cost(&self) -> u64 {
        self.own.cost() + self.context.as_ref().map_or(0, |context| context.cost())
    }

    fn score(&mut self, doc: DocId) -> Score {
        let ways = self.context.iter_mut().chain([&mut self.own]).filter(|way| way.doc() == doc);
        ways.fold(Together::default(), |all, way| all.and(way.score())).score()
    }

    /// Makes `out` the wanted matches of a stretch, and adds to `own` those of the word by itself.
    fn sweep(&mut self, stretch: &Stretch<'_>, out: &mut Matches, room: &mut Room, own: &mut Bits) {
        self.own.sweep(stretch, out, room);
        own.add_these(&out.places);
        let Some(context) = &mut self.context else { return };
        let mut beside = std::mem::take(&mut room.beside);
        context.sweep(stretch, &mut beside, room);
        beside.places.each(|at| {
            if out.places.holds(at) {
                out.set(at, out.score(at));
            }
            out.note(at, beside.score(at));
        });
        room.beside = beside;
    }

    /// Keeps of `out` what this word matches too, by looking each up.
    fn look_up(&mut self, stretch: &Stretch<'_>, out: &mut Matches, own: &mut Bits) {
        out.places.clone().each(|at| {
            let doc = stretch.start + at;
            if self.seek(doc) != doc {
                out.places.remove(at);
                return;
            }
            if self.own.doc() == doc {
                own.add(at);
            }
            if stretch.enough.is_some() {
                out.set(at, out.score(at) + self.score(doc));
            }
        });
    }
}

pub(crate) struct All {
    doc: DocId,
    words: Vec<Word>,
}

impl All {
    /// Goes to the first match at or after a document.
    fn settle(&mut self, mut doc: DocId) -> DocId {
        'candidates: while doc < TERMINATED {
            for word in &mut self.words {
                let next = word.seek(doc);
                if next > doc {
                    doc = next;
                    continue 'candidates;
                }
            }
            if self.words.iter().any(|word| word.own.doc() == doc) {
                break;
            }
            doc += 1;
        }
        self.doc = doc.min(TERMINATED);
        self.doc
    }
}

impl DocSet for All {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.words.iter().map(|word| word.own.size_hint()).min().unwrap_or(0)
    }

    fn cost(&self) -> u64 {
        self.words.first().map_or(0, Word::cost)
    }
}

impl Scorer for All {
    fn score(&mut self) -> Score {
        let doc = self.doc;
        self.words.iter_mut().map(|word| word.score(doc)).sum()
    }
}

impl Sweep for All {
    fn sweep(&mut self, stretch: &Stretch<'_>, out: &mut Matches, room: &mut Room) {
        let mut own = Bits::default();
        out.clear();
        // What one word gives says little of what all do: each is worked out.
        let stretch = &Stretch { enough: stretch.enough.map(|_| Score::NEG_INFINITY), ..*stretch };
        let Some((lead, rest)) = self.words.split_first_mut() else { return };
        lead.sweep(stretch, out, room, &mut own);
        for word in rest {
            match out.places.count() {
                0 => return,
                1..=FEW => word.look_up(stretch, out, &mut own),
                _ => {
                    let mut further = std::mem::take(&mut room.further);
                    let wanted = out.places.clone();
                    word.sweep(&Stretch { wanted: &wanted, ..*stretch }, &mut further, room, &mut own);
                    out.keep_these(&further);
                    room.further = further;
                }
            }
        }
        out.places.keep_these(&own);
    }

    fn next(&self) -> DocId {
        self.words.first().map_or(TERMINATED, Word::doc)
    }
}
