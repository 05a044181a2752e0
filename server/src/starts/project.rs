//! The plan of a space in one that is begun from it: its tasks without the people, the dates of the first project and what was
//! done, as long as they were, as far behind a new first day as they were behind the old one, with what depends on what.
//! Distances and lengths are working days.

use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::{call::IfMatch, shapes::WhenShape},
    plan::{
        self,
        gather::{Gathered, Planned, gather},
    },
    spaces::{self, input::SpacePatch},
    tasks::{
        self,
        evidence::AsksShape,
        input::{StepInput, TaskInput},
    },
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    plan::{Dates, day},
    policy::DoSpace,
    space::Space,
    task::Task,
};

/// Most tasks that are taken along, sub-tasks among them.
const MOST: usize = 200;

/// Takes the plan of a space along to another one, where it begins on a day.
pub fn take_along(work: &mut Work<'_, '_>, from: &Space, to: Id, first: NaiveDate) -> Result<(), Error> {
    let first = day("plan_begins", first)?;
    let of = Planned::new(work, from.id, DoSpace::Read).map_err(|error| match error.code {
        Code::NoPlan => Error::field("plan_begins", "This space has no plan to take along."),
        _ => error,
    })?;
    let all = gather(work, &of)?;
    let parts = all.tasks.iter().map(|task| parts(work, task)).collect::<Result<Vec<_>, _>>()?;
    if all.tasks.len() + all.left_out + parts.iter().map(Vec::len).sum::<usize>() > MOST {
        let message = format!("A plan of more than {MOST} tasks cannot be taken along. Begin without it.");
        return Err(Error::because(Code::TooMany, message));
    }
    let moving = Moving::new(&all, first);
    let mut made: Vec<Id> = Vec::with_capacity(all.tasks.len());
    for ((task, dates), parts) in all.tasks.iter().zip(&all.dates).zip(&parts) {
        let input = TaskInput { after: made.last().copied(), ..moving.input(&all, task, dates) };
        let parent = tasks::commands::create::create(work, to, &input)?.id;
        for part in parts {
            let input = TaskInput { parent_id: Some(parent), ..moving.input(&all, part, &Dates::default()) };
            tasks::commands::create::create(work, to, &input)?;
        }
        made.push(parent);
    }
    // Tasks depend on each other where there is a plan.
    let patch = SpacePatch { finish: Some(Some(moving.day(&all, of.finish))), ..SpacePatch::default() };
    spaces::commands::edit(work, to, IfMatch::Any, &patch, "")?;
    for link in &all.links {
        let Some((before, after)) = made.get(link.from).zip(made.get(link.to)) else { continue };
        plan::commands::depend(work, *after, *before, Some(i32::try_from(link.lag).unwrap_or(0)))?;
    }
    Ok(())
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

/// How far everything moves, in working days.
struct Moving(i64);

impl Moving {
    fn new(all: &Gathered, first: NaiveDate) -> Self {
        let earliest = all.dates.iter().filter_map(|dates| dates.bar(&all.days).start).min();
        Moving(all.days.before(first) - earliest.unwrap_or(all.today))
    }

    /// A day, moved; never to one on which nobody works.
    fn day(&self, all: &Gathered, day: NaiveDate) -> NaiveDate {
        all.days.nth(all.days.before(day) + self.0).unwrap_or(day)
    }

    fn dates(&self, all: &Gathered, dates: &Dates) -> Dates {
        let bar = dates.bar(&all.days);
        let moved = bar.start.and_then(|start| dates.moved(&all.days, start + self.0, bar.length));
        moved.unwrap_or(Dates { start: None, due: None, ..*dates })
    }

    fn input(&self, all: &Gathered, task: &Task, dates: &Dates) -> TaskInput {
        let dates = self.dates(all, dates);
        let when = |date: Option<NaiveDate>| date.map(|date| WhenShape { date, time: None, zone: None });
        let step = |step: &guildhall_domain::task::Step| StepInput {
            text: step.text.clone(),
            asks: step.asks.as_ref().map(AsksShape::from),
            ..StepInput::default()
        };
        TaskInput {
            title: task.title.clone(),
            body: task.body.clone(),
            section_id: task.section.filter(|_| task.parent.is_none()),
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
