//! Writes what was planned. Everything is asked again inside the transaction: what is told must be so now, and whoever
//! does not see the item any more has no entry of it.

use super::{plan::Touched, record::Kept, store, subject::Subject};
use crate::{
    Error,
    access::{Scope, Work},
    comments, files, items,
};
use guildhall_domain::{
    AudienceId, Id,
    change::{Action, Change, Kind},
    inbox::{Entry, Mark, Reason},
    reference::Referent,
    space::Category,
};
use std::{collections::BTreeSet, sync::Arc};

/// Brings the entries of these items up to date; `to` is where the next stretch begins, once this was the last of it.
/// People whose inbox changed are told of by one change, which is theirs alone to read.
pub fn keep(work: &mut Work<'_, '_>, items: &[(Id, Arc<Touched>)], to: Option<u64>) -> Result<(), Error> {
    let mut changed = BTreeSet::new();
    for (item, touched) in items {
        one(work, *item, touched, &mut changed)?;
    }
    if let Some(to) = to {
        store::put_cursor(work.tx, to)?;
    }
    if !changed.is_empty() {
        let audience: Vec<AudienceId> = changed.into_iter().collect();
        let change = work.change(Kind::Inbox, Id::nil(), Action::Changed);
        work.log(Change { audience_before: audience.clone(), audience_after: audience, ..change })?;
    }
    Ok(())
}

fn one(work: &mut Work<'_, '_>, item: Id, touched: &Touched, changed: &mut BTreeSet<AudienceId>) -> Result<(), Error> {
    let subject = Subject::of(work, item)?;
    let directory = work.directory().clone();
    let told = touched.marks.iter().filter_map(|(id, _)| directory.person(*id)).map(|person| person.audience);
    let people: BTreeSet<AudienceId> = store::of_item(work.read(), item)?.into_iter().chain(told).collect();
    for audience in people {
        let before = store::get(work.read(), item, audience)?;
        let person = directory.person_by_audience(audience).map(|person| person.id);
        let mut after = before.clone().unwrap_or_default();
        match (&subject, person) {
            (Some(subject), Some(person)) if subject.is_shown_to(&directory, person) => {
                let mine = touched.marks.iter().filter(|(id, _)| *id == person).map(|(_, mark)| mark);
                Updating { work, subject, person, audience, touched }.update(&mut after.entry, mine)?;
                place(work.now(), &mut after);
            }
            // In the trash: out of the lists until it comes back.
            (Some(subject), Some(person)) if directory.reach(person).sees(subject.audience.ids()) => after.place = None,
            _ => after = Kept::default(),
        }
        if before.as_ref() != Some(&after) && (before.is_some() || !after.entry.marks.is_empty()) {
            let seen = before.as_ref().is_some_and(|kept| kept.place.is_some()) || after.place.is_some();
            store::put(work.tx, item, audience, before.as_ref(), &after)?;
            changed.extend(seen.then_some(audience));
        }
    }
    Ok(())
}

/// Puts an entry where it belongs by now.
pub fn place(now_ms: i64, kept: &mut Kept) {
    kept.entry.come_back(now_ms);
    let shelf = kept.entry.shelf(now_ms);
    kept.place = (!kept.entry.marks.is_empty()).then(|| (shelf, store::position(shelf, kept)));
}

/// The entry of one person on its way to what it is now.
struct Updating<'u, S> {
    work: &'u S,
    subject: &'u Subject,
    person: Id,
    audience: AudienceId,
    touched: &'u Touched,
}

impl<S: Scope> Updating<'_, S> {
    fn update<'m>(&self, entry: &mut Entry, marks: impl Iterator<Item = &'m Mark>) -> Result<(), Error> {
        let theirs = self.subject.is_for(self.person);
        let mut read = self.touched.read.contains(&self.audience);
        let muted = entry.muted || self.subject.is_muted_by(self.work, self.audience)?;
        for mark in marks {
            if (!muted || mark.reason.reaches_muted()) && self.is_so(mark, theirs)? {
                entry.tell(mark.clone());
                read = true;
            }
        }
        for (seq, actor, fields) in &self.touched.undone {
            entry.undone(*seq, *actor, fields, theirs);
        }
        for object in &self.touched.objects {
            if self.is_gone(*object)? {
                entry.forget(*object, None);
            } else if !self.names_them(*object)? {
                entry.forget(*object, Some(Reason::Mentioned));
            }
        }
        let by_the_text = |mark: &Mark| mark.reason == Reason::Mentioned && mark.object.is_none();
        if entry.marks.iter().any(by_the_text) && !self.names_them(self.subject.about.id())? {
            entry.marks.retain(|mark| !by_the_text(mark));
        }
        for (_, seq) in self.touched.said.iter().filter(|(person, _)| *person == self.person) {
            entry.answered(*seq);
        }
        for file in &self.touched.sent {
            entry.forget(*file, Some(Reason::Attached));
        }
        if read {
            entry.read_to(self.subject.read_to(self.work, self.audience)?);
        }
        if muted {
            entry.mute();
        }
        let decided = |mark: &Mark| mark.object.is_some_and(|comment| self.subject.is_decided(comment));
        entry.marks.retain(|mark| mark.reason != Reason::Decided || decided(mark));
        entry.settle(theirs);
        entry.settle_needs(|mark| self.subject.needs(self.work, mark, self.person))?;
        self.settle(entry)
    }

    /// Whether what was announced was read by now, and what was asked is answered.
    fn settle(&self, entry: &mut Entry) -> Result<(), Error> {
        for mark in entry.marks.iter_mut().filter(|mark| mark.reason == Reason::Asked) {
            let waits = mark.object.map(|round| self.subject.is_asked(self.work, round, self.person));
            mark.met = !waits.transpose()?.unwrap_or(false);
        }
        if !entry.marks.iter().any(|mark| mark.reason == Reason::Announced) {
            return Ok(());
        }
        let met = self.subject.is_begun_by(self.work, self.audience)?;
        entry.marks.iter_mut().filter(|mark| mark.reason == Reason::Announced).for_each(|mark| mark.met = met);
        Ok(())
    }

    /// Whether what is to be told is still so.
    fn is_so(&self, mark: &Mark, theirs: bool) -> Result<bool, Error> {
        let category = self.subject.category();
        Ok(match (mark.reason, mark.object) {
            (Reason::Assigned, _) => theirs,
            (Reason::Done, _) => category == Category::Done,
            (Reason::Cancelled, _) => category == Category::Cancelled,
            (Reason::Reopened, _) => category.is_open(),
            // What was sent with a comment is told by it.
            (Reason::Attached, Some(file)) => {
                let file = files::store::get(self.work.read(), file)?;
                file.is_some_and(|file| file.trashed_ms.is_none() && file.comment.is_none())
            }
            (Reason::Asked, Some(round)) => {
                !self.is_gone(round)? && self.subject.is_asked(self.work, round, self.person)?
            }
            (Reason::Approved, Some(approval)) => self.subject.is_approved(self.work, approval)?,
            (reason, _) if reason.hangs_on_state() => self.subject.needs(self.work, mark, self.person)?,
            (Reason::Decided, Some(comment)) => self.subject.is_decided(comment),
            (Reason::PollClosed, Some(poll)) => {
                let poll = comments::store::get(self.work.read(), poll)?.filter(|comment| !comment.deleted);
                poll.and_then(|comment| comment.poll).is_some_and(|poll| poll.closed_ms.is_some())
            }
            (Reason::Mentioned, Some(comment)) => !self.is_gone(comment)? && self.names_them(comment)?,
            (_, Some(object)) => !self.is_gone(object)?,
            (_, None) => true,
        })
    }

    fn is_gone(&self, object: Id) -> Result<bool, Error> {
        let read = self.work.read();
        if let Some(comment) = comments::store::get(read, object)? {
            return Ok(comment.deleted);
        }
        Ok(files::store::get(read, object)?.is_none_or(|file| file.trashed_ms.is_some()))
    }

    /// Whether a comment or the text of an item names them, or a space, which stands for its people.
    fn names_them(&self, text: Id) -> Result<bool, Error> {
        let read = self.work.read();
        let named = items::store::does_name(read, text, Referent::Person(self.person))?;
        Ok(named || items::store::names_a_space(read, text)?)
    }
}
