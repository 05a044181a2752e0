//! Moving a task in a plan. What depends on it is pushed as far as it has to and no further, all in one command with one
//! undo; what would move can be looked at before.

use super::{
    gather::{Gathered, Planned, gather},
    input::PlanShiftInput,
    views::{PlanMove, PlanShift},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    tasks,
};
use guildhall_domain::{
    Id,
    change::Action,
    plan::{self, Dates, Move},
    policy::Do,
    task::Task,
    when::When,
};

/// What would move. Nothing is written.
pub fn preview(scope: &impl Scope, id: Id, input: &PlanShiftInput) -> Result<PlanShift, Error> {
    let task = access::task(scope, id, Do::Read)?.into_inner();
    work_out(scope, &task, input)
}

/// Moves a task and what it pushes.
pub fn shift(work: &mut Work<'_, '_>, id: Id, input: &PlanShiftInput) -> Result<PlanShift, Error> {
    let task = access::task(work, id, Do::Edit)?.into_inner();
    let shift = work_out(work, &task, input)?;
    for moved in &shift.moves {
        let before = access::task(work, moved.task_id, Do::Edit)?.into_inner();
        let mut after = before.clone();
        let on = |when: Option<When>, day| When { day, time: when.and_then(|when| when.time) };
        // Whoever moves a task says both of its days; what is pushed keeps to those it has.
        let own = before.id == task.id;
        if (own && !task.milestone) || before.start.is_some() {
            after.start = Some(on(before.start, moved.start));
        }
        if own || before.due.is_some() {
            after.due = Some(on(before.due, moved.due));
        }
        if after != before {
            tasks::store::save(work, &before, &mut after, Action::Changed)?;
        }
    }
    Ok(shift)
}

fn work_out(scope: &impl Scope, task: &Task, input: &PlanShiftInput) -> Result<PlanShift, Error> {
    let (start, due) = input.checked()?;
    let of = Planned::of_task(scope, task)?;
    let mut all = gather(scope, &of)?;
    let Some(at) = all.tasks.iter().position(|other| other.id == task.id) else {
        let message = "This task has no place in the plan: it is a part of another one, or was cancelled or put away.";
        return Err(Error::because(Code::Conflict, message));
    };
    let start = if task.milestone { due } else { start };
    let own = Dates { start: Some(start), due: Some(due), ..super::gather::dates(scope, task) };
    let bar = own.bar(&all.days);
    let moved = Move { bar: at, start: bar.start.unwrap_or(all.today), length: bar.length };
    let moves = all.network().shift(moved);
    if moves.len() > plan::MOVED {
        return Err(Error::because(
            Code::TooMany,
            "This would move more than 2,000 tasks at once. Move a later task first.",
        ));
    }
    let mut found = Vec::with_capacity(moves.len());
    for one in &moves {
        let new = if one.bar == at { Some(own) } else { pushed(&all, one) };
        found.push(told(&all, one.bar, new)?);
        if let Some((dates, new)) = all.dates.get_mut(one.bar).zip(new) {
            *dates = new;
        }
    }
    let end = all.network().end();
    Ok(PlanShift { moves: found, end: all.last_day(end), slack_days: end.map(|end| all.end_of(of.finish) - end) })
}

fn pushed(all: &Gathered, one: &Move) -> Option<Dates> {
    all.dates.get(one.bar)?.moved(&all.days, one.start, one.length)
}

fn told(all: &Gathered, at: usize, new: Option<Dates>) -> Result<PlanMove, Error> {
    let too_far = || Error::field("due", "This would push tasks past the year 2200. Choose an earlier day.");
    let (start, due) = new.and_then(|new| new.span()).ok_or_else(too_far)?;
    let task = all.tasks.get(at).ok_or_else(Error::not_found)?;
    let from = all.dates.get(at).and_then(Dates::span);
    Ok(PlanMove {
        task_id: task.id,
        from_start: from.map(|from| from.0),
        from_due: from.map(|from| from.1),
        start,
        due,
    })
}
