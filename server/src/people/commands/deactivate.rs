//! Leaving: nothing a person wrote goes, but every way in does, at once. Their open tasks go to
//! somebody else or to nobody.

use super::{edit, keep_an_owner, manage, save};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    calendars::feeds,
    people::{holdings, invites},
    session, tasks,
};
use guildhall_domain::{
    Id,
    change::Action,
    limits,
    person::{Person, PersonState},
    task::Task,
};

/// Closes the account of a person. Done already, it changes nothing.
pub fn deactivate(work: &mut Work<'_, '_>, id: Id, heir: Option<Id>, address: &str) -> Result<Person, Error> {
    let before = manage(work, id)?.into_inner();
    check_heir(work, id, heir)?;
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

fn check_heir(work: &Work<'_, '_>, leaving: Id, heir: Option<Id>) -> Result<(), Error> {
    let Some(heir) = heir else { return Ok(()) };
    let wrong = || Error::field("hand_over_to", "Choose somebody else of this organization who is not deactivated.");
    let person = access::person(work, heir).map_err(|_| wrong())?;
    if heir == leaving || person.state == PersonState::Deactivated { Err(wrong()) } else { Ok(()) }
}

/// Hands over as many of the open tasks as one command may touch; answers whether some remain. A task
/// the heir cannot read goes to nobody rather than out of its space.
pub fn hand_over(work: &mut Work<'_, '_>, id: Id, heir: Option<Id>) -> Result<bool, Error> {
    let leaving = manage(work, id)?.into_inner();
    check_heir(work, id, heir)?;
    let held = holdings::shared_tasks(work, &leaving, limits::COMMAND + 1)?;
    let reach = heir.map(|heir| work.directory().reach(heir));
    for before in held.iter().take(limits::COMMAND) {
        let audience = access::audience_of(work.directory(), before);
        let heir = heir.filter(|_| reach.as_ref().is_some_and(|reach| reach.sees(audience.ids())));
        let mut after = Task { assignee: heir, ..before.clone() };
        if let Some(heir) = heir {
            after.follow(heir);
        }
        tasks::store::save(work, before, &mut after, Action::Changed)?;
    }
    Ok(held.len() > limits::COMMAND)
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
