//! What the program of an app password is known to write, because it once did. Only what it can write it can mean to clear by
//! leaving it out.

use super::store::KNOWN;
use crate::{
    Error,
    access::{Scope, Work},
};
use guildhall_domain::{
    Id,
    actor::Via,
    ical::{event::Written, todo::Todo},
};

/// Text of a task.
pub const BODY: u64 = 1;
/// Until when.
pub const DUE: u64 = 2;
/// From when.
pub const START: u64 = 4;
/// Priority.
pub const PRIORITY: u64 = 8;
/// How far it is.
pub const STAGE: u64 = 16;
/// Tags.
pub const TAGS: u64 = 32;
/// Text of an event.
pub const AGENDA: u64 = 64;
/// Where an event is.
pub const PLACE: u64 = 128;
/// When an event comes again.
pub const RULE: u64 = 256;
/// On which days an event comes besides.
pub const DATES: u64 = 512;

fn bits<const N: usize>(all: [(u64, bool); N]) -> u64 {
    all.into_iter().filter(|(_, sent)| *sent).map(|(bit, _)| bit).sum()
}

/// What a task that was written shows of its program.
pub fn of_todo(todo: &Todo) -> u64 {
    bits([
        (BODY, todo.body.is_some()),
        (DUE, todo.due.is_some()),
        (START, todo.start.is_some()),
        (PRIORITY, todo.priority.is_some()),
        (STAGE, todo.stage.is_some()),
        (TAGS, todo.categories.is_some()),
    ])
}

/// What an event that was written shows of its program.
pub fn of_event(written: &Written) -> u64 {
    bits([
        (AGENDA, written.each.body.is_some()),
        (PLACE, written.each.place.is_some()),
        (RULE, written.rule.is_some()),
        (DATES, !written.besides.is_empty()),
    ])
}

fn program(scope: &impl Scope) -> Option<Id> {
    match scope.who().via {
        Via::Token(token) => Some(token),
        _ => None,
    }
}

/// Adds what a program shows, and answers all that is known of it.
pub fn learn(work: &mut Work<'_, '_>, shown: u64) -> Result<u64, Error> {
    let Some(program) = program(work) else { return Ok(shown) };
    let before = work.tx.get(&KNOWN, &program)?.unwrap_or(0);
    let all = before | shown;
    if all != before {
        work.tx.put(&KNOWN, &program, &all)?;
    }
    Ok(all)
}
