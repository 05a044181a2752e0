//! What happened since somebody last looked: which moment that was. Coming back within some hours is the same visit, so
//! that a page that is loaded again still says what was new in the morning.

use crate::when;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// How long somebody may be gone and still be on the same visit.
pub const VISIT_MS: i64 = 8 * 3_600_000;
/// Since when, for those who were never there.
pub const FIRST_MS: i64 = 7 * 24 * 3_600_000;

/// When somebody looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// The last time.
    pub last_ms: i64,
    /// The end of the visit before that one.
    pub before_ms: Option<i64>,
}

impl Visit {
    /// Somebody looks now.
    pub fn next(before: Option<Visit>, now_ms: i64) -> Visit {
        match before {
            None => Visit { last_ms: now_ms, before_ms: None },
            Some(visit) if now_ms - visit.last_ms < VISIT_MS => Visit { last_ms: now_ms, ..visit },
            Some(visit) => Visit { last_ms: now_ms, before_ms: Some(visit.last_ms) },
        }
    }

    /// When their last visit ended, as somebody who looks now means it.
    pub fn ended(self, now_ms: i64) -> Option<i64> {
        Visit::next(Some(self), now_ms).before_ms
    }
}

/// The moment a text names: an instant, or a day that begins at midnight where somebody is.
pub fn moment(text: &str, zone: Tz) -> Option<i64> {
    if let Ok(instant) = text.parse::<DateTime<Utc>>() {
        return Some(instant.timestamp_millis());
    }
    let day: NaiveDate = text.parse().ok()?;
    // Years that no clock shows are a mistake, and arithmetic ends with them.
    let known = (1970..=9999).contains(&chrono::Datelike::year(&day));
    known.then(|| when::instant(day, chrono::NaiveTime::MIN, zone).timestamp_millis())
}

/// A week before a day began: what those are told who never looked.
pub fn first(now_ms: i64, zone: Tz) -> i64 {
    let today = when::today(when::from_ms(now_ms - FIRST_MS), zone);
    when::instant(today, chrono::NaiveTime::MIN, zone).timestamp_millis()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn coming_back_soon_is_the_same_visit() {
        let first = Visit::next(None, 0);
        assert_eq!((first.ended(HOUR), first.ended(9 * HOUR)), (None, Some(0)));
        let again = Visit::next(Some(first), 7 * HOUR);
        let later = Visit::next(Some(again), 14 * HOUR);
        assert_eq!(later, Visit { last_ms: 14 * HOUR, before_ms: None }, "on and on is one visit");
        let tomorrow = Visit::next(Some(later), 24 * HOUR);
        assert_eq!(tomorrow.before_ms, Some(14 * HOUR));
        assert_eq!(Visit::next(Some(tomorrow), 25 * HOUR).before_ms, Some(14 * HOUR));
    }

    #[test]
    fn a_day_begins_where_somebody_is() {
        let berlin = chrono_tz::Europe::Berlin;
        assert_eq!(moment("2026-11-23", berlin), moment("2026-11-22T23:00:00Z", berlin));
        for wrong in ["", "yesterday", "2026-13-01", "0001-01-01", "+99999-01-01"] {
            assert_eq!(moment(wrong, berlin), None, "{wrong}");
        }
        let now = moment("2026-11-23T09:00:00Z", berlin).unwrap();
        assert_eq!(first(now, berlin), moment("2026-11-16", berlin).unwrap());
    }
}
