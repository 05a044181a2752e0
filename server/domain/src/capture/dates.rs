//! Days and times as people write them.

use super::{Found, Here, Meaning, Word, words::Words};
use crate::when::When;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};

/// A day and how many words it took.
struct Day {
    day: NaiveDate,
    words: usize,
}

/// Reads a due or start date at the start of some words.
pub fn read(words: &[Word<'_>], here: &Here<'_>) -> Option<Found> {
    let first = lower(words.first()?);
    let is = |list: &[&str]| list.contains(&first.as_str());
    let start = is(here.words.from);
    let lead = usize::from(start || is(here.words.until));
    let rest = words.get(lead..)?;
    let found = when(rest, here, lead > 0)?;
    let count = lead + found.1;
    // A short form that is also an everyday word counts only where a date is expected.
    let single = lead == 0 && found.1 == 1;
    if single && here.words.doubtful.contains(&first.as_str()) && first != "today" && words.len() > 1 {
        return None;
    }
    let label = found.0.to_text();
    let meaning = if start { Meaning::Start(found.0) } else { Meaning::Due(found.0) };
    Some(Found { words: count, meaning, label })
}

fn lower(word: &Word<'_>) -> String {
    word.text.trim_end_matches([',', ';', '.']).to_lowercase()
}

/// A day with an optional time, or a time alone, which is today's or, once past, still today's.
fn when(words: &[Word<'_>], here: &Here<'_>, expected: bool) -> Option<(When, usize)> {
    if let Some(day) = day(words, here) {
        let rest = words.get(day.words..).unwrap_or_default();
        return Some(match time_after(rest, here.words, true) {
            Some((time, count)) => (When { day: day.day, time: Some((time, here.zone)) }, day.words + count),
            None => (When::day(day.day), day.words),
        });
    }
    let (time, count) = time_after(words, here.words, expected)?;
    let behind = words.get(count..).unwrap_or_default();
    let (day, more) = day(behind, here).map_or((here.today, 0), |day| (day.day, day.words));
    Some((When { day, time: Some((time, here.zone)) }, count + more))
}

fn day(words: &[Word<'_>], here: &Here<'_>) -> Option<Day> {
    let table = here.words;
    let first = lower(words.first()?);
    let second = words.get(1).map(lower).unwrap_or_default();
    let one = |day| Some(Day { day, words: 1 });
    if let Some((_, days)) = table.relative.iter().find(|(word, _)| *word == first) {
        return one(shift(here.today, *days)?);
    }
    if let Some(weekday) = place(&table.weekdays, &first) {
        return one(next_weekday(here.today, weekday));
    }
    if let Some(day) = written(words.first()?.text, here.today) {
        return one(day);
    }
    if table.this.contains(&first.as_str()) {
        return place(&table.weekdays, &second).map(|weekday| Day { day: next_weekday(here.today, weekday), words: 2 });
    }
    if table.next.contains(&first.as_str()) {
        return next(&second, here).map(|day| Day { day, words: 2 });
    }
    if table.within.contains(&first.as_str()) {
        let third = words.get(2).map(lower).unwrap_or_default();
        return within(&second, &third, here).map(|day| Day { day, words: 3 });
    }
    month_day(words, here)
}

fn place<const N: usize>(lists: &[&[&str]; N], word: &str) -> Option<usize> {
    lists.iter().position(|list| list.contains(&word))
}

fn shift(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(u64::try_from(days).ok()?))
}

/// The coming such day; today's own name means in a week.
fn next_weekday(today: NaiveDate, weekday: usize) -> NaiveDate {
    let now = today.weekday().num_days_from_monday() as usize;
    let ahead = (weekday + 7 - now) % 7;
    shift(today, if ahead == 0 { 7 } else { ahead as i64 }).unwrap_or(today)
}

/// "next friday" is the friday of the week that follows, "next week" its monday.
fn next(word: &str, here: &Here<'_>) -> Option<NaiveDate> {
    let monday = shift(here.today, 7 - i64::from(here.today.weekday().num_days_from_monday()))?;
    if here.words.week.contains(&word) {
        return Some(monday);
    }
    if here.words.month.contains(&word) {
        return here.today.with_day(1)?.checked_add_months(Months::new(1));
    }
    shift(monday, i64::try_from(place(&here.words.weekdays, word)?).ok()?)
}

fn within(count: &str, span: &str, here: &Here<'_>) -> Option<NaiveDate> {
    let count: u32 = match count {
        "a" | "an" | "one" => 1,
        "two" => 2,
        "three" => 3,
        digits => digits.parse().ok().filter(|count| *count <= 1000)?,
    };
    match place(&here.words.spans, span)? {
        0 => shift(here.today, count.into()),
        1 => shift(here.today, i64::from(count) * 7),
        _ => here.today.checked_add_months(Months::new(count)),
    }
}

/// "1 dec", "dec 1st", "1 december 2027".
fn month_day(words: &[Word<'_>], here: &Here<'_>) -> Option<Day> {
    let first = lower(words.first()?);
    let second = lower(words.get(1)?);
    let (number, month) = match place(&here.words.months, &second) {
        Some(month) => (day_number(&first, here.words)?, month),
        None => (day_number(&second, here.words)?, place(&here.words.months, &first)?),
    };
    let month = u32::try_from(month).ok()? + 1;
    let year = words.get(2).map(lower).and_then(|year| year.parse().ok()).filter(|year| (2000..=2200).contains(year));
    let words = if year.is_some() { 3 } else { 2 };
    let day = match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, number)?,
        None => coming(here.today, month, number)?,
    };
    Some(Day { day, words })
}

/// The next such day of a year; within the last month it means the one just past.
fn coming(today: NaiveDate, month: u32, number: u32) -> Option<NaiveDate> {
    let this = NaiveDate::from_ymd_opt(today.year(), month, number);
    match this {
        Some(day) if (today - day).num_days() <= 0 => Some(day),
        _ => (1..=4).find_map(|more| NaiveDate::from_ymd_opt(today.year() + more, month, number)),
    }
}

fn day_number(word: &str, table: &Words) -> Option<u32> {
    let digits = table.ordinals.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    digits.trim_end_matches('.').parse().ok().filter(|day| (1..=31).contains(day))
}

/// `2026-12-01`, `1.12.`, `1.12.2026`.
fn written(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim_end_matches([',', ';']);
    if let Ok(day) = text.parse::<NaiveDate>() {
        return (2000..=2200).contains(&day.year()).then_some(day);
    }
    let mut parts = text.split('.');
    let number = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    match (parts.next(), parts.next()) {
        (Some(""), None) => coming(today, month, number),
        (Some(year), None) => {
            let year: i32 = year.parse().ok()?;
            let year = if year < 100 { year + 2000 } else { year };
            (2000..=2200).contains(&year).then(|| NaiveDate::from_ymd_opt(year, month, number)).flatten()
        }
        _ => None,
    }
}

/// A time, with "at" before it; `bare` hours ("at 5") only behind such a word.
fn time_after(words: &[Word<'_>], table: &Words, expected: bool) -> Option<(NaiveTime, usize)> {
    let first = lower(words.first()?);
    if table.at.contains(&first.as_str()) {
        return time(&lower(words.get(1)?), true).map(|time| (time, 2));
    }
    time(&first, false).filter(|_| expected || first.contains(':') || first.ends_with('m')).map(|time| (time, 1))
}

/// `17:00`, `5pm`, `5:30pm`, and with `bare` also `17`.
fn time(text: &str, bare: bool) -> Option<NaiveTime> {
    let (digits, afternoon) = match (text.strip_suffix("pm"), text.strip_suffix("am")) {
        (Some(digits), _) => (digits, Some(true)),
        (_, Some(digits)) => (digits, Some(false)),
        _ => (text, None),
    };
    let (hour, minute) = digits.split_once(':').unwrap_or((digits, ""));
    if minute.is_empty() && afternoon.is_none() && !bare {
        return None;
    }
    let hour: u32 = hour.parse().ok()?;
    let minute: u32 = if minute.is_empty() { 0 } else { minute.parse().ok().filter(|_| minute.len() == 2)? };
    let hour = match afternoon {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(true) => hour % 12 + 12,
        Some(false) => hour % 12,
        None => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}
