//! A rule as text: the value of an `RRULE` of RFC 5545. What is written is read the same.

use super::repeat::{Every, Repeat, Until, refused};
use crate::Rule;
use chrono::{NaiveDate, NaiveDateTime, Weekday};
use std::fmt::Write;

/// Longest rule, in bytes.
const LONGEST: usize = 2_000;
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];
const EVERY: [(&str, Every); 4] =
    [("DAILY", Every::Day), ("WEEKLY", Every::Week), ("MONTHLY", Every::Month), ("YEARLY", Every::Year)];

impl Repeat {
    /// Reads a rule, with or without `RRULE:` before it.
    ///
    /// # Errors
    /// When it is none, or says what is not kept here.
    pub fn from_text(text: &str) -> Result<Repeat, Rule> {
        let upper = text.trim().to_ascii_uppercase();
        let text = upper.strip_prefix("RRULE:").unwrap_or(&upper);
        if text.len() > LONGEST {
            return refused("This rule is too long.");
        }
        let mut parts: Vec<(&str, &str)> = Vec::new();
        for part in text.split(';').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((name, value)) if !parts.iter().any(|(other, _)| *other == name) => parts.push((name, value)),
                _ => return refused("Write the rule as FREQ=WEEKLY;BYDAY=MO, each part once."),
            }
        }
        let every = parts.iter().find(|(name, _)| *name == "FREQ").map(|(_, value)| *value).unwrap_or_default();
        let Some(every) = EVERY.iter().find(|(word, _)| *word == every).map(|(_, every)| *every) else {
            return refused(
                "Begin the rule with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY. An event comes at most once a day.",
            );
        };
        let mut repeat = Repeat::new(every);
        for (name, value) in parts {
            if !repeat.put(name, value) {
                return refused("A part of this rule cannot be read. An event comes at most once a day.");
            }
        }
        repeat.checked()
    }

    fn put(&mut self, name: &str, value: &str) -> bool {
        match name {
            "FREQ" => true,
            "INTERVAL" => value.parse().map(|n| self.interval = n).is_ok(),
            "COUNT" => value.parse().map(|n| self.count = Some(n)).is_ok(),
            "UNTIL" => until(value).map(|until| self.until = Some(until)).is_some(),
            "WKST" => weekday(value).map(|day| self.week_start = day).is_some(),
            "BYDAY" => list(value, nth_weekday).map(|days| self.weekdays = days).is_some(),
            "BYMONTH" => numbers(value).map(|list| self.months = list).is_some(),
            "BYWEEKNO" => numbers(value).map(|list| self.weeks = list).is_some(),
            "BYYEARDAY" => numbers(value).map(|list| self.year_days = list).is_some(),
            "BYMONTHDAY" => numbers(value).map(|list| self.month_days = list).is_some(),
            "BYSETPOS" => numbers(value).map(|list| self.positions = list).is_some(),
            _ => false,
        }
    }

    /// As text, in one order of its parts.
    pub fn to_text(&self) -> String {
        let word = EVERY.iter().find(|(_, every)| *every == self.every).map_or("DAILY", |(word, _)| word);
        let mut text = format!("FREQ={word}");
        let mut add = |name: &str, value: String| {
            let _ = write!(text, ";{name}={value}");
        };
        if self.interval != 1 {
            add("INTERVAL", self.interval.to_string());
        }
        if let Some(count) = self.count {
            add("COUNT", count.to_string());
        }
        if let Some(until) = self.until {
            add(
                "UNTIL",
                match until {
                    Until::Day(day) => day.format("%Y%m%d").to_string(),
                    Until::Local(at) => at.format("%Y%m%dT%H%M%S").to_string(),
                    Until::Utc(at) => at.format("%Y%m%dT%H%M%SZ").to_string(),
                },
            );
        }
        let lists = [
            ("BYMONTH", &self.months),
            ("BYWEEKNO", &self.weeks),
            ("BYYEARDAY", &self.year_days),
            ("BYMONTHDAY", &self.month_days),
        ];
        for (name, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            add(name, joined(list.iter().map(ToString::to_string)));
        }
        if !self.weekdays.is_empty() {
            add(
                "BYDAY",
                joined(self.weekdays.iter().map(|(nth, day)| match nth {
                    0 => weekday_word(*day).to_owned(),
                    nth => format!("{nth}{}", weekday_word(*day)),
                })),
            );
        }
        if !self.positions.is_empty() {
            add("BYSETPOS", joined(self.positions.iter().map(ToString::to_string)));
        }
        if self.week_start != Weekday::Mon {
            add("WKST", weekday_word(self.week_start).to_owned());
        }
        text
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(",")
}

fn list<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(|part| read(part.trim())).collect()
}

fn numbers(value: &str) -> Option<Vec<i16>> {
    list(value, |part| part.parse().ok())
}

fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(other, _)| *other == word).map(|(_, day)| *day)
}

fn weekday_word(day: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(_, other)| *other == day).map_or("MO", |(word, _)| word)
}

/// `MO`, `1MO`, `-1FR`.
fn nth_weekday(text: &str) -> Option<(i16, Weekday)> {
    let at = text.len().checked_sub(2)?;
    let (nth, word) = (text.get(..at)?, text.get(at..)?);
    let nth = if nth.is_empty() { 0 } else { nth.parse().ok().filter(|nth| *nth != 0)? };
    Some((nth, weekday(word)?))
}

/// `20261231`, `20261231T090000` where the event is, `20261231T080000Z`.
fn until(text: &str) -> Option<Until> {
    if let Some(at) = text.strip_suffix('Z') {
        return NaiveDateTime::parse_from_str(at, "%Y%m%dT%H%M%S").ok().map(Until::Utc);
    }
    if text.contains('T') {
        return NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok().map(Until::Local);
    }
    NaiveDate::parse_from_str(text, "%Y%m%d").ok().filter(|_| text.len() == 8).map(Until::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_the_same() {
        for text in [
            "FREQ=DAILY",
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231T080000Z;BYDAY=MO,WE;WKST=SU",
            "FREQ=MONTHLY;COUNT=12;BYDAY=-1FR",
            "FREQ=MONTHLY;UNTIL=20270101;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            "FREQ=YEARLY;BYWEEKNO=1,-1;BYDAY=MO",
        ] {
            assert_eq!(Repeat::from_text(text).unwrap().to_text(), text);
        }
        assert_eq!(
            Repeat::from_text("rrule:bymonthday=-1;freq=monthly").unwrap().to_text(),
            "FREQ=MONTHLY;BYMONTHDAY=-1"
        );
    }

    #[test]
    fn what_an_event_cannot_do_is_refused() {
        for text in [
            "",
            "FREQ=HOURLY",
            "FREQ=DAILY;BYHOUR=9",
            "FREQ=DAILY;FREQ=DAILY",
            "FREQ=DAILY;COUNT=0",
            "FREQ=DAILY;COUNT=2;UNTIL=20270101",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=WEEKLY;BYMONTHDAY=1",
            "FREQ=WEEKLY;BYDAY=1MO",
            "FREQ=MONTHLY;BYMONTHDAY=0",
            "FREQ=MONTHLY;BYDAY=0MO",
            "FREQ=YEARLY;BYMONTH=13",
            "FREQ=DAILY;UNTIL=2027",
            "FREQ=DAILY;BYDAY=ÄÄ",
        ] {
            assert!(Repeat::from_text(text).is_err(), "{text}");
        }
    }
}
