//! Closing an account: nothing a person wrote goes, but every way in does, at once. What they hold is handed over by
//! departures, which is the one who asks for this.

use super::{edit, keep_an_owner, manage, save};
use crate::{
    Error,
    access::Work,
    audit::{self, AuditAction},
    calendars::feeds,
    people::invites,
    session,
};
use guildhall_domain::{
    Id,
    person::{Person, PersonState},
};

/// Closes the account of a person. Done already, it changes nothing.
pub fn deactivate(work: &mut Work<'_, '_>, id: Id, address: &str) -> Result<Person, Error> {
    let before = manage(work, id)?.into_inner();
    if before.state == PersonState::Deactivated {
        return Ok((*before).clone());
    }
    keep_an_owner(work, &before)?;
    session::close_ways_in(work, id)?;
    feeds::store::delete_of(work.tx, id)?;
    invites::store::delete_made_by(work.tx, id)?;
    audit::add(work, AuditAction::Deactivated, &before.name, address)?;
    save(work, &before, Person { state: PersonState::Deactivated, ..(*before).clone() })
}

/// Opens the account again. The person signs in with the password they had, or by a new link.
pub fn reactivate(work: &mut Work<'_, '_>, id: Id, address: &str) -> Result<Person, Error> {
    let before = manage(work, id)?.into_inner();
    if before.state != PersonState::Deactivated {
        return Ok((*before).clone());
    }
    edit::stays_erased(&before)?;
    audit::add(work, AuditAction::Reactivated, &before.name, address)?;
    // Somebody who never had a password was a placeholder before.
    let state = if session::has_password(work, id)? { PersonState::Active } else { PersonState::Placeholder };
    save(work, &before, Person { state, ..(*before).clone() })
}
