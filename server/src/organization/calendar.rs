//! The closed days in a calendar file: what authorities and associations publish of public and school holidays.
//!
//! The file is RFC 5545, read by `icalendar`; what comes again is worked out as that of events is. It comes from outside,
//! so how deep it nests and how much comes again in it are bounded before either of them sees it.

use crate::Error;
use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use guildhall_domain::{event::repeat::Repeat, limits};
use icalendar::parser::{Component, Property, read_components, unfold};
use std::collections::{BTreeMap, BTreeSet};

/// Longest file: 1 MiB, as long as the longest text.
const FILE: usize = limits::BODY;
/// Deepest nesting of parts: a calendar, its events, and an alarm in one.
const DEPTH: usize = 4;
/// Most events with a rule: each may cost a walk over many years.
const RULES: usize = 200;
/// Most days or stretches of days that are answered.
const FOUND: usize = 1_000;
/// Longest stretch, in days.
const STRETCH: i64 = 366;
/// How many years ahead what comes again is worked out.
const YEARS: i32 = 5;

/// One stretch of whole days.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Closed {
    /// The first day,
    pub from: NaiveDate,
    /// and the last one, which is part of it.
    pub to: NaiveDate,
    /// What the calendar calls it; may be empty.
    pub name: String,
}

/// What a calendar holds.
#[derive(Debug, Default, PartialEq)]
pub struct Found {
    /// In the order of their days.
    pub days: Vec<Closed>,
    /// How many of its events take up a part of a day, and so close none.
    pub timed: usize,
}

/// The whole days of a calendar that are not over on a day.
pub fn read(text: &str, today: NaiveDate) -> Result<Found, Error> {
    if text.len() > FILE {
        return Err(wrong("This calendar is longer than 1 MiB. Use one that holds the holidays alone."));
    }
    let text = unfold(text.trim_start_matches('\u{feff}').trim());
    let calendars = Some(&text).filter(|text| nests_little(text)).and_then(|text| read_components(text).ok());
    let calendars =
        calendars.ok_or_else(|| wrong("This is no calendar file. Choose a file whose name ends in .ics."))?;
    let events: Vec<&Component<'_>> = calendars
        .iter()
        .filter(|part| part.name == "VCALENDAR")
        .flat_map(|calendar| &calendar.components)
        .filter(|part| part.name == "VEVENT" && value(part, "STATUS") != Some("CANCELLED"))
        .collect();
    if events.iter().filter(|event| value(event, "RRULE").is_some()).count() > RULES {
        return Err(wrong("More than 200 events of this calendar come again. Use one that holds the holidays alone."));
    }
    let moved = moved(&events);
    let (mut found, mut days) = (Found::default(), BTreeSet::new());
    for event in events {
        match Whole::of(event) {
            Some(whole) => days.extend(whole.from(event, today, &moved)),
            None => found.timed += 1,
        }
        if days.len() > FOUND {
            return Err(wrong(
                "This calendar holds more than 1,000 closed days. Use one that holds the holidays alone.",
            ));
        }
    }
    found.days = days.into_iter().collect();
    Ok(found)
}

fn wrong(sentence: &'static str) -> Error {
    Error::field("calendar", sentence)
}

/// Whether no part stands in more than three others: the parser goes down into each.
fn nests_little(text: &str) -> bool {
    let starts = |line: &str, word: &str| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let mut depth = 0usize;
    text.lines().all(|line| {
        if starts(line, "BEGIN:") {
            depth += 1;
        } else if starts(line, "END:") {
            depth = depth.saturating_sub(1);
        }
        depth <= DEPTH
    })
}

fn property<'a>(event: &'a Component<'_>, name: &str) -> Option<&'a Property<'a>> {
    event.properties.iter().find(|property| property.name.as_str().eq_ignore_ascii_case(name))
}

fn value<'a>(event: &'a Component<'_>, name: &str) -> Option<&'a str> {
    property(event, name).map(|property| property.val.as_str().trim())
}

/// The days on which something that comes again was put elsewhere, by the id of what comes again.
fn moved<'a>(events: &[&'a Component<'_>]) -> BTreeMap<&'a str, Vec<NaiveDate>> {
    let mut moved: BTreeMap<&str, Vec<NaiveDate>> = BTreeMap::new();
    for event in events {
        if let (Some(id), Some(day)) = (value(event, "UID"), value(event, "RECURRENCE-ID").and_then(day)) {
            moved.entry(id).or_default().push(day);
        }
    }
    moved
}

/// `20261225`, whatever follows.
fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..8)?, "%Y%m%d").ok().filter(|day| (1_970..=9_000).contains(&day.year()))
}

/// A day, or the midnight with which one begins: some programs write whole days so.
fn midnight(text: &str) -> Option<NaiveDate> {
    let time = text.get(8..).unwrap_or_default().trim_end_matches('Z');
    day(text).filter(|_| time.is_empty() || time == "T000000")
}

/// An event that takes up whole days.
struct Whole {
    first: NaiveDate,
    /// How many days follow the first one.
    more: i64,
    name: String,
}

impl Whole {
    /// None where it takes up a part of a day, or its days cannot be told.
    fn of(event: &Component<'_>) -> Option<Whole> {
        let start = value(event, "DTSTART")?;
        let first = midnight(start)?;
        let days = match (value(event, "DTEND"), value(event, "DURATION")) {
            (Some(end), _) => (midnight(end)? - first).num_days(),
            (None, Some(length)) => whole_days(length)?,
            (None, None) => 0,
        };
        // A day without an end is that day, and some programs end one on itself; a time without an end takes no time.
        let days = if start.len() == 8 { days.max(1) } else { days };
        (1..=STRETCH).contains(&days).then(|| Whole { first, more: days - 1, name: name(event) })
    }

    /// Every time it comes that is not over on a day.
    fn from(&self, event: &Component<'_>, today: NaiveDate, moved: &BTreeMap<&str, Vec<NaiveDate>>) -> Vec<Closed> {
        let dates = match value(event, "RRULE") {
            Some(rule) => self.again(event, rule, today),
            None => vec![self.first],
        };
        let own = value(event, "RECURRENCE-ID").is_some();
        let elsewhere = value(event, "UID").and_then(|id| moved.get(id)).filter(|_| !own);
        let closed = |from: NaiveDate| {
            let to = from.checked_add_signed(TimeDelta::days(self.more))?;
            Some(Closed { from, to, name: self.name.clone() }).filter(|closed| closed.to >= today)
        };
        let stays = |date: &NaiveDate| !elsewhere.is_some_and(|days| days.contains(date));
        dates.into_iter().filter(stays).filter_map(closed).collect()
    }

    fn again(&self, event: &Component<'_>, rule: &str, today: NaiveDate) -> Vec<NaiveDate> {
        // A rule that is not understood leaves the day it was written for.
        let Ok(rule) = Repeat::from_text(rule) else { return vec![self.first] };
        let without: BTreeSet<NaiveDate> = event
            .properties
            .iter()
            .filter(|property| property.name.as_str().eq_ignore_ascii_case("EXDATE"))
            .flat_map(|property| property.val.as_str().split(','))
            .filter_map(|text| day(text.trim()))
            .collect();
        let begin = today.checked_sub_days(Days::new(self.more.unsigned_abs())).unwrap_or(today);
        let end = NaiveDate::from_ymd_opt(today.year() + YEARS, 12, 31).unwrap_or(today);
        let days = rule.days(self.first, rule.end(None), (begin, end));
        days.filter(|day| !without.contains(day)).take(FOUND + 1).collect()
    }
}

/// `P1D` and `P2W`.
fn whole_days(length: &str) -> Option<i64> {
    let number = |unit: char| length.strip_prefix('P')?.strip_suffix(unit)?.parse::<i64>().ok();
    number('D').or_else(|| number('W')?.checked_mul(7))
}

/// What it is called, in one line of at most a name's length.
fn name(event: &Component<'_>) -> String {
    let line = value(event, "SUMMARY").unwrap_or_default();
    line.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(limits::NAME).collect()
}

#[cfg(test)]
mod tests;
