//! Taking back what was done to a document.

use super::{each, is_approval, is_left, right};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{
        commands::{offer, trash},
        store,
    },
    error::Code,
    items::followers,
};
use guildhall_domain::{
    change::{Action, Change, FieldChange, Value},
    document::{Document, facts},
    policy::{Do, DoSpace},
};

/// Takes a change of a document back.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let before = store::get(work.read(), change.object)?.ok_or_else(|| Error::new(Code::UndoGone))?;
    let right = match right(change, before.trashed_ms.is_some()) {
        // A version came with its file: that is more than attaching one.
        Do::Comment if change.fields.iter().any(|field| field.field == "version") => Do::Edit,
        right => right,
    };
    access::document(work, before.id, right)?;
    if change.action == Action::Created {
        // What was made goes to the trash, so even this can be taken back.
        return save(work, &before, Document { trashed_ms: Some(work.now()), lock: None, ..before.clone() });
    }
    let now = facts::of(&before);
    let mut after = before.clone();
    each(work, before.id, change, |work, field| {
        // What was asked about stays a version, also when it is not asked.
        if field.field == "version" && change.fields.iter().any(is_approval) {
            return Ok(true);
        }
        if field.field == "locked" {
            after.lock = None;
            return Ok(true);
        }
        let left = is_left(&now, field);
        if left && !set_home(work, &mut after, field)? {
            facts::set(&mut after, &field.field, &field.before);
        }
        Ok(left)
    })?;
    // A comment may have saved the document meanwhile: go on from what is there now.
    let latest = store::get(work.read(), before.id)?.unwrap_or(before);
    let counted = Document {
        comments: latest.comments,
        files: latest.files,
        links: latest.links,
        people: latest.people.clone(),
        updated_ms: latest.updated_ms,
        seq: latest.seq,
        ..after
    };
    offer::checked(work, &latest, &counted)?;
    if facts::of(&latest) == facts::of(&counted) { Ok(()) } else { save(work, &latest, counted) }
}

/// Puts a document back into the space and folder it came from, when the asker may write there.
fn set_home(work: &Work<'_, '_>, document: &mut Document, field: &FieldChange) -> Result<bool, Error> {
    match (field.field.as_str(), &field.before) {
        ("space", Value::Id(space)) => document.space = access::space(work, *space, DoSpace::Write)?.id,
        ("folder", folder) => document.folder = folder.as_id(),
        ("number", number) => document.number = number.as_int().and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
        _ => return Ok(false),
    }
    Ok(true)
}

fn save(work: &mut Work<'_, '_>, before: &Document, mut after: Document) -> Result<(), Error> {
    after.followers = followers::readers(work, &after, &after.followers);
    if after.trashed_ms.is_none() {
        trash::settle(work, &mut after)?;
    }
    store::save(work, before, &mut after, Action::Undone)
}
