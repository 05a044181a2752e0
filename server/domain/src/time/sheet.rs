//! A week of somebody's entries: open, handed in, approved. What is handed in or approved is locked, so that what is
//! approved is what was seen.

use crate::{Id, Rule, limits};
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// How far a week is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Its entries can be changed.
    Open,
    /// It waits for approval.
    Submitted,
    /// It was approved.
    Approved,
}

/// A week. One that nobody did anything with is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Id, for the log.
    pub id: Id,
    /// Whose.
    pub person: Id,
    /// Its first day.
    pub monday: NaiveDate,
    /// How far it is.
    pub state: State,
    /// When it was handed in last.
    pub submitted_ms: Option<i64>,
    /// Who approved it or sent it back, and when.
    pub decided: Option<(Id, i64)>,
    /// Why it was sent back, while it is open because of that.
    pub reason: String,
    /// Last change.
    pub seq: u64,
}

impl Sheet {
    /// A week nobody did anything with yet.
    pub fn new(id: Id, person: Id, monday: NaiveDate) -> Self {
        let state = State::Open;
        Sheet { id, person, monday, state, submitted_ms: None, decided: None, reason: String::new(), seq: 0 }
    }

    /// Whether its entries can be changed.
    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// Hands it in.
    pub fn submit(&self, now_ms: i64) -> Result<Sheet, Rule> {
        self.must_be(State::Open, "This week was handed in already.")?;
        let submitted_ms = Some(now_ms);
        Ok(Sheet { state: State::Submitted, submitted_ms, decided: None, reason: String::new(), ..self.clone() })
    }

    /// Takes it back before it was approved.
    pub fn withdraw(&self) -> Result<Sheet, Rule> {
        self.must_be(State::Submitted, "Only a week that waits for approval can be taken back.")?;
        Ok(Sheet { state: State::Open, submitted_ms: None, ..self.clone() })
    }

    /// Approves it.
    pub fn approve(&self, by: Id, now_ms: i64) -> Result<Sheet, Rule> {
        self.must_be(State::Submitted, "Only a week that was handed in can be approved.")?;
        Ok(Sheet { state: State::Approved, decided: Some((by, now_ms)), ..self.clone() })
    }

    /// Sends it back with a reason.
    pub fn send_back(&self, by: Id, reason: &str, now_ms: i64) -> Result<Sheet, Rule> {
        self.must_be(State::Submitted, "Only a week that was handed in can be sent back.")?;
        let reason = limits::line("reason", reason, limits::TITLE)?;
        Ok(Sheet { state: State::Open, decided: Some((by, now_ms)), submitted_ms: None, reason, ..self.clone() })
    }

    /// Opens it again after it was approved.
    pub fn reopen(&self) -> Result<Sheet, Rule> {
        self.must_be(State::Approved, "Only a week that was approved can be opened again.")?;
        Ok(Sheet { state: State::Open, submitted_ms: None, decided: None, ..self.clone() })
    }

    fn must_be(&self, state: State, message: &str) -> Result<(), Rule> {
        if self.state == state { Ok(()) } else { Err(Rule::whole("week_state", message)) }
    }
}

/// The Monday of the week of a day.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

/// The last day of a week.
pub fn sunday(monday: NaiveDate) -> NaiveDate {
    monday.checked_add_days(Days::new(6)).unwrap_or(monday)
}

/// Whether a week can be named by this day.
pub fn is_monday(day: NaiveDate) -> bool {
    day.weekday() == Weekday::Mon
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_goes_its_way_and_no_other() {
        let (id, day) = (Id::nil(), "2026-11-23".parse().unwrap());
        let open = Sheet::new(id, id, day);
        let submitted = open.submit(1).unwrap();
        let approved = submitted.approve(id, 2).unwrap();
        let back = submitted.send_back(id, "The Friday is missing", 2).unwrap();
        assert!(open.is_open() && !submitted.is_open() && !approved.is_open() && back.is_open());
        assert_eq!(back.reason, "The Friday is missing");
        assert_eq!(back.submit(3).unwrap().reason, "");
        assert!(submitted.withdraw().unwrap().is_open() && approved.reopen().unwrap().is_open());
        assert!(open.approve(id, 1).is_err() && open.withdraw().is_err() && open.reopen().is_err());
        assert!(
            submitted.submit(1).is_err() && approved.send_back(id, "x", 1).is_err() && approved.withdraw().is_err()
        );
        assert!(submitted.send_back(id, " ", 1).is_err());
    }

    #[test]
    fn weeks_begin_on_mondays_also_over_the_end_of_a_year() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(monday(day("2027-01-03")), day("2026-12-28"));
        assert_eq!(monday(day("2026-11-23")), day("2026-11-23"));
        assert_eq!(sunday(day("2026-12-28")), day("2027-01-03"));
        assert!(is_monday(day("2026-12-28")) && !is_monday(day("2027-01-03")));
    }
}
