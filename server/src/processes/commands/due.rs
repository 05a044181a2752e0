//! What goes on by itself: runs that are due, times that are found anew, and what became of the tasks of runs.

use super::runs;
use crate::{
    Error,
    access::{Scope, Who, Work},
    log,
    processes::store,
    tasks,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    process::{
        due::{self, Due, Stand},
        run::{Run, Skip, State},
    },
    space::Category,
    task::Task,
};

/// Starts what is due, several in one command.
pub fn start(work: &mut Work<'_, '_>, ids: &[Id]) -> Result<(), Error> {
    ids.iter().try_for_each(|id| one(work, *id))
}

fn one(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let Some(before) = store::get(work.read(), id)? else { return Ok(()) };
    let (directory, now) = (work.directory().clone(), work.now());
    let (place, mut after) = (directory.place(), before.clone());
    let awake = before.wake_ms(&place).is_some_and(|wake| wake <= now);
    let (Some(rule), Some(next_ms), true) = (&before.plan.rule, before.clock.next_ms, awake) else {
        // What is kept of it is behind what it is: days mean something else by now.
        return if before.wake_ms(&place) == before.clock.wake_ms { Ok(()) } else { store::put(work, &mut after) };
    };
    let stand = Stand { rule, next_ms, times: before.clock.times, show_days: before.plan.show_days };
    let Due { start, missed, next, times } = due::due(stand, now, &place, |at| store::started(work.read(), id, at))?;
    (after.clock.next_ms, after.clock.times) = (next, times);
    // Nothing is missed in a space that is at rest.
    let Some(home) = directory.space(before.space).filter(|home| home.is_live()).cloned() else {
        return if directory.space(before.space).is_some() { store::put(work, &mut after) } else { Ok(()) };
    };
    let mut lost = None;
    for at in missed {
        lost = Some(runs::miss(work, &after, at)?);
    }
    match start {
        Some(at) if runs::owner_may(&directory, &home, before.owner) => {
            let who = Who::job(Actor::Process(id), Some(before.owner));
            work.acting(who, |work| runs::begin(work, &mut after, &home, Some(at)))?;
        }
        Some(at) => lost = Some(runs::miss(work, &after, at)?),
        None => {}
    }
    let who = Who::job(Actor::Process(id), None);
    work.acting(who, |work| match lost.filter(|_| before.clock.runs == after.clock.runs) {
        Some(run) => runs::went(work, &home, &before, &mut after, run),
        None => runs::went_on(work, &home, &before, &mut after),
    })
}

/// Finds times anew because days mean something else, or the clock does.
pub fn settle(work: &mut Work<'_, '_>, ids: &[Id]) -> Result<(), Error> {
    for id in ids {
        let Some(mut process) = store::get(work.read(), *id)? else { continue };
        let place = work.directory().place();
        let moved = process.settle_back(work.now(), &place);
        if (moved || process.wake_ms(&place) != process.clock.wake_ms)
            && work.directory().space(process.space).is_some()
        {
            store::put(work, &mut process)?;
        }
    }
    Ok(())
}

/// Brings runs up to date with their tasks.
pub fn follow(work: &mut Work<'_, '_>, changed: &[Id], cursor: u64) -> Result<(), Error> {
    for id in changed {
        follow_one(work, *id)?;
    }
    Ok(store::put_cursor(work.tx, cursor)?)
}

fn follow_one(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let Some(before) = store::run(work.read(), id)? else { return Ok(()) };
    let task = tasks::store::get(work.read(), id)?;
    let state = state(&before, task.as_ref(), work.now());
    let mut after = Run { state, ..before.clone() };
    if let Some(task) = &task {
        let known = before.person.filter(|_| before.state == after.state && !task.category.is_open());
        let did = if let (None, State::Done(_)) = (known, &after.state) { who_did(work, task)? } else { None };
        after.person = known.or(did).or(task.assignee);
    }
    if after == before {
        return Ok(());
    }
    store::put_run(work.tx, &after)?;
    let Some(mut process) = store::get(work.read(), before.process)? else { return Ok(()) };
    let known = process.clone();
    if let State::Done(_) = after.state {
        process.clock.doer = after.person;
    }
    let place = work.directory().place();
    if process.clock.last == Some(id) {
        match (&before.state, &after.state) {
            (State::Open, State::Done(at)) => process.completed(*at, &place),
            (State::Open, State::Skipped(skip)) => process.completed(skip.at_ms, &place),
            (State::Done(_) | State::Skipped(_), State::Open) => process.reopened(),
            _ => {}
        }
    }
    let Some(home) = work.directory().space(process.space).cloned() else { return Ok(()) };
    let who = Who::job(Actor::Process(process.id), None);
    work.acting(who, |work| runs::went(work, &home, &known, &mut process, id))
}

/// Who brought a task to its status, when that was a person. Its last change may be somebody else's.
fn who_did(scope: &impl Scope, task: &Task) -> Result<Option<Id>, Error> {
    for row in log::history(scope.read(), task.seq) {
        let (_, change) = row?;
        if change.fields.iter().any(|one| one.field == "status") {
            return Ok(if let Actor::Person(id) = change.actor { Some(id) } else { None });
        }
    }
    Ok(None)
}

/// What became of a run by what its task is.
fn state(run: &Run, task: Option<&Task>, now: i64) -> State {
    let skipped = |at_ms| match &run.state {
        State::Skipped(skip) => State::Skipped(skip.clone()),
        _ => State::Skipped(Skip { at_ms, by: None, reason: String::new() }),
    };
    match task {
        // What is done stays done, also when its task is gone for good.
        None if run.state == State::Open => skipped(now),
        None => run.state.clone(),
        Some(task) => match (task.category, task.trashed_ms) {
            (Category::Done, _) => State::Done(task.completed_ms.unwrap_or(now)),
            (Category::Cancelled, _) => skipped(task.completed_ms.unwrap_or(now)),
            (_, Some(at)) => skipped(at),
            (_, None) => State::Open,
        },
    }
}
