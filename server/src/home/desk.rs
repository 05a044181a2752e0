//! What lies on somebody's desk: the open tasks they have to do with, and the day each of them is theirs to do.
//!
//! Invariants: a task is the work of at most one day; one that was planned for a day that is over is nobody's day any
//! more and stands apart until its person says when, for plans never move by themselves.

use crate::{
    Error,
    access::{self, Permitted, Scope},
    tasks::{
        plans::{self, Plan, PlanWhen},
        rows::{PERSON, Part},
    },
};
use chrono::NaiveDate;
use guildhall_domain::{Id, person::Person, space::Category, task::Task, when};
use guildhall_store::{Desc, Span};
use std::{collections::HashMap, sync::Arc};

/// How far back is looked for what is done.
const DONE_DAYS: i64 = 14;

/// A task of somebody with what they have to do with it.
pub struct Mine {
    /// The task.
    pub task: Permitted<Task>,
    /// Their parts in it.
    pub parts: u64,
    /// When they mean to do it.
    pub plan: Option<Plan>,
}

/// When a task is somebody's to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// On a day from today on: planned for it, or due then without a plan.
    On(NaiveDate),
    /// If there is time.
    Someday,
    /// It was planned for a day that is over.
    LeftOver,
    /// It is late and not planned.
    Late,
    /// It is theirs, without any day.
    Undated,
    /// It is not theirs to do, or waits for somebody else.
    Nowhere,
}

/// See the module.
pub struct Desk {
    /// Whose.
    pub me: Arc<Person>,
    /// Today, where they are.
    pub today: NaiveDate,
    /// In no order.
    pub open: Vec<Mine>,
}

impl Desk {
    /// Of whoever asks.
    pub fn of(scope: &impl Scope) -> Result<Desk, Error> {
        let me = access::me(scope)?;
        let today = when::today(when::from_ms(scope.now()), me.time_zone);
        let mut plans: HashMap<Id, Plan> = plans::all(scope, me.audience)?.into_iter().collect();
        let mut open = Vec::new();
        for row in scope.read().scan(&PERSON, Span::prefix(&(me.audience, 0u8)))? {
            let ((_, _, _, id), parts) = row?;
            if let Some(task) = access::seen_task(scope, id)? {
                open.push(Mine { task, parts, plan: plans.remove(&id) });
            }
        }
        // What somebody planned without being part of it is theirs for the day as well.
        for (id, plan) in plans {
            if let Some(task) = access::seen_task(scope, id)?
                && task.is_open()
            {
                open.push(Mine { task, parts: 0, plan: Some(plan) });
            }
        }
        Ok(Desk { me, today, open })
    }

    /// Whether it is theirs to do.
    pub fn is_mine(&self, mine: &Mine) -> bool {
        mine.parts & Part::ASSIGNEE != 0
    }

    /// Until when it is theirs to do.
    pub fn due_day(&self, mine: &Mine) -> Option<NaiveDate> {
        mine.task.due.map(|due| due.day_in(self.me.time_zone)).filter(|_| self.is_mine(mine))
    }

    /// When it is theirs to do.
    pub fn stands(&self, mine: &Mine) -> Stands {
        let due = self.due_day(mine);
        match (mine.plan.as_ref().map(|plan| plan.when), due) {
            (Some(PlanWhen::Day(day)), _) if day >= self.today => Stands::On(day),
            (Some(PlanWhen::Someday), _) => Stands::Someday,
            (_, Some(day)) if day == self.today => Stands::On(day),
            (Some(PlanWhen::Day(_)), _) => Stands::LeftOver,
            (None, Some(day)) if day < self.today => Stands::Late,
            (None, Some(day)) => Stands::On(day),
            (None, None) if self.is_mine(mine) && mine.task.category != Category::Waiting => Stands::Undated,
            (None, None) => Stands::Nowhere,
        }
    }

    /// Their own tasks that were finished in the last two weeks, newest first, at most so many.
    pub fn done(&self, scope: &impl Scope, most: usize) -> Result<Vec<Mine>, Error> {
        let since = scope.now() - DONE_DAYS * 24 * 3_600_000;
        let mut finished = Vec::new();
        for row in scope.read().scan(&PERSON, Span::prefix(&(self.me.audience, 1u8)))? {
            let ((_, _, Desc(at), id), parts) = row?;
            if i64::try_from(at).unwrap_or(i64::MAX) < since || finished.len() >= most {
                break;
            }
            if parts & Part::ASSIGNEE == 0 {
                continue;
            }
            if let Some(task) = access::seen_task(scope, id)?
                && task.category == Category::Done
                && task.trashed_ms.is_none()
            {
                finished.push(Mine { task, parts, plan: None });
            }
        }
        Ok(finished)
    }
}
