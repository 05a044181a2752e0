//! Answering a question: strictly first, then with typing mistakes when that finds little, then with fewer of
//! the words when it finds nothing.
//!
//! Whether to go on is decided by what this reader found, never by what there is.

use tantivy::Searcher;
use tantivy::query::AllQuery;

use crate::error::SearchError;
use crate::expand::near;
use crate::fillers::fillers;
use crate::gate::{Gate, Reach};
use crate::index::Index;
use crate::pieces::{Piece, pieces};
use crate::plan::{Boxed, Plan, Planner, Reading};
use crate::query::{Clause, ClauseKind};
use crate::question::{Answer, Now, Question};
use crate::scan::{Deadline, Ended, Scan};
use crate::tally::Tally;

/// Fewer hits than this are little.
const LITTLE: usize = 3;
/// Words tried in place of a misspelt one.
const TRIED: usize = 8;
/// Hits counted to choose between them.
const COUNTED: usize = 20;

impl Index {
    /// Answers a question with what `reach` may see and nothing else. A question with neither words nor
    /// operators nor filters finds nothing.
    ///
    /// # Errors
    /// Only when the engine fails; running out of time is an [`Answer`] with `truncated`.
    pub fn search(&self, question: &Question, reach: &Reach, now: Now) -> Result<Answer, SearchError> {
        let searcher = self.searcher();
        let gate = Gate::new(reach).filtered(&question.filters).operated(&question.query.operators);
        let scan = Scan::new(&searcher, &gate, self.sights(), Deadline::after(question.budget_ms))?;
        let growing = if question.as_you_type { question.query.growing() } else { None };
        let planner = Planner { searcher: &searcher, fields: self.fields(), language: self.language(), growing };
        Asking { question, now, scan, planner, searcher: &searcher }.answer()
    }
}

struct Asking<'a> {
    question: &'a Question,
    now: Now,
    scan: Scan<'a>,
    planner: Planner<'a>,
    searcher: &'a Searcher,
}

impl Asking<'_> {
    fn answer(&self) -> Result<Answer, SearchError> {
        let clauses = &self.question.query.clauses;
        let Some(strict) = self.planner.whole(clauses, Reading::Strict, None)? else {
            let filtered = !self.question.query.operators.is_empty()
                || self.question.filters != crate::question::Filters::default();
            return if filtered && clauses.is_empty() {
                self.run(&Plan::from(Box::new(AllQuery) as Boxed))
            } else {
                Ok(Answer::default())
            };
        };
        let mut answer = self.run(&strict)?;
        let fillers = fillers(clauses, self.planner.language);
        let counts =
            |(clause, filler): &(&Clause, &bool)| !clause.negated && clause.kind != ClauseKind::Phrase && !**filler;
        let words = clauses.iter().zip(&fillers).filter(counts).count();
        if answer.total >= LITTLE || answer.truncated || words == 0 {
            return Ok(answer);
        }
        if let Some(typos) = self.planner.whole(clauses, Reading::Typos, None)? {
            let found = self.run(&typos)?;
            if found.total > answer.total || found.truncated {
                answer = found;
                answer.corrected = self.corrected()?;
            }
        }
        // All words loosely, then all but one, then half of them.
        for needed in [words, words.saturating_sub(1), words.div_ceil(2)] {
            if answer.total > 0 || answer.truncated || needed == 0 {
                break;
            }
            if let Some(loose) = self.planner.whole(clauses, Reading::Loose, Some(needed))? {
                answer = self.run(&loose)?;
                answer.relaxed = answer.total > 0;
            }
        }
        Ok(answer)
    }

    fn run(&self, plan: &Plan) -> Result<Answer, SearchError> {
        let ready = self.scan.ready(plan, self.question.order == crate::question::Order::Best)?;
        let mut tally = Tally::new(self.question, self.now);
        let ended = self.scan.each(&ready, &mut tally)?;
        let total = tally.total;
        let (hits, facets) = tally.finish();
        Ok(Answer { hits, total, facets, truncated: ended == Ended::OutOfTime, ..Answer::default() })
    }

    /// The text with each word this reader finds nothing with replaced by a near one they do.
    fn corrected(&self) -> Result<Option<String>, SearchError> {
        let query = &self.question.query;
        let mut clauses = query.clauses.clone();
        let mut text = query.text.clone();
        let mut changed = false;
        // From the back, so that the spans before stay true.
        for at in (0..clauses.len()).rev() {
            let Some(clause) =
                clauses.get(at).filter(|clause| clause.kind == ClauseKind::Word && !clause.negated).cloned()
            else {
                continue;
            };
            let Some(word) = simple(&clause.text) else { continue };
            let alone = self.planner.whole(std::slice::from_ref(&clause), Reading::Strict, None)?;
            if self.planner.growing == Some(at)
                || alone.is_some_and(|alone| self.scan.count(&alone, 1).is_ok_and(|n| n > 0))
            {
                continue;
            }
            let mut best: Option<(usize, String)> = None;
            for term in near(self.searcher, self.planner.fields.words, &word)?.into_iter().take(TRIED) {
                if self.scan.is_over() {
                    break;
                }
                let mut tried = clauses.clone();
                if let Some(slot) = tried.get_mut(at) {
                    slot.text.clone_from(&term);
                }
                let Some(plan) = self.planner.whole(&tried, Reading::Typos, None)? else { continue };
                // The word itself has to be found by this reader, not only the question around it.
                let alone = Clause { text: term.clone(), ..clause.clone() };
                let Some(itself) = self.planner.whole(&[alone], Reading::Strict, None)? else { continue };
                let count = if self.scan.count(&itself, 1)? == 0 { 0 } else { self.scan.count(&plan, COUNTED)? };
                if count > best.as_ref().map_or(0, |(most, _)| *most) {
                    best = Some((count, term));
                }
            }
            if let Some((_, term)) = best {
                text.replace_range(clause.span.clone(), &term);
                if let Some(slot) = clauses.get_mut(at) {
                    slot.text = term;
                }
                changed = true;
            }
        }
        Ok(changed.then_some(text))
    }
}

/// The folded form of a clause that is one plain word.
fn simple(text: &str) -> Option<String> {
    let mut words = Vec::new();
    let mut plain = true;
    pieces(text, &mut |piece| match piece {
        Piece::Chunk(chunk) if chunk.parts.len() == 1 && !chunk.edged => {
            words.extend(chunk.parts.into_iter().map(|part| part.folded))
        }
        _ => plain = false,
    });
    if plain && words.len() == 1 { words.pop() } else { None }
}
