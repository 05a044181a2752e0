//! A parsed query as the engine's: what each clause may match, and how clauses go together.
//!
//! A word matches by its spelling, its stem, a code, the title (worth more), and, as help for another word,
//! the title of the item a comment hangs on. Phrases match spelling and order only.

use tantivy::query::{AllQuery, Bm25Weight, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, Query};
use tantivy::{Score, Searcher, Term};

use crate::all_of::{AllOf, Needed};
use crate::document::whole;
use crate::error::SearchError;
use crate::fillers::fillers;
use crate::language::Language;
use crate::pieces::{Part, Piece, pieces};
use crate::query::{Clause, ClauseKind};
use crate::schema::Fields;
use crate::ways::{all, any};

pub(crate) type Boxed = Box<dyn Query>;

/// How generously words are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reading {
    /// As they are.
    Strict,
    /// Also with one typing mistake.
    Typos,
    /// Also by their beginnings and by the parts of a code.
    Loose,
}

pub(crate) struct Planner<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub language: Language,
    /// The clause that is still being typed.
    pub growing: Option<usize>,
}

/// What has to match, and what only makes a match better.
pub(crate) struct Plan {
    pub must: Boxed,
    pub wishes: Vec<Wish>,
}

/// What makes a match better where it is met.
pub(crate) struct Wish {
    pub query: Boxed,
    /// It never gives more than this.
    pub most: Score,
}

impl From<Boxed> for Plan {
    fn from(must: Boxed) -> Plan {
        Plan { must, wishes: Vec::new() }
    }
}

/// A clause made ready.
struct Ready {
    needed: Needed,
    phrase: bool,
}

/// How much more words count that stand near each other in the order typed.
const TOGETHER: Score = 1.5;
/// An item whose key is typed comes before everything else.
const KEY: Score = 1_000.0;

impl Planner<'_> {
    /// The query for all clauses. `needed` of the words are enough when it is given; phrases are always
    /// needed. None when nothing in the clauses can be searched for.
    pub fn whole(
        &self,
        clauses: &[Clause],
        reading: Reading,
        needed: Option<usize>,
    ) -> Result<Option<Plan>, SearchError> {
        let (mut ready, mut not, mut wishes) = (Vec::new(), Vec::new(), Vec::new());
        let fillers = fillers(clauses, self.language);
        for (at, clause) in clauses.iter().enumerate() {
            let growing = self.growing == Some(at);
            let filler = !growing && fillers.get(at) == Some(&true);
            let reading = if filler { Reading::Strict } else { reading };
            let Some(made) = self.clause(clause, reading, growing)? else { continue };
            match (clause.negated, filler) {
                (true, _) => not.push(made.needed.own),
                (_, true) => wishes.push(Wish { query: made.needed.own, most: Score::INFINITY }),
                _ => ready.push(made),
            }
        }
        if ready.is_empty() && not.is_empty() {
            return Ok(None);
        }
        if !ready.is_empty() {
            if ready.len() > 1 {
                wishes.extend(self.together(clauses)?);
            }
            wishes.extend(self.keys(clauses));
        }
        let must = without(matching(ready, needed), not);
        // What may give most is looked at first: it decides soonest whether the rest matters.
        wishes.sort_by(|a, b| b.most.total_cmp(&a.most));
        Ok(Some(Plan { must, wishes }))
    }

    /// Words that stand near each other in the order typed count for more.
    fn together(&self, clauses: &[Clause]) -> Result<Option<Wish>, SearchError> {
        let mut terms = Vec::new();
        for clause in clauses.iter().filter(|clause| !clause.negated && clause.kind == ClauseKind::Word) {
            let mut found = Vec::new();
            pieces(&clause.text, &mut |piece| {
                if let Piece::Chunk(chunk) = piece {
                    found.extend(chunk.parts.into_iter().map(|part| part.folded));
                }
            });
            terms.extend(found.into_iter().map(|word| Term::from_field_text(self.fields.words, &word)));
        }
        if !(2..=6).contains(&terms.len()) {
            return Ok(None);
        }
        let most = Bm25Weight::for_terms(self.searcher, &terms)?.boost_by(TOGETHER).max_score();
        let mut phrase = PhraseQuery::new(terms);
        phrase.set_slop(2);
        Ok(Some(Wish { query: Box::new(BoostQuery::new(Box::new(phrase), TOGETHER)), most }))
    }

    fn keys(&self, clauses: &[Clause]) -> Option<Wish> {
        let keys: Vec<Boxed> = clauses
            .iter()
            .filter(|clause| !clause.negated)
            .filter_map(|clause| whole(&clause.text))
            .map(|key| self.flat(self.fields.key, &key, KEY))
            .collect();
        (!keys.is_empty()).then(|| Wish { query: any(keys), most: Score::INFINITY })
    }

    fn clause(&self, clause: &Clause, reading: Reading, growing: bool) -> Result<Option<Ready>, SearchError> {
        let mut cut = Vec::new();
        pieces(&clause.text, &mut |piece| cut.push(piece));
        let phrase = clause.kind == ClauseKind::Phrase;
        let grows = !phrase && (growing || clause.kind == ClauseKind::Prefix);
        let reading = if clause.negated || phrase { Reading::Strict } else { reading };
        let mut needed: Vec<Boxed> = Vec::new();
        let mut context = None;
        match cut.as_slice() {
            [] => return Ok(None),
            [Piece::Chunk(chunk)] if !phrase => match chunk.parts.as_slice() {
                [part] if !chunk.edged => {
                    needed.push(self.word(part, reading, grows)?);
                    context = Some(self.in_context(part, grows));
                }
                _ => needed.push(self.chunk(chunk, reading, grows)?),
            },
            _ => {
                let mut place = 0;
                let mut terms = Vec::new();
                for piece in &cut {
                    match piece {
                        Piece::Symbol(signs, _) => {
                            needed.extend(signs.first().map(|sign| self.term(self.fields.codes, sign)))
                        }
                        Piece::Chunk(chunk) => {
                            if chunk.edged {
                                needed.extend(chunk.code.as_ref().map(|code| self.term(self.fields.codes, code)));
                            }
                            for part in &chunk.parts {
                                terms.push((place, part.folded.clone()));
                                place += 1;
                            }
                        }
                        Piece::Run(run) => {
                            terms.extend(run_terms(run, place));
                            place += run.len();
                        }
                    }
                }
                needed.extend(self.phrase(terms)?);
            }
        }
        Ok((!needed.is_empty()).then(|| Ready { needed: Needed { own: all(needed), context }, phrase }))
    }
}

/// Documents with all that is ready, or, where `enough` is given, with so many of its words; phrases always.
fn matching(mut ready: Vec<Ready>, enough: Option<usize>) -> Boxed {
    if ready.len() < 2 {
        return ready.pop().map_or_else(|| -> Boxed { Box::new(AllQuery) }, |one| one.needed.own);
    }
    let Some(enough) = enough else {
        return Box::new(AllOf(ready.into_iter().map(|made| made.needed).collect()));
    };
    let anchors: Vec<Boxed> = ready.iter().map(|made| made.needed.own.box_clone()).collect();
    // Here too one of them has to match by itself.
    let mut needed: Vec<Boxed> = vec![Box::new(ConstScoreQuery::new(any(anchors), 0.0))];
    let mut loose = Vec::new();
    for made in ready {
        let Needed { own, context } = made.needed;
        let query = any([Some(own), context].into_iter().flatten().collect());
        if made.phrase { needed.push(query) } else { loose.push(query) }
    }
    if !loose.is_empty() {
        let enough = enough.clamp(1, loose.len());
        needed.push(Box::new(BooleanQuery::union_with_minimum_required_clauses(loose, enough)));
    }
    all(needed)
}

/// What matches, without what must not be there.
fn without(must: Boxed, not: Vec<Boxed>) -> Boxed {
    if not.is_empty() {
        return must;
    }
    let mut parts: Vec<(Occur, Boxed)> = not.into_iter().map(|query| (Occur::MustNot, query)).collect();
    parts.push((Occur::Must, must));
    Box::new(BooleanQuery::new(parts))
}

/// The terms of a run: its pairs, or the one character.
fn run_terms(run: &[Part], place: usize) -> Vec<(usize, String)> {
    match run {
        [one] => vec![(place, one.folded.clone())],
        _ => run
            .windows(2)
            .enumerate()
            .map(|(at, pair)| (place + at, pair.iter().map(|part| part.folded.as_str()).collect()))
            .collect(),
    }
}
