//! The words the company writes with, and sets of them that are cheap to compare.

use guildhall_tests::Dice;
use std::fmt;

/// No two begin alike, sound alike or share a stem, so that a question for one finds no other.
pub const WORDS: [&str; 14] = [
    "gasket", "harbour", "lantern", "quartz", "violin", "pepper", "meadow", "tundra", "zigzag", "oboe", "fjord",
    "mosaic", "walnut", "umbrella",
];

/// Some of them, a bit for each.
#[derive(Clone, Copy, Default)]
pub struct Words(u16);

impl Words {
    /// At most so many.
    pub fn some(dice: &mut Dice, most: usize) -> Words {
        let mut words = Words::default();
        (0..dice.below(most + 1)).for_each(|_| words.add(dice.below(WORDS.len())));
        words
    }

    pub fn add(&mut self, word: usize) {
        self.0 |= 1 << word;
    }

    pub fn has(self, word: usize) -> bool {
        self.0 & (1 << word) != 0
    }

    pub fn and(self, other: Words) -> Words {
        Words(self.0 | other.0)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Words {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = (0..WORDS.len()).filter(|word| self.has(*word)).map(|word| WORDS[word]).collect();
        out.write_str(&words.join(" "))
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "“{self}”")
    }
}
