//! Changes inputs: bits, bytes, stretches, words of the grammar, numbers at their ends, and repetition without end.

use guildhall_tests::Dice;

/// Longest input made.
const LONGEST: usize = 64 * 1024;
/// What readers of numbers and texts stumble over.
const HARD: [&str; 22] = [
    "0",
    "-1",
    "2147483648",
    "4294967296",
    "9223372036854775807",
    "18446744073709551615",
    "18446744073709551616",
    "1e308",
    "-0.0",
    "NaN",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\u{2028}",
    "\u{301}",
    "ß",
    "İ",
    "𝒳",
    "👩‍👩‍👧‍👦",
    "\r\n",
    "\t",
    "\u{a0}",
];

/// Makes one input.
pub struct Mutator<'a> {
    dice: Dice,
    pool: &'a [Vec<u8>],
    words: &'a [&'a str],
}

impl<'a> Mutator<'a> {
    pub fn new(round: u64, pool: &'a [Vec<u8>], words: &'a [&'a str]) -> Self {
        let mut dice = Dice::new(round);
        // The first throws of neighbouring seeds are alike.
        for _ in 0..4 {
            dice.below(2);
        }
        Mutator { dice, pool, words }
    }

    /// One of the pool, changed one to six times.
    pub fn input(&mut self) -> Vec<u8> {
        let mut bytes = self.dice.one(self.pool).clone();
        for _ in 0..=self.dice.below(6) {
            self.change(&mut bytes);
            bytes.truncate(LONGEST);
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let (from, to) = self.stretch(bytes);
        match self.dice.below(12) {
            0 if !bytes.is_empty() => {
                let at = self.dice.below(bytes.len());
                bytes[at] ^= 1 << self.dice.below(8);
            }
            1 => bytes.insert(from, u8::try_from(self.dice.below(256)).unwrap()),
            2 => drop(bytes.drain(from..to)),
            3 => bytes.truncate(from),
            4 => {
                let again = bytes[from..to].to_vec();
                bytes.splice(to..to, again);
            }
            5 => {
                let other = self.dice.one(self.pool).clone();
                let (begin, end) = self.stretch(&other);
                bytes.splice(from..to, other[begin..end].iter().copied());
            }
            6 | 7 if !self.words.is_empty() => {
                let word = self.dice.one(self.words).as_bytes().to_vec();
                bytes.splice(from..from, word);
            }
            8 => {
                let hard = self.dice.one(&HARD).as_bytes().to_vec();
                bytes.splice(from..if self.dice.chance(50) { to } else { from }, hard);
            }
            9 => self.number(bytes),
            10 if self.dice.chance(10) => {
                let short = bytes[from..to.min(from + 8)].repeat(1 << self.dice.below(13));
                bytes.splice(from..from, short);
            }
            _ => {
                let word = if self.words.is_empty() { " " } else { *self.dice.one(self.words) };
                bytes.splice(from..to, word.bytes());
            }
        }
    }

    /// Puts another number in the place of one.
    fn number(&mut self, bytes: &mut Vec<u8>) {
        let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
        if digits.is_empty() {
            return;
        }
        let from = *self.dice.one(&digits);
        let to = from + bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = HARD[self.dice.below(8)].as_bytes().to_vec();
        bytes.splice(from..to, number);
    }

    fn stretch(&mut self, bytes: &[u8]) -> (usize, usize) {
        let from = self.dice.below(bytes.len() + 1);
        let most = bytes.len() - from;
        let length = if self.dice.chance(80) { most.min(16) } else { most };
        (from, from + self.dice.below(length + 1))
    }
}
