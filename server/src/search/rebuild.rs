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
    background::Stop,
    documents, events, processes, tasks, topics,
};
use guildhall_domain::Id;
use guildhall_search::Index;
use guildhall_store::{Read, StoreError};
use std::time::{Duration, Instant};

/// Longest a slice may hold its snapshot.
const SLICE: Duration = Duration::from_millis(500);
/// How often what is there is made visible.
const SHOW: Duration = Duration::from_secs(2);

/// Fills the index; false when it was told to stop before the end.
pub fn rebuild(follower: &mut Follower, app: &App, stop: &Stop, index: &Index, history: Id) -> Result<bool, Trouble> {
    index.wipe(history)?;
    let view = app.view(Who::system())?;
    let base = view.read().last_seq()?;
    let total = tasks::store::count(view.read())?
        + topics::store::count(view.read())?
        + documents::store::count(view.read())?
        + events::store::count(view.read())?
        + processes::store::count_all(view.read())?;
    drop(view);
    let (mut done, mut after, mut shown) = (0_usize, Some(Place::Tasks(None)), Instant::now());
    while let Some(place) = after {
        after = slice(app, index, place, &mut done)?;
        if stop.is_told() {
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

/// How far it has come: after which task, then after which topic, document, event and process.
#[derive(Clone, Copy)]
enum Place {
    Tasks(Option<Id>),
    Topics(Option<Id>),
    Documents(Option<Id>),
    Events(Option<Id>),
    Processes(Option<Id>),
}

/// The ids of items after a place.
fn ids<'a>(
    read: &'a Read<'_>,
    place: Place,
) -> Result<Box<dyn Iterator<Item = Result<Id, StoreError>> + 'a>, StoreError> {
    Ok(match place {
        Place::Tasks(after) => Box::new(tasks::store::after(read, after)?.map(|task| task.map(|task| task.id))),
        Place::Topics(after) => Box::new(topics::store::after(read, after)?.map(|topic| topic.map(|topic| topic.id))),
        Place::Documents(after) => Box::new(documents::store::after(read, after)?.map(|row| row.map(|one| one.id))),
        Place::Events(after) => Box::new(events::store::after(read, after)?.map(|row| row.map(|one| one.id))),
        Place::Processes(after) => Box::new(processes::store::after(read, after)?),
    })
}

/// Puts the next items; answers where to go on, or none at the end.
fn slice(app: &App, index: &Index, place: Place, done: &mut usize) -> Result<Option<Place>, Trouble> {
    let view = app.view(Who::system())?;
    let begun = Instant::now();
    let mut batch = Batch::new(index, 0);
    let everything = Touched { all: true, ..Touched::default() };
    let mut last = None;
    for id in ids(view.read(), place)? {
        let id = match id {
            Ok(id) => id,
            Err(error @ StoreError::Corrupt { .. }) => {
                tracing::error!(%error, "a damaged item is left out of the search");
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let put = match place {
            Place::Processes(_) => changes::put_process(&mut batch, &view, id),
            _ => changes::put(&mut batch, &view, id, &everything),
        };
        match put {
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
    Ok(match (place, last) {
        (Place::Tasks(_), Some(_)) => Some(Place::Tasks(last)),
        (Place::Tasks(_), None) => Some(Place::Topics(None)),
        (Place::Topics(_), Some(_)) => Some(Place::Topics(last)),
        (Place::Topics(_), None) => Some(Place::Documents(None)),
        (Place::Documents(_), Some(_)) => Some(Place::Documents(last)),
        (Place::Documents(_), None) => Some(Place::Events(None)),
        (Place::Events(_), Some(_)) => Some(Place::Events(last)),
        (Place::Events(_), None) => Some(Place::Processes(None)),
        (Place::Processes(_), Some(_)) => Some(Place::Processes(last)),
        (Place::Processes(_), None) => None,
    })
}
