//! Taking back what was done to an event. Its room must still be free.

use super::{each, is_left, right};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    events::{commands, store},
    items::followers,
};
use guildhall_domain::{
    change::{Action, Change, FieldChange, Value},
    event::{Event, facts},
};

/// Takes a change of an event back.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let before = store::get(work.read(), change.object)?.ok_or_else(|| Error::new(Code::UndoGone))?;
    let own = is_own_answer(work, change);
    let right = if own { guildhall_domain::policy::Do::Comment } else { right(change, before.trashed_ms.is_some()) };
    access::event(work, before.id, right)?;
    if change.action == Action::Created {
        // What was made goes to the trash, so even this can be taken back.
        return save(work, &before, Event { trashed_ms: Some(work.now()), ..before.clone() });
    }
    let now = facts::of(&before);
    let mut after = before.clone();
    each(work, before.id, change, |_, field| {
        let left = is_left(&now, field);
        if left {
            facts::set(&mut after, &field.field, &field.before);
        }
        Ok(left)
    })?;
    // A comment may have saved the event meanwhile: go on from what is there now.
    let latest = store::get(work.read(), before.id)?.unwrap_or(before);
    let counted = Event {
        comments: latest.comments,
        files: latest.files,
        links: latest.links,
        sequence: latest.sequence,
        updated_ms: latest.updated_ms,
        seq: latest.seq,
        ..after
    };
    if facts::of(&latest) == facts::of(&counted) { Ok(()) } else { save(work, &latest, counted) }
}

/// Whether all that changed is what the asker said about coming.
fn is_own_answer(work: &Work<'_, '_>, change: &Change) -> bool {
    let Some(me) = work.who().person.map(|me| me.to_string()) else { return false };
    let said = |field: &FieldChange| match field.field.split_once(':') {
        Some(("guest", person)) => person == me && field.before != Value::Null,
        Some(("said", rest)) => rest.split_once(':').is_some_and(|(_, person)| person == me),
        _ => false,
    };
    change.action == Action::Changed && change.fields.iter().all(said)
}

fn save(work: &mut Work<'_, '_>, before: &Event, mut after: Event) -> Result<(), Error> {
    after.followers = followers::readers(work, &after, &after.followers);
    commands::keep(work, before, &mut after, Action::Undone)
}
