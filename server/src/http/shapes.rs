//! Small shapes that many features share.

use super::words::ActorKind;
use crate::access::{self, Scope};
use chrono::{NaiveDate, NaiveTime, SecondsFormat};
use guildhall_domain::{
    actor::Actor,
    space::Category,
    when::{self, When},
};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// RFC 3339 in UTC with milliseconds.
pub fn instant(ms: i64) -> String {
    when::from_ms(ms).to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Milliseconds as whole minutes, to the nearest.
pub fn minutes(ms: i64) -> i64 {
    (ms + 30_000) / 60_000
}

/// Tells a field that was sent as null from one that was not sent.
pub fn sent<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// Who did something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActorShape {
    /// What kind of actor.
    pub kind: ActorKind,
    /// Id, when it has one.
    pub id: Option<Uuid>,
    /// Name.
    pub name: String,
}

/// An actor with a name the reader may know.
pub fn actor(scope: &impl Scope, actor: Actor) -> ActorShape {
    let name = match actor {
        Actor::Person(id) => scope.directory().person(id).map_or("Somebody".into(), |person| person.name.clone()),
        Actor::Contact(id) => access::contact_name(scope, id).unwrap_or_else(|| "A contact".into()),
        Actor::Import(_) => "Import".into(),
        Actor::Rule(id) => access::rule_name(scope, id).unwrap_or_else(|| "A rule".into()),
        Actor::Process(_) => "Process".into(),
        Actor::System => "Guildhall".into(),
        Actor::Cli => "Command line".into(),
    };
    ActorShape { kind: ActorKind::from(&actor), id: actor.id(), name }
}

/// A day, or a time of day in a zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhenShape {
    /// The day.
    pub date: NaiveDate,
    /// `17:00`; without it the whole day.
    #[serde(default)]
    pub time: Option<String>,
    /// IANA zone of the time; the asker's own unless sent.
    #[serde(default)]
    pub zone: Option<String>,
}

impl From<&When> for WhenShape {
    fn from(when: &When) -> Self {
        WhenShape {
            date: when.day,
            time: when.time.map(|(time, _)| time.format("%H:%M").to_string()),
            zone: when.time.map(|(_, zone)| zone.name().to_owned()),
        }
    }
}

impl WhenShape {
    /// The day or time meant by somebody in `own` zone.
    pub fn read(&self, field: &str, own: chrono_tz::Tz) -> Result<When, crate::Error> {
        let wrong = |message: &str| crate::Error::field(field, message);
        if !(1..=9999).contains(&chrono::Datelike::year(&self.date)) {
            return Err(wrong("Choose a day between the years 1 and 9999."));
        }
        let Some(time) = &self.time else { return Ok(When::day(self.date)) };
        let time = NaiveTime::parse_from_str(time, "%H:%M").map_err(|_| wrong("Write the time as 17:00."))?;
        let zone = match &self.zone {
            Some(zone) => zone.parse().map_err(|_| wrong("Use a time zone such as Europe/Berlin."))?,
            None => own,
        };
        Ok(When { day: self.date, time: Some((time, zone)) })
    }
}

/// One of the five fixed categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum CategoryShape {
    Todo,
    Doing,
    Waiting,
    Done,
    Cancelled,
}

crate::http::words::same! { Category, CategoryShape: Todo, Doing, Waiting, Done, Cancelled }
