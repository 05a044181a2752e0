//! Search: tasks, their steps and their comments together.
//!
//! The index ([`guildhall_search`]) is derived: a thread follows the change log and keeps it in step
//! ([`reactions`]), makes it again when it is missing, damaged or of another history ([`rebuild`]), and
//! nothing is lost with it. Invariant: an answer is made of what the store gives through the access check
//! at the time of asking; the index only says where to look and how much there is, for the asker's reach.
//! Names of spaces, people and tags are not in the index, so renaming one changes nothing here.

pub mod asked;
pub mod changes;
pub mod documents;
mod exact;
mod facets;
mod hits;
mod names;
mod processes;
pub mod queries;
pub mod reactions;
pub mod rebuild;
pub mod routes;
pub mod searcher;
mod status;
pub mod tasks;
pub mod views;

pub use searcher::Searcher;
pub use status::Status;

use crate::App;
use std::time::Duration;

/// Whether everything is found, and if not how far the index has come, 0–1.
pub fn health(app: &App) -> (bool, f64) {
    let status = app.parts().search.get().map(Searcher::status).unwrap_or_default();
    (status.ready, status.progress)
}

/// Waits until everything written so far is found, at most so long; answers whether it is.
pub fn wait(app: &App, longest: Duration) -> bool {
    let history = app.store().history();
    // What can be read was written, also in the moment before the store tells its followers of it.
    let Ok(head) = app.store().snapshot().and_then(|snapshot| snapshot.read().last_seq()) else { return false };
    app.parts().search.get().is_some_and(|searcher| searcher.wait_for(history, head, longest))
}
