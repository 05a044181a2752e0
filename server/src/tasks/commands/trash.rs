//! The trash: 30 days to change one's mind. Sub-tasks go and come back with their task.

use super::count_in_parent;
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::call::{IfMatch, unchanged_since},
    items,
    tasks::{queries, store, views},
};
use guildhall_domain::{Id, change::Action, policy::Do, task::Task};

/// How long things stay in the trash.
pub const KEEP_MS: i64 = 30 * 24 * 3_600_000;

/// Puts a task with its sub-tasks into the trash.
pub fn trash(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<Task, Error> {
    let before = access::task(work, id, Do::Trash)?.into_inner();
    if before.trashed_ms.is_some() {
        return Ok(before);
    }
    let everything: Vec<String> = ["title", "body", "status"].map(String::from).to_vec();
    unchanged_since(work, if_match, before.seq, &everything)
        .map_err(|stale| stale.with_current(|| views::whole(work, &before)))?;
    for child in queries::subtask_ids(work, before.id)? {
        if let Some(child) = store::get(work.tx.read(), child)? {
            set_trashed(work, &child, Some(work.now()))?;
        }
    }
    // Its counts changed with its children.
    let before = store::get(work.tx.read(), before.id)?.unwrap_or(before);
    set_trashed(work, &before, Some(work.now()))
}

fn set_trashed(work: &mut Work<'_, '_>, before: &Task, at: Option<i64>) -> Result<Task, Error> {
    let mut after = Task { trashed_ms: at, ..before.clone() };
    let action = if at.is_some() { Action::Trashed } else { Action::Restored };
    store::save(work, before, &mut after, action)?;
    count_in_parent(work, Some(before), Some(&after))?;
    Ok(after)
}

/// Takes a task out of the trash, with the sub-tasks that went with it.
pub fn restore(work: &mut Work<'_, '_>, id: Id) -> Result<Task, Error> {
    let before = access::task(work, id, Do::Trash)?.into_inner();
    let Some(at) = before.trashed_ms else { return Ok(before) };
    if let Some(parent) = before.parent {
        let parent = store::get(work.tx.read(), parent)?;
        if parent.is_none_or(|parent| parent.trashed_ms.is_some()) {
            return Err(Error::because(Code::Conflict, "Its task is in the trash. Take that one out instead."));
        }
    }
    let restored = set_trashed(work, &before, None)?;
    for child in queries::trashed_children(work, &before, at)? {
        set_trashed(work, &child, None)?;
    }
    // The counts of the task changed with its children.
    Ok(store::get(work.tx.read(), restored.id)?.unwrap_or(restored))
}

/// Deletes a task that is in the trash for good, with its comments, files, links and sub-tasks.
pub fn purge(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let task = access::task(work, id, Do::Purge)?.into_inner();
    if task.trashed_ms.is_none() {
        return Err(Error::because(Code::Conflict, "Only what is in the trash can be deleted for good."));
    }
    let at = task.trashed_ms.unwrap_or_default();
    for child in queries::trashed_children(work, &task, at)? {
        erase(work, &child)?;
    }
    erase(work, &task)
}

/// Deletes for good what has been in the trash for its time, a few at once; answers whether some remain.
pub fn purge_due(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    const MOST: usize = 50;
    let due = queries::trashed_until(work, work.now() - KEEP_MS, MOST)?;
    for id in &due {
        // A sub-task may have gone with its task a moment ago.
        if let Some(task) = store::get(work.tx.read(), *id)? {
            erase(work, &task)?;
        }
    }
    Ok(due.len() == MOST)
}

/// Deletes a task and everything that hangs on it.
pub fn erase(work: &mut Work<'_, '_>, task: &Task) -> Result<(), Error> {
    let mut cut = Vec::new();
    for (other, relation) in items::store::links(work.tx.read(), task.id)? {
        cut.push(items::links::field(other, Some(relation), None));
        items::store::delete(work.tx, task.id, other)?;
        items::kinds::linked(work, other, -1)?;
    }
    crate::comments::store::purge(work, task.id)?;
    crate::files::store::purge(work, task.id)?;
    crate::approvals::store::purge(work, task.id)?;
    // How programs call it stays, so that one that comes late learns what is gone; what they said of it does not.
    crate::calendars::store::put_extra(work.tx, task.id, "")?;
    store::purge(work, task, cut)
}
