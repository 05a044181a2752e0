//! From a space to its plan: the tasks that have a place in it, in the order of the space, and the dependencies between
//! them. What is done elsewhere, is a part of another task, was cancelled or put away has none.

use super::store;
use crate::{
    Error,
    access::{self, Permitted, Scope},
    error::Code,
    tasks::rows::{ORDERS, Order},
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    plan::{self, Dates, Link, Network, WorkingDays},
    policy::DoSpace,
    space::{Category, Space},
    task::Task,
    when,
};
use guildhall_store::Span;
use std::{collections::HashMap, sync::Arc};

/// A space that has a plan.
pub struct Planned {
    /// The space.
    pub space: Permitted<Arc<Space>>,
    /// When it is to be finished.
    pub finish: NaiveDate,
}

impl Planned {
    /// A space, for doing `what` with its plan.
    pub fn new(scope: &impl Scope, id: Id, what: DoSpace) -> Result<Self, Error> {
        access::space(scope, id, DoSpace::See)?;
        let space = access::space(scope, id, what)?;
        let finish = space.finish.ok_or_else(|| Error::new(Code::NoPlan))?;
        Ok(Planned { space, finish })
    }

    /// The plan a task is in. For who does not read its space there is none.
    pub fn of_task(scope: &impl Scope, task: &Task) -> Result<Self, Error> {
        let found = Planned::new(scope, task.space, DoSpace::Read);
        found.map_err(|error| match error.code {
            Code::NotFound | Code::Forbidden => Error::new(Code::NoPlan),
            _ => error,
        })
    }
}

/// When a task is done, as a plan reads it.
pub fn dates(scope: &impl Scope, task: &Task) -> Dates {
    let zone = scope.directory().zone();
    Dates {
        start: task.start.map(|start| start.day_in(zone)),
        due: task.due.map(|due| due.day_in(zone)),
        milestone: task.milestone,
        estimate: task.estimate,
        done: task.category == Category::Done,
    }
}

/// Whether a task has a place in the plan of its home.
pub fn has_place(task: &Task) -> bool {
    let away = task.archived || task.trashed_ms.is_some() || task.category == Category::Cancelled;
    task.parent.is_none() && !away
}

/// A plan as its reader sees it.
pub struct Gathered {
    /// The organization's working days.
    pub days: WorkingDays,
    /// Today, as a number of them.
    pub today: i64,
    /// Its tasks in the order of the space.
    pub tasks: Vec<Task>,
    /// When each of them is done.
    pub dates: Vec<Dates>,
    /// What depends on what, by their places.
    pub links: Vec<Link>,
    /// Tasks behind the last one that is shown.
    pub left_out: usize,
}

/// Gathers the plan of a space.
pub fn gather(scope: &impl Scope, of: &Planned) -> Result<Gathered, Error> {
    gather_in(scope, &of.space)
}

/// The same of a space that has none: what its plan would be.
pub fn gather_in(scope: &impl Scope, space: &Space) -> Result<Gathered, Error> {
    let (mut tasks, mut left_out) = (Vec::new(), 0);
    for row in scope.read().keys(&ORDERS, Span::prefix(&(space.audience, Order::Manual as u8)))? {
        let (.., id) = row?;
        if tasks.len() >= plan::SHOWN {
            left_out += 1;
            continue;
        }
        let task = access::seen_task(scope, id)?.map(Permitted::into_inner);
        tasks.extend(task.filter(|task| task.space == space.id && has_place(task)));
    }
    let places: HashMap<Id, usize> = tasks.iter().enumerate().map(|(at, task)| (task.id, at)).collect();
    let mut links = Vec::new();
    for (task, before, lag) in store::dependencies(scope.read(), space.audience)? {
        let ends = places.get(&before).zip(places.get(&task));
        links.extend(ends.map(|(from, to)| Link { from: *from, to: *to, lag: lag.into() }));
    }
    let days = WorkingDays::new(&scope.directory().place());
    let today = days.before(when::today(when::from_ms(scope.now()), scope.directory().zone()));
    let dates = tasks.iter().map(|task| dates(scope, task)).collect();
    Ok(Gathered { days, today, tasks, dates, links, left_out })
}

impl Gathered {
    /// The plan in numbers.
    pub fn network(&self) -> Network {
        let bars = self.dates.iter().map(|dates| dates.bar(&self.days)).collect();
        Network::new(bars, self.links.clone(), self.today)
    }

    /// The number of the day after one, before which what ends on it is over.
    pub fn end_of(&self, day: NaiveDate) -> i64 {
        self.days.before(day.succ_opt().unwrap_or(day))
    }

    /// The last working day of what is over before a number.
    pub fn last_day(&self, end: Option<i64>) -> Option<NaiveDate> {
        end.and_then(|end| self.days.nth(end - 1))
    }
}
