//! Time zones by the names programs give them, and how a zone is told to a program that knows none.

use super::{Writer, write};
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{OffsetName, Tz};

/// Names of programs that know no others.
const OTHERS: [(&str, Tz); 22] = [
    ("UTC", Tz::UTC),
    ("GMT", Tz::UTC),
    ("GMT Standard Time", Tz::Europe__London),
    ("Greenwich Standard Time", Tz::Atlantic__Reykjavik),
    ("W. Europe Standard Time", Tz::Europe__Berlin),
    ("Central Europe Standard Time", Tz::Europe__Budapest),
    ("Central European Standard Time", Tz::Europe__Warsaw),
    ("Romance Standard Time", Tz::Europe__Paris),
    ("E. Europe Standard Time", Tz::Europe__Chisinau),
    ("FLE Standard Time", Tz::Europe__Kiev),
    ("GTB Standard Time", Tz::Europe__Bucharest),
    ("Turkey Standard Time", Tz::Europe__Istanbul),
    ("Russian Standard Time", Tz::Europe__Moscow),
    ("Israel Standard Time", Tz::Asia__Jerusalem),
    ("India Standard Time", Tz::Asia__Kolkata),
    ("China Standard Time", Tz::Asia__Shanghai),
    ("Tokyo Standard Time", Tz::Asia__Tokyo),
    ("AUS Eastern Standard Time", Tz::Australia__Sydney),
    ("Eastern Standard Time", Tz::America__New_York),
    ("Central Standard Time", Tz::America__Chicago),
    ("Mountain Standard Time", Tz::America__Denver),
    ("Pacific Standard Time", Tz::America__Los_Angeles),
];
/// How many years are written out of a zone whose clocks change by no rule of a year.
const YEARS: i32 = 10;

/// A zone by its name, also with what some programs put before it.
pub fn named(name: &str) -> Option<Tz> {
    let name = name.trim();
    let other = || OTHERS.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, zone)| *zone);
    let behind = || {
        let parts: Vec<&str> = name.split('/').collect();
        (1..=3).rev().find_map(|many| parts.get(parts.len().checked_sub(many)?..)?.join("/").parse().ok())
    };
    name.parse().ok().or_else(other).or_else(behind)
}

/// A moment at which the clocks of a zone change.
struct Change {
    at: DateTime<Utc>,
    before: i32,
    after: i32,
    name: String,
    summer: bool,
}

/// A zone as a part of a calendar, right for what begins in a year and comes again later.
pub fn told(zone: Tz, year: i32) -> String {
    let mut writer = Writer::default();
    writer.begin("VTIMEZONE");
    writer.line(&format!("TZID:{}", zone.name()));
    // What begins before the clocks change in its year goes by the change before.
    let year = year - 1;
    let first = changes(zone, year);
    let again = yearly(zone, year, &first);
    if first.is_empty() {
        still(&mut writer, zone, year);
    } else if again {
        first.iter().for_each(|change| observance(&mut writer, change, true));
    } else {
        still(&mut writer, zone, year);
        let all = (year..year + YEARS).flat_map(|year| changes(zone, year));
        all.for_each(|change| observance(&mut writer, &change, false));
    }
    writer.end("VTIMEZONE");
    writer.finish()
}

fn midnight(year: i32) -> DateTime<Utc> {
    let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    Utc.from_utc_datetime(&NaiveDateTime::from(day))
}

fn seconds(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

fn changes(zone: Tz, year: i32) -> Vec<Change> {
    let mut found = Vec::new();
    let (mut at, end) = (midnight(year), midnight(year + 1));
    while at < end {
        let next = at + Duration::days(1);
        if seconds(zone, at) != seconds(zone, next) {
            let (mut low, mut high) = (at, next);
            while high - low > Duration::minutes(1) {
                let middle = low + Duration::minutes((high - low).num_minutes() / 2);
                if seconds(zone, middle) == seconds(zone, low) { low = middle } else { high = middle }
            }
            let offset = zone.offset_from_utc_datetime(&high.naive_utc());
            let (before, after) = (seconds(zone, low), seconds(zone, high));
            let name = offset.abbreviation().unwrap_or_default().to_owned();
            found.push(Change { at: high, before, after, name, summer: after > before });
        }
        at = next;
    }
    found
}

/// Whether the clocks change by the same weekdays of the same months in the years that follow.
fn yearly(zone: Tz, year: i32, first: &[Change]) -> bool {
    let rules = |changes: &[Change]| -> Vec<String> { changes.iter().map(rule).collect() };
    let ours = rules(first);
    first.len() == 2 && (1..=3).all(|more| rules(&changes(zone, year + more)) == ours)
}

fn local(change: &Change) -> NaiveDateTime {
    change.at.naive_utc() + Duration::seconds(change.before.into())
}

/// The rule a change follows: the last such weekday of its month, or the first, second, third, fourth.
fn rule(change: &Change) -> String {
    let day = local(change).date();
    let last = (day + Duration::days(7)).month() != day.month();
    let nth = if last { -1 } else { i64::from((day.day() - 1) / 7) + 1 };
    let weekday = day.weekday().to_string().to_ascii_uppercase();
    let weekday = weekday.get(..2).unwrap_or("SU");
    format!("FREQ=YEARLY;BYMONTH={};BYDAY={nth}{weekday}", day.month())
}

fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

fn observance(writer: &mut Writer, change: &Change, again: bool) {
    let part = if change.summer { "DAYLIGHT" } else { "STANDARD" };
    writer.begin(part);
    writer.line(&format!("DTSTART:{}", write::local(local(change))));
    if again {
        writer.line(&format!("RRULE:{}", rule(change)));
    }
    writer.line(&format!("TZOFFSETFROM:{}", offset(change.before)));
    writer.line(&format!("TZOFFSETTO:{}", offset(change.after)));
    writer.text("TZNAME", &change.name);
    writer.end(part);
}

fn still(writer: &mut Writer, zone: Tz, year: i32) {
    let at = midnight(year);
    let now = seconds(zone, at);
    writer.begin("STANDARD");
    writer.line(&format!("DTSTART:{}", write::local(at.naive_utc())));
    writer.line(&format!("TZOFFSETFROM:{}", offset(now)));
    writer.line(&format!("TZOFFSETTO:{}", offset(now)));
    writer.end("STANDARD");
}
