//! Where each kind of what happened is found: newest first, by rows in the order of their time, so that a look costs
//! what happened since and not what there is. A kind more is a function more in [`all`] and a word in
//! [`HappenedKind`].

use super::views::HappenedKind;
use crate::{
    Error,
    access::{self, Permitted, Scope},
    comments,
    documents::{self, rows::List},
    tasks::rows::changed_ms,
    topics,
};
use guildhall_domain::{
    Id,
    policy::Do,
    space::{Category, Space},
};
use std::sync::Arc;

/// Something that happened, before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// What kind of thing.
    pub kind: HappenedKind,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// The item.
    pub item: Id,
    /// What of it: a message, or the item itself.
    pub object: Id,
    /// Its home is another space.
    pub abroad: bool,
}

/// A space that may be read.
pub type Readable = Permitted<Arc<Space>>;

/// Every kind, in the order it is shown in.
pub fn all(scope: &impl Scope, space: &Readable, since_ms: i64) -> Result<Vec<Found>, Error> {
    let mut found = announcements(scope, space, since_ms)?;
    found.extend(decisions(scope, space, since_ms)?);
    found.extend(finished(scope, space, since_ms)?);
    found.extend(begun(scope, space, since_ms)?);
    Ok(found)
}

/// What was announced.
fn announcements(scope: &impl Scope, space: &Readable, since_ms: i64) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    for row in topics::store::announced(scope.read(), space.audience)? {
        let (at, topic) = row?;
        let at_ms = i64::try_from(at).unwrap_or(i64::MAX);
        if at_ms < since_ms {
            break;
        }
        if access::seen(access::topic(scope, topic, Do::Read))?.is_some() {
            found.push(Found { kind: HappenedKind::Announcement, at_ms, item: topic, object: topic, abroad: false });
        }
    }
    Ok(found)
}

/// Decisions. One whose message was deleted is none any more.
pub fn decisions(scope: &impl Scope, space: &Readable, since_ms: i64) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    for row in topics::store::decisions(scope.read(), space.audience, None)? {
        let (at, message, topic) = row?;
        let at_ms = i64::try_from(at).unwrap_or(i64::MAX);
        if at_ms < since_ms {
            break;
        }
        let said = comments::store::get(scope.read(), message)?.is_some_and(|message| !message.deleted);
        if said && access::seen(access::topic(scope, topic, Do::Read))?.is_some() {
            found.push(Found { kind: HappenedKind::Decision, at_ms, item: topic, object: message, abroad: false });
        }
    }
    Ok(found)
}

/// Finished work, also what was put out of the way since. Whatever was finished since a moment was changed since then.
fn finished(scope: &impl Scope, space: &Readable, since_ms: i64) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    for shown in access::shown::changed(scope, space, since_ms)? {
        let (id, row) = (shown.id(), shown.row());
        if row.category == Category::Done && row.completed_ms >= since_ms {
            let (at_ms, abroad) = (row.completed_ms, row.abroad != 0);
            found.push(Found { kind: HappenedKind::Finished, at_ms, item: id, object: id, abroad });
        }
    }
    found.sort_unstable_by_key(|found| (std::cmp::Reverse(found.at_ms), found.object));
    Ok(found)
}

/// New documents. Whatever was made since a moment was changed since then, so the order of changes says where to stop.
fn begun(scope: &impl Scope, space: &Readable, since_ms: i64) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    for row in documents::store::listed(scope.read(), space.audience, List::Space, None, None)? {
        let (sort, id) = row?;
        if changed_ms(&sort) < since_ms {
            break;
        }
        let Some(document) = access::seen(access::document(scope, id, Do::Read))? else { continue };
        if document.created_ms >= since_ms {
            let at_ms = document.created_ms;
            found.push(Found { kind: HappenedKind::Document, at_ms, item: id, object: id, abroad: false });
        }
    }
    found.sort_unstable_by_key(|found| (std::cmp::Reverse(found.at_ms), found.object));
    Ok(found)
}
