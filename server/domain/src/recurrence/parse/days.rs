//! The days in a rule: `every monday and friday`, `second tuesday`, `last working day of the month`, `1 mar and 1 sep`,
//! `every 3 months after completion`.

use super::{
    super::{Every, InMonth, Short, Unit, words},
    Reader, refused,
};
use crate::Rule;
use chrono::{Datelike, Weekday};

/// Monday to Friday.
const WEEKDAYS: u8 = 0b0001_1111;

fn bit(day: Weekday) -> u8 {
    1 << day.num_days_from_monday()
}

impl Reader {
    /// On which days.
    pub(super) fn every(&mut self) -> Result<Every, Rule> {
        let from = self.at;
        if self.take_any(&["daily"]) {
            return Ok(Every::Day(1));
        }
        for (word, many, unit) in [
            ("weekly", 1, Unit::Week),
            ("monthly", 1, Unit::Month),
            ("quarterly", 3, Unit::Month),
            ("yearly", 1, Unit::Year),
            ("annually", 1, Unit::Year),
        ] {
            if self.take(&[word]) {
                return self.of_unit(many, unit);
            }
        }
        let every = self.take_any(&["every", "each"]);
        let _ = !every && self.take(&["on"]);
        let _ = self.take(&["the"]);
        if let Some(found) = self.counted(every)? {
            return Ok(found);
        }
        if let Some(found) = self.named()? {
            return Ok(found);
        }
        if words::too_often(self.peek(0)) {
            return refused(
                "recurrence_too_often",
                "Once a day is the most often. Choose days, such as “every day 8:30”.",
            );
        }
        if self.is_over() && from < self.at {
            self.at = from;
        }
        self.unclear()
    }

    /// `every day`, `every 2 weeks on friday`, `every other monday`, `3 months after completion`.
    fn counted(&mut self, every: bool) -> Result<Option<Every>, Rule> {
        let from = self.at;
        let many = if every && self.take(&["other"]) {
            2
        } else if let Some(many) = words::number(self.peek(0)) {
            self.at += 1;
            many
        } else if let Some(nth) = words::ordinal(self.peek(0)).filter(|nth| every && *nth > 1) {
            // "every second week", but "every second Tuesday" is one of the month.
            self.at += 1;
            u32::from(nth.unsigned_abs())
        } else {
            1
        };
        let counted = self.at > from;
        if counted && words::too_often(self.peek(0)) {
            return refused(
                "recurrence_too_often",
                "Once a day is the most often. Choose days, such as “every day 8:30”.",
            );
        }
        let Ok(many) = u16::try_from(many) else {
            return refused("recurrence_interval", "Choose an interval from 1 to 1,000.");
        };
        if self.take_any(&["quarter", "quarters"]) {
            return self.of_unit(many.saturating_mul(3), Unit::Month).map(Some);
        }
        if let Some(unit) = words::unit(self.peek(0)).filter(|_| every || counted) {
            self.at += 1;
            if self.after_completion() {
                return Ok(Some(Every::After(many, unit)));
            }
            if every {
                return self.of_unit(many, unit).map(Some);
            }
        }
        let other = every && counted && self.words.get(from).is_some_and(|word| word == "other");
        if let Some(days) = other.then(|| self.weekdays()).flatten() {
            return Ok(Some(Every::Week(many, days)));
        }
        self.at = from;
        Ok(None)
    }

    fn after_completion(&mut self) -> bool {
        self.take(&["after", "completion"])
            || self.take(&["after", "it", "is", "done"])
            || self.take(&["after", "done"])
    }

    /// What an interval counts, with the days in it; those of today where none are named.
    fn of_unit(&mut self, many: u16, unit: Unit) -> Result<Every, Rule> {
        let from = self.at;
        let _ = self.take(&["on"]) && self.take(&["the"]);
        let said = self.at > from;
        let found = match unit {
            Unit::Day => None,
            Unit::Week => self.weekdays().map(|days| Every::Week(many, days)),
            Unit::Month => self.in_month().map(|on| Every::Month(many, on)),
            Unit::Year => self.dates().map(|dates| Every::Year(many, dates)),
        };
        let day = u8::try_from(self.today.day()).unwrap_or(1);
        let month = u8::try_from(self.today.month()).unwrap_or(1);
        match found {
            Some(found) => Ok(found),
            // What follows "on" may be another clause: "every day on closed days too".
            None if said && self.peek(0) != "closed" && !self.peek(0).ends_with("holidays") => self.unclear(),
            None => {
                self.at = from;
                Ok(match unit {
                    Unit::Day => Every::Day(many),
                    Unit::Week => Every::Week(many, bit(self.today.weekday())),
                    Unit::Month => Every::Month(many, InMonth::Day(day, Short::Last)),
                    Unit::Year => Every::Year(many, vec![(month, day)]),
                })
            }
        }
    }

    /// What is named by itself.
    fn named(&mut self) -> Result<Option<Every>, Rule> {
        if self.take_any(&["weekday", "weekdays"]) {
            return Ok(Some(Every::Week(1, WEEKDAYS)));
        }
        if self.take(&["working", "day"]) || self.take(&["working", "days"]) || self.take_any(&["workday", "workdays"])
        {
            return Ok(Some(Every::WorkingDay));
        }
        if let Some(dates) = self.dates() {
            return Ok(Some(Every::Year(1, dates)));
        }
        if let Some(on) = self.in_month() {
            let many = self.of_months()?;
            return Ok(Some(Every::Month(many, on)));
        }
        Ok(self.weekdays().map(|days| Every::Week(1, days)))
    }

    /// `of the month`, `of every 3 months`, or nothing.
    fn of_months(&mut self) -> Result<u16, Rule> {
        let from = self.at;
        if !self.take_any(&["of", "in"]) {
            return Ok(1);
        }
        let _ = self.take_any(&["the", "each", "every", "a"]);
        let many = words::number(self.peek(0));
        self.at += usize::from(many.is_some());
        if !self.take_any(&["month", "months"]) {
            self.at = from;
            return self.unclear();
        }
        u16::try_from(many.unwrap_or(1))
            .or_else(|_| refused("recurrence_interval", "Choose an interval from 1 to 1,000."))
    }

    /// Weekdays, one or several.
    fn weekdays(&mut self) -> Option<u8> {
        let mut days = 0;
        loop {
            let from = self.at;
            let _ = days != 0 && self.skip();
            let Some(day) = words::weekday(self.peek(0)) else {
                self.at = from;
                return Some(days).filter(|days| *days != 0);
            };
            self.at += 1;
            days |= bit(day);
        }
    }

    /// `15th`, `day 15`, `last day`, `second tuesday`, `last working day`.
    fn in_month(&mut self) -> Option<InMonth> {
        let from = self.at;
        if self.take(&["day"]) {
            let day = self.peek(0).parse().ok().map(|day| InMonth::Day(day, Short::Last));
            self.at = if day.is_some() { self.at + 1 } else { from };
            return day;
        }
        let Some(mut nth) = words::ordinal(self.peek(0)) else {
            let day = self.peek(0).parse().ok().filter(|_| self.peek(1) == "of");
            self.at += usize::from(day.is_some());
            return day.map(|day| InMonth::Day(day, Short::Last));
        };
        self.at += 1;
        if nth > 1 && self.take(&["last"]) {
            nth = -nth;
        }
        if self.take(&["working", "day"]) || self.take(&["workday"]) {
            return Some(InMonth::Working(nth));
        }
        if let Some(weekday) = words::weekday(self.peek(0)) {
            self.at += 1;
            return Some(InMonth::Weekday(nth, weekday));
        }
        let written = self.words.get(from).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        let day = self.take(&["day"]);
        // "The first of the month", but "every second" is no day.
        if !day && !written && self.peek(0) != "of" {
            self.at = from;
            return None;
        }
        match (u8::try_from(nth), nth) {
            (Ok(nth), _) => Some(InMonth::Day(nth, Short::Last)),
            (Err(_), -1) if day => Some(InMonth::Day(31, Short::Last)),
            _ => {
                self.at = from;
                None
            }
        }
    }

    /// Days of the year: `1 march`, `march 1`, and `1 march, june and september`.
    fn dates(&mut self) -> Option<Vec<(u8, u8)>> {
        let mut dates = vec![self.month_day()?];
        loop {
            let from = self.at;
            let joined = self.skip();
            let day = dates.last().map_or(1, |(_, day)| *day);
            let next = if joined { self.month_day() } else { None };
            let same = || Some((words::month(self.peek(0)).filter(|_| joined)?, day));
            match next.or_else(same) {
                Some(date) if next.is_some() => dates.push(date),
                Some(date) => {
                    self.at += 1;
                    dates.push(date);
                }
                None => {
                    self.at = from;
                    dates.sort_unstable();
                    dates.dedup();
                    return Some(dates);
                }
            }
        }
    }

    /// A month and its day.
    pub(super) fn month_day(&mut self) -> Option<(u8, u8)> {
        let from = self.at;
        let _ = self.take(&["the"]);
        let day = |word: &str| {
            let nth = words::ordinal(word).and_then(|nth| u8::try_from(nth).ok());
            word.parse::<u8>().ok().or(nth)
        };
        if let Some(first) = day(self.peek(0)) {
            let of = usize::from(self.peek(1) == "of");
            if let Some(month) = words::month(self.peek(1 + of)) {
                self.at += 2 + of;
                return Some((month, first));
            }
        }
        if let (Some(month), Some(day)) = (words::month(self.peek(0)), day(self.peek(1))) {
            self.at += 2;
            return Some((month, day));
        }
        self.at = from;
        None
    }
}
