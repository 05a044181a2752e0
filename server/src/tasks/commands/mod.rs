//! What people do with tasks. Each command takes the permitted task, lets the domain decide and saves
//! the next version; all in the transaction it was given.

pub mod again;
pub mod bulk;
pub mod create;
pub mod edit;
pub mod elsewhere;
pub mod moves;
pub mod paste;
pub mod place;
pub mod rebalance;
pub mod sets;
pub mod settings;
pub mod steps;
pub mod trash;

pub use create::create;
pub use edit::edit;

use crate::{
    Error,
    access::{Scope, Work},
};
use guildhall_domain::{space::Space, task::Task};
use std::sync::Arc;

/// The home of a task that is at hand.
pub fn home(work: &Work<'_, '_>, task: &Task) -> Result<Arc<Space>, Error> {
    work.directory().space(task.space).cloned().ok_or_else(Error::not_found)
}

/// Keeps the counts a parent shows in step with one of its sub-tasks.
pub fn count_in_parent(work: &mut Work<'_, '_>, before: Option<&Task>, after: Option<&Task>) -> Result<(), Error> {
    let weight = |task: Option<&Task>| match task {
        Some(task) if task.parent.is_some() && task.trashed_ms.is_none() => (i32::from(!task.category.is_open()), 1),
        _ => (0, 0),
    };
    let (old, new) = (weight(before), weight(after));
    let Some(parent) = after.or(before).and_then(|task| task.parent) else { return Ok(()) };
    if old == new {
        return Ok(());
    }
    let Some(mut parent) = super::store::get(work.tx.read(), parent)? else { return Ok(()) };
    let add = |count: u32, by: i32| count.saturating_add_signed(by);
    parent.subtasks = (add(parent.subtasks.0, new.0 - old.0), add(parent.subtasks.1, new.1 - old.1));
    super::store::touch(work, &parent)
}
