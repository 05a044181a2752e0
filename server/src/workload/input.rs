//! Whose work is asked about, and on which days.

use super::gather::today;
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
    http::query,
    time::input::day,
};
use chrono::{Days, NaiveDate};
use guildhall_domain::{
    Id,
    person::{Person, PersonState, Role},
    policy::DoSpace,
    time::sheet::monday,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Most weeks that are looked at together.
const WEEKS: u32 = 8;
/// How far from today the first day may lie.
const FAR: u64 = 2 * 366;

/// Which days of whom.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WorkloadFilter {
    /// The first day, `2026-11-23`; this week's Monday unless told.
    pub from: Option<String>,
    /// How many weeks, 1–8; 2 unless told.
    pub weeks: Option<u32>,
    /// Only those who belong to this space.
    pub space: Option<Uuid>,
    /// Only these people: their ids with commas between them.
    pub people: Option<String>,
}

impl WorkloadFilter {
    /// The first day and how many there are.
    pub fn days(&self, scope: &impl Scope) -> Result<(NaiveDate, usize), Error> {
        let today = today(scope);
        let from = self.from.as_deref().map_or_else(|| Ok(monday(today)), |text| day("from", text))?;
        near(from, today, "from")?;
        match self.weeks.unwrap_or(2) {
            weeks @ 1..=WEEKS => Ok((from, weeks as usize * 7)),
            _ => Err(Error::because(Code::BadQuery, "weeks: ask for 1 to 8 weeks.")),
        }
    }

    /// Whose work is asked about, by name.
    pub fn people(&self, scope: &impl Scope) -> Result<Vec<Arc<Person>>, Error> {
        let ids = self.people.as_deref().filter(|text| !text.is_empty());
        let ids: Option<Vec<Id>> = ids.map(|text| text.split(',').map(query::id).collect()).transpose()?;
        people(scope, self.space, ids.as_deref())
    }
}

/// A day that is near enough to be planned.
pub fn near(day: NaiveDate, today: NaiveDate, name: &str) -> Result<(), Error> {
    let first = today.checked_sub_days(Days::new(FAR)).unwrap_or(NaiveDate::MIN);
    let last = today.checked_add_days(Days::new(FAR)).unwrap_or(NaiveDate::MAX);
    if (first..=last).contains(&day) {
        return Ok(());
    }
    Err(Error::because(Code::BadQuery, format!("{name}: choose a day at most two years from today.")))
}

/// Refuses guests: what colleagues have to do is known inside.
pub fn inside(scope: &impl Scope) -> Result<(), Error> {
    if scope.who().person.is_none() || access::me(scope)?.role != Role::Guest {
        return Ok(());
    }
    Err(Error::because(Code::Forbidden, "The workload is for members of the organization."))
}

/// Those who work here, by name: everybody, those of a space, or some who are named.
pub fn people(scope: &impl Scope, space: Option<Id>, ids: Option<&[Id]>) -> Result<Vec<Arc<Person>>, Error> {
    inside(scope)?;
    let directory = scope.directory();
    let works = |person: &Person| person.state == PersonState::Active && person.role != Role::Guest;
    let mut found: Vec<Arc<Person>> = match (space, ids) {
        (_, Some(ids)) => {
            let named = ids.iter().map(|id| access::person(scope, *id).map(access::Permitted::into_inner));
            named.collect::<Result<_, _>>()?
        }
        (Some(_), None) => Vec::new(),
        (None, None) => directory.people().filter(|person| works(person)).cloned().collect(),
    };
    if let Some(space) = space {
        let space = access::space(scope, space, DoSpace::Read)?;
        let mut there: Vec<Arc<Person>> = directory.belonging(&space).cloned().collect();
        // An open space nobody was put into is everybody's.
        if there.is_empty() {
            let all = directory.people().filter(|person| works(person) && directory.role_in(person, &space).is_some());
            there = all.cloned().collect();
        }
        match ids {
            Some(_) => found.retain(|person| there.iter().any(|one| one.id == person.id)),
            None => found = there,
        }
    }
    found.sort_by_cached_key(|person| (person.name.to_lowercase(), person.id));
    found.dedup_by_key(|person| person.id);
    Ok(found)
}

/// A list of tasks that need somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkloadList {
    /// Nobody does them.
    Unassigned,
    /// They are late.
    Overdue,
    /// They have a day until which they are to be done.
    Due,
    /// That day is within the seven days from today on.
    Week,
    /// They have a day on which they begin.
    Planned,
    /// Nobody said until when.
    Undated,
    /// Nobody said how long they take.
    Unestimated,
    /// Somebody does them.
    Assigned,
}

/// Which tasks.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WorkloadListFilter {
    /// Which list.
    #[param(inline)]
    pub list: WorkloadList,
    /// Only those of people who belong to this space; unassigned ones that lie in it.
    pub space: Option<Uuid>,
    /// Only those of this person.
    pub person: Option<Uuid>,
}

/// Whose lists are counted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TeamFilter {
    /// Only those who belong to this space; unassigned tasks that lie in it.
    pub space: Option<Uuid>,
}

/// Which task is to be given to somebody else.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WorkloadTaskFilter {
    /// The task.
    pub task: Uuid,
}
