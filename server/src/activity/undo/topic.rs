//! Taking back what was done to a topic.

use super::{each, is_left, right};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    items::followers,
    topics::{checkins, store},
};
use guildhall_domain::{
    change::{Action, Change, FieldChange},
    policy::DoSpace,
    topic::{Topic, facts},
};

/// Takes a change of a topic back.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let before = store::get(work.read(), change.object)?.ok_or_else(|| Error::new(Code::UndoGone))?;
    access::topic(work, before.id, right(change, before.trashed_ms.is_some()))?;
    if change.action == Action::Created {
        if !before.is_own() {
            return Err(Error::because(Code::UndoGone, "This cannot be taken back."));
        }
        // What was made goes to the trash, so even this can be taken back.
        return save(work, &before, Topic { trashed_ms: Some(work.now()), ..before.clone() });
    }
    let now = facts::of(&before);
    let mut after = before.clone();
    each(work, before.id, change, |work, field| {
        let left = is_left(&now, field);
        if left && !set_home(work, &mut after, field)? {
            facts::set(&mut after, &field.field, &field.before);
        }
        Ok(left)
    })?;
    // A message may have saved the topic meanwhile: go on from what is there now.
    let latest = store::get(work.read(), before.id)?.unwrap_or(before);
    let counted = Topic {
        comments: latest.comments,
        files: latest.files,
        links: latest.links,
        last_place: latest.last_place,
        last_ms: latest.last_ms,
        updated_ms: latest.updated_ms,
        seq: latest.seq,
        ..after
    };
    let mut counted = counted;
    if let (Some(one), Some(now)) = (&mut counted.check_in, &latest.check_in) {
        (one.next_ms, one.asked_ms, one.round) = (now.next_ms, now.asked_ms, now.round);
    }
    checkins::commands::settle_changed(work, &latest, &mut counted);
    if facts::of(&latest) == facts::of(&counted) { Ok(()) } else { save(work, &latest, counted) }
}

/// Puts a topic back into the space it came from, when the asker may write there.
fn set_home(work: &Work<'_, '_>, topic: &mut Topic, field: &FieldChange) -> Result<bool, Error> {
    match (field.field.as_str(), field.before.as_id()) {
        ("space", Some(space)) => topic.space = Some(access::space(work, space, DoSpace::Write)?.id),
        ("number", _) => topic.number = field.before.as_int().and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
        _ => return Ok(false),
    }
    Ok(true)
}

fn save(work: &mut Work<'_, '_>, before: &Topic, mut after: Topic) -> Result<(), Error> {
    after.followers = followers::readers(work, &after, &after.followers);
    store::save(work, before, &mut after, Action::Undone)
}
