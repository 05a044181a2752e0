//! A comment as stored.

use super::{polls::record::PollRecord, rounds::record::RoundRecord};
use crate::log::cbor::{self, Bytes16, Tagged};
use guildhall_domain::{
    actor::Actor,
    checkin::Round,
    comment::{Comment, Passage},
    poll::Poll,
};
use minicbor::{Decode, Encode};

/// See [`Comment`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct CommentRecord {
    #[n(0)]
    id: Bytes16,
    #[n(1)]
    item: Bytes16,
    #[n(2)]
    place: u64,
    #[n(3)]
    author: Tagged,
    #[n(4)]
    body: String,
    #[n(5)]
    created_ms: i64,
    #[n(6)]
    edited_ms: Option<i64>,
    #[n(7)]
    deleted: Option<bool>,
    #[n(8)]
    reply_to: Option<Bytes16>,
    #[n(9)]
    reactions: Option<Vec<ReactionRecord>>,
    #[n(10)]
    seq: u64,
    #[n(11)]
    files: Option<Vec<Bytes16>>,
    #[n(12)]
    tasks: Option<Vec<Bytes16>>,
    #[n(13)]
    poll: Option<PollRecord>,
    #[n(14)]
    round: Option<RoundRecord>,
    #[n(15)]
    passage: Option<PassageRecord>,
    #[n(16)]
    resolved: Option<Tagged>,
    #[n(17)]
    resolved_ms: Option<i64>,
}

guildhall_store::record!(CommentRecord, 1);

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct PassageRecord {
    #[n(0)]
    start: String,
    #[n(1)]
    end: String,
    #[n(2)]
    quote: String,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct ReactionRecord {
    #[n(0)]
    emoji: String,
    #[n(1)]
    person: Bytes16,
}

impl From<&Comment> for CommentRecord {
    fn from(c: &Comment) -> Self {
        let reaction =
            |(emoji, person): &(String, _)| ReactionRecord { emoji: emoji.clone(), person: cbor::id(*person) };
        CommentRecord {
            id: cbor::id(c.id),
            item: cbor::id(c.item),
            place: c.place,
            author: c.author.into(),
            body: c.body.clone(),
            created_ms: c.created_ms,
            edited_ms: c.edited_ms,
            deleted: c.deleted.then_some(true),
            reply_to: cbor::id_opt(c.reply_to),
            reactions: (!c.reactions.is_empty()).then(|| c.reactions.iter().map(reaction).collect()),
            seq: c.seq,
            files: (!c.files.is_empty()).then(|| cbor::ids(&c.files)),
            tasks: (!c.tasks.is_empty()).then(|| cbor::ids(&c.tasks)),
            poll: c.poll.as_ref().map(PollRecord::from),
            round: c.round.as_ref().map(RoundRecord::from),
            passage: c.passage.clone().map(|Passage { start, end, quote }| PassageRecord { start, end, quote }),
            resolved: c.resolved.map(|(by, _)| by.into()),
            resolved_ms: c.resolved.map(|(_, at)| at),
        }
    }
}

impl From<CommentRecord> for Comment {
    fn from(r: CommentRecord) -> Self {
        let reaction = |r: ReactionRecord| (r.emoji, cbor::from_id(&r.person));
        Comment {
            id: cbor::from_id(&r.id),
            item: cbor::from_id(&r.item),
            place: r.place,
            author: Actor::from(&r.author),
            body: r.body,
            created_ms: r.created_ms,
            edited_ms: r.edited_ms,
            deleted: r.deleted.unwrap_or(false),
            reply_to: cbor::from_id_opt(&r.reply_to),
            reactions: r.reactions.unwrap_or_default().into_iter().map(reaction).collect(),
            seq: r.seq,
            files: cbor::from_ids(&r.files.unwrap_or_default()),
            tasks: cbor::from_ids(&r.tasks.unwrap_or_default()),
            poll: r.poll.map(Poll::from),
            round: r.round.map(Round::from),
            passage: r.passage.map(|PassageRecord { start, end, quote }| Passage { start, end, quote }),
            resolved: r.resolved.as_ref().map(Actor::from).zip(r.resolved_ms),
        }
    }
}
