//! Commands waiting for the writer thread.
//!
//! Invariant: order is kept; a piece of exclusive work (such as replacing the file) runs alone, after what
//! was asked for before it and before what was asked for after it. Bulk commands keep their order among
//! themselves; a group ends with at most one of them.

use crate::pending::Job;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// At most so many commands share a commit; more gains nothing (measured) and only delays the first.
pub(crate) const GROUP: usize = 64;

/// Work that needs the writer thread to itself.
pub(crate) type Exclusive = Box<dyn FnOnce() + Send>;

enum Entry {
    Job(Box<dyn Job>),
    Alone(Exclusive),
}

pub(crate) enum Turn {
    Group(Vec<Box<dyn Job>>),
    Alone(Exclusive),
    Tick,
    Stop,
}

#[derive(Default)]
pub(crate) struct Queue {
    inner: Mutex<Inner>,
    filled: Condvar,
}

#[derive(Default)]
struct Inner {
    waiting: VecDeque<Entry>,
    bulk: VecDeque<Box<dyn Job>>,
    closed: bool,
    poked: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a command; on a closed queue it is dropped, which answers it.
    pub fn push(&self, job: Box<dyn Job>) {
        self.add(Entry::Job(job));
    }

    /// Adds a command that writes much.
    pub fn push_bulk(&self, job: Box<dyn Job>) {
        let mut inner = self.lock();
        if inner.closed {
            drop(inner);
            drop(job);
        } else {
            inner.bulk.push_back(job);
            drop(inner);
            self.filled.notify_one();
        }
    }

    pub fn push_alone(&self, work: Exclusive) {
        self.add(Entry::Alone(work));
    }

    fn add(&self, entry: Entry) {
        let mut inner = self.lock();
        if inner.closed {
            drop(inner);
            drop(entry);
        } else {
            inner.waiting.push_back(entry);
            drop(inner);
            self.filled.notify_one();
        }
    }

    /// Wakes the writer without work.
    pub fn poke(&self) {
        self.lock().poked = true;
        self.filled.notify_one();
    }

    /// No more commands; what waits is still done.
    pub fn close(&self) {
        self.lock().closed = true;
        self.filled.notify_one();
    }

    /// Waits for work, at most `patience` when given.
    pub fn take(&self, patience: Option<Duration>) -> Turn {
        let mut inner = self.lock();
        while inner.waiting.is_empty() && inner.bulk.is_empty() && !inner.closed && !inner.poked {
            match patience {
                None => inner = self.filled.wait(inner).unwrap_or_else(PoisonError::into_inner),
                Some(patience) => {
                    let (guard, wait) =
                        self.filled.wait_timeout(inner, patience).unwrap_or_else(PoisonError::into_inner);
                    inner = guard;
                    if wait.timed_out() {
                        break;
                    }
                }
            }
        }
        inner.poked = false;
        let mut group = Vec::new();
        while group.len() < GROUP {
            match inner.waiting.pop_front() {
                Some(Entry::Job(job)) => group.push(job),
                Some(Entry::Alone(work)) if group.is_empty() => return Turn::Alone(work),
                Some(work @ Entry::Alone(_)) => {
                    inner.waiting.push_front(work);
                    break;
                }
                None => break,
            }
        }
        group.extend(inner.bulk.pop_front());
        match (group.is_empty(), inner.closed) {
            (false, _) => Turn::Group(group),
            (true, true) => Turn::Stop,
            (true, false) => Turn::Tick,
        }
    }
}
