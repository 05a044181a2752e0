//! The same change of many tasks: one command, all of it or nothing, and one undo.

use super::{
    count_in_parent, home,
    moves::{self, Home},
    sets, trash,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::call::IfMatch,
    tasks::{
        input::TaskPatch,
        plans::{self, PlanWhen},
        store,
    },
};
use guildhall_domain::{
    Id,
    change::Action,
    limits,
    policy::Do,
    task::{Task, edit},
};

/// What happens to each of the tasks.
#[derive(Debug, Clone, Default)]
pub struct Bulk {
    /// The tasks.
    pub ids: Vec<Id>,
    /// Fields.
    pub set: TaskPatch,
    /// Tags to add.
    pub add_tags: Vec<u32>,
    /// Tags to remove.
    pub remove_tags: Vec<u32>,
    /// Into the trash, or out of it.
    pub trash: Option<bool>,
    /// The asker's plan; inner none takes it away.
    pub plan: Option<Option<PlanWhen>>,
    /// Another home, after the changes of fields: a status or section among those is one of the old home.
    pub home: Option<Home>,
}

/// Changes all of them and answers them as they are then, in the order sent.
pub fn bulk(work: &mut Work<'_, '_>, bulk: &Bulk) -> Result<Vec<Task>, Error> {
    let ids = distinct(&bulk.ids)?;
    let edits = !bulk.set.is_empty() || !bulk.add_tags.is_empty() || !bulk.remove_tags.is_empty();
    if bulk.trash == Some(false) {
        restore(work, &ids)?;
    }
    for id in &ids {
        // Whatever is asked, nobody learns more of a task than that they may not see it.
        access::task(work, *id, Do::Read)?;
        if edits {
            change(work, *id, bulk)?;
        }
        if let Some(plan) = bulk.plan {
            plans::set(work, *id, plan, None)?;
        }
    }
    if let Some(to) = bulk.home {
        moves::to_home(work, &ids, to)?;
    }
    if bulk.trash == Some(true) {
        ids.iter().try_for_each(|id| trash::trash(work, *id, IfMatch::Any).map(|_| ()))?;
    }
    ids.iter().map(|id| Ok(access::task(work, *id, Do::Read)?.into_inner())).collect()
}

fn distinct(ids: &[Id]) -> Result<Vec<Id>, Error> {
    if ids.len() > limits::COMMAND {
        return Err(Error::because(Code::TooMany, "At most 500 tasks can be changed at once."));
    }
    let mut seen = std::collections::HashSet::new();
    let ids: Vec<Id> = ids.iter().copied().filter(|id| seen.insert(*id)).collect();
    if ids.is_empty() { Err(Error::field("ids", "Choose at least one task.")) } else { Ok(ids) }
}

fn change(work: &mut Work<'_, '_>, id: Id, bulk: &Bulk) -> Result<(), Error> {
    let before = access::task(work, id, Do::Edit)?.into_inner();
    let space = home(work, &before)?;
    let audience = access::audience_of(work.directory(), &before).ids().to_vec();
    let mut after = before.clone();
    edit::apply(&mut after, bulk.set.edit(work, &space, &audience)?, &space, work.now())?;
    for tag in &bulk.add_tags {
        sets::known_tag(work, *tag)?;
    }
    after.tags.extend(&bulk.add_tags);
    after.tags.retain(|tag| !bulk.remove_tags.contains(tag));
    after.tags.sort_unstable();
    after.tags.dedup();
    limits::at_most("tag_ids", after.tags.len(), limits::SET)?;
    store::save(work, &before, &mut after, Action::Changed)?;
    count_in_parent(work, Some(&before), Some(&after))
}

/// A task comes back before its sub-tasks do; those that went with it come with it.
fn restore(work: &mut Work<'_, '_>, ids: &[Id]) -> Result<(), Error> {
    let (mut whole, mut parts) = (Vec::new(), Vec::new());
    for id in ids {
        let task = access::task(work, *id, Do::Trash)?;
        if task.parent.is_none() { whole.push(*id) } else { parts.push(*id) }
    }
    whole.into_iter().chain(parts).try_for_each(|id| trash::restore(work, id).map(|_| ()))
}
