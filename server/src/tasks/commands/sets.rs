//! Elements of the sets of a task: followers, tags. Adding what is there and removing what is
//! not are no errors, so two people never stand in each other's way.

use crate::{
    Error,
    access::{self, Scope, Work},
    items::followers,
    tasks::store,
};
use guildhall_domain::{Id, change::Action, limits, policy::Do, task::Task};

/// Refuses a tag that does not exist.
pub fn known_tag(work: &Work<'_, '_>, tag: u32) -> Result<(), Error> {
    if work.directory().tags().contains_key(&tag) {
        return Ok(());
    }
    Err(Error::field("tag_ids", "There is no such tag any more."))
}

/// Adds or removes a tag.
pub fn tag(work: &mut Work<'_, '_>, id: Id, tag: u32, on: bool) -> Result<Task, Error> {
    let before = access::task(work, id, Do::Edit)?.into_inner();
    if on {
        known_tag(work, tag)?;
    }
    let mut after = before.clone();
    after.tags.retain(|other| *other != tag);
    if on {
        after.tags.push(tag);
        after.tags.sort_unstable();
    }
    limits::at_most("tag_ids", after.tags.len(), limits::SET)?;
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Adds or removes a follower.
pub fn follower(work: &mut Work<'_, '_>, id: Id, person: Id, on: bool) -> Result<Task, Error> {
    let before = access::task(work, id, followers::right(work, person))?.into_inner();
    let followers = followers::with(work, &before, &before.followers, person, on)?;
    let mut after = Task { followers, ..before.clone() };
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}
