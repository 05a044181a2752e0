//! People as the API shows them. Guests learn the names of those they work with, and not how to reach
//! them outside of that work.

use crate::{
    Error,
    access::{self, Scope},
    http::{Shape, shapes, words::words},
    organization::input::{self, clock_text},
    session,
};
use chrono::{NaiveDate, Weekday};
use guildhall_domain::{
    Id,
    person::{Person, PersonState, Role},
    when,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A role in the organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum RoleShape {
    Owner,
    Admin,
    Member,
    Guest,
}

crate::http::words::same! { Role, RoleShape: Owner, Admin, Member, Guest }

/// Whether an account can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateShape {
    /// Signs in.
    Active,
    /// Known by name, without a way to sign in yet.
    Placeholder,
    /// Left.
    Deactivated,
}

impl From<PersonState> for StateShape {
    fn from(state: PersonState) -> Self {
        match state {
            PersonState::Active => StateShape::Active,
            PersonState::Placeholder => StateShape::Placeholder,
            PersonState::Deactivated => StateShape::Deactivated,
        }
    }
}

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// Days on which somebody is not there.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AwayShape {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
    /// What those are told who turn to them meanwhile.
    #[serde(default)]
    pub note: String,
}

/// A person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonShape {
    /// Id.
    pub id: Uuid,
    /// Full name.
    pub name: String,
    /// First letters of the first and last name.
    pub initials: String,
    /// Avatar colour 0–9.
    pub color: u8,
    /// Address; null when there is none or the reader may not see it.
    pub email: Option<String>,
    /// Role.
    pub role: RoleShape,
    /// State of the account.
    pub state: StateShape,
    /// Their name was erased: they are a former member, and nothing else is known.
    pub erased: bool,
    /// What they do here.
    pub job_title: String,
    /// Office phone; empty for guests, as what follows up to `about`.
    pub phone: String,
    /// Mobile phone.
    pub mobile: String,
    /// Where to find them.
    pub location: String,
    /// What else helps to know.
    pub about: String,
    /// Whom they report to.
    pub reports_to: Option<Uuid>,
    /// Language of the page.
    pub language: String,
    /// IANA zone.
    pub time_zone: String,
    /// 1 = Monday … 7 = Sunday.
    pub working_days: Vec<u8>,
    /// `08:00`.
    pub hours_from: String,
    /// `17:00`.
    pub hours_to: String,
    /// Minutes they can work on each weekday, from Monday; 0 on days they do not work.
    pub capacity_minutes: Vec<u16>,
    /// When they are not there, now or next, as they said or as it was approved; null when nothing is known of it.
    pub away: Option<AwayShape>,
    /// These days were approved as an absence, and end by cancelling it.
    pub away_approved: bool,
    /// To within some minutes; null when never, or for guests.
    pub last_seen_at: Option<String>,
    /// When the account was made.
    pub created_at: String,
    /// For If-Match.
    pub version: String,
}

impl Shape for PersonShape {
    fn version(&self) -> Option<&str> {
        Some(&self.version)
    }
}

words! {
    /// How the page looks: as the device is, light or dark.
    Theme: System, Light, Dark
}

impl Theme {
    fn of(word: &str) -> Theme {
        match word {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        }
    }
}

/// The asker.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Me {
    /// As others see them.
    #[serde(flatten)]
    pub person: PersonShape,
    /// Light, dark, or as the device is.
    pub theme: Theme,
    /// Whether single-key shortcuts are on.
    pub single_keys: bool,
    /// Starred spaces in order.
    pub starred_space_ids: Vec<Uuid>,
    /// Somebody else chose the password.
    pub must_change_password: bool,
    /// Their Personal space.
    pub personal_space_id: Uuid,
    /// 1 = Monday … 7 = Sunday.
    pub week_starts_on: u8,
}

impl Shape for Me {
    fn version(&self) -> Option<&str> {
        Some(&self.person.version)
    }
}

/// A person, for this reader. The caller made sure that they may know of them.
pub fn shape(scope: &impl Scope, person: &Person) -> Result<PersonShape, Error> {
    let seen = session::store::seen_by(scope.read(), person.id)?;
    Ok(shape_with(scope, person, seen))
}

/// Everybody the asker may know of, by name.
pub fn all(scope: &impl Scope, wanted: impl Fn(&Person) -> bool) -> Result<Vec<PersonShape>, Error> {
    let seen: HashMap<Id, i64> = session::store::seen(scope.read())?;
    let mut people: Vec<_> =
        scope.directory().people().filter(|person| wanted(person) && access::knows(scope, person)).collect();
    people.sort_by_cached_key(|person| (person.name.to_lowercase(), person.id));
    Ok(people.into_iter().map(|person| shape_with(scope, person, seen.get(&person.id).copied())).collect())
}

fn shape_with(scope: &impl Scope, person: &Person, seen: Option<i64>) -> PersonShape {
    let asker = scope.who().person;
    let guest = asker.and_then(|id| scope.directory().person(id)).is_some_and(|me| me.role == Role::Guest);
    let reach = !guest || asker == Some(person.id);
    let text = |text: &str| if reach { text.to_owned() } else { String::new() };
    // What is over is not shown.
    let away = person.next_away(when::today(when::from_ms(scope.now()), person.time_zone));
    PersonShape {
        id: person.id,
        name: person.name.clone(),
        initials: person.initials(),
        color: person.color,
        email: Some(person.email.clone()).filter(|email| reach && !email.is_empty()),
        role: person.role.into(),
        state: person.state.into(),
        erased: person.erased_ms.is_some(),
        job_title: person.job_title.clone(),
        phone: text(&person.phone),
        mobile: text(&person.mobile),
        location: text(&person.location),
        about: text(&person.about),
        reports_to: person.reports_to.filter(|_| reach),
        language: person.language.clone(),
        time_zone: person.time_zone.name().to_owned(),
        working_days: input::day_numbers(person.working_days),
        hours_from: clock_text(person.hours.0),
        hours_to: clock_text(person.hours.1),
        capacity_minutes: WEEK.into_iter().map(|day| person.minutes_on(day)).collect(),
        away_approved: away.as_ref().is_some_and(|away| person.away.as_ref() != Some(away)),
        away: away.map(|away| AwayShape { from: away.from, until: away.until, note: away.note }),
        last_seen_at: seen.filter(|_| reach).map(shapes::instant),
        created_at: shapes::instant(person.created_ms),
        version: scope.version(person.seq),
    }
}

/// The asker.
pub fn me(scope: &impl Scope) -> Result<Me, Error> {
    let person = access::me(scope)?;
    let directory = scope.directory();
    let visible = |id: &Uuid| directory.space(*id).is_some_and(|space| space.deleted_ms.is_none());
    let password = session::store::password(scope.read(), person.id)?;
    let week = directory.organization.as_ref().map_or(person.working_days, |organization| organization.working_days);
    Ok(Me {
        theme: Theme::of(&person.theme),
        single_keys: person.single_keys,
        starred_space_ids: person.starred.iter().copied().filter(visible).collect(),
        must_change_password: password.is_some_and(|password| password.must_change == Some(true)),
        personal_space_id: directory.personal(person.id).map(|space| space.id).unwrap_or_default(),
        week_starts_on: input::week_starts_on(week),
        person: shape(scope, &person)?,
    })
}
