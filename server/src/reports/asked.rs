//! What a report is asked to be about.

use crate::{
    Error,
    access::{self, Permitted, Scope},
    error::Code,
    http::Paging,
};
use chrono::NaiveDate;
use guildhall_domain::{Id, policy::DoSpace, process::report::Period, space::Space, when};
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
#[derive(Debug, Clone, Deserialize, IntoParams)]
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
    /// The days it is about, where the organization is.
    pub fn period(&self, scope: &impl Scope) -> Result<Period, Error> {
        let zone = scope.directory().zone();
        let to = match &self.to {
            Some(text) => day("to", text)?,
            None => when::today(when::from_ms(scope.now()), zone),
        };
        match &self.from {
            Some(text) => Period::new(day("from", text)?, to, zone).map_err(wrong),
            None => {
                let last = Period::last(DAYS, to, zone);
                Period::new(last.from, last.to, zone).map_err(wrong)
            }
        }
    }

    /// The spaces it is about.
    pub fn spaces(&self, scope: &impl Scope) -> Result<Vec<Permitted<Arc<Space>>>, Error> {
        match self.space {
            Some(id) => Ok(vec![access::space(scope, id, DoSpace::Read)?]),
            None => access::mine(scope),
        }
    }

    /// The person it is about, whom the asker has to know of.
    pub fn person(&self, scope: &impl Scope) -> Result<Option<Id>, Error> {
        let Some(id) = self.person else { return Ok(None) };
        let known = scope.directory().person(id).is_some_and(|person| access::knows(scope, person));
        if known { Ok(Some(id)) } else { Err(Error::not_found()) }
    }

    /// The page.
    pub fn page(&self) -> Result<(usize, Option<Vec<u8>>), Error> {
        let paging = Paging { limit: self.limit, cursor: self.cursor.clone() };
        Ok((paging.limit()?, paging.place()?))
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
