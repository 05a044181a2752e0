//! What is late, and what is stale: open tasks past their day, and open tasks nobody touched for a while. A task counts in
//! its home; one that is late is not told of as stale as well.

use super::{
    asked::{self, Open},
    views::tasks::{OverdueReport, OverdueSpace, OverdueTask},
};
use crate::{
    Error,
    access::{self, Permitted, Scope, shown},
    http::csv,
    tasks::{self, queries::view::days::Days},
};
use chrono::{Datelike, NaiveDate};
use guildhall_domain::{AudienceId, Id, report::STALE_DAYS, space::Space, when};
use std::sync::Arc;

const DAY_MS: i64 = 24 * 3_600_000;
/// Tasks of a list, the worst ones.
const LISTED: usize = 100;

/// A task, and how bad it is.
#[derive(Debug, Clone, Copy)]
pub struct Bad {
    id: Id,
    /// Days it is late, or that nobody touched it.
    pub days: i64,
}

/// Everything that is counted.
#[derive(Default)]
pub struct Counted {
    /// By space, where most is late first.
    pub spaces: Vec<OverdueSpace>,
    /// What is late, the latest first.
    pub overdue: Vec<Bad>,
    /// What is stale, what was touched longest ago first.
    pub stale: Vec<Bad>,
}

/// Counts.
pub fn count(scope: &impl Scope, asked: &Open) -> Result<Counted, Error> {
    let person = asked::person(scope, asked.person)?.and_then(|id| scope.directory().person(id));
    let person = person.map(|person| person.audience);
    let mut counted = Counted::default();
    for space in asked::spaces(scope, asked.space)? {
        // What lies in an archived space waits for nobody.
        if !space.is_live() {
            continue;
        }
        let here = of_space(scope, &space, person)?;
        if !here.overdue.is_empty() || !here.stale.is_empty() {
            counted.spaces.push(row(space.id, &here));
        }
        counted.overdue.extend(here.overdue);
        counted.stale.extend(here.stale);
    }
    let name = |id: Id| scope.directory().space(id).map(|space| space.name.to_lowercase());
    counted
        .spaces
        .sort_by_cached_key(|row| (std::cmp::Reverse((row.overdue, row.stale)), name(row.space_id), row.space_id));
    counted.overdue.sort_by_key(|bad| (std::cmp::Reverse(bad.days), bad.id));
    counted.stale.sort_by_key(|bad| (std::cmp::Reverse(bad.days), bad.id));
    Ok(counted)
}

/// What is late and stale in a space, of everybody or of one person, in no order.
pub fn of_space(
    scope: &impl Scope,
    space: &Permitted<Arc<Space>>,
    person: Option<AudienceId>,
) -> Result<Counted, Error> {
    let days = Days::of(scope);
    let today = when::today(when::from_ms(scope.now()), scope.directory().zone()).num_days_from_ce();
    let mut found = Counted::default();
    for shown in shown::rows(scope, space)? {
        let shown = shown?;
        let (id, row) = (shown.id(), shown.row());
        let counts = row.category.is_open() && !row.archived && row.abroad == 0;
        if !counts || person.is_some_and(|person| row.assignee != person) {
            continue;
        }
        let untouched = (scope.now() - row.updated_ms) / DAY_MS;
        if days.overdue(row) {
            found.overdue.push(Bad { id, days: i64::from(today - row.due.0).max(0) });
        } else if untouched >= STALE_DAYS && row.due.0 == 0 {
            // What has a day is meant to lie until then.
            found.stale.push(Bad { id, days: untouched });
        }
    }
    Ok(found)
}

fn row(space_id: Id, here: &Counted) -> OverdueSpace {
    let between = |from: i64, to: i64| here.overdue.iter().filter(|bad| (from..to).contains(&bad.days)).count();
    OverdueSpace {
        space_id,
        overdue: here.overdue.len(),
        within_week: between(0, 7),
        within_month: between(7, 28),
        longer: between(28, i64::MAX),
        stale: here.stale.len(),
    }
}

/// The worst of them, as their rows.
pub fn listed(scope: &impl Scope, all: &[Bad], most: usize) -> Result<Vec<OverdueTask>, Error> {
    let mut tasks = Vec::new();
    for bad in all {
        if tasks.len() == most {
            break;
        }
        if let Some(task) = access::seen_task(scope, bad.id)? {
            tasks.push(OverdueTask { task: tasks::views::row(scope, &task)?, days: bad.days });
        }
    }
    Ok(tasks)
}

/// The report.
pub fn report(scope: &impl Scope, asked: &Open) -> Result<OverdueReport, Error> {
    let counted = count(scope, asked)?;
    Ok(OverdueReport {
        overdue: counted.overdue.len(),
        stale: counted.stale.len(),
        stale_days: STALE_DAYS,
        overdue_tasks: listed(scope, &counted.overdue, LISTED)?,
        stale_tasks: listed(scope, &counted.stale, LISTED)?,
        spaces: counted.spaces,
    })
}

const HEAD: [&str; 8] = ["why", "days", "space", "task", "title", "assignee", "due", "last changed"];

/// The same as a table for spreadsheets: every task.
pub fn table(scope: &impl Scope, asked: &Open) -> Result<Vec<u8>, Error> {
    let counted = count(scope, asked)?;
    let overdue = listed(scope, &counted.overdue, usize::MAX)?.into_iter().map(|one| ("overdue", one));
    let stale = listed(scope, &counted.stale, usize::MAX)?.into_iter().map(|one| ("stale", one));
    let cells = |(why, OverdueTask { task, days }): (&str, OverdueTask)| {
        let assignee = task.assignee_id.and_then(|id| access::person(scope, id).ok());
        let due: Option<NaiveDate> = task.due.as_ref().map(|due| due.date);
        [
            why.to_owned(),
            days.to_string(),
            scope.directory().space(task.space_id).map(|space| space.name.clone()).unwrap_or_default(),
            task.key,
            task.title,
            assignee.map(|person| person.name.clone()).unwrap_or_default(),
            csv::number(due),
            task.updated_at,
        ]
    };
    csv::table(HEAD, overdue.chain(stale).map(cells).collect())
}
