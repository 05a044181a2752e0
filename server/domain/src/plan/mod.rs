//! The plan of a space that has a day on which it finishes: when its tasks can be done, which of them decide the finish,
//! and what moves when one of them does.
//!
//! Everything is counted in working days, each of which has a number ([`WorkingDays`]); a [`Network`] knows nothing but
//! numbers. Dates that people set are never changed but by a shift they asked for.
//! Left out: links other than finish to start, people who are away, parts of days.

pub mod days;
pub mod network;

pub use days::WorkingDays;
pub use network::{Bar, Link, Move, Network, path};

use crate::{Id, Rule};
use chrono::{Days, NaiveDate};

/// Most dependencies of a space, those that are hidden too.
pub const LINKS: usize = 5_000;
/// Most tasks a plan shows; those behind them in the order of the space are left out, and it says how many.
pub const SHOWN: usize = 5_000;
/// Most tasks one shift moves.
pub const MOVED: usize = 2_000;
/// Longest lag, in working days either way.
pub const LAG: i32 = 365;
/// Most baselines of a space.
pub const BASELINES: usize = 20;
/// Most status notes that are kept of a space.
pub const NOTES: usize = 500;
/// Minutes of work of a day, for tasks that have an estimate and no dates.
const DAY: u32 = 480;

/// How a project stands, in the words of whoever leads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// As planned.
    OnTrack,
    /// It may be late.
    AtRisk,
    /// It will be late.
    OffTrack,
}

/// What was said of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Id.
    pub id: Id,
    /// How it stands.
    pub health: Health,
    /// Markdown; may be empty.
    pub body: String,
    /// Who said so.
    pub author: Id,
    /// When.
    pub at_ms: i64,
}

/// A task as a baseline remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The task.
    pub task: Id,
    /// Its first day.
    pub start: NaiveDate,
    /// Its last.
    pub due: NaiveDate,
}

/// The dates of a plan as they were once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// Id.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Who kept it.
    pub author: Id,
    /// When.
    pub at_ms: i64,
    /// The day on which the space was to finish.
    pub finish: NaiveDate,
    /// Tasks that had dates.
    pub tasks: Vec<Kept>,
}

/// The first and last day a plan can have.
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default()
}

/// See [`first_day`].
pub fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2200, 12, 31).unwrap_or_default()
}

/// A day a plan can have.
///
/// # Errors
/// When it is before 1900 or after 2200.
pub fn day(field: &str, day: NaiveDate) -> Result<NaiveDate, Rule> {
    if (first_day()..=last_day()).contains(&day) {
        return Ok(day);
    }
    Err(Rule::field("out_of_range", field, "Choose a day from 1900 to 2200."))
}

/// A lag in working days; a negative one lets the next task begin earlier.
///
/// # Errors
/// When it is longer than a year.
pub fn lag(days: i32) -> Result<i32, Rule> {
    if (-LAG..=LAG).contains(&days) {
        return Ok(days);
    }
    Err(Rule::field("out_of_range", "lag_days", "A lag is at most 365 working days."))
}

/// What is known of when a task is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dates {
    /// From when.
    pub start: Option<NaiveDate>,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// It has a day and no length.
    pub milestone: bool,
    /// Minutes of work.
    pub estimate: Option<u32>,
    /// Work on it is over.
    pub done: bool,
}

impl Dates {
    /// Its first and last day: one that has only one of them takes a day, and none lies before the other.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let due = self.due.or(self.start)?.clamp(first_day(), last_day());
        let start = self.start.filter(|_| !self.milestone).unwrap_or(due).clamp(first_day(), last_day());
        Some((start.min(due), due))
    }

    /// As a bar of a network.
    pub fn bar(&self, days: &WorkingDays) -> Bar {
        let least = i64::from(!self.milestone);
        let Some((start, due)) = self.span() else {
            let length = self.estimate.map_or(1, |minutes| i64::from(minutes.div_ceil(DAY)));
            return Bar { start: None, length: if self.milestone { 0 } else { length.max(1) }, done: self.done };
        };
        let first = days.before(start);
        let end = days.before(due.checked_add_days(Days::new(1)).unwrap_or(due));
        let length = if self.milestone { 0 } else { (end - first).max(least) };
        Bar { start: Some(first), length, done: self.done }
    }

    /// The same from another working day on, as long as before; only the dates it has are set. Nothing where that is
    /// after the last day a plan can have.
    pub fn moved(&self, days: &WorkingDays, start: i64, length: i64) -> Option<Dates> {
        let (first, last) = (days.nth(start)?, days.nth(start + (length - 1).max(0))?);
        let ends = if self.milestone { first } else { last };
        Some(Dates { start: self.start.map(|_| first), due: self.due.map(|_| ends), ..*self })
    }
}
