//! Words to go on with: completions of what is being typed, or near ones when there are none.

use tantivy::Term;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

use crate::error::SearchError;
use crate::expand::{beginning, near};
use crate::gate::{Gate, Reach};
use crate::index::Index;
use crate::pieces::{Piece, pieces};
use crate::plan::{Boxed, Plan};
use crate::scan::{Deadline, Scan};

/// Suggestions given.
const GIVEN: usize = 8;
/// Words tried for them.
const TRIED: usize = 64;
/// Milliseconds for all of it.
const BUDGET: u64 = 40;

impl Index {
    /// Up to eight words, folded, that begin with `word` (or, when none does, are one typing mistake away) and
    /// with which this reader finds something.
    ///
    /// # Errors
    /// Only when the engine fails.
    pub fn suggest(&self, word: &str, reach: &Reach) -> Result<Vec<String>, SearchError> {
        let mut last = None;
        pieces(word, &mut |piece| {
            if let Piece::Chunk(mut chunk) = piece {
                last = chunk.parts.pop();
            }
        });
        let Some(word) = last.map(|part| part.folded) else { return Ok(Vec::new()) };
        let searcher = self.searcher();
        let gate = Gate::new(reach);
        let scan = Scan::new(&searcher, &gate, self.sights(), Deadline::after(BUDGET))?;
        let field = self.fields().words;
        let mut given = Vec::new();
        for round in 0..2 {
            let candidates =
                if round == 0 { beginning(&searcher, field, &word, TRIED)? } else { near(&searcher, field, &word)? };
            for candidate in candidates {
                let query = TermQuery::new(Term::from_field_text(field, &candidate), IndexRecordOption::Basic);
                if scan.count(&Plan::from(Box::new(query) as Boxed), 1)? > 0 {
                    given.push(candidate);
                }
                if given.len() >= GIVEN || scan.is_over() {
                    return Ok(given);
                }
            }
            if !given.is_empty() {
                break;
            }
        }
        Ok(given)
    }
}
