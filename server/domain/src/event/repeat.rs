//! When an event comes again, in the words of RFC 5545, so that calendars of other programs say the same and nothing of
//! theirs is lost. It comes at most once a day: hours and minutes of a rule are refused, and the day is what an
//! occurrence goes by.
//!
//! [`crate::recurrence`] is another engine for another thing: it knows the working days and holidays of the organization and
//! no positions in a set; a rule of a calendar knows positions in a set and no holidays.

use crate::{Rule, when};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

/// The largest interval.
pub const INTERVAL: u32 = 1_000;
/// Most times.
pub const COUNT: u32 = 10_000;
/// Days after which a rule that counts its times is taken to be over: some name days that hardly ever come.
pub(super) const FAR: i64 = 366 * 200;

/// What the interval counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// When it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// With this day.
    Day(NaiveDate),
    /// At this time where the event is.
    Local(NaiveDateTime),
    /// At this moment.
    Utc(NaiveDateTime),
}

/// See the module. An empty list names nothing; numbers below zero count from the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// What the interval counts.
    pub every: Every,
    /// Each, or each so many of them, counted from the first.
    pub interval: u32,
    /// So many times.
    pub count: Option<u32>,
    /// When it ends.
    pub until: Option<Until>,
    /// Months, 1 to 12.
    pub months: Vec<i16>,
    /// Weeks of the year.
    pub weeks: Vec<i16>,
    /// Days of the year.
    pub year_days: Vec<i16>,
    /// Days of the month.
    pub month_days: Vec<i16>,
    /// Weekdays; the number says which of the month or year, 0 each.
    pub weekdays: Vec<(i16, Weekday)>,
    /// Which of the days that all of this leaves.
    pub positions: Vec<i16>,
    /// The day on which weeks begin.
    pub week_start: Weekday,
}

impl Repeat {
    /// Each day, week, month or year like the first.
    pub fn new(every: Every) -> Self {
        Repeat {
            every,
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Mon,
        }
    }

    /// The same, when it makes sense.
    ///
    /// # Errors
    /// When a number is out of its range, or names what is not there.
    pub fn checked(self) -> Result<Self, Rule> {
        if !(1..=INTERVAL).contains(&self.interval) {
            return refused("Choose an interval from 1 to 1,000.");
        }
        if self.count.is_some_and(|count| !(1..=COUNT).contains(&count)) {
            return refused("Let it come 1 to 10,000 times.");
        }
        if self.count.is_some() && self.until.is_some() {
            return refused("Let it end on a day or after so many times, not both.");
        }
        let within =
            |list: &[i16], most: u16| list.iter().all(|n| *n != 0 && n.unsigned_abs() <= most) && list.len() <= 366;
        let ordinals = self.weekdays.iter().any(|(nth, _)| *nth != 0);
        let in_range = self.months.iter().all(|month| (1..=12).contains(month))
            && within(&self.weeks, 53)
            && within(&self.year_days, 366)
            && within(&self.month_days, 31)
            && within(&self.positions, 366)
            && self.weekdays.iter().all(|(nth, _)| nth.unsigned_abs() <= 53)
            && self.weekdays.len() <= 366;
        if !in_range {
            return refused("This rule names a day, week or month that is not there.");
        }
        let yearly = self.every == Every::Year;
        let fits = (yearly || (self.weeks.is_empty() && self.year_days.is_empty()))
            && (self.every != Every::Week || self.month_days.is_empty())
            && (!ordinals || self.every == Every::Month || (yearly && self.weeks.is_empty()));
        if !fits {
            return refused("This rule names days that its interval does not have. Choose a month or a year.");
        }
        Ok(self)
    }

    /// The last day it may come on, for an event at this time of day; none when it does not end by a day.
    pub fn end(&self, time: Option<(NaiveTime, Tz)>) -> Option<NaiveDate> {
        let until = match self.until? {
            Until::Day(day) => return Some(day),
            Until::Local(until) => until,
            Until::Utc(until) => time.map_or(until, |(_, zone)| zone.from_utc_datetime(&until).naive_local()),
        };
        let late = time.is_some_and(|(time, _)| time > until.time());
        if late { until.date().pred_opt() } else { Some(until.date()) }
    }

    /// The same, ended before a day.
    #[must_use]
    pub fn ended_before(&self, day: NaiveDate) -> Self {
        Repeat { count: None, until: Some(Until::Day(day.pred_opt().unwrap_or(day))), ..self.clone() }
    }

    /// The same so many days later; none where it names days that would not move along.
    pub fn moved(&self, days: i64) -> Option<Self> {
        if days == 0 {
            return Some(self.clone());
        }
        let named = [&self.months, &self.weeks, &self.year_days, &self.month_days, &self.positions];
        let names_days = named.iter().any(|list| !list.is_empty());
        // Weekdays turn along in a rule of weeks alone: "the second Tuesday" moved by a day is no rule.
        let weekdays_turn = self.every == Every::Week || self.weekdays.is_empty();
        if names_days || !weekdays_turn {
            return None;
        }
        let later = |weekday: Weekday| (0..days.rem_euclid(7)).fold(weekday, |day, _| day.succ());
        let until = self.until.map(|until| match until {
            Until::Day(day) => Until::Day(shifted(day, days)),
            Until::Local(at) => Until::Local(shifted(at.date(), days).and_time(at.time())),
            Until::Utc(at) => Until::Utc(shifted(at.date(), days).and_time(at.time())),
        });
        let weekdays = self.weekdays.iter().map(|(nth, weekday)| (*nth, later(*weekday))).collect();
        Some(Repeat { weekdays, until, ..self.clone() })
    }
}

/// So many days later, or earlier.
pub fn shifted(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(by) } else { day.checked_add_days(by) };
    moved.unwrap_or(day)
}

/// The moment of a time of day.
pub(super) fn moment(day: NaiveDate, time: NaiveTime, zone: Tz) -> chrono::DateTime<Utc> {
    when::instant(day, time, zone)
}

pub(super) fn refused<T>(message: &str) -> Result<T, Rule> {
    Err(Rule::field("event_rule", "rule", message))
}
