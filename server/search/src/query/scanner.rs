//! Cuts typed text into pieces at spaces, keeping quoted stretches together.

use super::Span;

/// A piece of typed text: `-from:"Ana Ruiz"`, `"exact words"`, `word`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed<'a> {
    /// All of it, as typed.
    pub span: Span,
    /// It began with `-`.
    pub negated: bool,
    /// What stands before the quotes, or the whole when there are none.
    pub head: &'a str,
    /// What stands between quotes.
    pub quoted: Option<&'a str>,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// The pieces of a text. A quote that is never closed is read as a space, so half a phrase is words.
pub(crate) fn typed(text: &str) -> Vec<Typed<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(skip) = rest.find(|c: char| !c.is_whitespace()) else { break };
        let start = at + skip;
        let body = text.get(start..).unwrap_or_default();
        let negated = body.starts_with('-')
            && body
                .chars()
                .nth(1)
                .is_some_and(|c| c.is_alphanumeric() || is_quote(c) || "#.@+".contains(c) || !c.is_ascii());
        let from = start + usize::from(negated);
        let piece = text.get(from..).unwrap_or_default();
        let end = piece.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(piece.len());
        let head = piece.get(..end).unwrap_or_default();
        let opener = piece.get(end..).and_then(|tail| tail.chars().next()).filter(|c| is_quote(*c));
        let starts = head.is_empty() || head.ends_with(':') || head == "@" || head == "+";
        let Some(opener) = opener.filter(|_| starts) else {
            found.push(Typed { span: start..from + end, negated, head, quoted: None });
            // A quote inside a word (a 5" pipe) does not begin a phrase.
            at = from + end + opener.map_or(0, char::len_utf8);
            continue;
        };
        let inside = end + opener.len_utf8();
        let tail = piece.get(inside..).unwrap_or_default();
        match tail.char_indices().find(|(_, c)| is_quote(*c)) {
            Some((length, closer)) => {
                let stop = from + inside + length + closer.len_utf8();
                found.push(Typed { span: start..stop, negated, head, quoted: tail.get(..length) });
                at = stop;
            }
            None => {
                if !head.is_empty() {
                    found.push(Typed { span: start..from + end, negated, head, quoted: None });
                }
                at = from + inside;
            }
        }
    }
    found
}
