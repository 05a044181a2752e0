//! Runs that are due, what became of the ones before and of their approval steps, and processes whose time in the trash is over.
//!
//! Invariants: nothing is looked at but what stands in a row with its time, so ten thousand processes cost nothing while
//! none is due; what is due together is started in few commits; and while outgoing things are held after a restore
//! nothing is started. Afterwards at most one run of each is made up for.

use super::Turn;
use crate::{
    App, Error,
    access::{Scope, View, Who},
    approvals,
    background::Stop,
    log, outgoing,
    processes::{commands, store},
};
use guildhall_domain::{
    Id,
    change::{Change, Kind},
    recurrence::Place,
};

/// Runs that are started in one command. Each is some twenty rows and one object.
const TOGETHER: usize = 50;
/// Most that are started in a turn.
const MOST: usize = 1_000;
/// Changes that are looked through in a turn.
const LOOKED_THROUGH: usize = 5_000;
/// Changes without a run among them after which the place in the log is kept all the same.
const KEEP_AFTER: u64 = 5_000;
/// The clock that was set back by more than this means other times.
const SET_BACK_MS: i64 = 60_000;

/// What is remembered from turn to turn.
#[derive(Default)]
pub struct Remembered {
    settled: Option<(Id, Place, i64)>,
    read: Option<(Id, u64)>,
}

/// Looks what became of runs, and starts what is due.
pub fn turn(app: &App, stop: &Stop, remembered: &mut Remembered) -> Turn {
    let more = follow(app, remembered)?;
    let view = app.view(Who::system())?;
    settle(app, &view, remembered)?;
    if more || outgoing::held(view.read())? {
        return Ok(Some(view.now()));
    }
    let next = store::next(view.read(), commands::KEEP_MS)?;
    let due = store::due(view.read(), view.now(), MOST)?;
    let trashed = store::trashed_until(view.read(), view.now() - commands::KEEP_MS, 1)?;
    drop(view);
    let mut failed = None;
    for ids in due.chunks(TOGETHER) {
        if stop.is_told() {
            return Ok(None);
        }
        failed = start(app, ids).err().or(failed);
    }
    if !trashed.is_empty() {
        app.run_blocking(Who::system(), commands::purge_due)?;
    }
    failed.map_or(Ok(next), Err)
}

/// One that fails keeps no other from its time.
fn start(app: &App, ids: &[Id]) -> Result<(), Error> {
    let together = |ids: Vec<Id>| app.run_blocking(Who::system(), move |work| commands::due::start(work, &ids));
    if ids.len() > 1 && together(ids.to_vec()).is_ok() {
        return Ok(());
    }
    let mut failed = None;
    for id in ids {
        if let Err(error) = together(vec![*id]) {
            tracing::warn!(%error, process = %id, "a run could not be started; it is tried again");
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Finds times anew after the days of the organization or the clock changed. Which ones move is found by reading.
fn settle(app: &App, view: &View, remembered: &mut Remembered) -> Result<(), Error> {
    let (now, place, history) = (view.now(), view.directory().place(), view.history());
    let known = remembered.settled.as_ref();
    let same = known.is_some_and(|(id, last, at)| *id == history && *last == place && now >= at - SET_BACK_MS);
    if !same {
        let mut moved = Vec::new();
        for id in store::coming(view.read())? {
            let Some(process) = store::get(view.read(), id)? else { continue };
            let mut after = process.clone();
            if after.settle_back(now, &place) || after.wake_ms(&place) != process.clock.wake_ms {
                moved.push(id);
            }
        }
        for ids in moved.chunks(TOGETHER) {
            let ids = ids.to_vec();
            app.run_blocking(Who::system(), move |work| commands::due::settle(work, &ids))?;
        }
    }
    remembered.settled = Some((history, place, now));
    Ok(())
}

/// Reads on in the log for what became of runs; answers whether there may be more to read.
fn follow(app: &App, remembered: &mut Remembered) -> Result<bool, Error> {
    let view = app.view(Who::system())?;
    let Some(kept) = store::cursor(view.read())? else { return Ok(false) };
    let history = view.history();
    let from = remembered.read.filter(|(known, _)| *known == history).map_or(kept, |(_, seq)| seq);
    let (mut to, mut changed, mut read) = (from, Vec::new(), 0);
    for row in log::after(view.read(), from)?.take(LOOKED_THROUGH) {
        let (seq, change) = row?;
        (to, read) = (seq, read + 1);
        note(&view, &change, &mut changed)?;
    }
    drop(view);
    if !changed.is_empty() || to - kept.min(to) > KEEP_AFTER {
        app.run_blocking(Who::system(), move |work| {
            commands::due::follow(work, &changed, to)?;
            changed.iter().try_for_each(|id| approvals::steps::follow(work, *id))
        })?;
    }
    remembered.read = Some((history, to));
    Ok(read == LOOKED_THROUGH)
}

fn note(view: &View, change: &Change, changed: &mut Vec<Id>) -> Result<(), Error> {
    if change.kind == Kind::Task && store::run(view.read(), change.object)?.is_some() {
        changed.retain(|id| *id != change.object);
        changed.push(change.object);
    }
    Ok(())
}
