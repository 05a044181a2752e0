//! What a mail says of each report: how it is in a sentence, and the lines that matter most.

use super::super::{
    asked::{Asked, Coming, Dated, Open, Over, WeekOf},
    forecast, lineup, operations, overdue, requests, throughput, time,
    views::{
        AnsweredSpace, OperationsRow,
        mails::ReportName,
        plans::{ForecastPerson, LineupRow, LineupStand, TimeBudget},
        tasks::{OverdueTask, PaceShape},
    },
    week,
};
use crate::{
    Error,
    access::{self, Scope},
    mail::compose::{Line, line},
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    policy::DoSpace,
    time::{sheet, words::decimal},
};

/// Lines of a report.
const LINES: usize = 8;
/// Budgets among them.
const BUDGETS: usize = 4;

/// What is said of a report.
pub struct Said {
    /// How it is.
    pub words: String,
    /// What matters most.
    pub lines: Vec<Line>,
}

fn said(words: String, lines: impl IntoIterator<Item = String>) -> Said {
    let lines = lines.into_iter().take(LINES).map(|text| Line { text: line(&text), link: String::new() });
    Said { words, lines: lines.collect() }
}

/// A report of the week that began on a Monday, or of how things are now, as its reader may know it.
pub fn of(scope: &impl Scope, report: ReportName, space: Option<Id>, monday: NaiveDate) -> Result<Said, Error> {
    let sunday = sheet::sunday(monday);
    match report {
        ReportName::Lineup => of_lineup(scope),
        ReportName::Operations => of_runs(scope, &Asked::over(monday, sunday, space)),
        ReportName::Requests => of_requests(scope, &Asked::over(monday, sunday, space)),
        ReportName::Throughput => of_throughput(scope, &Over::days(monday, sunday, space)),
        ReportName::Overdue => of_overdue(scope, &Open { space, person: None }),
        ReportName::Time => of_time(scope, &Over::days(monday, sunday, space)),
        ReportName::Forecast => of_forecast(scope, &Coming { space }),
        ReportName::Week => of_week(scope, &WeekOf { day: Some(monday.to_string()), space }),
    }
}

fn space(scope: &impl Scope, id: Id) -> String {
    let space = access::space(scope, id, DoSpace::See);
    space.map_or_else(|_| "Another space".to_owned(), |space| space.name.clone())
}

fn person(scope: &impl Scope, id: Id) -> String {
    access::person(scope, id).map_or_else(|_| "Somebody".to_owned(), |person| person.name.clone())
}

/// "1 task", "3 tasks".
fn count(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn hours(minutes: u64) -> String {
    format!("{} hours", decimal(u32::try_from(minutes).unwrap_or(u32::MAX)))
}

/// "40 minutes", "3 hours", "4 days".
fn took(minutes: i64) -> String {
    let (value, one, many) = match minutes {
        0..120 => (minutes, "minute", "minutes"),
        120..2_880 => (minutes / 60, "hour", "hours"),
        _ => (minutes / 1_440, "day", "days"),
    };
    count(usize::try_from(value).unwrap_or_default(), one, many)
}

fn of_lineup(scope: &impl Scope) -> Result<Said, Error> {
    let report = lineup::report(scope, &Dated::default())?;
    let standing = |stand| report.items.iter().filter(|row| row.stand == stand).count();
    let words = format!(
        "{} with a finish: {} late, {} tight.",
        count(report.items.len(), "space", "spaces"),
        standing(LineupStand::Late),
        standing(LineupStand::Tight)
    );
    let row = |row: &LineupRow| {
        let name = space(scope, row.space_id);
        format!("{name}: {}, to be finished on {}", row.stand.words(), row.finish.format("%-d %B %Y"))
    };
    Ok(said(words, report.items.iter().map(row)))
}

fn of_runs(scope: &impl Scope, asked: &Asked) -> Result<Said, Error> {
    let report = operations::report(scope, asked)?;
    let rate = |rate: Option<u8>| rate.map_or_else(|| "none counted".to_owned(), |rate| format!("{rate} % on time"));
    let went = &report.went;
    let runs = count(usize::try_from(went.runs).unwrap_or_default(), "run", "runs");
    let words = format!("{runs}, {}: {} late, {} missed.", rate(went.on_time_rate), went.late, went.missed);
    let row = |row: &OperationsRow| format!("{}: {}", row.name, rate(row.went.on_time_rate));
    Ok(said(words, report.items.iter().map(row)))
}

fn of_requests(scope: &impl Scope, asked: &Asked) -> Result<Said, Error> {
    let report = requests::report(scope, asked)?;
    let soon = report.answer_minutes.map(|minutes| format!(", typically within {}", took(minutes)));
    let came = count(report.came, "request came", "requests came");
    let words = format!("{came}, {} answered{}.", count(report.answered, "was", "were"), soon.unwrap_or_default());
    let row =
        |row: &AnsweredSpace| format!("{}: {} came, {} waiting now", space(scope, row.space_id), row.came, row.waiting);
    Ok(said(words, report.spaces.iter().map(row)))
}

fn of_throughput(scope: &impl Scope, asked: &Over) -> Result<Said, Error> {
    let report = throughput::report(scope, asked)?;
    let long = |pace: &PaceShape| {
        let both = pace.cycle_minutes.zip(pace.slow_minutes);
        both.map(|(typical, slow)| format!("; half of them within {}, 85 of 100 within {}", took(typical), took(slow)))
    };
    let done = count(report.pace.done, "task was done", "tasks were done");
    let words = format!("{done}{}.", long(&report.pace).unwrap_or_default());
    let rows = report.spaces.iter().map(|row| format!("{}: {} done", space(scope, row.space_id), row.pace.done));
    Ok(said(words, rows))
}

fn of_overdue(scope: &impl Scope, asked: &Open) -> Result<Said, Error> {
    let report = overdue::report(scope, asked)?;
    let words = format!(
        "{}; {} without a day not touched for two weeks.",
        count(report.overdue, "task is late", "tasks are late"),
        count(report.stale, "open task", "open tasks")
    );
    Ok(said(words, report.overdue_tasks.iter().map(late)))
}

fn late(late: &OverdueTask) -> String {
    let days = count(usize::try_from(late.days).unwrap_or_default(), "day", "days");
    format!("{} {}: {days} late", late.task.key, late.task.title)
}

fn of_time(scope: &impl Scope, asked: &Over) -> Result<Said, Error> {
    let report = time::report(scope, asked)?;
    let words = format!("{}, {} of them billable.", hours(report.minutes), hours(report.billable_minutes));
    let rows = report.spaces.iter().map(|row| format!("{}: {}", space(scope, row.id), hours(row.minutes)));
    let budgets = report.budgets.iter().take(BUDGETS).map(|row| budget(scope, row));
    Ok(said(words, budgets.chain(rows)))
}

fn budget(scope: &impl Scope, row: &TimeBudget) -> String {
    let (name, currency) = (space(scope, row.space_id), &row.currency);
    let used = row.used_percent.unwrap_or_default();
    format!("{name}: {used} % of {} {currency} spent or ordered, {} {currency} forecast", row.amount, row.sums.forecast)
}

fn of_forecast(scope: &impl Scope, asked: &Coming) -> Result<Said, Error> {
    let report = forecast::report(scope, asked)?;
    let full = report.weeks.iter().filter(|week| week.is_over()).count();
    let words = format!("{full} of {} weeks hold more than can be done.", report.weeks.len());
    let over = |person_of: &ForecastPerson| {
        let week = person_of.weeks.iter().find(|week| week.is_over())?;
        let (load, can) = (hours(week.minutes.into()), hours(week.capacity_minutes.into()));
        let name = person(scope, person_of.person_id);
        Some(format!("{name}: {load} to do and {can} to do it in, in the week from {}", week.from.format("%-d %B")))
    };
    Ok(said(words, report.people.iter().filter_map(over)))
}

fn of_week(scope: &impl Scope, asked: &WeekOf) -> Result<Said, Error> {
    let report = week::report(scope, asked)?;
    let numbers = &report.numbers;
    let words = format!(
        "{} done, {} opened, {} decided, {} late now, {} worked.",
        numbers.done,
        numbers.opened,
        numbers.decided,
        report.late,
        hours(numbers.minutes)
    );
    let done = report.done_tasks.iter().map(|task| format!("Done: {} {}", task.key, task.title));
    let decided = report.decisions.iter().map(|one| format!("Decided: {}", one.text));
    Ok(said(words, decided.chain(done)))
}
