//! Reminders: when somebody wants to hear of an item again. They are one person's own.
//!
//! Invariants: one that counts from when a task is due moves with it, and has no moment while it is due on no day; a day
//! without a time counts from when its person begins to work. Left out: who is told, and how.

use crate::{
    Rule,
    recurrence::moment,
    when::{self, When},
};
use chrono_tz::Tz;

/// Longest before, in minutes: a year.
const BEFORE: u32 = 366 * 24 * 60;
/// How far ahead: five years.
const AHEAD_MS: i64 = 5 * 366 * 24 * 3_600_000;

/// When somebody wants to be reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// At a moment, UTC milliseconds.
    At(i64),
    /// So many minutes before it is due.
    Before(u32),
}

/// A reminder of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// What was asked for.
    pub ask: Ask,
    /// The moment that is; none while there is none.
    pub at_ms: Option<i64>,
}

/// Where somebody is, and when they begin to work there, in minutes after midnight.
#[derive(Debug, Clone, Copy)]
pub struct Morning {
    /// Their zone.
    pub zone: Tz,
    /// When they begin.
    pub begins: u16,
}

impl Ask {
    /// The reminder it makes of something that is due then.
    pub fn of(self, due: Option<When>, morning: Morning) -> Reminder {
        let at_ms = match self {
            Ask::At(at) => Some(at),
            Ask::Before(minutes) => due.map(|due| {
                let base = match due.time {
                    Some((time, zone)) => when::instant(due.day, time, zone),
                    None => moment(due.day, morning.begins, morning.zone),
                };
                base.timestamp_millis() - i64::from(minutes) * 60_000
            }),
        };
        Reminder { ask: self, at_ms }
    }

    /// The same, when somebody who asks now can still be reminded so.
    ///
    /// # Errors
    /// When the moment has passed or is too far away, or nothing is due.
    pub fn checked(self, due: Option<When>, morning: Morning, now_ms: i64) -> Result<Reminder, Rule> {
        let reminder = self.of(due, morning);
        match (self, reminder.at_ms) {
            (Ask::At(at), _) if at <= now_ms || at > now_ms + AHEAD_MS => {
                Err(Rule::field("out_of_range", "at", "Choose a time to come, within five years."))
            }
            (Ask::Before(minutes), _) if minutes > BEFORE => {
                Err(Rule::field("out_of_range", "before_minutes", "Choose at most a year before."))
            }
            (Ask::Before(_), None) => {
                Err(Rule::field("invalid", "before_minutes", "Say until when it is due first, or choose a time."))
            }
            (Ask::Before(_), Some(at)) if at <= now_ms => {
                Err(Rule::field("out_of_range", "before_minutes", "That moment has passed. Choose a time to come."))
            }
            _ => Ok(reminder),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-23T09:00:00Z";

    fn ms(text: &str) -> i64 {
        text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis()
    }

    fn morning() -> Morning {
        Morning { zone: chrono_tz::Europe::Berlin, begins: 8 * 60 }
    }

    #[test]
    fn before_counts_from_the_time_or_from_the_morning_of_the_day() {
        let at = |due: &str, minutes| Ask::Before(minutes).of(When::from_text(due), morning()).at_ms;
        assert_eq!(at("2026-11-24T17:00[Europe/Berlin]", 60), Some(ms("2026-11-24T15:00:00Z")));
        assert_eq!(at("2026-11-24", 0), Some(ms("2026-11-24T07:00:00Z")));
        assert_eq!(at("2026-03-29", 0), Some(ms("2026-03-29T06:00:00Z")), "the clocks went forward that night");
        assert_eq!(Ask::Before(60).of(None, morning()).at_ms, None);
    }

    #[test]
    fn nobody_is_reminded_in_the_past_or_of_nothing() {
        let now = ms(NOW);
        let due = When::from_text("2026-11-24");
        let checked = |ask: Ask, due| ask.checked(due, morning(), now).is_ok();
        assert!(checked(Ask::At(now + 1), None) && checked(Ask::Before(60), due));
        assert!(!checked(Ask::At(now), None) && !checked(Ask::At(now + 6 * 366 * 86_400_000), None));
        assert!(!checked(Ask::Before(60), None) && !checked(Ask::Before(2 * 24 * 60), due));
        assert!(!checked(Ask::Before(u32::MAX), due));
    }
}
