//! Leaving at once, leaving at a time, and staying after all.

use super::{ending, held::Held, jobs, record::DepartureRecord, settle::settle, store};
use crate::{
    Error,
    access::{Scope, Who, Work},
    audit::{self, AuditAction},
    error::Code,
    people::commands::{deactivate as close, keep_an_owner, manage},
};
use guildhall_domain::{
    Id,
    actor::Actor,
    departure::Takers,
    limits,
    person::{Person, PersonState},
};

/// Somebody leaves now: everything ends or is handed over, as far as one command may go, and their account is closed. What
/// remains is a job, which looks for itself. Of somebody who left already what is still theirs is handed over.
pub fn leave(work: &mut Work<'_, '_>, id: Id, takers: &Takers, held: &[Held], address: &str) -> Result<Person, Error> {
    let person = manage(work, id)?.into_inner();
    if person.state != PersonState::Deactivated {
        keep_an_owner(work, &person)?;
        ending::end(work, id)?;
    }
    hand_over(work, id, takers, held, address)?;
    store::delete(work.tx, id)?;
    jobs::later(work, &DepartureRecord::new(id, decider(work), (work.now(), work.now()), takers))?;
    // Closed at last, so that an undo opens it first.
    close::deactivate(work, id, address)
}

/// Hands over as much as one command may touch; answers how much of it is theirs no more.
pub fn hand_over(
    work: &mut Work<'_, '_>,
    id: Id,
    takers: &Takers,
    held: &[Held],
    address: &str,
) -> Result<usize, Error> {
    let mut settled = 0;
    for held in held.iter().take(limits::COMMAND) {
        settled += usize::from(settle(work, id, takers, held, address)?);
    }
    Ok(settled)
}

/// Sets when somebody leaves; said again it is another time.
pub fn plan(work: &mut Work<'_, '_>, id: Id, at_ms: i64, takers: &Takers, address: &str) -> Result<(), Error> {
    let person = manage(work, id)?.into_inner();
    if person.state == PersonState::Deactivated {
        return Err(Error::because(Code::Conflict, format!("{} has left already.", person.name)));
    }
    keep_an_owner(work, &person)?;
    let record = DepartureRecord::new(id, decider(work), (at_ms, work.now()), takers);
    store::put(work.tx, &record)?;
    audit::add(work, AuditAction::DepartureSet, &person.name, address)
}

/// They stay after all. Where nothing was set nothing happens.
pub fn cancel(work: &mut Work<'_, '_>, id: Id, address: &str) -> Result<(), Error> {
    let person = manage(work, id)?.into_inner();
    if store::get(work.read(), id)?.is_none() {
        return Ok(());
    }
    store::delete(work.tx, id)?;
    audit::add(work, AuditAction::DepartureCancelled, &person.name, address)
}

/// Who decides it; none: the command line.
fn decider(work: &Work<'_, '_>) -> Option<Id> {
    if let Actor::Person(id) = work.who().actor { Some(id) } else { None }
}

/// Whose name stands for what becomes due: whoever decided it. That it was decided is enough, also where they have left or
/// are no admin any more: a door that was to close is not left open.
pub fn decided_by(record: &DepartureRecord) -> Who {
    Who::job(record.by().map_or(Actor::Cli, Actor::Person), None)
}

/// Notes why somebody could not leave when their time came; an admin sees it and decides anew.
pub fn refused(work: &mut Work<'_, '_>, id: Id, why: &str) -> Result<(), Error> {
    let Some(mut record) = store::get(work.read(), id)? else { return Ok(()) };
    record.refused = Some(why.to_owned());
    Ok(store::put(work.tx, &record)?)
}
