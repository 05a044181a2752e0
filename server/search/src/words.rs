//! The terms of a text, as they stand in the index: for each field what, and for `words` where.

use crate::fold::spelled_out;
use crate::language::Language;
use crate::pieces::{Chunk, Part, Piece, pieces};

/// Positions left free between the key, the title and the text of a document, so no phrase spans them.
const GAP: usize = 16;

/// Terms gathered from the texts of one document.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    /// Folded words, and single characters and pairs of runs, each with its position.
    pub words: Vec<(String, usize)>,
    /// Stems that are not the word itself, so that no document stands twice in the lists a word is looked up in.
    pub stems: Vec<String>,
    /// Codes with and without their signs, and symbols.
    pub codes: Vec<String>,
    next: usize,
}

impl Terms {
    /// Adds a text after what is already there.
    pub fn add(&mut self, text: &str, language: Language) {
        let mut position = self.next;
        pieces(text, &mut |piece| match piece {
            Piece::Chunk(chunk) => {
                for part in &chunk.parts {
                    let forms = forms(part);
                    let stems = language.stems(&part.plain, &part.folded).into_iter();
                    self.stems.extend(stems.filter(|stem| !forms.contains(stem)));
                    self.words.extend(forms.into_iter().map(|form| (form, position)));
                    position += 1;
                }
                self.codes.extend(codes(&chunk));
            }
            Piece::Run(run) => {
                for (at, part) in run.iter().enumerate() {
                    self.words.push((part.folded.clone(), position));
                    if let Some(next) = run.get(at + 1) {
                        self.words.push((format!("{}{}", part.folded, next.folded), position));
                    }
                    position += 1;
                }
            }
            Piece::Symbol(signs, _) => self.codes.extend(signs),
        });
        if position > self.next {
            self.next = position + GAP;
        }
    }
}

/// The spellings a word is indexed under.
pub(crate) fn forms(part: &Part) -> Vec<String> {
    let mut forms = vec![part.folded.clone()];
    if let Some(long) = spelled_out(&part.plain).filter(|long| *long != part.folded) {
        forms.push(long);
    }
    forms
}

/// The code terms of a chunk.
pub(crate) fn codes(chunk: &Chunk) -> Vec<String> {
    let mut found: Vec<String> = chunk.code.iter().chain(&chunk.joined).chain(&chunk.inner).cloned().collect();
    found.dedup();
    found
}

/// The beginnings of a word up to sixteen characters, for titles.
pub(crate) fn beginnings(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices().take(16).filter_map(|(at, c)| word.get(..at + c.len_utf8()))
}
