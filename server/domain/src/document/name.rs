//! Names in a folder: two that differ in upper and lower case only, or in how their accents are written, are one.

use crate::{Rule, file};
use unicode_normalization::UnicodeNormalization;

/// The name by which another one is found to be the same.
pub fn fold(name: &str) -> String {
    name.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// The name of a folder as it is kept.
///
/// # Errors
/// When it is empty, too long, or a way instead of a name.
pub fn folder(name: &str) -> Result<String, Rule> {
    if name.contains(['/', '\\']) {
        return Err(Rule::field("invalid", "name", "Leave out / and \\."));
    }
    if file::cleaned(name).trim_matches('.').trim().is_empty() {
        return Err(Rule::field("required", "name", "Give it a name."));
    }
    file::name(name)
}

/// The name with a number, for one that is taken: `prices (2).pdf`.
pub fn numbered(name: &str, number: u32) -> String {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 16 => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let tail = format!(" ({number}){ending}");
    let room = file::NAME.saturating_sub(tail.chars().count());
    stem.chars().take(room).chain(tail.chars()).collect()
}

/// What stands behind the last dot, in small letters.
pub fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| fold(ending)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_is_the_same_however_it_is_written() {
        assert_eq!(fold("PRICES.pdf"), fold("prices.PDF"));
        assert_eq!(fold("Caf\u{e9}"), fold("cafe\u{301}"));
        assert_ne!(fold("a b"), fold("ab"));
    }

    #[test]
    fn a_folder_has_a_name_and_no_way() {
        assert_eq!(folder(" Price lists ").unwrap(), "Price lists");
        assert_eq!(folder("files").unwrap(), "files");
        for wrong in ["", " ", ".", "..", "a/b", "..\\b", "\u{202e}", "\u{feff}\u{200e}"] {
            assert!(folder(wrong).is_err(), "{wrong:?}");
        }
        assert!(folder(&"x".repeat(4096)).is_err());
    }

    #[test]
    fn a_number_stands_before_the_ending() {
        assert_eq!(numbered("prices.pdf", 2), "prices (2).pdf");
        assert_eq!(numbered("README", 3), "README (3)");
        assert_eq!(numbered(".profile", 2), ".profile (2)");
        let long = format!("{}.pdf", "x".repeat(251));
        assert_eq!(numbered(&long, 12).chars().count(), file::NAME);
        assert!(numbered(&long, 12).ends_with("x (12).pdf"));
    }
}
