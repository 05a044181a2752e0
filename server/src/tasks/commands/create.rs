//! New tasks.

use super::{count_in_parent, place, sets, steps};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    tasks::{
        input::TaskInput,
        plans::{self, PlanWhen},
        store,
    },
};
use guildhall_domain::{
    Id,
    change::Action,
    limits,
    policy::{Do, DoSpace},
    space::{Access, Space},
    task::{Origin, Task, edit, facts},
};

/// Makes a task in a space. Sent again with the same id by the same person it answers the task that is
/// there.
pub fn create(work: &mut Work<'_, '_>, space: Id, input: &TaskInput) -> Result<Task, Error> {
    from(work, space, input, Whence::default())
}

/// Where a task comes from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whence {
    /// What somebody said.
    pub origin: Option<Origin>,
    /// The process it is a run of.
    pub process: Option<Id>,
}

/// Makes a task that comes from somewhere.
pub fn from(work: &mut Work<'_, '_>, space: Id, input: &TaskInput, whence: Whence) -> Result<Task, Error> {
    let home = access::space(work, space, DoSpace::Write)?;
    let id = input.id.unwrap_or_else(|| work.new_id());
    if let Some(earlier) = store::get(work.tx.read(), id)? {
        return same_create(work, earlier, space, input);
    }
    let Whence { origin, process } = whence;
    let mut task = Task { origin, process, ..Task::new(id, &home, work.who().actor, work.now()) };
    let audience = access::audience_of(work.directory(), &task).ids().to_vec();
    task.parent = parent(work, input.parent_id, &home)?;
    let fields = input.patch().edit(work, &home, &audience)?;
    edit::apply(&mut task, fields, &home, work.now())?;
    if home.access == Access::Personal && task.assignee.is_none() {
        task.assignee = home.owner;
    }
    for tag in &input.tag_ids {
        sets::known_tag(work, *tag)?;
        if !task.tags.contains(tag) {
            task.tags.push(*tag);
        }
    }
    steps::add(work, &mut task, &input.steps, &audience)?;
    followers(work, &mut task, &input.follower_ids, &audience)?;
    limits::at_most("tag_ids", task.tags.len(), limits::SET)?;
    facts::settle_completion(&mut task, None, work.now());
    task.order = place::order_for(work, &task, home.audience, input.before, input.after)?;
    if home.access != Access::Personal {
        task.number = store::next_number(work, home.audience)?;
    }
    store::create(work, &mut task, Action::Created)?;
    count_in_parent(work, None, Some(&task))?;
    if let Some(plan) = &input.plan {
        plans::set(work, task.id, Some(PlanWhen::from_text(plan)?), None)?;
    }
    Ok(task)
}

/// The author is told of changes. What a process or a rule makes is made with the rights of a person, but not by them.
fn followers(work: &Work<'_, '_>, task: &mut Task, more: &[Id], audience: &[u64]) -> Result<(), Error> {
    if let Some(me) = work.who().oneself() {
        task.follow(me);
    }
    for id in more {
        access::reader(work, *id, audience, "follower_ids")?;
        task.follow(*id);
    }
    limits::at_most("follower_ids", task.followers.len(), limits::SET)?;
    Ok(())
}

/// A task can be part of one other task of the same space, one level deep.
fn parent(work: &Work<'_, '_>, parent: Option<Id>, home: &Space) -> Result<Option<Id>, Error> {
    let Some(id) = parent else { return Ok(None) };
    let parent =
        access::task(work, id, Do::Edit).map_err(|_| Error::field("parent_id", "Choose a task of this space."))?;
    if parent.space != home.id {
        return Err(Error::field("parent_id", "Choose a task of this space."));
    }
    if parent.parent.is_some() {
        return Err(Error::field("parent_id", "A sub-task cannot have sub-tasks of its own."));
    }
    Ok(Some(id))
}

fn same_create(work: &Work<'_, '_>, earlier: Task, space: Id, input: &TaskInput) -> Result<Task, Error> {
    let same = earlier.author == work.who().actor
        && earlier.space == space
        && earlier.title == input.title.trim()
        && earlier.body == input.body
        && access::may(work, &earlier, Do::Read);
    if same { Ok(earlier) } else { Err(Error::new(Code::IdTaken)) }
}
