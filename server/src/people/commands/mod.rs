//! What is done with people: made, changed, given roles, deactivated. Who may do it to whom is decided
//! in one place, [`manage`].

pub mod create;
pub mod deactivate;
pub mod edit;

pub use create::{NewPerson, create_person};
pub use deactivate::{deactivate, reactivate};
pub use edit::edit;

use super::{facts, store};
use crate::{
    Error,
    access::{self, Permitted, Scope, Work},
    error::Code,
};
use guildhall_domain::{
    Id,
    change::{Action, Change, FieldChange, Kind},
    person::{self, Person, PersonState, Role},
};
use std::sync::Arc;

/// A person whose account the asker may decide about: admins all but owners, owners everybody.
pub fn manage(scope: &impl Scope, id: Id) -> Result<Permitted<Arc<Person>>, Error> {
    let person = access::person(scope, id)?;
    access::admin(scope)?;
    if person.role == Role::Owner {
        access::owner(scope).map_err(|refused| match refused.code {
            Code::Forbidden => Error::because(Code::Forbidden, "Only an owner can change an owner."),
            _ => refused,
        })?;
    }
    Ok(person)
}

/// Refuses to take the last active owner away.
pub fn keep_an_owner(scope: &impl Scope, leaving: &Person) -> Result<(), Error> {
    let people = scope.directory().people().map(|person| &**person);
    if leaving.role == Role::Owner && !person::an_owner_remains(people, leaving.id) {
        return Err(Error::new(Code::LastOwner));
    }
    Ok(())
}

/// Writes the next version of a person with its change; nothing when nothing changed. People are told
/// of by who may know them, so the audience is only their own.
pub fn save(work: &mut Work<'_, '_>, before: &Person, mut after: Person) -> Result<Person, Error> {
    if *before == after {
        return Ok(after);
    }
    let fields: Vec<FieldChange> = facts::changes(before, &after);
    let change = Change { fields, ..work.change(Kind::Person, after.id, Action::Changed) };
    after.seq = work.log_to(vec![after.audience], Some(before.seq), change)?;
    store::put(work.tx, &after)?;
    work.directory_changed()?;
    Ok(after)
}

fn leaves(field: &FieldChange) -> bool {
    field.field == "state" && field.after.as_text() == Some(facts::state_word(PersonState::Deactivated))
}

/// Whose account a change closed.
pub fn who_left(change: &Change) -> Option<Id> {
    (change.kind == Kind::Person && change.fields.iter().any(leaves)).then_some(change.object)
}

/// Takes the part of a departure back that is about people: the account opens again, and who reported to somebody else
/// does again. Answers whether it was such a part.
pub fn comes_back(work: &mut Work<'_, '_>, id: Id, field: &FieldChange) -> Result<bool, Error> {
    match field.field.as_str() {
        "state" if leaves(field) => {
            reactivate(work, id, "")?;
        }
        "reports_to" => {
            let before = manage(work, id)?.into_inner();
            if before.reports_to == field.after.as_id() {
                save(work, &before, Person { reports_to: field.before.as_id(), ..(*before).clone() })?;
            }
        }
        _ => return Ok(false),
    }
    Ok(true)
}
