//! What is sent about a departure.

use crate::{
    Error,
    access::{self, Scope},
};
use chrono::{DateTime, Utc};
use guildhall_domain::{
    Id,
    departure::{Holding, Takers},
    person::{PersonState, Role},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something a person holds. Numbers are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Holding)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum HoldingWord {
    Lead,
    Task,
    Step,
    Awaited,
    Process,
    Rule,
    CheckIn,
    Approval,
    Share,
    Event,
    Report,
}

crate::http::words::same! {
    Holding, HoldingWord: Lead, Task, Step, Awaited, Process, Rule, CheckIn, Approval, Share, Event, Report
}

/// Who takes what of whom, and when they leave.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DepartureInput {
    /// When; at once unless told.
    #[serde(default)]
    at: Option<DateTime<Utc>>,
    /// Who takes everything of which nothing else is said; whoever is proposed unless told.
    #[serde(default)]
    taker_id: Option<Uuid>,
    /// Who takes things of a kind, where that is somebody else; null for nobody.
    #[serde(default)]
    takers: BTreeMap<HoldingWord, Option<Uuid>>,
}

impl DepartureInput {
    /// When, UTC milliseconds; none: at once.
    pub fn at(&self, now: i64) -> Result<Option<i64>, Error> {
        let at = self.at.map(|at| at.timestamp_millis());
        match at {
            Some(at) if at <= now => Err(Error::field("at", "Choose a time that is still to come, or let it be now.")),
            Some(at) if at > now.saturating_add(MOST_MS) => Err(Error::field("at", "Choose a time within two years.")),
            at => Ok(at),
        }
    }

    /// Who takes what.
    pub fn takers(&self, scope: &impl Scope, leaving: Id) -> Result<Takers, Error> {
        let all = self.taker_id.or_else(|| super::held::proposed(scope, leaving));
        let of = self.takers.iter().map(|(word, taker)| (Holding::from(*word), *taker)).collect();
        let takers = Takers { all, of }.checked()?;
        takers.people().try_for_each(|taker| can_take(scope, leaving, taker, "takers"))?;
        Ok(takers)
    }
}

/// Who takes what a person holds, said in one word.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeactivationInput {
    /// Who takes everything. With null open tasks are nobody's, and what needs somebody goes to whoever is proposed.
    #[serde(default)]
    pub hand_over_to: Option<Uuid>,
}

/// Who takes what where a successor is named, or none is: then tasks are open to all.
pub fn successor(scope: &impl Scope, leaving: Id, heir: Option<Id>) -> Result<Takers, Error> {
    if let Some(heir) = heir {
        can_take(scope, leaving, heir, "hand_over_to")?;
        return Ok(Takers { all: Some(heir), ..Takers::default() });
    }
    let open = [Holding::Task, Holding::Step, Holding::Awaited].map(|holding| (holding, None));
    Ok(Takers { all: super::held::proposed(scope, leaving), of: BTreeMap::from(open) })
}

const MOST_MS: i64 = 2 * 366 * 24 * 3_600_000;

/// Whoever takes something over works here and stays.
fn can_take(scope: &impl Scope, leaving: Id, taker: Id, field: &'static str) -> Result<(), Error> {
    let wrong = || Error::field(field, "Choose somebody else of this organization who is not deactivated.");
    let person = access::person(scope, taker).map_err(|_| wrong())?;
    let stays = person.state == PersonState::Active && person.role != Role::Guest && taker != leaving;
    if stays { Ok(()) } else { Err(wrong()) }
}

/// The name somebody typed to say that they mean it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureInput {
    /// The name of the person, exactly as it is written.
    pub name: String,
}
