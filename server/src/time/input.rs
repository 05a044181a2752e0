//! What is sent about time.

use crate::{Error, error::Code};
use chrono::NaiveDate;
use guildhall_domain::{
    Id,
    time::{self, rate::Rounding},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// A new entry. One of `minutes` and `time` is sent.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTimeEntry)]
pub struct NewEntry {
    /// The task.
    pub task_id: Uuid,
    /// The day, where the asker is; today unless sent.
    pub day: Option<NaiveDate>,
    /// How long: 1 to 1440.
    pub minutes: Option<i64>,
    /// The same as people write it: `1h15`, `1:15`, `75` (minutes), `1.25` (hours).
    pub time: Option<String>,
    /// What was done.
    #[serde(default)]
    pub note: String,
    /// A customer pays for it.
    #[serde(default)]
    pub billable: bool,
}

/// Changes of an entry; what is not sent stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = TimeEntryPatch)]
#[allow(missing_docs)]
pub struct EntryPatch {
    pub day: Option<NaiveDate>,
    pub minutes: Option<i64>,
    pub time: Option<String>,
    pub note: Option<String>,
    pub billable: Option<bool>,
}

/// A day that is filled as another one was.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DayCopy {
    /// The day that is copied.
    pub from: NaiveDate,
    /// The day that is filled. Tasks that have time there keep it.
    pub to: NaiveDate,
    /// Fill every day of its week as the same day of the other week was.
    #[serde(default)]
    pub week: bool,
}

/// A timer to be started.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimerStart {
    /// The task.
    pub task_id: Uuid,
    /// What is done.
    #[serde(default)]
    pub note: String,
    /// A customer pays for it.
    #[serde(default)]
    pub billable: bool,
}

/// Why a week is sent back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentBackInput {
    /// What is to be done about it.
    pub reason: String,
}

/// How long, from whichever was sent.
pub fn minutes(minutes: Option<i64>, text: Option<&str>) -> Result<Option<u32>, Error> {
    match (minutes, text) {
        (Some(_), Some(_)) => Err(Error::field("time", "Send minutes or time, not both.")),
        (Some(minutes), None) => Ok(Some(time::minutes(minutes)?)),
        (None, Some(text)) => Ok(Some(time::minutes(time::words::minutes(text)?.into())?)),
        (None, None) => Ok(None),
    }
}

/// Which entries.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EntryFilter {
    /// Only of this person.
    pub person: Option<Uuid>,
    /// Only on this task.
    pub task: Option<Uuid>,
    /// Only in this space.
    pub space: Option<Uuid>,
    /// Only what a customer pays for, or only what none does.
    pub billable: Option<bool>,
    /// The first day, `2026-11-23`; a year before the last one unless told. At most two years in all.
    pub from: Option<String>,
    /// The last day; a year ahead unless told.
    pub to: Option<String>,
    /// Rows a page, 1–200; 50 unless told.
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

impl EntryFilter {
    /// The days asked for. What is asked of one task has no first day unless it is told.
    pub fn days(&self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Error> {
        let year = chrono::Days::new(366);
        let to = self.to.as_deref().map(|text| day("to", text)).transpose()?;
        let last = to.or_else(|| today.checked_add_days(year)).unwrap_or(NaiveDate::MAX);
        let from = match (&self.from, self.task) {
            (Some(text), _) => day("from", text)?,
            (None, Some(_)) => NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default(),
            (None, None) => to.unwrap_or(today).checked_sub_days(year).unwrap_or_default(),
        };
        if from > last {
            return Err(Error::because(Code::BadQuery, "from: choose a day that is not after the last one."));
        }
        let most = chrono::Days::new(2 * 366 + 1);
        if self.task.is_none() && from.checked_add_days(most).is_none_or(|end| end < last) {
            return Err(Error::because(Code::BadQuery, "from: ask for at most two years."));
        }
        Ok((from, last))
    }

    /// Whether an entry is one of them, apart from its day.
    pub fn takes(&self, entry: &time::Entry) -> bool {
        let is = |asked: Option<Id>, own: Id| asked.is_none_or(|asked| asked == own);
        is(self.person, entry.person)
            && is(self.task, entry.task)
            && is(self.space, entry.space)
            && self.billable.is_none_or(|billable| billable == entry.billable)
    }
}

/// Which weeks.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SheetFilter {
    /// Weeks that wait for approval, unless those that were approved are asked for.
    #[param(inline)]
    pub state: Option<SheetAsked>,
    /// Rows a page, 1–200; 50 unless told.
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// Weeks that can be asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum SheetAsked {
    #[default]
    Submitted,
    Approved,
}

/// What an hour costs.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HourlyRateInput)]
pub struct RateInput {
    /// A decimal such as `62.50`.
    pub amount: String,
    /// ISO 4217; the organization's unless sent.
    pub currency: Option<String>,
}

/// How time is rounded on an invoice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum RoundTo {
    #[default]
    Nearest,
    Up,
}

/// Which time is put on an invoice, and how it is rounded. Only what a customer pays for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InvoiceFilter {
    /// Only of this person.
    pub person: Option<Uuid>,
    /// Only on this task.
    pub task: Option<Uuid>,
    /// Only in this space.
    pub space: Option<Uuid>,
    /// The first day, `2026-11-01`; a year before the last one unless told. At most two years in all.
    pub from: Option<String>,
    /// The last day; a year ahead unless told.
    pub to: Option<String>,
    /// Each entry is rounded to so many minutes: 1 (unless told), 5, 6, 10, 15 or 30.
    pub step: Option<u32>,
    /// Up, or to the nearest unless told.
    #[param(inline)]
    pub round: Option<RoundTo>,
}

impl InvoiceFilter {
    /// The entries it is about.
    pub fn entries(&self) -> EntryFilter {
        EntryFilter {
            person: self.person,
            task: self.task,
            space: self.space,
            billable: Some(true),
            from: self.from.clone(),
            to: self.to.clone(),
            ..EntryFilter::default()
        }
    }

    /// How each is rounded.
    pub fn rounding(&self) -> Result<Rounding, Error> {
        let up = self.round == Some(RoundTo::Up);
        Rounding::new(self.step.unwrap_or(1), up).map_err(|rule| Error::because(Code::BadQuery, rule.message))
    }
}

/// A day of the address.
pub fn day(name: &str, text: &str) -> Result<NaiveDate, Error> {
    let wrong = || Error::because(Code::BadQuery, format!("{name}: write a day such as 2026-11-29."));
    text.parse().map_err(|_| wrong())
}

/// A week of the address, by its Monday.
pub fn monday(text: &str) -> Result<NaiveDate, Error> {
    let found: NaiveDate = text.parse().map_err(|_| Error::not_found())?;
    if time::sheet::is_monday(found) {
        return Ok(found);
    }
    Err(Error::because(Code::BadQuery, format!("A week is named by its Monday, here {}.", time::sheet::monday(found))))
}
