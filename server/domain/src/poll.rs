//! Polls: a question with choices, asked in something that is said. Whoever may comment there votes, and votes again,
//! until it is closed: by its deadline, by whoever asked, or by a lead.
//!
//! Invariants: what was asked never changes once it was asked, so a vote stays what it meant; the numbers are those of
//! the votes that stand. Whether votes are named is fixed at making.

use crate::{Rule, limits};

/// Fewest and most choices.
pub const CHOICES: std::ops::RangeInclusive<usize> = 2..=20;
/// Longest choice, in characters.
pub const CHOICE: usize = 200;
/// Furthest deadline.
const LONGEST_MS: i64 = 2 * 366 * 24 * 3_600_000;

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it is called.
    pub text: String,
    /// How many chose it.
    pub votes: u32,
}

/// A poll. Its question is the text it is asked in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// In the order they were written; a vote names them by their place.
    pub choices: Vec<Choice>,
    /// One may choose several.
    pub several: bool,
    /// Nobody is shown who chose what.
    pub anonymous: bool,
    /// From then on no vote is taken, UTC milliseconds.
    pub closes_ms: Option<i64>,
    /// When it was closed.
    pub closed_ms: Option<i64>,
    /// How many have voted.
    pub voters: u32,
}

/// A poll to be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct New {
    /// What can be chosen.
    pub choices: Vec<String>,
    /// See [`Poll::several`].
    pub several: bool,
    /// See [`Poll::anonymous`].
    pub anonymous: bool,
    /// See [`Poll::closes_ms`].
    pub closes_ms: Option<i64>,
}

impl Poll {
    /// A poll nobody has voted in.
    ///
    /// # Errors
    /// When there are too few or too many choices, two of them are the same, or its time is over before it begins.
    pub fn new(new: &New, now: i64) -> Result<Self, Rule> {
        if !CHOICES.contains(&new.choices.len()) {
            return Err(Rule::field("invalid", "choices", "Write two to twenty choices."));
        }
        let mut choices: Vec<Choice> = Vec::with_capacity(new.choices.len());
        for text in &new.choices {
            let text = limits::line("choices", text, CHOICE)?;
            if choices.iter().any(|other| other.text.to_lowercase() == text.to_lowercase()) {
                return Err(Rule::field("invalid", "choices", "Two choices are the same. Change one of them."));
            }
            choices.push(Choice { text, votes: 0 });
        }
        if new.closes_ms.is_some_and(|at| at <= now || at > now.saturating_add(LONGEST_MS)) {
            return Err(Rule::field("invalid", "closes_at", "Choose a time to come, within two years."));
        }
        let (several, anonymous, closes_ms) = (new.several, new.anonymous, new.closes_ms);
        Ok(Poll { choices, several, anonymous, closes_ms, closed_ms: None, voters: 0 })
    }

    /// Whether it was asked like that.
    pub fn is_of(&self, new: &New) -> bool {
        let same = |(choice, text): (&Choice, &String)| choice.text == text.trim();
        self.choices.len() == new.choices.len()
            && self.choices.iter().zip(&new.choices).all(same)
            && (self.several, self.anonymous, self.closes_ms) == (new.several, new.anonymous, new.closes_ms)
    }

    /// Whether votes are taken at this moment.
    pub fn is_open(&self, now: i64) -> bool {
        self.closed_ms.is_none() && self.closes_ms.is_none_or(|at| now < at)
    }

    /// A vote in the order of the choices; none takes it back.
    ///
    /// # Errors
    /// When it names what cannot be chosen, or more than one may choose.
    pub fn vote(&self, chosen: &[u32]) -> Result<Vec<u8>, Rule> {
        let wrong = |message: &str| Rule::field("invalid", "choices", message);
        let mut vote: Vec<u8> = Vec::with_capacity(chosen.len());
        for place in chosen {
            let there = usize::try_from(*place).is_ok_and(|place| place < self.choices.len());
            let place = u8::try_from(*place).ok().filter(|_| there);
            vote.push(place.ok_or_else(|| wrong("Choose what this poll offers."))?);
        }
        vote.sort_unstable();
        vote.dedup();
        match vote.len() {
            0 => Err(wrong("Choose something, or take your vote back.")),
            count if count > 1 && !self.several => Err(wrong("Choose one of them.")),
            _ => Ok(vote),
        }
    }

    /// Counts a vote in the place of the one before it; an empty one is none.
    pub fn count(&mut self, before: &[u8], after: &[u8]) {
        for (place, choice) in self.choices.iter_mut().enumerate() {
            let has = |vote: &[u8]| vote.iter().any(|one| usize::from(*one) == place);
            choice.votes = choice.votes.saturating_sub(u32::from(has(before))).saturating_add(u32::from(has(after)));
        }
        let voted = |vote: &[u8]| u32::from(!vote.is_empty());
        self.voters = self.voters.saturating_sub(voted(before)).saturating_add(voted(after));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(choices: &[&str]) -> New {
        New { choices: choices.iter().map(|text| (*text).into()).collect(), ..New::default() }
    }

    #[test]
    fn what_cannot_be_asked_is_refused() {
        let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for wrong in [&["a"][..], &[], &["a", " A "], &["a", ""], &many] {
            assert_eq!(Poll::new(&new(wrong), 0).unwrap_err().field, "choices", "{wrong:?}");
        }
        for at in [i64::MIN, 10, i64::MAX] {
            let late = New { closes_ms: Some(at), ..new(&["a", "b"]) };
            assert_eq!(Poll::new(&late, 10).unwrap_err().field, "closes_at");
        }
    }

    #[test]
    fn votes_are_counted_as_they_stand() {
        let mut poll = Poll::new(&New { several: true, ..new(&["a", "b", "c"]) }, 0).unwrap();
        let first = poll.vote(&[2, 0, 2]).unwrap();
        assert_eq!(first, [0, 2]);
        poll.count(&[], &first);
        poll.count(&first, &[1]);
        poll.count(&[], &[1]);
        assert_eq!((poll.choices.iter().map(|one| one.votes).collect::<Vec<_>>(), poll.voters), (vec![0, 2, 0], 2));
        poll.count(&[1], &[]);
        assert_eq!((poll.choices[1].votes, poll.voters), (1, 1));
        assert!(poll.vote(&[3]).is_err() && poll.vote(&[]).is_err() && poll.vote(&[u32::MAX]).is_err());
        assert!(Poll { several: false, ..poll }.vote(&[0, 1]).is_err());
    }

    #[test]
    fn its_time_ends_with_the_deadline_itself() {
        let poll = Poll::new(&New { closes_ms: Some(10), ..new(&["a", "b"]) }, 0).unwrap();
        assert!(poll.is_open(9) && !poll.is_open(10));
        assert!(!Poll { closed_ms: Some(3), ..poll }.is_open(4));
    }
}
