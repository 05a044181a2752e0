//! Reminders: when somebody wants to hear of an item again. They are one person's own.
//!
//! Invariants: one that counts from when a task is due, or from when an event begins next, moves with it, and has no
//! moment while there is no such time; a day without a time counts from when its person begins to work. Left out: who is
//! told, and how.

use crate::{
    Id, Rule,
    event::{Answer, Event, occur::Window, repeat::shifted},
    recurrence::moment,
    when::{self, When},
};
use chrono_tz::Tz;

/// Longest before, in minutes: a year.
const BEFORE: u32 = 366 * 24 * 60;
/// How far ahead: five years.
const AHEAD_MS: i64 = 5 * 366 * 24 * 3_600_000;
/// Days in which the next time of an event is looked for: first those that are near.
const NEAR: [(i64, i64); 3] = [(0, 40), (40, 400), (400, 5 * 366)];
/// Most times of an event that are looked at in each of them: it comes at most once a day.
const TIMES: usize = 2_000;

/// When somebody wants to be reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// At a moment, UTC milliseconds.
    At(i64),
    /// So many minutes before it is due, or before it begins.
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
    /// The reminder it makes of something that is due then, or begins then.
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

    /// When an event begins next for somebody: the first of its times of which they are told after a moment, without
    /// those they declined. What is at one moment counts from none.
    pub fn next(self, event: &Event, person: Id, morning: Morning, after_ms: i64) -> Option<When> {
        let Ask::Before(_) = self else { return None };
        if event.trashed_ms.is_some() {
            return None;
        }
        let told = |start: &When| self.of(Some(*start), morning).at_ms.filter(|at| *at > after_ms);
        let today = when::today(when::from_ms(after_ms), morning.zone);
        NEAR.iter().find_map(|(from, to)| {
            let window = Window { from: shifted(today, *from), to: shifted(today, *to), zone: morning.zone };
            let times = event.occurrences(&window, TIMES).into_iter();
            let mine = times.filter(|one| event.answer_on(person, one.day) != Some(Answer::No));
            mine.map(|one| one.span.start).filter(|start| told(start).is_some()).min_by_key(&told)
        })
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
    use crate::{
        actor::Actor,
        event::{Span, repeat::Repeat},
    };

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

    #[test]
    fn the_next_time_of_an_event_is_one_somebody_goes_to_and_is_told_of_in_time() {
        let (me, other) = (Id::from_u128(1), Id::from_u128(2));
        let start = When::from_text("2026-11-23T09:00[Europe/Berlin]").unwrap();
        let span = Span { start, length: 30 };
        let mut event = Event::new(Id::from_u128(3), Id::from_u128(4), span, Actor::Person(me), 0);
        let next = |event: &Event, minutes, after: &str| {
            Ask::Before(minutes).next(event, me, morning(), ms(after)).map(|start| start.to_text())
        };
        let at = |day: &str| Some(format!("{day}T09:00[Europe/Berlin]"));
        assert_eq!(next(&event, 10, "2026-11-23T07:49:59Z"), at("2026-11-23"));
        assert_eq!(next(&event, 10, "2026-11-23T07:50:00Z"), None, "it begins once");
        event.repeat = Some(Repeat::from_text("FREQ=WEEKLY").unwrap());
        assert_eq!(next(&event, 10, "2026-11-23T07:50:00Z"), at("2026-11-30"));
        assert_eq!(next(&event, 8 * 24 * 60, "2026-11-23T07:50:00Z"), at("2026-12-07"), "told a week before");
        // Left out, declined by them, and declined by somebody else.
        event.exceptions.insert("2026-11-30".parse().unwrap(), None);
        event.guests = vec![me, other];
        event.said_on.insert(("2026-12-07".parse().unwrap(), me), Answer::No);
        event.said_on.insert(("2026-12-14".parse().unwrap(), other), Answer::No);
        assert_eq!(next(&event, 10, "2026-11-23T07:50:00Z"), at("2026-12-14"));
        event.say(me, Answer::No);
        assert_eq!(next(&event, 10, "2026-11-23T07:50:00Z"), None, "they do not come at all");
        event.say(me, Answer::Yes);
        event.repeat = Some(Repeat::from_text("FREQ=YEARLY;INTERVAL=2").unwrap());
        assert_eq!(next(&event, 10, "2026-11-24T09:00:00Z"), at("2028-11-23"), "far ahead it is found too");
        event.trashed_ms = Some(1);
        assert_eq!(next(&event, 10, "2026-11-24T09:00:00Z"), None);
    }
}
