//! What is sent about absences.

use crate::{Error, error::Code, time::input::day};
use chrono::{Days, NaiveDate};
use guildhall_domain::absence::{Span, State, Why};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Why somebody is not there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum AbsenceKind {
    #[default]
    Holiday,
    Sick,
    Other,
}

crate::http::words::same! { Why, AbsenceKind: Holiday, Sick, Other }

/// How far an absence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum AbsenceState {
    Asked,
    Approved,
    Declined,
    Cancelled,
}

crate::http::words::same! { State, AbsenceState: Asked, Approved, Declined, Cancelled }

/// Days off.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAbsence {
    /// Who is away; the asker unless sent. Somebody else's are entered by those who decide about them.
    pub person_id: Option<Uuid>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// They are still there in the morning of the first day.
    #[serde(default)]
    pub from_noon: bool,
    /// They are back in the afternoon of the last day.
    #[serde(default)]
    pub until_noon: bool,
    /// Why; read by the person and those who decide.
    #[serde(default)]
    pub kind: AbsenceKind,
    /// What those who decide should know.
    #[serde(default)]
    pub note: String,
}

impl NewAbsence {
    /// The days.
    pub fn span(&self) -> Span {
        Span { from: self.from, until: self.until, from_noon: self.from_noon, until_noon: self.until_noon }
    }
}

/// Days off in a calendar file.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AbsenceCalendar {
    /// Who is away; the asker unless sent.
    pub person_id: Option<Uuid>,
    /// What the file (iCalendar, RFC 5545) holds, as text; at most 1 MiB.
    pub calendar: String,
    /// Why.
    #[serde(default)]
    pub kind: AbsenceKind,
}

/// Why an absence is declined.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AbsenceRefusal {
    /// What the person is told.
    pub reason: String,
}

/// Which absences.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AbsenceFilter {
    /// Only in this state; those that wait or were approved unless told.
    #[param(inline)]
    pub state: Option<AbsenceState>,
    /// Only of this person.
    pub person: Option<Uuid>,
    /// The first day, `2026-11-23`; today unless told.
    pub from: Option<String>,
    /// The last day; a year after the first unless told. At most two years in all.
    pub to: Option<String>,
}

impl AbsenceFilter {
    /// The days asked for.
    pub fn days(&self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Error> {
        let from = self.from.as_deref().map_or(Ok(today), |text| day("from", text))?;
        let year = || from.checked_add_days(Days::new(366)).unwrap_or(NaiveDate::MAX);
        let to = self.to.as_deref().map_or_else(|| Ok(year()), |text| day("to", text))?;
        let most = from.checked_add_days(Days::new(2 * 366)).unwrap_or(NaiveDate::MAX);
        if (from..=most).contains(&to) {
            return Ok((from, to));
        }
        Err(Error::because(Code::BadQuery, "to: choose a day from the first on, at most two years after it."))
    }

    /// Whether an absence is in a state that was asked for.
    pub fn takes(&self, state: State) -> bool {
        match self.state {
            Some(asked) => State::from(asked) == state,
            None => matches!(state, State::Asked | State::Approved),
        }
    }
}
