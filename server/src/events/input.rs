//! What is sent to make, change and look for events.

use crate::{
    Error,
    error::Code,
    http::shapes::{WhenShape, sent},
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use guildhall_domain::event::{Answer, Span, edit::Edit, repeat::Repeat};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// How long an event at a time lasts unless sent, in minutes.
const MINUTES: u32 = 60;

/// An event to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventInput {
    /// Own id, so that it can be sent again.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Title.
    pub title: String,
    /// Markdown: the agenda, and what else there is to know; at most 1 MiB.
    #[serde(default)]
    pub body: String,
    /// The day it begins on, or the time with its zone; of what comes again the first.
    pub start: WhenShape,
    /// How many days it lasts, where no time is sent; 1 unless sent.
    #[serde(default)]
    pub days: Option<u32>,
    /// How many minutes it lasts, where a time is sent; 60 unless sent.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// When it comes again, in the words of RFC 5545: `FREQ=WEEKLY;BYDAY=MO`.
    #[serde(default)]
    pub rule: Option<String>,
    /// Dates after the first on which it comes besides, at the same time; at most 500.
    #[serde(default)]
    pub extra_dates: Vec<NaiveDate>,
    /// Who is invited.
    #[serde(default)]
    pub guest_ids: Vec<Uuid>,
    /// The room it is in.
    #[serde(default)]
    pub room_id: Option<Uuid>,
}

/// Fields to change; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EventPatch {
    /// Title.
    pub title: Option<String>,
    /// Markdown.
    pub body: Option<String>,
    /// When it begins. Where one time of it is named, this is meant for that time.
    pub start: Option<WhenShape>,
    /// How many days it lasts.
    pub days: Option<u32>,
    /// How many minutes it lasts.
    pub minutes: Option<u32>,
    /// When it comes again; null: it comes once.
    #[serde(deserialize_with = "sent")]
    pub rule: Option<Option<String>>,
    /// All dates on which it comes besides its rule, at the same time.
    pub extra_dates: Option<Vec<NaiveDate>>,
    /// Its room; null: it is in none.
    #[serde(deserialize_with = "sent")]
    pub room_id: Option<Option<Uuid>>,
}

/// From when to when, as sent; what is left out is as in `before`.
fn span(
    (start, days, minutes): (Option<&WhenShape>, Option<u32>, Option<u32>),
    before: Option<Span>,
    own: Tz,
) -> Result<Option<Span>, Error> {
    if start.is_none() && days.is_none() && minutes.is_none() {
        return Ok(None);
    }
    let start = start.map(|start| start.read("start", own)).transpose()?.or(before.map(|before| before.start));
    let Some(start) = start else { return Ok(None) };
    let whole = start.time.is_none();
    let same = before.filter(|before| before.is_whole() == whole).map(|before| before.length);
    let length = match (whole, days, minutes) {
        (true, _, Some(_)) => return Err(Error::field("minutes", "Send a time with the start, or days instead.")),
        (false, Some(_), _) => return Err(Error::field("days", "Send no time with the start, or minutes instead.")),
        (true, days, None) => days.or(same).unwrap_or(1),
        (false, None, minutes) => minutes.or(same).unwrap_or(MINUTES),
    };
    Ok(Some(Span { start, length }.checked()?))
}

fn repeat(rule: &str) -> Result<Repeat, Error> {
    Ok(Repeat::from_text(rule)?)
}

impl EventInput {
    /// From when to when.
    pub fn span(&self, own: Tz) -> Result<Span, Error> {
        let span = span((Some(&self.start), self.days, self.minutes), None, own)?;
        span.ok_or_else(|| Error::field("start", "Say when it begins."))
    }

    /// When it comes again.
    pub fn repeat(&self) -> Result<Option<Repeat>, Error> {
        self.rule.as_deref().filter(|rule| !rule.trim().is_empty()).map(repeat).transpose()
    }
}

impl EventPatch {
    /// The edit it asks for of something that is at that time by now.
    pub fn edit(&self, now: Span, own: Tz) -> Result<Edit, Error> {
        let rule = |rule: &Option<String>| rule.as_deref().map(repeat).transpose();
        Ok(Edit {
            title: self.title.clone(),
            body: self.body.clone(),
            span: span((self.start.as_ref(), self.days, self.minutes), Some(now), own)?,
            repeat: self.rule.as_ref().map(rule).transpose()?,
            extra_dates: self.extra_dates.as_ref().map(|days| days.iter().copied().collect()),
            room: self.room_id,
        })
    }
}

/// Which times of what comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhichTimes {
    /// The one that is named.
    This,
    /// That one and all after it.
    Following,
    /// Every one.
    All,
}

/// One time of what comes again, and what else is meant.
#[derive(Debug, Default, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct TimesAsked {
    /// The day by which one time of it is known: `occurrence` of the calendar.
    pub occurrence: Option<NaiveDate>,
    /// What is meant: `this` where a time is named, else `all`.
    #[param(inline)]
    pub which: Option<WhichTimes>,
}

impl TimesAsked {
    /// The day and what is meant.
    pub fn read(self) -> Result<(Option<NaiveDate>, WhichTimes), Error> {
        match (self.occurrence, self.which) {
            (None, None | Some(WhichTimes::All)) => Ok((None, WhichTimes::All)),
            (None, Some(_)) => Err(Error::because(Code::BadQuery, "Send the occurrence that is meant.")),
            (day, which) => Ok((day, which.unwrap_or(WhichTimes::This))),
        }
    }
}

/// Which days.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DaysAsked {
    /// The first day, where the asker is.
    pub from: NaiveDate,
    /// The last one, at most 400 days later.
    pub to: NaiveDate,
    /// Only events of this space.
    #[serde(default)]
    pub space: Option<Uuid>,
}

/// Which days of a space.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SpaceDays {
    /// The first day, where the asker is.
    pub from: NaiveDate,
    /// The last one, at most 400 days later.
    pub to: NaiveDate,
}

/// What somebody who is invited says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Attending {
    None,
    Yes,
    No,
    Maybe,
}

crate::http::words::same! { Answer, Attending: None, Yes, No, Maybe }

/// An answer.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttendanceInput {
    /// What the asker says; `none` takes it back.
    pub answer: Attending,
    /// Only of this time, by the day of the rule; `none` then follows what is said of all.
    #[serde(default)]
    pub occurrence: Option<NaiveDate>,
}
