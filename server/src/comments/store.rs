//! The tables of comments.

use super::record::CommentRecord;
use crate::{Error, access::Work};
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

/// The comments of an item in the order they were made, or from the newest back.
pub fn of<'a>(
    read: &'a Read<'a>,
    span: Span,
) -> Result<impl Iterator<Item = Result<Comment, StoreError>> + 'a, StoreError> {
    Ok(read.scan(&COMMENTS, span)?.map(|row| row.map(|(_, record)| Comment::from(record))))
}

/// Writes a comment.
pub fn put(work: &mut Work<'_, '_>, comment: &Comment, new: bool) -> Result<(), Error> {
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
        work.tx.delete(&PLACES, &comment.id)?;
        work.tx.delete(&COMMENTS, &(item, comment.place))?;
    }
    Ok(())
}
