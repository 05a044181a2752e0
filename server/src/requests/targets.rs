//! Targets of requests: what is promised when one comes, whether it was kept, and what the clock tells of it. Whom that
//! is for the inbox knows ([`crate::inbox`]); here it is written down once, in the log.

use super::{commands, queries, store};
use crate::{
    Error,
    access::{Scope, Work},
    tasks,
};
use guildhall_domain::{
    Id,
    change::{Action, FieldChange, Value},
    request::{
        Request, State,
        target::{Target, Told, Which},
    },
    space::Space,
};
use guildhall_store::{Read, StoreError};

/// How far it is with something that was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It is still to be done.
    Open,
    /// It was done then.
    Met(i64),
    /// Its task was thrown away: nothing is measured any more.
    Gone,
}

/// The targets of what comes to a space now: until the first answer, and until it is done.
pub fn promised(scope: &impl Scope, home: &Space) -> (Option<Target>, Option<Target>) {
    let (hours, now) = (scope.directory().hours(), scope.now());
    let target = |minutes: Option<u32>| Target::new(minutes?, now, &hours);
    (target(home.targets.answer), target(home.targets.done))
}

/// How far it is. A request is done when its task is, and when it was declined or merged.
pub fn stands(read: &Read<'_>, request: &Request, which: Which) -> Result<Stands, StoreError> {
    let decided = request.decided.map_or(request.created_ms, |(_, at)| at);
    let task = match (which, request.state) {
        (Which::Answer, _) => return Ok(request.answered_ms.map_or(Stands::Open, Stands::Met)),
        (Which::Done, State::New | State::Later(_)) => return Ok(Stands::Open),
        (Which::Done, State::Accepted(task)) => tasks::store::get(read, task)?,
        (Which::Done, _) => return Ok(Stands::Met(decided)),
    };
    Ok(match task.filter(|task| task.trashed_ms.is_none()) {
        None => Stands::Gone,
        Some(task) if task.is_open() => Stands::Open,
        Some(task) => Stands::Met(task.completed_ms.unwrap_or(decided)),
    })
}

/// Whether something was promised and is still to be done.
pub fn waits(read: &Read<'_>, request: &Request, which: Which) -> Result<bool, StoreError> {
    Ok(request.target(which).is_some() && stands(read, request, which)? == Stands::Open)
}

/// The next moment by which something has to be done.
pub fn next_due(read: &Read<'_>, request: &Request) -> Result<Option<i64>, StoreError> {
    let mut due = None;
    for which in Which::ALL {
        let target = request.target(which).filter(|target| due.is_none_or(|due| target.due_ms < due));
        if let Some(target) = target
            && stands(read, request, which)? == Stands::Open
        {
            due = Some(target.due_ms);
        }
    }
    Ok(due)
}

/// The name under which a change says what was told of a target.
pub fn field(which: Which) -> &'static str {
    match which {
        Which::Answer => "answer_target",
        Which::Done => "done_target",
    }
}

/// What a change says was told of a target.
pub fn told(field: &FieldChange) -> Option<(Which, Told)> {
    let which = Which::ALL.into_iter().find(|which| self::field(*which) == field.field)?;
    let told = [Told::Near, Told::Missed].into_iter().find(|told| field.after.as_text() == Some(word(*told)))?;
    Some((which, told))
}

fn word(told: Told) -> &'static str {
    match told {
        Told::Nothing => "nothing",
        Told::Near => "near",
        Told::Missed => "missed",
    }
}

/// A moment has come: what is to be told by it and was not told is told, if it still waits in a space where work goes on.
pub fn come_due(work: &mut Work<'_, '_>, at_ms: i64, id: Id) -> Result<(), Error> {
    store::drop_moment(work.tx, (at_ms, id))?;
    let Some(before) = store::get(work.read(), id)? else { return Ok(()) };
    let Ok(home) = queries::home(work, &before) else { return Ok(()) };
    let (mut after, mut fields) = (before.clone(), Vec::new());
    for which in Which::ALL {
        if !home.is_live() || !waits(work.read(), &before, which)? {
            continue;
        }
        let Some(target) = after.target_mut(which) else { continue };
        let Some(told) = target.tells(at_ms) else { continue };
        let before = if target.told == Told::Nothing { Value::Null } else { Value::Text(word(target.told).into()) };
        target.told = told;
        fields.push(FieldChange { field: field(which).into(), before, after: Value::Text(word(told).into()) });
    }
    if fields.is_empty() {
        return Ok(());
    }
    commands::save(work, &home, Some(&before), &mut after, Action::Changed, fields)
}
