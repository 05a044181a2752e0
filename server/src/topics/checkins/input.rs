//! What is sent to make and change check-ins.

use crate::{Error, http::shapes::sent};
use chrono::{NaiveTime, Timelike};
use guildhall_domain::recurrence::{Every, InMonth, Recurrence, Short};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// On which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EveryWord {
    /// Each working day of the organization.
    WorkingDay,
    /// The weekdays in `days`.
    Week,
    /// The day in `day` of each month; the last one where it has fewer.
    Month,
}

/// When it is asked, in the zone of the organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleShape {
    /// On which days.
    pub every: EveryWord,
    /// Weekdays, 1 = Monday to 7 = Sunday.
    #[serde(default)]
    pub days: Vec<u8>,
    /// Day of the month, 1–31.
    #[serde(default)]
    pub day: Option<u8>,
    /// `09:00`.
    pub at: String,
}

impl RuleShape {
    /// The rule it stands for.
    pub fn read(&self) -> Result<Recurrence, Error> {
        let wrong = |message: &str| Error::field("rule", message);
        let time = NaiveTime::parse_from_str(self.at.trim(), "%H:%M").map_err(|_| wrong("Write the time as 09:00."))?;
        let at = u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(0);
        let every = match self.every {
            EveryWord::WorkingDay => Every::WorkingDay,
            EveryWord::Week => {
                if !self.days.iter().all(|day| (1..=7).contains(day)) {
                    return Err(wrong("Weekdays are 1 for Monday to 7 for Sunday."));
                }
                Every::Week(1, self.days.iter().fold(0, |mask, day| mask | 1 << (day - 1)))
            }
            EveryWord::Month => {
                let day = self.day.ok_or_else(|| wrong("Choose a day of the month from 1 to 31."))?;
                Every::Month(1, InMonth::Day(day, Short::Last))
            }
        };
        Ok(Recurrence::new(every, at).checked()?)
    }
}

impl From<&Recurrence> for RuleShape {
    fn from(schedule: &Recurrence) -> Self {
        let at = format!("{:02}:{:02}", schedule.at / 60, schedule.at % 60);
        let (every, days, day) = match schedule.every {
            Every::Week(_, mask) => (EveryWord::Week, (1..=7).filter(|day| mask >> (day - 1) & 1 == 1).collect(), None),
            Every::Month(_, InMonth::Day(day, _)) => (EveryWord::Month, Vec::new(), Some(day)),
            // Others do not get here, see `checkin::can_ask_on`.
            _ => (EveryWord::WorkingDay, Vec::new(), None),
        };
        RuleShape { every, days, day, at }
    }
}

/// A check-in to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckInInput {
    /// Own id, so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The question, in a line.
    pub question: String,
    /// When it is asked.
    pub rule: RuleShape,
    /// Whom; nobody: everybody who belongs to the space.
    #[serde(default)]
    pub person_ids: Vec<Uuid>,
    /// Hours after which who has not answered is reminded once, 1–72; null: not at all.
    #[serde(default)]
    pub remind_after_hours: Option<u8>,
}

/// Fields to change; what is left out stays. Whoever changes something asks from then on.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CheckInPatch {
    /// The question.
    pub question: Option<String>,
    /// When it is asked.
    pub rule: Option<RuleShape>,
    /// Whom.
    pub person_ids: Option<Vec<Uuid>>,
    /// Hours after which who has not answered is reminded.
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<u8>)]
    pub remind_after_hours: Option<Option<u8>>,
    /// Not asked for the time being.
    pub paused: Option<bool>,
}
