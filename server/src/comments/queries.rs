//! Reading comments.

use super::{
    store,
    views::{self, CommentShape, VersionShape},
};
use crate::{
    Error,
    access::{self, Scope},
    http::{Page, shapes, version},
    log,
};
use guildhall_domain::{Id, policy::Do};
use guildhall_store::Span;

/// Most changes of the item looked at for the versions of a comment.
const LOOKED_AT: usize = 20_000;

/// The comments of an item, oldest first.
pub fn list(scope: &impl Scope, id: Id, limit: usize, place: Option<Vec<u8>>) -> Result<Page<CommentShape>, Error> {
    let item = access::item(scope, id, Do::Read)?;
    let mut span = Span::prefix(&id).limit(limit + 1);
    if let Some(seq) = place.and_then(|place| place.try_into().ok()).map(u64::from_be_bytes) {
        span = span.after(&(id, seq));
    }
    let mut comments = store::of(scope.read(), span)?.collect::<Result<Vec<_>, _>>()?;
    let more = comments.len() > limit;
    comments.truncate(limit);
    let last = comments.last().map(|comment| comment.place);
    let next = last.filter(|_| more).map(|place| version::list_cursor(&place.to_be_bytes()));
    let items = comments.iter().map(|comment| views::comment(scope, comment, &item)).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

/// What a comment said before, the newest first: every edit kept its words in the history of the item.
pub fn versions(scope: &impl Scope, id: Id, limit: usize) -> Result<Page<VersionShape>, Error> {
    let comment = store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    access::item(scope, comment.item, Do::Read)?;
    // What somebody took back is not shown by another way.
    if comment.deleted {
        return Ok(Page::all(Vec::new()));
    }
    let (field, mut items) = (format!("comment:{id}"), Vec::new());
    for change in log::history(scope.read(), comment.seq).take(LOOKED_AT) {
        let (seq, change) = change?;
        if seq <= comment.place || items.len() == limit {
            break;
        }
        let words = change.fields.iter().find(|edit| edit.field == field).and_then(|edit| edit.before.as_text());
        items.extend(words.map(|body| VersionShape { body: body.into(), until: shapes::instant(change.at_ms) }));
    }
    Ok(Page::all(items))
}
