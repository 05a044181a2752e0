//! What a report is asked to be about.

use crate::{
    Error,
    access::{self, Permitted, Scope},
    error::Code,
    http::Paging,
};
use chrono::NaiveDate;
use guildhall_domain::{Id, policy::DoSpace, process::report::Period, space::Space, time::sheet, when};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Days of a report unless told.
const DAYS: u64 = 90;

/// What runs are put together by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ReportBy {
    #[default]
    Process,
    Space,
    Person,
    Month,
}

/// Which time, whose work, and which page.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The first day, `2026-09-01`; 89 days before the last one unless told. At most a year in all.
    from: Option<String>,
    /// The last day, `2026-11-29`; today unless told.
    to: Option<String>,
    /// Only this space; all of the asker's unless told.
    pub space: Option<Uuid>,
    /// Only runs this person has or did.
    pub person: Option<Uuid>,
    /// What runs are put together by; `process` unless told.
    #[param(inline)]
    pub by: Option<ReportBy>,
    /// Rows a page, 1–200; 50 unless told.
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

impl Asked {
    /// About days and a space.
    pub fn over(from: NaiveDate, to: NaiveDate, space: Option<Id>) -> Self {
        Asked { from: Some(from.to_string()), to: Some(to.to_string()), space, ..Asked::default() }
    }

    /// The days it is about, where the organization is.
    pub fn period(&self, scope: &impl Scope) -> Result<Period, Error> {
        period(scope, self.from.as_deref(), self.to.as_deref())
    }

    /// The spaces it is about.
    pub fn spaces(&self, scope: &impl Scope) -> Result<Vec<Permitted<Arc<Space>>>, Error> {
        spaces(scope, self.space)
    }

    /// The person it is about, whom the asker has to know of.
    pub fn person(&self, scope: &impl Scope) -> Result<Option<Id>, Error> {
        person(scope, self.person)
    }

    /// The page.
    pub fn page(&self) -> Result<(usize, Option<Vec<u8>>), Error> {
        let paging = Paging { limit: self.limit, cursor: self.cursor.clone() };
        Ok((paging.limit()?, paging.place()?))
    }
}

/// Which time, and whose work.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Over {
    /// The first day, `2026-09-01`; 89 days before the last one unless told. At most a year in all.
    pub from: Option<String>,
    /// The last day, `2026-11-29`; today unless told.
    pub to: Option<String>,
    /// Only this space; all of the asker's unless told.
    pub space: Option<Uuid>,
    /// Only what this person did.
    pub person: Option<Uuid>,
}

impl Over {
    /// About days and a space.
    pub fn days(from: NaiveDate, to: NaiveDate, space: Option<Id>) -> Self {
        Over { from: Some(from.to_string()), to: Some(to.to_string()), space, person: None }
    }

    /// The days it is about, where the organization is.
    pub fn period(&self, scope: &impl Scope) -> Result<Period, Error> {
        period(scope, self.from.as_deref(), self.to.as_deref())
    }
}

/// Which work that is open now.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Open {
    /// Only this space; all of the asker's unless told.
    pub space: Option<Uuid>,
    /// Only what this person does.
    pub person: Option<Uuid>,
}

/// Which spaces of a lineup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineupShow {
    /// Every space with a finish.
    #[default]
    All,
    /// Those the asker leads.
    Mine,
    /// Those that are late or tight by their dates, or not on track as their lead says.
    Risk,
}

/// Which of the spaces with a finish.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Dated {
    /// Which spaces; `all` unless told.
    #[param(inline)]
    pub show: Option<LineupShow>,
}

/// Whose weeks to come.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Coming {
    /// Only those who belong to this space; everybody unless told.
    pub space: Option<Uuid>,
}

/// Which week of whom.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WeekOf {
    /// A day of the week, `2026-11-23`; today unless told.
    pub day: Option<String>,
    /// The week of this space; the asker's own unless told.
    pub space: Option<Uuid>,
}

impl WeekOf {
    /// The Monday and the Sunday, where the organization is.
    pub fn period(&self, scope: &impl Scope) -> Result<Period, Error> {
        let zone = scope.directory().zone();
        let today = when::today(when::from_ms(scope.now()), zone);
        let monday = sheet::monday(self.day.as_deref().map_or(Ok(today), |text| day("day", text))?);
        Period::new(monday, sheet::sunday(monday), zone).map_err(wrong)
    }
}

/// The spaces a report is about: one, or all of the asker's.
pub fn spaces(scope: &impl Scope, space: Option<Id>) -> Result<Vec<Permitted<Arc<Space>>>, Error> {
    match space {
        Some(id) => Ok(vec![access::space(scope, id, DoSpace::Read)?]),
        None => access::mine(scope),
    }
}

/// The person a report is about, whom the asker has to know of.
pub fn person(scope: &impl Scope, person: Option<Id>) -> Result<Option<Id>, Error> {
    let Some(id) = person else { return Ok(None) };
    let known = scope.directory().person(id).is_some_and(|person| access::knows(scope, person));
    if known { Ok(Some(id)) } else { Err(Error::not_found()) }
}

fn period(scope: &impl Scope, from: Option<&str>, to: Option<&str>) -> Result<Period, Error> {
    let zone = scope.directory().zone();
    let to = match to {
        Some(text) => day("to", text)?,
        None => when::today(when::from_ms(scope.now()), zone),
    };
    match from {
        Some(text) => Period::new(day("from", text)?, to, zone).map_err(wrong),
        None => {
            let last = Period::last(DAYS, to, zone);
            Period::new(last.from, last.to, zone).map_err(wrong)
        }
    }
}

fn day(name: &str, text: &str) -> Result<NaiveDate, Error> {
    let wrong = || Error::because(Code::BadQuery, format!("{name}: write a day such as 2026-11-29."));
    text.parse().map_err(|_| wrong())
}

/// What is wrong with a question is no field of a form.
fn wrong(rule: guildhall_domain::Rule) -> Error {
    Error::because(Code::BadQuery, rule.message)
}
