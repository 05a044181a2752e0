//! The days a rule names, before anything is moved: the first one on or after a day, in constant time.

use super::{Every, InMonth, LAST_YEAR, Place, Short, has};
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Months that are looked at for a day most of them do not have: more than the eight years from one 29 February to
/// the next in a yearly rule.
const MONTHS: i32 = 110;

impl Every {
    /// The first day on or after `day` and `from`.
    pub(super) fn on_or_after(&self, day: NaiveDate, from: Option<NaiveDate>, place: &Place) -> Option<NaiveDate> {
        let day = from.map_or(day, |from| day.max(from));
        let origin = from.unwrap_or_default();
        let found = match self {
            Every::WorkingDay => day.iter_days().take(366).find(|day| place.works(*day)),
            Every::Day(every) => {
                let past = (day - origin).num_days().rem_euclid(i64::from(*every));
                let more = if past == 0 { 0 } else { i64::from(*every) - past };
                day.checked_add_days(Days::new(more.unsigned_abs()))
            }
            Every::Week(every, days) => week(day, origin, i64::from(*every), *days),
            Every::Month(every, on) => month(day, origin, i32::from(*every), *on, place),
            Every::Year(every, dates) => year(day, origin, i32::from(*every), dates),
            Every::After(..) => None,
        };
        found.filter(|day| day.year() <= LAST_YEAR)
    }

    /// Whether the rule itself names a weekday, so that people mean to work on it.
    pub(super) fn names(&self, weekday: Weekday) -> bool {
        match self {
            Every::Week(_, days) => has(*days, weekday),
            Every::Month(_, InMonth::Weekday(_, named)) => *named == weekday,
            _ => false,
        }
    }
}

fn monday(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))
}

fn week(day: NaiveDate, origin: NaiveDate, every: i64, days: u8) -> Option<NaiveDate> {
    let this = monday(day)?;
    let past = (this - monday(origin)?).num_weeks().rem_euclid(every);
    let named = |day: &NaiveDate| has(days, day.weekday());
    let rest = if past == 0 { day.iter_days().take_while(|day| monday(*day) == Some(this)).find(named) } else { None };
    rest.or_else(|| {
        let weeks = u64::try_from(every - past).ok()?;
        this.checked_add_days(Days::new(weeks * 7))?.iter_days().take(7).find(named)
    })
}

/// Months since year 0.
fn index(day: NaiveDate) -> i32 {
    day.year() * 12 + day.month0().cast_signed()
}

fn first_of(index: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(index.div_euclid(12), index.rem_euclid(12).cast_unsigned() + 1, 1)
}

fn month(day: NaiveDate, origin: NaiveDate, every: i32, on: InMonth, place: &Place) -> Option<NaiveDate> {
    let here = index(day);
    let first = here + (index(origin) - here).rem_euclid(every);
    (0..MONTHS)
        .map(|turn| first + turn * every)
        .take_while(|index| *index < (LAST_YEAR + 1) * 12)
        .find_map(|index| in_month(index, on, place).filter(|found| *found >= day))
}

fn in_month(index: i32, on: InMonth, place: &Place) -> Option<NaiveDate> {
    let first = first_of(index)?;
    let last = first_of(index + 1)?.pred_opt()?;
    match on {
        InMonth::Day(day, Short::Last) => first.with_day(u32::from(day).min(last.day())),
        InMonth::Day(day, Short::Skip) => first.with_day(day.into()),
        InMonth::Weekday(-1, weekday) => {
            let back = (last.weekday().days_since(weekday)).into();
            last.checked_sub_days(Days::new(back))
        }
        InMonth::Weekday(nth, weekday) => {
            let to = weekday.days_since(first.weekday()) + 7 * u32::from(nth.unsigned_abs().saturating_sub(1));
            first.with_day(1 + to)
        }
        InMonth::Working(nth) => {
            let days = first.iter_days().take_while(|day| *day <= last).filter(|day| place.works(*day));
            let at = usize::from(nth.unsigned_abs()).saturating_sub(1);
            if nth > 0 { days.into_iter().nth(at) } else { days.collect::<Vec<_>>().into_iter().rev().nth(at) }
        }
    }
}

fn year(day: NaiveDate, origin: NaiveDate, every: i32, dates: &[(u8, u8)]) -> Option<NaiveDate> {
    let first = day.year() + (origin.year() - day.year()).rem_euclid(every);
    let on = |year: i32, (month, date): (u8, u8)| {
        let whole = NaiveDate::from_ymd_opt(year, month.into(), date.into());
        // 29 February, in a year that has none.
        whole.or_else(|| NaiveDate::from_ymd_opt(year, month.into(), u32::from(date).saturating_sub(1)))
    };
    [first, first + every]
        .into_iter()
        .find_map(|year| dates.iter().filter_map(|date| on(year, *date)).find(|found| *found >= day))
}
