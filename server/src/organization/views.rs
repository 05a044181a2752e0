//! The organization as the API shows and takes it.

use super::{calendar, input};
use crate::{access::Scope, http::Shape};
use chrono::NaiveDate;
use guildhall_domain::organization::Organization;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The organization.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrganizationShape {
    /// Name.
    pub name: String,
    /// Shared facts turn over in this zone.
    pub time_zone: String,
    /// First language.
    pub language: String,
    /// ISO 4217 code of money fields.
    pub currency: String,
    /// 1 = Monday … 7 = Sunday.
    pub working_days: Vec<u8>,
    /// Days on which it is closed besides: what comes again is moved or left out there.
    pub closed_days: Vec<NaiveDate>,
    /// When it opens on working days, where it is: `08:00`.
    pub opens: String,
    /// When it closes, on the same day: `17:00`, at latest `24:00`.
    pub closes: String,
    /// Minutes to which a timer that is stopped is rounded, at least to one step: 1, 5 or 15.
    pub timer_step: u32,
    /// Largest file, in bytes.
    pub file_limit: u64,
    /// Most bytes of all files together; 0 for no limit but the disk's.
    pub files_quota: u64,
    /// The configured address people use; null when it is whatever they type.
    pub public_url: Option<String>,
    /// For If-Match.
    pub version: String,
}

impl Shape for OrganizationShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

/// Changes of the organization as a JSON merge patch: what is not sent stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct OrganizationPatch {
    pub name: Option<String>,
    pub time_zone: Option<String>,
    pub language: Option<String>,
    pub currency: Option<String>,
    pub working_days: Option<Vec<u8>>,
    pub closed_days: Option<Vec<NaiveDate>>,
    /// `08:00`.
    pub opens: Option<String>,
    /// `17:00`; at least an hour after opening.
    pub closes: Option<String>,
    /// 1, 5 or 15.
    pub timer_step: Option<u32>,
    pub file_limit: Option<u64>,
    pub files_quota: Option<u64>,
}

/// The organization for anybody who is signed in.
pub fn shape(scope: &impl Scope, organization: &Organization, public_url: Option<&str>) -> OrganizationShape {
    OrganizationShape {
        name: organization.name.clone(),
        time_zone: organization.time_zone.name().to_owned(),
        language: organization.language.clone(),
        currency: organization.currency.clone(),
        working_days: input::day_numbers(organization.working_days),
        closed_days: organization.closed_days.iter().copied().collect(),
        opens: input::clock_text(organization.open.0),
        closes: input::clock_text(organization.open.1),
        timer_step: organization.timer_step,
        file_limit: organization.file_limit,
        files_quota: organization.files_quota,
        public_url: public_url.map(str::to_owned),
        version: scope.version(organization.seq),
    }
}

/// A calendar file.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarInput {
    /// What the file holds, as text; at most 1 MiB.
    pub calendar: String,
}

/// The closed days in a calendar file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CalendarShape {
    /// In the order of their days.
    pub days: Vec<CalendarDaysShape>,
    /// How many events take up a part of a day and were left out.
    pub timed: usize,
}

/// Days in a row in a calendar file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CalendarDaysShape {
    /// The first day,
    pub from: NaiveDate,
    /// and the last one, which is part of it.
    pub to: NaiveDate,
    /// What the calendar calls it; may be empty.
    pub name: String,
}

impl Shape for CalendarShape {}

/// What was read in a calendar file.
pub fn calendar(found: calendar::Found) -> CalendarShape {
    let days = found.days.into_iter().map(|one| CalendarDaysShape { from: one.from, to: one.to, name: one.name });
    CalendarShape { days: days.collect(), timed: found.timed }
}
