//! What people have to do on which day, and the tasks behind one of these days.

use super::{
    gather::{gather, today},
    input::{self, WorkloadFilter},
    views::{self, Workload, WorkloadCell, WorkloadPerson, WorkloadTask},
};
use crate::{
    Error,
    access::{self, Scope},
    tasks,
};
use chrono::NaiveDate;
use guildhall_domain::{Id, policy::Do, workload::Place};

/// What people have to do.
pub fn read(scope: &impl Scope, asked: &WorkloadFilter) -> Result<Workload, Error> {
    let people = asked.people(scope)?;
    let (from, count) = asked.days(scope)?;
    let gathered = gather(scope, &people, from, count)?;
    let to = from.iter_days().nth(count.saturating_sub(1)).unwrap_or(from);
    let people: Vec<WorkloadPerson> =
        gathered.calendars.iter().zip(&gathered.plans).map(|(calendar, plan)| views::person(calendar, plan)).collect();
    let over = people.iter().filter(|person| person.days.iter().any(|day| day.over)).count();
    let closed = scope.directory().organization.as_ref().map(|one| one.closed_days.clone()).unwrap_or_default();
    Ok(Workload {
        from,
        to,
        today: today(scope),
        closed_days: closed.range(from..=to).copied().collect(),
        over_people: u32::try_from(over).unwrap_or(u32::MAX),
        unestimated: people.iter().map(|person| person.unestimated).sum(),
        people,
    })
}

/// What falls on a day of somebody.
pub fn cell(scope: &impl Scope, person: Id, day: NaiveDate) -> Result<WorkloadCell, Error> {
    input::inside(scope)?;
    let person = access::person(scope, person)?.into_inner();
    input::near(day, today(scope), "day")?;
    let gathered = gather(scope, std::slice::from_ref(&person), day, 1)?;
    let found = gathered.calendars.first().zip(gathered.plans.first()).ok_or_else(Error::not_found)?;
    let (calendar, plan) = found;
    let mut tasks = Vec::new();
    for mine in &gathered.seen {
        let Place::Between(first, last) = mine.piece.place else { continue };
        let minutes = plan.days.shares(mine.piece.minutes, first, last, day).next().unwrap_or(0);
        if minutes == 0 && (mine.piece.minutes > 0 || day != last) {
            continue;
        }
        if let Some(task) = access::seen_task(scope, mine.task)? {
            tasks.push(WorkloadTask {
                task: tasks::views::row(scope, &task)?,
                minutes,
                remaining_minutes: mine.piece.minutes,
                unestimated: mine.piece.guessed,
                can_assign: access::may(scope, &*task, Do::Edit),
            });
        }
    }
    tasks.sort_by(|a, b| b.minutes.cmp(&a.minutes).then_with(|| a.task.title.cmp(&b.task.title)));
    let of_day = plan.each().next().ok_or_else(Error::not_found)?;
    Ok(WorkloadCell { person_id: person.id, day: views::day(calendar, of_day), tasks })
}
