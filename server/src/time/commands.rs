//! Writing, changing and deleting one's own entries. A week that was handed in or approved refuses all of it.

use super::{
    input::{self, DayCopy, EntryPatch, NewEntry},
    store,
    views::{self, EntryShape},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::call::{IfMatch, unchanged_since},
    log,
};
use chrono::{Days, NaiveDate};
use guildhall_domain::{
    AudienceId, Id,
    change::{self, Action, Change, Kind, between},
    limits,
    person::Person,
    policy::Do,
    task::Task,
    time::{self, Entry},
    when,
};
use std::collections::BTreeSet;

/// The task that is worked on: whoever may comment on it may. What is somebody's own nobody approves or pays for.
pub fn workable(work: &Work<'_, '_>, id: Id) -> Result<Task, Error> {
    let task = access::task(work, id, Do::Comment)?.into_inner();
    if work.directory().space(task.space).is_none_or(|space| space.owner.is_some()) {
        return Err(Error::field("task_id", "Move this task into a space first. There is no time of Personal tasks."));
    }
    Ok(task)
}

/// Today, where somebody is.
pub fn today(scope: &impl Scope, person: &Person) -> NaiveDate {
    when::today(when::from_ms(scope.now()), person.time_zone)
}

/// Refuses what would change a week that is locked.
pub fn must_be_open(scope: &impl Scope, person: Id, day: NaiveDate) -> Result<(), Error> {
    if store::is_open(scope.read(), person, day)? {
        return Ok(());
    }
    Err(Error::new(Code::WeekLocked).with("week", time::sheet::monday(day).to_string()))
}

/// Writes an entry.
pub fn create(work: &mut Work<'_, '_>, input: &NewEntry) -> Result<Entry, Error> {
    let me = access::me(work)?;
    let task = workable(work, input.task_id)?;
    let today = today(work, &me);
    let minutes = input::minutes(input.minutes, input.time.as_deref())?;
    let mut entry = Entry {
        id: work.new_id(),
        person: me.id,
        task: task.id,
        space: task.space,
        day: time::day(input.day.unwrap_or(today), today)?,
        minutes: minutes.ok_or_else(|| Error::field("minutes", "Write how long it took."))?,
        note: time::note(&input.note)?,
        billable: input.billable,
        created_ms: work.now(),
        deleted_ms: None,
        seq: 0,
    };
    save(work, None, &mut entry, Action::Created)?;
    Ok(entry)
}

/// One's own entry; somebody else's is known to those who read it, and not theirs to change.
fn own(work: &Work<'_, '_>, id: Id) -> Result<Entry, Error> {
    let entry = store::get(work.read(), id)?.ok_or_else(Error::not_found)?;
    let mut sight = super::sight::Sight::new(work);
    match () {
        () if sight.is_me(entry.person) => Ok(entry),
        () if entry.deleted_ms.is_none() && sight.sees(&entry) => {
            Err(Error::because(Code::Forbidden, "Time is changed by whoever worked. Send their week back to them."))
        }
        () => Err(Error::not_found()),
    }
}

fn live(entry: Entry) -> Result<Entry, Error> {
    if entry.deleted_ms.is_none() { Ok(entry) } else { Err(Error::not_found()) }
}

/// Changes an entry.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, patch: &EntryPatch) -> Result<Entry, Error> {
    let before = live(own(work, id)?)?;
    let sent = change::sent([
        ("day", patch.day.is_some()),
        ("minutes", patch.minutes.is_some() || patch.time.is_some()),
        ("note", patch.note.is_some()),
        ("billable", patch.billable.is_some()),
    ]);
    fresh(work, if_match, &before, &sent)?;
    let mut after = before.clone();
    if let Some(day) = patch.day {
        let me = access::me(work)?;
        after.day = time::day(day, today(work, &me))?;
    }
    if let Some(minutes) = input::minutes(patch.minutes, patch.time.as_deref())? {
        after.minutes = minutes;
    }
    if let Some(note) = &patch.note {
        after.note = time::note(note)?;
    }
    after.billable = patch.billable.unwrap_or(before.billable);
    save(work, Some(&before), &mut after, Action::Changed)?;
    Ok(after)
}

/// Deletes an entry.
pub fn delete(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<(), Error> {
    let before = live(own(work, id)?)?;
    fresh(work, if_match, &before, &["minutes".into(), "note".into()])?;
    let mut after = Entry { deleted_ms: Some(work.now()), ..before.clone() };
    save(work, Some(&before), &mut after, Action::Trashed)
}

/// Fills a day, or a week, as another one was: what was worked on then and has no time yet. What cannot be worked on any more is
/// left out.
pub fn copy(work: &mut Work<'_, '_>, input: &DayCopy) -> Result<Vec<EntryShape>, Error> {
    let me = access::me(work)?;
    let today = today(work, &me);
    if !input.week {
        return copy_day(work, &me, input.from, time::day(input.to, today)?);
    }
    let (from, to) = (time::sheet::monday(input.from), time::sheet::monday(input.to));
    let mut made = Vec::new();
    for days in 0..7 {
        let (from, to) = (from + Days::new(days), to + Days::new(days));
        // Days on which nothing can be written yet stay empty.
        if time::day(to, today).is_ok() {
            made.extend(copy_day(work, &me, from, to)?);
        }
    }
    limits::at_most("from", made.len(), limits::COMMAND)?;
    Ok(made)
}

fn copy_day(work: &mut Work<'_, '_>, me: &Person, from: NaiveDate, to: NaiveDate) -> Result<Vec<EntryShape>, Error> {
    must_be_open(work, me.id, to)?;
    let day_of = |day| store::entries(work.read(), store::From::Person(me.id), (day, day), None)?.collect();
    let (from, there): (Result<Vec<Entry>, _>, Result<Vec<Entry>, _>) = (day_of(from), day_of(to));
    let (mut from, there) = (from?, there?);
    from.reverse();
    limits::at_most("from", from.len(), limits::COMMAND)?;
    let held: BTreeSet<Id> = there.iter().map(|entry| entry.task).collect();
    let mut made = Vec::new();
    for entry in from.into_iter().filter(|entry| !held.contains(&entry.task)) {
        let Some(task) = access::seen(workable(work, entry.task)).or_else(locked_out)? else { continue };
        let (id, created_ms) = (work.new_id(), work.now());
        let mut copy = Entry { id, created_ms, space: task.space, day: to, seq: 0, ..entry };
        save(work, None, &mut copy, Action::Created)?;
        made.push(views::entry(work, &copy)?);
    }
    Ok(made)
}

/// A task that is in the trash or archived by now is left out like one that is out of sight.
fn locked_out(error: Error) -> Result<Option<Task>, Error> {
    if matches!(error.code, Code::Forbidden | Code::Invalid) { Ok(None) } else { Err(error) }
}

fn fresh(work: &Work<'_, '_>, if_match: IfMatch, entry: &Entry, fields: &[String]) -> Result<(), Error> {
    unchanged_since(work, if_match, entry.seq, fields).map_err(|stale| stale.with_current(|| views::entry(work, entry)))
}

/// Whom the log tells of somebody's time: themselves.
pub fn audience(scope: &impl Scope, person: Id) -> Vec<AudienceId> {
    scope.directory().person(person).map(|person| person.audience).into_iter().collect()
}

/// Writes an entry that was decided on, in weeks that are open and into a day it fits in.
pub fn save(work: &mut Work<'_, '_>, before: Option<&Entry>, after: &mut Entry, action: Action) -> Result<(), Error> {
    let fields = before.map(|before| between(&time::facts(before), &time::facts(after))).unwrap_or_default();
    if before.is_some() && fields.is_empty() {
        return Ok(());
    }
    let days = before.map(|before| before.day).into_iter().chain([after.day]);
    for day in days.collect::<BTreeSet<_>>() {
        must_be_open(work, after.person, day)?;
    }
    if after.deleted_ms.is_none() {
        time::fits(store::on_day(work.read(), after.person, after.day, Some(after.id))?, after.minutes)?;
    }
    let change = Change { fields, ..work.change(Kind::TimeEntry, after.id, action) };
    after.seq = work.log_to(audience(work, after.person), before.map(|before| before.seq), change)?;
    Ok(store::put(work.tx, before, after)?)
}

/// Takes a change of an entry back, for an undo: what is there must still be as the change left it.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let before = own(work, change.object)?;
    let mut after = before.clone();
    if change.action == Action::Created {
        after.deleted_ms = Some(work.now());
        return save(work, Some(&before), &mut after, Action::Undone);
    }
    let now = time::facts(&before);
    log::still(change, |name| now.get(name))?;
    change.fields.iter().for_each(|field| time::set(&mut after, &field.field, &field.before));
    save(work, Some(&before), &mut after, Action::Undone)
}
