//! Elements of the sets of a task: followers, tags, links. Adding what is there and removing what is
//! not are no errors, so two people never stand in each other's way.

use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    items::{self, followers},
    tasks::store,
};
use guildhall_domain::{
    Id,
    change::{Action, FieldChange, Value},
    item::Relation,
    limits,
    policy::Do,
    task::Task,
};

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

/// A link to another item as a change holds it.
pub fn link_field(other: Id, before: Option<Relation>, after: Option<Relation>) -> FieldChange {
    let value = |relation: Option<Relation>| Value::opt(relation, |relation| Value::Int(relation as i64));
    FieldChange { field: format!("link:{other}"), before: value(before), after: value(after) }
}

/// Links two items the asker may see; the first must be theirs to edit.
pub fn link(work: &mut Work<'_, '_>, id: Id, other: Id, relation: Option<Relation>) -> Result<Task, Error> {
    let before = access::task(work, id, Do::Edit)?.into_inner();
    let far = access::item(work, other, Do::Read)?.into_inner();
    if id == other {
        return Err(Error::because(Code::Conflict, "An item cannot be linked to itself."));
    }
    let earlier = items::store::link(work.tx.read(), id, other)?;
    if earlier == relation {
        return Ok(before);
    }
    match relation {
        Some(relation) => items::store::put(work.tx, id, other, relation)?,
        None => items::store::delete(work.tx, id, other)?,
    }
    let counts = |links: u32| match (earlier, relation) {
        (None, Some(_)) => links + 1,
        (Some(_), None) => links.saturating_sub(1),
        _ => links,
    };
    let mut after = Task { links: counts(before.links), ..before.clone() };
    limits::at_most("links", after.links as usize, limits::SET)?;
    let near_field = link_field(other, earlier, relation);
    store::save_with(work, &before, &mut after, Action::Changed, vec![near_field])?;
    let mut linked = far.with_links(counts(far.links()));
    let far_field = link_field(id, earlier.map(Relation::reverse), relation.map(Relation::reverse));
    items::kinds::save_with(work, &far, &mut linked, Action::Changed, vec![far_field])?;
    Ok(after)
}
