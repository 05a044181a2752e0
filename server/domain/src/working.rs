//! Working time: the minutes in which an organization works, from when it opens until it closes on each of its working
//! days. What is promised "within four hours" is counted in them.
//!
//! Invariants: opening and closing are wall time where the organization is, each the first moment at which the clocks
//! there show it, so a day on which they change is as long as it was; nights, days off and closed days count nothing.
//! Left out: hours that go past midnight, and pauses.

use crate::{Rule, recurrence::Place, recurrence::moment};
use chrono::{DateTime, Duration, NaiveDate, Utc};

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Shortest working day, in minutes: whatever is promised then comes due within so many days.
const SHORTEST: u16 = 60;
/// Most days that are looked at.
const DAYS: usize = 20_000;

/// When an organization opens and closes unless it says otherwise, in minutes after midnight.
pub const USUAL: (u16, u16) = (8 * 60, 17 * 60);

/// When an organization works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// Its zone and days.
    pub place: Place,
    /// When it opens and closes, in minutes after midnight; 24:00 is the end of the day.
    pub open: (u16, u16),
}

/// Opening and closing as they have to be.
///
/// # Errors
/// When it closes before it has been open for an hour.
pub fn open((opens, closes): (u16, u16)) -> Result<(u16, u16), Rule> {
    if closes > DAY || closes < opens.saturating_add(SHORTEST) {
        return Err(Rule::field("invalid", "closes", "Close at least an hour after opening, on the same day."));
    }
    Ok((opens, closes))
}

impl Hours {
    /// From when to when it works on a day.
    fn on(&self, day: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let zone = self.place.zone;
        let (opens, closes) = self.open;
        let end = if closes < DAY { moment(day, closes, zone) } else { moment(day.succ_opt()?, 0, zone) };
        let begin = moment(day, opens, zone);
        (self.place.works(day) && begin < end).then_some((begin, end))
    }

    /// What it works from a moment on, day by day.
    fn spans(&self, from: DateTime<Utc>) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        let day = from.with_timezone(&self.place.zone).date_naive();
        let days = day.pred_opt().unwrap_or(day).iter_days().take(DAYS);
        let spans = days.filter_map(|day| self.on(day)).filter(move |(_, end)| *end > from);
        spans.map(move |(begin, end)| (begin.max(from), end))
    }

    /// The first moment at which so many minutes of work have passed since another one; with none, the first at which it
    /// works. Nothing where that is too far away to be meant.
    pub fn after(&self, from: DateTime<Utc>, minutes: u32) -> Option<DateTime<Utc>> {
        let mut left = Duration::minutes(minutes.into());
        for (begin, end) in self.spans(from) {
            if left <= end - begin {
                return Some(begin + left);
            }
            left -= end - begin;
        }
        None
    }

    /// Whole minutes of work from one moment to another; less than none when that is the earlier one.
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        if to < from {
            return -self.between(to, from);
        }
        let spans = self.spans(from).take_while(|(begin, _)| *begin < to);
        spans.map(|(begin, end)| end.min(to) - begin).sum::<Duration>().num_minutes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, sync::Arc};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn berlin(open: (u16, u16)) -> Hours {
        let closed: BTreeSet<NaiveDate> = ["2026-12-25".parse().unwrap()].into();
        let place = Place { closed: Arc::new(closed), ..Place::new(chrono_tz::Europe::Berlin, 0b0001_1111) };
        Hours { place, open }
    }

    #[test]
    fn nights_weekends_and_closed_days_do_not_count() {
        let hours = berlin(USUAL);
        let after = |from: &str, minutes| hours.after(at(from), minutes).unwrap();
        // Friday 16:00 in Berlin.
        assert_eq!(after("2026-11-27T15:00:00Z", 60), at("2026-11-27T16:00:00Z"), "the last minute is that day's");
        assert_eq!(after("2026-11-27T15:00:00Z", 61), at("2026-11-30T07:01:00Z"), "and the next one Monday's");
        assert_eq!(after("2026-11-28T10:00:00Z", 0), at("2026-11-30T07:00:00Z"), "it opens on Monday");
        assert_eq!(after("2026-12-24T15:30:00Z", 60), at("2026-12-28T07:30:00Z"), "over Christmas and a weekend");
        assert_eq!(after("2026-11-30T03:00:00Z", 9 * 60), at("2026-11-30T16:00:00Z"), "a whole day");
        let between = |from: &str, to: &str| hours.between(at(from), at(to));
        assert_eq!(between("2026-11-27T15:00:00Z", "2026-11-30T07:01:00Z"), 61);
        assert_eq!(between("2026-11-30T07:01:00Z", "2026-11-27T15:00:00Z"), -61);
        assert_eq!(between("2026-11-28T07:01:00Z", "2026-11-29T15:00:00Z"), 0);
    }

    #[test]
    fn on_the_day_the_clocks_change_it_opens_by_the_clock_on_the_wall() {
        let every = Hours { place: Place::new(chrono_tz::Europe::Berlin, 0), open: (0, DAY) };
        let length = |day: &str, next: &str| every.between(at(day), at(next));
        assert_eq!(length("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 23 * 60, "an hour is skipped");
        assert_eq!(length("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 25 * 60, "an hour comes twice");
        let monday = berlin(USUAL).after(at("2026-03-27T16:00:00Z"), 1);
        assert_eq!(monday, Some(at("2026-03-30T06:01:00Z")), "eight in the morning is an hour earlier from then on");
    }

    #[test]
    fn it_is_open_for_an_hour_at_least() {
        assert!(open((480, 540)).is_ok() && open((0, DAY)).is_ok());
        for wrong in [(480, 539), (480, 480), (1020, 480), (1400, 1441), (u16::MAX, u16::MAX)] {
            assert_eq!(open(wrong).unwrap_err().field, "closes", "{wrong:?}");
        }
    }
}
