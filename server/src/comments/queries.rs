//! Reading comments.

use super::{
    store,
    views::{self, CommentShape},
};
use crate::{
    Error,
    access::{self, Scope},
    http::{Page, version},
};
use guildhall_domain::{Id, policy::Do};
use guildhall_store::Span;

/// The comments of an item, oldest first.
pub fn list(scope: &impl Scope, item: Id, limit: usize, place: Option<Vec<u8>>) -> Result<Page<CommentShape>, Error> {
    let task = access::task(scope, item, Do::Read)?;
    let mut span = Span::prefix(&item).limit(limit + 1);
    if let Some(seq) = place.and_then(|place| place.try_into().ok()).map(u64::from_be_bytes) {
        span = span.after(&(item, seq));
    }
    let mut comments = store::of(scope.read(), span)?.collect::<Result<Vec<_>, _>>()?;
    let more = comments.len() > limit;
    comments.truncate(limit);
    let last = comments.last().map(|comment| comment.place);
    let next = last.filter(|_| more).map(|place| version::list_cursor(&place.to_be_bytes()));
    let items = comments.iter().map(|comment| views::comment(scope, comment, &task)).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}
