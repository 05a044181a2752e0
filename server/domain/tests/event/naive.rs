//! The reference: every day is looked at one after the other and sorted into its day, week, month or year by walking, and
//! which Monday of a month it is by counting Mondays. It shares nothing with the engine but the type of a rule.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use guildhall_domain::event::repeat::{Every, Repeat};
use std::collections::BTreeMap;

/// The days on which a rule comes, up to one.
pub fn days(rule: &Repeat, start: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    // From the beginning of the year before, so that every stretch is seen whole.
    let begin = NaiveDate::from_ymd_opt(start.year() - 1, 1, 1).unwrap();
    let after = NaiveDate::from_ymd_opt(last.year() + 2, 1, 1).unwrap();
    let mut stretches: BTreeMap<i64, Vec<NaiveDate>> = BTreeMap::new();
    let (mut days, mut weeks, mut months, mut years) = (0, 0, 0, 0);
    let mut at_start = None;
    let mut numbered = Vec::new();
    for day in begin.iter_days().take_while(|day| *day < after) {
        days += 1;
        weeks += i64::from(day.weekday() == rule.week_start);
        months += i64::from(day.day() == 1);
        years += i64::from(day.day() == 1 && day.month() == 1);
        let number = match rule.every {
            Every::Day => days,
            Every::Week => weeks,
            Every::Month => months,
            Every::Year => years,
        };
        if day == start {
            at_start = Some(number);
        }
        numbered.push((number, day));
    }
    for (number, day) in numbered {
        let past = number - at_start.unwrap();
        if past >= 0 && past % i64::from(rule.interval) == 0 && fits(rule, start, day) {
            stretches.entry(past).or_default().push(day);
        }
    }
    let mut found = Vec::new();
    for days in stretches.into_values() {
        for (at, day) in days.iter().enumerate() {
            let (forth, back) = (at as i16 + 1, at as i16 - days.len() as i16);
            if rule.positions.is_empty() || rule.positions.contains(&forth) || rule.positions.contains(&back) {
                found.push(*day);
            }
        }
    }
    found.retain(|day| *day >= start);
    found.truncate(rule.count.map_or(usize::MAX, |count| count as usize));
    found.retain(|day| *day <= last);
    found
}

/// The days of the same month, or of the same year.
fn around(day: NaiveDate, year: bool) -> Vec<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(day.year(), if year { 1 } else { day.month() }, 1).unwrap();
    first.iter_days().take_while(|other| other.year() == day.year() && (year || other.month() == day.month())).collect()
}

fn is_nth(day: NaiveDate, nth: i16, year: bool) -> bool {
    let same: Vec<NaiveDate> = around(day, year).into_iter().filter(|other| other.weekday() == day.weekday()).collect();
    let at = same.iter().position(|other| *other == day).unwrap() as i16;
    nth == at + 1 || nth == at - same.len() as i16
}

fn counted(list: &[i16], day: NaiveDate, year: bool) -> bool {
    let all = around(day, year);
    let at = all.iter().position(|other| *other == day).unwrap() as i16;
    list.contains(&(at + 1)) || list.contains(&(at - all.len() as i16))
}

fn fits(rule: &Repeat, start: NaiveDate, day: NaiveDate) -> bool {
    let in_year = rule.every == Every::Year && rule.months.is_empty();
    let weekday =
        |(nth, weekday): &(i16, Weekday)| *weekday == day.weekday() && (*nth == 0 || is_nth(day, *nth, in_year));
    if !rule.months.is_empty() && !rule.months.contains(&(day.month() as i16)) {
        return false;
    }
    if !rule.month_days.is_empty() && !counted(&rule.month_days, day, false) {
        return false;
    }
    if !rule.year_days.is_empty() && !counted(&rule.year_days, day, true) {
        return false;
    }
    if !rule.weekdays.is_empty() && !rule.weekdays.iter().any(weekday) {
        return false;
    }
    let nothing = rule.month_days.is_empty() && rule.weekdays.is_empty() && rule.year_days.is_empty();
    match rule.every {
        Every::Week if rule.weekdays.is_empty() => day.weekday() == start.weekday(),
        Every::Month if nothing => day.day() == start.day(),
        Every::Year if nothing && rule.months.is_empty() => (day.month(), day.day()) == (start.month(), start.day()),
        Every::Year if nothing => day.day() == start.day(),
        _ => true,
    }
}

/// A day so many days later.
pub fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap()
}
