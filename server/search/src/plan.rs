//! A parsed query as the engine's: what each clause may match, and how clauses go together.
//!
//! A word matches by its spelling, its stem, a code, the title (worth more), and, as help for another word,
//! the title of the item a comment hangs on. Phrases match spelling and order only.

use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, Query};
use tantivy::{Searcher, Term};

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

/// A clause made ready: where it matches by itself, and where only beside another.
struct Ready {
    own: Boxed,
    context: Option<Boxed>,
    phrase: bool,
}

impl Planner<'_> {
    /// The query for all clauses. `needed` of the words are enough when it is given; phrases are always
    /// needed. None when nothing in the clauses can be searched for.
    pub fn whole(
        &self,
        clauses: &[Clause],
        reading: Reading,
        needed: Option<usize>,
    ) -> Result<Option<Boxed>, SearchError> {
        let (mut ready, mut not, mut wished) = (Vec::new(), Vec::new(), Vec::new());
        let fillers = fillers(clauses, self.language);
        for (at, clause) in clauses.iter().enumerate() {
            let growing = self.growing == Some(at);
            let filler = !growing && fillers.get(at) == Some(&true);
            let reading = if filler { Reading::Strict } else { reading };
            let Some(made) = self.clause(clause, reading, growing)? else { continue };
            match (clause.negated, filler) {
                (true, _) => not.push(made.own),
                (_, true) => wished.push(made.own),
                _ => ready.push(made),
            }
        }
        if ready.is_empty() && not.is_empty() {
            return Ok(None);
        }
        let mut all: Vec<(Occur, Boxed)> = not.into_iter().map(|query| (Occur::MustNot, query)).collect();
        if ready.is_empty() {
            all.push((Occur::Must, Box::new(AllQuery)));
            return Ok(Some(Box::new(BooleanQuery::new(all))));
        }
        all.extend(wished.into_iter().map(|query| (Occur::Should, query)));
        let several = ready.len() > 1;
        let anchors: Vec<Boxed> = ready.iter().filter(|_| several).map(|made| made.own.box_clone()).collect();
        let mut loose: Vec<Boxed> = Vec::new();
        for made in ready {
            let query = match made.context.filter(|_| several) {
                Some(context) => any(vec![made.own, context]),
                None => made.own,
            };
            if needed.is_some() && !made.phrase { loose.push(query) } else { all.push((Occur::Must, query)) }
        }
        if !loose.is_empty() {
            let needed = needed.unwrap_or(1).clamp(1, loose.len());
            all.push((Occur::Must, Box::new(BooleanQuery::union_with_minimum_required_clauses(loose, needed))));
        }
        if several {
            // Without this a comment would be found by the title of its item alone.
            all.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::union(anchors)), 0.0))));
            all.extend(self.together(clauses).map(|query| (Occur::Should, query)));
        }
        all.extend(self.keys(clauses).map(|query| (Occur::Should, query)));
        Ok(Some(Box::new(BooleanQuery::new(all))))
    }

    /// Words that stand near each other in the order typed count for more.
    fn together(&self, clauses: &[Clause]) -> Option<Boxed> {
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
            return None;
        }
        let mut phrase = PhraseQuery::new(terms);
        phrase.set_slop(2);
        Some(Box::new(BoostQuery::new(Box::new(phrase), 1.5)))
    }

    /// An item whose key is typed comes before everything else.
    fn keys(&self, clauses: &[Clause]) -> Option<Boxed> {
        let keys: Vec<Boxed> = clauses
            .iter()
            .filter(|clause| !clause.negated)
            .filter_map(|clause| whole(&clause.text))
            .map(|key| -> Boxed { Box::new(ConstScoreQuery::new(self.term(self.fields.key, &key), 1_000.0)) })
            .collect();
        (!keys.is_empty()).then(|| any(keys))
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
                needed.extend(self.phrase(terms));
            }
        }
        Ok((!needed.is_empty()).then(|| Ready { own: all(needed), context, phrase }))
    }
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
