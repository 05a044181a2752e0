//! Baselines: the dates of a plan as they were once, kept to compare with.

use super::{
    gather::{Gathered, Planned, gather},
    input::NewBaseline,
    store::{self, BASELINES},
    undo,
    views::{self, BaselineCompared, BaselineTask},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
};
use guildhall_domain::{
    Id,
    change::{UNDO_MS, Value},
    limits,
    plan::{self, Baseline, Kept},
    policy::DoSpace,
};
use std::collections::{HashMap, HashSet};

/// The baselines of a space, newest first.
pub fn list(scope: &impl Scope, space: Id) -> Result<Vec<views::BaselineShape>, Error> {
    let of = Planned::new(scope, space, DoSpace::Read)?;
    let (all, _) = store::baselines(scope.read(), of.space.audience)?;
    let mut shapes: Vec<_> = all.iter().map(|one| views::baseline(scope, one)).collect();
    shapes.sort_by(|a, b| b.created_at.cmp(&a.created_at));
    Ok(shapes)
}

/// Keeps the dates of a plan as they are.
pub fn keep(work: &mut Work<'_, '_>, space: Id, input: &NewBaseline) -> Result<Baseline, Error> {
    let of = Planned::new(work, space, DoSpace::Manage)?;
    let home = of.space.audience;
    let id = input.id.unwrap_or_else(|| work.new_id());
    if let Some(there) = store::baseline(work.read(), home, id)? {
        return Ok(there);
    }
    let (others, deleted) = store::baselines(work.read(), home)?;
    if deleted.iter().any(|(other, _)| *other == id) {
        return Err(Error::new(Code::IdTaken));
    }
    limits::at_most("baselines", others.len() + 1, plan::BASELINES)?;
    // Those whose deletion cannot be taken back any more.
    let now = work.now();
    for (gone, _) in deleted.iter().filter(|(_, at)| at + UNDO_MS < now) {
        work.tx.delete(&BASELINES, &(home, *gone))?;
    }
    let all = gather(work, &of)?;
    let kept = all.tasks.iter().zip(&all.dates).filter_map(|(task, dates)| {
        let (start, due) = dates.span()?;
        Some(Kept { task: task.id, start, due })
    });
    let baseline = Baseline {
        id,
        name: limits::line("name", &input.name, limits::NAME)?,
        author: access::me(work)?.id,
        at_ms: work.now(),
        finish: of.finish,
        tasks: kept.collect(),
    };
    work.tx.put(&BASELINES, &(home, id), &(&baseline).into())?;
    undo::log(work, &of.space, format!("baseline:{id}"), Value::Null, Value::Text(baseline.name.clone()))?;
    Ok(baseline)
}

/// Deletes a baseline.
pub fn delete(work: &mut Work<'_, '_>, space: Id, id: Id) -> Result<(), Error> {
    let of = Planned::new(work, space, DoSpace::Manage)?;
    let baseline = store::baseline(work.read(), of.space.audience, id)?.ok_or_else(Error::not_found)?;
    let now = work.now();
    store::mark(work.tx, of.space.audience, id, Some(now))?;
    undo::log(work, &of.space, format!("baseline:{id}"), Value::Text(baseline.name), Value::Null)
}

/// A plan beside one of its baselines.
pub fn compare(scope: &impl Scope, space: Id, id: Id) -> Result<BaselineCompared, Error> {
    let of = Planned::new(scope, space, DoSpace::Read)?;
    let baseline = store::baseline(scope.read(), of.space.audience, id)?.ok_or_else(Error::not_found)?;
    Ok(beside(scope, &gather(scope, &of)?, &baseline))
}

/// The baseline of a space that was kept last.
pub fn newest(scope: &impl Scope, of: &Planned) -> Result<Option<Baseline>, Error> {
    let (all, _) = store::baselines(scope.read(), of.space.audience)?;
    Ok(all.into_iter().max_by_key(|one| (one.at_ms, one.id)))
}

/// A plan that was gathered beside a baseline.
pub fn beside(scope: &impl Scope, all: &Gathered, baseline: &Baseline) -> BaselineCompared {
    let now: HashMap<Id, _> = all.tasks.iter().map(|task| task.id).zip(&all.dates).collect();
    let after = |day| all.end_of(day);
    let then: HashSet<Id> = baseline.tasks.iter().map(|kept| kept.task).collect();
    let shown: Vec<BaselineTask> = baseline
        .tasks
        .iter()
        .filter_map(|kept| {
            let days_later = now.get(&kept.task)?.span().map(|(_, due)| after(due) - after(kept.due));
            Some(BaselineTask { task_id: kept.task, start: kept.start, due: kept.due, days_later })
        })
        .collect();
    let ends = baseline.tasks.iter().map(|kept| after(kept.due)).max();
    let new = now.iter().filter(|(id, dates)| dates.span().is_some() && !then.contains(id)).count();
    BaselineCompared {
        gone: baseline.tasks.len() - shown.len(),
        new,
        days_later: all.network().end().zip(ends).map(|(now, then)| now - then),
        baseline: views::baseline(scope, baseline),
        tasks: shown,
    }
}
