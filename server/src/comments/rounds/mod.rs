//! Rounds of check-ins: a comment in which people were asked something. What replies to it by one of them is their
//! answer; so is what they say without replying to anything while it is the last round and they have not answered.
//!
//! Invariants: who has answered is a row, written and taken away in the transaction of the comment.

use crate::{
    Error,
    access::{Scope, Work},
};
use guildhall_domain::{
    Id,
    change::{FieldChange, Value},
    comment::Comment,
    item::Item,
};

pub mod record;
pub mod store;
pub mod views;

/// The round that waits for the asker, when what they say on an item is their answer to it.
pub fn waiting_for_me(work: &Work<'_, '_>, item: &Item) -> Result<Option<Comment>, Error> {
    let (Item::Topic(topic), Some(me)) = (item, work.who().oneself()) else { return Ok(None) };
    let check_in = topic.check_in.as_ref().filter(|check_in| check_in.ended_ms.is_none());
    let Some(round) = check_in.and_then(|check_in| check_in.round) else { return Ok(None) };
    if store::answer(work.read(), round, me)?.is_some() {
        return Ok(None);
    }
    Ok(super::store::get(work.read(), round)?.filter(|comment| asks(comment, me)))
}

/// Whether a comment is a round that asks somebody.
pub fn asks(comment: &Comment, person: Id) -> bool {
    !comment.deleted && comment.round.as_ref().is_some_and(|round| round.asks(person))
}

/// What a change says of an answer that came or went.
pub fn field(round: Id, before: Option<Id>, after: Option<Id>) -> FieldChange {
    let value = |id| Value::opt(id, Value::Id);
    FieldChange { field: format!("answer:{round}"), before: value(before), after: value(after) }
}

/// The round a comment was counted as an answer to.
pub fn answered_by(work: &Work<'_, '_>, comment: &Comment) -> Result<Option<Id>, Error> {
    let (Some(round), Some(author)) = (comment.reply_to, comment.author.id()) else { return Ok(None) };
    Ok((store::answer(work.read(), round, author)? == Some(comment.id)).then_some(round))
}

/// Counts a comment that came back as the answer it was.
pub fn count_again(work: &mut Work<'_, '_>, comment: &Comment) -> Result<(), Error> {
    let (Some(round), Some(author)) = (comment.reply_to, comment.author.id()) else { return Ok(()) };
    let asked = super::store::get(work.read(), round)?.is_some_and(|round| asks(&round, author));
    if asked && store::answer(work.read(), round, author)?.is_none() {
        store::put(work.tx, round, author, Some(comment.id))?;
    }
    Ok(())
}
