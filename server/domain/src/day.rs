//! A day of somebody: when they work on it, and what of that time is free for tasks.
//!
//! Invariants: hours are wall time where the person is, each the first moment at which the clocks there show it, so a day
//! on which they change is as long as it was; free time lies within the hours, after now, outside of whatever takes the
//! time, in order and without touching stretches. Left out: what is planned into it, and who may see that.

use crate::recurrence::moment;
use chrono::{DateTime, DurationRound, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// Minutes of a day; hours that end there end with the day.
const DAY: u16 = 24 * 60;

/// From one moment to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// It begins.
    pub from: DateTime<Utc>,
    /// It is over.
    pub to: DateTime<Utc>,
}

impl Stretch {
    /// What it has in common with another one.
    fn within(self, other: Stretch) -> Option<Stretch> {
        let both = Stretch { from: self.from.max(other.from), to: self.to.min(other.to) };
        (both.from < both.to).then_some(both)
    }
}

/// What is known of a day of somebody.
#[derive(Debug, Clone, Copy)]
pub struct Hours {
    /// The day.
    pub day: NaiveDate,
    /// Where they are.
    pub zone: Tz,
    /// From when until when they work, in minutes after midnight.
    pub hours: (u16, u16),
    /// Whether they are away in the morning, and in the afternoon: the halves of their hours.
    pub away: (bool, bool),
}

impl Hours {
    /// From when until when they would work if they were not away.
    pub fn whole(&self) -> Option<Stretch> {
        let (begin, end) = self.hours;
        let (from, to) = (self.at(begin)?, self.at(end)?);
        (from < to).then_some(Stretch { from, to })
    }

    fn at(&self, minute: u16) -> Option<DateTime<Utc>> {
        Some(if minute < DAY {
            moment(self.day, minute, self.zone)
        } else {
            moment(self.day.succ_opt()?, 0, self.zone)
        })
    }

    /// When they are there.
    pub fn there(&self) -> Option<Stretch> {
        let whole = self.whole()?;
        let noon = self.at(self.hours.0.midpoint(self.hours.1))?;
        let (morning, afternoon) = self.away;
        let from = if morning { noon } else { whole.from };
        let to = if afternoon { noon } else { whole.to };
        whole.within(Stretch { from, to })
    }

    /// What of it is free from a moment on. The minute that has begun is over.
    pub fn free(&self, taken: &[Stretch], now: DateTime<Utc>) -> Vec<Stretch> {
        let Some(there) = self.there() else { return Vec::new() };
        let mut taken = taken.to_vec();
        taken.sort_unstable();
        let (mut free, mut from) = (Vec::new(), there.from.max(next_minute(now)));
        for one in taken {
            free.extend(there.within(Stretch { from, to: one.from }));
            from = from.max(one.to);
        }
        free.extend(there.within(Stretch { from, to: there.to }));
        free
    }
}

fn next_minute(now: DateTime<Utc>) -> DateTime<Utc> {
    now.duration_round_up(TimeDelta::minutes(1)).unwrap_or(now)
}

/// Whole minutes of some stretches.
pub fn minutes(stretches: &[Stretch]) -> u32 {
    let all: i64 = stretches.iter().map(|one| (one.to - one.from).num_minutes()).sum();
    u32::try_from(all).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn stretch(from: &str, to: &str) -> Stretch {
        Stretch { from: at(&format!("2026-11-23T{from}Z")), to: at(&format!("2026-11-23T{to}Z")) }
    }

    fn hours(day: &str) -> Hours {
        Hours {
            day: day.parse().unwrap(),
            zone: chrono_tz::Europe::Berlin,
            hours: (8 * 60, 17 * 60),
            away: (false, false),
        }
    }

    /// From 7:00 to 16:00 in UTC.
    fn monday() -> Hours {
        hours("2026-11-23")
    }

    const DAWN: &str = "2026-11-23T03:00:00Z";

    #[test]
    fn free_is_what_lies_between_meetings_however_they_overlap() {
        let taken = [
            stretch("10:00:00", "11:00:00"),
            stretch("09:00:00", "10:00:00"),
            stretch("10:30:00", "10:45:00"),
            stretch("10:30:00", "11:30:00"),
        ];
        let free = monday().free(&taken, at(DAWN));
        assert_eq!(free, [stretch("07:00:00", "09:00:00"), stretch("11:30:00", "16:00:00")]);
        assert_eq!(minutes(&free), 6 * 60 + 30);
        assert_eq!(minutes(&monday().free(&[], at(DAWN))), 9 * 60);
    }

    #[test]
    fn meetings_outside_the_hours_take_nothing_and_those_across_take_what_is_inside() {
        let outside = [stretch("05:00:00", "07:00:00"), stretch("16:00:00", "20:00:00")];
        assert_eq!(monday().free(&outside, at(DAWN)), [stretch("07:00:00", "16:00:00")]);
        let across = [stretch("05:00:00", "08:00:00"), stretch("15:00:00", "20:00:00")];
        assert_eq!(monday().free(&across, at(DAWN)), [stretch("08:00:00", "15:00:00")]);
        assert_eq!(monday().free(&[stretch("05:00:00", "20:00:00")], at(DAWN)), []);
    }

    #[test]
    fn what_is_over_is_not_free_and_the_minute_that_began_is_over() {
        let taken = [stretch("09:00:00", "10:00:00")];
        let free = monday().free(&taken, at("2026-11-23T09:30:12Z"));
        assert_eq!(free, [stretch("10:00:00", "16:00:00")]);
        let free = monday().free(&taken, at("2026-11-23T12:30:12Z"));
        assert_eq!(minutes(&free), 3 * 60 + 29);
        assert_eq!(monday().free(&taken, at("2026-11-23T16:00:00Z")), []);
    }

    #[test]
    fn half_a_day_away_is_half_of_the_hours() {
        let free = |away| minutes(&Hours { away, ..monday() }.free(&[], at(DAWN)));
        assert_eq!([free((true, false)), free((false, true)), free((true, true))], [270, 270, 0]);
        assert_eq!(Hours { away: (true, false), ..monday() }.there().unwrap().from, at("2026-11-23T11:30:00Z"));
    }

    #[test]
    fn on_the_day_the_clocks_change_hours_are_those_of_the_clock_on_the_wall() {
        let night = |day: &str| Hours { hours: (0, 6 * 60), ..hours(day) };
        let long = |day: &str| minutes(&night(day).free(&[], at("2026-01-01T00:00:00Z")));
        assert_eq!([long("2026-03-29"), long("2026-10-25"), long("2026-11-23")], [5 * 60, 7 * 60, 6 * 60]);
        // A shift until midnight ends with the day; hours within the one that is skipped are none.
        let late = Hours { hours: (20 * 60, DAY), ..monday() };
        assert_eq!(late.whole().unwrap().to, at("2026-11-23T23:00:00Z"));
        assert_eq!(Hours { hours: (2 * 60, 3 * 60), ..hours("2026-03-29") }.whole(), None);
        assert_eq!(Hours { hours: (17 * 60, 17 * 60), ..monday() }.whole(), None);
    }
}
