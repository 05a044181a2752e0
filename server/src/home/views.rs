//! Home as the API shows it.

use crate::{http::Shape, tasks::views::TaskRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
    /// Minutes of work planned for today or due today, without what is done; a task without an
    /// estimate counts as none.
    pub planned_minutes: u32,
    /// Working minutes of today that are left.
    pub free_minutes: u32,
    /// Minutes of the work finished today.
    pub done_minutes: u32,
}

/// Rows that belong together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HomeGroup {
    /// `overdue`, `due_today`, `planned_today`, `someday`, `remind`, `waiting`, `later`, a day, a person's id or `all`.
    pub id: String,
    /// The id in English, or the name behind it.
    pub name: String,
    /// Rows.
    pub count: usize,
    /// The rows in order.
    pub rows: Vec<TaskRow>,
}

impl Shape for HomeTab {}
impl Shape for HomeCounts {}
