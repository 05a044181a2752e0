//! Words that are looked for in a text: whole words, or how they begin when they end in `*`. What is left out is taken
//! away before anything is looked for, so “cold” without “cold water” still finds “cold water, and the room is cold”.

use crate::{Rule as Refusal, limits};
use std::borrow::Cow;

/// Most phrases.
const MOST: usize = 50;
/// Longest phrase, in characters.
const LONG: usize = 100;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrases {
    any: Vec<Phrase>,
    except: Vec<Phrase>,
}

/// A phrase, and how it is looked for: made once, since the rules of a space look at every change.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Phrase {
    written: String,
    /// None where it has nothing to look for.
    sought: Option<String>,
}

impl From<String> for Phrase {
    fn from(written: String) -> Self {
        Phrase { sought: sought(&written), written }
    }
}

/// A text as phrases are looked for in it; made once however many look.
#[derive(Debug, Clone)]
pub struct Text(String);

impl Text {
    /// Of a text.
    pub fn of(text: &str) -> Self {
        Text(spaced(text))
    }
}

/// The words of a text in small letters, one space around each.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for letter in text.chars() {
        if letter.is_alphanumeric() {
            out.extend(letter.to_lowercase());
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Whether a phrase is of a script that puts no spaces between words.
fn runs_on(phrase: &str) -> bool {
    phrase.chars().any(|letter| {
        letter.is_alphabetic() && letter >= '\u{0e00}' && !letter.is_lowercase() && !letter.is_uppercase()
    })
}

/// As it is looked for in a text with spaces.
fn sought(phrase: &str) -> Option<String> {
    let open = phrase.trim_end().ends_with('*');
    let words = spaced(phrase);
    let sought = if runs_on(phrase) {
        words.trim().to_owned()
    } else if open {
        words.trim_end().to_owned()
    } else {
        words
    };
    (!sought.trim().is_empty()).then_some(sought)
}

fn words(spaced: &str) -> Vec<String> {
    spaced.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Shorter words are near to too many others.
const NEAR_FROM: usize = 4;

/// Whether a word is another one, but nearly this: the same beginning, or one letter other, more or fewer.
fn is_near(wanted: &str, word: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (wanted.chars().collect(), word.chars().collect());
    if a == b || a.len() < NEAR_FROM || b.len() < NEAR_FROM {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let ends = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let longer = a.len().max(b.len());
    let begins = same >= NEAR_FROM && same * 4 >= a.len() * 3;
    begins || (same + ends + 1 >= longer && a.len().abs_diff(b.len()) <= 1)
}

impl Phrases {
    /// One of some phrases, not counting others.
    pub fn new(any: Vec<String>, except: Vec<String>) -> Self {
        let all = |list: Vec<String>| list.into_iter().map(Phrase::from).collect();
        Phrases { any: all(any), except: all(except) }
    }

    /// One of these, as they are written.
    pub fn any(&self) -> Vec<String> {
        self.any.iter().map(|phrase| phrase.written.clone()).collect()
    }

    /// Not counting these.
    pub fn except(&self) -> Vec<String> {
        self.except.iter().map(|phrase| phrase.written.clone()).collect()
    }

    /// Puts it in order.
    ///
    /// # Errors
    /// When nothing is looked for, or too much.
    pub fn check(&mut self) -> Result<(), Refusal> {
        for list in [&mut self.any, &mut self.except] {
            limits::at_most("conditions", list.len(), MOST)?;
            let lines = list.iter().map(|phrase| limits::optional_line("conditions", &phrase.written, LONG));
            let kept: Vec<String> = lines.collect::<Result<_, _>>()?;
            *list = kept.into_iter().map(Phrase::from).filter(|phrase| phrase.sought.is_some()).collect();
        }
        if self.any.is_empty() {
            return Err(Refusal::field("required", "conditions", "Write at least one word to look for."));
        }
        Ok(())
    }

    /// Which of them stand in a text, in the order they are written in.
    pub fn found<'a>(&'a self, text: &Text) -> Vec<&'a str> {
        let text = self.without(&text.0);
        let stands = |phrase: &&Phrase| phrase.sought.as_ref().is_some_and(|sought| text.contains(sought));
        self.any.iter().filter(stands).map(|phrase| phrase.written.as_str()).collect()
    }

    /// A text without what does not count.
    fn without<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let hidden = self.except.iter().filter_map(|phrase| phrase.sought.as_ref());
        hidden.fold(Cow::Borrowed(text), |text, phrase| {
            // A mark in its place, so that the words around it do not become neighbours.
            if text.contains(phrase) { text.replace(phrase, " \u{1} ").into() } else { text }
        })
    }

    /// Words of a text that are nearly one that is looked for: they begin like it, or one letter is another. Those that
    /// are left out are not.
    pub fn nearly(&self, text: &str) -> Vec<String> {
        let text = spaced(text);
        let text = self.without(&text);
        let wanted: Vec<String> = self.any.iter().flat_map(|phrase| words(&spaced(&phrase.written))).collect();
        let mut near = words(&text);
        near.retain(|word| wanted.iter().any(|wanted| is_near(wanted, word)));
        near.sort();
        near.dedup();
        near
    }

    /// Whether each of them is left out wherever it stands.
    pub fn is_impossible(&self) -> bool {
        let alone = |phrase: &Phrase| Phrases { any: vec![phrase.clone()], except: self.except.clone() };
        self.any.iter().all(|phrase| alone(phrase).found(&Text::of(&phrase.written)).is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(any: &[&str], except: &[&str]) -> Phrases {
        let all = |list: &[&str]| list.iter().map(|phrase| (*phrase).to_owned()).collect();
        Phrases::new(all(any), all(except))
    }

    #[test]
    fn whole_words_are_found_and_parts_of_others_are_not() {
        let cold = phrases(&["no heat", "cold", "freez*"], &[]);
        assert_eq!(cold.found(&Text::of("Radiators upstairs stay COLD.")), ["cold"]);
        assert_eq!(cold.found(&Text::of("No\nheat, in flat 7")), ["no heat"]);
        assert_eq!(cold.found(&Text::of("The shop is freezing")), ["freez*"]);
        assert_eq!(cold.found(&Text::of("He scolded us")), [""; 0]);
        assert_eq!(phrases(&["ärger"], &[]).found(&Text::of("Viel ÄRGER!")), ["ärger"]);
        assert_eq!(phrases(&["暖房"], &[]).found(&Text::of("今日は暖房がつかない")), ["暖房"]);
        assert_eq!(phrases(&["c++", "INV-2024"], &[]).found(&Text::of("about inv 2024 and C")), ["c++", "INV-2024"]);
    }

    #[test]
    fn what_is_left_out_hides_only_itself() {
        let cold = phrases(&["cold"], &["cold water"]);
        assert_eq!(cold.found(&Text::of("Cold water pressure is low")), [""; 0]);
        assert_eq!(cold.found(&Text::of("Cold water is off and the room is cold")), ["cold"]);
        assert!(!cold.is_impossible());
        assert!(phrases(&["cold water", "cold water tap"], &["cold water"]).is_impossible());
    }

    #[test]
    fn what_is_nearly_said_is_found_as_such() {
        let cold = phrases(&["no heat", "freeze", "boiler"], &["boiled"]);
        assert_eq!(cold.nearly("The shop is freezing"), ["freezing"]);
        assert_eq!(cold.nearly("The shop is frozen"), [""; 0], "it does not begin so");
        assert_eq!(cold.nearly("The heating is off, the biler too"), ["biler", "heating"]);
        assert_eq!(cold.nearly("Boilers, boiled water, a boiler"), ["boilers"]);
        assert_eq!(cold.nearly("no note"), [""; 0]);
    }

    #[test]
    fn empty_phrases_are_dropped_and_none_at_all_is_refused() {
        let mut some = phrases(&["  ", "cold ", "*"], &["!"]);
        some.check().unwrap();
        assert_eq!(some, phrases(&["cold"], &[]));
        assert_eq!(phrases(&[" "], &["x"]).check().unwrap_err().code, "required");
    }
}
