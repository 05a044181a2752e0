//! Budgets of which there is something to tell: the hours of a space are written elsewhere, so whoever follows the log looks.
//!
//! Invariants: what was told stands with the budget, so it does not matter what was seen of the log: after a start every
//! budget is looked at; while outgoing things are held after a restore nobody is told.

use super::Turn;
use crate::{
    App, Error,
    access::{Scope, View, Who},
    background::Stop,
    budgets::{store, warnings},
    log, outgoing, time,
};
use guildhall_domain::{Id, change::Kind};
use std::collections::BTreeSet;

/// Most changes read at once; of more every budget is looked at.
const CHANGES: usize = 2_000;

/// Up to which change it is known what was told.
#[derive(Default)]
pub struct Watched(Option<(Id, u64)>);

/// Notes how much of budgets is used.
pub fn turn(app: &App, stop: &Stop, watched: &mut Watched) -> Turn {
    let view = app.view(Who::system())?;
    if outgoing::held(view.read())? {
        return Ok(Some(view.now()));
    }
    let (history, head) = (view.history(), view.read().last_seq()?);
    let spaces = affected(&view, watched.0.filter(|(known, _)| *known == history).map(|(_, seq)| seq))?;
    drop(view);
    for space in spaces {
        if stop.is_told() {
            return Ok(None);
        }
        // A snapshot of its own: together they may take longer than one may be held.
        if warnings::is_news(&app.view(Who::system())?, space)? {
            app.run_blocking(Who::system(), move |work| warnings::note(work, space))?;
        }
    }
    watched.0 = Some((history, head));
    Ok(None)
}

/// The spaces with a budget in which hours or money may be others since a change.
fn affected(view: &View, since: Option<u64>) -> Result<BTreeSet<Id>, Error> {
    let all: BTreeSet<Id> = store::spaces(view.read())?.into_iter().collect();
    let Some(since) = since.filter(|_| !all.is_empty()) else { return Ok(all) };
    let mut found = BTreeSet::new();
    for (count, row) in log::after(view.read(), since)?.enumerate() {
        if count >= CHANGES {
            return Ok(all);
        }
        let (_, change) = row?;
        found.extend(match change.kind {
            Kind::Budget | Kind::Space => Some(change.object),
            Kind::Expense => store::expense(view.read(), change.object)?.map(|expense| expense.space),
            Kind::TimeEntry => time::store::get(view.read(), change.object)?.map(|entry| entry.space),
            _ => None,
        });
    }
    Ok(found.intersection(&all).copied().collect())
}
