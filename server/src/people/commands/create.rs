//! New people, each with their Personal space.

use super::super::store;
use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
    organization, spaces,
};
use chrono_tz::Tz;
use guildhall_domain::{
    change::{Action, Change, Kind},
    person::{self, Person, PersonState, Role},
    space::Space,
};

/// Who is to be made. Whether the asker may is the caller's.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Full name.
    pub name: String,
    /// Address; empty only for a placeholder.
    pub email: String,
    /// Role in the organization.
    pub role: Role,
    /// Active, or a placeholder who cannot sign in yet.
    pub state: PersonState,
    /// Language of the page.
    pub language: String,
    /// Their zone.
    pub time_zone: Tz,
}

/// Makes a person and their Personal space.
pub fn create_person(work: &mut Work<'_, '_>, new: NewPerson) -> Result<Person, Error> {
    let name = person::name(&new.name)?;
    let email = if new.email.is_empty() && new.state == PersonState::Placeholder {
        String::new()
    } else {
        person::email(&new.email)?
    };
    free_email(work, &email)?;
    let audience = organization::store::next_number(work.tx, "audience")?;
    let mut person = Person::new(work.new_id(), audience, name, email, new.role, new.time_zone, work.now());
    person.state = new.state;
    person.language = new.language;
    if let Some(organization) = &work.directory().organization {
        person.working_days = organization.working_days;
    }
    let mut personal = Space::personal(work.new_id(), audience, person.id, work.now());
    let created = |work: &Work<'_, '_>, kind, id| Change {
        audience_after: vec![audience],
        ..work.change(kind, id, Action::Created)
    };
    person.seq = work.log(created(work, Kind::Person, person.id))?;
    personal.seq = work.log(created(work, Kind::Space, personal.id))?;
    store::put(work.tx, &person)?;
    spaces::store::put(work.tx, &personal)?;
    work.directory_changed()?;
    Ok(person)
}

/// Refuses an address somebody has; the empty one is nobody's.
pub fn free_email(work: &Work<'_, '_>, email: &str) -> Result<(), Error> {
    if email.is_empty() || work.directory().person_by_email(email).is_none() {
        return Ok(());
    }
    let mut taken = Error::because(Code::Taken, "There is a person with this address already.");
    taken.fields.insert("email".into(), "There is a person with this address already.".into());
    Err(taken)
}
