//! Values of lines: texts, days and times, lengths.

use super::{Line, wrong, zone};
use crate::{Rule, when::When};
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

/// A text with what the format needs for itself marked.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            letter => out.push(letter),
        }
    }
    out
}

/// The inverse of [`escape`].
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            (letter, _) => out.push(letter),
        }
    }
    out
}

/// The texts of a list, cut at the commas that are not marked.
pub fn list(text: &str) -> Vec<String> {
    let (mut all, mut one, mut marked) = (Vec::new(), String::new(), false);
    for letter in text.chars() {
        if letter == ',' && !marked {
            all.push(std::mem::take(&mut one));
        } else {
            one.push(letter);
        }
        marked = letter == '\\' && !marked;
    }
    all.push(one);
    all.into_iter().map(|one| unescape(one.trim())).filter(|one| !one.is_empty()).collect()
}

/// Where a sign first stands that is not between quotes.
pub(super) fn find_outside_quotes(text: &str, sign: char) -> Option<usize> {
    let mut quoted = false;
    text.find(|letter: char| {
        quoted ^= letter == '"';
        !quoted && letter == sign
    })
}

/// What stands between signs that are not between quotes.
pub(super) fn split_outside_quotes(text: &str, sign: char) -> Vec<&str> {
    let mut quoted = false;
    let parts = text.split(|letter: char| {
        quoted ^= letter == '"';
        !quoted && letter == sign
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// The day or time of a line. A time without a zone is one in `own`; a moment is kept as one.
///
/// # Errors
/// When it cannot be read, or its zone is not known.
pub fn when(line: &Line, own: Tz) -> Result<When, Rule> {
    single(line, line.value.trim(), own)
}

/// Every day or time of a line that lists them.
///
/// # Errors
/// As [`when`].
pub fn whens(line: &Line, own: Tz) -> Result<Vec<When>, Rule> {
    line.value.split(',').map(|one| single(line, one.trim(), own)).collect()
}

fn single(line: &Line, text: &str, own: Tz) -> Result<When, Rule> {
    let unreadable = "A day or a time of this entry cannot be read. Write 20261201 or 20261201T090000.";
    if text.len() == 8 {
        let day = NaiveDate::parse_from_str(text, "%Y%m%d").ok().filter(in_reach);
        return day.map_or_else(|| wrong(unreadable), |day| Ok(When::day(day)));
    }
    let (text, utc) = text.strip_suffix(['Z', 'z']).map_or((text, false), |text| (text, true));
    let Some(at) = NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok().filter(|at| in_reach(&at.date())) else {
        return wrong(unreadable);
    };
    let zone = match line.parameter("TZID").filter(|_| !utc) {
        _ if utc => Tz::UTC,
        None => own,
        Some(name) => match zone::named(name) {
            Some(zone) => zone,
            None => return wrong("The time zone of this entry is not known here. Use one such as Europe/Berlin."),
        },
    };
    let time = at.time().with_second(0).unwrap_or(at.time());
    Ok(When { day: at.date(), time: Some((time, zone)) })
}

fn in_reach(day: &NaiveDate) -> bool {
    (1_970..=9_000).contains(&day.year())
}

/// A moment as a time where somebody is; a day and a time in a zone stay.
#[must_use]
pub fn at_home(when: When, own: Tz) -> When {
    match when.time {
        Some((time, Tz::UTC)) => {
            let local = Utc.from_utc_datetime(&when.day.and_time(time)).with_timezone(&own).naive_local();
            When { day: local.date(), time: Some((local.time(), own)) }
        }
        _ => when,
    }
}

/// Whether two say the same: the same day, or the same moment.
pub fn same(one: Option<When>, other: Option<When>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => match (one.time, other.time) {
            (Some(_), Some(_)) => one.deadline(Tz::UTC) == other.deadline(Tz::UTC),
            (None, None) => one.day == other.day,
            _ => false,
        },
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// The longest length, in minutes: a century. What says more is as long.
const LONGEST: i64 = 100 * 366 * 24 * 60;

/// The minutes of a length, `P1DT2H30M`; seconds are left off.
pub fn minutes(text: &str) -> Option<i64> {
    let text = text.trim().to_ascii_uppercase();
    let (sign, text) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let text = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let (mut all, mut number) = (0_i64, String::new());
    for letter in text.chars() {
        let unit = match letter {
            '0'..='9' if number.len() < 6 => {
                number.push(letter);
                continue;
            }
            'T' if number.is_empty() => continue,
            'W' => 7 * 24 * 60,
            'D' => 24 * 60,
            'H' => 60,
            'M' => 1,
            'S' => 0,
            _ => return None,
        };
        all = LONGEST.min(all + number.parse::<i64>().ok()? * unit);
        number.clear();
    }
    number.is_empty().then_some(all * sign)
}
