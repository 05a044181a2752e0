//! Approval steps of runs: asked when the steps before them are done, done when they are approved, and put back when
//! changes are asked for.
//!
//! Invariants: what is to be done follows from what is there, so it does not matter how often or how late somebody
//! looks; a step is never done by anything but its approval; an approval a run asked for waits only as long as a step
//! of it waits for that. Left out: when somebody looks, which is for the clockwork.

use super::{commands, store};
use crate::{
    Error,
    access::{self, Scope, Who, Work},
    processes::{self, chosen},
    tasks,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    approval::{Approval, Needs, New, Order, State, asking::MOST},
    change::Action,
    item::Item,
    policy::Do,
    task::{
        Step, Task,
        approving::{Approving, Stand, is_due},
    },
};

/// Brings the approval steps of a run to where they belong by now. Nothing for a task that is no run.
pub fn follow(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let Some(task) = tasks::store::get(work.read(), id)? else { return Ok(()) };
    let (Some(process), None) = (task.process, task.trashed_ms) else { return Ok(()) };
    let asked = store::of_item(work.read(), id)?;
    if asked.is_empty() && !task.steps.iter().any(|step| step.approval.is_some()) {
        return Ok(());
    }
    let who = Who::job(Actor::Process(process), None);
    work.acting(who, |work| {
        let task = settle(work, task)?;
        let task = asked.iter().try_fold(task, |task, approval| drop_idle(work, task, approval, process))?;
        ask_due(work, &task, process)
    })
}

/// Lets each step say what became of the approval that stands for it.
fn settle(work: &mut Work<'_, '_>, task: Task) -> Result<Task, Error> {
    let mut after = task.clone();
    for step in after.steps.iter_mut().filter(|step| step.done.is_none()) {
        let Some(id) = step.approval.as_ref().and_then(|approval| approval.stand.approval()) else { continue };
        let approval = store::get(work.read(), id)?;
        let Some(mine) = step.approval.as_mut() else { continue };
        mine.stand = match approval.as_ref().map(|approval| approval.state) {
            Some(State::Waiting | State::Approved) => Stand::Asked(id),
            Some(State::Changes | State::Withdrawn) => Stand::Back(id),
            None => Stand::Before,
        };
        if let Some(approved) = approval.filter(|approval| approval.state == State::Approved) {
            let last = approved.answers.last().map(|answer| answer.person);
            step.done = Some((approved.ended_ms.unwrap_or(work.now()), last));
        }
    }
    tasks::store::save(work, &task, &mut after, Action::Changed)?;
    Ok(after)
}

/// Withdraws what the process asked and no step waits for any more: the run is over, the step is gone, or one before it
/// is open again.
fn drop_idle(work: &mut Work<'_, '_>, task: Task, approval: &Approval, process: Id) -> Result<Task, Error> {
    let mine = |step: &Step| step.approval.as_ref().is_some_and(|one| one.stand.approval() == Some(approval.id));
    let waited = task.steps.iter().any(|step| mine(step) && step.done.is_none() && is_due(&task, step.id));
    if waited || !approval.is_waiting() || approval.asked_by != Actor::Process(process) {
        return Ok(task);
    }
    let mut over = approval.clone();
    over.withdraw(work.now()).map_err(|why| commands::refused(work, approval, why))?;
    let mut next = task.clone();
    for step in next.steps.iter_mut().filter(|step| mine(step)) {
        step.approval.iter_mut().for_each(|one| one.stand = Stand::Before);
    }
    let fields = vec![commands::state_field(approval.id, Some(approval.state), Some(over.state))];
    let change = (Action::Changed, fields);
    let item = commands::write(work, (&Item::Task(task), Item::Task(next)), Some(approval), &over, change)?;
    if let Item::Task(task) = item { Ok(task) } else { Err(Error::not_found()) }
}

/// Asks for the approval of the step whose turn it is, as the process with the rights its owner has now. Where those do
/// not suffice, or nobody can be asked, it is looked again when the task changes.
fn ask_due(work: &mut Work<'_, '_>, task: &Task, process: Id) -> Result<(), Error> {
    let turn = |step: &&Step| step.done.is_none() && is_due(task, step.id);
    let Some(step) = task.steps.iter().find(turn) else { return Ok(()) };
    let Some(approval) = step.approval.as_ref().filter(|approval| approval.stand == Stand::Before) else {
        return Ok(());
    };
    let owner = processes::store::get(work.read(), process)?.map(|process| process.owner);
    let who = Who::job(Actor::Process(process), owner.or(Some(Id::nil())));
    work.acting(who, |work| match question(work, task, step, &approval.by) {
        Ok(new) => soft(ask(work, task, step.id, new)),
        Err(error) => soft(Err(error)),
    })
}

/// What somebody is to be told is no failure of the clockwork.
fn soft(done: Result<(), Error>) -> Result<(), Error> {
    match done {
        Err(error) if !error.code.status().is_server_error() => {
            tracing::debug!(?error, "a step could not be asked for its approval");
            Ok(())
        }
        done => done,
    }
}

fn ask(work: &mut Work<'_, '_>, task: &Task, step: Id, new: New) -> Result<(), Error> {
    access::task(work, task.id, Do::Edit)?;
    let id = work.new_id();
    let mut next = task.clone();
    let mine = next.step_mut(step).and_then(|step| step.approval.as_mut()).ok_or_else(Error::not_found)?;
    mine.stand = Stand::Asked(id);
    commands::put_question(work, Item::Task(task.clone()), Item::Task(next), id, new).map(drop)
}

/// What is asked: those who can be, else the leads, of whom one suffices. A deadline that has passed is none.
fn question(work: &Work<'_, '_>, task: &Task, step: &Step, by: &Approving) -> Result<New, Error> {
    let run = processes::store::run(work.read(), task.id)?;
    let home = work.directory().space(task.space).map(|home| &**home);
    let item = Item::Task(task.clone());
    let fits = |person: &Id| commands::fit(work, &item, *person, "steps").is_ok();
    let mut people = Vec::new();
    for approver in &by.approvers {
        for person in chosen::people(work, home, run.as_ref(), *approver)?.into_iter().filter(fits) {
            if !people.contains(&person) {
                people.push(person);
            }
        }
    }
    let (mut order, mut needs) = (by.order, by.needs);
    if people.is_empty() {
        (order, needs) = (Order::AtOnce, Needs::One);
        people = home.map(|home| chosen::leads(work.directory(), home)).unwrap_or_default();
        people.retain(fits);
    }
    people.truncate(MOST);
    let zone = work.directory().zone();
    let due = step.due.filter(|due| due.deadline(zone).timestamp_millis() > work.now());
    Ok(New { words: step.text.clone(), order, needs, approvers: people, due }.checked()?)
}
