//! The days people type after `before:` and `after:`.

use chrono::{Datelike, Days, Months, NaiveDate};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day meant by `2026-11-01`, `2026-11`, `2026`, `1.11.2026`, `1 nov`, `nov 1 2026`, `today`, `yesterday`,
/// `monday`, `7d`, `2w`, `3m`, `1y`. A day without a year is the last one that has been; a weekday too.
pub(crate) fn day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "today" => return Some(today),
        "yesterday" => return today.pred_opt(),
        "tomorrow" => return today.succ_opt(),
        _ => {}
    }
    ago(&text, today).or_else(|| weekday(&text, today)).or_else(|| numbers(&text)).or_else(|| named(&text, today))
}

fn ago(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let unit = text.chars().next_back()?;
    let count: u32 = text.strip_suffix(unit)?.parse().ok()?;
    match unit {
        'd' => today.checked_sub_days(Days::new(u64::from(count))),
        'w' => today.checked_sub_days(Days::new(u64::from(count) * 7)),
        'm' => today.checked_sub_months(Months::new(count)),
        'y' => today.checked_sub_months(Months::new(count.checked_mul(12)?)),
        _ => None,
    }
}

fn weekday(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    if !text.ends_with("day") {
        return None;
    }
    let wanted: chrono::Weekday = text.parse().ok()?;
    let back = (7 + today.weekday().num_days_from_monday() - wanted.num_days_from_monday()) % 7;
    today.checked_sub_days(Days::new(u64::from(back)))
}

fn numbers(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).filter(|part| !part.is_empty()).collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<u32>().ok());
    let first_is_year = parts.first().is_some_and(|part| part.len() == 4);
    match (parts.len(), first_is_year) {
        (1, true) => NaiveDate::from_ymd_opt(i32::try_from(number(0)?).ok()?, 1, 1),
        (2, true) => NaiveDate::from_ymd_opt(i32::try_from(number(0)?).ok()?, number(1)?, 1),
        (3, true) => NaiveDate::from_ymd_opt(i32::try_from(number(0)?).ok()?, number(1)?, number(2)?),
        (3, false) if text.contains('.') => {
            NaiveDate::from_ymd_opt(i32::try_from(number(2)?).ok().filter(|y| *y > 99)?, number(1)?, number(0)?)
        }
        _ => None,
    }
}

fn named(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (mut day, mut month, mut year) = (None, None, None);
    for part in text.split([' ', ',', '.', '-']).filter(|part| !part.is_empty()) {
        if let Some(found) = month_of(part) {
            month = Some(found);
        } else if let Ok(number) = part.trim_end_matches(|c: char| c.is_alphabetic()).parse::<u32>() {
            if number > 31 { year = i32::try_from(number).ok() } else { day = Some(number) }
        } else {
            return None;
        }
    }
    let (day, month) = (day.unwrap_or(1), month?);
    match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day),
        None => (0..8)
            .filter_map(|back| NaiveDate::from_ymd_opt(today.year() - back, month, day))
            .find(|date| *date <= today),
    }
}

/// The number of a month named in full or by its first three letters or more.
pub(crate) fn month_of(text: &str) -> Option<u32> {
    const FULL: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_lowercase();
    if text.len() < 3 {
        return None;
    }
    let at =
        FULL.iter().zip(MONTHS).position(|(full, short)| text.starts_with(short) && full.starts_with(text.as_str()))?;
    u32::try_from(at + 1).ok()
}

/// UTC milliseconds at which a day begins in a zone so many minutes ahead.
pub(crate) fn begins(day: NaiveDate, offset_minutes: i32) -> i64 {
    i64::from(number_of(day)) * 86_400_000 - i64::from(offset_minutes) * 60_000
}

/// Days since 1970-01-01.
pub(crate) fn number_of(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - 719_163
}
