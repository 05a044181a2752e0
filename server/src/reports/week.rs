//! A week in review: what was done, opened and decided in it, what is late, and how long people worked, of a space or of
//! oneself. One's own week also counts what lies in one's Personal space; nobody else is told of that.

use super::{
    asked::{Over, WeekOf},
    overdue,
    time::{self, Worked},
    views::tasks::{WeekDay, WeekNumbers, WeekReport},
};
use crate::{
    Error,
    access::{self, Permitted, Scope, shown},
    happened::{sources, views as happened, views::HappenedShape},
    http::csv,
    tasks::{self, views::TaskRow},
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    actor::Actor,
    person::Person,
    policy::DoSpace,
    process::report::Period,
    space::{Category, Space},
};
use std::sync::Arc;

/// Tasks and decisions of a list.
const LISTED: usize = 50;

/// Whose week.
struct Whose {
    spaces: Vec<Permitted<Arc<Space>>>,
    /// Only what this person did.
    person: Option<Arc<Person>>,
}

impl Whose {
    fn of(scope: &impl Scope, asked: &WeekOf) -> Result<Whose, Error> {
        if let Some(space) = asked.space {
            return Ok(Whose { spaces: vec![access::space(scope, space, DoSpace::Read)?], person: None });
        }
        let me = access::me(scope)?;
        let mut spaces = access::mine(scope)?;
        if let Some(own) = scope.directory().personal(me.id) {
            spaces.extend(access::seen(access::space(scope, own.id, DoSpace::Read))?);
        }
        Ok(Whose { spaces, person: Some(me) })
    }
}

/// What happened to tasks in a week.
#[derive(Default)]
struct Moved {
    /// Those that were done, and when.
    done: Vec<(i64, Id)>,
    /// When those that were made were.
    opened: Vec<i64>,
}

fn moved(scope: &impl Scope, whose: &Whose, period: &Period) -> Result<Moved, Error> {
    let mut moved = Moved::default();
    for space in &whose.spaces {
        for shown in shown::changed(scope, space, period.begin_ms())? {
            let (id, row) = (shown.id(), shown.row());
            if row.abroad != 0 {
                continue;
            }
            let theirs = whose.person.as_ref().is_none_or(|person| row.assignee == person.audience);
            if row.category == Category::Done && period.has(row.completed_ms) && theirs {
                moved.done.push((row.completed_ms, id));
            }
            if period.has(row.created_ms) && is_by(scope, whose, id)? {
                moved.opened.push(row.created_ms);
            }
        }
    }
    moved.done.sort_unstable_by_key(|(at_ms, id)| (std::cmp::Reverse(*at_ms), *id));
    Ok(moved)
}

/// Whether the one whose week it is made a task; of a space everybody's count.
fn is_by(scope: &impl Scope, whose: &Whose, task: Id) -> Result<bool, Error> {
    let Some(person) = &whose.person else { return Ok(true) };
    Ok(access::seen_task(scope, task)?.is_some_and(|task| task.author == Actor::Person(person.id)))
}

fn decided(scope: &impl Scope, whose: &Whose, period: &Period) -> Result<Vec<HappenedShape>, Error> {
    let mut decided = Vec::new();
    for space in &whose.spaces {
        for found in sources::decisions(scope, space, period.begin_ms())? {
            if !period.has(found.at_ms) {
                continue;
            }
            let shape = happened::shape(scope, &found)?;
            let by = |shape: &HappenedShape| shape.by.as_ref().and_then(|by| by.id);
            decided
                .extend(shape.filter(|shape| whose.person.as_ref().is_none_or(|person| by(shape) == Some(person.id))));
        }
    }
    Ok(decided)
}

fn late(scope: &impl Scope, whose: &Whose) -> Result<Vec<overdue::Bad>, Error> {
    let person = whose.person.as_ref().map(|person| person.audience);
    let mut late = Vec::new();
    for space in whose.spaces.iter().filter(|space| space.is_live()) {
        late.extend(overdue::of_space(scope, space, person)?.overdue);
    }
    late.sort_by_key(|bad| std::cmp::Reverse(bad.days));
    Ok(late)
}

/// Everything of a week.
struct Gone {
    moved: Moved,
    decided: Vec<HappenedShape>,
    worked: Worked,
}

impl Gone {
    fn of(scope: &impl Scope, asked: &WeekOf, whose: &Whose, period: &Period) -> Result<Gone, Error> {
        let person = whose.person.as_ref().map(|person| person.id);
        let over = Over { person, ..Over::days(period.from, period.to, asked.space) };
        Ok(Gone {
            moved: moved(scope, whose, period)?,
            decided: decided(scope, whose, period)?,
            worked: time::count(scope, &over)?.all(),
        })
    }

    fn numbers(&self) -> WeekNumbers {
        WeekNumbers {
            done: self.moved.done.len(),
            opened: self.moved.opened.len(),
            decided: self.decided.len(),
            minutes: self.worked.minutes,
            billable_minutes: self.worked.billable,
        }
    }

    /// Day by day.
    fn days(&self, period: &Period) -> Vec<WeekDay> {
        let done: Vec<i64> = self.moved.done.iter().map(|(at_ms, _)| *at_ms).collect();
        let on = |all: &[i64], day: NaiveDate| all.iter().filter(|at_ms| period.day(**at_ms) == day).count();
        let day = |day: NaiveDate| WeekDay { day, done: on(&done, day), opened: on(&self.moved.opened, day) };
        period.from.iter_days().take(7).map(day).collect()
    }
}

/// The report.
pub fn report(scope: &impl Scope, asked: &WeekOf) -> Result<WeekReport, Error> {
    let period = asked.period(scope)?;
    let whose = Whose::of(scope, asked)?;
    let gone = Gone::of(scope, asked, &whose, &period)?;
    let before = Gone::of(scope, asked, &whose, &period.before())?;
    let late = late(scope, &whose)?;
    Ok(WeekReport {
        from: period.from,
        to: period.to,
        space_id: asked.space,
        numbers: gone.numbers(),
        before: before.numbers(),
        late: late.len(),
        days: gone.days(&period),
        done_tasks: rows(scope, &gone.moved.done)?,
        decisions: gone.decided.into_iter().take(LISTED).collect(),
        late_tasks: overdue::listed(scope, &late, LISTED)?,
    })
}

fn rows(scope: &impl Scope, done: &[(i64, Id)]) -> Result<Vec<TaskRow>, Error> {
    let mut rows = Vec::new();
    for (_, id) in done.iter().take(LISTED) {
        if let Some(task) = access::seen_task(scope, *id)? {
            rows.push(tasks::views::row(scope, &task)?);
        }
    }
    Ok(rows)
}

const HEAD: [&str; 5] = ["what", "when", "space", "key", "title"];

/// The same as a table for spreadsheets: each thing that is listed in a line.
pub fn table(scope: &impl Scope, asked: &WeekOf) -> Result<Vec<u8>, Error> {
    let report = report(scope, asked)?;
    let space = |id: Id| scope.directory().space(id).map(|space| space.name.clone()).unwrap_or_default();
    let done = report.done_tasks.into_iter().map(|task| {
        ["done".to_owned(), task.completed_at.unwrap_or_default(), space(task.space_id), task.key, task.title]
    });
    let decided =
        report.decisions.into_iter().map(|one| ["decided".to_owned(), one.at, String::new(), one.item.key, one.text]);
    let late = report.late_tasks.into_iter().map(|one| {
        let due = csv::number(one.task.due.map(|due| due.date));
        ["late".to_owned(), due, space(one.task.space_id), one.task.key, one.task.title]
    });
    csv::table(HEAD, done.chain(decided).chain(late).collect())
}
