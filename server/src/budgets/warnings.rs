//! What those who lead a space are told of its budget: that four fifths are used, and that all of it is. What they were told
//! is kept with the budget, so each is told once, until less is used or it may cost more. Whom that is for the inbox knows;
//! here it is written down, in the log.

use super::{commands, gather::used, store};
use crate::{
    Error,
    access::{Scope, Work},
};
use guildhall_domain::{
    Id,
    budget::{self, Budget, Warning},
    change::{Action, Change},
    space::Space,
};
use guildhall_store::StoreError;
use std::sync::Arc;

/// The name under which a change says what was told.
const FIELD: &str = "told";

/// A space that goes on, and the budget it shows.
type Shown = (Arc<Space>, Budget);

/// What a space shows, while it goes on.
pub fn shown(scope: &impl Scope, space: Id) -> Result<Option<Shown>, StoreError> {
    let space = scope.directory().space(space).filter(|space| space.is_live() && space.finish.is_some());
    let Some(space) = space else { return Ok(None) };
    let budget = store::budget(scope.read(), space.id)?.filter(|budget| !budget.off);
    Ok(budget.map(|budget| (space.clone(), budget)))
}

/// What a space shows and what there is to tell of it, where that is not what was told.
fn news(scope: &impl Scope, space: Id) -> Result<Option<(Shown, Option<Warning>)>, Error> {
    let Some((space, budget)) = shown(scope, space)? else { return Ok(None) };
    let now = budget::passed(budget.amount, used(scope, space.id, &budget)?);
    Ok((now != budget.told).then_some(((space, budget), now)))
}

/// Whether there is something to note.
pub fn is_news(scope: &impl Scope, space: Id) -> Result<bool, Error> {
    Ok(news(scope, space)?.is_some())
}

/// Notes how much of a budget is used.
pub fn note(work: &mut Work<'_, '_>, space: Id) -> Result<(), Error> {
    let Some(((space, before), told)) = news(work, space)? else { return Ok(()) };
    let mut after = Budget { told, ..before.clone() };
    commands::save(work, &space, Some(&before), &mut after, Action::Changed)
}

/// What a change warns of: more is used than was told before.
pub fn told(change: &Change) -> Option<Warning> {
    let field = change.fields.iter().find(|field| field.field == FIELD)?;
    let of = |warning: Warning| field.after.as_text() == Some(warning.word());
    match field.before.as_text() {
        None => [Warning::Nearly, Warning::UsedUp].into_iter().find(|warning| of(*warning)),
        Some(_) => Some(Warning::UsedUp).filter(|warning| of(*warning)),
    }
}
