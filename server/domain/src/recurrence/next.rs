//! The next time: days that are closed are left out or moved, and the time of day becomes a moment.

use super::{DAY, End, Every, OnClosed, Place, Recurrence, Unit};
use crate::when;
use chrono::{DateTime, Days, Duration, LocalResult, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// Farthest a day is moved; what finds no open day within it is left out.
const FARTHEST: u64 = 31;
/// Most named days that are looked at for an open one.
const LOOKED_AT: usize = 400;

impl Recurrence {
    /// The first time after a moment by the calendar; none when it is over, or when it comes only after completion.
    pub fn next(&self, after: DateTime<Utc>, place: &Place) -> Option<DateTime<Utc>> {
        let today = when::today(after, place.zone);
        // A day before today may be moved to today, and one that a zone left out began on the day after it.
        let back = if self.closed == OnClosed::Run { 2 } else { FARTHEST + 2 };
        let mut day = today.checked_sub_days(Days::new(back))?;
        for _ in 0..LOOKED_AT {
            let named = self.every.on_or_after(day, self.from, place)?;
            if matches!(self.end, End::Until(last) if named > last) {
                return None;
            }
            let moved = self.moved(named, place).filter(|day| day.succ_opt().is_some_and(|next| next >= today));
            if let Some(at) = moved.map(|day| moment(day, self.at, place.zone)).filter(|at| *at > after) {
                return Some(at);
            }
            day = named.succ_opt()?;
        }
        None
    }

    /// The next times after a moment.
    pub fn times<'a>(
        &'a self,
        after: DateTime<Utc>,
        place: &'a Place,
    ) -> impl Iterator<Item = DateTime<Utc>> + use<'a> {
        std::iter::successors(self.next(after, place), |at| self.next(*at, place))
    }

    /// When it comes after it was done at a moment; none when it does not go by that, or is over.
    pub fn after_completion(&self, done: DateTime<Utc>, place: &Place) -> Option<DateTime<Utc>> {
        let Every::After(many, unit) = self.every else { return None };
        let today = when::today(done, place.zone);
        let many = u32::from(many);
        let named = match unit {
            Unit::Day => today.checked_add_days(Days::new(many.into())),
            Unit::Week => today.checked_add_days(Days::new(u64::from(many) * 7)),
            Unit::Month => today.checked_add_months(Months::new(many)),
            Unit::Year => today.checked_add_months(Months::new(many * 12)),
        };
        let named = named?.max(self.from.unwrap_or(NaiveDate::MIN));
        if matches!(self.end, End::Until(last) if named > last) {
            return None;
        }
        // What is left out here would never come again, so it comes on the next open day.
        let to = if self.closed == OnClosed::Skip { OnClosed::After } else { self.closed };
        let moved = Recurrence { closed: to, ..self.clone() }.moved(named, place)?;
        Some(moment(moved, self.at, place.zone))
    }

    /// The same time of day so many days earlier: when it is shown.
    pub fn shown(&self, at: DateTime<Utc>, days: u16, place: &Place) -> DateTime<Utc> {
        let day = when::today(at, place.zone).checked_sub_days(Days::new(days.into()));
        match day {
            Some(day) if days > 0 => moment(day, self.at, place.zone).min(at),
            _ => at,
        }
    }

    fn moved(&self, day: NaiveDate, place: &Place) -> Option<NaiveDate> {
        if self.closed == OnClosed::Run || self.open(day, place) {
            return Some(day);
        }
        let within = usize::try_from(FARTHEST).unwrap_or_default();
        let open = |day: &NaiveDate| self.open(*day, place);
        match self.closed {
            OnClosed::Run | OnClosed::Skip => None,
            OnClosed::Before => std::iter::successors(day.pred_opt(), NaiveDate::pred_opt).take(within).find(open),
            OnClosed::After => day.iter_days().skip(1).take(within).find(open),
        }
    }

    /// Nobody works on it, unless the rule itself names its weekday; on a holiday nobody does.
    fn open(&self, day: NaiveDate, place: &Place) -> bool {
        use chrono::Datelike;
        place.works(day) || (self.every.names(day.weekday()) && !place.closed.contains(&day))
    }
}

/// The first moment at which the clocks of a zone show this or more: what is skipped is the end of the jump, and what
/// comes twice the first.
pub(crate) fn moment(day: NaiveDate, at: u16, zone: Tz) -> DateTime<Utc> {
    let at = u32::from(at.min(DAY - 1));
    let local = day.and_time(NaiveTime::from_hms_opt(at / 60, at % 60, 0).unwrap_or_default());
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => jump(local, zone),
    }
}

/// The end of the jump over a local time: between the moments that are certainly before and after it, where offsets
/// lie from -12 to +14 hours.
fn jump(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let (mut before, mut after) = (-15 * 3_600, 13 * 3_600);
    let at = |seconds: i64| Utc.from_utc_datetime(&(local + Duration::seconds(seconds)));
    while after - before > 1 {
        let middle = i64::midpoint(before, after);
        if at(middle).with_timezone(&zone).naive_local() >= local {
            after = middle;
        } else {
            before = middle;
        }
    }
    at(after)
}
