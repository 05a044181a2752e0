//! Changes of a person: the profile by themselves or an admin, address and role by an admin.

use super::{create::free_email, keep_an_owner, manage, save};
use crate::{
    Error,
    access::{self, Scope, Work},
    audit::{self, AuditAction},
    error::Code,
    http::call::{IfMatch, unchanged_since},
    people::{facts::role_word, input::PersonPatch},
};
use guildhall_domain::{
    Id,
    person::{Person, PersonState, Role},
};

/// Changes a person.
pub fn edit(
    work: &mut Work<'_, '_>,
    id: Id,
    if_match: IfMatch,
    patch: &PersonPatch,
    address: &str,
) -> Result<Person, Error> {
    let before = access::person(work, id)?.into_inner();
    let own = work.who().person == Some(id);
    if !own || patch.email.is_some() || patch.role.is_some() {
        manage(work, id)?;
    }
    if !own && patch.is_private() {
        return Err(Error::because(Code::Forbidden, "Everybody chooses their own theme and shortcuts."));
    }
    stays_erased(&before)?;
    unchanged_since(work, if_match, before.seq, &patch.names())?;
    let after = patch.apply(work, &before)?;
    if before.role != after.role {
        change_role(work, &before, &after, address)?;
    }
    if before.email != after.email {
        free_email(work, &after.email)?;
        audit::add(work, AuditAction::EmailChanged, &format!("{}: {}", after.name, after.email), address)?;
    }
    save(work, &before, after)
}

/// Refuses to make somebody again of whom nothing is known any more.
pub fn stays_erased(person: &Person) -> Result<(), Error> {
    match person.erased_ms {
        None => Ok(()),
        Some(_) => Err(Error::because(Code::Conflict, "This person was erased. Invite them anew if they come back.")),
    }
}

fn change_role(work: &mut Work<'_, '_>, before: &Person, after: &Person, address: &str) -> Result<(), Error> {
    if after.role == Role::Owner {
        access::owner(work)?;
        if before.state != PersonState::Active {
            return Err(Error::field("role", "Only somebody who can sign in can be an owner."));
        }
    }
    if before.role == Role::Owner {
        keep_an_owner(work, before)?;
    }
    let about = format!("{}: {} → {}", after.name, role_word(before.role), role_word(after.role));
    audit::add(work, AuditAction::RoleChanged, &about, address)
}
