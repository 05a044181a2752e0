//! The tables of comments.

use super::{polls, record::CommentRecord, rounds};
use crate::{Error, access::Work, items};
use guildhall_domain::{Id, comment::Comment};
use guildhall_store::{Read, Span, StoreError, Table};

/// (item, place) → comment; the place is the sequence number of the change that made it.
pub const COMMENTS: Table<(Id, u64), CommentRecord> = Table::new("comments");
/// Comment → (item, place) as 24 bytes.
pub const PLACES: Table<Id, Vec<u8>> = Table::new("comment_places");

/// A comment by its id. Only after the item was permitted.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Comment>, StoreError> {
    let Some(place) = read.get(&PLACES, &id)?.as_deref().and_then(split) else { return Ok(None) };
    Ok(read.get(&COMMENTS, &place)?.map(Comment::from))
}

fn split(place: &[u8]) -> Option<(Id, u64)> {
    let (item, seq) = place.split_at_checked(16)?;
    Some((Id::from_slice(item).ok()?, u64::from_be_bytes(seq.try_into().ok()?)))
}

/// All comments after an id, in the order of ids: for what goes through everything in slices.
pub fn after<'a>(
    read: &'a Read<'_>,
    id: Option<Id>,
) -> Result<impl Iterator<Item = Result<Comment, StoreError>> + 'a, StoreError> {
    let span = id.map_or_else(Span::all, |id| Span::all().after(&id));
    let places = read.scan(&PLACES, span)?;
    Ok(places.filter_map(|row| match row.map(|(_, place)| split(&place)) {
        Ok(place) => read.get(&COMMENTS, &place?).transpose().map(|row| row.map(Comment::from)),
        Err(error) => Some(Err(error)),
    }))
}

/// The comments of an item in the order they were made, or from the newest back.
pub fn of<'a>(
    read: &'a Read<'a>,
    span: Span,
) -> Result<impl Iterator<Item = Result<Comment, StoreError>> + 'a, StoreError> {
    Ok(read.scan(&COMMENTS, span)?.map(|row| row.map(|(_, record)| Comment::from(record))))
}

/// The last comment of an item that is not deleted, among the last few.
pub fn last(read: &Read<'_>, item: Id) -> Result<Option<Comment>, StoreError> {
    const LOOKED_AT: usize = 20;
    for row in read.scan(&COMMENTS, Span::prefix(&item).reverse().limit(LOOKED_AT))? {
        let comment = Comment::from(row?.1);
        if !comment.deleted {
            return Ok(Some(comment));
        }
    }
    Ok(None)
}

/// Writes a comment, and what its text names.
pub fn put(work: &mut Work<'_, '_>, comment: &Comment, new: bool) -> Result<(), Error> {
    let earlier = if new { None } else { get(work.tx.read(), comment.id)? };
    if earlier.is_none_or(|earlier| earlier.body != comment.body) {
        items::store::refer(work.tx, comment.item, comment.id, &comment.body, comment.seq)?;
    }
    if new {
        let place = [comment.item.as_bytes().as_slice(), &comment.place.to_be_bytes()].concat();
        work.tx.put(&PLACES, &comment.id, &place)?;
    }
    Ok(work.tx.put(&COMMENTS, &(comment.item, comment.place), &comment.into())?)
}

/// Deletes all comments of an item for good.
pub fn purge(work: &mut Work<'_, '_>, item: Id) -> Result<(), Error> {
    let comments: Vec<Comment> = of(work.tx.read(), Span::prefix(&item))?.collect::<Result<_, _>>()?;
    for comment in comments {
        items::store::forget(work.tx, comment.id)?;
        if comment.round.is_some() {
            rounds::store::purge(work.tx, comment.id)?;
        }
        if let Some(poll) = &comment.poll {
            polls::store::purge(work.tx, comment.id, poll.closes_ms)?;
        }
        work.tx.delete(&PLACES, &comment.id)?;
        work.tx.delete(&COMMENTS, &(item, comment.place))?;
    }
    Ok(())
}
