//! Changes of a person as the API takes them.

use super::views::{AwayShape, RoleShape};
use crate::{
    Error,
    access::{Directory, Scope},
    http::shapes::sent,
    organization::input,
};
use chrono::Datelike;
use guildhall_domain::{
    Id, limits,
    person::{self, Away, Person},
    time,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Changes of a person as a JSON merge patch: what is not sent stays. E-mail and role are for admins;
/// theme and shortcuts for the person alone.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct PersonPatch {
    pub name: Option<String>,
    pub email: Option<String>,
    pub role: Option<RoleShape>,
    pub job_title: Option<String>,
    pub phone: Option<String>,
    pub mobile: Option<String>,
    pub location: Option<String>,
    pub about: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub reports_to: Option<Option<Uuid>>,
    pub language: Option<String>,
    pub time_zone: Option<String>,
    /// 1 = Monday … 7 = Sunday.
    pub working_days: Option<Vec<u8>>,
    /// `08:00`.
    pub hours_from: Option<String>,
    /// `17:00`.
    pub hours_to: Option<String>,
    /// 0–9.
    pub color: Option<u8>,
    /// Light, dark, or as the device is.
    #[schema(value_type = Option<super::views::Theme>)]
    pub theme: Option<String>,
    pub single_keys: Option<bool>,
    /// Minutes they can work on each weekday, from Monday: seven numbers of 0 to 1440; null: eight hours on every
    /// working day.
    #[serde(deserialize_with = "sent")]
    pub capacity_minutes: Option<Option<Vec<u16>>>,
    /// When they are not there; null: they are.
    #[serde(deserialize_with = "sent")]
    pub away: Option<Option<AwayShape>>,
}

impl PersonPatch {
    /// The names of the fields that were sent.
    pub fn names(&self) -> Vec<String> {
        guildhall_domain::change::sent([
            ("name", self.name.is_some()),
            ("email", self.email.is_some()),
            ("role", self.role.is_some()),
            ("job_title", self.job_title.is_some()),
            ("phone", self.phone.is_some()),
            ("mobile", self.mobile.is_some()),
            ("location", self.location.is_some()),
            ("about", self.about.is_some()),
            ("reports_to", self.reports_to.is_some()),
            ("language", self.language.is_some()),
            ("time_zone", self.time_zone.is_some()),
            ("working_days", self.working_days.is_some()),
            ("hours_from", self.hours_from.is_some()),
            ("hours_to", self.hours_to.is_some()),
            ("color", self.color.is_some()),
            ("capacity_minutes", self.capacity_minutes.is_some()),
            ("away", self.away.is_some()),
        ])
    }

    /// Whether it sets what only the person themselves may set.
    pub fn is_private(&self) -> bool {
        self.theme.is_some() || self.single_keys.is_some()
    }

    /// The person with these changes, each value checked. Nothing about who may do it.
    pub fn apply(&self, scope: &impl Scope, before: &Person) -> Result<Person, Error> {
        let mut p = before.clone();
        if let Some(name) = &self.name {
            p.name = person::name(name)?;
        }
        if let Some(email) = &self.email {
            p.email = person::email(email)?;
        }
        p.role = self.role.map_or(p.role, Into::into);
        line(&mut p.job_title, &self.job_title, "job_title")?;
        line(&mut p.phone, &self.phone, "phone")?;
        line(&mut p.mobile, &self.mobile, "mobile")?;
        line(&mut p.location, &self.location, "location")?;
        if let Some(about) = &self.about {
            p.about = about_text(about)?;
        }
        if let Some(chief) = self.reports_to {
            p.reports_to = chief.map(|chief| above(scope.directory(), &p, chief)).transpose()?;
        }
        if let Some(away) = &self.away {
            p.away = away.as_ref().map(absence).transpose()?;
        }
        self.apply_settings(&mut p)?;
        Ok(p)
    }

    fn apply_settings(&self, p: &mut Person) -> Result<(), Error> {
        if let Some(language) = &self.language {
            p.language = input::language(language)?;
        }
        if let Some(zone) = &self.time_zone {
            p.time_zone = input::zone(zone)?;
        }
        if let Some(days) = &self.working_days {
            p.working_days = input::working_days(days)?;
        }
        if let Some(from) = &self.hours_from {
            p.hours.0 = input::clock(from, "hours_from")?;
        }
        if let Some(to) = &self.hours_to {
            p.hours.1 = input::clock(to, "hours_to")?;
        }
        if p.hours.0 >= p.hours.1 {
            return Err(Error::field("hours_to", "The day has to end after it begins."));
        }
        match self.color {
            Some(color @ 0..=9) => p.color = color,
            Some(_) => return Err(Error::field("color", "Choose a colour from 0 to 9.")),
            None => {}
        }
        match self.theme.as_deref() {
            Some(theme @ ("system" | "light" | "dark")) => p.theme = theme.to_owned(),
            Some(_) => return Err(Error::field("theme", "Choose system, light or dark.")),
            None => {}
        }
        if let Some(minutes) = &self.capacity_minutes {
            p.capacity = minutes.as_deref().map(capacity).transpose()?;
        }
        p.single_keys = self.single_keys.unwrap_or(p.single_keys);
        Ok(())
    }
}

fn line(target: &mut String, sent: &Option<String>, field: &str) -> Result<(), Error> {
    if let Some(text) = sent {
        *target = limits::optional_line(field, text, limits::NAME)?;
    }
    Ok(())
}

/// Minutes of seven weekdays, none longer than a day.
fn capacity(minutes: &[u16]) -> Result<[u16; 7], Error> {
    let wrong = || Error::field("capacity_minutes", "Send seven numbers of minutes from Monday, each at most 1440.");
    let week: [u16; 7] = minutes.try_into().map_err(|_| wrong())?;
    if week.into_iter().all(|one| u32::from(one) <= time::DAY) { Ok(week) } else { Err(wrong()) }
}

/// A few paragraphs.
fn about_text(text: &str) -> Result<String, Error> {
    if text.chars().count() > 4000 {
        return Err(Error::field("about", "Shorten this to 4000 characters."));
    }
    Ok(text.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}

/// Days of absence in the right order, and a few words.
fn absence(sent: &AwayShape) -> Result<Away, Error> {
    if sent.until < sent.from {
        return Err(Error::field("away", "The last day comes before the first."));
    }
    if !(1..=9999).contains(&sent.from.year()) || !(1..=9999).contains(&sent.until.year()) {
        return Err(Error::field("away", "Choose days between the years 1 and 9999."));
    }
    let note = limits::optional_line("away", &sent.note, limits::TITLE)?;
    Ok(Away { from: sent.from, until: sent.until, note })
}

/// Somebody to report to: a person of ours, and nobody who reports to this one in turn.
fn above(directory: &Directory, person: &Person, chief: Id) -> Result<Id, Error> {
    let mut next = directory.person(chief);
    if next.is_none() {
        return Err(Error::field("reports_to", "Choose a person of this organization."));
    }
    // No chain is longer than there are people, so a circle that is there already ends as well.
    for _ in 0..directory.people().count() {
        let Some(at) = next else { return Ok(chief) };
        if at.id == person.id {
            return Err(Error::field("reports_to", "This person would report to themselves in the end."));
        }
        next = at.reports_to.and_then(|id| directory.person(id));
    }
    Ok(chief)
}
