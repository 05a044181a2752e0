//! Requests: what somebody wants of a space, before it is a task. It comes by a form or by mail, waits for whoever sorts
//! new requests, and stands beside its task from then on, because what is said with the requester goes on there.
//!
//! Invariants: it is decided once, by whoever is first; what is said has one lane for good, and only what is in theirs
//! reaches the requester. Left out: who may do what, and mail.

pub mod target;

use crate::{Id, Rule, actor::Actor, form, form::answer::Answers};
use chrono::NaiveDate;
use target::{Target, Which};

/// Longest thing said in a request, in characters.
pub const WORDS: usize = 10_000;
/// Most things said in one request.
pub const MESSAGES: usize = 1_000;
/// Longest time it can be put off.
const LATER_MS: i64 = 366 * 24 * 3_600_000;

/// By what it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A form, in a version of it.
    Form(Id, u32),
    /// A mail to the space.
    Mail,
}

/// Who wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requester {
    /// Their name.
    pub name: String,
    /// Their address, if they gave one.
    pub email: Option<String>,
    /// The person or contact they are; nobody where no address is known.
    pub actor: Option<Actor>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits.
    New,
    /// It waits, and is looked at again then.
    Later(i64),
    /// It is a task.
    Accepted(Id),
    /// It belongs to a task that was there.
    MergedTask(Id),
    /// It belongs to another request.
    MergedRequest(Id),
    /// It was declined, with an answer.
    Declined,
}

impl State {
    /// Whether it waits to be decided.
    pub fn waits(self) -> bool {
        matches!(self, State::New | State::Later(_))
    }

    /// As it stands in changes.
    pub fn word(self) -> String {
        match self {
            State::New => "new".to_owned(),
            State::Later(at) => format!("later {at}"),
            State::Accepted(id) => format!("accepted {id}"),
            State::MergedTask(id) => format!("merged {id}"),
            State::MergedRequest(id) => format!("joined {id}"),
            State::Declined => "declined".to_owned(),
        }
    }

    /// What a change says it was.
    pub fn from_word(word: &str) -> Option<State> {
        let (word, rest) = word.split_once(' ').unwrap_or((word, ""));
        match word {
            "new" => Some(State::New),
            "later" => rest.parse().ok().map(State::Later),
            "accepted" => rest.parse().ok().map(State::Accepted),
            "merged" => rest.parse().ok().map(State::MergedTask),
            "joined" => rest.parse().ok().map(State::MergedRequest),
            "declined" => Some(State::Declined),
            _ => None,
        }
    }
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Id.
    pub id: Id,
    /// Its space.
    pub space: Id,
    /// Its number there.
    pub number: u32,
    /// By what it came.
    pub way: Way,
    /// What it is about, in a line.
    pub title: String,
    /// In their words.
    pub body: String,
    /// What they answered.
    pub answers: Answers,
    /// When they want it.
    pub due: Option<NaiveDate>,
    /// Who wants it.
    pub requester: Requester,
    /// What became of it.
    pub state: State,
    /// Who decided that, and when.
    pub decided: Option<(Actor, i64)>,
    /// When they were first answered.
    pub answered_ms: Option<i64>,
    /// Until when they are to be answered first, by the target of the space when it came.
    pub answer_target: Option<Target>,
    /// Until when what they want is to be done.
    pub done_target: Option<Target>,
    /// Which link of theirs works.
    pub link: u32,
    /// When it came.
    pub created_ms: i64,
    /// Last change.
    pub seq: u64,
}

impl Request {
    /// A target of it.
    pub fn target(&self, which: Which) -> Option<&Target> {
        match which {
            Which::Answer => self.answer_target.as_ref(),
            Which::Done => self.done_target.as_ref(),
        }
    }

    /// The same, to be changed.
    pub fn target_mut(&mut self, which: Which) -> Option<&mut Target> {
        match which {
            Which::Answer => self.answer_target.as_mut(),
            Which::Done => self.done_target.as_mut(),
        }
    }
}

/// Whom something said is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// The requester, and the people of the space.
    Requester,
    /// The people of the space alone.
    Team,
}

/// Something said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Id.
    pub id: Id,
    /// Its place among what was said here: clocks may stand still or go back.
    pub place: u32,
    /// Whom it is for.
    pub lane: Lane,
    /// Who said it; nobody for a requester of whom no address is known.
    pub author: Option<Actor>,
    /// In plain words.
    pub body: String,
    /// When.
    pub at_ms: i64,
}

/// Words somebody says.
pub fn words(field: &str, text: &str) -> Result<String, Rule> {
    let text = form::text(field, text, WORDS)?;
    if text.is_empty() {
        return Err(Rule::field("required", field, "Write something here."));
    }
    Ok(text)
}

/// Until when it is put off.
pub fn later(until_ms: i64, now: i64) -> Result<State, Rule> {
    if until_ms <= now || until_ms > now + LATER_MS {
        return Err(Rule::field("invalid", "until", "Choose a time to come, within a year."));
    }
    Ok(State::Later(until_ms))
}

/// How alike two titles are, in hundredths: the words both have, of those of the shorter one. Short words say nothing.
pub fn alike(one: &str, other: &str) -> usize {
    let words = |text: &str| -> std::collections::BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3);
        words.map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    let least = one.len().min(other.len());
    (one.intersection(&other).count() * 100).checked_div(least).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_read_back_from_its_word() {
        let id = Id::from_u128(7);
        let all = [
            State::New,
            State::Later(-5),
            State::Accepted(id),
            State::MergedTask(id),
            State::MergedRequest(id),
            State::Declined,
        ];
        for state in all {
            assert_eq!(State::from_word(&state.word()), Some(state));
        }
        for wrong in ["", "later", "accepted x", "done"] {
            assert_eq!(State::from_word(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn it_is_put_off_for_a_year_at_most() {
        assert_eq!(later(6, 5), Ok(State::Later(6)));
        for wrong in [5, 4, i64::MIN, i64::MAX, 6 + LATER_MS] {
            assert_eq!(later(wrong, 5).unwrap_err().field, "until", "{wrong}");
        }
    }

    #[test]
    fn titles_are_alike_by_the_words_they_share() {
        assert_eq!(alike("Radiators upstairs stay cold", "Re: Radiators upstairs"), 100);
        assert_eq!(alike("Radiator noise, Park Lane", "Quote for a heat pump"), 0);
        assert_eq!(alike("a b", "a b"), 0);
    }
}
