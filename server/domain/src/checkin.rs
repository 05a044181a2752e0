//! Check-ins: a question that is asked again and again, on a rule, to a space or to some people.
//!
//! Invariants: the next time follows from the rule and the moment after which it is looked for, in constant time; so
//! however long nobody looked, it was missed once and is asked once.

use crate::{
    Id,
    recurrence::{Every, InMonth, Place, Recurrence, Short},
    when,
};

/// Most people who are asked by name.
pub const PEOPLE: usize = 200;
/// Hours after which who has not answered is reminded.
pub const REMIND: std::ops::RangeInclusive<u8> = 1..=72;
/// What the clock may be set back without what was asked in that time being asked again.
const SET_BACK_MS: i64 = 26 * 3_600_000;

/// Whether it is one of the rules check-ins are made on: working days, weekdays, or a day of each month.
pub fn can_ask_on(rule: &Recurrence) -> bool {
    let usual =
        matches!(rule.every, Every::WorkingDay | Every::Week(1, _) | Every::Month(1, InMonth::Day(_, Short::Last)));
    usual && *rule == Recurrence::new(rule.every.clone(), rule.at)
}

/// A question on a rule. What is asked is the title of its topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    /// When.
    pub schedule: Recurrence,
    /// Whom; nobody by name: everybody of the space.
    pub people: Vec<Id>,
    /// Hours after which who has not answered is reminded, once.
    pub remind_after: Option<u8>,
    /// Who asks: with their rights.
    pub owner: Id,
    /// Not asked for the time being.
    pub paused: bool,
    /// Not asked any more since.
    pub ended_ms: Option<i64>,
    /// When it is asked next; at the end of time when its rule is over.
    pub next_ms: i64,
    /// When it was last asked.
    pub asked_ms: Option<i64>,
    /// The message in which it was.
    pub round: Option<Id>,
}

impl CheckIn {
    /// Whether it is asked.
    pub fn is_on(&self) -> bool {
        !self.paused && self.ended_ms.is_none()
    }

    /// Finds its next time anew: after something of it, of the organization or of the clock changed. What was asked
    /// already is not asked again because the clock was set back, unless it had been wrong by more than a day.
    pub fn settle(&mut self, now_ms: i64, place: &Place) {
        let asked = self.asked_ms.filter(|asked| *asked <= now_ms.saturating_add(SET_BACK_MS));
        let after = asked.map_or(now_ms, |asked| asked.max(now_ms));
        let next = self.schedule.next(when::from_ms(after), place);
        self.next_ms = next.map_or(i64::MAX, |next| next.timestamp_millis());
    }
}

/// A question as it was asked once, in a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Round {
    /// Who was asked, sorted.
    pub asked: Vec<Id>,
}

impl Round {
    /// Whether somebody was asked.
    pub fn asks(&self, person: Id) -> bool {
        self.asked.binary_search(&person).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_back_asks_nothing_twice() {
        let place = Place::new(chrono_tz::Europe::Berlin, 0b0001_1111);
        let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis();
        let asked = at("2026-11-23T08:00:00Z");
        let mut check_in = CheckIn {
            schedule: Recurrence::new(Every::WorkingDay, 540),
            people: Vec::new(),
            remind_after: None,
            owner: Id::nil(),
            paused: false,
            ended_ms: None,
            next_ms: 0,
            asked_ms: Some(asked),
            round: None,
        };
        check_in.settle(asked - 30 * 60_000, &place);
        assert_eq!(check_in.next_ms, at("2026-11-24T08:00:00Z"));
        // It had run in another year: what was asked then says nothing about today.
        check_in.asked_ms = Some(at("2031-11-24T08:00:00Z"));
        check_in.settle(asked, &place);
        assert_eq!(check_in.next_ms, at("2026-11-24T08:00:00Z"));
    }
}
