//! Tasks that wait, on the day on which somebody wants to ask again: whoever does the task is told when they begin to work.
//!
//! Invariants: a row goes with what it tells, so each day is told once, however long the server was off; while outgoing things
//! are held after a restore nobody is told. A task nobody does is told nobody; its row is kept until the day is over.

use super::{MOST, Turn};
use crate::{
    App, Error,
    access::{Scope, Who, Work},
    background::Stop,
    inbox, outgoing,
    tasks::{store, waits},
};
use chrono::Days;
use guildhall_domain::{
    Id,
    person::Person,
    reminder::{Ask, Morning},
    task::Task,
    when::{self, When},
};
use std::sync::Arc;

/// Tells what is to be asked again. A day after tomorrow is far enough away to be found in time by the looks without a
/// reason.
pub fn turn(app: &App, stop: &Stop) -> Turn {
    let view = app.view(Who::system())?;
    if outgoing::held(view.read())? {
        return Ok(Some(view.now()));
    }
    // Elsewhere the day may have begun already.
    let here = when::today(when::from_ms(view.now()), view.directory().zone());
    let tomorrow = here.checked_add_days(Days::new(1)).unwrap_or(here);
    let (mut due, mut next) = (Vec::new(), None::<i64>);
    for (day, id) in waits::until(view.read(), tomorrow)? {
        let at = store::get(view.read(), id)?.map_or(i64::MIN, |task| comes_at(&view, &task));
        if at <= view.now() {
            due.push((day, id));
        }
        next = Some(next.map_or(at, |next| next.min(at)));
    }
    drop(view);
    for one in due.into_iter().take(MOST) {
        if stop.is_told() {
            return Ok(None);
        }
        app.run_blocking(Who::system(), move |work| tell(work, one))?;
    }
    Ok(next)
}

fn doer(scope: &impl Scope, task: &Task) -> Option<Arc<Person>> {
    task.assignee.and_then(|id| scope.directory().person(id)).cloned()
}

/// When the day of a task comes for whoever does it, UTC milliseconds; without anybody, when it is over.
fn comes_at(scope: &impl Scope, task: &Task) -> i64 {
    let Some(day) = waits::day_of(task) else { return i64::MIN };
    let (day, begins, zone) = match doer(scope, task) {
        Some(person) => (day, person.hours.0, person.time_zone),
        None => (day.checked_add_days(Days::new(1)).unwrap_or(day), 0, scope.directory().zone()),
    };
    Ask::Before(0).of(Some(When::day(day)), Morning { zone, begins }).at_ms.unwrap_or(i64::MIN)
}

fn tell(work: &mut Work<'_, '_>, key: (i32, Id)) -> Result<(), Error> {
    let task = store::get(work.read(), key.1)?;
    if task.as_ref().is_some_and(|task| comes_at(work, task) > work.now()) {
        return Ok(());
    }
    waits::told(work.tx, key)?;
    match task.and_then(|task| doer(work, &task)) {
        Some(person) => inbox::reminders::ask_again(work, key.1, person.id),
        None => Ok(()),
    }
}
