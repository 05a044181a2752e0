//! Home as the API shows it.

use crate::{
    events::input::Attending,
    http::{Shape, shapes, words::words},
    tasks::views::TaskRow,
};
use chrono::NaiveDate;
use guildhall_domain::day::Stretch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A tab of Home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// Late, due or planned for today, and what is planned for some day.
    Today,
    /// Due or planned later, by day.
    Upcoming,
    /// Own work that waits for somebody or something.
    Waiting,
    /// Made by oneself, done by others.
    Delegated,
    /// Followed, and neither one's own nor delegated.
    Followed,
    /// Done in the last two weeks.
    Done,
}

/// How many rows each tab has.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct HomeCounts {
    pub today: usize,
    pub upcoming: usize,
    pub waiting: usize,
    pub delegated: usize,
    pub followed: usize,
    pub done: usize,
}

/// A tab with its rows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HomeTab {
    /// Groups with at least one row, in order.
    pub groups: Vec<HomeGroup>,
    /// How today looks, on the Today tab.
    pub day: Option<HomeDay>,
}

/// Rows that belong together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HomeGroup {
    /// `overdue`, `left_over`, `due_today`, `planned_today`, `undated`, `someday`, `remind`, `waiting`, `later`, a day, a person's id or `all`.
    pub id: String,
    /// The id in English, or the name behind it.
    pub name: String,
    /// Rows.
    pub count: usize,
    /// The rows in order.
    pub rows: Vec<TaskRow>,
}

words! {
    /// When of a day somebody is away.
    AwayIn: None, Morning, Afternoon, Day
}

impl From<(bool, bool)> for AwayIn {
    fn from(halves: (bool, bool)) -> Self {
        match halves {
            (false, false) => AwayIn::None,
            (true, false) => AwayIn::Morning,
            (false, true) => AwayIn::Afternoon,
            (true, true) => AwayIn::Day,
        }
    }
}

/// From one moment to another.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct HomeStretch {
    pub starts_at: String,
    pub ends_at: String,
}

impl From<Stretch> for HomeStretch {
    fn from(stretch: Stretch) -> Self {
        let at = |moment: chrono::DateTime<chrono::Utc>| shapes::instant(moment.timestamp_millis());
        HomeStretch { starts_at: at(stretch.from), ends_at: at(stretch.to) }
    }
}

/// An event that is on at a time of the day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HomeMeeting {
    /// The event.
    pub event_id: Uuid,
    /// The day by which this time of it is known; null of what comes once.
    pub occurrence: Option<NaiveDate>,
    /// Title.
    pub title: String,
    /// Home space; all zeros for those who are invited and do not know of it.
    pub space_id: Option<Uuid>,
    /// When.
    #[serde(flatten)]
    pub at: HomeStretch,
    /// What the reader said of it; what they made themselves they go to.
    pub answer: Attending,
    /// Nothing else can be done meanwhile: they come, or may.
    pub takes_time: bool,
}

/// An event of whole days; it takes no time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HomeWholeDay {
    /// The event.
    pub event_id: Uuid,
    /// The day by which this time of it is known; null of what comes once.
    pub occurrence: Option<NaiveDate>,
    /// Title.
    pub title: String,
    /// Home space; all zeros for those who are invited and do not know of it.
    pub space_id: Option<Uuid>,
}

/// A task to be done.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HomeWork {
    /// The task.
    pub task_id: Uuid,
    /// What remains of it: its estimate without what was worked on it.
    pub minutes: u32,
    /// It has no estimate, and counts as an hour.
    pub guessed: bool,
}

/// A task that was done today.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HomeDone {
    /// The task.
    pub task_id: Uuid,
    /// Title.
    pub title: String,
    /// Home space; all zeros for those who do not know of it.
    pub space_id: Uuid,
    /// Its estimate; an hour without one.
    pub minutes: u32,
    /// When it was done.
    pub at: String,
}

/// A day of the reader: their hours, what takes them, what is free and what is planned.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HomeDay {
    /// The day.
    pub day: NaiveDate,
    /// Their working hours; null on a day on which they do not work.
    pub hours: Option<HomeStretch>,
    /// When of it they are away.
    pub away: AwayIn,
    /// The organization is closed.
    pub closed: bool,
    /// What is at a time, the first first. What they declined is not among it.
    pub meetings: Vec<HomeMeeting>,
    /// What is on all day.
    pub whole_days: Vec<HomeWholeDay>,
    /// Their hours from now on that nothing takes.
    pub free: Vec<HomeStretch>,
    /// Minutes of these.
    pub free_minutes: u32,
    /// What is planned for the day, or due on it without a plan, in order.
    pub work: Vec<HomeWork>,
    /// Minutes of it.
    pub planned_minutes: u32,
    /// How many tasks of it have no estimate: each counts as an hour.
    pub guessed: usize,
    /// What was done on it, when it is today; the last one first.
    pub done: Vec<HomeDone>,
    /// Minutes of it.
    pub done_minutes: u32,
}

words! {
    /// Why a task is offered for a day.
    OfferedFor: LeftOver, Late, DueSoon, Undated
}

/// Tasks that could be planned.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HomeOffer {
    /// Why: planned before and not done, late, due within a week after the last of the days, or without any day.
    pub why: OfferedFor,
    /// In order.
    pub work: Vec<HomeWork>,
}

/// What there is to plan. Nobody else sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HomePlan {
    /// Today, where the reader is.
    pub today: NaiveDate,
    /// The days.
    pub days: Vec<HomeDay>,
    /// If there is time.
    pub someday: Vec<HomeWork>,
    /// What has no day of these; none that is empty.
    pub offers: Vec<HomeOffer>,
    /// Every task of these, once.
    pub rows: Vec<TaskRow>,
}

impl Shape for HomePlan {}
impl Shape for HomeTab {}
impl Shape for HomeCounts {}
