//! Time against estimates: what was worked on the tasks of a space, or on the runs of one of its processes, beside what they
//! were thought to take. Whoever reads the space reads the sum, as of each task; tasks they do not read do not count.

use super::{store, views::TimeSum};
use crate::{
    Error,
    access::{self, Scope, shown},
    tasks,
};
use guildhall_domain::{Id, policy::DoSpace};
use std::collections::HashSet;

/// Of the tasks that are at home in a space, all of them or those of a process.
pub fn of_space(scope: &impl Scope, id: Id, process: Option<Id>) -> Result<TimeSum, Error> {
    let space = access::space(scope, id, DoSpace::Read)?;
    let ids: Vec<Id> = shown::rows(scope, &space)?.map(|row| row.map(|row| row.id())).collect::<Result<_, _>>()?;
    let (mut all, mut estimated, mut sum) = (HashSet::new(), HashSet::new(), TimeSum::default());
    for task in tasks::store::demands(scope.read(), &ids)?.into_iter().flatten() {
        if task.space != space.id || process.is_some_and(|process| task.process != Some(process)) {
            continue;
        }
        all.insert(task.id);
        if let Some(minutes) = task.estimate {
            estimated.insert(task.id);
            sum.estimate_minutes += u64::from(minutes);
        }
    }
    for (task, minutes) in store::worked(scope.read(), &all)? {
        sum.minutes += minutes;
        sum.estimated_minutes += if estimated.contains(&task) { minutes } else { 0 };
    }
    sum.tasks = all.len();
    sum.estimated_tasks = estimated.len();
    Ok(sum)
}
