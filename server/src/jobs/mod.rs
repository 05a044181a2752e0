//! Work that takes longer than a request. A *job* is written in the transaction that causes it, survives
//! the process and is done at least once; an *operation* (backup, check, restore) is asked for by a
//! person who waits for it, lives in memory and ends with the process: nobody wants a restore that
//! begins by itself after a crash, and its progress must survive the exchange of the data file.

mod board;
pub mod operations;
mod record;
mod runner;
pub mod store;
pub mod views;

pub use board::Board;
pub use runner::Runner;
pub use views::JobShape;

use crate::App;
use guildhall_domain::Id;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};

/// A kind of job.
pub trait Handler: Send + Sync {
    /// The word in the job, such as `import`.
    fn kind(&self) -> &'static str;

    /// What people call it.
    fn label(&self, payload: &[u8]) -> String;

    /// Whether the end of one is kept for Admin to see; what fails for good always is.
    fn is_noted(&self) -> bool {
        true
    }

    /// Does it. A process that ended in the middle does it again, so what it does must be safe to do
    /// twice. Long ones look at [`Progress::stopping`] between their steps and end early.
    fn run(&self, app: &App, job: Id, payload: &[u8], progress: &mut Progress<'_>) -> Result<Value, Failure>;
}

/// Why a job did not work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It may work later.
    Later(String),
    /// It never will.
    ForGood(String),
}

impl From<crate::Error> for Failure {
    fn from(error: crate::Error) -> Self {
        let sentence = error.message.clone().unwrap_or_else(|| error.code.row().2.to_owned());
        if error.code.status().is_server_error() { Failure::Later(sentence) } else { Failure::ForGood(sentence) }
    }
}

/// How far something is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Done,
    pub done: u64,
    /// of how many; 0 when that is not known.
    pub total: u64,
    /// In words.
    pub note: String,
}

/// What long work tells about itself, and what it is told.
pub struct Progress<'a> {
    tell: &'a mut dyn FnMut(Step),
    stopping: &'a AtomicBool,
}

static NEVER: AtomicBool = AtomicBool::new(false);

impl<'a> Progress<'a> {
    /// Progress that goes to `tell`.
    pub fn to(tell: &'a mut dyn FnMut(Step)) -> Self {
        Progress { tell, stopping: &NEVER }
    }

    /// Progress of work that is to end early when `stopping` is set.
    pub fn until(tell: &'a mut dyn FnMut(Step), stopping: &'a AtomicBool) -> Self {
        Progress { tell, stopping }
    }

    /// Tells how far it is. Cheap enough for every row: it is written down twice a second at most.
    pub fn report(&mut self, done: u64, total: u64, note: impl Into<String>) {
        (self.tell)(Step { done, total, note: note.into() });
    }

    /// Whether the server is about to stop.
    pub fn stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }
}
