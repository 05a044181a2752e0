//! Reports of plans, hours and weeks to come as the API shows them.

use crate::{
    budgets::views::{BudgetSums, BudgetWarning},
    http::{Shape, words::words},
    plan::views::{Milestone, StatusNote},
};
use chrono::NaiveDate;
use guildhall_domain::report::Stand;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// How a space with a finish stands by its dates. Tight: it ends in time, with hardly a day to lose.
    LineupStand of Stand: Done, NotStarted, Late, Tight, OnTrack
}

impl LineupStand {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            LineupStand::Done => "done",
            LineupStand::NotStarted => "not started",
            LineupStand::Late => "late",
            LineupStand::Tight => "tight",
            LineupStand::OnTrack => "on track",
        }
    }
}

/// What was planned once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LineupBaseline {
    /// Name of the baseline.
    pub name: String,
    /// The day on which the space was to be finished then.
    pub finish: NaiveDate,
    /// The first day of what was planned then; null where nothing was, or nothing of it is there any more.
    pub start: Option<NaiveDate>,
    /// Its last day.
    pub end: Option<NaiveDate>,
    /// Working days the plan ends later by now.
    pub days_later: Option<i64>,
}

/// A space with a finish.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LineupRow {
    /// The space.
    pub space_id: Uuid,
    /// Who leads it, the first by name.
    pub lead_id: Option<Uuid>,
    /// The first day of its plan; null where nothing is planned.
    pub start: Option<NaiveDate>,
    /// The day on which it is to be finished.
    pub finish: NaiveDate,
    /// The last day of what is planned.
    pub end: Option<NaiveDate>,
    /// Working days between that and the finish; less than none where it comes too late.
    pub slack_days: Option<i64>,
    /// How it stands by these.
    pub stand: LineupStand,
    /// How much of it is done, 0–100; each task weighs as many days as it takes.
    pub progress: u32,
    /// Tasks of the plan.
    pub tasks: usize,
    /// Those of them that are open.
    pub open_tasks: usize,
    /// Days to be reached, in their order.
    pub milestones: Vec<Milestone>,
    /// What was planned when it was last kept.
    pub baseline: Option<LineupBaseline>,
    /// What a lead said last of how it stands.
    pub note: Option<StatusNote>,
}

/// All spaces with a finish on one line of weeks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LineupReport {
    /// The first day of any, or today.
    pub from: NaiveDate,
    /// The last day of any.
    pub to: NaiveDate,
    /// Today, where the organization is.
    pub today: NaiveDate,
    /// Days between on which the organization is closed.
    pub closed_days: Vec<NaiveDate>,
    /// Open tasks of all of them.
    pub open_tasks: usize,
    /// Those the reader reads, what is to be finished first comes first.
    pub items: Vec<LineupRow>,
    /// Spaces behind the last one that is shown: a lineup shows 200.
    pub left_out: usize,
}

impl Shape for LineupReport {}

/// Work of a space, or of a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimeGroup {
    /// The space or the person.
    pub id: Uuid,
    /// Minutes.
    pub minutes: u64,
    /// Minutes a customer pays for.
    pub billable_minutes: u64,
}

/// Work of a week.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimeWeek {
    /// Its first day.
    pub from: NaiveDate,
    /// Minutes, as far as they are in the time of the report.
    pub minutes: u64,
    /// Minutes a customer pays for.
    pub billable_minutes: u64,
}

/// What a space may cost, and what it does, all of it as it stands now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimeBudget {
    /// The space.
    pub space_id: Uuid,
    /// How much it may cost.
    pub amount: String,
    /// ISO 4217. Everything is counted in it.
    pub currency: String,
    /// What it costs.
    pub sums: BudgetSums,
    /// Hundredths of the amount that are spent or ordered, rounded down.
    pub used_percent: Option<u64>,
    /// What there is to warn of.
    pub warnings: Vec<BudgetWarning>,
    /// Minutes, worked or still to be, that cost nothing because nobody says what, or in another currency.
    pub unpriced_minutes: u64,
}

/// What was worked over a time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimeReport {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Minutes.
    pub minutes: u64,
    /// Minutes a customer pays for.
    pub billable_minutes: u64,
    /// Week by week.
    pub weeks: Vec<TimeWeek>,
    /// By the space in which it was worked, most first.
    pub spaces: Vec<TimeGroup>,
    /// By person, most first.
    pub people: Vec<TimeGroup>,
    /// What the spaces may cost that the reader leads, those first of which most is used.
    pub budgets: Vec<TimeBudget>,
}

impl Shape for TimeReport {}

/// A week to come.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ForecastWeek {
    /// Its Monday.
    pub from: NaiveDate,
    /// Minutes of work that fall on it.
    pub minutes: u32,
    /// Minutes that can be worked in it.
    pub capacity_minutes: u32,
}

impl ForecastWeek {
    /// There is more to do than can be done.
    pub fn is_over(&self) -> bool {
        self.minutes > self.capacity_minutes
    }
}

/// What somebody has to do in the weeks to come.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ForecastPerson {
    /// Who.
    pub person_id: Uuid,
    /// Week by week.
    pub weeks: Vec<ForecastWeek>,
    /// Minutes of what is late; it falls on no week.
    pub overdue_minutes: u32,
    /// Minutes of what nobody said the day of.
    pub undated_minutes: u32,
}

/// What everybody has to do in the weeks to come.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ForecastReport {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// All together, week by week.
    pub weeks: Vec<ForecastWeek>,
    /// By name.
    pub people: Vec<ForecastPerson>,
    /// Tasks of these weeks the reader sees that have no estimate: each counts as an hour.
    pub unestimated: u32,
}

impl Shape for ForecastReport {}
