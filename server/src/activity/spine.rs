//! The spine: comments and activity of an item as one list, from the newest page back in time.

use super::views::{self, ActivityShape, SpineEntry};
use crate::{
    Error,
    access::{self, Scope},
    comments, files,
    http::{Page, version},
    log,
};
use guildhall_domain::{Id, item::Core, policy::Do};
use guildhall_store::Span;

/// A page of the spine: ascending by time, `next` leads to the page before it in time.
pub fn page(scope: &impl Scope, item: Id, limit: usize, place: Option<Vec<u8>>) -> Result<Page<SpineEntry>, Error> {
    let found = access::item(scope, item, Do::Read)?;
    let head = match place.and_then(|place| place.try_into().ok()).map(u64::from_be_bytes) {
        // A cursor is the place of a change of this very item; anything else shows nothing.
        Some(seq) if log::get(scope.read(), seq)?.is_some_and(|change| change.object == item) => seq,
        Some(_) => 0,
        None => found.seq(),
    };
    let mut entries: Vec<(u64, SpineEntry)> = Vec::new();
    let mut next = None;
    for change in log::history(scope.read(), head) {
        let (seq, change) = change?;
        if entries.len() >= limit {
            next = Some(version::list_cursor(&seq.to_be_bytes()));
            break;
        }
        for activity in views::activities(scope, seq, &change)?.into_iter().rev() {
            if is_said(scope, &activity)? {
                continue;
            }
            entries.push((seq, SpineEntry::Activity { at: activity.at.clone(), activity }));
        }
        let made = comments::store::of(scope.read(), Span::prefix(&item).from(&(item, seq)).until(&(item, seq + 1)))?;
        for comment in made {
            let comment = comments::views::comment(scope, &comment?, &found)?;
            entries.push((seq, SpineEntry::Comment { at: comment.created_at.clone(), comment: Box::new(comment) }));
        }
    }
    entries.reverse();
    Ok(Page { items: entries.into_iter().map(|(_, entry)| entry).collect(), next })
}

/// Whether a file was attached to be sent with a comment, which shows it.
fn is_said(scope: &impl Scope, activity: &ActivityShape) -> Result<bool, Error> {
    let file = activity.field.as_deref().filter(|_| activity.before.is_null());
    let Some(Ok(id)) = file.and_then(|field| field.strip_prefix("file:")).map(str::parse) else { return Ok(false) };
    Ok(files::store::get(scope.read(), id)?.is_some_and(|file| file.comment.is_some()))
}
