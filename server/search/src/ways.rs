//! The ways a single word, or words tied together by signs, may be met in the index.
//!
//! Scores say how much a way is worth: a title more than a text, a spelling more than a stem, a near miss
//! least.

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, PhraseQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Score, Term};

use crate::best_of::BestOf;
use crate::error::SearchError;
use crate::expand::{SHORTEST, near};
use crate::list::{Listed, Worth};
use crate::pieces::{Chunk, Part};
use crate::plan::{Boxed, Planner, Reading};
use crate::words::{codes, forms};

impl Planner<'_> {
    /// A single word in all its forms.
    pub fn word(&self, part: &Part, reading: Reading, grows: bool) -> Result<Boxed, SearchError> {
        let fields = self.fields;
        let mut ways: Vec<Boxed> = Vec::new();
        let forms = forms(part);
        for form in &forms {
            ways.push(self.scored(fields.words, form, 1.0));
            ways.push(self.scored(fields.title, form, 2.5));
            ways.push(self.flat(fields.codes, form, 1.5));
        }
        let stems = self.language.stems(&part.plain, &part.folded);
        for stem in &stems {
            ways.push(self.scored(fields.stems, stem, 0.7));
            if !forms.contains(stem) {
                ways.push(self.scored(fields.words, stem, 0.7));
                ways.push(self.scored(fields.title, stem, 1.6));
            }
        }
        let long_enough = part.folded.chars().count() >= 3;
        if grows || (reading == Reading::Loose && long_enough) {
            ways.extend(self.begins(part, reading, grows));
        }
        if reading >= Reading::Typos {
            let spellings = near(self.searcher, fields.words, &part.folded)?;
            ways.extend(self.one_of(fields.words, &spellings, 0.3));
            ways.extend(self.one_of(fields.title, &spellings, 0.8));
            for stem in &stems {
                ways.extend(self.one_of(fields.stems, &near(self.searcher, fields.stems, stem)?, 0.2));
            }
        }
        Ok(any(ways))
    }

    fn begins(&self, part: &Part, reading: Reading, grows: bool) -> Vec<Boxed> {
        let fields = self.fields;
        let mut ways = Vec::new();
        for form in forms(part) {
            let short: String = form.chars().take(16).collect();
            ways.push(self.flat(fields.starts, &short, 1.2));
            ways.push(self.prefix(fields.words, &form, 0, 0.5));
            ways.push(self.prefix(fields.codes, &form, 0, 0.5));
        }
        if grows && reading >= Reading::Typos && part.folded.chars().count() >= SHORTEST {
            ways.push(self.prefix(fields.words, &part.folded, 1, 0.15));
        }
        ways
    }

    pub fn in_context(&self, part: &Part, grows: bool) -> Boxed {
        let field = self.fields.context;
        let mut ways: Vec<Boxed> = forms(part).iter().map(|form| self.flat(field, form, 0.3)).collect();
        ways.extend(self.language.stems(&part.plain, &part.folded).iter().map(|stem| self.flat(field, stem, 0.2)));
        if grows {
            ways.push(self.prefix(field, &part.folded, 0, 0.1));
        }
        any(ways)
    }

    /// Words tied together by signs.
    pub fn chunk(&self, chunk: &Chunk, reading: Reading, grows: bool) -> Result<Boxed, SearchError> {
        let fields = self.fields;
        let mut ways: Vec<Boxed> = Vec::new();
        for code in codes(chunk).iter().take(if chunk.edged { 1 } else { 2 }) {
            ways.push(self.flat(fields.codes, code, 3.0));
            if grows {
                ways.push(self.prefix(fields.codes, code, 0, 1.0));
            }
        }
        if !chunk.edged || reading == Reading::Loose {
            ways.extend(
                self.phrase(chunk.parts.iter().enumerate().map(|(at, part)| (at, part.folded.clone())).collect())?,
            );
            if let Some(joined) = &chunk.joined {
                ways.push(self.scored(fields.words, joined, 1.0));
            }
            let words = if reading == Reading::Loose { chunk.parts.iter().collect() } else { chunk.spoken() };
            if !words.is_empty() {
                let last = chunk.parts.last();
                let mut parts = Vec::new();
                for part in words {
                    parts.push(self.word(part, reading, grows && Some(part) == last)?);
                }
                let parts: Boxed = Box::new(BoostQuery::new(all(parts), 0.6));
                ways.push(parts);
            } else if grows
                && let Some((last, rest)) = chunk.parts.split_last()
                && let Some(rest) =
                    self.phrase(rest.iter().enumerate().map(|(at, part)| (at, part.folded.clone())).collect())?
            {
                ways.push(all(vec![rest, self.prefix(fields.words, &last.folded, 0, 0.5)]));
            }
        }
        Ok(any(ways))
    }

    pub fn phrase(&self, terms: Vec<(usize, String)>) -> Result<Option<Boxed>, SearchError> {
        let field = self.fields.words;
        Ok(match terms.as_slice() {
            [] => None,
            [(_, word)] => Some(self.scored(field, word, 1.0)),
            _ => Some(Box::new(PhraseQuery::new_with_offset(
                terms.into_iter().map(|(at, word)| (at, Term::from_field_text(field, &word))).collect(),
            ))),
        })
    }

    pub fn term(&self, field: Field, text: &str) -> Boxed {
        Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
    }

    fn scored(&self, field: Field, text: &str, boost: Score) -> Boxed {
        Box::new(Listed { term: Term::from_field_text(field, text), worth: Worth::Times(boost) })
    }

    pub fn flat(&self, field: Field, text: &str, score: Score) -> Boxed {
        Box::new(Listed { term: Term::from_field_text(field, text), worth: Worth::Always(score) })
    }

    /// Any of many terms: gathered into one set first, which is far faster to look into than as many lists.
    fn one_of(&self, field: Field, terms: &[String], score: Score) -> Option<Boxed> {
        let set = TermSetQuery::new(terms.iter().map(|term| Term::from_field_text(field, term)));
        (!terms.is_empty()).then(|| -> Boxed { Box::new(ConstScoreQuery::new(Box::new(set), score)) })
    }

    fn prefix(&self, field: Field, text: &str, mistakes: u8, score: Score) -> Boxed {
        let query = FuzzyTermQuery::new_prefix(Term::from_field_text(field, text), mistakes, true);
        Box::new(ConstScoreQuery::new(Box::new(query), score))
    }
}

/// Whichever of the ways is best, the others counting a little.
pub(crate) fn any(mut ways: Vec<Boxed>) -> Boxed {
    match ways.len() {
        0 => Box::new(EmptyQuery),
        1 => ways.remove(0),
        _ => Box::new(BestOf(ways)),
    }
}

/// All of them.
pub(crate) fn all(mut needed: Vec<Boxed>) -> Boxed {
    if needed.len() == 1 { needed.remove(0) } else { Box::new(BooleanQuery::intersection(needed)) }
}
