//! Reminding somebody of what a check-in asked them, of what they are to approve, of what they asked to be
//! reminded of, or of what they are to ask again: the entry they have of it stands there as new.

use super::{keep, store, subject::Subject};
use crate::{
    Error,
    access::{Scope, Work},
};
use guildhall_domain::{
    Id,
    actor::Actor,
    approval::Approval,
    change::{Action, Change, Kind},
    inbox::{Mark, Reason},
};

/// Reminds people of a round of a topic that still waits for them.
pub fn remind(work: &mut Work<'_, '_>, topic: Id, round: Id, people: &[Id]) -> Result<(), Error> {
    let Some(subject) = Subject::of(work, topic)? else { return Ok(()) };
    let mut asked = Vec::new();
    for person in people {
        asked.extend(subject.is_asked(work, round, *person)?.then_some(*person));
    }
    tell_again(work, &subject, round, &asked, Reason::Asked)
}

/// Reminds those whose turn it is to approve something.
pub fn remind_of_approval(work: &mut Work<'_, '_>, approval: &Approval) -> Result<(), Error> {
    let Some(subject) = Subject::of(work, approval.item)? else { return Ok(()) };
    tell_again(work, &subject, approval.id, &approval.turn(), Reason::ApprovalDue)
}

/// Reminds somebody of an item they asked to be reminded of, if they see it.
pub fn remind_oneself(work: &mut Work<'_, '_>, item: Id, person: Id) -> Result<(), Error> {
    tell_one(work, item, person, Reason::Reminded)
}

/// Tells whoever does a task that waits that the day to ask again has come, if they see it.
pub fn ask_again(work: &mut Work<'_, '_>, task: Id, person: Id) -> Result<(), Error> {
    tell_one(work, task, person, Reason::AskAgain)
}

fn tell_one(work: &mut Work<'_, '_>, item: Id, person: Id, reason: Reason) -> Result<(), Error> {
    let (now, directory) = (work.now(), work.directory().clone());
    let Some(audience) = directory.person(person).map(|person| person.audience) else { return Ok(()) };
    let Some(subject) = Subject::of(work, item)? else { return Ok(()) };
    if !subject.is_shown_to(&directory, person) {
        return Ok(());
    }
    let change = work.change(Kind::Inbox, item, Action::Changed);
    let own = vec![audience];
    let seq = work.log(Change { audience_before: own.clone(), audience_after: own, ..change })?;
    let before = store::get(work.read(), item, audience)?;
    let mut after = before.clone().unwrap_or_default();
    after.entry.tell(Mark { reason, seq, at_ms: now, actor: Actor::System, object: None, met: false });
    keep::place(now, &mut after);
    Ok(store::put(work.tx, item, audience, before.as_ref(), &after)?)
}

/// Tells people once more what waits for them. Who has no entry of it wanted to hear nothing, and who put it off is told
/// when it comes back.
fn tell_again(
    work: &mut Work<'_, '_>,
    subject: &Subject,
    object: Id,
    people: &[Id],
    reason: Reason,
) -> Result<(), Error> {
    let (now, directory, item) = (work.now(), work.directory().clone(), subject.about.id());
    let mut entries = Vec::new();
    for person in people.iter().filter(|person| subject.is_shown_to(&directory, **person)) {
        let Some(audience) = directory.person(*person).map(|person| person.audience) else { continue };
        let asked = |mark: &Mark| mark.object == Some(object) && mark.reason.kind() == reason.kind();
        let kept = store::get(work.read(), item, audience)?.filter(|kept| kept.entry.marks.iter().any(asked));
        let loud = kept.filter(|kept| kept.entry.until_ms.is_none_or(|until| until <= now));
        entries.extend(loud.map(|before| (audience, before)));
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
        after.entry.tell(Mark { reason, seq, at_ms: now, actor: Actor::System, object: Some(object), met: false });
        keep::place(now, &mut after);
        store::put(work.tx, item, audience, Some(&before), &after)?;
    }
    Ok(())
}
