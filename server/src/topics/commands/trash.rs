//! The trash: 30 days to change one's mind.

use crate::{
    Error,
    access::{self, Scope, Work},
    comments,
    error::Code,
    files,
    http::call::{IfMatch, unchanged_since},
    items,
    tasks::commands::trash::KEEP_MS,
    topics::{checkins, store, views},
};
use guildhall_domain::{Id, change::Action, policy::Do, topic::Topic};

/// Puts a topic into the trash.
pub fn trash(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<Topic, Error> {
    let before = access::topic(work, id, Do::Trash)?.into_inner();
    if !before.is_own() {
        return Err(Error::because(Code::Conflict, "Only a topic with a title of its own can be thrown away."));
    }
    if before.trashed_ms.is_some() {
        return Ok(before);
    }
    let everything: Vec<String> = ["title", "body", "state"].map(String::from).to_vec();
    unchanged_since(work, if_match, before.seq, &everything)
        .map_err(|stale| stale.with_current(|| views::whole(work, &before)))?;
    let mut after = Topic { trashed_ms: Some(work.now()), ..before.clone() };
    store::save(work, &before, &mut after, Action::Trashed)?;
    Ok(after)
}

/// Takes a topic out of the trash.
pub fn restore(work: &mut Work<'_, '_>, id: Id) -> Result<Topic, Error> {
    let before = access::topic(work, id, Do::Trash)?.into_inner();
    let mut after = Topic { trashed_ms: None, ..before.clone() };
    checkins::commands::settle_changed(work, &before, &mut after);
    store::save(work, &before, &mut after, Action::Restored)?;
    Ok(after)
}

/// Deletes a topic that is in the trash for good, with everything that was said.
pub fn purge(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let topic = access::topic(work, id, Do::Purge)?.into_inner();
    if topic.trashed_ms.is_none() {
        return Err(Error::because(Code::Conflict, "Only what is in the trash can be deleted for good."));
    }
    erase(work, &topic)
}

/// Deletes for good what has been in the trash for its time, a few at once; answers whether some remain.
pub fn purge_due(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    const MOST: usize = 5;
    let due = store::trashed_until(work.read(), work.now() - KEEP_MS, MOST)?;
    for id in &due {
        if let Some(topic) = store::get(work.read(), *id)? {
            erase(work, &topic)?;
        }
    }
    Ok(due.len() == MOST)
}

/// Deletes a topic and everything that hangs on it.
pub fn erase(work: &mut Work<'_, '_>, topic: &Topic) -> Result<(), Error> {
    let mut cut = Vec::new();
    for (other, relation) in items::store::links(work.read(), topic.id)? {
        cut.push(items::links::field(other, Some(relation), None));
        items::store::delete(work.tx, topic.id, other)?;
        items::kinds::linked(work, other, -1)?;
    }
    comments::store::purge(work, topic.id)?;
    files::store::purge(work, topic.id)?;
    store::purge(work, topic, cut)
}
