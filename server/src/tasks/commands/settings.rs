//! What a change of a space's settings does to its tasks: a status, section or field that goes must not
//! be left behind in them. Bounded, because it happens in one command.

use super::count_in_parent;
use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
    tasks::{rows::ROWS, store},
};
use guildhall_domain::{
    Id,
    change::Action,
    limits,
    space::Space,
    task::{Task, edit, facts},
};
use guildhall_store::Span;

/// Changes every task of a space that `wanted` picks by its row; refused when they are too many.
fn each(
    work: &mut Work<'_, '_>,
    space: &Space,
    wanted: impl Fn(&crate::tasks::rows::Row) -> bool,
    mut apply: impl FnMut(&mut Task) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut ids: Vec<Id> = Vec::new();
    for row in work.tx.read().scan(&ROWS, Span::prefix(&space.audience))? {
        let ((_, id), row) = row?;
        if wanted(&row) {
            ids.push(id);
        }
        if ids.len() > limits::COMMAND {
            let message = "More than 500 tasks use it. Move some of them first.";
            return Err(Error::because(Code::TooMany, message));
        }
    }
    for id in ids {
        let Some(before) = store::get(work.tx.read(), id)?.filter(|task| task.space == space.id) else { continue };
        let mut after = before.clone();
        apply(&mut after)?;
        facts::settle_completion(&mut after, Some(before.category), work.now());
        store::save(work, &before, &mut after, Action::Changed)?;
        count_in_parent(work, Some(&before), Some(&after))?;
    }
    Ok(())
}

/// Takes the tasks of a space that became private out of the other spaces: its content stays inside.
pub fn withdraw(work: &mut Work<'_, '_>, space: &Space) -> Result<(), Error> {
    each(
        work,
        space,
        |_| true,
        |task| {
            task.also_in.clear();
            Ok(())
        },
    )
}

/// Moves the tasks of one status to another.
pub fn move_status(work: &mut Work<'_, '_>, space: &Space, from: u32, to: u32) -> Result<(), Error> {
    each(work, space, |row| row.status == from, |task| Ok(edit::set_status(task, to, space)?))
}

/// Takes the tasks of a section out of it.
pub fn clear_section(work: &mut Work<'_, '_>, space: &Space, section: u32) -> Result<(), Error> {
    each(
        work,
        space,
        |row| row.section == section,
        |task| {
            task.section = None;
            Ok(())
        },
    )
}

/// Takes a custom field out of the tasks that have it.
pub fn clear_field(work: &mut Work<'_, '_>, space: &Space, field: u32) -> Result<(), Error> {
    let mut having = Vec::new();
    for row in work.tx.read().keys(&ROWS, Span::prefix(&space.audience))? {
        let (_, id) = row?;
        if store::get(work.tx.read(), id)?
            .is_some_and(|task| task.space == space.id && task.custom.contains_key(&field))
        {
            having.push(id);
        }
        if having.len() > limits::COMMAND {
            return Err(Error::because(Code::TooMany, "More than 500 tasks use this field. Clear some of them first."));
        }
    }
    for id in having {
        let Some(before) = store::get(work.tx.read(), id)? else { continue };
        let mut after = before.clone();
        after.custom.remove(&field);
        store::save(work, &before, &mut after, Action::Changed)?;
    }
    Ok(())
}

/// Whether a task of a space is in a status or section or has something in a custom field: `kind` is the
/// name the part has in changes.
pub fn is_used(scope: &impl Scope, space: &Space, kind: &str, part: u32) -> Result<bool, Error> {
    for row in scope.read().scan(&ROWS, Span::prefix(&space.audience))? {
        let ((_, id), row) = row?;
        let used = match kind {
            "status" => row.status == part,
            "section" => row.section == part,
            "field" => store::get(scope.read(), id)?
                .is_some_and(|task| task.space == space.id && task.custom.contains_key(&part)),
            _ => return Ok(false),
        };
        if used {
            return Ok(true);
        }
    }
    Ok(false)
}
