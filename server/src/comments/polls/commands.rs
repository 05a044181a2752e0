//! Asking, voting and closing.

use super::store;
use crate::{
    Error,
    access::{self, Scope, Work},
    comments::{
        self,
        commands::{self as said, New, With},
        views::is_own,
    },
    error::Code,
    items::kinds,
};
use guildhall_domain::{
    Id,
    change::{FieldChange, Value},
    comment::Comment,
    item::Item,
    limits,
    poll::{self, Poll},
};

/// What a change says of a poll that was closed.
pub const CLOSED: &str = "closed";

/// Asks something on an item: a comment whose text is the question.
pub fn ask(
    work: &mut Work<'_, '_>,
    item: Id,
    id: Option<Id>,
    question: &str,
    new: &poll::New,
) -> Result<(Comment, Item), Error> {
    let body = limits::line("question", question, limits::TITLE)?;
    if let Some(earlier) = id.map(|id| comments::store::get(work.read(), id)).transpose()?.flatten() {
        let same = earlier.item == item
            && earlier.author == work.who().actor
            && earlier.body == body
            && earlier.poll.as_ref().is_some_and(|poll| poll.is_of(new));
        let item = access::item(work, item, guildhall_domain::policy::Do::Comment)?.into_inner();
        return if same { Ok((earlier, item)) } else { Err(Error::new(Code::IdTaken)) };
    }
    let poll = Poll::new(new, work.now())?;
    let new = New { id, body, reply_to: None, files: Vec::new() };
    let (comment, item) = said::write_with(work, item, &new, With { poll: Some(poll), ..With::default() })?;
    if let Some(at) = comment.poll.as_ref().and_then(|poll| poll.closes_ms) {
        store::put_closing(work.tx, at, comment.id, true)?;
    }
    Ok((comment, item))
}

fn permitted(work: &Work<'_, '_>, id: Id) -> Result<(Comment, Poll, Item), Error> {
    let (comment, item) = said::permitted(work, id)?;
    let poll = comment.poll.clone().filter(|_| !comment.deleted).ok_or_else(Error::not_found)?;
    Ok((comment, poll, item))
}

fn over() -> Error {
    Error::because(Code::Conflict, "This poll is closed. No vote is taken any more.")
}

/// Votes, also over an earlier vote; none takes it back.
pub fn vote(work: &mut Work<'_, '_>, id: Id, chosen: Option<&[u32]>) -> Result<(Comment, Item), Error> {
    let (comment, poll, item) = permitted(work, id)?;
    let me = access::me(work)?.id;
    if !poll.is_open(work.now()) {
        return Err(over());
    }
    let vote = chosen.map(|chosen| poll.vote(chosen)).transpose()?.unwrap_or_default();
    cast(work, comment, &item, me, &vote)
}

/// Puts somebody's vote in the place of the one before it.
fn cast(
    work: &mut Work<'_, '_>,
    mut comment: Comment,
    item: &Item,
    person: Id,
    vote: &[u8],
) -> Result<(Comment, Item), Error> {
    let before = store::vote(work.read(), comment.id, person)?;
    let Some(poll) = comment.poll.as_mut().filter(|_| before != vote) else { return Ok((comment, item.clone())) };
    poll.count(&before, vote);
    let anonymous = poll.anonymous;
    store::put_vote(work.tx, comment.id, person, vote)?;
    let value = |vote: &[u8]| match vote {
        [] => Value::Null,
        vote => Value::List(vote.iter().map(|place| Value::Int((*place).into())).collect()),
    };
    let field = format!("vote:{}", comment.id);
    if anonymous {
        // That the numbers changed, by nobody.
        let change = FieldChange { field, before: Value::Null, after: Value::Null };
        return work.unnamed(|work| said::save(work, comment, item, item.comments(), change));
    }
    let change = FieldChange { field, before: value(&before), after: value(vote) };
    said::save(work, comment, item, item.comments(), change)
}

/// Takes a vote back to what it was before, for undo: while votes are taken and it is the one that was cast.
pub fn take_back(work: &mut Work<'_, '_>, id: Id, before: &Value, after: &Value) -> Result<(), Error> {
    let (comment, poll, item) = permitted(work, id)?;
    let me = access::me(work)?.id;
    if !poll.is_open(work.now()) {
        return Err(Error::because(Code::UndoGone, "This poll is closed. Votes stay as they are."));
    }
    if store::vote(work.read(), id, me)? != places(after) {
        return Err(Error::new(Code::UndoConflict).with("changed", vec![format!("vote:{id}")]));
    }
    cast(work, comment, &item, me, &places(before)).map(drop)
}

fn places(value: &Value) -> Vec<u8> {
    let Value::List(places) = value else { return Vec::new() };
    places.iter().filter_map(|place| u8::try_from(place.as_int()?).ok()).collect()
}

/// Closes a poll before its time: whoever asked, or a lead.
pub fn close(work: &mut Work<'_, '_>, id: Id) -> Result<(Comment, Item), Error> {
    let (comment, poll, item) = permitted(work, id)?;
    if !is_own(work, &comment) && !access::leads(work, &item) {
        return Err(Error::because(Code::Forbidden, "Only who asked or a lead of the space can close a poll."));
    }
    if poll.closed_ms.is_some() {
        return Ok((comment, item));
    }
    end(work, comment, &item)
}

/// Opens a poll again that was closed before its time, for undo.
pub fn reopen(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let (mut comment, mut poll, item) = permitted(work, id)?;
    poll.closed_ms = None;
    if !poll.is_open(work.now()) {
        return Err(Error::because(Code::UndoGone, "The time of this poll is over."));
    }
    if let Some(at) = poll.closes_ms {
        store::put_closing(work.tx, at, id, true)?;
    }
    comment.poll = Some(poll);
    let change = FieldChange { field: format!("poll:{id}"), before: Value::Text(CLOSED.into()), after: Value::Null };
    said::save(work, comment, &item, item.comments(), change).map(drop)
}

/// Closes a poll whose time is over; answers nothing where that was done or it is gone.
pub fn close_due(work: &mut Work<'_, '_>, at_ms: i64, id: Id) -> Result<(), Error> {
    store::put_closing(work.tx, at_ms, id, false)?;
    let found = comments::store::get(work.read(), id)?.filter(|comment| !comment.deleted);
    let Some(comment) = found.filter(|one| one.poll.as_ref().is_some_and(|poll| poll.closed_ms.is_none())) else {
        return Ok(());
    };
    let Some(item) = kinds::get(work.read(), comment.item)? else { return Ok(()) };
    end(work, comment, &item).map(drop)
}

fn end(work: &mut Work<'_, '_>, mut comment: Comment, item: &Item) -> Result<(Comment, Item), Error> {
    let id = comment.id;
    if let Some(poll) = &mut comment.poll {
        poll.closed_ms = Some(work.now());
        if let Some(at) = poll.closes_ms {
            store::put_closing(work.tx, at, id, false)?;
        }
    }
    let change = FieldChange { field: format!("poll:{id}"), before: Value::Null, after: Value::Text(CLOSED.into()) };
    said::save(work, comment, item, item.comments(), change)
}
