//! Comments: what people say about an item. Their readers are the readers of the item.

use crate::{Id, actor::Actor, checkin::Round, poll::Poll};

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
    /// Last change, for concurrent edits.
    pub seq: u64,
}
