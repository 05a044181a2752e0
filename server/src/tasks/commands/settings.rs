//! What a change of a space's settings does to its tasks: a status, section or field that goes must not
//! be left behind in them. Bounded, because it happens in one command.

use super::count_in_parent;
use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
    tasks::{
        rows::{ROWS, Row},
        store,
    },
};
use guildhall_domain::{
    change::{Action, Value},
    limits,
    space::Space,
    task::{Task, edit, facts},
};
use guildhall_store::Span;
use std::collections::BTreeMap;

/// Changes every task of a space that `wanted` picks by its row and `holds` by itself; refused with
/// `too_many` when they are more than one command may touch.
fn each(
    work: &mut Work<'_, '_>,
    space: &Space,
    too_many: &str,
    wanted: impl Fn(&Row) -> bool,
    holds: impl Fn(&Task) -> bool,
    mut apply: impl FnMut(&mut Task) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut found = Vec::new();
    for row in work.tx.read().scan(&ROWS, Span::prefix(&space.audience))? {
        let ((_, id), row) = row?;
        if !wanted(&row) {
            continue;
        }
        // Tasks of other spaces that are also shown here are not this space's to change.
        found.extend(store::get(work.tx.read(), id)?.filter(|task| task.space == space.id && holds(task)).map(|_| id));
        if found.len() > limits::COMMAND {
            return Err(Error::because(Code::TooMany, too_many));
        }
    }
    for id in found {
        let Some(before) = store::get(work.tx.read(), id)? else { continue };
        let mut after = before.clone();
        apply(&mut after)?;
        facts::settle_completion(&mut after, Some(before.category), work.now());
        store::save(work, &before, &mut after, Action::Changed)?;
        count_in_parent(work, Some(&before), Some(&after))?;
    }
    Ok(())
}

const IN_USE: &str = "More than 500 tasks use it. Move some of them first.";

/// Moves the tasks of statuses to others of the space.
pub fn move_statuses(work: &mut Work<'_, '_>, space: &Space, moves: &BTreeMap<u32, u32>) -> Result<(), Error> {
    let go = |task: &mut Task| -> Result<(), Error> {
        if let Some(to) = moves.get(&task.status) {
            edit::set_status(task, *to, space)?;
        }
        Ok(())
    };
    each(work, space, IN_USE, |row| moves.contains_key(&row.status), |_| true, go)
}

/// Writes other choices into the tasks whose choice field holds the former ones.
pub fn move_choices(
    work: &mut Work<'_, '_>,
    space: &Space,
    field: u32,
    moves: &BTreeMap<String, String>,
) -> Result<(), Error> {
    let moved = |task: &Task| task.custom.get(&field).and_then(Value::as_text).and_then(|now| moves.get(now)).cloned();
    let go = |task: &mut Task| {
        if let Some(to) = moved(task) {
            task.custom.insert(field, Value::Text(to));
        }
        Ok(())
    };
    each(work, space, IN_USE, |_| true, |task| moved(task).is_some(), go)
}

/// Takes the tasks of a section out of it.
pub fn clear_section(work: &mut Work<'_, '_>, space: &Space, section: u32) -> Result<(), Error> {
    let clear = |task: &mut Task| {
        task.section = None;
        Ok(())
    };
    each(work, space, IN_USE, |row| row.section == section, |_| true, clear)
}

/// Takes a custom field out of the tasks that have it.
pub fn clear_field(work: &mut Work<'_, '_>, space: &Space, field: u32) -> Result<(), Error> {
    let clear = |task: &mut Task| {
        task.custom.remove(&field);
        Ok(())
    };
    let too_many = "More than 500 tasks use this field. Clear some of them first.";
    each(work, space, too_many, |_| true, |task| task.custom.contains_key(&field), clear)
}

/// Whether a task of a space is in a status or section or has something in a custom field: `kind` is the
/// name the part has in changes.
pub fn is_used(scope: &impl Scope, space: &Space, kind: &str, part: u32) -> Result<bool, Error> {
    for row in scope.read().scan(&ROWS, Span::prefix(&space.audience))? {
        let ((_, id), row) = row?;
        let may = match kind {
            "status" => row.status == part,
            "section" => row.section == part,
            "field" => true,
            _ => return Ok(false),
        };
        let uses = |task: &Task| task.space == space.id && (kind != "field" || task.custom.contains_key(&part));
        if may && store::get(scope.read(), id)?.is_some_and(|task| uses(&task)) {
            return Ok(true);
        }
    }
    Ok(false)
}
