//! Check-ins that are due, and reminders of them.
//!
//! Invariants: while outgoing things are held after a restore nothing is asked and nobody reminded; afterwards what
//! was due is asked once. A reminder waits for a moment that is neither quiet nor off for the person.

use super::Turn;
use crate::{
    App, Error,
    access::{Scope, Who, Work},
    background::Stop,
    comments, inbox, mail, outgoing,
    topics::{
        self,
        checkins::{
            commands,
            store::{self, Reminder},
        },
    },
};
use guildhall_domain::{
    Id,
    mail::{Rhythm, Wishes},
    recurrence::Place,
};

/// Most of a kind that is done in a turn.
const MOST: usize = 100;
/// The clock that was set back by more than this means other times.
const SET_BACK_MS: i64 = 60 * 60_000;

/// What the times of check-ins were found by.
#[derive(Default)]
pub struct Settled(Option<(Id, Place, i64)>);

/// Asks and reminds.
pub fn turn(app: &App, stop: &Stop, settled: &mut Settled) -> Turn {
    let view = app.view(Who::system())?;
    let (now, place, history) = (view.now(), view.directory().place(), view.history());
    let same = settled
        .0
        .as_ref()
        .is_some_and(|(known, last, at)| *known == history && *last == place && now >= at - SET_BACK_MS);
    if !same {
        for id in store::coming(view.read())? {
            app.run_blocking(Who::system(), move |work| commands::settle(work, id))?;
        }
    }
    settled.0 = Some((history, place, now));
    if outgoing::held(view.read())? {
        return Ok(Some(now));
    }
    let next = store::next(view.read())?;
    let (due, reminders) = (store::due(view.read(), now, MOST)?, store::reminders(view.read(), now, MOST)?);
    drop(view);
    for id in due {
        if stop.is_told() {
            return Ok(None);
        }
        app.run_blocking(Who::system(), move |work| commands::ask(work, id))?;
    }
    for reminder in reminders {
        if stop.is_told() {
            return Ok(None);
        }
        app.run_blocking(Who::system(), move |work| remind(work, reminder))?;
    }
    Ok(next)
}

/// Reminds whom a reminder is for, or puts it off to when they hear it.
fn remind(work: &mut Work<'_, '_>, reminder: Reminder) -> Result<(), Error> {
    store::put_reminder(work.tx, reminder, false)?;
    let Some(message) = comments::store::get(work.read(), reminder.round)?.filter(|message| !message.deleted) else {
        return Ok(());
    };
    let topic = topics::store::get(work.read(), message.item)?;
    let check_in = topic.and_then(|topic| topic.check_in);
    if check_in.is_none_or(|check_in| !check_in.is_on() || check_in.round != Some(reminder.round)) {
        return Ok(());
    }
    let asked = message.round.map(|round| round.asked).unwrap_or_default();
    let people = reminder.person.map_or(asked, |person| vec![person]);
    let mut now = Vec::new();
    for person in people {
        if comments::rounds::store::answer(work.read(), reminder.round, person)?.is_some() {
            continue;
        }
        match loud(work, person)? {
            Some(at_ms) if at_ms <= work.now() => now.push(person),
            Some(at_ms) => store::put_reminder(work.tx, Reminder { at_ms, person: Some(person), ..reminder }, true)?,
            None => {}
        }
    }
    inbox::reminders::remind(work, message.item, reminder.round, &now)
}

/// When somebody is reminded at the earliest: not in their quiet hours, and not on a day off.
fn loud(work: &Work<'_, '_>, person: Id) -> Result<Option<i64>, Error> {
    let Some(person) = work.directory().person(person) else { return Ok(None) };
    let wishes = mail::store::person(work.read(), person.audience)?.wishes();
    let wishes = Wishes { rhythm: Rhythm::AtOnce, ..wishes };
    Ok(Some(wishes.not_before(work.now(), &mail::plan::days(person))))
}
