//! Beginning a set: what is asked at the start, and the one command that makes everything of it.

use super::{
    fill,
    own::{self, State},
    record::Begun,
    set::{People, Set},
    store,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
};
use chrono::{Days, NaiveDate};
use guildhall_domain::{
    Id,
    person::{PersonState, Role},
    when,
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How far away the first day may be.
const AHEAD: Days = Days::new(366);

/// What a set asks at the start.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartInput {
    /// The first day: due dates are counted from it, and no process comes before it. Today unless sent.
    #[serde(default)]
    pub first_day: Option<NaiveDate>,
    /// Who has which role; the work of a role that is not named is for whoever takes it.
    #[serde(default)]
    pub roles: Vec<RoleInput>,
}

/// Who has a role.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StartRole)]
pub struct RoleInput {
    /// The role, by its word.
    pub role: String,
    /// Somebody of the organization.
    pub person_id: Uuid,
}

/// Makes everything of a set.
///
/// # Errors
/// When it is there, or what is sent does not fit it.
pub fn begin(work: &mut Work<'_, '_>, set: &Set, input: &StartInput) -> Result<Begun, Error> {
    access::admin(work)?;
    access::me(work)?;
    let today = when::today(when::from_ms(work.now()), work.directory().zone());
    let first = first_day(input.first_day, today)?;
    let people = people(work, set, &input.roles)?;
    if is_there(work, &set.name)? {
        let message = format!("“{}” is here already. Remove it first, or go on with it.", set.title);
        return Err(Error::because(Code::Conflict, message));
    }
    let made = fill::all(work, set, &people, today, first)?;
    let begun = Begun { command: work.command, by: work.who().actor, at_ms: work.now(), made };
    store::put(work.tx, &set.name, &begun)?;
    Ok(begun)
}

/// Whether anything of a set is still its own.
pub fn is_there(scope: &impl Scope, name: &str) -> Result<bool, Error> {
    let Some(begun) = store::get(scope.read(), name)? else { return Ok(false) };
    for (kind, id) in &begun.made {
        if own::state(scope, &begun, *kind, *id)? == State::Own {
            return Ok(true);
        }
    }
    Ok(false)
}

fn first_day(sent: Option<NaiveDate>, today: NaiveDate) -> Result<NaiveDate, Error> {
    let first = sent.unwrap_or(today);
    if first < today || Some(first) > today.checked_add_days(AHEAD) {
        return Err(Error::field("first_day", "Choose today or a day within a year."));
    }
    Ok(first)
}

fn people(scope: &impl Scope, set: &Set, roles: &[RoleInput]) -> Result<People, Error> {
    let mut people = People::new();
    for RoleInput { role, person_id } in roles {
        if !set.roles.iter().any(|known| known.role == *role) {
            let known: Vec<&str> = set.roles.iter().map(|role| role.role.as_str()).collect();
            return Err(Error::field("roles", format!("This set has the roles {}.", known.join(", "))));
        }
        if !can_work(scope, *person_id) {
            return Err(Error::field("roles", "Choose people of the organization who can sign in."));
        }
        if people.insert(role.clone(), *person_id).is_some() {
            return Err(Error::field("roles", "Name each role once."));
        }
    }
    Ok(people)
}

fn can_work(scope: &impl Scope, person: Id) -> bool {
    let person = scope.directory().person(person);
    person.is_some_and(|person| person.state == PersonState::Active && person.role >= Role::Member)
}
