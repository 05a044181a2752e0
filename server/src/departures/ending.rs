//! What simply ends when somebody leaves: a running timer, weeks they did not hand in, days off they asked for, and what
//! their browsers were told. It stands in the log as done by them under a command of its own, so taking a departure back
//! leaves it.

use crate::{
    Error, absences,
    access::{Scope, Who, Work},
    push, time,
};
use chrono::{Days, NaiveDate};
use guildhall_domain::{
    Id,
    absence::State,
    actor::Actor,
    time::{Entry, sheet},
    when,
};
use std::collections::BTreeSet;

/// How far back weeks are looked at, in days.
const BACK: u64 = 400;

/// What of it there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ends {
    /// Their timer runs.
    pub timer: bool,
    /// Mondays of the weeks they worked in and did not hand in, the earliest first.
    pub weeks: Vec<NaiveDate>,
    /// Days off that nobody decided about.
    pub absences: Vec<Id>,
}

/// What of it a person has.
pub fn of(scope: &impl Scope, person: Id) -> Result<Ends, Error> {
    let read = scope.read();
    let today = when::today(when::from_ms(scope.now()), scope.directory().zone());
    let days = (today - Days::new(BACK), today + Days::new(BACK));
    let entries = time::store::entries(read, time::store::From::Person(person), days, None)?;
    let entries: Vec<Entry> = entries.collect::<Result<_, _>>()?;
    let mut weeks: BTreeSet<NaiveDate> = entries.iter().map(|entry| sheet::monday(entry.day)).collect();
    let timer = time::store::timer(read, person)?;
    weeks.extend(timer.iter().map(|timer| sheet::monday(timer.day)));
    let mut open = Vec::new();
    for monday in weeks {
        if time::store::is_open(read, person, monday)? {
            open.push(monday);
        }
    }
    let asked = absences::store::of_person(read, person, today)?.into_iter().filter(|one| one.state == State::Asked);
    Ok(Ends { timer: timer.is_some(), weeks: open, absences: asked.map(|one| one.id).collect() })
}

/// Ends all of it.
pub fn end(work: &mut Work<'_, '_>, person: Id) -> Result<(), Error> {
    let ends = of(work, person)?;
    let own = work.new_id();
    let command = std::mem::replace(&mut work.command, own);
    let done = work.acting(Who::job(Actor::Person(person), Some(person)), |work| each(work, person, &ends));
    work.command = command;
    done?;
    let Some(audience) = work.directory().person(person).map(|person| person.audience) else { return Ok(()) };
    for (id, _) in push::store::of(work.read(), audience)? {
        push::store::delete(work.tx, audience, id)?;
    }
    Ok(())
}

fn each(work: &mut Work<'_, '_>, person: Id, ends: &Ends) -> Result<(), Error> {
    if ends.timer {
        time::timer::stop(work)?;
    }
    for monday in &ends.weeks {
        // A timer that gave nothing leaves a week in which nothing stands.
        if !time::store::of_week(work.read(), person, *monday)?.is_empty() {
            time::sheets::submit(work, person, *monday)?;
        }
    }
    for absence in &ends.absences {
        absences::commands::cancel(work, *absence)?;
    }
    Ok(())
}
