//! Reports as the API shows them.

pub mod mails;
pub mod plans;
pub mod saved;
pub mod tasks;

use super::asked::ReportBy;
use crate::{
    http::{Shape, shapes::minutes, words::words},
    processes::views::StripShape,
};
use chrono::NaiveDate;
use guildhall_domain::process::report::Tally;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How some runs went. Skipped ones count neither for nor against; what is open and not late is not counted.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Went)]
#[allow(missing_docs)]
pub struct WentShape {
    pub runs: u32,
    pub on_time: u32,
    pub late: u32,
    pub missed: u32,
    pub skipped: u32,
    /// Per cent on time; null while nothing counts.
    pub on_time_rate: Option<u8>,
    /// How late the late ones were, the middle value.
    pub late_minutes: Option<i64>,
    /// How long those that were done took, the middle value.
    pub takes_minutes: Option<i64>,
}

impl From<&Tally> for WentShape {
    fn from(tally: &Tally) -> Self {
        let statistics = tally.statistics;
        WentShape {
            runs: statistics.runs,
            on_time: statistics.on_time,
            late: statistics.late,
            missed: statistics.missed,
            skipped: statistics.skipped,
            on_time_rate: statistics.rate(),
            late_minutes: tally.late_ms().map(minutes),
            takes_minutes: tally.takes_ms().map(minutes),
        }
    }
}

/// Runs that were put together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OperationsRow {
    /// Id of the process, space or person, `none` for nobody; a month as `2026-11`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Space of the process.
    pub space_id: Option<Uuid>,
    /// Its last runs of this time, the oldest first; empty unless it is a process.
    pub strip: Vec<StripShape>,
    /// How they went.
    pub went: WentShape,
    /// Points of the rate, more or fewer than in as long a time before; null where one of them has no rate.
    pub change: Option<i16>,
    /// The step that is waited for the longest; of a process alone.
    pub waits_at: Option<String>,
}

/// A week.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OperationsWeek {
    /// Its first day.
    pub from: NaiveDate,
    /// How its runs went, as far as they are in the time of the report.
    pub went: WentShape,
}

/// How runs went over a time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OperationsReport {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// What runs are put together by.
    pub by: ReportBy,
    /// How all of them went.
    pub went: WentShape,
    /// Points of the rate, more or fewer than before.
    pub change: Option<i16>,
    /// How it went in as long a time before.
    pub before: WentShape,
    /// How many rows there are.
    pub count: usize,
    /// A page of them, worst first; months in their order.
    pub items: Vec<OperationsRow>,
    /// For the next page.
    pub next: Option<String>,
    /// Week by week.
    pub weeks: Vec<OperationsWeek>,
}

impl Shape for OperationsReport {}

/// How targets were kept. One that has time is not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TargetsKept)]
pub struct Kept {
    /// How many were met in time.
    pub in_time: usize,
    /// Of how many: those that were met, and those that are late.
    pub of: usize,
}

impl std::iter::Sum for Kept {
    fn sum<I: Iterator<Item = Kept>>(all: I) -> Kept {
        all.fold(Kept::default(), |sum, one| Kept { in_time: sum.in_time + one.in_time, of: sum.of + one.of })
    }
}

/// How requests to a space were answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnsweredSpace {
    /// The space.
    pub space_id: Uuid,
    /// How many came.
    pub came: usize,
    /// How many of them were answered.
    pub answered: usize,
    /// Minutes until the first answer, the middle value.
    pub answer_minutes: Option<i64>,
    /// How many wait now, whenever they came.
    pub waiting: usize,
    /// How the first answers that were promised were kept.
    pub answers: Kept,
    /// How it was kept that what they ask for is done in time.
    pub done: Kept,
}

words! {
    /// How long a request has been waiting: less than a day, than three days, than a week, or longer.
    RequestAge: Day, ThreeDays, Week, Older
}

/// How many requests have been waiting so long.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct RequestAgeCount {
    pub age: RequestAge,
    pub count: usize,
}

/// How requests of a time were answered, and how old those are that wait now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RequestsReport {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// How many came.
    pub came: usize,
    /// How many of them were answered.
    pub answered: usize,
    /// Minutes until the first answer, the middle value.
    pub answer_minutes: Option<i64>,
    /// How the first answers that were promised were kept.
    pub answers: Kept,
    /// How it was kept that what they ask for is done in time.
    pub done: Kept,
    /// By space, the slowest first.
    pub spaces: Vec<AnsweredSpace>,
    /// Those that wait now by their age.
    pub ages: Vec<RequestAgeCount>,
}

impl Shape for RequestsReport {}
