//! How far the index has come, for whoever waits for it or wants to show it.

use guildhall_domain::Id;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How far the index has come.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Status {
    /// It holds everything, but for what was changed in the last moment.
    pub ready: bool,
    /// How much of it is there, 0–1; 1 when ready.
    pub progress: f64,
    /// The history of the data it was made from.
    pub history: Id,
    /// Everything up to this change of the log is found.
    pub seq: u64,
    /// How many of the rebuilds asked for are done.
    pub rebuilds: u64,
}

/// A status many can wait for.
#[derive(Default)]
pub struct Shown {
    status: Mutex<Status>,
    changed: Condvar,
}

impl Shown {
    fn lock(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As it is.
    pub fn now(&self) -> Status {
        *self.lock()
    }

    /// Changes it and wakes everybody.
    pub fn set(&self, change: impl FnOnce(&mut Status)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    /// Waits until it is so, at most so long; answers whether it is.
    pub fn wait(&self, longest: Duration, holds: impl Fn(&Status) -> bool) -> bool {
        let begun = Instant::now();
        let mut status = self.lock();
        while !holds(&status) {
            let Some(left) = longest.checked_sub(begun.elapsed()).filter(|left| !left.is_zero()) else { return false };
            status = self.changed.wait_timeout(status, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}
