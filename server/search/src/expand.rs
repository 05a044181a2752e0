//! Words of the index near to what was typed.
//!
//! The dictionary is everybody's, so nothing from here is shown to a reader before their own question found
//! something with it.

use std::collections::BTreeMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::error::SearchError;
use crate::fold::is_gram;

/// Shortest word that one typing mistake is forgiven in, in characters; it may be typed with one less.
pub(crate) const SHORTEST: usize = 5;
/// Most words of the index taken for one typed word.
const MOST: usize = 64;
/// Most words looked at for a beginning.
const LOOKED_AT: usize = 20_000;

/// The words of a field one mistake (a letter too many, missing, wrong, or two swapped) away from `word`, not
/// itself.
pub(crate) fn near(searcher: &Searcher, field: Field, word: &str) -> Result<Vec<String>, SearchError> {
    let length = word.chars().count();
    if length + 1 < SHORTEST || word.chars().any(|c| is_gram(c) || c.is_ascii_digit()) {
        return Ok(Vec::new());
    }
    let query = FuzzyTermQuery::new(Term::from_field_text(field, word), 1, true);
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        let mut stream = index.terms().search(query.automaton()?).into_stream()?;
        while stream.advance() {
            if let Ok(term) = std::str::from_utf8(stream.key())
                && term != word
                && term.chars().count() >= SHORTEST
            {
                *found.entry(term.to_owned()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(commonest(found, MOST))
}

/// The words of a field that begin with `start`, commonest first.
pub(crate) fn beginning(
    searcher: &Searcher,
    field: Field,
    start: &str,
    most: usize,
) -> Result<Vec<String>, SearchError> {
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        let mut stream = index.terms().range().ge(start.as_bytes()).into_stream()?;
        let mut looked_at = 0;
        while stream.advance() && looked_at < LOOKED_AT {
            looked_at += 1;
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            if !term.starts_with(start) {
                break;
            }
            if !term.chars().any(is_gram) {
                *found.entry(term.to_owned()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(commonest(found, most))
}

fn commonest(found: BTreeMap<String, u64>, most: usize) -> Vec<String> {
    let mut list: Vec<(String, u64)> = found.into_iter().collect();
    list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    list.into_iter().take(most).map(|(word, _)| word).collect()
}
