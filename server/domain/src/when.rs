//! Days and local times. A due date is a day (no zone) or a wall-clock time in a named zone; the
//! instant it stands for is derived, so it stays right when a zone changes its rules.

use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// A day, or a time of day in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The day.
    pub day: NaiveDate,
    /// The time with its zone, when one was given.
    pub time: Option<(NaiveTime, Tz)>,
}

impl When {
    /// A whole day.
    pub fn day(day: NaiveDate) -> Self {
        When { day, time: None }
    }

    /// The moment after which it is late: the time itself, or the end of the day in `zone`.
    pub fn deadline(&self, zone: Tz) -> DateTime<Utc> {
        match self.time {
            Some((time, own)) => instant(self.day, time, own),
            None => {
                let next = self.day.checked_add_days(Days::new(1)).unwrap_or(self.day);
                instant(next, NaiveTime::MIN, zone)
            }
        }
    }

    /// Whether it is late at `now`; days turn over in `zone`.
    pub fn overdue(&self, now: DateTime<Utc>, zone: Tz) -> bool {
        now >= self.deadline(zone)
    }

    /// The day as a reader in `zone` sees it.
    pub fn day_in(&self, zone: Tz) -> NaiveDate {
        match self.time {
            Some((time, own)) if own != zone => instant(self.day, time, own).with_timezone(&zone).date_naive(),
            _ => self.day,
        }
    }

    /// The order of due dates: by day, whole days after the times of that day.
    pub fn sort_key(&self) -> (i32, u32) {
        use chrono::{Datelike, Timelike};
        let minute = self.time.map_or(24 * 60, |(time, _)| time.hour() * 60 + time.minute());
        (self.day.num_days_from_ce(), minute)
    }

    /// As stored in changes: `2026-11-23` or `2026-11-23T17:00[Europe/Berlin]`.
    pub fn to_text(&self) -> String {
        match self.time {
            None => self.day.to_string(),
            Some((time, zone)) => format!("{}T{}[{}]", self.day, time.format("%H:%M"), zone.name()),
        }
    }

    /// The inverse of [`When::to_text`].
    pub fn from_text(text: &str) -> Option<Self> {
        let Some((day, rest)) = text.split_once('T') else {
            return Some(When::day(stored_day(text)?));
        };
        let (time, zone) = rest.strip_suffix(']')?.split_once('[')?;
        let time = NaiveTime::parse_from_str(time, "%H:%M").ok()?;
        Some(When { day: stored_day(day)?, time: Some((time, zone.parse().ok()?)) })
    }
}

/// A day as it is stored. Lists read thousands of them, so the form that nearly all have is taken as it stands; what
/// else a day may look like is left to the library.
fn stored_day(text: &str) -> Option<NaiveDate> {
    plain_day(text).or_else(|| text.parse().ok())
}

/// `2026-11-23`, and nothing else.
fn plain_day(text: &str) -> Option<NaiveDate> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
    };
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *<&[u8; 10]>::try_from(text.as_bytes()).ok()? else {
        return None;
    };
    let year = i32::try_from(number(&[y0, y1, y2, y3])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[m0, m1])?, number(&[d0, d1])?)
}

/// The instant of a wall-clock time. In the hour that a zone skips the clock is taken as already
/// put forward; in the hour that comes twice the first is meant.
pub fn instant(day: NaiveDate, time: NaiveTime, zone: Tz) -> DateTime<Utc> {
    let local = day.and_time(time);
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => {
            let earlier = local - chrono::Duration::hours(1);
            match zone.from_local_datetime(&earlier) {
                LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
                    (at + chrono::Duration::hours(1)).with_timezone(&Utc)
                }
                LocalResult::None => Utc.from_utc_datetime(&local),
            }
        }
    }
}

/// The moment of `ms` milliseconds since 1970; out-of-range values are clamped to 1970.
pub fn from_ms(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or(DateTime::UNIX_EPOCH)
}

/// Today in a zone.
pub fn today(now: DateTime<Utc>, zone: Tz) -> NaiveDate {
    now.with_timezone(&zone).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_late_when_it_ends_in_the_organizations_zone() {
        let due = When::from_text("2026-11-23").unwrap();
        let zone = chrono_tz::America::New_York;
        assert!(!due.overdue(at("2026-11-24T04:59:00Z"), zone));
        assert!(due.overdue(at("2026-11-24T05:00:00Z"), zone));
    }

    #[test]
    fn a_time_in_the_skipped_hour_is_after_the_jump() {
        // Berlin, 29 March 2026: 02:00 becomes 03:00.
        let due = When::from_text("2026-03-29T02:30[Europe/Berlin]").unwrap();
        assert_eq!(due.deadline(chrono_tz::UTC), at("2026-03-29T01:30:00Z"));
        let twice = When::from_text("2026-10-25T02:30[Europe/Berlin]").unwrap();
        assert_eq!(twice.deadline(chrono_tz::UTC), at("2026-10-25T00:30:00Z"));
    }

    #[test]
    fn text_form_comes_back() {
        let days = ["2026-11-23", "2024-02-29", "0001-01-01", "+12026-11-23", "-0044-03-15"];
        for text in days.into_iter().chain(["2026-11-23T17:00[Europe/Berlin]", "1999-01-01T00:05[Asia/Tokyo]"]) {
            assert_eq!(When::from_text(text).unwrap().to_text(), text);
        }
        let never = ["", "2026-13-01", "2026-02-29", "2026/11/23", "2026-1١-01", "20261123"];
        for wrong in never.into_iter().chain(["2026-11-23T17:00", "2026-11-23T17:00[Mars/Base]"]) {
            assert_eq!(When::from_text(wrong), None, "{wrong}");
        }
    }
}
