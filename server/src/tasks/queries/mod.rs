//! Reading tasks: lists in the default orders from their key rows, everything else from compact rows.

pub mod csv;
pub mod list;
pub mod trash;
pub mod view;

use super::{
    rows, store,
    views::{self, TaskRow},
};
use crate::{
    Error,
    access::{self, Scope},
};
use guildhall_domain::{AudienceId, Id, policy::Do, task::Task};
use guildhall_store::Span;

/// The ids of the sub-tasks of a task in order.
pub fn subtask_ids(scope: &impl Scope, parent: Id) -> Result<Vec<Id>, Error> {
    let rows = scope.read().keys(&rows::SUBTASKS, Span::prefix(&parent))?;
    Ok(rows.map(|row| row.map(|(_, _, id)| id)).collect::<Result<_, _>>()?)
}

/// The sub-tasks of a task as rows.
pub fn subtasks(scope: &impl Scope, task: &Task) -> Result<Vec<TaskRow>, Error> {
    if task.subtasks.1 == 0 {
        return Ok(Vec::new());
    }
    let tasks = subtask_ids(scope, task.id)?.into_iter().map(|id| access::seen_task(scope, id));
    tasks.filter_map(Result::transpose).map(|task| views::row(scope, &*task?)).collect()
}

/// The sub-tasks that went into the trash together with their task.
pub fn trashed_children(scope: &impl Scope, parent: &Task, at: i64) -> Result<Vec<Task>, Error> {
    let Some(home) = scope.directory().space(parent.space) else { return Ok(Vec::new()) };
    let place = u64::try_from(at).unwrap_or_default().to_be_bytes().to_vec();
    let span = Span::prefix(&(home.audience, rows::Order::Trash as u8, place));
    let mut children = Vec::new();
    for row in scope.read().keys(&rows::ORDERS, span)? {
        let (_, _, _, id) = row?;
        children.extend(store::get(scope.read(), id)?.filter(|task| task.parent == Some(parent.id)));
    }
    Ok(children)
}

/// Every task that lies in the trash of a space.
pub fn trash_ids(scope: &impl Scope, space: AudienceId) -> Result<Vec<Id>, Error> {
    let span = Span::prefix(&(space, rows::Order::Trash as u8));
    let ids = scope.read().keys(&rows::ORDERS, span)?.map(|row| row.map(|(_, _, _, id)| id));
    Ok(ids.collect::<Result<_, _>>()?)
}

/// At most `most` tasks that went into the trash until then, the oldest of each space first.
pub fn trashed_until(scope: &impl Scope, until_ms: i64, most: usize) -> Result<Vec<Id>, Error> {
    let until = u64::try_from(until_ms).unwrap_or_default().saturating_add(1).to_be_bytes().to_vec();
    let mut found = Vec::new();
    for space in scope.directory().spaces() {
        let trash = (space.audience, rows::Order::Trash as u8);
        let span = Span::prefix(&trash)
            .until(&(space.audience, rows::Order::Trash as u8, until.clone()))
            .limit(most - found.len());
        let ids = scope.read().keys(&rows::ORDERS, span)?.map(|row| row.map(|(_, _, _, id)| id));
        found.extend(ids.collect::<Result<Vec<_>, _>>()?);
        if found.len() >= most {
            break;
        }
    }
    Ok(found)
}

/// A whole task by id.
pub fn whole(scope: &impl Scope, id: Id) -> Result<views::TaskShape, Error> {
    let task = access::task(scope, id, Do::Read)?;
    views::whole(scope, &task)
}
