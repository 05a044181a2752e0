//! The spaces somebody works with.

use super::{Permitted, Scope, me, seen, space};
use crate::Error;
use guildhall_domain::{
    Id,
    policy::DoSpace,
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
