//! The reference: every day of twenty years is looked at one after the other, and every minute of the
//! days that fit until its time has come. It shares nothing with the engine but the type of a rule.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, TimeZone, Utc};
use guildhall_domain::recurrence::{End, Every, InMonth, OnClosed, Place, Recurrence, Short};

/// Every moment at which a rule comes, up to a day.
pub fn all(rule: &Recurrence, place: &Place, begin: NaiveDate, last: NaiveDate) -> Vec<DateTime<Utc>> {
    let mut found = Vec::new();
    for day in named(rule, place, begin, last) {
        if let Some(day) = moved(rule, place, day) {
            found.push(shown(day, rule.at, place));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn works(place: &Place, day: NaiveDate) -> bool {
    let bit = 1_u8 << (day.weekday().number_from_monday() - 1);
    !place.closed.contains(&day) && (place.working == 0 || place.working & bit != 0)
}

/// Walks from the first day on and counts weeks, months and years as they begin.
fn named(rule: &Recurrence, place: &Place, begin: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let first = rule.from.unwrap_or(begin);
    let (mut days, mut weeks, mut months, mut years) = (0_u16, 0_u16, 0_u16, 0_u16);
    let mut found = Vec::new();
    let mut day = first;
    while day <= last {
        if day != first {
            days += 1;
            weeks += u16::from(day.weekday().number_from_monday() == 1);
            months += u16::from(day.day() == 1);
            years += u16::from(day.day() == 1 && day.month() == 1);
        }
        let fits = match &rule.every {
            Every::WorkingDay => works(place, day),
            Every::Day(n) => days % n == 0,
            Every::Week(n, mask) => weeks % n == 0 && mask & (1 << (day.weekday().number_from_monday() - 1)) != 0,
            Every::Month(n, on) => months % n == 0 && in_month(*on, place, day),
            Every::Year(n, dates) => years % n == 0 && dates.iter().any(|date| of_year(*date, day)),
            Every::After(..) => false,
        };
        let over = matches!(rule.end, End::Until(end) if day > end);
        if fits && !over {
            found.push(day);
        }
        day += Duration::days(1);
    }
    found
}

fn is_last(day: NaiveDate) -> bool {
    (day + Duration::days(1)).month() != day.month()
}

fn in_month(on: InMonth, place: &Place, day: NaiveDate) -> bool {
    let number = u8::try_from(day.day()).unwrap();
    match on {
        InMonth::Day(wanted, Short::Skip) => number == wanted,
        InMonth::Day(wanted, Short::Last) => number == wanted || (is_last(day) && wanted > number),
        InMonth::Weekday(-1, weekday) => day.weekday() == weekday && (day + Duration::days(7)).month() != day.month(),
        InMonth::Weekday(nth, weekday) => {
            let mut count = 0;
            let mut walk = day.with_day(1).unwrap();
            while walk <= day {
                count += i8::from(walk.weekday() == weekday);
                walk += Duration::days(1);
            }
            day.weekday() == weekday && count == nth
        }
        InMonth::Working(nth) => {
            let step = if nth > 0 { -1 } else { 1 };
            let (mut walk, mut count) = (day, 0_i8);
            while walk.month() == day.month() {
                count += i8::from(works(place, walk));
                walk += Duration::days(step);
            }
            works(place, day) && count == nth.abs()
        }
    }
}

fn of_year((month, date): (u8, u8), day: NaiveDate) -> bool {
    let here = (day.month() as u8, day.day() as u8);
    let leap = NaiveDate::from_ymd_opt(day.year(), 2, 29).is_some();
    here == (month, date) || ((month, date) == (2, 29) && !leap && here == (2, 28))
}

fn moved(rule: &Recurrence, place: &Place, day: NaiveDate) -> Option<NaiveDate> {
    let named = |day: NaiveDate| match rule.every {
        Every::Week(_, mask) => mask & (1 << (day.weekday().number_from_monday() - 1)) != 0,
        Every::Month(_, InMonth::Weekday(_, weekday)) => day.weekday() == weekday,
        _ => false,
    };
    let open = |day: NaiveDate| works(place, day) || (named(day) && !place.closed.contains(&day));
    if open(day) {
        return Some(day);
    }
    let step = match rule.closed {
        OnClosed::Run => return Some(day),
        OnClosed::Skip => return None,
        OnClosed::Before => -1,
        OnClosed::After => 1,
    };
    (1..=31).map(|far| day + Duration::days(far * step)).find(|day| open(*day))
}

/// The first minute at which a clock on the wall shows the time or more.
fn shown(day: NaiveDate, at: u16, place: &Place) -> DateTime<Utc> {
    let wanted = day.and_time(NaiveTime::MIN) + Duration::minutes(at.into());
    let mut walk = Utc.from_utc_datetime(&(wanted - Duration::minutes(14 * 60 + 30)));
    while walk.with_timezone(&place.zone).naive_local() < wanted {
        walk += Duration::minutes(15);
    }
    // Clocks are changed at a minute past midnight as well.
    walk -= Duration::minutes(15);
    while walk.with_timezone(&place.zone).naive_local() < wanted {
        walk += Duration::minutes(1);
    }
    walk
}
