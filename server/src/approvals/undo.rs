//! Taking back what was done to an approval: asking, withdrawing and handing on. An answer is not taken back; while
//! nothing is decided another one can follow it.

use super::{commands, hand_on, store};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
};
use guildhall_domain::{
    Id,
    approval::State,
    change::{Action, FieldChange, Value},
};

/// Takes one field of a change of an item back.
pub fn take_back(work: &mut Work<'_, '_>, head: &str, id: Id, field: &FieldChange) -> Result<(), Error> {
    match (head, &field.before, &field.after) {
        ("approval", Value::Null, _) => unask(work, id),
        ("approval", Value::Text(before), _) if before == State::Withdrawn.word() => {
            commands::withdraw(work, id, Action::Undone).map(drop)
        }
        ("approval", _, Value::Text(after)) if after == State::Withdrawn.word() => reopen(work, id),
        ("approval_person", Value::Id(from), Value::Id(to)) => hand_on::hand_back(work, id, *from, *to),
        // Whose turn it is follows.
        ("approval_turn" | "approval_gone", _, _) => Ok(()),
        _ => Err(Error::because(Code::UndoGone, "An answer stays. While nothing is decided you can give another one.")),
    }
}

/// It was never asked: as long as nobody has answered.
fn unask(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let approval = store::get(work.read(), id)?.ok_or_else(Error::not_found)?;
    if !approval.answers.is_empty() {
        return Err(Error::because(Code::UndoGone, "It was answered since. Withdraw it instead."));
    }
    commands::withdraw(work, id, Action::Undone).map(drop)
}

/// Asks again what was withdrawn.
fn reopen(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let (before, item) = commands::permitted(work, id)?;
    if !commands::is_asker(work, &before) && !access::leads(work, &item) {
        return Err(Error::new(Code::Forbidden));
    }
    let mut after = before.clone();
    after.reopen().map_err(|why| commands::refused(work, &before, why))?;
    let fields = vec![commands::state_field(id, Some(before.state), Some(after.state))];
    commands::write(work, (&item, item.clone()), Some(&before), &after, (Action::Undone, fields)).map(drop)
}
