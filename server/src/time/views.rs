//! Time as the API shows it. What a task is called is looked up for each reader: who approves hours need not read what
//! they were spent on.

use super::{rates::Priced, sheets::Week, store};
use crate::{
    Error,
    access::{self, Scope},
    http::{Shape, shapes, words::words},
    tasks,
};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    policy::DoSpace,
    time::{Entry, sheet::State, timer::Timer},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// How far a week is.
    SheetState of State: Open, Submitted, Approved
}

/// The task time was spent on, for those who read it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimeTask {
    /// Id.
    pub id: Uuid,
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
}

/// Time somebody worked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TimeEntry)]
pub struct EntryShape {
    /// Id.
    pub id: Uuid,
    /// Who worked.
    pub person_id: Uuid,
    /// On what, for those who read it.
    pub task: Option<TimeTask>,
    /// The space in which it was worked, for those who know of it.
    pub space_id: Option<Uuid>,
    /// The day.
    pub day: NaiveDate,
    /// How long.
    pub minutes: u32,
    /// What was done.
    pub note: String,
    /// A customer pays for it.
    pub billable: bool,
    /// The reader may change it: it is theirs, and its week is open.
    pub can_edit: bool,
    /// For If-Match.
    pub version: String,
}

impl Shape for EntryShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A running timer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Timer)]
pub struct TimerShape {
    /// On what, for those who read it still.
    pub task: Option<TimeTask>,
    /// Since when.
    pub started_at: String,
    /// The day it counts for.
    pub day: NaiveDate,
    /// What is done.
    pub note: String,
    /// A customer pays for it.
    pub billable: bool,
}

/// The asker's timer, and what became of the one before.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimerChange {
    /// The timer that runs now.
    pub timer: Option<TimerShape>,
    /// The entry made by the one that was stopped.
    pub stopped: Option<EntryShape>,
    /// The one that was stopped ran for longer than its day had room for; what fitted was kept.
    pub cut: bool,
}

impl Shape for TimerChange {}

/// What was worked on a task.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskTime {
    /// By everybody.
    pub minutes: u64,
    /// By the reader.
    pub own_minutes: u64,
    /// What it was thought to take.
    pub estimate_minutes: Option<u32>,
    /// Those entries the reader may read, the last day first, 50 at most.
    pub entries: Vec<EntryShape>,
    /// The reader may write time on it.
    pub can_track: bool,
}

impl Shape for TaskTime {}

/// Time against estimates.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct TimeSum {
    /// Minutes that were worked on all of the tasks.
    pub minutes: u64,
    /// Minutes that were worked on those that have an estimate.
    pub estimated_minutes: u64,
    /// What those were thought to take.
    pub estimate_minutes: u64,
    /// How many tasks.
    pub tasks: usize,
    /// How many of them have an estimate.
    pub estimated_tasks: usize,
}

impl Shape for TimeSum {}

/// What the reader may do with a week.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetCan {
    /// Change its entries.
    pub edit: bool,
    /// Hand it in.
    pub submit: bool,
    /// Take it back.
    pub withdraw: bool,
    /// Approve it or send it back.
    pub decide: bool,
    /// Open it again.
    pub reopen: bool,
}

/// A week of somebody.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Timesheet)]
pub struct SheetShape {
    /// Whose.
    pub person_id: Uuid,
    /// Its first day.
    pub monday: NaiveDate,
    /// How far it is.
    pub state: SheetState,
    /// Those entries the reader may read, by day.
    pub entries: Vec<EntryShape>,
    /// Minutes of these.
    pub minutes: u64,
    /// When it was handed in.
    pub submitted_at: Option<String>,
    /// Who approved it or sent it back.
    pub decided_by: Option<Uuid>,
    /// When.
    pub decided_at: Option<String>,
    /// Why it was sent back; empty where it was not.
    pub reason: String,
    /// What the reader may do.
    pub can: SheetCan,
    /// Sent with an approval.
    pub version: String,
}

impl Shape for SheetShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// A week in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TimesheetRow)]
pub struct SheetRow {
    /// Whose.
    pub person_id: Uuid,
    /// Its first day.
    pub monday: NaiveDate,
    /// How far it is.
    pub state: SheetState,
    /// Minutes of its entries.
    pub minutes: u64,
    /// Of these, what a customer pays for.
    pub billable_minutes: u64,
    /// When it was handed in.
    pub submitted_at: Option<String>,
    /// Who approved it.
    pub decided_by: Option<Uuid>,
    /// Sent with an approval.
    pub version: String,
}

/// What an hour of somebody costs.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = HourlyRate)]
pub struct RateShape {
    /// In which space; none for everywhere else.
    pub space_id: Option<Uuid>,
    /// The space's name, for those who know of it.
    pub space: Option<String>,
    /// A decimal such as `62.50`.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
}

impl Shape for RateShape {}

/// What an hour costs, for whom it concerns.
pub fn rate(scope: &impl Scope, priced: &Priced) -> Result<RateShape, Error> {
    let space = priced.space.map(|id| access::seen(access::space(scope, id, DoSpace::See))).transpose()?.flatten();
    Ok(RateShape {
        space_id: priced.space,
        space: space.map(|space| space.name.clone()),
        amount: priced.rate.text(&priced.currency),
        currency: priced.currency.clone(),
    })
}

/// A task, for whoever reads it.
pub fn task(scope: &impl Scope, id: Id) -> Result<Option<TimeTask>, Error> {
    let task = access::seen_task(scope, id)?;
    Ok(task.map(|task| TimeTask { id: task.id, key: tasks::views::key(scope, &task), title: task.title.clone() }))
}

/// An entry. The caller made sure that the reader may see it.
pub fn entry(scope: &impl Scope, entry: &Entry) -> Result<EntryShape, Error> {
    let own = scope.who().person == Some(entry.person);
    let space = access::seen(access::space(scope, entry.space, DoSpace::See))?;
    Ok(EntryShape {
        id: entry.id,
        person_id: entry.person,
        task: task(scope, entry.task)?,
        space_id: space.map(|space| space.id),
        day: entry.day,
        minutes: entry.minutes,
        note: entry.note.clone(),
        billable: entry.billable,
        can_edit: own && store::is_open(scope.read(), entry.person, entry.day)?,
        version: scope.version(entry.seq),
    })
}

/// A timer, for whose it is.
pub fn timer(scope: &impl Scope, timer: &Timer) -> Result<TimerShape, Error> {
    Ok(TimerShape {
        task: task(scope, timer.task)?,
        started_at: shapes::instant(timer.started_ms),
        day: timer.day,
        note: timer.note.clone(),
        billable: timer.billable,
    })
}

/// The timer with what became of the one before.
pub fn timer_change(
    scope: &impl Scope,
    running: Option<&Timer>,
    stopped: Option<&Entry>,
    cut: bool,
) -> Result<TimerChange, Error> {
    let timer = running.map(|running| timer(scope, running)).transpose()?;
    Ok(TimerChange { timer, stopped: stopped.map(|stopped| entry(scope, stopped)).transpose()?, cut })
}

fn sum(entries: &[Entry], which: impl Fn(&Entry) -> bool) -> u64 {
    entries.iter().filter(|entry| which(entry)).map(|entry| u64::from(entry.minutes)).sum()
}

/// A week.
pub fn sheet(scope: &impl Scope, week: &Week) -> Result<SheetShape, Error> {
    let Week { sheet, entries, own, decides } = week;
    let is = |state| sheet.state == state;
    Ok(SheetShape {
        person_id: sheet.person,
        monday: sheet.monday,
        state: sheet.state.into(),
        minutes: sum(entries, |_| true),
        entries: entries.iter().map(|one| entry(scope, one)).collect::<Result<_, _>>()?,
        submitted_at: sheet.submitted_ms.map(shapes::instant),
        decided_by: sheet.decided.map(|(by, _)| by),
        decided_at: sheet.decided.map(|(_, at)| shapes::instant(at)),
        reason: sheet.reason.clone(),
        can: SheetCan {
            edit: *own && is(State::Open),
            submit: *own && is(State::Open),
            withdraw: *own && is(State::Submitted),
            decide: *decides && is(State::Submitted),
            reopen: *decides && is(State::Approved),
        },
        version: scope.version(sheet.seq),
    })
}

/// A week in a list.
pub fn row(scope: &impl Scope, week: &Week) -> SheetRow {
    SheetRow {
        person_id: week.sheet.person,
        monday: week.sheet.monday,
        state: week.sheet.state.into(),
        minutes: sum(&week.entries, |_| true),
        billable_minutes: sum(&week.entries, |entry| entry.billable),
        submitted_at: week.sheet.submitted_ms.map(shapes::instant),
        decided_by: week.sheet.decided.map(|(by, _)| by),
        version: scope.version(week.sheet.seq),
    }
}
