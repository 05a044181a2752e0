//! A poll as stored with its comment.

use guildhall_domain::poll::{Choice, Poll};
use minicbor::{Decode, Encode};

/// See [`Poll`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct PollRecord {
    #[n(0)]
    choices: Vec<ChoiceRecord>,
    #[n(1)]
    several: Option<bool>,
    #[n(2)]
    anonymous: Option<bool>,
    #[n(3)]
    closes_ms: Option<i64>,
    #[n(4)]
    closed_ms: Option<i64>,
    #[n(5)]
    voters: u32,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct ChoiceRecord {
    #[n(0)]
    text: String,
    #[n(1)]
    votes: u32,
}

impl From<&Poll> for PollRecord {
    fn from(p: &Poll) -> Self {
        let choice = |choice: &Choice| ChoiceRecord { text: choice.text.clone(), votes: choice.votes };
        PollRecord {
            choices: p.choices.iter().map(choice).collect(),
            several: p.several.then_some(true),
            anonymous: p.anonymous.then_some(true),
            closes_ms: p.closes_ms,
            closed_ms: p.closed_ms,
            voters: p.voters,
        }
    }
}

impl From<PollRecord> for Poll {
    fn from(r: PollRecord) -> Self {
        Poll {
            choices: r.choices.into_iter().map(|one| Choice { text: one.text, votes: one.votes }).collect(),
            several: r.several.unwrap_or(false),
            anonymous: r.anonymous.unwrap_or(false),
            closes_ms: r.closes_ms,
            closed_ms: r.closed_ms,
            voters: r.voters,
        }
    }
}
