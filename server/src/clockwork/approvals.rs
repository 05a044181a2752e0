//! Approvals that are due, and approvers who are gone.
//!
//! Invariants: a reminder is a row that goes with what it tells, so each is told once, however long the server was off;
//! while outgoing things are held after a restore nobody is reminded. Who is gone follows from the state, so it does
//! not matter what was seen of the log: after a start everything that waits is looked at.

use super::Turn;
use crate::{
    App, Error,
    access::{Scope, View, Who, Work},
    approvals::{gone, store},
    background::Stop,
    inbox, log, outgoing,
};
use guildhall_domain::{Id, change::Kind};
use std::collections::BTreeSet;

/// Most of a kind that is done in a turn.
const MOST: usize = 100;
/// Most changes read at once; of more everything that waits is looked at.
const CHANGES: usize = 2_000;

/// Up to which change it is known who is gone.
#[derive(Default)]
pub struct Watched(Option<(Id, u64)>);

/// Reminds, and notes who is gone.
pub fn turn(app: &App, stop: &Stop, watched: &mut Watched) -> Turn {
    let view = app.view(Who::system())?;
    let head = view.read().last_seq()?;
    let affected = affected(&view, watched.0.filter(|(history, _)| *history == view.history()).map(|(_, seq)| seq))?;
    let held = outgoing::held(view.read())?;
    let due = if held { Vec::new() } else { store::due(view.read(), view.now(), MOST)? };
    let next = if held { Some(view.now()) } else { store::next(view.read())? };
    let history = view.history();
    drop(view);
    for id in affected {
        if stop.is_told() {
            return Ok(None);
        }
        app.run_blocking(Who::system(), move |work| gone::note(work, id))?;
    }
    watched.0 = Some((history, head));
    for (at, id) in due {
        if stop.is_told() {
            return Ok(None);
        }
        app.run_blocking(Who::system(), move |work| remind(work, at, id))?;
    }
    Ok(next)
}

/// The approvals that wait and of which somebody may be gone, or back, since a change.
fn affected(view: &View, since: Option<u64>) -> Result<BTreeSet<Id>, Error> {
    if !store::is_any_waiting(view.read())? {
        return Ok(BTreeSet::new());
    }
    let Some(since) = since else { return unsure(view, store::waiting(view.read())?) };
    let mut found = BTreeSet::new();
    for (count, row) in log::after(view.read(), since)?.enumerate() {
        let (_, change) = row?;
        match change.kind {
            Kind::Space | Kind::Person | Kind::Organization => return unsure(view, store::waiting(view.read())?),
            _ if count >= CHANGES => return unsure(view, store::waiting(view.read())?),
            Kind::Task | Kind::Document if change.audience_before != change.audience_after => {
                found.extend(store::of_item(view.read(), change.object)?.into_iter().map(|approval| approval.id));
            }
            _ => {}
        }
    }
    unsure(view, found)
}

/// Those of which it is not known yet.
fn unsure(view: &View, ids: BTreeSet<Id>) -> Result<BTreeSet<Id>, Error> {
    let mut found = BTreeSet::new();
    for id in ids {
        found.extend(gone::is_news(view, id)?.then_some(id));
    }
    Ok(found)
}

/// Reminds those whose turn it is. Where the zone of the organization changed meanwhile the moment is another one.
fn remind(work: &mut Work<'_, '_>, at: i64, id: Id) -> Result<(), Error> {
    store::reminded(work, at, id)?;
    match store::get(work.read(), id)? {
        Some(approval) if approval.is_waiting() => inbox::reminders::remind_of_approval(work, &approval),
        _ => Ok(()),
    }
}
