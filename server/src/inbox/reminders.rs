//! Reminding somebody of what a check-in asked them: the entry they have of it stands there as new.

use super::{keep, store, subject::Subject};
use crate::{
    Error,
    access::{Scope, Work},
};
use guildhall_domain::{
    Id,
    actor::Actor,
    change::{Action, Change, Kind},
    inbox::{Mark, Reason},
};

/// Reminds people of a round of a topic that still waits for them. Who has no entry of it wanted to hear nothing, and
/// who put it off is told when it comes back.
pub fn remind(work: &mut Work<'_, '_>, topic: Id, round: Id, people: &[Id]) -> Result<(), Error> {
    let Some(subject) = Subject::of(work, topic)? else { return Ok(()) };
    let (now, directory) = (work.now(), work.directory().clone());
    let mut entries = Vec::new();
    for person in people.iter().filter(|person| subject.is_shown_to(&directory, **person)) {
        let Some(audience) = directory.person(*person).map(|person| person.audience) else { continue };
        let asked = |mark: &Mark| mark.reason == Reason::Asked && mark.object == Some(round);
        let kept = store::get(work.read(), topic, audience)?.filter(|kept| kept.entry.marks.iter().any(asked));
        let Some(before) = kept.filter(|kept| kept.entry.until_ms.is_none_or(|until| until <= now)) else { continue };
        if subject.is_asked(work, round, *person)? {
            entries.push((audience, before));
        }
    }
    if entries.is_empty() {
        return Ok(());
    }
    let mut audience: Vec<_> = entries.iter().map(|(audience, _)| *audience).collect();
    audience.sort_unstable();
    let change = work.change(Kind::Inbox, Id::nil(), Action::Changed);
    let seq = work.log(Change { audience_before: audience.clone(), audience_after: audience, ..change })?;
    for (audience, before) in entries {
        let mut after = before.clone();
        let mark =
            Mark { reason: Reason::Asked, seq, at_ms: now, actor: Actor::System, object: Some(round), met: false };
        after.entry.tell(mark);
        keep::place(now, &mut after);
        store::put(work.tx, topic, audience, Some(&before), &after)?;
    }
    Ok(())
}
