//! Cuts a text into what can be found: words, runs of scripts without spaces, codes, symbols.
//!
//! The same cut serves documents, questions and marks. Ranges are bytes of the text as given; every part lies
//! on character boundaries. A part's text is capped, so a pasted block of data is one short word.

use std::ops::Range;

use crate::fold::{Class, class, continues, fold_into, plain_into};

/// Longest word, in characters; longer ones are cut, here and in questions alike.
const LONGEST_WORD: usize = 64;
/// Longest code, in bytes; longer ones (addresses of pages) are found by their parts.
const LONGEST_CODE: usize = 100;

/// A word, or one character of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Part {
    /// Lower case with accents; the stemmer's food.
    pub plain: String,
    /// What is compared.
    pub folded: String,
    pub range: Range<usize>,
    /// An apostrophe ties it to the part before.
    pub tied: bool,
}

impl Part {
    /// Takes in what follows, up to the longest word.
    fn grow(&mut self, atom: &Atom) {
        let room = LONGEST_WORD.saturating_sub(self.folded.chars().count());
        if atom.plain.is_ascii() {
            self.plain.extend(atom.plain.chars().take(room));
            self.folded.extend(atom.folded.chars().take(room));
        } else if room > 0 {
            self.plain.push_str(&atom.plain);
            self.folded.push_str(&atom.folded);
        }
        self.range.end = atom.range.end;
    }
}

/// Words that stand together without a space, such as `INV-2024/17`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub parts: Vec<Part>,
    /// The whole with its signs, when it has any: `inv-2024/17`, `c++`, `ana@example.com`.
    pub code: Option<String>,
    /// The whole without its signs: `inv202417`, `wellknown`.
    pub joined: Option<String>,
    /// Its edges carry meaning (`C++`, `.NET`, `#12`), so its bare words do not stand for it.
    pub edged: bool,
    /// Shorter codes inside: the `c++` of `C++/Rust`.
    pub inner: Vec<String>,
    pub range: Range<usize>,
}

impl Chunk {
    /// The words it is about when it is spoken language: `Anna's` and `l'école` are about Anna and a school.
    /// Empty for codes, which are about all their parts.
    pub fn spoken(&self) -> Vec<&Part> {
        let length = |part: &Part| part.folded.chars().count();
        if self.edged || !self.parts.iter().all(|part| part.folded.chars().all(char::is_alphabetic)) {
            return Vec::new();
        }
        let tied = self.parts.iter().any(|part| part.tied) && self.parts.iter().any(|part| length(part) > 2);
        self.parts.iter().filter(|part| !tied || length(part) > 2).collect()
    }
}

/// What a text is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Chunk(Chunk),
    /// Characters of a script written without spaces, in order.
    Run(Vec<Part>),
    /// Signs with a meaning of their own; for a joined emoji first the whole, then each.
    Symbol(Vec<String>, Range<usize>),
}

/// Calls `sink` for every piece of `text`, in order.
pub(crate) fn pieces(text: &str, sink: &mut dyn FnMut(Piece)) {
    let mut cutter = Cutter { sink, pending: Vec::new(), run: Vec::new(), symbol: None };
    let mut plain = String::new();
    let mut from = 0;
    while let Some(raw) = text.get(from..).and_then(|rest| rest.chars().next()) {
        let to = from + cluster(text.get(from..).unwrap_or_default());
        plain.clear();
        plain_into(text.get(from..to).unwrap_or_default(), &mut plain);
        let kind = class(raw, plain.chars().next().unwrap_or(' '));
        cutter.take(kind, raw, &plain, from..to);
        from = to;
    }
    cutter.end_all();
}

/// The length of the first cluster of a text: a character with its marks. Letters and digits of ASCII, which are most
/// of most texts, are taken as many as there are.
fn cluster(text: &str) -> usize {
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let mut rest = text.get(plain..).unwrap_or_default().chars();
    if plain > 1 {
        // The last of them may have a mark.
        return plain - usize::from(rest.next().is_some_and(continues));
    }
    let first = text.chars().next().map_or(0, char::len_utf8);
    let rest = text.get(first..).unwrap_or_default().chars();
    first + rest.take_while(|c| continues(*c)).map(char::len_utf8).sum::<usize>()
}

/// One cluster of a chunk that is not cut yet, or several plain letters and digits.
struct Atom {
    sign: Option<char>,
    plain: String,
    folded: String,
    range: Range<usize>,
}

struct Cutter<'a> {
    sink: &'a mut dyn FnMut(Piece),
    pending: Vec<Atom>,
    run: Vec<Part>,
    symbol: Option<(Vec<String>, Range<usize>, bool)>,
}

impl Cutter<'_> {
    fn take(&mut self, kind: Class, raw: char, plain: &str, range: Range<usize>) {
        let joiner = raw == '\u{200d}';
        match kind {
            Class::Nothing => {
                if let Some((_, whole, joined)) = &mut self.symbol {
                    *joined = joiner;
                    whole.end = range.end;
                }
            }
            Class::Letter | Class::Apostrophe | Class::Joint(_) => {
                self.end_run();
                self.end_symbol();
                let sign = match kind {
                    Class::Apostrophe => Some('\''),
                    Class::Joint(sign) => Some(sign),
                    _ => None,
                };
                let mut folded = String::with_capacity(plain.len());
                fold_into(plain, &mut folded);
                self.pending.push(Atom { sign, plain: plain.to_owned(), folded, range });
            }
            Class::Gram => {
                self.end_chunk();
                self.end_symbol();
                let mut folded = String::with_capacity(plain.len());
                fold_into(plain, &mut folded);
                // A compatibility form can be several characters (㍿); each is one of the run.
                for c in folded.chars() {
                    let text = c.to_string();
                    self.run.push(Part { plain: text.clone(), folded: text, range: range.clone(), tied: false });
                }
            }
            Class::Symbol => self.symbol(raw, plain, range),
            Class::Break => self.end_all(),
        }
    }

    fn symbol(&mut self, raw: char, plain: &str, range: Range<usize>) {
        self.end_chunk();
        self.end_run();
        let flag = |text: &str| text.chars().all(|c| ('\u{1f1e6}'..='\u{1f1ff}').contains(&c));
        match &mut self.symbol {
            Some((signs, whole, joined))
                if *joined || (flag(plain) && signs.last().is_some_and(|s| flag(s) && s.chars().count() == 1)) =>
            {
                if *joined {
                    signs.push(plain.to_owned())
                } else if let Some(first) = signs.last_mut() {
                    first.push(raw)
                }
                *joined = false;
                whole.end = range.end;
            }
            _ => {
                self.end_symbol();
                self.symbol = Some((vec![plain.to_owned()], range, false));
            }
        }
    }

    fn end_all(&mut self) {
        self.end_chunk();
        self.end_run();
        self.end_symbol();
    }

    fn end_symbol(&mut self) {
        if let Some((mut signs, range, _)) = self.symbol.take() {
            if signs.len() > 1 {
                signs.insert(0, signs.concat());
            }
            (self.sink)(Piece::Symbol(signs, range));
        }
    }

    fn end_run(&mut self) {
        if !self.run.is_empty() {
            (self.sink)(Piece::Run(std::mem::take(&mut self.run)));
        }
    }

    fn end_chunk(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let atoms = std::mem::take(&mut self.pending);
        // A comma joins digits (1,250.00) and parts everything else.
        let mut start = 0;
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        for (at, atom) in atoms.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|i| atoms.get(i)).and_then(|a| a.plain.chars().next_back());
            let after = atoms.get(at + 1).and_then(|a| a.plain.chars().next());
            if atom.sign == Some(',') && !(digit(before) && digit(after)) {
                self.chunk(atoms.get(start..at).unwrap_or_default());
                start = at + 1;
            }
        }
        self.chunk(atoms.get(start..).unwrap_or_default());
    }

    fn chunk(&mut self, atoms: &[Atom]) {
        let Some((atoms, edged)) = trim(atoms) else { return };
        let (Some(first), Some(last)) = (atoms.first(), atoms.last()) else { return };
        let mut chunk =
            Chunk { parts: parts(atoms), edged, range: first.range.start..last.range.end, ..Chunk::default() };
        if atoms.iter().any(|atom| atom.sign.is_some()) {
            chunk.code = text_of(atoms, true);
            chunk.joined = text_of(atoms, false).filter(|_| chunk.parts.len() > 1);
            if chunk.parts.len() > 1 {
                for inner in atoms.split(|atom| matches!(atom.sign, Some('/' | '&' | '-' | '=' | ':'))) {
                    if let Some((inner, true)) = trim(inner)
                        && inner.len() < atoms.len()
                    {
                        chunk.inner.extend(text_of(inner, true));
                    }
                }
            }
        }
        (self.sink)(Piece::Chunk(chunk));
    }
}

/// Drops punctuation at the edges, keeping what is part of a name: `C++`, `C#`, `.NET`, `#12`. None when no
/// letter or digit is left; true when such an edge was kept.
fn trim(atoms: &[Atom]) -> Option<(&[Atom], bool)> {
    let first = atoms.iter().position(|atom| atom.sign.is_none())?;
    let last = atoms.iter().rposition(|atom| atom.sign.is_none())?;
    let sign = |at: usize| atoms.get(at).and_then(|atom| atom.sign);
    let letter =
        |at: usize| atoms.get(at).is_some_and(|atom| atom.plain.chars().next().is_some_and(char::is_alphabetic));
    let before = first.checked_sub(1);
    let start = match before.and_then(sign) {
        Some('#') if first == 1 => 0,
        Some('.') if first == 1 && letter(first) => 0,
        _ => first,
    };
    let mut end = last + 1;
    match sign(end) {
        Some('#') => end += 1,
        Some('+') => {
            end += 1;
            if sign(end) == Some('+') {
                end += 1;
            }
        }
        _ => {}
    }
    Some((atoms.get(start..end)?, start < first || end > last + 1))
}

fn parts(atoms: &[Atom]) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    let mut tied = false;
    let mut open = false;
    for atom in atoms {
        if let Some(sign) = atom.sign {
            tied = sign == '\'';
            open = false;
            continue;
        }
        match found.last_mut().filter(|_| open) {
            Some(part) => part.grow(atom),
            None => {
                let mut part = Part { range: atom.range.clone(), tied, ..Part::default() };
                part.grow(atom);
                found.push(part);
            }
        }
        open = true;
        tied = false;
    }
    found.retain(|part| !part.folded.is_empty());
    found
}

fn text_of(atoms: &[Atom], signs: bool) -> Option<String> {
    let mut text = String::new();
    for atom in atoms {
        match atom.sign {
            Some(sign) if signs => text.push(sign),
            Some(_) => {}
            None => text.push_str(&atom.folded),
        }
    }
    (text.len() <= LONGEST_CODE && !text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};
    use proptest::prelude::*;

    /// What a text is cut into, without the places.
    fn cut(text: &str) -> Vec<Piece> {
        let mut found = Vec::new();
        pieces(text, &mut |piece| found.push(piece));
        for piece in &mut found {
            match piece {
                Piece::Chunk(chunk) => {
                    chunk.range = 0..0;
                    chunk.parts.iter_mut().for_each(|part| part.range = 0..0);
                }
                Piece::Run(run) => run.iter_mut().for_each(|part| part.range = 0..0),
                Piece::Symbol(_, range) => *range = 0..0,
            }
        }
        found
    }

    /// The same in letters of full width, which are cut one by one and mean the same.
    fn wide(text: &str) -> String {
        let widen = |c: char| char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_alphanumeric()).unwrap_or(c);
        text.chars().map(widen).collect()
    }

    proptest! {
        #[test]
        fn plain_letters_taken_together_are_cut_like_letters_taken_alone(text in "([a-cX0-9]{1,70}|[ ,.'#+/&é\u{301}ß京-]){0,24}") {
            prop_assert_eq!(cut(&text), cut(&wide(&text)));
        }
    }
}
