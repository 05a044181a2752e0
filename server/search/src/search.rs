//! Answering a question: strictly first, then with typing mistakes when that finds little, then with fewer of
//! the words when it finds nothing.
//!
//! Whether to go on is decided by what this reader found, never by what there is.

use std::ops::ControlFlow;

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
use crate::scan::{Deadline, Ended, Scan, Share};
use crate::tally::Tally;

/// Fewer hits than this are little.
const LITTLE: usize = 3;
/// Words tried in place of a misspelt one.
const TRIED: usize = 8;
/// From so many documents on a question is answered by several threads at once, each looking through its share: of a
/// smaller index one is done before another has begun.
const SHARED: u64 = 200_000;
const SHARES: u32 = 2;
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
        let shares = if searcher.num_docs() < SHARED { 1 } else { SHARES };
        self.search_in(&searcher, shares, question, reach, now)
    }

    /// As [`Index::search`], by so many threads at once.
    fn search_in(
        &self,
        searcher: &Searcher,
        shares: u32,
        question: &Question,
        reach: &Reach,
        now: Now,
    ) -> Result<Answer, SearchError> {
        let gate = Gate::new(reach).filtered(&question.filters).operated(&question.query.operators);
        let scan = Scan::new(searcher, &gate, self.sights(), Deadline::after(question.budget_ms))?;
        let growing = if question.as_you_type { question.query.growing() } else { None };
        let planner = Planner { searcher, fields: self.fields(), language: self.language(), growing };
        Asking { question, now, scan, planner, searcher, shares }.answer()
    }
}

struct Asking<'a> {
    question: &'a Question,
    now: Now,
    scan: Scan<'a>,
    planner: Planner<'a>,
    searcher: &'a Searcher,
    shares: u32,
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
        let gather = |share| {
            let mut tally = Tally::new(self.question, self.now);
            let ended = self.scan.each(&ready, share, &mut |found| {
                tally.take(found);
                ControlFlow::Continue(())
            })?;
            Ok::<_, SearchError>((tally, ended))
        };
        let mut shares = Share::each(self.shares);
        let own = shares.next().unwrap_or(Share::ALL);
        let (tally, ended) = std::thread::scope(|threads| {
            let others: Vec<_> = shares.map(|share| threads.spawn(move || gather(share))).collect();
            let mut all = gather(own)?;
            for other in others {
                let (tally, ended) = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
                all.0.add(tally);
                all.1 = all.1.max(ended);
            }
            Ok::<_, SearchError>(all)
        })?;
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::{Doc, Kind, Language, Op, State, parse, query::Names};
    use uuid::Uuid;

    struct Nobody;

    impl Names for Nobody {
        fn space(&self, _: &str) -> Option<u64> {
            None
        }
        fn person(&self, _: &str) -> Option<u64> {
            None
        }
        fn tag(&self, _: &str) -> Option<u64> {
            None
        }
    }

    const WORDS: [&str; 7] = ["boiler", "valve", "pump", "room", "boilers", "gasket", "invoice"];

    /// A document of words that depend on its number, in one of two spaces.
    fn doc(number: u64) -> Doc {
        let mixed = |salt: u64| {
            let seed = (number * 8 + salt + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            (seed ^ (seed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40
        };
        let word = |salt: u64| WORDS[(mixed(salt) % 7) as usize];
        let id = Uuid::from_u128(u128::from(number) + 1);
        let space = 1 + number % 2;
        Doc {
            id,
            item: id,
            kind: Kind::Task,
            key: format!("OP-{number}"),
            title: format!("{} {}", word(0), word(1)),
            text: format!("{} {} {} {}", word(2), word(3), word(4), word(5)),
            space,
            audience: vec![space],
            author: 1 + number % 5,
            assignee: number % 3,
            tags: Vec::new(),
            state: State::Open,
            has_file: number.is_multiple_of(4),
            has_link: false,
            created_ms: 0,
            updated_ms: i64::try_from(number).unwrap() * 3_600_000,
            due_day: None,
        }
    }

    #[test]
    fn several_threads_find_what_one_finds() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open(folder.path(), Uuid::from_u128(7), Language::English, 1).unwrap().index;
        for part in 0..5 {
            index.apply((part * 900..(part + 1) * 900).map(|number| Op::Put(doc(number))).collect(), part + 1).unwrap();
            index.commit().unwrap();
        }
        index.apply((0..4500).step_by(7).map(|number| Op::DeleteDoc(doc(number).id)).collect(), 6).unwrap();
        index.commit().unwrap();
        let now = Now { ms: 4500 * 3_600_000, offset_minutes: 0 };
        let reach = Reach { audiences: vec![1], inside: Vec::new() };
        let today = chrono::NaiveDate::from_ymd_opt(1970, 7, 7).unwrap();
        let asked = [
            "boiler",
            "boiler room",
            "\"pump room\"",
            "val",
            "gaske invoice",
            "OP-1202",
            "boiler -pump",
            "boielr",
            "zebra",
        ];
        for text in asked {
            for (offset, typing) in [(0, false), (40, true)] {
                let query = parse(text, &Nobody, today, 0, Language::English);
                let question =
                    Question { offset, as_you_type: typing, facets: true, budget_ms: 60_000, ..Question::new(query) };
                let ask = |shares| index.search_in(&index.searcher(), shares, &question, &reach, now).unwrap();
                let alone = ask(1);
                assert_eq!(alone.total == 0, text == "zebra", "{text}");
                for shares in [2, 3, 64] {
                    assert_eq!(ask(shares), alone, "{text} by {shares}");
                }
            }
        }
    }
}
