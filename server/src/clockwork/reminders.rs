//! Reminders whose moment has come.
//!
//! Invariants: a reminder is a row that goes with what it tells, or on to the next time of its event, so each is told once,
//! however long the server was off and whatever the clock did; while outgoing things are held after a restore nobody is
//! reminded. What moves with its task or event follows the log, and after a start everything is looked at.

use super::Turn;
use crate::{
    App, Error,
    access::{Scope, Who, Work},
    background::Stop,
    inbox, outgoing,
    reminders::{commands, due, store},
};
use guildhall_domain::{AudienceId, Id};

/// Most that is told in a turn.
const MOST: usize = 100;

/// Up to which change the moments are those of their tasks and events.
#[derive(Default)]
pub struct Settled(Option<(Id, u64)>);

/// Moves those whose task or event moved, and reminds.
pub fn turn(app: &App, stop: &Stop, settled: &mut Settled) -> Turn {
    let view = app.view(Who::system())?;
    let (head, history) = (view.read().last_seq()?, view.history());
    let since = settled.0.filter(|(known, _)| *known == history).map(|(_, seq)| seq);
    let affected = due::affected(&view, since)?;
    drop(view);
    for id in affected {
        if stop.is_told() {
            return Ok(None);
        }
        app.run_blocking(Who::system(), move |work| commands::settle(work, id))?;
    }
    settled.0 = Some((history, head));
    let view = app.view(Who::system())?;
    if outgoing::held(view.read())? {
        return Ok(Some(view.now()));
    }
    let next = store::next(view.read())?;
    let due = store::due(view.read(), view.now(), MOST)?;
    drop(view);
    for one in due {
        if stop.is_told() {
            return Ok(None);
        }
        app.run_blocking(Who::system(), move |work| ring(work, one))?;
    }
    Ok(next)
}

fn ring(work: &mut Work<'_, '_>, one: (i64, Id, AudienceId)) -> Result<(), Error> {
    match commands::ring(work, one)? {
        Some(person) => inbox::reminders::remind_oneself(work, one.1, person),
        None => Ok(()),
    }
}
