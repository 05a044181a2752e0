//! Making the index from nothing, in slices ordered by id, each with a snapshot of its own: no reader pins
//! the data file for long, and what is there already can be asked.
//!
//! Until the last commit the index stands at 0, so that one left unfinished is made again. What changed
//! meanwhile is then caught up from the log.

use super::{
    changes::{self, Batch, Touched, Trouble},
    reactions::Follower,
};
use crate::{
    App,
    access::{Scope, Who},
    tasks,
};
use guildhall_domain::Id;
use guildhall_search::Index;
use guildhall_store::StoreError;
use std::time::{Duration, Instant};

/// Longest a slice may hold its snapshot.
const SLICE: Duration = Duration::from_millis(500);
/// How often what is there is made visible.
const SHOW: Duration = Duration::from_secs(2);

/// Fills the index; false when it was told to stop before the end.
pub fn rebuild(follower: &mut Follower, app: &App, index: &Index, history: Id) -> Result<bool, Trouble> {
    index.wipe(history)?;
    let view = app.view(Who::system())?;
    let (base, total) = (view.read().last_seq()?, tasks::store::count(view.read())?);
    drop(view);
    let (mut done, mut after, mut shown) = (0_usize, None, Instant::now());
    while let Some(last) = slice(app, index, after, &mut done)? {
        after = Some(last);
        if follower.stopped() {
            return Ok(false);
        }
        if app.store().history() != history {
            return Err(StoreError::Stale.into());
        }
        let progress = if total == 0 { 1.0 } else { (done as f64 / total as f64).min(1.0) };
        follower.shared.shown.set(|status| status.progress = progress);
        if shown.elapsed() > SHOW {
            follower.commit(index)?;
            shown = Instant::now();
        }
    }
    if app.store().history() != history {
        return Err(StoreError::Stale.into());
    }
    index.apply(Vec::new(), base)?;
    follower.commit(index)?;
    Ok(true)
}

/// Puts the next items; answers the last one, or none at the end.
fn slice(app: &App, index: &Index, after: Option<Id>, done: &mut usize) -> Result<Option<Id>, Trouble> {
    let view = app.view(Who::system())?;
    let begun = Instant::now();
    let mut batch = Batch::new(index, 0);
    let everything = Touched { all: true, ..Touched::default() };
    let mut last = None;
    for task in tasks::store::after(view.read(), after)? {
        let id = match task {
            Ok(task) => task.id,
            Err(error @ StoreError::Corrupt { .. }) => {
                tracing::error!(%error, "a damaged task is left out of the search");
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        match changes::put(&mut batch, &view, id, &everything) {
            Err(Trouble::Store(error @ StoreError::Corrupt { .. })) => {
                tracing::error!(%error, item = %id, "a damaged item is left out of the search");
            }
            other => other?,
        }
        *done += 1;
        last = Some(id);
        if begun.elapsed() > SLICE {
            break;
        }
    }
    batch.flush(0)?;
    Ok(last)
}
