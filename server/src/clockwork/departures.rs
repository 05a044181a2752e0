//! People who leave at a time.
//!
//! Invariants: a departure is a row with its time, taken off in the transaction that closes the account, so it is done once
//! however long the server was off; while outgoing things are held after a restore nobody leaves by themselves, because the
//! restored data may not know that it was called off.

use super::Turn;
use crate::{
    App, Error,
    access::{Scope, Who},
    background::Stop,
    departures::{commands, held, store},
    outgoing,
};
use guildhall_domain::Id;

/// Most that leave in a turn.
const MOST: usize = 20;

/// Has those leave whose time has come.
pub fn turn(app: &App, stop: &Stop) -> Turn {
    let view = app.view(Who::system())?;
    if outgoing::held(view.read())? {
        return Ok(Some(view.now()));
    }
    let next = store::next(view.read())?;
    let due = store::due(view.read(), view.now(), MOST)?;
    drop(view);
    for id in due {
        if stop.is_told() {
            return Ok(None);
        }
        one(app, id)?;
    }
    Ok(next)
}

fn one(app: &App, id: Id) -> Result<(), Error> {
    let view = app.view(Who::system())?;
    let Some(record) = store::get(view.read(), id)? else { return Ok(()) };
    let (who, takers, held) = (commands::decided_by(&record), record.takers(), held::all(&view, id)?);
    drop(view);
    let left = app.run_blocking(who, move |work| {
        // Called off, or set anew, since it was looked.
        if store::get(work.read(), id)?.is_none_or(|now| now != record) {
            return Ok(());
        }
        commands::leave(work, id, &takers, &held, "").map(drop)
    });
    match left {
        Err(refused) if !refused.code.status().is_server_error() => {
            let why = refused.message.clone().unwrap_or_else(|| refused.code.row().2.to_owned());
            app.run_blocking(Who::system(), move |work| commands::refused(work, id, &why)).map(drop)
        }
        left => left.map(drop),
    }
}
