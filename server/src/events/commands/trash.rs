//! The trash: 30 days to change one's mind.

use super::{fresh, keep};
use crate::{
    Error,
    access::{self, Scope, Work},
    comments,
    error::Code,
    events::store,
    files,
    http::call::IfMatch,
    items,
    tasks::commands::trash::KEEP_MS,
};
use guildhall_domain::{Id, change::Action, event::Event, policy::Do};

/// Puts an event into the trash.
pub fn trash(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<Event, Error> {
    let before = access::event(work, id, Do::Trash)?.into_inner();
    if before.trashed_ms.is_some() {
        return Ok(before);
    }
    let everything: Vec<String> = ["title", "body", "start", "length", "rule"].map(String::from).to_vec();
    fresh(work, if_match, &before, &everything)?;
    let mut after = Event { trashed_ms: Some(work.now()), ..before.clone() };
    keep(work, &before, &mut after, Action::Trashed)?;
    Ok(after)
}

/// Takes an event out of the trash, if its room is still free.
pub fn restore(work: &mut Work<'_, '_>, id: Id) -> Result<Event, Error> {
    let before = access::event(work, id, Do::Trash)?.into_inner();
    let mut after = Event { trashed_ms: None, ..before.clone() };
    keep(work, &before, &mut after, Action::Restored)?;
    Ok(after)
}

/// Deletes an event that is in the trash for good, with everything that was said.
pub fn purge(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let event = access::event(work, id, Do::Purge)?.into_inner();
    if event.trashed_ms.is_none() {
        return Err(Error::because(Code::Conflict, "Only what is in the trash can be deleted for good."));
    }
    erase(work, &event)
}

/// Deletes for good what has been in the trash for its time, a few at once; answers whether some remain.
pub fn purge_due(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    const MOST: usize = 5;
    let due = store::trashed_until(work.read(), work.now() - KEEP_MS, MOST)?;
    for id in &due {
        if let Some(event) = store::get(work.read(), *id)? {
            erase(work, &event)?;
        }
    }
    Ok(due.len() == MOST)
}

/// Deletes an event and everything that hangs on it.
pub fn erase(work: &mut Work<'_, '_>, event: &Event) -> Result<(), Error> {
    let mut cut = Vec::new();
    for (other, relation) in items::store::links(work.read(), event.id)? {
        cut.push(items::links::field(other, Some(relation), None));
        items::store::delete(work.tx, event.id, other)?;
        items::kinds::linked(work, other, -1)?;
    }
    comments::store::purge(work, event.id)?;
    files::store::purge(work, event.id)?;
    store::purge(work, event, cut)
}
