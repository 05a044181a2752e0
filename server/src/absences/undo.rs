//! Taking back what was done with days off: what was asked for is cancelled, and what was approved, declined or cancelled is
//! what it was before, where nothing else became of it since and its days are still free.

use super::{
    commands::{self, STATE, may_cancel},
    queries::decided,
    sight::Sight,
    store,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
};
use guildhall_domain::{
    absence::{self, Absence, State},
    change::{Action, Change},
};

/// Takes a change of an absence back.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let gone = || Error::new(Code::UndoGone);
    let field = change.fields.iter().find(|field| field.field == STATE).ok_or_else(gone)?;
    let before = store::get(work.read(), change.object)?.ok_or_else(gone)?;
    if absence::state_value(before.state) != field.after {
        return Err(Error::new(Code::UndoConflict).with("changed", vec![STATE]));
    }
    let to = absence::state_of(&field.before).unwrap_or(State::Cancelled);
    if to == State::Declined {
        return Err(Error::because(Code::UndoGone, "Decline the days off again, and say why."));
    }
    let after = before.back(to, access::me(work)?.id, work.now());
    may(work, &before, &after)?;
    if after.stands() && !before.stands() && commands::meets(work, after.person, &after.span)?.is_some() {
        let message = "Other days off lie on these days by now. Cancel them first.";
        return Err(Error::because(Code::UndoConflict, message));
    }
    commands::save(work, &before, after, Action::Undone).map(drop)
}

/// A decision is taken back by who decides; the rest by who may cancel what stands.
fn may(work: &Work<'_, '_>, before: &Absence, after: &Absence) -> Result<(), Error> {
    if before.state == State::Declined || (before.stands() && after.stands()) {
        return decided(work, before.id).map(drop);
    }
    let standing = if after.stands() { after } else { before };
    if may_cancel(work, &mut Sight::new(work), standing) {
        return Ok(());
    }
    Err(Error::because(Code::Forbidden, "Days that began are decided about by who approved them. Ask them."))
}

/// Whether all that changed of a person is what their days off say: it follows them.
pub fn follows(change: &Change) -> bool {
    !change.fields.is_empty() && change.fields.iter().all(|field| field.field == "absences")
}
