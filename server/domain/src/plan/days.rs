//! Working days and their numbers: a day's number is how many working days lie before it, so distances are differences.
//! Neither way grows with the distance; both look at the closed days by halving.

use super::last_day;
use crate::recurrence::Place;
use chrono::{Datelike, Days, NaiveDate};

/// On which days an organization works.
#[derive(Debug, Clone)]
pub struct WorkingDays {
    /// A bit for each weekday from Monday on; never empty.
    week: u8,
    /// Days on which it is closed although it works on such a weekday, ascending.
    closed: Vec<NaiveDate>,
}

/// Days since Monday, 1 January of the year 1.
fn count(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()) - 1
}

impl WorkingDays {
    /// Those of an organization.
    pub fn new(place: &Place) -> Self {
        let open = Place { closed: Default::default(), ..place.clone() };
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        let each = monday.iter_days().take(7).enumerate();
        let week = each.filter(|(_, day)| open.works(*day)).fold(0, |week, (at, _)| week | 1 << at);
        let closed = place.closed.iter().copied().filter(|day| open.works(*day)).collect();
        WorkingDays { week, closed }
    }

    /// Whether it works on a day.
    pub fn works(&self, day: NaiveDate) -> bool {
        self.week >> day.weekday().num_days_from_monday() & 1 == 1 && self.closed.binary_search(&day).is_err()
    }

    /// How many working days lie before a day.
    pub fn before(&self, day: NaiveDate) -> i64 {
        let (weeks, rest) = (count(day).div_euclid(7), count(day).rem_euclid(7));
        let of_week = self.week & ((1u8 << rest) - 1);
        let open = weeks * i64::from(self.week.count_ones()) + i64::from(of_week.count_ones());
        open - self.closed.partition_point(|closed| *closed < day) as i64
    }

    /// The working day with a number; nothing where that is after the last day a plan can have, or long before the first.
    pub fn nth(&self, number: i64) -> Option<NaiveDate> {
        // Each round takes in the closed days up to where the last one came, so it ends at the first day that fits.
        let mut at = number;
        loop {
            let day = self.as_if_never_closed(at)?;
            let shut = self.closed.partition_point(|closed| *closed <= day) as i64;
            if number + shut == at {
                return Some(day);
            }
            at = number + shut;
        }
    }

    fn as_if_never_closed(&self, number: i64) -> Option<NaiveDate> {
        let each = i64::from(self.week.count_ones());
        let nth = usize::try_from(number.rem_euclid(each)).ok()?;
        let weekday = (0..7u8).filter(|day| self.week >> day & 1 == 1).nth(nth)?;
        let days = u64::try_from(number.div_euclid(each) * 7 + i64::from(weekday)).ok()?;
        let day = NaiveDate::from_ymd_opt(1, 1, 1)?.checked_add_days(Days::new(days))?;
        (day <= last_day()).then_some(day)
    }
}
