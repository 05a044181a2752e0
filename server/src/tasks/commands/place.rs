//! Where a task stands: its place in the order people arranged, its home, and where it is also in.

use super::{count_in_parent, home};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    tasks::{
        rows::{ORDERS, Order, SUBTASKS},
        store,
    },
};
use guildhall_domain::{
    AudienceId, Id,
    change::Action,
    limits, order,
    policy::{Do, DoSpace},
    space::Access,
    task::{Task, edit},
};
use guildhall_store::Span;

/// The fractional key for a place between two neighbours; at the end without any.
pub fn order_for(
    work: &Work<'_, '_>,
    task: &Task,
    space: AudienceId,
    before: Option<Id>,
    after: Option<Id>,
) -> Result<String, Error> {
    let neighbour = |id: Option<Id>, field: &str| -> Result<Option<String>, Error> {
        let Some(id) = id else { return Ok(None) };
        let other =
            access::task(work, id, Do::Read).map_err(|_| Error::field(field, "Choose a task of the same list."))?;
        Ok(Some(other.order.clone()))
    };
    let (next, previous) = (neighbour(before, "before")?, neighbour(after, "after")?);
    match (previous, next) {
        (None, None) => Ok(order::last(&last_key(work, task, space)?)),
        (Some(previous), None) => Ok(order::between(&previous, &neighbour_key(work, task, space, &previous, false)?)),
        (None, Some(next)) => Ok(order::between(&neighbour_key(work, task, space, &next, true)?, &next)),
        (Some(previous), Some(next)) => Ok(order::between(&previous, &next)),
    }
}

fn last_key(work: &Work<'_, '_>, task: &Task, space: AudienceId) -> Result<String, Error> {
    Ok(match task.parent {
        Some(parent) => {
            let span = Span::prefix(&parent).reverse().limit(1);
            work.tx.read().keys(&SUBTASKS, span)?.next().transpose()?.map(|(_, key, _)| key)
        }
        None => {
            let span = Span::prefix(&(space, Order::Manual as u8)).reverse().limit(1);
            work.tx.read().keys(&ORDERS, span)?.next().transpose()?.map(|(_, _, key, _)| text(key))
        }
    }
    .unwrap_or_default())
}

/// The key next to one on either side, or empty at the end of the list.
fn neighbour_key(
    work: &Work<'_, '_>,
    task: &Task,
    space: AudienceId,
    key: &str,
    before: bool,
) -> Result<String, Error> {
    let turn = |span: Span| if before { span.reverse() } else { span };
    let keys: Vec<String> = match task.parent {
        Some(parent) => {
            let span = turn(Span::prefix(&parent)).after(&(parent, key.to_owned())).limit(2);
            work.tx.read().keys(&SUBTASKS, span)?.map(|row| row.map(|(_, key, _)| key)).collect::<Result<_, _>>()?
        }
        None => {
            let at = (space, Order::Manual as u8, key.as_bytes().to_vec());
            let span = turn(Span::prefix(&(space, Order::Manual as u8))).after(&at).limit(2);
            work.tx
                .read()
                .keys(&ORDERS, span)?
                .map(|row| row.map(|(_, _, key, _)| text(key)))
                .collect::<Result<_, _>>()?
        }
    };
    Ok(keys.into_iter().find(|other| other != key && *other != task.order).unwrap_or_default())
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

/// Puts a task between two others and, dragged to another column or group, into a status or section.
pub fn arrange(work: &mut Work<'_, '_>, id: Id, to: &Place) -> Result<Task, Error> {
    let before = access::task(work, id, Do::Edit)?.into_inner();
    let space = home(work, &before)?;
    let mut after = before.clone();
    let fields = edit::Edit { status: to.status_id, section: to.section_id, ..edit::Edit::default() };
    edit::apply(&mut after, fields, &space, work.now())?;
    if to.before.is_some() || to.after.is_some() {
        after.order = order_for(work, &before, space.audience, to.before, to.after)?;
    }
    store::save(work, &before, &mut after, Action::Changed)?;
    count_in_parent(work, Some(&before), Some(&after))?;
    Ok(after)
}

/// A place in a list or on a board.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// The task it stands before.
    pub before: Option<Id>,
    /// The task it stands after.
    pub after: Option<Id>,
    /// The status it gets.
    pub status_id: Option<u32>,
    /// The section it gets; inner none takes it out.
    pub section_id: Option<Option<u32>>,
}

/// Moves a task with its sub-tasks to another space: a new key there, the old one goes on leading to it. Where it
/// is at home already, it goes into the section or status.
pub fn move_home(
    work: &mut Work<'_, '_>,
    id: Id,
    to: Id,
    section: Option<u32>,
    status: Option<u32>,
) -> Result<Task, Error> {
    let before = access::task(work, id, Do::Move)?.into_inner();
    let target = access::space(work, to, DoSpace::Write)?.into_inner();
    if before.parent.is_some() {
        return Err(Error::because(Code::Conflict, "A sub-task moves with its task. Move that one instead."));
    }
    if before.space == to {
        let stays = section.is_none() && status.is_none();
        let place = Place { status_id: status, section_id: section.map(Some), ..Place::default() };
        return if stays { Ok(before) } else { arrange(work, id, &place) };
    }
    let children = crate::tasks::queries::subtask_ids(work, before.id)?;
    let moved = rehome(work, before, to, &target, section, status)?;
    for child in children {
        if let Some(child) = store::get(work.tx.read(), child)? {
            rehome(work, child, to, &target, None, None)?;
        }
    }
    Ok(moved)
}

fn rehome(
    work: &mut Work<'_, '_>,
    before: Task,
    to: Id,
    target: &guildhall_domain::space::Space,
    section: Option<u32>,
    status: Option<u32>,
) -> Result<Task, Error> {
    let from = home(work, &before)?;
    let mut after = before.clone();
    edit::rehome(&mut after, &from, target, section, status)?;
    after.number = if target.access == Access::Personal { 0 } else { store::next_number(work, target.audience)? };
    if before.parent.is_none() {
        after.order = String::new();
        after.order = order_for(work, &after, target.audience, None, None)?;
    }
    if matches!(target.access, Access::Private | Access::Personal) {
        after.also_in.clear();
    }
    // Somebody who cannot read it any more can neither do it nor be told of it.
    let audience = access::audience_of(work.directory(), &after).ids().to_vec();
    let directory = work.directory().clone();
    let reads = |id: &Id| directory.reach(*id).sees(&audience);
    after.assignee = after.assignee.filter(reads);
    after.followers.retain(reads);
    debug_assert_eq!(after.space, to);
    store::save(work, &before, &mut after, Action::Moved)?;
    Ok(after)
}

/// How many more people could read a task if it were also in a space.
pub fn more_readers(scope: &impl Scope, task: &Task, space: Id) -> Result<usize, Error> {
    let directory = scope.directory();
    let other = access::space(scope, space, DoSpace::See)?;
    let now = access::audience_of(directory, task);
    let readers = directory.readers(std::slice::from_ref(&other.audience));
    Ok(readers.filter(|person| !directory.reach(person.id).sees(now.ids())).count())
}

/// Shows a task in another space as well. Never for private homes: their content stays inside.
pub fn add_also_in(work: &mut Work<'_, '_>, id: Id, space: Id) -> Result<Task, Error> {
    let before = access::task(work, id, Do::Move)?.into_inner();
    let from = home(work, &before)?;
    let other = access::space(work, space, DoSpace::Write)?;
    if matches!(from.access, Access::Private | Access::Personal) {
        return Err(Error::because(Code::Conflict, "What is in a private space can only be read there."));
    }
    if from.withdrawing {
        return Err(Error::because(
            Code::Conflict,
            "The tasks of this space are just being taken out of other spaces. Try again in a moment.",
        ));
    }
    if other.access == Access::Personal || before.space == space {
        return Err(Error::field("space_id", "Choose another space."));
    }
    let mut after = before.clone();
    if !after.also_in.contains(&space) {
        after.also_in.push(space);
    }
    limits::at_most("also_in", after.also_in.len(), limits::ALSO_IN)?;
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Takes a task out of another space; a lead of that space may do it too, also when the home is archived.
pub fn remove_also_in(work: &mut Work<'_, '_>, id: Id, space: Id) -> Result<Task, Error> {
    let before = access::take_out(work, id, space)?.into_inner();
    let mut after = before.clone();
    after.also_in.retain(|other| *other != space);
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}
