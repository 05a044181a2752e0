//! Words that say when something comes again: "every monday 8:30", "3 months after completion". As many words as make a
//! rule together; the rules themselves are those of [`crate::recurrence`].

use super::{Found, Here, Meaning, Word};
use crate::recurrence::Recurrence;

/// Most words of a rule.
const WORDS: usize = 14;

/// Reads a rule at the start of some words.
pub fn read(words: &[Word<'_>], here: &Here<'_>) -> Option<Found> {
    let first = words.first()?.text.to_lowercase();
    let counted = first.starts_with(|c: char| c.is_ascii_digit());
    if !counted && !matches!(first.as_str(), "every" | "each") {
        return None;
    }
    let free = words.iter().take(WORDS).take_while(|word| !word.text.starts_with(['@', '#', '+', '!', '~'])).count();
    (2..=free).rev().find_map(|count| {
        let text = words.get(..count)?.iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
        let rule = Recurrence::parse(&text, here.today).ok()?;
        // Numbers begin many things that are no rule.
        if counted && !rule.is_after_completion() {
            return None;
        }
        let label = rule.to_string();
        Some(Found { words: count, meaning: Meaning::Again(rule), label })
    })
}
