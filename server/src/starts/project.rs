//! The work of a space in one that is begun from it: its tasks without the dates of the first time and what was done, for
//! those who take the parts of others, as long as they were and as far behind a new first day as they were behind the old
//! one. With a plan all of them, and what depends on what; else those that are open. Distances and lengths are working days.

use super::roles::Roles;
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::{call::IfMatch, shapes::WhenShape},
    plan::{
        self,
        gather::{Gathered, dates as dates_of, gather_in},
    },
    spaces::{self, input::SpacePatch},
    tasks::{
        self,
        evidence::AsksShape,
        input::{StepInput, TaskInput},
    },
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use guildhall_domain::{
    Id,
    plan::{Dates, day},
    space::Space,
    task::Task,
};
use std::collections::BTreeSet;

/// Most tasks that are taken along, sub-tasks among them.
const MOST: usize = 200;

/// Takes the plan of a space along to another one, where it begins on a day.
pub fn take_along(work: &mut Work<'_, '_>, from: &Space, to: Id, first: NaiveDate, roles: &Roles) -> Result<(), Error> {
    let first = day("plan_begins", first)?;
    let finish = from.finish.ok_or_else(|| Error::field("plan_begins", "This space has no plan to take along."))?;
    let all = gather_in(work, from)?;
    let moving = Moving::new(work, &all, first, roles);
    let made = moving.make(work, &all, to)?;
    // Tasks depend on each other where there is a plan.
    let patch = SpacePatch { finish: Some(Some(moving.day(&all, finish))), ..SpacePatch::default() };
    spaces::commands::edit(work, to, IfMatch::Any, &patch, "")?;
    for link in &all.links {
        let Some((before, after)) = made.get(link.from).zip(made.get(link.to)) else { continue };
        plan::commands::depend(work, *after, *before, Some(i32::try_from(link.lag).unwrap_or(0)))?;
    }
    Ok(())
}

/// Takes the open tasks of a space along, as far apart as they were, the first of them on a day.
pub fn take_open(work: &mut Work<'_, '_>, from: &Space, to: Id, first: NaiveDate, roles: &Roles) -> Result<(), Error> {
    let first = day("tasks_begin", first)?;
    let all = open(work, from)?;
    Moving::new(work, &all, first, roles).make(work, &all, to).map(drop)
}

/// The tasks of a space that are to be done by somebody, without runs: their processes make those again.
fn open(scope: &impl Scope, from: &Space) -> Result<Gathered, Error> {
    let all = gather_in(scope, from)?;
    let is_open = |(task, dates): &(Task, Dates)| !dates.done && task.process.is_none();
    let (tasks, dates) = all.tasks.into_iter().zip(all.dates).filter(is_open).unzip();
    Ok(Gathered { tasks, dates, links: Vec::new(), ..all })
}

/// Who does something in the tasks that may be taken along.
pub fn people(scope: &impl Scope, from: &Space) -> Result<BTreeSet<Id>, Error> {
    let all = if from.finish.is_some() { gather_in(scope, from)? } else { open(scope, from)? };
    let mut people = BTreeSet::new();
    for task in all.tasks {
        let parts = parts(scope, &task)?;
        for one in parts.iter().chain([&task]) {
            people.extend(one.assignee);
            people.extend(one.steps.iter().filter_map(|step| step.assignee));
        }
    }
    Ok(people)
}

/// The sub-tasks of a task that the asker sees and that are still to be done or were.
fn parts(scope: &impl Scope, task: &Task) -> Result<Vec<Task>, Error> {
    let mut parts = Vec::new();
    for id in tasks::queries::subtask_ids(scope, task.id)? {
        let part = access::seen_task(scope, id)?.map(access::Permitted::into_inner);
        parts.extend(part.filter(|part| part.trashed_ms.is_none() && !part.archived));
    }
    Ok(parts)
}

/// How everything moves.
struct Moving<'a> {
    /// How far, in working days.
    by: i64,
    /// Who does what others did.
    roles: &'a Roles,
    zone: Tz,
}

impl<'a> Moving<'a> {
    fn new(scope: &impl Scope, all: &Gathered, first: NaiveDate, roles: &'a Roles) -> Self {
        let earliest = all.dates.iter().filter_map(|dates| dates.bar(&all.days).start).min();
        let by = all.days.before(first) - earliest.unwrap_or(all.today);
        Moving { by, roles, zone: scope.directory().zone() }
    }

    /// Makes the tasks with their sub-tasks in another space; answers which they became, in their order.
    fn make(&self, work: &mut Work<'_, '_>, all: &Gathered, to: Id) -> Result<Vec<Id>, Error> {
        let parts = all.tasks.iter().map(|task| parts(work, task)).collect::<Result<Vec<_>, _>>()?;
        if all.tasks.len() + all.left_out + parts.iter().map(Vec::len).sum::<usize>() > MOST {
            let message = format!("More than {MOST} tasks cannot be taken along. Begin without them.");
            return Err(Error::because(Code::TooMany, message));
        }
        let mut made: Vec<Id> = Vec::with_capacity(all.tasks.len());
        for ((task, dates), parts) in all.tasks.iter().zip(&all.dates).zip(&parts) {
            let input = TaskInput { after: made.last().copied(), ..self.input(all, task, dates) };
            let parent = tasks::commands::create::create(work, to, &input)?.id;
            for part in parts {
                let dates = dates_of(work, part);
                let input = TaskInput { parent_id: Some(parent), ..self.input(all, part, &dates) };
                tasks::commands::create::create(work, to, &input)?;
            }
            made.push(parent);
        }
        Ok(made)
    }

    /// A day, moved; never to one on which nobody works.
    fn day(&self, all: &Gathered, day: NaiveDate) -> NaiveDate {
        all.days.nth(all.days.before(day) + self.by).unwrap_or(day)
    }

    fn dates(&self, all: &Gathered, dates: &Dates) -> Dates {
        let bar = dates.bar(&all.days);
        let moved = bar.start.and_then(|start| dates.moved(&all.days, start + self.by, bar.length));
        moved.unwrap_or(Dates { start: None, due: None, ..*dates })
    }

    fn input(&self, all: &Gathered, task: &Task, dates: &Dates) -> TaskInput {
        let dates = self.dates(all, dates);
        let when = |date: Option<NaiveDate>| date.map(|date| WhenShape { date, time: None, zone: None });
        let step = |step: &guildhall_domain::task::Step| StepInput {
            text: step.text.clone(),
            assignee_id: self.roles.of(step.assignee),
            due: when(step.due.map(|due| self.day(all, due.day_in(self.zone)))),
            asks: step.asks.as_ref().map(AsksShape::from),
            ..StepInput::default()
        };
        TaskInput {
            title: task.title.clone(),
            body: task.body.clone(),
            section_id: task.section.filter(|_| task.parent.is_none()),
            assignee_id: self.roles.of(task.assignee),
            priority: Some(task.priority.into()),
            due: when(dates.due),
            start: when(dates.start),
            estimate_minutes: task.estimate,
            milestone: task.milestone,
            tag_ids: task.tags.clone(),
            steps: task.steps.iter().filter(|step| step.approval.is_none()).map(step).collect(),
            ..TaskInput::default()
        }
    }
}
