//! Coming events of somebody who leaves: somebody else calls them from then on.

use super::store;
use crate::{
    Error,
    access::{self, Scope, Work},
};
use guildhall_domain::{Id, actor::Actor, change::Action, event::Event, when};

/// Whether somebody called an event that is not over.
pub fn is_held(scope: &impl Scope, event: &Event, person: Id) -> bool {
    let today = when::today(when::from_ms(scope.now()), scope.directory().zone());
    let coming = event.last_day().is_none_or(|last| last >= today);
    event.trashed_ms.is_none() && coming && event.author == Actor::Person(person)
}

/// Has the first of `heirs` call it; who could not read it is a guest of it. Answers whether it is theirs no more.
pub fn hand_over(work: &mut Work<'_, '_>, id: Id, from: Id, heirs: &[Id]) -> Result<bool, Error> {
    let Some(before) = store::get(work.read(), id)?.filter(|event| is_held(work, event, from)) else { return Ok(true) };
    let Some(heir) = heirs.first().copied() else { return Ok(false) };
    let mut after = Event { author: Actor::Person(heir), ..before.clone() };
    let audience = access::audience_of(work.directory(), &before);
    if !work.directory().reach(heir).sees(audience.ids()) {
        after.guests.push(heir);
    }
    after.follow(heir);
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(true)
}
