//! Which saved searches somebody sees, and what they may do with them.

use super::{record::SavedSearch, store};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
};
use guildhall_domain::{Id, policy::DoSpace, space::Space};
use std::sync::Arc;

/// Whether the asker made it.
pub fn is_own(scope: &impl Scope, search: &SavedSearch) -> bool {
    scope.who().person.is_none_or(|me| me == search.owner)
}

/// The searches the asker sees, by name: their own, and those of the spaces they read.
pub fn all(scope: &impl Scope) -> Result<Vec<SavedSearch>, Error> {
    let mut found = store::of(scope.read(), access::me(scope)?.audience)?;
    for space in access::mine(scope)? {
        found.extend(store::of(scope.read(), space.audience)?);
    }
    found.sort_by_cached_key(|search| (search.name.to_lowercase(), search.id));
    Ok(found)
}

/// A search the asker sees, deleted or not.
pub fn seen(scope: &impl Scope, id: Id) -> Result<SavedSearch, Error> {
    let search = store::get(scope.read(), id)?.ok_or_else(Error::not_found)?;
    let sees = match search.space {
        Some(space) => access::space(scope, space, DoSpace::Read).is_ok(),
        None => is_own(scope, &search),
    };
    if sees { Ok(search) } else { Err(Error::not_found()) }
}

/// A search the asker sees.
pub fn one(scope: &impl Scope, id: Id) -> Result<SavedSearch, Error> {
    let search = seen(scope, id)?;
    if search.deleted_ms.is_none() { Ok(search) } else { Err(Error::not_found()) }
}

/// The same, if there is one.
pub fn shown(scope: &impl Scope, id: Id) -> Option<SavedSearch> {
    one(scope, id).ok()
}

fn home(scope: &impl Scope, search: &SavedSearch) -> Option<Arc<Space>> {
    search.space.and_then(|space| scope.directory().space(space)).cloned()
}

/// Whether the asker may change it: its author, as long as they work in the space it is shared with, and who leads there.
pub fn may_edit(scope: &impl Scope, search: &SavedSearch) -> bool {
    match home(scope, search) {
        Some(space) => {
            let may = |what| access::may_space(scope, &space, what);
            may(DoSpace::Manage) || (is_own(scope, search) && may(DoSpace::Write))
        }
        None => is_own(scope, search),
    }
}

/// A search for changing it, deleted or not.
pub fn editable(scope: &impl Scope, id: Id) -> Result<SavedSearch, Error> {
    let search = seen(scope, id)?;
    if may_edit(scope, &search) { Ok(search) } else { Err(Error::new(Code::Forbidden)) }
}
