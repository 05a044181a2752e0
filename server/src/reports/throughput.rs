//! Throughput and cycle time: how many tasks were done in which week in which space, and how long they took from when
//! they were first being done. A task counts in its home, in the week in which it was done.

use super::{
    asked::{self, Over},
    views::tasks::{PaceShape, ThroughputReport, ThroughputSpace, ThroughputWeek},
};
use crate::{
    Error,
    access::{Permitted, Scope, shown, shown::Shown},
    http::csv,
    log, tasks,
};
use chrono::NaiveDate;
use guildhall_domain::{
    AudienceId, Id,
    process::report::{Period, week_of},
    report::{self, Pace, Step},
    space::{Category, Space},
    task::Task,
};
use std::{collections::BTreeMap, sync::Arc};

/// Tasks of which it is found out how long they took, those of each space that were done last; the others are counted.
const MEASURED: usize = 5_000;
/// Changes of a task that are looked at for that.
const LOOKED_AT: usize = 500;

/// A space.
pub struct Row {
    /// The space.
    pub space: Id,
    /// Its name.
    pub name: String,
    /// How its tasks went.
    pub pace: Pace,
    /// The same week by week.
    pub weeks: BTreeMap<NaiveDate, Pace>,
}

/// Everything that is counted.
pub struct Counted {
    /// The days it is about.
    pub period: Period,
    /// Spaces in which something was done, where most was done first.
    pub rows: Vec<Row>,
    all: Pace,
    weeks: BTreeMap<NaiveDate, Pace>,
}

/// Counts.
pub fn count(scope: &impl Scope, asked: &Over) -> Result<Counted, Error> {
    let period = asked.period(scope)?;
    let person = asked::person(scope, asked.person)?.and_then(|id| scope.directory().person(id));
    let person = person.map(|person| person.audience);
    let first = scope.directory().week_starts_on();
    let every = || period.weeks(first).into_iter().map(|week| (week, Pace::default())).collect::<BTreeMap<_, _>>();
    let mut counted = Counted { period, rows: Vec::new(), all: Pace::default(), weeks: every() };
    let mut left = MEASURED;
    for space in asked::spaces(scope, asked.space)? {
        let mut row = Row { space: space.id, name: space.name.clone(), pace: Pace::default(), weeks: every() };
        for done in done(scope, &space, &period, person)? {
            let took = if left > 0 { cycle(scope, &space, done.id())? } else { None };
            left = left.saturating_sub(1);
            let week = week_of(period.day(done.row().completed_ms), first);
            row.pace.add(took);
            counted.all.add(took);
            row.weeks.entry(week).or_default().add(took);
            counted.weeks.entry(week).or_default().add(took);
        }
        if row.pace.done > 0 {
            counted.rows.push(row);
        }
    }
    counted.rows.sort_by_cached_key(|row| (std::cmp::Reverse(row.pace.done), row.name.to_lowercase(), row.space));
    Ok(counted)
}

/// What was done in a time, the last first.
fn done(
    scope: &impl Scope,
    space: &Permitted<Arc<Space>>,
    period: &Period,
    person: Option<AudienceId>,
) -> Result<Vec<Shown>, Error> {
    let mut found = shown::changed(scope, space, period.begin_ms())?;
    found.retain(|shown| {
        let row = shown.row();
        let counts = row.category == Category::Done && row.abroad == 0 && period.has(row.completed_ms);
        counts && person.is_none_or(|person| row.assignee == person)
    });
    found.sort_by_key(|shown| std::cmp::Reverse(shown.row().completed_ms));
    Ok(found)
}

/// How long a task took.
fn cycle(scope: &impl Scope, home: &Space, id: Id) -> Result<Option<i64>, Error> {
    let Some(task) = tasks::store::get(scope.read(), id)? else { return Ok(None) };
    let Some(done_ms) = task.completed_ms else { return Ok(None) };
    Ok(report::took(task.created_ms, done_ms, task.category, &steps(scope, home, &task)?))
}

/// The changes of its category, the last first.
fn steps(scope: &impl Scope, home: &Space, task: &Task) -> Result<Vec<Step>, Error> {
    let category = |value: &guildhall_domain::change::Value| {
        let id = value.as_int().and_then(|id| u32::try_from(id).ok())?;
        home.status(id).map(|status| status.category)
    };
    let mut steps = Vec::new();
    for change in log::history(scope.read(), task.seq).take(LOOKED_AT) {
        let (_, change) = change?;
        let statuses = change.fields.iter().filter(|field| field.field == "status");
        steps.extend(statuses.map(|field| Step {
            at_ms: change.at_ms,
            before: category(&field.before),
            after: category(&field.after),
        }));
    }
    Ok(steps)
}

/// The report.
pub fn report(scope: &impl Scope, asked: &Over) -> Result<ThroughputReport, Error> {
    let counted = count(scope, asked)?;
    let week = |(from, pace): (&NaiveDate, &Pace)| ThroughputWeek { from: *from, pace: PaceShape::from(pace) };
    Ok(ThroughputReport {
        from: counted.period.from,
        to: counted.period.to,
        pace: PaceShape::from(&counted.all),
        weeks: counted.weeks.iter().map(week).collect(),
        spaces: counted
            .rows
            .iter()
            .map(|row| ThroughputSpace {
                space_id: row.space,
                pace: PaceShape::from(&row.pace),
                weeks: row.weeks.values().map(|pace| pace.done).collect(),
            })
            .collect(),
    })
}

const HEAD: [&str; 6] = ["week", "space", "done", "measured", "typically took minutes", "85 of 100 within minutes"];

/// The same as a table for spreadsheets: each space week by week.
pub fn table(scope: &impl Scope, asked: &Over) -> Result<Vec<u8>, Error> {
    let counted = count(scope, asked)?;
    let cells = |name: &str, week: &NaiveDate, pace: &Pace| {
        let shape = PaceShape::from(pace);
        let [done, measured] = [shape.done, shape.measured].map(|count| count.to_string());
        let [typical, slow] = [shape.cycle_minutes, shape.slow_minutes].map(csv::number);
        [week.to_string(), name.to_owned(), done, measured, typical, slow]
    };
    let rows = counted.rows.iter();
    csv::table(
        HEAD,
        rows.flat_map(|row| row.weeks.iter().map(move |(week, pace)| cells(&row.name, week, pace))).collect(),
    )
}
