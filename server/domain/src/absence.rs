//! Days on which somebody is not there: asked for, approved or declined by somebody else, cancelled. They are whole days,
//! or begin or end with half of one. Left out: who may decide, and who reads why.

use crate::{Id, Rule, change::Value, limits};
use chrono::{Datelike, Days, NaiveDate};

/// Longest absence in days.
const LONGEST: i64 = 366;
/// How far ahead and back days may lie.
const AHEAD: u64 = 5 * 366;
const BACK: u64 = 2 * 366;

/// Why somebody is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Days off.
    Holiday,
    /// They are ill.
    Sick,
    /// Something else.
    Other,
}

/// How far an absence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits for approval.
    Asked,
    /// It was approved: others see that they are away.
    Approved,
    /// It was declined.
    Declined,
    /// It is not meant any more.
    Cancelled,
}

/// The days of an absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// They are still there in the morning of the first.
    pub from_noon: bool,
    /// They are back in the afternoon of the last.
    pub until_noon: bool,
}

/// An absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// Id.
    pub id: Id,
    /// Who is away.
    pub person: Id,
    /// When.
    pub span: Span,
    /// Why.
    pub why: Why,
    /// What whoever decides should know.
    pub note: String,
    /// How far it is.
    pub state: State,
    /// When it was asked for, UTC milliseconds.
    pub created_ms: i64,
    /// Who decided, and when.
    pub decided: Option<(Id, i64)>,
    /// Why it was declined.
    pub reason: String,
    /// Last change.
    pub seq: u64,
}

impl Span {
    /// The days as they have to be.
    ///
    /// # Errors
    /// When they end before they begin, leave nothing, are too many or too far away.
    pub fn checked(self, today: NaiveDate) -> Result<Span, Rule> {
        let first = today.checked_sub_days(Days::new(BACK)).unwrap_or(NaiveDate::MIN);
        let last = today.checked_add_days(Days::new(AHEAD)).unwrap_or(NaiveDate::MAX);
        if self.until < self.from {
            return Err(Rule::field("out_of_range", "until", "The last day comes before the first."));
        }
        if self.from < first || self.until > last {
            return Err(Rule::field("out_of_range", "from", "Choose days from two years ago to five years ahead."));
        }
        if (self.until - self.from).num_days() >= LONGEST {
            return Err(Rule::field("out_of_range", "until", "An absence is at most a year. Ask for the rest apart."));
        }
        let (begin, end) = self.halves();
        if begin >= end {
            return Err(Rule::field(
                "out_of_range",
                "until_noon",
                "Nothing is left of this day. Choose one half of it.",
            ));
        }
        Ok(self)
    }

    /// From when until before when, in half days.
    fn halves(&self) -> (i64, i64) {
        let half = |day: NaiveDate| i64::from(day.num_days_from_ce()) * 2;
        (half(self.from) + i64::from(self.from_noon), half(self.until) + 2 - i64::from(self.until_noon))
    }

    /// Whether two of them have a half day in common.
    pub fn meets(&self, other: &Span) -> bool {
        let ((a, b), (c, d)) = (self.halves(), other.halves());
        a < d && c < b
    }

    /// Whether they are away in the morning of a day, and in its afternoon.
    pub fn away_in(&self, day: NaiveDate) -> (bool, bool) {
        let (begin, end) = self.halves();
        let half = i64::from(day.num_days_from_ce()) * 2;
        ((begin..end).contains(&half), (begin..end).contains(&(half + 1)))
    }

    /// How many halves of a day they are away: none, one or two.
    pub fn away_on(&self, day: NaiveDate) -> u8 {
        let (morning, afternoon) = self.away_in(day);
        u8::from(morning) + u8::from(afternoon)
    }

    /// The days on which they are not there at all, where there are any.
    pub fn whole_days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let from = if self.from_noon { self.from.succ_opt()? } else { self.from };
        let until = if self.until_noon { self.until.pred_opt()? } else { self.until };
        (from <= until).then_some((from, until))
    }
}

impl Absence {
    /// Whether it counts, or may come to.
    pub fn stands(&self) -> bool {
        matches!(self.state, State::Asked | State::Approved)
    }

    /// Approves it.
    pub fn approve(&self, by: Id, now_ms: i64) -> Result<Absence, Rule> {
        self.must(self.state == State::Asked, "Only an absence that waits can be approved.")?;
        Ok(Absence { state: State::Approved, decided: Some((by, now_ms)), ..self.clone() })
    }

    /// Declines it with a reason.
    pub fn decline(&self, by: Id, reason: &str, now_ms: i64) -> Result<Absence, Rule> {
        self.must(self.stands(), "This absence was declined or cancelled already.")?;
        let reason = limits::line("reason", reason, limits::TITLE)?;
        Ok(Absence { state: State::Declined, decided: Some((by, now_ms)), reason, ..self.clone() })
    }

    /// It is not meant any more.
    pub fn cancel(&self) -> Result<Absence, Rule> {
        self.must(self.stands(), "This absence was declined or cancelled already.")?;
        Ok(Absence { state: State::Cancelled, ..self.clone() })
    }

    /// As it was in another state, for an undo. Whoever makes it count again decides it.
    pub fn back(&self, to: State, by: Id, now_ms: i64) -> Absence {
        let decided = match (self.state, to) {
            (_, State::Asked) => None,
            (State::Asked | State::Declined, State::Approved) => Some((by, now_ms)),
            _ => self.decided,
        };
        Absence { state: to, decided, reason: String::new(), ..self.clone() }
    }

    fn must(&self, may: bool, message: &str) -> Result<(), Rule> {
        if may { Ok(()) } else { Err(Rule::whole("absence_state", message)) }
    }
}

/// A state as it stands in a change.
pub fn state_value(state: State) -> Value {
    let word = match state {
        State::Asked => "asked",
        State::Approved => "approved",
        State::Declined => "declined",
        State::Cancelled => "cancelled",
    };
    Value::Text(word.into())
}

/// The state that stands in a change; none where there was no absence.
pub fn state_of(value: &Value) -> Option<State> {
    let all = [State::Asked, State::Approved, State::Declined, State::Cancelled];
    all.into_iter().find(|one| state_value(*one) == *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(from: &str, until: &str, from_noon: bool, until_noon: bool) -> Span {
        Span { from: day(from), until: day(until), from_noon, until_noon }
    }

    #[test]
    fn half_days_are_the_first_afternoon_and_the_last_morning() {
        let away = span("2026-11-26", "2026-11-30", true, true);
        let halves: Vec<u8> = (25..=30).map(|n| away.away_on(day(&format!("2026-11-{n}")))).collect();
        assert_eq!(halves, [0, 1, 2, 2, 2, 1]);
        assert_eq!(away.away_in(day("2026-11-26")), (false, true));
        assert_eq!(away.away_in(day("2026-11-30")), (true, false));
        assert_eq!(away.whole_days(), Some((day("2026-11-27"), day("2026-11-29"))));
        assert_eq!(span("2026-11-26", "2026-11-26", true, false).whole_days(), None);
        assert_eq!(span("2026-11-26", "2026-11-26", false, true).away_on(day("2026-11-26")), 1);
    }

    #[test]
    fn two_meet_when_they_share_half_a_day() {
        let morning = span("2026-11-26", "2026-11-26", false, true);
        let afternoon = span("2026-11-26", "2026-11-27", true, false);
        assert!(!morning.meets(&afternoon) && !afternoon.meets(&morning));
        assert!(morning.meets(&span("2026-11-20", "2026-11-26", false, false)));
        assert!(!morning.meets(&span("2026-11-20", "2026-11-25", false, false)));
    }

    #[test]
    fn days_are_in_order_near_and_leave_something() {
        let today = day("2026-11-23");
        assert!(span("2026-11-26", "2026-11-26", false, false).checked(today).is_ok());
        for wrong in [
            span("2026-11-26", "2026-11-25", false, false),
            span("2026-11-26", "2026-11-26", true, true),
            span("2020-11-26", "2020-11-26", false, false),
            span("2036-11-26", "2036-11-26", false, false),
            span("2026-11-26", "2027-11-27", false, false),
        ] {
            assert!(wrong.checked(today).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_absence_goes_its_way_and_no_other() {
        let span = span("2026-11-26", "2026-11-26", false, false);
        let asked = Absence {
            id: Id::nil(),
            person: Id::nil(),
            span,
            why: Why::Holiday,
            note: String::new(),
            state: State::Asked,
            created_ms: 0,
            decided: None,
            reason: String::new(),
            seq: 0,
        };
        let approved = asked.approve(Id::nil(), 1).unwrap();
        let declined = approved.decline(Id::nil(), "Too many are away", 2).unwrap();
        assert!(approved.approve(Id::nil(), 1).is_err() && declined.approve(Id::nil(), 1).is_err());
        assert!(asked.decline(Id::nil(), " ", 1).is_err() && declined.cancel().is_err());
        assert!(approved.cancel().is_ok_and(|one| !one.stands() && one.cancel().is_err()));
        // Taken back it is what it was; whoever declined it by mistake has approved it.
        let by = Id::from_u128(7);
        assert_eq!(approved.back(State::Asked, by, 3), asked);
        let again = declined.back(State::Approved, by, 3);
        assert_eq!((again.decided, again.reason.as_str()), (Some((by, 3)), ""));
        assert_eq!(approved.cancel().unwrap().back(State::Approved, by, 3), approved);
        assert_eq!(state_of(&state_value(State::Declined)), Some(State::Declined));
        assert_eq!(state_of(&Value::Null), None);
    }
}
