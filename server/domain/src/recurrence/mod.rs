//! Recurrence: on which days and at what time something comes again, by the calendar of an organization. Check-ins
//! and processes ask the same engine.
//!
//! Invariants: the next time follows from the rule and the moment after which it is looked for, in steps that do not
//! grow with how long ago the rule began; a time that the clocks skip is the first one after the jump, one that comes
//! twice is the first; and two occurrences at one moment are one. Left out: what is asked or done then.

mod days;
mod next;
mod parse;
mod print;
mod text;
mod words;

pub(crate) use next::moment;
pub use words::refused;

use crate::Rule;
use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Tz;
use std::{collections::BTreeSet, sync::Arc};

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// The largest interval, in whatever it counts.
pub const MOST: u16 = 1_000;
/// Last year that is looked at.
const LAST_YEAR: i32 = 9_999;
/// First year that is looked at.
const FIRST_YEAR: i32 = 1_970;

/// When something comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// On which days.
    pub every: Every,
    /// Minutes after midnight.
    pub at: u16,
    /// What happens on a day on which the organization is closed.
    pub closed: OnClosed,
    /// Not before this day; intervals of more than one are counted from it.
    pub from: Option<NaiveDate>,
    /// When it is over.
    pub end: End,
}

/// On which days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Every {
    /// Each working day of the organization.
    WorkingDay,
    /// Each day, or each so many days.
    Day(u16),
    /// These weekdays, bit 0 = Monday, of each or each so many weeks.
    Week(u16, u8),
    /// A day of each or each so many months.
    Month(u16, InMonth),
    /// Months and days of each or each so many years, ascending. 29 February is the 28th in other years.
    Year(u16, Vec<(u8, u8)>),
    /// So long after the last time was done. The calendar alone knows no next time.
    After(u16, Unit),
}

/// A day of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InMonth {
    /// That day.
    Day(u8, Short),
    /// The first to fifth of that weekday, or with -1 the last; a month without a fifth is left out.
    Weekday(i8, Weekday),
    /// The first, second… working day, or with -1 the last, with -2 the one before it.
    Working(i8),
}

/// What a day means in a month that is too short for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Short {
    /// The last one it has.
    Last,
    /// Nothing.
    Skip,
}

/// What is counted after completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// What happens on a closed day: a holiday, or a weekday on which nobody works unless the rule names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnClosed {
    /// It comes all the same.
    Run,
    /// It is left out.
    Skip,
    /// It comes on the open day before.
    Before,
    /// It comes on the open day after.
    After,
}

/// When it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Never.
    Never,
    /// After this day.
    Until(NaiveDate),
    /// After so many times; how often it came is for whoever asks to know.
    Count(u32),
}

/// What days and times mean: those of the organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its zone.
    pub zone: Tz,
    /// Its working days, bit 0 = Monday; none: every day.
    pub working: u8,
    /// Days on which it is closed besides.
    pub closed: Arc<BTreeSet<NaiveDate>>,
}

impl Place {
    /// One without holidays.
    pub fn new(zone: Tz, working: u8) -> Self {
        Place { zone, working, closed: Arc::default() }
    }

    /// Whether it works on a day.
    pub fn works(&self, day: NaiveDate) -> bool {
        (self.working == 0 || has(self.working, day.weekday())) && !self.closed.contains(&day)
    }

    /// The first day from this one on that is none on which it is closed; the day itself where there is none within
    /// sixty.
    pub fn open_from(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().take(60).find(|day| self.works(*day)).unwrap_or(day)
    }
}

fn has(mask: u8, weekday: Weekday) -> bool {
    mask >> weekday.num_days_from_monday() & 1 == 1
}

impl Recurrence {
    /// At a time of day, for ever, closed days or not.
    pub fn new(every: Every, at: u16) -> Self {
        Recurrence { every, at, closed: OnClosed::Run, from: None, end: End::Never }
    }

    /// Whether it comes so long after the last time was done.
    pub fn is_after_completion(&self) -> bool {
        matches!(self.every, Every::After(..))
    }

    /// Whether it came often enough.
    pub fn is_over(&self, times: u32) -> bool {
        matches!(self.end, End::Count(most) if times >= most)
    }

    /// The same, when it makes sense.
    ///
    /// # Errors
    /// When there is no such day or time, or it would never come.
    pub fn checked(self) -> Result<Self, Rule> {
        self.interval()?;
        self.days_are_there()?;
        if self.at >= DAY {
            return refused("invalid", "Write the time as 09:00.");
        }
        let end = if let End::Until(day) = self.end { Some(day) } else { None };
        if self.from.into_iter().chain(end).any(|day| !(FIRST_YEAR..=LAST_YEAR).contains(&day.year())) {
            return refused("recurrence_too_far", "Choose days from the year 1970 to the year 9999.");
        }
        if self.end == End::Count(0) || self.from.zip(end).is_some_and(|(from, until)| until < from) {
            return refused("recurrence_contradiction", "It would end before it begins. Choose a later end.");
        }
        self.comes()?;
        Ok(self)
    }

    fn interval(&self) -> Result<(), Rule> {
        let many = match &self.every {
            Every::WorkingDay => 1,
            Every::Day(n) | Every::Week(n, _) | Every::Month(n, _) | Every::Year(n, _) | Every::After(n, _) => *n,
        };
        if !(1..=MOST).contains(&many) {
            return refused("recurrence_interval", "Choose an interval from 1 to 1,000.");
        }
        if many > 1 && self.from.is_none() && !self.is_after_completion() {
            return refused("recurrence_needs_start", "Choose a first day: longer intervals are counted from it.");
        }
        Ok(())
    }

    fn days_are_there(&self) -> Result<(), Rule> {
        let no_day = |message| refused("recurrence_no_such_day", message);
        match &self.every {
            Every::Week(_, days) if *days == 0 || *days > 0b0111_1111 => {
                refused("invalid", "Choose at least one weekday.")
            }
            Every::Month(_, InMonth::Day(day, _)) if !(1..=31).contains(day) => {
                refused("invalid", "Choose a day of the month from 1 to 31.")
            }
            Every::Month(_, InMonth::Weekday(nth, _)) if !matches!(nth, -1 | 1..=5) => {
                no_day("Choose the first to fifth of a weekday, or the last.")
            }
            Every::Month(_, InMonth::Working(nth)) if !matches!(nth, -5..=-1 | 1..=15) => {
                no_day("Choose the first to fifteenth working day, or one of the last five.")
            }
            Every::Year(_, dates) if dates.is_empty() || dates.len() > 24 => {
                no_day("Choose one to 24 days of the year.")
            }
            Every::Year(_, dates) if !dates.iter().all(|date| is_day(*date)) => {
                no_day("There is no such day in any year. Choose one the month has.")
            }
            Every::Year(_, dates) if !dates.is_sorted_by(|a, b| a < b) => {
                refused("invalid", "Name each day of the year once, in their order.")
            }
            _ => Ok(()),
        }
    }

    /// It must come at least once, whatever days the organization is closed.
    fn comes(&self) -> Result<(), Rule> {
        if self.is_after_completion() {
            return Ok(());
        }
        let any = Place::new(Tz::UTC, 0);
        let never = || refused("recurrence_contradiction", "No day fits all of it, so it would never come.");
        match (self.every.on_or_after(self.from.unwrap_or_default(), self.from, &any), self.end) {
            (None, _) => never(),
            (Some(first), End::Until(until)) if self.from.is_some() && first > until => never(),
            _ => Ok(()),
        }
    }
}

/// Whether a month has a day in some year.
fn is_day((month, day): (u8, u8)) -> bool {
    NaiveDate::from_ymd_opt(2_000, month.into(), day.into()).is_some()
}
