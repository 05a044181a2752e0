//! Asking somebody else in the place of an approver: themselves, who asked, or a lead.

use super::{
    commands::{fit, is_asker, permitted, refused, write},
    store,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
};
use guildhall_domain::{
    Id,
    actor::Actor,
    approval::{Approval, Refusal},
    change::{Action, FieldChange, Value},
    item::Item,
};

/// Hands the turn of one approver on to somebody else.
pub fn hand_on(work: &mut Work<'_, '_>, id: Id, from: Id, to: Id, action: Action) -> Result<(Approval, Item), Error> {
    let (before, item) = permitted(work, id)?;
    if work.who().person != Some(from) && !is_asker(work, &before) && !access::leads(work, &item) {
        let message = "Only who is asked, who asked, or a lead of the space can hand this on.";
        return Err(Error::because(Code::Forbidden, message));
    }
    let mut after = before.clone();
    let new = after.hand_on(from, to, work.who().actor, work.now());
    let new = new.map_err(|why| match why {
        Refusal::NotAsked => Error::not_found(),
        why => refused(work, &before, why),
    })?;
    if !new {
        return Ok((before, item));
    }
    // Nobody approves what they asked for, also not by a detour.
    if before.asked_by == Actor::Person(to) {
        return Err(Error::field("person_id", "They asked for this. Choose somebody else."));
    }
    // Who gives their own turn to somebody else does not ask themselves, so this cannot be who acts.
    if fit(work, &item, to, "person_id")? {
        after.outside.push(to);
    }
    let field = FieldChange { field: format!("approval_person:{id}"), before: Value::Id(from), after: Value::Id(to) };
    let item = write(work, (&item, item.clone()), Some(&before), &after, (action, vec![field]))?;
    Ok((after, item))
}

/// Whose turn it is or will be, while it can be handed on: for those who may do so.
pub fn may(scope: &impl Scope, approval: &Approval, item: &Item, person: Id) -> bool {
    let open = approval.is_waiting() && approval.standing(person).is_none();
    let theirs = scope.who().person == Some(person);
    open && (theirs || is_asker(scope, approval) || access::leads(scope, item))
}

/// Takes a handing on back, for undo: while the one who was asked instead has not answered.
pub fn hand_back(work: &mut Work<'_, '_>, id: Id, from: Id, to: Id) -> Result<(), Error> {
    let approval = store::get(work.read(), id)?.ok_or_else(Error::not_found)?;
    if !approval.is_waiting() || approval.standing(to).is_some() || !approval.approvers.contains(&to) {
        return Err(Error::because(Code::UndoGone, "It was answered since, so it stays handed on."));
    }
    let (mut after, item) = permitted(work, id)?;
    let done = after.hand_on(to, from, work.who().actor, work.now());
    done.map_err(|why| refused(work, &approval, why))?;
    if from == work.who().person.unwrap_or_default() || !fit(work, &item, from, "person_id")? {
        after.outside.retain(|person| *person != from);
    } else {
        after.outside.push(from);
    }
    let field = FieldChange { field: format!("approval_person:{id}"), before: Value::Id(to), after: Value::Id(from) };
    write(work, (&item, item.clone()), Some(&approval), &after, (Action::Undone, vec![field])).map(drop)
}
