//! Dependencies: made, changed, taken away. Each is a fact of the task that waits and stands in its history.

use super::{
    gather::{Planned, has_place},
    store,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    tasks,
};
use guildhall_domain::{
    AudienceId, Id,
    change::{Action, FieldChange, Value},
    plan,
    policy::Do,
    task::Task,
};

/// Lets a task begin after another one ends and so many working days later, or (none) whenever.
pub fn depend(work: &mut Work<'_, '_>, id: Id, before: Id, lag: Option<i32>) -> Result<Task, Error> {
    let task = access::task(work, id, Do::Edit)?.into_inner();
    let other = access::task(work, before, Do::Read)?.into_inner();
    let lag = lag.map(plan::lag).transpose()?;
    if task.space != other.space {
        return Err(Error::because(Code::Conflict, "Both tasks have to be in the same space. Move one of them first."));
    }
    if task.id == other.id {
        return Err(Error::because(Code::DependencyCycle, "A task cannot wait for itself."));
    }
    if lag.is_some() && !(has_place(&task) && has_place(&other)) {
        let message =
            "A part of another task, and what was cancelled or put away, has no place in a plan. Choose other tasks.";
        return Err(Error::because(Code::Conflict, message));
    }
    let of = Planned::of_task(work, &task)?;
    keep(work, of.space.audience, task, before, lag, Action::Changed)
}

/// The same, when it was asked already whether they may.
pub fn keep(
    work: &mut Work<'_, '_>,
    home: AudienceId,
    task: Task,
    before: Id,
    lag: Option<i32>,
    action: Action,
) -> Result<Task, Error> {
    let earlier = store::lag(work.read(), home, task.id, before)?;
    if earlier == lag {
        return Ok(task);
    }
    if earlier.is_none() {
        no_circle(work, home, task.id, before)?;
    }
    store::put(work.tx, home, task.id, before, lag)?;
    let value = |lag: Option<i32>| Value::opt(lag, |lag| Value::Int(lag.into()));
    let field = FieldChange { field: format!("depends:{before}"), before: value(earlier), after: value(lag) };
    let mut after = task.clone();
    tasks::store::save_with(work, &task, &mut after, action, vec![field])?;
    Ok(after)
}

/// Refuses a dependency that would let tasks wait for each other, and names them; hidden ones count, because they may
/// come back. Where there are too many, those of tasks that are gone for good make room.
fn no_circle(work: &mut Work<'_, '_>, home: AudienceId, task: Id, before: Id) -> Result<(), Error> {
    let mut all = store::dependencies(work.read(), home)?;
    if all.len() >= plan::LINKS {
        let (mut left, mut gone) = (Vec::new(), Vec::new());
        for one in all {
            let there =
                tasks::store::get(work.read(), one.0)?.is_some() && tasks::store::get(work.read(), one.1)?.is_some();
            if there { left.push(one) } else { gone.push(one) }
        }
        gone.into_iter().try_for_each(|(task, before, _)| store::put(work.tx, home, task, before, None))?;
        all = left;
    }
    if all.len() >= plan::LINKS {
        return Err(Error::because(Code::TooMany, "A plan holds 5,000 dependencies. Take some away first."));
    }
    let Some(way) = plan::path(all.iter().map(|(task, before, _)| (*before, *task)), task, before) else {
        return Ok(());
    };
    let (mut ids, mut titles) = (Vec::new(), Vec::new());
    for id in way.iter().chain(way.first()) {
        let seen = access::seen_task(work, *id)?;
        titles.push(seen.as_ref().map_or("a task you do not see".to_owned(), |task| task.title.clone()));
        ids.extend(seen.map(|task| task.id.to_string()));
    }
    let message =
        format!("These tasks would wait for each other: {}. Take one of the dependencies away first.", short(&titles));
    Err(Error::because(Code::DependencyCycle, message).with("path", ids))
}

/// A long way is named by its ends.
fn short(titles: &[String]) -> String {
    const MOST: usize = 8;
    match titles.len().checked_sub(MOST).filter(|left| *left > 0) {
        None => titles.join(" → "),
        Some(left) => {
            let (first, rest) = titles.split_at(MOST / 2);
            let last: Vec<&str> = rest.iter().skip(left).map(String::as_str).collect();
            format!("{} → {left} more → {}", first.join(" → "), last.join(" → "))
        }
    }
}
