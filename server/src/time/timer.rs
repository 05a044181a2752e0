//! The running timer of the asker: one at a time. Starting another one stops the first and says so; stopping makes an
//! entry. A week in which a timer runs cannot be handed in, so stopping always finds its week open.

use super::{
    commands::{self, must_be_open, today, workable},
    input::TimerStart,
    store,
    views::{self, TimerChange},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
};
use guildhall_domain::{
    Id,
    change::{Action, Change, FieldChange, Kind, Value},
    time::{
        self, Entry,
        timer::{Timer, stopped},
    },
};

/// The asker's timer.
pub fn mine(scope: &impl Scope) -> Result<Option<Timer>, Error> {
    match scope.who().person {
        Some(me) => Ok(store::timer(scope.read(), me)?),
        None => Ok(None),
    }
}

/// Starts a timer on a task.
pub fn start(work: &mut Work<'_, '_>, input: &TimerStart) -> Result<TimerChange, Error> {
    let me = access::me(work)?;
    let task = workable(work, input.task_id)?;
    let day = today(work, &me);
    must_be_open(work, me.id, day)?;
    let note = time::note(&input.note)?;
    let running = store::timer(work.read(), me.id)?;
    if let Some(running) = running.as_ref().filter(|running| running.task == task.id) {
        return views::timer_change(work, Some(running), None, false);
    }
    let (entry, cut) = match &running {
        Some(running) => end(work, running)?,
        None => (None, false),
    };
    let (person, space, started_ms, billable) = (me.id, task.space, work.now(), input.billable);
    let mut timer = Timer { person, task: task.id, space, started_ms, day, note, billable, seq: 0 };
    put(work, &mut timer, Action::Created)?;
    views::timer_change(work, Some(&timer), entry.as_ref(), cut)
}

/// Stops the timer.
pub fn stop(work: &mut Work<'_, '_>) -> Result<TimerChange, Error> {
    let me = access::me(work)?;
    let timer = store::timer(work.read(), me.id)?;
    let timer = timer.ok_or_else(|| Error::because(Code::Conflict, "No timer is running. Start one on a task."))?;
    let (entry, cut) = end(work, &timer)?;
    views::timer_change(work, None, entry.as_ref(), cut)
}

/// What a timer gave, and whether its day had no room for all of it.
fn end(work: &mut Work<'_, '_>, timer: &Timer) -> Result<(Option<Entry>, bool), Error> {
    log(work, timer, Action::Trashed)?;
    store::end_timer(work.tx, timer.person)?;
    let others = store::on_day(work.read(), timer.person, timer.day, None)?;
    let step = work.directory().organization.as_ref().map_or(1, |organization| organization.timer_step);
    let (minutes, cut) = stopped(timer.started_ms, work.now(), others, step);
    if minutes == 0 {
        return Ok((None, cut));
    }
    let mut entry = Entry {
        id: work.new_id(),
        person: timer.person,
        task: timer.task,
        space: timer.space,
        day: timer.day,
        minutes,
        note: timer.note.clone(),
        billable: timer.billable,
        created_ms: work.now(),
        deleted_ms: None,
        seq: 0,
    };
    commands::save(work, None, &mut entry, Action::Created)?;
    Ok((Some(entry), cut))
}

fn put(work: &mut Work<'_, '_>, timer: &mut Timer, action: Action) -> Result<(), Error> {
    timer.seq = log(work, timer, action)?;
    Ok(store::put_timer(work.tx, timer)?)
}

/// All of it stands in the log, so that a stop can be taken back.
fn log(work: &mut Work<'_, '_>, timer: &Timer, action: Action) -> Result<u64, Error> {
    let ends = action == Action::Trashed;
    let facts = [
        ("space", Value::Id(timer.space)),
        ("started", Value::Int(timer.started_ms)),
        ("day", Value::Text(timer.day.to_string())),
        ("note", Value::Text(timer.note.clone())),
        ("billable", Value::Bool(timer.billable)),
    ];
    let field = |(name, value): (&str, Value)| {
        let (before, after) = if ends { (value, Value::Null) } else { (Value::Null, value) };
        FieldChange { field: name.into(), before, after }
    };
    let told = commands::audience(work, timer.person);
    let change = Change {
        fields: facts.into_iter().map(field).collect(),
        audience_before: if ends { told.clone() } else { Vec::new() },
        audience_after: told,
        previous: timer.seq,
        ..work.change(Kind::Timer, timer.task, action)
    };
    work.log(change)
}

/// Takes a start or a stop back. A stop brings the timer back with the moment it began; where another one runs by now,
/// or its week was handed in, it stays stopped.
pub fn take_back(work: &mut Work<'_, '_>, change: &Change) -> Result<(), Error> {
    let me = access::me(work)?;
    let running = store::timer(work.read(), me.id)?;
    if change.action != Action::Trashed {
        return match running.filter(|running| running.task == change.object) {
            Some(timer) => {
                log(work, &timer, Action::Trashed)?;
                Ok(store::end_timer(work.tx, me.id)?)
            }
            None => Ok(()),
        };
    }
    let Some(mut timer) = before(change, me.id) else { return Ok(()) };
    if running.is_some() || !store::is_open(work.read(), me.id, timer.day)? {
        return Ok(());
    }
    put(work, &mut timer, Action::Undone)
}

/// The timer as it was before it was stopped.
fn before(change: &Change, person: Id) -> Option<Timer> {
    let value = |name: &str| change.fields.iter().find(|field| field.field == name).map(|field| &field.before);
    Some(Timer {
        person,
        task: change.object,
        space: value("space")?.as_id()?,
        started_ms: value("started")?.as_int()?,
        day: value("day")?.as_text()?.parse().ok()?,
        note: value("note")?.as_text()?.to_owned(),
        billable: value("billable") == Some(&Value::Bool(true)),
        seq: 0,
    })
}
