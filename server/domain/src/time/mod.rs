//! Time that was worked: entries of whole minutes on a day and a task, and what they may be. An entry belongs to the
//! space in which it was worked, also when its task moves on: who reads it must not change by that. Left out: who may
//! read and write it, and what its week allows ([`sheet`]).

pub mod rate;
pub mod sheet;
pub mod timer;
pub mod words;

use crate::{Id, Rule, change::Value, limits};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// Most minutes of an entry, and of all entries of somebody on a day.
pub const DAY: u32 = 24 * 60;
/// How far ahead a day may lie.
const AHEAD: u64 = 366;

/// Time somebody worked on a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Id.
    pub id: Id,
    /// Who worked.
    pub person: Id,
    /// What they worked on.
    pub task: Id,
    /// The home of the task when it was written.
    pub space: Id,
    /// The day, where the person is.
    pub day: NaiveDate,
    /// How long.
    pub minutes: u32,
    /// What was done.
    pub note: String,
    /// A customer pays for it.
    pub billable: bool,
    /// When it was written, UTC milliseconds.
    pub created_ms: i64,
    /// Deleted, kept for the undo.
    pub deleted_ms: Option<i64>,
    /// Last change.
    pub seq: u64,
}

/// The minutes of an entry: at least one, at most a day.
pub fn minutes(minutes: i64) -> Result<u32, Rule> {
    match u32::try_from(minutes) {
        Ok(minutes @ 1..=DAY) => Ok(minutes),
        Ok(0) => Err(Rule::field("out_of_range", "minutes", "Write at least a minute.")),
        Ok(_) => Err(Rule::field("out_of_range", "minutes", "A day has 24 hours. Write the rest on another day.")),
        Err(_) if minutes < 0 => Err(Rule::field("out_of_range", "minutes", "Time is never negative.")),
        Err(_) => Err(Rule::field("out_of_range", "minutes", "A day has 24 hours. Write the rest on another day.")),
    }
}

/// What fits beside the other entries of the day, `others` minutes in all.
pub fn fits(others: u32, minutes: u32) -> Result<(), Rule> {
    if others.saturating_add(minutes) <= DAY {
        return Ok(());
    }
    let message = format!(
        "There are {} on that day already, and a day has 24 hours. Write the rest on another day.",
        words::shown(others)
    );
    Err(Rule::field("out_of_range", "minutes", message))
}

/// A day on which somebody works: this century, and at most a year ahead.
pub fn day(day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Rule> {
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or(NaiveDate::MIN);
    let last = today.checked_add_days(Days::new(AHEAD)).unwrap_or(NaiveDate::MAX);
    if (first..=last).contains(&day) {
        return Ok(day);
    }
    Err(Rule::field("out_of_range", "day", "Choose a day since 2000 and at most a year ahead."))
}

/// The note of an entry; may be empty.
pub fn note(text: &str) -> Result<String, Rule> {
    limits::optional_line("note", text, limits::TITLE)
}

/// What a change of an entry says.
pub fn facts(entry: &Entry) -> BTreeMap<String, Value> {
    BTreeMap::from([
        ("task".to_owned(), Value::Id(entry.task)),
        ("day".to_owned(), Value::Text(entry.day.to_string())),
        ("minutes".to_owned(), Value::Int(entry.minutes.into())),
        ("note".to_owned(), Value::Text(entry.note.clone())),
        ("billable".to_owned(), Value::Bool(entry.billable)),
        ("deleted".to_owned(), Value::opt(entry.deleted_ms, Value::Int)),
    ])
}

/// Puts a fact back, for an undo.
pub fn set(entry: &mut Entry, name: &str, value: &Value) {
    match name {
        "day" => entry.day = value.as_text().and_then(|day| day.parse().ok()).unwrap_or(entry.day),
        "minutes" => {
            entry.minutes = value.as_int().and_then(|n| u32::try_from(n).ok()).unwrap_or(entry.minutes);
        }
        "note" => entry.note = value.as_text().unwrap_or_default().into(),
        "billable" => entry.billable = *value == Value::Bool(true),
        "deleted" => entry.deleted_ms = value.as_int(),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_a_minute_to_a_day_and_fits_into_its_day() {
        assert_eq!([minutes(1), minutes(1440)], [Ok(1), Ok(1440)]);
        for wrong in [0, -1, i64::MIN, 1441, i64::MAX] {
            assert!(minutes(wrong).is_err(), "{wrong}");
        }
        assert!(fits(1380, 60).is_ok());
        assert!(fits(1380, 61).unwrap_err().message.starts_with("There are 23:00"));
    }

    #[test]
    fn days_are_of_this_century_and_at_most_a_year_ahead() {
        let [today, first, last] = ["2026-11-23", "2000-01-01", "2027-11-24"].map(|day| day.parse().unwrap());
        assert!(day(first, today).is_ok() && day(last, today).is_ok());
        assert!(day(first.pred_opt().unwrap(), today).is_err() && day(last.succ_opt().unwrap(), today).is_err());
    }
}
