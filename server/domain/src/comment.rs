//! Comments: what people say about an item. Their readers are the readers of the item.

use crate::{Id, Rule, actor::Actor, checkin::Round, poll::Poll};

/// A passage of a page: two places that stay with the text they stand in, and what it said then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it begins, in base64.
    pub start: String,
    /// Where it ends.
    pub end: String,
    /// What it said.
    pub quote: String,
}

impl Passage {
    /// Longest place.
    const PLACE: usize = 200;
    /// Longest quote, in characters.
    pub const QUOTE: usize = 2_000;

    /// The passage as it is kept.
    ///
    /// # Errors
    /// When a place is none.
    pub fn checked(self) -> Result<Passage, Rule> {
        for (field, place) in [("passage.start", &self.start), ("passage.end", &self.end)] {
            let plain = place.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b));
            if place.is_empty() || place.len() > Self::PLACE || !plain {
                return Err(Rule::field("invalid", field, "Mark the passage again: its place cannot be read."));
            }
        }
        Ok(Passage { quote: self.quote.chars().take(Self::QUOTE).collect(), ..self })
    }
}

/// A comment of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    /// Id.
    pub id: Id,
    /// The item it belongs to.
    pub item: Id,
    /// Its place: the sequence number of the change that made it.
    pub place: u64,
    /// Who wrote it.
    pub author: Actor,
    /// Markdown as typed; empty once deleted.
    pub body: String,
    /// When it was written.
    pub created_ms: i64,
    /// When it was last edited.
    pub edited_ms: Option<i64>,
    /// Deleted by its author or a lead: a mark stays in its place.
    pub deleted: bool,
    /// The comment it answers.
    pub reply_to: Option<Id>,
    /// Who reacted with what, in order.
    pub reactions: Vec<(String, Id)>,
    /// The files sent with it, in the order of sending; some may be in the trash by now.
    pub files: Vec<Id>,
    /// Tasks made from it, in order.
    pub tasks: Vec<Id>,
    /// What is asked in it, with choices.
    pub poll: Option<Poll>,
    /// A question of a check-in, as it was asked once.
    pub round: Option<Round>,
    /// The passage of a page it is about.
    pub passage: Option<Passage>,
    /// Who is done with it, and when.
    pub resolved: Option<(Actor, i64)>,
    /// Last change, for concurrent edits.
    pub seq: u64,
}
