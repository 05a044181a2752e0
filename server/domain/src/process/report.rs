//! What a report of operations counts: how the runs of a time went, how late they were and how long they took. A run
//! belongs to the day it was for, whenever it was done.
//!
//! Left out: which runs somebody may know of.

use super::{
    run::{Outcome, Run, State, Statistics},
    waits::middle,
};
use crate::{Rule, when};
use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;

/// Longest time of a report, in days.
pub const DAYS: u64 = 366;

/// Whole days, the last one too, where the organization is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    zone: Tz,
}

impl Period {
    /// From a day to another one.
    ///
    /// # Errors
    /// When it ends before it begins, is longer than [`DAYS`], or lies where no clock is.
    pub fn new(from: NaiveDate, to: NaiveDate, zone: Tz) -> Result<Self, Rule> {
        let known = |day: NaiveDate| (1971..=9998).contains(&day.year());
        if !known(from) || !known(to) {
            return Err(Rule::field("invalid", "from", "Choose days between 1971 and 9998."));
        }
        let days = (to - from).num_days();
        if days < 0 {
            return Err(Rule::field("invalid", "to", "The last day comes before the first one. Change one of them."));
        }
        if days.unsigned_abs() >= DAYS {
            return Err(Rule::field(
                "invalid",
                "to",
                "A report is about a year at most. Choose days that are nearer together.",
            ));
        }
        Ok(Period { from, to, zone })
    }

    /// The last so many days up to one.
    #[must_use]
    pub fn last(days: u64, to: NaiveDate, zone: Tz) -> Self {
        Period { from: to.checked_sub_days(Days::new(days.max(1) - 1)).unwrap_or(to), to, zone }
    }

    /// As long a time right before it.
    #[must_use]
    pub fn before(&self) -> Self {
        let days = (self.to - self.from).num_days().unsigned_abs() + 1;
        Self::last(days, self.from.pred_opt().unwrap_or(self.from), self.zone)
    }

    /// When it begins, UTC milliseconds.
    #[must_use]
    pub fn begin_ms(&self) -> i64 {
        when::instant(self.from, NaiveTime::MIN, self.zone).timestamp_millis()
    }

    /// When it is over.
    #[must_use]
    pub fn end_ms(&self) -> i64 {
        let after = self.to.succ_opt().unwrap_or(self.to);
        when::instant(after, NaiveTime::MIN, self.zone).timestamp_millis()
    }

    /// Whether a moment is in it.
    #[must_use]
    pub fn has(&self, at_ms: i64) -> bool {
        (self.begin_ms()..self.end_ms()).contains(&at_ms)
    }

    /// The day of a moment.
    #[must_use]
    pub fn day(&self, at_ms: i64) -> NaiveDate {
        when::today(when::from_ms(at_ms), self.zone)
    }

    /// The weeks it touches by their first days; `first` is the number of the day a week begins with, Monday is 1.
    #[must_use]
    pub fn weeks(&self, first: u8) -> Vec<NaiveDate> {
        let begin = week_of(self.from, first);
        std::iter::successors(Some(begin), |day| day.checked_add_days(Days::new(7)))
            .take_while(|day| *day <= self.to)
            .collect()
    }
}

/// The first day of the week of a day.
#[must_use]
pub fn week_of(day: NaiveDate, first: u8) -> NaiveDate {
    let passed = (day.weekday().number_from_monday() + 7 - u32::from(first)) % 7;
    day.checked_sub_days(Days::new(passed.into())).unwrap_or(day)
}

/// How some runs went.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// How many went how.
    pub statistics: Statistics,
    late: Vec<i64>,
    takes: Vec<i64>,
}

impl Tally {
    /// One more.
    pub fn add(&mut self, run: &Run, now_ms: i64) {
        let outcome = run.outcome(now_ms);
        self.statistics.count(outcome);
        let ended = if let State::Done(at) = run.state { Some(at) } else { None };
        if outcome == Outcome::Late {
            self.late.push(ended.unwrap_or(now_ms) - run.due_ms);
        }
        self.takes.extend(ended.map(|at| (at - run.started_ms).max(0)));
    }

    /// How late the late ones typically were, in milliseconds: the middle value.
    #[must_use]
    pub fn late_ms(&self) -> Option<i64> {
        middle(&mut self.late.clone())
    }

    /// How long those that were done typically took.
    #[must_use]
    pub fn takes_ms(&self) -> Option<i64> {
        middle(&mut self.takes.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_whole_days_where_the_organization_is() {
        let zone = chrono_tz::Europe::Berlin;
        let period = Period::new(day("2026-10-24"), day("2026-10-26"), zone).unwrap();
        assert_eq!(period.end_ms() - period.begin_ms(), (3 * 24 + 1) * 3_600_000, "the clock goes back");
        assert!(period.has(period.begin_ms()) && !period.has(period.end_ms()));
        assert_eq!((period.before().from, period.before().to), (day("2026-10-21"), day("2026-10-23")));
        assert_eq!(period.before().end_ms(), period.begin_ms());
        assert_eq!(Period::last(90, day("2026-11-29"), zone).from, day("2026-09-01"));
    }

    #[test]
    fn days_that_make_no_period_are_refused() {
        let of = |from, to| Period::new(day(from), day(to), chrono_tz::UTC);
        assert!(of("2026-01-02", "2026-01-01").is_err());
        assert!(of("2025-01-01", "2026-01-01").is_ok() && of("2025-01-01", "2026-01-02").is_err());
        assert!(of("0001-01-01", "0001-01-02").is_err());
    }

    #[test]
    fn weeks_begin_where_theirs_do() {
        let period = Period::new(day("2026-11-25"), day("2026-12-07"), chrono_tz::UTC).unwrap();
        assert_eq!(period.weeks(1), [day("2026-11-23"), day("2026-11-30"), day("2026-12-07")]);
        assert_eq!(period.weeks(7), [day("2026-11-22"), day("2026-11-29"), day("2026-12-06")]);
    }

    #[test]
    fn lateness_and_length_are_middle_values() {
        let run = |started_ms, due_ms, state| Run {
            id: Id::nil(),
            process: Id::nil(),
            number: 1,
            occurrence_ms: Some(started_ms),
            started_ms,
            due_ms,
            version: 1,
            starter: None,
            person: None,
            state,
            before: None,
            after: None,
        };
        let mut tally = Tally::default();
        assert_eq!((tally.late_ms(), tally.takes_ms()), (None, None));
        let runs = [
            run(0, 100, State::Done(50)),
            run(0, 100, State::Done(150)),
            run(0, 100, State::Open),
            run(0, 1_000, State::Open),
            run(0, 100, State::Missed),
        ];
        runs.iter().for_each(|run| tally.add(run, 200));
        let counted = tally.statistics;
        assert_eq!((counted.runs, counted.on_time, counted.late, counted.missed), (4, 1, 2, 1));
        assert_eq!(
            (tally.late_ms(), tally.takes_ms()),
            (Some(75), Some(100)),
            "what is open and not late is not counted"
        );
    }
}
