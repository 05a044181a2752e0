//! Characters as people mean them: compatibility forms, case and accents folded away.
//!
//! Accents are dropped only where they are accents. Marks that make another letter (the vowel signs of Thai
//! and Devanagari, the voicing marks of kana) stay.

use unicode_normalization::UnicodeNormalization;

/// Lower case and compatibility-normalised, accents kept: what a stemmer wants.
pub(crate) fn plain_into(source: &str, out: &mut String) {
    if source.is_ascii() {
        out.extend(source.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    let lower: String = source.nfkc().flat_map(char::to_lowercase).collect();
    out.extend(lower.nfkc());
}

/// The form names are compared in: letters and digits only, without case and accents, so that
/// `#front-office` and `Front Office` are one.
pub fn name_form(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    plain_into(name, &mut plain);
    fold(&plain).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The form words are compared in, of text that went through [`plain_into`].
pub(crate) fn fold(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    fold_into(plain, &mut out);
    out
}

/// As [`fold`], appending.
pub(crate) fn fold_into(plain: &str, out: &mut String) {
    if plain.is_ascii() {
        out.push_str(plain);
        return;
    }
    let mut bare = String::with_capacity(plain.len());
    for c in plain.nfd().filter(|c| !is_accent(*c)) {
        match c {
            'ß' => bare.push_str("ss"),
            'æ' => bare.push_str("ae"),
            'œ' => bare.push_str("oe"),
            'þ' => bare.push_str("th"),
            'ø' => bare.push('o'),
            'đ' | 'ð' | 'ɖ' => bare.push('d'),
            'ł' => bare.push('l'),
            'ħ' => bare.push('h'),
            'ŧ' => bare.push('t'),
            'ı' => bare.push('i'),
            'ς' => bare.push('σ'),
            '\u{0640}' => {}
            other => bare.push(other),
        }
    }
    out.extend(bare.nfc());
}

/// The spelling without accents that German and the Nordic languages use instead (`mueller`, `aarhus`).
pub(crate) fn spelled_out(plain: &str) -> Option<String> {
    if plain.is_ascii() || !plain.contains(['ä', 'ö', 'ü', 'ø', 'å']) {
        return None;
    }
    let mut long = String::with_capacity(plain.len() + 2);
    for c in plain.chars() {
        match c {
            'ä' => long.push_str("ae"),
            'ö' | 'ø' => long.push_str("oe"),
            'ü' => long.push_str("ue"),
            'å' => long.push_str("aa"),
            other => long.push(other),
        }
    }
    Some(fold(&long))
}

fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{0591}'..='\u{05bd}' | '\u{05bf}' | '\u{05c1}'..='\u{05c2}'
        | '\u{05c4}'..='\u{05c5}' | '\u{05c7}' | '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0670}'
        | '\u{06d6}'..='\u{06dc}' | '\u{06df}'..='\u{06e4}' | '\u{06e7}'..='\u{06e8}' | '\u{06ea}'..='\u{06ed}')
}

/// What a character does to the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Part of a word.
    Letter,
    /// A character of a script written without spaces, indexed by overlapping pairs.
    Gram,
    /// An apostrophe: splits a word, but both halves stay together.
    Apostrophe,
    /// A sign that can hold a code together, normalised.
    Joint(char),
    /// A sign with a meaning of its own: an emoji, an arrow, a currency.
    Symbol,
    /// Not there for the reader: soft hyphens, joiners, marks of direction.
    Nothing,
    /// A space or other punctuation.
    Break,
}

/// Classifies the first character of a cluster by its own form and its normalised one.
pub(crate) fn class(raw: char, normal: char) -> Class {
    match raw {
        '\'' | '’' | '‘' | 'ʼ' | '＇' | '‛' | '′' => return Class::Apostrophe,
        '\u{2010}'..='\u{2015}' | '−' => return Class::Joint('-'),
        '\u{ad}'
        | '\u{200c}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{e0020}'..='\u{e007f}' => return Class::Nothing,
        '™'
        | '℠'
        | '\u{2000}'..='\u{206f}'
        | '\u{2e00}'..='\u{2e7f}'
        | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '\u{3030}'
        | '¡'
        | '¿'
        | '«'
        | '»'
        | '·'
        | '¶'
        | '・'
        | '،'
        | '؛'
        | '؟'
        | '।'
        | '॥'
        | '։'
        | '־'
        | '׳'
        | '״'
        | '។'
        | '៕'
        | '፡'
        | '።'
        | '´'
        | '¨'
        | '¸' => return Class::Break,
        _ => {}
    }
    if is_gram(normal) {
        return Class::Gram;
    }
    if normal.is_alphanumeric() || unicode_normalization::char::is_combining_mark(normal) {
        return Class::Letter;
    }
    match normal {
        '-' | '_' | '.' | '/' | ':' | '@' | '+' | '#' | '&' | ',' | '\\' | '=' => Class::Joint(normal),
        c if c.is_ascii() || c.is_whitespace() || c.is_control() => Class::Break,
        _ => Class::Symbol,
    }
}

/// Scripts that put no spaces between words (and Hangul, which glues its particles to them).
pub(crate) fn is_gram(c: char) -> bool {
    matches!(c,
        '\u{0e01}'..='\u{0e4e}' | '\u{0e80}'..='\u{0ece}' | '\u{0f40}'..='\u{0fbc}' | '\u{1000}'..='\u{103f}'
        | '\u{1050}'..='\u{109d}' | '\u{1780}'..='\u{17d3}' | '\u{1100}'..='\u{11ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309a}' | '\u{309d}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character belongs to the cluster before it: marks, voicing signs, the later parts of a
/// decomposed Hangul syllable.
pub(crate) fn continues(c: char) -> bool {
    if c.is_ascii() {
        return false;
    }
    let spacing_vowel = is_gram(c) && !matches!(c, '\u{3099}' | '\u{309a}' | '\u{1160}'..='\u{11ff}');
    (unicode_normalization::char::is_combining_mark(c) && !spacing_vowel && !matches!(c, '\u{fe00}'..='\u{fe0f}'))
        || matches!(c, '\u{ff9e}' | '\u{ff9f}' | '\u{1160}'..='\u{11ff}')
}
