//! The days of a rule. A rule is days, weeks, months or years that are looked at, each or each so many; in each of them the days
//! that fit all that the rule names; and of those the positions it asks for. Whatever it leaves open is as on the first day.
//!
//! Where it does not count its times, looking begins with the stretch that holds the first day asked for, so the steps do
//! not grow with the age of a rule.

use super::repeat::{Every, FAR, Repeat, shifted};
use chrono::{Datelike, Days, NaiveDate};

impl Repeat {
    /// The days from `from` to `to` on which an event comes that began on `start` and does not come after `end`.
    pub fn days(
        &self,
        start: NaiveDate,
        end: Option<NaiveDate>,
        (from, to): (NaiveDate, NaiveDate),
    ) -> impl Iterator<Item = NaiveDate> + use<'_> {
        let last = end.map_or(to, |end| end.min(to));
        let last = if self.count.is_some() { last.min(shifted(start, FAR)) } else { last };
        let first = if self.count.is_some() { 0 } else { self.stretch_of(start, from).max(0) };
        let most = self.count.map_or(usize::MAX, |count| usize::try_from(count).unwrap_or(usize::MAX));
        (first..)
            .map_while(move |nth| self.bounds(start, nth).filter(|(begin, _)| *begin <= last))
            .flat_map(move |bounds| self.named(start, bounds))
            .filter(move |day| *day >= start)
            .take(most)
            .take_while(move |day| *day <= last)
            .filter(move |day| *day >= from)
    }

    /// Whether it comes on a day.
    pub fn comes_on(&self, start: NaiveDate, end: Option<NaiveDate>, day: NaiveDate) -> bool {
        self.days(start, end, (day, day)).next().is_some()
    }

    /// The stretch that holds a day, or the last one before it: 0 holds the first day.
    fn stretch_of(&self, start: NaiveDate, day: NaiveDate) -> i64 {
        let past = match self.every {
            Every::Day => (day - start).num_days(),
            Every::Week => (self.week(day) - self.week(start)).num_days().div_euclid(7),
            Every::Month => i64::from(month_index(day) - month_index(start)),
            Every::Year => i64::from(day.year() - start.year()),
        };
        past.div_euclid(i64::from(self.interval.max(1)))
    }

    /// The first day of a stretch and the one after its last.
    fn bounds(&self, start: NaiveDate, nth: i64) -> Option<(NaiveDate, NaiveDate)> {
        let past = nth.checked_mul(i64::from(self.interval.max(1)))?;
        let days = |from: NaiveDate, many: i64| from.checked_add_days(Days::new(u64::try_from(many).ok()?));
        let months = |index: i64| {
            let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, u32::try_from(month).ok()?, 1)
        };
        match self.every {
            Every::Day => {
                let begin = days(start, past)?;
                Some((begin, begin.succ_opt()?))
            }
            Every::Week => {
                let begin = days(self.week(start), past.checked_mul(7)?)?;
                Some((begin, days(begin, 7)?))
            }
            Every::Month => {
                let index = i64::from(month_index(start)).checked_add(past)?;
                Some((months(index)?, months(index + 1)?))
            }
            Every::Year => {
                let index = i64::from(start.year()).checked_add(past)?.checked_mul(12)?;
                Some((months(index)?, months(index + 12)?))
            }
        }
    }

    /// The days of a stretch that fit, in their order.
    fn named(&self, start: NaiveDate, (begin, after): (NaiveDate, NaiveDate)) -> Vec<NaiveDate> {
        let days: Vec<NaiveDate> =
            begin.iter_days().take_while(|day| *day < after).filter(|day| self.fits(start, *day)).collect();
        if self.positions.is_empty() {
            return days;
        }
        let count = i64::try_from(days.len()).unwrap_or_default();
        let asked =
            |at: i64| self.positions.iter().map(|nth| i64::from(*nth)).any(|nth| at + 1 == nth || at - count == nth);
        (0..).zip(days).filter(|(at, _)| asked(*at)).map(|(_, day)| day).collect()
    }

    fn fits(&self, start: NaiveDate, day: NaiveDate) -> bool {
        let one_of = |list: &[i16], number: i16, count: i16| {
            list.is_empty() || list.contains(&number) || list.contains(&(number - count - 1))
        };
        let (month, year) = (days_of_month(day), if day.leap_year() { 366 } else { 365 });
        (self.months.is_empty() || self.months.contains(&small(day.month())))
            && one_of(&self.month_days, small(day.day()), month)
            && one_of(&self.year_days, small(day.ordinal()), year)
            && (self.weeks.is_empty() || self.fits_week(day))
            && (self.weekdays.is_empty()
                || self
                    .weekdays
                    .iter()
                    .any(|(nth, weekday)| *weekday == day.weekday() && (*nth == 0 || self.is_nth(*nth, day))))
            && self.is_as_first(start, day)
    }

    /// Which of its weekday a day is, in its month or, where no months are named, in its year.
    fn is_nth(&self, nth: i16, day: NaiveDate) -> bool {
        let in_year = self.every == Every::Year && self.months.is_empty();
        let (at, count) = if in_year {
            (small(day.ordinal()), if day.leap_year() { 366 } else { 365 })
        } else {
            (small(day.day()), days_of_month(day))
        };
        nth == (at - 1) / 7 + 1 || nth == -((count - at) / 7 + 1)
    }

    /// Weeks are those of ISO 8601; what of them lies in another year does not count.
    fn fits_week(&self, day: NaiveDate) -> bool {
        let week = day.iso_week();
        let last = NaiveDate::from_ymd_opt(day.year(), 12, 28).map_or(52, |day| small(day.iso_week().week()));
        week.year() == day.year()
            && (self.weeks.contains(&small(week.week())) || self.weeks.contains(&(small(week.week()) - last - 1)))
    }

    /// What the rule leaves open is as on the first day.
    fn is_as_first(&self, start: NaiveDate, day: NaiveDate) -> bool {
        let in_month = !self.month_days.is_empty() || !self.weekdays.is_empty();
        match self.every {
            Every::Day => true,
            Every::Week => !self.weekdays.is_empty() || day.weekday() == start.weekday(),
            Every::Month => in_month || day.day() == start.day(),
            Every::Year if in_month || !self.year_days.is_empty() => true,
            Every::Year if !self.weeks.is_empty() => day.weekday() == start.weekday(),
            Every::Year => day.day() == start.day() && (!self.months.is_empty() || day.month() == start.month()),
        }
    }

    /// The first day of the week of a day.
    fn week(&self, day: NaiveDate) -> NaiveDate {
        let past = day.weekday().days_since(self.week_start);
        day.checked_sub_days(Days::new(past.into())).unwrap_or(day)
    }
}

/// Numbers of a calendar are small.
fn small(number: u32) -> i16 {
    i16::try_from(number).unwrap_or(i16::MAX)
}

fn month_index(day: NaiveDate) -> i32 {
    day.year() * 12 + day.month0().cast_signed()
}

fn days_of_month(day: NaiveDate) -> i16 {
    let next = day.with_day(1).and_then(|first| first.checked_add_months(chrono::Months::new(1)));
    next.and_then(|next| next.pred_opt()).map_or(31, |last| small(last.day()))
}
