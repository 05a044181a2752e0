//! Reading an inbox. An entry is shown only when its item is in the reader's sight at that moment.

use super::{
    about::About,
    record::Kept,
    store,
    views::{self, EntryShape, InboxCounts},
};
use crate::{
    App, Error,
    access::{self, Scope, View},
    http::{Page, version},
};
use guildhall_domain::{
    Id,
    inbox::{Mark, Shelf},
};

/// A shelf, in its order.
pub fn shelf(scope: &impl Scope, on: Shelf, limit: usize, place: Option<Vec<u8>>) -> Result<Page<EntryShape>, Error> {
    let me = access::me(scope)?;
    let after = place.as_deref().and_then(split);
    let mut items = Vec::new();
    let mut last = None;
    let mut next = None;
    for row in store::shelf(scope.read(), me.audience, on, after)? {
        let (position, item) = row?;
        if items.len() == limit {
            next = last.map(|(position, item): (u64, Id)| {
                version::list_cursor(&[&position.to_be_bytes()[..], item.as_bytes()].concat())
            });
            break;
        }
        last = Some((position, item));
        if let Some((item, kept)) = shown(scope, me.audience, item)? {
            items.push(views::entry(scope, &item, &kept)?);
        }
    }
    Ok(Page { items, next })
}

fn split(place: &[u8]) -> Option<(u64, Id)> {
    let (position, item) = place.split_at_checked(8)?;
    Some((u64::from_be_bytes(position.try_into().ok()?), Id::from_slice(item).ok()?))
}

/// An entry with what it is about, when the reader sees that.
fn shown(scope: &impl Scope, me: u64, id: Id) -> Result<Option<(About, Kept)>, Error> {
    let Some(about) = About::seen(scope, id)? else { return Ok(None) };
    let kept = store::get(scope.read(), id, me)?.filter(|_| !about.is_trashed());
    Ok(kept.map(|kept| (about, kept)))
}

/// What needs the reader and was not looked at, each with the mark of its need, newest first.
pub fn needs(scope: &impl Scope, most: usize) -> Result<Vec<(EntryShape, Mark)>, Error> {
    let me = access::me(scope)?;
    let mut needs = Vec::new();
    for row in store::shelf(scope.read(), me.audience, Shelf::Needs, None)?.take(most) {
        let (_, item) = row?;
        let Some((item, kept)) = shown(scope, me.audience, item)? else { continue };
        let mark = kept.entry.shown().filter(|mark| mark.reason.is_need() && mark.seq > kept.entry.read).cloned();
        if let Some(mark) = mark {
            needs.push((views::entry(scope, &item, &kept)?, mark));
        }
    }
    Ok(needs)
}

/// One entry.
pub fn entry(scope: &impl Scope, item: Id, kept: &Kept) -> Result<EntryShape, Error> {
    views::entry(scope, &About::readable(scope, item)?, kept)
}

/// How much stands on each shelf. While the inboxes are behind what this view shows, every entry is asked for whether
/// its item is in sight; afterwards they are known to be.
pub fn counts(app: &App, view: &View) -> Result<InboxCounts, Error> {
    let told = app.parts().inbox.get().map_or(0, super::Keeper::told);
    let sure = told >= view.read().last_seq()?;
    counts_of(view, sure)
}

/// The same for one of many readers of a moment.
pub fn counts_of(scope: &impl Scope, sure: bool) -> Result<InboxCounts, Error> {
    let me = access::me(scope)?;
    let count = |on| {
        let mut count = 0;
        for row in store::shelf(scope.read(), me.audience, on, None)? {
            let (_, item) = row?;
            count += usize::from(sure || About::is_seen(scope, item)?);
        }
        Ok::<usize, Error>(count)
    };
    Ok(InboxCounts { needs: count(Shelf::Needs)?, following: count(Shelf::Following)?, later: count(Shelf::Later)? })
}
