//! The language of the organization, which decides how words are cut to their stems.

use rust_stemmers::{Algorithm, Stemmer};

use crate::fold::fold;

/// A language words can be stemmed in. The index remembers it; another one means a rebuild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// No stemming: words are found as they are written.
    None,
    /// Arabic.
    Arabic,
    /// Danish.
    Danish,
    /// Dutch.
    Dutch,
    /// English.
    #[default]
    English,
    /// Finnish.
    Finnish,
    /// French.
    French,
    /// German.
    German,
    /// Greek.
    Greek,
    /// Hungarian.
    Hungarian,
    /// Italian.
    Italian,
    /// Norwegian.
    Norwegian,
    /// Portuguese.
    Portuguese,
    /// Romanian.
    Romanian,
    /// Russian.
    Russian,
    /// Spanish.
    Spanish,
    /// Swedish.
    Swedish,
    /// Tamil.
    Tamil,
    /// Turkish.
    Turkish,
}

const TABLE: [(&str, Language, Option<Algorithm>); 19] = [
    ("", Language::None, None),
    ("ar", Language::Arabic, Some(Algorithm::Arabic)),
    ("da", Language::Danish, Some(Algorithm::Danish)),
    ("nl", Language::Dutch, Some(Algorithm::Dutch)),
    ("en", Language::English, Some(Algorithm::English)),
    ("fi", Language::Finnish, Some(Algorithm::Finnish)),
    ("fr", Language::French, Some(Algorithm::French)),
    ("de", Language::German, Some(Algorithm::German)),
    ("el", Language::Greek, Some(Algorithm::Greek)),
    ("hu", Language::Hungarian, Some(Algorithm::Hungarian)),
    ("it", Language::Italian, Some(Algorithm::Italian)),
    ("no", Language::Norwegian, Some(Algorithm::Norwegian)),
    ("pt", Language::Portuguese, Some(Algorithm::Portuguese)),
    ("ro", Language::Romanian, Some(Algorithm::Romanian)),
    ("ru", Language::Russian, Some(Algorithm::Russian)),
    ("es", Language::Spanish, Some(Algorithm::Spanish)),
    ("sv", Language::Swedish, Some(Algorithm::Swedish)),
    ("ta", Language::Tamil, Some(Algorithm::Tamil)),
    ("tr", Language::Turkish, Some(Algorithm::Turkish)),
];

impl Language {
    /// The language of a tag such as `de` or `de-AT`; [`Language::None`] when it cannot be stemmed.
    pub fn from_code(code: &str) -> Language {
        let base = code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let base = if base == "nb" || base == "nn" { "no" } else { base.as_str() };
        TABLE.iter().find(|row| row.0 == base).map_or(Language::None, |row| row.1)
    }

    /// Its two-letter code, empty for none.
    pub fn code(self) -> &'static str {
        TABLE.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }

    /// The stems of a word. There can be two, because the stemmers know accents and writers leave them out:
    /// a word is found when one of its stems meets one of the other's.
    pub(crate) fn stems(self, plain: &str, folded: &str) -> Vec<String> {
        let algorithm = TABLE.iter().find(|row| row.1 == self).and_then(|row| row.2);
        let Some(algorithm) = algorithm else { return vec![folded.to_owned()] };
        if folded.chars().any(|c| c.is_ascii_digit()) {
            return vec![folded.to_owned()];
        }
        let stemmer = Stemmer::create(algorithm);
        let mut stems = vec![fold(&stemmer.stem(plain))];
        if plain != folded {
            let second = fold(&stemmer.stem(folded));
            if !stems.contains(&second) {
                stems.push(second);
            }
        }
        stems.retain(|stem| !stem.is_empty());
        stems
    }
}
