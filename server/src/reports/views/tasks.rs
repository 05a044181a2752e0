//! Reports of tasks as the API shows them.

use crate::{
    happened::views::HappenedShape,
    http::{Shape, shapes::minutes},
    tasks::views::TaskRow,
};
use chrono::NaiveDate;
use guildhall_domain::report::Pace;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How some tasks went. How long one took counts from when it was first being done until it was done.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Pace)]
pub struct PaceShape {
    /// How many were done.
    pub done: usize,
    /// Of how many it is known how long they took; what was ticked in passing took no time.
    pub measured: usize,
    /// How long they took, the middle value.
    pub cycle_minutes: Option<i64>,
    /// Within how long 85 of a hundred were done.
    pub slow_minutes: Option<i64>,
}

impl From<&Pace> for PaceShape {
    fn from(pace: &Pace) -> Self {
        PaceShape {
            done: pace.done,
            measured: pace.measured(),
            cycle_minutes: pace.typical_ms().map(minutes),
            slow_minutes: pace.slow_ms().map(minutes),
        }
    }
}

/// A week.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ThroughputWeek {
    /// Its first day.
    pub from: NaiveDate,
    /// How its tasks went, as far as they were done in the time of the report.
    pub pace: PaceShape,
}

/// A space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ThroughputSpace {
    /// The space.
    pub space_id: Uuid,
    /// How its tasks went.
    pub pace: PaceShape,
    /// How many were done in each of the weeks.
    pub weeks: Vec<usize>,
}

/// How much was done in which week, and how long it took.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ThroughputReport {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// How all of them went.
    pub pace: PaceShape,
    /// Week by week.
    pub weeks: Vec<ThroughputWeek>,
    /// Spaces in which something was done, where most was done first.
    pub spaces: Vec<ThroughputSpace>,
}

impl Shape for ThroughputReport {}

/// What is late and stale in a space.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OverdueSpace {
    /// The space.
    pub space_id: Uuid,
    /// Tasks that are late.
    pub overdue: usize,
    /// Of these, by less than a week,
    pub within_week: usize,
    /// by less than four weeks,
    pub within_month: usize,
    /// and by more.
    pub longer: usize,
    /// Open tasks without a day that nobody touched for two weeks.
    pub stale: usize,
}

/// A task that is late or stale.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OverdueTask {
    /// The task.
    pub task: TaskRow,
    /// Days it is late, or that nobody touched it.
    pub days: i64,
}

/// What is late and what is stale.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OverdueReport {
    /// How many tasks are late.
    pub overdue: usize,
    /// How many are stale.
    pub stale: usize,
    /// Days after which an open task without a day that nobody touched is stale.
    pub stale_days: i64,
    /// Spaces with any, where most is late first.
    pub spaces: Vec<OverdueSpace>,
    /// The latest hundred.
    pub overdue_tasks: Vec<OverdueTask>,
    /// The hundred nobody touched for the longest.
    pub stale_tasks: Vec<OverdueTask>,
}

impl Shape for OverdueReport {}

/// How much happened in a week.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WeekNumbers {
    /// Tasks that were done.
    pub done: usize,
    /// Tasks that were made.
    pub opened: usize,
    /// Decisions.
    pub decided: usize,
    /// Minutes that were worked, as far as the reader may know of them.
    pub minutes: u64,
    /// Minutes a customer pays for.
    pub billable_minutes: u64,
}

/// A day of a week.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WeekDay {
    /// The day.
    pub day: NaiveDate,
    /// Tasks that were done.
    pub done: usize,
    /// Tasks that were made.
    pub opened: usize,
}

/// A week of a space, or of the reader.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WeekReport {
    /// Its Monday.
    pub from: NaiveDate,
    /// Its Sunday.
    pub to: NaiveDate,
    /// The space; null: the reader's own week.
    pub space_id: Option<Uuid>,
    /// How much happened.
    pub numbers: WeekNumbers,
    /// How much in the week before.
    pub before: WeekNumbers,
    /// Tasks that are late now.
    pub late: usize,
    /// Day by day.
    pub days: Vec<WeekDay>,
    /// What was done, the last first; fifty at most.
    pub done_tasks: Vec<TaskRow>,
    /// What was decided; fifty at most.
    pub decisions: Vec<HappenedShape>,
    /// What is late now, the latest first; fifty at most.
    pub late_tasks: Vec<OverdueTask>,
}

impl Shape for WeekReport {}
