//! Words that begin with a mark: `!`, `@`, `#`, `+`, `~`.

use super::{Found, Meaning, Names, Word, words::ENGLISH};
use crate::task::Priority;

/// The most words a name can have.
const NAME_WORDS: usize = 4;

/// Reads a mark at the start of some words.
pub fn read(words: &[Word<'_>], names: &impl Names) -> Option<Found> {
    let first = words.first()?.text;
    let mark = first.chars().next()?;
    let rest = first.get(mark.len_utf8()..)?;
    match mark {
        '!' => priority(rest),
        '@' => named(words, '@', |name| names.person(name).map(|(id, label)| (Meaning::Person(id), label))),
        '#' => space(words, names),
        '+' if rest.starts_with(char::is_alphabetic) => {
            named(words, '+', |name| names.tag(name).map(|(id, label)| (Meaning::Tag(id), label)))
        }
        '~' => estimate(rest),
        _ => None,
    }
}

fn priority(rest: &str) -> Option<Found> {
    let rest = rest.trim_end_matches(['.', ',', ';']).to_lowercase();
    let priority = match rest.as_str() {
        "" | "2" => Priority::High,
        "!" | "!!" | "1" => Priority::Urgent,
        "3" => Priority::Normal,
        "4" => Priority::Low,
        word => ENGLISH.priorities.iter().find(|(name, _)| word.len() >= 2 && name.starts_with(word))?.1,
    };
    let label = match priority {
        Priority::Low => "Low",
        Priority::Normal => "Normal",
        Priority::High => "High",
        Priority::Urgent => "Urgent",
    };
    Some(Found { words: 1, meaning: Meaning::Priority(priority), label: label.into() })
}

/// A name after a mark may have several words: the longest that is known counts.
fn named(words: &[Word<'_>], mark: char, find: impl Fn(&str) -> Option<(Meaning, String)>) -> Option<Found> {
    for count in (1..=NAME_WORDS.min(words.len())).rev() {
        let text = words.get(..count)?.iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
        let name = text.trim_start_matches(mark).trim_end_matches(['.', ',', ';', ':', '?', '!']);
        if let Some((meaning, label)) = (!name.is_empty()).then(|| find(name)).flatten() {
            return Some(Found { words: count, meaning, label });
        }
    }
    let name = words.first()?.text.trim_start_matches(mark);
    let word = name.starts_with(char::is_alphabetic);
    word.then(|| Found { words: 1, meaning: Meaning::Unknown(mark), label: name.into() })
}

fn space(words: &[Word<'_>], names: &impl Names) -> Option<Found> {
    let first = words.first()?.text.trim_start_matches('#');
    // "#3" is a number people write, not a space.
    if first.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    named(words, '#', |name| {
        if let Some((id, label)) = names.space(name) {
            return Some((Meaning::Space(id, None), label));
        }
        let (space, section) = name.split_once('/')?;
        let (id, label) = names.space(space)?;
        let (section, part) = names.section(id, section)?;
        Some((Meaning::Space(id, Some(section)), format!("{label}, {part}")))
    })
}

/// `~30`, `~30m`, `~1h`, `~1h30`, `~1.5h`.
fn estimate(rest: &str) -> Option<Found> {
    let minutes = minutes(&rest.to_lowercase()).filter(|minutes| (1..=crate::limits::ESTIMATE).contains(minutes))?;
    let label = match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    };
    Some(Found { words: 1, meaning: Meaning::Estimate(minutes), label })
}

/// Minutes as people write them: `75`, `75m`, `1h15`, `1:15`, `1.25h`.
pub fn minutes(text: &str) -> Option<u32> {
    let text = text.trim_end_matches("min").trim_end_matches('m');
    if let Some((hours, rest)) = text.split_once(['h', ':']) {
        let hours: f64 =
            hours.replace(',', ".").parse().ok().filter(|hours: &f64| hours.is_finite() && *hours >= 0.0)?;
        let rest: u32 = if rest.is_empty() { 0 } else { rest.parse().ok()? };
        return Some((hours * 60.0).round().min(f64::from(u32::MAX / 2)) as u32 + rest.min(60 * 24));
    }
    text.parse().ok()
}
