//! What people, spaces and memberships that changed mean for entries: those of items that went out of somebody's
//! sight have to go.

use super::{plan::Touched, store, subject::Subject};
use crate::{
    App, Error,
    access::{Directory, Scope, View, Who},
    events, tasks, topics,
};
use guildhall_domain::{Id, space::Space};
use std::collections::BTreeMap;

/// Adds the items whose entries have to be looked at again. Without an earlier directory, after a start, everybody's
/// are.
pub fn add(app: &App, view: &View, old: Option<&Directory>, items: &mut BTreeMap<Id, Touched>) -> Result<(), Error> {
    let new = view.directory().clone();
    // A home that keeps its items to itself from now on also takes them away from those who read them because they are
    // asked to approve them, whose own reach is what it was.
    let kept = |space: &Space| !space.shows_elsewhere();
    let turned = |home: &Space| kept(home) && old.is_none_or(|old| old.space(home.id).is_some_and(|was| !kept(was)));
    let shut = new.spaces().any(|home| turned(home));
    for person in new.people() {
        let before = old.map(|old| old.reach(person.id));
        let after = new.reach(person.id);
        if !shut && before.is_some_and(|before| before.ids().iter().all(|id| after.has(*id))) {
            continue;
        }
        // A snapshot of its own: together they may take longer than one may be held.
        let now = app.view(Who::system())?;
        for item in store::of_person(now.read(), person.audience)? {
            let subject = Subject::of(&now, item)?;
            if !subject.is_some_and(|subject| subject.is_shown_to(now.directory(), person.id)) {
                items.entry(item).or_default();
            }
        }
    }
    // A home that keeps its items to itself from now on takes them away from those who read them elsewhere,
    // and what they asked it from those who are not in it.
    for home in new.spaces() {
        if turned(home) {
            for item in tasks::store::elsewhere(view.read(), home.audience, None, usize::MAX)? {
                items.entry(item).or_default();
            }
            let topics = topics::store::ids_in(view.read(), home.audience)?;
            for id in topics.into_iter().chain(events::store::ids_in(view.read(), home.audience)?) {
                if store::is_anywhere(view.read(), id)? {
                    items.entry(id).or_default();
                }
            }
        }
    }
    Ok(())
}
