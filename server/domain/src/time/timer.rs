//! A running timer: a moment since which somebody works on a task. The day is settled when it begins, so that a night
//! shift stands on the day it began; the time that passed is counted between moments, so that no change of the clock
//! adds or takes an hour.

use super::DAY;
use crate::Id;
use chrono::NaiveDate;

/// A running timer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// Whose.
    pub person: Id,
    /// On what.
    pub task: Id,
    /// The home of the task when it began.
    pub space: Id,
    /// Since when, UTC milliseconds.
    pub started_ms: i64,
    /// The day it counts for, where the person is.
    pub day: NaiveDate,
    /// What is done.
    pub note: String,
    /// A customer pays for it.
    pub billable: bool,
    /// Last change.
    pub seq: u64,
}

/// What a timer that is stopped gives: to the nearest step of minutes, at least one of them, and no more than its day
/// has room for beside `others`. The second says that it ran for longer than that.
pub fn stopped(started_ms: i64, now_ms: i64, others: u32, step: u32) -> (u32, bool) {
    let step = step.max(1);
    let length = i64::from(step) * 60_000;
    let steps = now_ms.saturating_sub(started_ms).max(0).saturating_add(length / 2) / length;
    let minutes = u32::try_from(steps).unwrap_or(u32::MAX).saturating_mul(step).max(step);
    let room = DAY.saturating_sub(others);
    (minutes.min(room), minutes > room)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::when;
    use chrono::NaiveTime;

    #[test]
    fn minutes_are_to_the_nearest_at_least_one_and_fit_the_day() {
        let stopped = |seconds: i64, others| stopped(0, seconds * 1000, others, 1);
        assert_eq!([stopped(0, 0), stopped(89, 0), stopped(90, 0)], [(1, false), (1, false), (2, false)]);
        assert_eq!(stopped(-3600, 0), (1, false));
        assert_eq!(stopped(3 * 24 * 3600, 60), (1380, true));
        assert_eq!(stopped(60, DAY), (0, true));
    }

    #[test]
    fn minutes_are_to_the_nearest_step_and_at_least_one() {
        let stopped = |minutes: i64, others, step| stopped(0, minutes * 60_000, others, step);
        let quarters = [0, 22, 23].map(|minutes| stopped(minutes, 0, 15));
        assert_eq!(quarters, [(15, false), (15, false), (30, false)]);
        assert_eq!([2, 7, 8].map(|minutes| stopped(minutes, 0, 5)), [(5, false), (5, false), (10, false)]);
        assert_eq!(stopped(60, DAY - 7, 15), (7, true), "the day has no room for a whole step");
    }

    #[test]
    fn a_change_of_the_clock_neither_adds_nor_takes_an_hour() {
        let zone: chrono_tz::Tz = "Europe/Berlin".parse().unwrap();
        let at = |day: &str, hour| {
            when::instant(day.parse().unwrap(), NaiveTime::from_hms_opt(hour, 0, 0).unwrap(), zone).timestamp_millis()
        };
        assert_eq!(stopped(at("2026-03-28", 22), at("2026-03-29", 6), 0, 1), (7 * 60, false));
        assert_eq!(stopped(at("2026-10-24", 22), at("2026-10-25", 6), 0, 1), (9 * 60, false));
    }
}
