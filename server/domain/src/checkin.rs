//! Check-ins: a question that is asked again and again, on a rule, to a space or to some people.
//!
//! Invariants: the next time follows from the rule and the moment after which it is looked for, in constant time; so
//! however long nobody looked, it was missed once and is asked once.

use crate::{Id, Rule, when};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

/// Most people who are asked by name.
pub const PEOPLE: usize = 200;
/// Hours after which who has not answered is reminded.
pub const REMIND: std::ops::RangeInclusive<u8> = 1..=72;
/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// What the clock may be set back without what was asked in that time being asked again.
const SET_BACK_MS: i64 = 26 * 3_600_000;

/// On which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Each working day of the organization.
    WorkingDay,
    /// These weekdays, bit 0 = Monday.
    Week(u8),
    /// That day of each month; the last one where it has fewer.
    Month(u8),
}

/// When it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// On which days.
    pub every: Every,
    /// Minutes after midnight.
    pub at: u16,
}

/// What days and times mean: those of the organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its zone.
    pub zone: Tz,
    /// Its working days, bit 0 = Monday; none: every day.
    pub working: u8,
}

impl Schedule {
    /// The same, when it makes sense.
    ///
    /// # Errors
    /// When there is no such day or time.
    pub fn checked(self) -> Result<Self, Rule> {
        let wrong = |field, message: &str| Err(Rule::field("invalid", field, message));
        match self.every {
            Every::Week(days) if days == 0 || days > 0b0111_1111 => wrong("rule", "Choose at least one weekday."),
            Every::Month(day) if !(1..=31).contains(&day) => wrong("rule", "Choose a day of the month from 1 to 31."),
            _ if self.at >= DAY => wrong("rule", "Write the time as 09:00."),
            _ => Ok(self),
        }
    }

    fn instant(self, day: NaiveDate, place: Place) -> DateTime<Utc> {
        let at = u32::from(self.at);
        let time = NaiveTime::from_hms_opt(at / 60, at % 60, 0).unwrap_or_default();
        when::instant(day, time, place.zone)
    }

    /// The first time after a moment.
    pub fn next(self, after: DateTime<Utc>, place: Place) -> DateTime<Utc> {
        let today = when::today(after, place.zone);
        let first = |days: &mut dyn Iterator<Item = NaiveDate>| {
            days.map(|day| self.instant(day, place)).find(|at| *at > after).unwrap_or(after + Days::new(31))
        };
        let on = |mask: u8| move |day: &NaiveDate| mask >> day.weekday().num_days_from_monday() & 1 == 1;
        // Today may be over, and a week further on it comes again.
        match self.every {
            Every::WorkingDay if place.working == 0 => first(&mut today.iter_days().take(9)),
            Every::WorkingDay => first(&mut today.iter_days().take(9).filter(on(place.working))),
            Every::Week(days) => first(&mut today.iter_days().take(9).filter(on(days))),
            Every::Month(day) => first(&mut (0..3).filter_map(|months| in_month(today, months, day))),
        }
    }

    /// The same as text, for changes: `working@540`, `week:5@540`, `month:31@540`.
    pub fn to_text(self) -> String {
        let at = self.at;
        match self.every {
            Every::WorkingDay => format!("working@{at}"),
            Every::Week(days) => format!("week:{days}@{at}"),
            Every::Month(day) => format!("month:{day}@{at}"),
        }
    }

    /// The inverse.
    pub fn from_text(text: &str) -> Option<Self> {
        let (every, at) = text.split_once('@')?;
        let every = match every.split_once(':') {
            None if every == "working" => Every::WorkingDay,
            Some(("week", days)) => Every::Week(days.parse().ok()?),
            Some(("month", day)) => Every::Month(day.parse().ok()?),
            _ => return None,
        };
        Schedule { every, at: at.parse().ok()? }.checked().ok()
    }
}

fn in_month(today: NaiveDate, months: u32, day: u8) -> Option<NaiveDate> {
    let first = today.with_day(1)?.checked_add_months(Months::new(months))?;
    let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
    first.with_day(u32::from(day).min(last.day()))
}

/// A question on a rule. What is asked is the title of its topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    /// When.
    pub schedule: Schedule,
    /// Whom; nobody by name: everybody of the space.
    pub people: Vec<Id>,
    /// Hours after which who has not answered is reminded, once.
    pub remind_after: Option<u8>,
    /// Who asks: with their rights.
    pub owner: Id,
    /// Not asked for the time being.
    pub paused: bool,
    /// Not asked any more since.
    pub ended_ms: Option<i64>,
    /// When it is asked next.
    pub next_ms: i64,
    /// When it was last asked.
    pub asked_ms: Option<i64>,
    /// The message in which it was.
    pub round: Option<Id>,
}

impl CheckIn {
    /// Whether it is asked.
    pub fn is_on(&self) -> bool {
        !self.paused && self.ended_ms.is_none()
    }

    /// Finds its next time anew: after something of it, of the organization or of the clock changed. What was asked
    /// already is not asked again because the clock was set back, unless it had been wrong by more than a day.
    pub fn settle(&mut self, now_ms: i64, place: Place) {
        let asked = self.asked_ms.filter(|asked| *asked <= now_ms.saturating_add(SET_BACK_MS));
        let after = asked.map_or(now_ms, |asked| asked.max(now_ms));
        self.next_ms = self.schedule.next(when::from_ms(after), place).timestamp_millis();
    }
}

/// A question as it was asked once, in a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Round {
    /// Who was asked, sorted.
    pub asked: Vec<Id>,
}

impl Round {
    /// Whether somebody was asked.
    pub fn asks(&self, person: Id) -> bool {
        self.asked.binary_search(&person).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: Place = Place { zone: chrono_tz::Europe::Berlin, working: 0b0001_1111 };

    fn next(every: Every, at: u16, after: &str) -> String {
        let schedule = Schedule { every, at }.checked().unwrap();
        let next = schedule.next(after.parse().unwrap(), BERLIN);
        next.with_timezone(&BERLIN.zone).format("%a %Y-%m-%d %H:%M").to_string()
    }

    #[test]
    fn the_next_time_is_after_the_moment_in_the_zone_of_the_organization() {
        // Monday 23 November 2026, 09:00 in Berlin is 08:00 UTC.
        assert_eq!(next(Every::Week(1), 540, "2026-11-23T07:59:59Z"), "Mon 2026-11-23 09:00");
        assert_eq!(next(Every::Week(1), 540, "2026-11-23T08:00:00Z"), "Mon 2026-11-30 09:00");
        assert_eq!(next(Every::Week(0b0010_0100), 0, "2026-11-23T23:30:00Z"), "Wed 2026-11-25 00:00");
        assert_eq!(next(Every::WorkingDay, 540, "2026-11-27T08:00:00Z"), "Mon 2026-11-30 09:00");
        assert_eq!(next(Every::Month(31), 540, "2027-01-31T08:00:00Z"), "Sun 2027-02-28 09:00");
        assert_eq!(next(Every::Month(31), 540, "2028-02-28T08:00:00Z"), "Tue 2028-02-29 09:00");
        assert_eq!(next(Every::Month(1), 540, "2026-12-31T08:00:00Z"), "Fri 2027-01-01 09:00");
    }

    #[test]
    fn it_comes_once_on_the_days_the_clocks_change() {
        // 02:30 is not there on 28 March 2027 and there twice on 31 October.
        assert_eq!(next(Every::Week(0b0100_0000), 150, "2027-03-27T12:00:00Z"), "Sun 2027-03-28 03:30");
        assert_eq!(next(Every::Week(0b0100_0000), 150, "2027-03-28T01:30:00Z"), "Sun 2027-04-04 02:30");
        assert_eq!(next(Every::Week(0b0100_0000), 150, "2027-10-30T12:00:00Z"), "Sun 2027-10-31 02:30");
        assert_eq!(next(Every::Week(0b0100_0000), 150, "2027-10-31T00:30:00Z"), "Sun 2027-11-07 02:30");
    }

    #[test]
    fn what_makes_no_sense_is_refused_and_the_rest_comes_back() {
        for every in [Every::Week(0), Every::Week(128), Every::Month(0), Every::Month(32)] {
            assert!(Schedule { every, at: 0 }.checked().is_err(), "{every:?}");
        }
        assert!(Schedule { every: Every::WorkingDay, at: DAY }.checked().is_err());
        for text in ["working@540", "week:127@0", "month:31@1439"] {
            assert_eq!(Schedule::from_text(text).unwrap().to_text(), text);
        }
        for wrong in ["", "week@1", "week:0@1", "month:3@1440", "day:1@1"] {
            assert_eq!(Schedule::from_text(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_clock_that_is_set_back_asks_nothing_twice() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap().timestamp_millis();
        let schedule = Schedule { every: Every::WorkingDay, at: 540 };
        let asked = at("2026-11-23T08:00:00Z");
        let mut check_in = CheckIn {
            schedule,
            people: Vec::new(),
            remind_after: None,
            owner: Id::nil(),
            paused: false,
            ended_ms: None,
            next_ms: 0,
            asked_ms: Some(asked),
            round: None,
        };
        check_in.settle(asked - 30 * 60_000, BERLIN);
        assert_eq!(check_in.next_ms, at("2026-11-24T08:00:00Z"));
        // It had run in another year: what was asked then says nothing about today.
        check_in.asked_ms = Some(at("2031-11-24T08:00:00Z"));
        check_in.settle(asked, BERLIN);
        assert_eq!(check_in.next_ms, at("2026-11-24T08:00:00Z"));
    }
}
