//! Who a task could be given to: those who can read it and have time on its days, and before others those who did such a
//! task before.

use super::{
    gather::{gather, today},
    input,
    views::{WorkloadSuggestion, WorkloadSuggestions},
};
use crate::{
    Error,
    access::{self, Scope, shown},
    tasks::store::demands,
    time::store::worked,
};
use chrono::{Days, NaiveDate};
use guildhall_domain::{
    Id,
    person::{Person, PersonState, Role},
    policy::{Do, DoSpace},
    space::Category,
    task::Task,
    workload::{Place, place, remaining},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Most that are suggested.
const SUGGESTED: usize = 5;
/// Most days that are looked at for free time.
const DAYS: i64 = 56;
/// How far back what somebody did counts.
const YEAR_MS: i64 = 366 * 24 * 3_600_000;

/// Who a task could be given to, the best first.
pub fn read(scope: &impl Scope, id: Id) -> Result<WorkloadSuggestions, Error> {
    input::inside(scope)?;
    let task = access::task(scope, id, Do::Edit)?.into_inner();
    let (from, to) = days(scope, &task);
    let worked = worked(scope.read(), &HashSet::from([id]))?.get(&id).copied().unwrap_or(0);
    let minutes = remaining(task.estimate, worked);
    let people = takers(scope, &task);
    let count = usize::try_from((to - from).num_days() + 1).unwrap_or(1);
    let gathered = gather(scope, &people, from, count)?;
    let before = done_before(scope, &task)?;
    let mut found: Vec<(&Arc<Person>, WorkloadSuggestion)> = Vec::new();
    for (person, plan) in people.iter().zip(&gathered.plans) {
        let done_before = before.get(&person.id).copied().unwrap_or(0);
        let suggestion = WorkloadSuggestion { person_id: person.id, free_minutes: plan.free(from, to), done_before };
        found.extend((suggestion.free_minutes > 0).then_some((person, suggestion)));
    }
    // Whoever has time for all of it first, then who did it before, then who has most time.
    found.sort_by_cached_key(|(person, one)| {
        let fits = one.free_minutes >= minutes;
        let most = |number: u32| u32::MAX - number;
        (!fits, most(one.done_before), most(one.free_minutes), person.name.to_lowercase(), person.id)
    });
    let items = found.into_iter().take(SUGGESTED).map(|(_, one)| one).collect();
    Ok(WorkloadSuggestions { from, to, minutes, items })
}

/// The days on which a task is to be done; what is late or has no day, within a week.
fn days(scope: &impl Scope, task: &Task) -> (NaiveDate, NaiveDate) {
    let (today, zone) = (today(scope), scope.directory().zone());
    let later = |from: NaiveDate, days: i64| from.checked_add_days(Days::new(days.unsigned_abs())).unwrap_or(from);
    match place(task.start.map(|start| start.day_in(zone)), task.due.map(|due| due.day_in(zone)), today) {
        Place::Between(first, last) => (first, last.min(later(first, DAYS - 1))),
        Place::Overdue | Place::Undated => (today, later(today, 6)),
    }
}

/// Those who work here, can read the task and do not do it yet.
fn takers(scope: &impl Scope, task: &Task) -> Vec<Arc<Person>> {
    let audience = access::audience_of(scope.directory(), task);
    let works = |person: &Person| person.state == PersonState::Active && person.role != Role::Guest;
    let readers = scope.directory().readers(audience.ids());
    readers.filter(|person| works(person) && task.assignee != Some(person.id)).cloned().collect()
}

/// How often whom did a task of the same title or process in the same space within a year.
fn done_before(scope: &impl Scope, task: &Task) -> Result<HashMap<Id, u32>, Error> {
    let mut done = HashMap::new();
    let Some(home) = access::seen(access::space(scope, task.space, DoSpace::Read)).or_else(nothing)? else {
        return Ok(done);
    };
    let since = scope.now() - YEAR_MS;
    let mut ids: Vec<Id> = Vec::new();
    for shown in shown::rows(scope, &home)? {
        let shown = shown?;
        let row = shown.row();
        let counts = row.category == Category::Done && row.completed_ms >= since && row.assignee != 0;
        ids.extend(counts.then_some(shown.id()));
    }
    let title = task.title.to_lowercase();
    for demand in demands(scope.read(), &ids)?.into_iter().flatten() {
        let same = demand.title.to_lowercase() == title || (task.process.is_some() && demand.process == task.process);
        if let Some(person) = demand.assignee.filter(|_| same) {
            *done.entry(person).or_default() += 1;
        }
    }
    Ok(done)
}

/// Whoever may work on a task without reading its space learns nothing of what was done there.
fn nothing<T>(error: Error) -> Result<Option<T>, Error> {
    if error.code == crate::error::Code::Forbidden { Ok(None) } else { Err(error) }
}
