//! Targets of requests whose time has come.
//!
//! Invariants: what is to be told is a row that goes with what it tells, and the request keeps what was told, so each is
//! told once, however long the server was off and whatever the clock did; while outgoing things are held after a restore
//! nothing is told.

use super::Turn;
use crate::{
    App,
    access::{Scope, Who},
    background::Stop,
    outgoing,
    requests::{store, targets},
};

/// Most that is told in a turn.
const MOST: usize = 100;

/// Tells what is near, and what was missed.
pub fn turn(app: &App, stop: &Stop) -> Turn {
    let view = app.view(Who::system())?;
    if outgoing::held(view.read())? {
        return Ok(Some(view.now()));
    }
    let next = store::next_moment(view.read())?;
    let due = store::moments(view.read(), view.now(), MOST)?;
    drop(view);
    for (at, id) in due {
        if stop.is_told() {
            return Ok(None);
        }
        app.run_blocking(Who::system(), move |work| targets::come_due(work, at, id))?;
    }
    Ok(next)
}
