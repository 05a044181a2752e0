//! The spaces somebody works with, and who leads one.

use super::{Directory, Permitted, Scope, me, seen, space, verdict_in};
use crate::Error;
use guildhall_domain::{
    Id,
    person::{Person, PersonState},
    policy::{DoSpace, Verdict},
    space::{Access, Space},
};
use std::sync::Arc;

/// Spaces of the asker, by name. Nobody's own is among them, and no space an admin only knows of.
pub fn mine(scope: &impl Scope) -> Result<Vec<Permitted<Arc<Space>>>, Error> {
    let me = me(scope)?;
    let reach = scope.directory().reach(me.id);
    let mine = scope.directory().spaces().filter(|space| space.access != Access::Personal && reach.has(space.audience));
    let mut readable = Vec::new();
    for one in mine {
        readable.extend(seen(space(scope, one.id, DoSpace::Read))?);
    }
    readable.sort_by_key(|space| by_name(space));
    Ok(readable)
}

/// How spaces are sorted by name.
pub fn by_name(space: &Space) -> (String, Id) {
    (space.name.to_lowercase(), space.id)
}

/// Everybody who reads a space and manages it, or could if it were not archived: whom what only leads know is told.
pub fn leads_of<'d>(directory: &'d Directory, space: &'d Space) -> impl Iterator<Item = &'d Arc<Person>> {
    let may = |person: &Person, what| verdict_in(directory, person, space, what) == Verdict::Yes;
    directory
        .people()
        .filter(|person| person.state == PersonState::Active)
        .filter(move |person| may(person, DoSpace::Read) && may(person, DoSpace::Revive))
}
