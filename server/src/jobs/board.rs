//! What jobs and operations keep in memory while the server runs.

use super::{Handler, operations::Operation};
use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

/// See the module.
#[derive(Default)]
pub struct Board {
    handlers: OnceLock<Vec<Arc<dyn Handler>>>,
    operations: Mutex<Vec<Operation>>,
    bell: Mutex<bool>,
    rung: Condvar,
}

impl Board {
    /// Names the kinds of jobs there are; once.
    pub fn handle(&self, handlers: Vec<Arc<dyn Handler>>) {
        if self.handlers.set(handlers).is_err() {
            tracing::warn!("the kinds of jobs were named already");
        }
    }

    /// The kinds of jobs there are.
    pub fn handlers(&self) -> &[Arc<dyn Handler>] {
        self.handlers.get().map(Vec::as_slice).unwrap_or_default()
    }

    /// The handler of a kind.
    pub fn handler(&self, kind: &str) -> Option<&Arc<dyn Handler>> {
        self.handlers().iter().find(|handler| handler.kind() == kind)
    }

    /// Says that there may be a new job, so that it need not wait to be found.
    pub fn ring(&self) {
        *self.bell.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.rung.notify_all();
    }

    /// Waits until somebody rings, or for so long.
    pub(super) fn wait(&self, longest: Duration) {
        let bell = self.bell.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.rung.wait_timeout_while(bell, longest, |rung| !*rung);
        *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
    }

    pub(super) fn operations(&self) -> MutexGuard<'_, Vec<Operation>> {
        self.operations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
