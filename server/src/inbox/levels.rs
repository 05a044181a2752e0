//! How much somebody wants to hear of each space.

use super::{
    store,
    views::{LevelShape, LevelWord},
};
use crate::{
    Error,
    access::{self, Scope, Work},
};
use guildhall_domain::{Id, inbox::Level, policy::DoSpace};

/// What the asker chose; spaces of which they want to hear the usual are left out.
pub fn all(scope: &impl Scope) -> Result<Vec<LevelShape>, Error> {
    let me = access::me(scope)?;
    let mut levels = Vec::new();
    for space in scope.directory().spaces() {
        let level = store::level(scope.read(), space.audience, me.audience)?;
        if level != Level::Mine && access::may_space(scope, space, DoSpace::Read) {
            levels.push(LevelShape { space_id: space.id, level: level.into() });
        }
    }
    levels.sort_by_key(|level| level.space_id);
    Ok(levels)
}

/// Chooses for a space the asker reads.
pub fn set(work: &mut Work<'_, '_>, space: Id, level: LevelWord) -> Result<LevelShape, Error> {
    let space = access::space(work, space, DoSpace::Read)?;
    let me = access::me(work)?;
    store::put_level(work.tx, space.audience, me.audience, level.into())?;
    Ok(LevelShape { space_id: space.id, level })
}
