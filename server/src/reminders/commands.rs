//! Setting a reminder, taking it away, and bringing it up to date with when its task is due or its event begins. Nobody
//! else reads of it.

use super::{
    record::{from_value, value},
    store,
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    items,
};
use guildhall_domain::{
    AudienceId, Id,
    change::{Action, Change, FieldChange, Kind},
    item::Item,
    person::Person,
    policy::Do,
    reminder::{Ask, Morning, Reminder},
    when::When,
};

/// The field of the log that holds one.
const FIELD: &str = "reminder";

/// Whether a change of somebody's plan is one of a reminder.
pub fn is_of(change: &Change) -> bool {
    change.fields.iter().any(|field| field.field == FIELD)
}

/// Reminds the asker of an item at another time, or not at all.
pub fn set(work: &mut Work<'_, '_>, item: Id, ask: Option<Ask>) -> Result<(), Error> {
    let me = access::me(work)?;
    let about = access::item(work, item, Do::Read)?;
    let earlier = store::get(work.read(), item, me.audience)?;
    let after = ask.map(|ask| checked(&about, ask, &me, work.now())).transpose()?;
    write(work, (item, me.audience), earlier, after)
}

/// Takes a change of the asker's reminder back, for an undo: it must still be as the change left it.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let me = access::me(work)?;
    let about = access::item(work, change.object, Do::Read)?;
    let now = store::get(work.read(), change.object, me.audience)?;
    let Some(field) = change.fields.iter().find(|field| field.field == FIELD) else { return Ok(()) };
    if value(now.as_ref()) != field.after {
        return Err(Error::new(Code::UndoConflict).with("changed", vec![FIELD]));
    }
    let before = from_value(&field.before).map(|ask| of(&about, ask, &me, work.now()));
    write(work, (change.object, me.audience), now, before)
}

/// Takes one away whose moment has come, or has it go on to the next time of its event; answers whom it was of. It is
/// told once, whatever becomes of the telling.
pub fn ring(work: &mut Work<'_, '_>, (at, item, person): (i64, Id, AudienceId)) -> Result<Option<Id>, Error> {
    let Some(reminder) = store::get(work.read(), item, person)? else {
        work.tx.delete(&store::TIMES, &(at, item, person))?;
        return Ok(None);
    };
    if reminder.at_ms != Some(at) {
        work.tx.delete(&store::TIMES, &(at, item, person))?;
        return Ok(None);
    }
    let about = items::kinds::get(work.read(), item)?;
    let whom = work.directory().person_by_audience(person).cloned();
    let again = match (&about, &whom) {
        (Some(Item::Event(event)), Some(me)) => reminder.ask.next(event, me.id, morning(me), work.now()),
        _ => None,
    };
    match (again, &whom) {
        (Some(start), Some(me)) => {
            let next = reminder.ask.of(Some(start), morning(me));
            store::put(work.tx, (item, person), Some(&reminder), Some(&next))?;
        }
        _ => write(work, (item, person), Some(reminder), None)?,
    }
    // What is done needs no reminder.
    let open = match about {
        Some(Item::Task(task)) => task.is_open(),
        Some(_) => true,
        None => false,
    };
    Ok(whom.filter(|_| open).map(|person| person.id))
}

/// Brings the reminders of an item up to date with when it is due or begins; of one that is gone there are none. One
/// whose moment has come and that was not told yet keeps it.
pub fn settle(work: &mut Work<'_, '_>, item: Id) -> Result<(), Error> {
    let (about, now) = (items::kinds::get(work.read(), item)?, work.now());
    for (audience, reminder) in store::of_item(work.read(), item)? {
        let person = work.directory().person_by_audience(audience).cloned();
        let since = reminder.at_ms.map_or(now, |at| now.min(at.saturating_sub(1)));
        let after = about.as_ref().zip(person).map(|(about, me)| of(about, reminder.ask, &me, since));
        if after != Some(reminder) {
            store::put(work.tx, (item, audience), Some(&reminder), after.as_ref())?;
        }
    }
    Ok(())
}

/// The reminder of an item; of an event it is of the first time of which one is told after a moment.
fn of(item: &Item, ask: Ask, me: &Person, after_ms: i64) -> Reminder {
    ask.of(base(item, ask, me, after_ms), morning(me))
}

fn checked(item: &Item, ask: Ask, me: &Person, now_ms: i64) -> Result<Reminder, Error> {
    let base = base(item, ask, me, now_ms);
    if let (Item::Event(_), Ask::Before(_), None) = (item, ask, base) {
        return Err(Error::field(
            "before_minutes",
            "No time of it that you go to is still so long away. Choose less before it, or a time of your own.",
        ));
    }
    Ok(ask.checked(base, morning(me), now_ms)?)
}

/// What minutes before it count from.
fn base(item: &Item, ask: Ask, me: &Person, after_ms: i64) -> Option<When> {
    match item {
        Item::Task(task) => task.due,
        Item::Event(event) => ask.next(event, me.id, morning(me), after_ms),
        _ => None,
    }
}

fn morning(person: &Person) -> Morning {
    Morning { zone: person.time_zone, begins: person.hours.0 }
}

fn write(
    work: &mut Work<'_, '_>,
    (item, person): (Id, AudienceId),
    before: Option<Reminder>,
    after: Option<Reminder>,
) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    store::put(work.tx, (item, person), before.as_ref(), after.as_ref())?;
    let field = FieldChange { field: FIELD.into(), before: value(before.as_ref()), after: value(after.as_ref()) };
    let own = vec![person];
    let change = work.change(Kind::Plan, item, Action::Changed);
    work.log(Change { fields: vec![field], audience_before: own.clone(), audience_after: own, ..change })?;
    Ok(())
}
