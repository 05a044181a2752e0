//! Time as people type it into a cell, and as it is shown there. A whole number is minutes, one with a decimal mark is
//! hours; counted in whole numbers, so that what is typed is exact.

use super::DAY;
use crate::Rule;

/// Minutes of `1h15`, `1:15`, `75`, `90m`, `1.25`, `1,25`, `2h`, `1h 15m`; 0 where somebody writes that. At most a day.
pub fn minutes(text: &str) -> Result<u32, Rule> {
    let words: String = text.trim().to_lowercase().split_whitespace().collect();
    if words.starts_with(['-', '−']) {
        return Err(Rule::field("out_of_range", "time", "Time is never negative."));
    }
    let found = read(&words).ok_or_else(|| {
        Rule::field("unreadable", "time", "Write a time such as 1h15, 1:15, 1.25 (hours) or 75 (minutes).")
    })?;
    if found > DAY {
        return Err(Rule::field("out_of_range", "time", "A day has 24 hours. Write the rest on another day."));
    }
    Ok(found)
}

fn read(words: &str) -> Option<u32> {
    if let Some((hours, rest)) = words.split_once(':') {
        let short = rest.len() == 2;
        return short.then(|| together(whole(hours)?, whole(rest)?)).flatten();
    }
    if let Some((hours, rest)) = split_hours(words) {
        return match rest.trim_end_matches("min").trim_end_matches('m') {
            "" if rest.is_empty() => in_hours(hours),
            rest => together(whole(hours)?, whole(rest)?),
        };
    }
    let bare = words.strip_suffix("min").or_else(|| words.strip_suffix('m'));
    match bare {
        Some(minutes) => whole(minutes),
        None if words.contains(['.', ',']) => in_hours(words),
        None => whole(words),
    }
}

/// What stands before and after the word for hours.
fn split_hours(words: &str) -> Option<(&str, &str)> {
    ["hours", "hour", "hrs", "hr", "h"].into_iter().find_map(|word| words.split_once(word))
}

fn together(hours: u32, minutes: u32) -> Option<u32> {
    if minutes > 59 {
        return None;
    }
    hours.checked_mul(60)?.checked_add(minutes)
}

/// Digits and nothing else, few enough for a number.
fn whole(digits: &str) -> Option<u32> {
    let plain = (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// Hours with up to four decimals, to the nearest minute.
fn in_hours(text: &str) -> Option<u32> {
    let (hours, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let hours = if hours.is_empty() && !part.is_empty() { 0 } else { whole(hours)? };
    if part.is_empty() {
        return (!text.contains(['.', ','])).then(|| hours.checked_mul(60)).flatten();
    }
    if part.len() > 4 {
        return None;
    }
    let one = 10_u32.pow(u32::try_from(part.len()).ok()?);
    let minutes = (whole(part)? * 60 + one / 2) / one;
    hours.checked_mul(60)?.checked_add(minutes)
}

/// As it stands in a cell: `1:15`.
pub fn shown(minutes: u32) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Hours with two decimals, for spreadsheets: `1.25`.
pub fn decimal(minutes: u32) -> String {
    let hundredths = (minutes * 100 + 30) / 60;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_people_type_is_read() {
        for (typed, read) in [
            ("1h15", 75),
            ("75", 75),
            ("1.25", 75),
            ("1,25", 75),
            ("1:15", 75),
            ("90m", 90),
            (" 1 H 15 m ", 75),
            ("1h15min", 75),
            ("2h", 120),
            ("2 hours", 120),
            ("1.5h", 90),
            (".5", 30),
            ("0.1", 6),
            ("1.99", 119),
            ("0.3333", 20),
            ("0", 0),
            ("24h", 1440),
            ("08:05", 485),
        ] {
            assert_eq!(minutes(typed), Ok(read), "{typed}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for wrong in [
            "",
            " ",
            "h",
            ":",
            ".",
            "1.",
            "1:5",
            "1:60",
            "1h60",
            "1:15:00",
            "-1",
            "−30",
            "+30",
            "1e3",
            "abc",
            "1h15h",
            "24:01",
            "1441",
            "99999999999",
            "1.33333",
            "1.2.3",
            "½",
            "١",
            "NaN",
            "1d",
            "m",
            "1:-5",
        ] {
            assert!(minutes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_shown_reads_as_the_same() {
        for all in 0..=DAY {
            assert_eq!(minutes(&shown(all)), Ok(all));
            assert_eq!(minutes(&decimal(all)), Ok(all));
        }
    }
}
