//! What is to be told to somebody by mail: what needs them and was not mailed, not read and not undone. Asked when the
//! mail is made, through their rights of that moment.

use super::record::PersonRecord;
use crate::{
    Error,
    access::View,
    inbox::{
        queries,
        views::{EntryShape, ShelfWord},
    },
};
use guildhall_domain::{
    Id,
    inbox::{Reason, Shelf},
    mail::UNDO_MS,
};

/// Most entries that are looked at; the rest is told later or stands in the inbox.
const MOST: usize = 200;

/// One thing to be told.
pub struct Notice {
    /// The change it comes from.
    pub seq: u64,
    /// When that was.
    pub at_ms: i64,
    /// What it asks for.
    pub kind: Reason,
    /// The entry as the person sees it.
    pub entry: EntryShape,
}

/// Everything that was not mailed, the oldest first. `since` as in the progress of the mailer.
pub fn of(view: &View, person: Id, kept: &PersonRecord, since: u64) -> Result<Vec<Notice>, Error> {
    let scope = view.seen_by(person);
    let (mailed, wishes) = (kept.mailed.unwrap_or(0).max(since), kept.wishes());
    let mut notices = Vec::new();
    for (entry, mark) in queries::needs(&scope, MOST)? {
        let wanted = mark.seq > mailed && !wishes.without.contains(&mark.reason.kind());
        if wanted && entry.shelf == ShelfWord::Needs {
            notices.push(Notice { seq: mark.seq, at_ms: mark.at_ms, kind: mark.reason.kind(), entry });
        }
    }
    notices.sort_by_key(|notice| notice.seq);
    Ok(notices)
}

/// Those that cannot be undone any more without anybody having been told.
pub fn settled(notices: Vec<Notice>, now_ms: i64) -> Vec<Notice> {
    notices.into_iter().filter(|notice| notice.at_ms + UNDO_MS <= now_ms).collect()
}

/// What a person follows, for a bundle.
pub fn news(view: &View, person: Id, most: usize) -> Result<Vec<EntryShape>, Error> {
    let page = queries::shelf(&view.seen_by(person), Shelf::Following, most, None)?;
    Ok(page.items.into_iter().filter(|entry| entry.unread).collect())
}
