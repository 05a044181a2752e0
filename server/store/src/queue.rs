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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{StoreError, Tx};
    use std::sync::{Arc, mpsc::Sender, mpsc::channel};

    struct Named(&'static str, Sender<&'static str>);

    impl Job for Named {
        fn run(&mut self, _: &mut Tx<'_>) -> bool {
            true
        }
        fn answer(&mut self) {
            let _ = self.1.send(self.0);
        }
        fn fail(&mut self, _: StoreError) {}
    }

    #[test]
    fn a_group_ends_with_at_most_one_bulk_command_and_none_is_forgotten() {
        let queue = Arc::new(Queue::default());
        let (send, receive) = channel();
        for name in ["bulk 1", "bulk 2", "bulk 3"] {
            queue.push_bulk(Box::new(Named(name, send.clone())));
        }
        for name in ["quick 1", "quick 2"] {
            queue.push(Box::new(Named(name, send.clone())));
        }
        let group = || match queue.take(Some(Duration::ZERO)) {
            Turn::Group(mut jobs) => {
                jobs.iter_mut().for_each(|job| job.answer());
                receive.try_iter().collect()
            }
            _ => Vec::new(),
        };
        assert_eq!(group(), ["quick 1", "quick 2", "bulk 1"]);
        queue.push(Box::new(Named("quick 3", send.clone())));
        assert_eq!(group(), ["quick 3", "bulk 2"]);
        queue.close();
        assert_eq!(group(), ["bulk 3"], "what waits at the end is still done");
        assert!(matches!(queue.take(None), Turn::Stop));
    }
}
