//! What happens to requests: they come, something is said, and somebody decides them.

pub mod becoming;
pub mod coming;
pub mod deciding;
pub mod saying;

use super::store;
use crate::{
    Error,
    access::{Scope, Work},
    error::Code,
};
use guildhall_domain::{
    Id,
    change::{Action, Change, FieldChange, Kind, Value},
    mail::UNDO_MS,
    request::{Request, State},
    space::Space,
};

/// The name under which a change says what became of a request.
const STATE: &str = "state";

fn said(id: Id) -> FieldChange {
    FieldChange { field: format!("message:{id}"), before: Value::Null, after: Value::Bool(true) }
}

/// Writes the next version of a request and what happened. The log holds no words of it: who may read the changes of a
/// space need not be told anything here.
pub(super) fn save(
    work: &mut Work<'_, '_>,
    home: &Space,
    before: Option<&Request>,
    after: &mut Request,
    action: Action,
    mut fields: Vec<FieldChange>,
) -> Result<(), Error> {
    if let Some(before) = before.filter(|before| before.state != after.state) {
        let (was, is) = (Value::Text(before.state.word()), Value::Text(after.state.word()));
        fields.push(FieldChange { field: STATE.into(), before: was, after: is });
    }
    let change = Change { fields, ..work.change(Kind::Request, after.id, action) };
    after.seq = work.log_in(home, before.map(|before| before.seq), change)?;
    store::put(work, before, after)
}

/// Takes a decision back, for an undo: it must still stand as the change left it. What was said with it is taken back while
/// its mail waits; what has left stays said.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let (before, home) = super::queries::workable(work, change.object)?;
    let mut after = before.clone();
    for field in &change.fields {
        if field.field == STATE {
            if field.after.as_text() != Some(before.state.word().as_str()) {
                return Err(Error::new(Code::UndoConflict).with("changed", vec![STATE]));
            }
            let state = field.before.as_text().and_then(State::from_word);
            after.state = state.ok_or_else(|| Error::new(Code::UndoGone))?;
            after.decided = None;
        } else if let Some(Ok(id)) = field.field.strip_prefix("message:").map(str::parse) {
            unsay(work, &mut after, id)?;
        }
    }
    if change.action == Action::Created {
        return Err(Error::because(Code::UndoGone, "What somebody asked for cannot be taken back. Decline it."));
    }
    // Its moments may have come while it was answered.
    store::watch(work.tx, &after)?;
    save(work, &home, Some(&before), &mut after, Action::Undone, Vec::new())
}

fn unsay(work: &mut Work<'_, '_>, request: &mut Request, message: Id) -> Result<(), Error> {
    let found = store::messages(work.read(), request.id)?.into_iter().find(|one| one.id == message);
    let message = found.ok_or_else(|| Error::new(Code::UndoGone))?;
    if message.at_ms + UNDO_MS <= work.now() {
        return Err(Error::because(Code::UndoGone, "The answer has left already. Write another one."));
    }
    if request.answered_ms == Some(message.at_ms) {
        request.answered_ms = None;
    }
    store::drop_letter(work.tx, (message.at_ms + UNDO_MS, request.id, message.id))?;
    Ok(store::unsay(work.tx, request.id, &message)?)
}
