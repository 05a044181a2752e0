//! Which stretches of a real text a query meant: the same words, stems, beginnings, codes and near misses the
//! search goes by.

use std::ops::Range;

use crate::expand::SHORTEST;
use crate::fillers::fillers;
use crate::fold::is_gram;
use crate::language::Language;
use crate::pieces::{Chunk, Part, Piece, pieces};
use crate::query::{Clause, ClauseKind, Query};
use crate::words::{codes, forms};

/// A stretch of text that a clause matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub range: Range<usize>,
    pub clause: usize,
}

/// One token of the text: a word, one character of a run, a code, a symbol.
struct Token {
    forms: Vec<String>,
    plain: String,
    range: Range<usize>,
}

struct Wanted {
    clause: usize,
    /// The words in their order; one is matched loosely, several exactly.
    words: Vec<Part>,
    /// The forms of the one word.
    forms: Vec<String>,
    stems: Vec<String>,
    codes: Vec<String>,
    grows: bool,
    loose: bool,
}

/// A query made ready to be found in texts.
pub struct Marking {
    clauses: Vec<Sought>,
    language: Language,
}

/// What is sought for one clause.
struct Sought {
    wanted: Vec<Wanted>,
    /// It is still being typed.
    growing: bool,
}

impl Marking {
    /// Makes a query ready.
    pub fn new(query: &Query) -> Marking {
        let fillers = fillers(&query.clauses, query.language);
        let growing = query.growing();
        let meant = |(at, clause): &(usize, &Clause)| !clause.negated && fillers.get(*at) != Some(&true);
        let clauses = query.clauses.iter().enumerate().filter(meant).map(|(at, clause)| Sought {
            wanted: wanted(at, &clause.text, clause.kind, query.language),
            growing: growing == Some(at),
        });
        Marking { clauses: clauses.collect(), language: query.language }
    }

    /// Everything in `text` the query matches, in order of where it begins.
    pub(crate) fn found(&self, text: &str) -> Vec<Mark> {
        let (words, codes) = tokens(text);
        let mut found = Vec::new();
        for sought in &self.clauses {
            sought.find(&words, &codes, self.language, &mut found);
        }
        found.sort_by_key(|mark| (mark.range.start, mark.range.end));
        found
    }
}

impl Sought {
    fn find(&self, words: &[Token], codes: &[Token], language: Language, found: &mut Vec<Mark>) {
        let before = found.len();
        let mut exact = |grown: bool| {
            for want in &self.wanted {
                want.exact(words, codes, grown, language, found);
            }
            found.len() > before
        };
        // A longer word is meant by the last one typed only where that itself is not there; a near one only
        // where neither is.
        if exact(false) || (self.growing && exact(true)) {
            return;
        }
        for want in &self.wanted {
            want.near(words, self.growing, language, found);
        }
    }
}

fn tokens(text: &str) -> (Vec<Token>, Vec<Token>) {
    let (mut words, mut signs) = (Vec::new(), Vec::new());
    pieces(text, &mut |piece| match piece {
        Piece::Chunk(chunk) => {
            let all = codes(&chunk);
            if !all.is_empty() {
                signs.push(Token { forms: all, plain: String::new(), range: chunk.range.clone() });
            }
            words.extend(chunk.parts.into_iter().map(token));
        }
        Piece::Run(run) => words.extend(run.into_iter().map(token)),
        Piece::Symbol(all, range) => signs.push(Token { forms: all, plain: String::new(), range }),
    });
    (words, signs)
}

fn token(part: Part) -> Token {
    Token { forms: forms(&part), plain: part.plain, range: part.range }
}

fn wanted(clause: usize, text: &str, kind: ClauseKind, language: Language) -> Vec<Wanted> {
    let mut list = Vec::new();
    let mut sequence: Vec<Part> = Vec::new();
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut signs = Vec::new();
    pieces(text, &mut |piece| match piece {
        Piece::Chunk(chunk) => {
            sequence.extend(chunk.parts.iter().cloned());
            chunks.push(chunk);
        }
        Piece::Run(run) => sequence.extend(run),
        Piece::Symbol(all, _) => signs.extend(all.into_iter().take(1)),
    });
    let phrase = kind == ClauseKind::Phrase;
    let grows = kind == ClauseKind::Prefix;
    let stems = |part: &Part| if phrase { Vec::new() } else { language.stems(&part.plain, &part.folded) };
    let edged = chunks.iter().any(|chunk| chunk.edged) && !phrase;
    let all_codes: Vec<String> = chunks.iter().filter(|_| !phrase).flat_map(codes).chain(signs).collect();
    if let [chunk] = chunks.as_slice()
        && chunk.parts.len() > 1
        && sequence.len() == chunk.parts.len()
        && !phrase
    {
        let spoken = chunk.spoken().into_iter();
        list.extend(spoken.map(|part| Wanted {
            clause,
            words: vec![part.clone()],
            forms: forms(part),
            stems: stems(part),
            codes: Vec::new(),
            grows: false,
            loose: true,
        }));
    }
    let first = sequence.first().filter(|_| sequence.len() == 1).map(stems).unwrap_or_default();
    let words = if edged { Vec::new() } else { sequence };
    let forms = words.first().filter(|_| words.len() == 1).map(forms).unwrap_or_default();
    list.push(Wanted { clause, words, forms, stems: first, codes: all_codes, grows, loose: !phrase });
    list
}

impl Wanted {
    /// `grown`: longer words are meant too.
    fn exact(&self, words: &[Token], codes: &[Token], grown: bool, language: Language, found: &mut Vec<Mark>) {
        let grows = self.grows || grown;
        for token in codes {
            let hit = token.forms.iter().any(|form| {
                self.codes.contains(form) || (grows && self.codes.iter().any(|code| form.starts_with(code.as_str())))
            });
            if hit || (self.words.len() == 1 && self.words.iter().any(|word| token.forms.contains(&word.folded))) {
                found.push(Mark { range: token.range.clone(), clause: self.clause });
            }
        }
        match self.words.as_slice() {
            [] => {}
            [word] => {
                for token in words.iter().filter(|token| self.is(word, token, grows, language)) {
                    found.push(Mark { range: token.range.clone(), clause: self.clause });
                }
            }
            several => {
                for window in words.windows(several.len()) {
                    let fits = window.iter().zip(several).enumerate().all(|(at, (token, word))| {
                        let last = at + 1 == several.len();
                        token.forms.contains(&word.folded)
                            || (last && grows && token.forms.iter().any(|form| form.starts_with(&word.folded)))
                    });
                    if let (true, Some(first), Some(last)) = (fits, window.first(), window.last()) {
                        found.push(Mark { range: first.range.start..last.range.end, clause: self.clause });
                    }
                }
            }
        }
    }

    fn is(&self, word: &Part, token: &Token, grows: bool, language: Language) -> bool {
        let forms = &self.forms;
        if forms.iter().any(|form| token.forms.contains(form)) {
            return true;
        }
        if grows && forms.iter().any(|form| token.forms.iter().any(|other| other.starts_with(form.as_str()))) {
            return true;
        }
        // Stemming every word of a long text costs; a stem shares its first letter or two with its word.
        let alike = |form: &String| form.chars().next() == word.folded.chars().next();
        !self.stems.is_empty()
            && token.forms.iter().any(alike)
            && token
                .forms
                .first()
                .is_some_and(|form| language.stems(&token.plain, form).iter().any(|stem| self.stems.contains(stem)))
    }

    fn near(&self, words: &[Token], growing: bool, language: Language, found: &mut Vec<Mark>) {
        let ([word], true) = (self.words.as_slice(), self.loose) else { return };
        let length = word.folded.chars().count();
        if length + 1 < SHORTEST || word.folded.chars().any(is_gram) {
            return;
        }
        for token in words {
            let close = token.forms.iter().any(|form| {
                let other = form.chars().count();
                let cut: String = form.chars().take(length).collect();
                (other >= SHORTEST && other.abs_diff(length) <= 1 && one_apart(&word.folded, form))
                    || ((self.grows || growing)
                        && other > length
                        && length >= SHORTEST
                        && one_apart(&word.folded, &cut))
            });
            let stem_close = || {
                token.forms.first().is_some_and(|form| {
                    form.chars().count().abs_diff(length) <= 4
                        && language.stems(&token.plain, form).iter().any(|stem| {
                            stem.chars().count() >= SHORTEST && self.stems.iter().any(|other| one_apart(other, stem))
                        })
                })
            };
            if close || stem_close() {
                found.push(Mark { range: token.range.clone(), clause: self.clause });
            }
        }
    }
}

/// Whether two words differ by at most one letter added, missing, wrong, or one pair swapped.
pub(crate) fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(..a.len() - end).unwrap_or_default(), b.get(..b.len() - end).unwrap_or_default());
    match (a, b) {
        ([], []) | ([_], []) | ([], [_]) | ([_], [_]) => true,
        ([x, y], [v, w]) => x == w && y == v,
        _ => false,
    }
}
