//! The messages of a topic, a page at a time and both ways from where somebody is: at what is new to them, at
//! a message a link leads to, or at the end. However many there are, only a page is read.

use crate::{
    Error,
    access::{self, Scope},
    comments::{self, views::CommentShape},
    error::Code,
    http::{shapes, version},
    topics::views::MessagesShape,
};
use guildhall_domain::{Id, comment::Comment, item::Item, policy::Do, topic::Topic};
use guildhall_store::{Span, StoreError};

/// Messages shown before the first new one.
const BEFORE: usize = 10;

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// At the first message that is new to the asker; at the end when none is.
    Unread,
    /// At the end.
    Newest,
    /// Around a message.
    Message(Id),
    /// The messages before a place.
    Before(u64),
    /// The messages after a place.
    After(u64),
}

/// A page of messages, oldest first.
pub fn page(scope: &impl Scope, id: Id, at: At, limit: usize) -> Result<MessagesShape, Error> {
    let topic = access::topic(scope, id, Do::Read)?.into_inner();
    let (read_to, read_at) = super::read_to(scope, &topic)?;
    let (back, forth) = match at {
        At::Unread if topic.last_place > read_to => around(scope, &topic, read_to, limit)?,
        At::Unread | At::Newest => (before(scope, &topic, u64::MAX, limit)?, Vec::new()),
        At::Message(message) => {
            let found = comments::store::get(scope.read(), message)?.filter(|comment| comment.item == id);
            let place = found.ok_or_else(Error::not_found)?.place;
            around(scope, &topic, place.saturating_sub(1), limit)?
        }
        At::Before(place) => (before(scope, &topic, place, limit)?, Vec::new()),
        At::After(place) => (Vec::new(), after(scope, &topic, place, limit)?),
    };
    let all: Vec<Comment> = back.into_iter().rev().chain(forth).collect();
    let (first, last) = (all.first().map(|comment| comment.place), all.last().map(|comment| comment.place));
    let cursor = |place: u64| version::list_cursor(&place.to_be_bytes());
    let more_before =
        first.map(|place| before(scope, &topic, place, 1)).transpose()?.is_some_and(|more| !more.is_empty());
    let more_after = last.map(|place| after(scope, &topic, place, 1)).transpose()?.is_some_and(|more| !more.is_empty());
    let item = Item::Topic(topic);
    Ok(MessagesShape {
        items: shown(scope, &all, &item)?,
        before: first.filter(|_| more_before).map(cursor),
        after: last.filter(|_| more_after).map(cursor),
        read_to,
        read_at: (read_at > 0).then(|| shapes::instant(read_at)),
    })
}

fn shown(scope: &impl Scope, comments: &[Comment], item: &Item) -> Result<Vec<CommentShape>, Error> {
    comments.iter().map(|comment| comments::views::comment(scope, comment, item)).collect()
}

type Both = (Vec<Comment>, Vec<Comment>);

/// Some messages up to a place, newest first, and those after it.
fn around(scope: &impl Scope, topic: &Topic, place: u64, limit: usize) -> Result<Both, StoreError> {
    let forth = after(scope, topic, place, limit.saturating_sub(BEFORE).max(1))?;
    // Near the end the room is given to what stands before.
    let back = before(scope, topic, place.saturating_add(1), limit.saturating_sub(forth.len()).max(1))?;
    Ok((back, forth))
}

fn before(scope: &impl Scope, topic: &Topic, place: u64, limit: usize) -> Result<Vec<Comment>, StoreError> {
    let span = Span::prefix(&topic.id).reverse().after(&(topic.id, place)).limit(limit);
    comments::store::of(scope.read(), span)?.collect()
}

fn after(scope: &impl Scope, topic: &Topic, place: u64, limit: usize) -> Result<Vec<Comment>, StoreError> {
    let span = Span::prefix(&topic.id).after(&(topic.id, place)).limit(limit);
    comments::store::of(scope.read(), span)?.collect()
}

/// The place a cursor of a page leads to.
pub fn place(cursor: &str) -> Result<u64, Error> {
    let place = version::read_list_cursor(cursor)?.try_into().map(u64::from_be_bytes);
    place.map_err(|_| Error::because(Code::BadQuery, "The cursor cannot be read. Use one of the page before."))
}
