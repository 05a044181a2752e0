//! English words of rules, for reading and for writing.

use super::Unit;
use crate::Rule;
use chrono::Weekday;

/// The months, each as written out.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const ORDINALS: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];
const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const LAST: i8 = -1;

/// A rule that is refused, with its stable code.
///
/// # Errors
/// Always.
pub fn refused<T>(code: &'static str, message: impl Into<String>) -> Result<T, Rule> {
    Err(Rule::field(code, "rule", message))
}

/// A weekday as written.
pub(super) fn weekday_name(day: Weekday) -> &'static str {
    WEEKDAYS.get(usize::from(day.num_days_from_monday() as u8)).copied().unwrap_or_default()
}

/// A weekday: in full, shortened to two letters or more, or as several of them.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let whole = |name: &str| name == word || format!("{name}s") == word;
    let short = |name: &str| (2..=5).contains(&word.len()) && name.starts_with(word);
    let place = WEEKDAYS.iter().map(|name| name.to_lowercase()).position(|name| whole(&name) || short(&name));
    // "we" and "th" are words of their own, but "second" and "month" are none of these.
    place.and_then(|place| Weekday::try_from(u8::try_from(place).ok()?).ok())
}

/// A month, 1 to 12: in full or shortened to three letters or more.
pub(super) fn month(word: &str) -> Option<u8> {
    let word = word.strip_suffix('.').unwrap_or(word);
    let place =
        MONTHS.iter().map(|name| name.to_lowercase()).position(|name| word.len() >= 3 && name.starts_with(word));
    place.and_then(|place| u8::try_from(place + 1).ok())
}

/// A month as written.
pub(super) fn month_name(month: u8) -> &'static str {
    MONTHS.get(usize::from(month.saturating_sub(1))).copied().unwrap_or_default()
}

/// A number in digits or a small one in words.
pub(super) fn number(word: &str) -> Option<u32> {
    let named = || NUMBERS.iter().position(|known| *known == word).and_then(|place| u32::try_from(place + 1).ok());
    word.parse().ok().or_else(named)
}

/// `second`, `2nd`, `last`, `second-last`.
pub(super) fn ordinal(word: &str) -> Option<i8> {
    if word == "last" {
        return Some(LAST);
    }
    if let Some(word) = word.strip_suffix("-last") {
        return ordinal(word).filter(|nth| *nth > 1).map(|nth| -nth);
    }
    if let Some(place) = ORDINALS.iter().position(|known| *known == word) {
        return i8::try_from(place + 1).ok();
    }
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end))?;
    digits.parse().ok().filter(|nth| *nth > 0)
}

/// As written: `second`, `last`, `third-last`, `6th`.
pub(super) fn ordinal_name(nth: i8) -> String {
    if nth == LAST {
        return "last".into();
    }
    let place = usize::from(nth.unsigned_abs()).saturating_sub(1);
    let word = ORDINALS.get(place).map_or_else(|| numbered(nth.unsigned_abs()), |word| (*word).to_owned());
    if nth < 0 { format!("{word}-last") } else { word }
}

/// `1st`, `22nd`, `13th`.
pub(super) fn numbered(number: u8) -> String {
    let end = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}

/// A unit in one or many.
pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word.strip_suffix('s').unwrap_or(word) {
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => return None,
    })
}

/// A unit as written.
pub(super) fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    }
}

/// A unit of which there are too many in a day.
pub(super) fn too_often(word: &str) -> bool {
    matches!(word.strip_suffix('s').unwrap_or(word), "second" | "minute" | "hour" | "sec" | "min" | "moment")
        || word == "hourly"
}
