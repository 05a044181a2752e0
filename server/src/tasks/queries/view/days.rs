//! What a due date means today. Whether something is overdue is a shared fact and turns over with the
//! organization's day; today, tomorrow and this week are the asker's own.

use crate::{access::Scope, tasks::rows::Row};
use chrono::{DateTime, Datelike, NaiveDate};
use chrono_tz::Tz;
use guildhall_domain::when;

/// The moment a question is asked, in days from CE.
pub struct Days {
    now_ms: i64,
    zone: Tz,
    /// Today for the asker.
    pub today: i32,
    shared_today: i32,
    last_of_week: i32,
}

/// The part of time a task is due in, in the order people read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Late and open.
    Overdue,
    /// Today.
    Today,
    /// Tomorrow.
    Tomorrow,
    /// On a later day of this week.
    Week,
    /// After it.
    Later,
    /// Before today, and finished.
    Earlier,
    /// Without a date.
    None,
}

impl Days {
    /// For the asker, now.
    pub fn of(scope: &impl Scope) -> Self {
        let directory = scope.directory();
        let me = scope.who().person.and_then(|id| directory.person(id));
        let zone = me.map_or(directory.zone(), |me| me.time_zone);
        let now = when::from_ms(scope.now());
        let today = when::today(now, zone);
        let shared_today = when::today(now, directory.zone()).num_days_from_ce();
        Days {
            now_ms: scope.now(),
            zone,
            today: today.num_days_from_ce(),
            shared_today,
            last_of_week: last_of_week(today, directory.week_starts_on()),
        }
    }

    /// Now, UTC milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// Open and past its due.
    pub fn overdue(&self, row: &Row) -> bool {
        let late = match row.due_instant {
            0 => row.due.0 < self.shared_today,
            minutes => self.now_ms >= i64::from(minutes) * 60_000,
        };
        row.due.0 != 0 && row.category.is_open() && late
    }

    /// The day it is due for the asker.
    pub fn day(&self, row: &Row) -> Option<i32> {
        if row.due.0 == 0 {
            return None;
        }
        let at = DateTime::from_timestamp(i64::from(row.due_instant) * 60, 0).filter(|_| row.due_instant != 0);
        Some(at.map_or(row.due.0, |at| at.with_timezone(&self.zone).date_naive().num_days_from_ce()))
    }

    /// Due on a day of this week that is not over.
    pub fn this_week(&self, row: &Row) -> bool {
        self.day(row).is_some_and(|day| (self.today..=self.last_of_week).contains(&day))
    }

    /// Where it stands among the parts of time.
    pub fn part(&self, row: &Row) -> Part {
        let Some(day) = self.day(row) else { return Part::None };
        match day {
            _ if self.overdue(row) => Part::Overdue,
            day if day < self.today && !row.category.is_open() => Part::Earlier,
            // The asker's day may be over before the organization's is: until then it is not late.
            day if day <= self.today => Part::Today,
            day if day == self.today + 1 => Part::Tomorrow,
            day if day <= self.last_of_week => Part::Week,
            _ => Part::Later,
        }
    }
}

fn last_of_week(today: NaiveDate, first: u8) -> i32 {
    let number = today.weekday().number_from_monday();
    let passed = (number + 7 - u32::from(first)) % 7;
    today.num_days_from_ce() + 6 - i32::try_from(passed).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_ends_on_the_day_before_it_begins() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let last = |text: &str, first| last_of_week(day(text), first);
        assert_eq!(last("2026-11-23", 1), day("2026-11-29").num_days_from_ce(), "a Monday");
        assert_eq!(last("2026-11-29", 1), day("2026-11-29").num_days_from_ce(), "a Sunday");
        assert_eq!(last("2026-11-29", 7), day("2026-12-05").num_days_from_ce(), "weeks from Sunday");
        assert_eq!(last("2026-11-27", 6), day("2026-11-27").num_days_from_ce(), "weeks from Saturday");
    }
}
