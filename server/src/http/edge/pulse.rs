//! What one connection is doing: known to its stream, which can end it, and to its requests, which know what it is
//! busy with. It stays on the thread of its connection.

use crate::config::Limits;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    task::Waker,
};
use tokio::time::Instant;

/// See the module.
pub struct Pulse {
    /// What it is held to.
    pub limits: Limits,
    over: bool,
    opened: Instant,
    /// Requests whose answer is not complete.
    under_way: Cell<usize>,
    /// There was a first request: from then on the HTTP library no longer looks how long a head takes.
    served: Cell<bool>,
    /// Requests share the connection (HTTP/2): bytes that come tell nothing about a head.
    shared: Cell<bool>,
    /// Since when something is coming that has to become a request.
    since: Cell<Option<Instant>>,
    /// Answers the client has to take something of, and since when. Only of shared connections; on others the
    /// connection itself stands still.
    handed: RefCell<BTreeMap<u64, Instant>>,
    flights: Cell<u64>,
    waker: RefCell<Option<Waker>>,
}

impl Pulse {
    /// A fresh connection; `over` when it is one too many.
    pub fn new(limits: Limits, over: bool) -> Self {
        Pulse {
            limits,
            over,
            opened: Instant::now(),
            under_way: Cell::new(0),
            served: Cell::new(false),
            shared: Cell::new(false),
            since: Cell::new(None),
            handed: RefCell::default(),
            flights: Cell::new(0),
            waker: RefCell::new(None),
        }
    }

    /// It is one too many of its address.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// A request begins.
    pub fn begin(self: &Rc<Self>, shared: bool) -> Flight {
        self.under_way.set(self.under_way.get() + 1);
        self.served.set(true);
        self.shared.set(shared);
        self.since.set(None);
        self.flights.set(self.flights.get() + 1);
        let (complete, upgraded) = (Cell::new(false), Cell::new(false));
        Flight { pulse: Rc::clone(self), number: self.flights.get(), shared, complete, upgraded }
    }

    /// Bytes came.
    pub fn received(&self) {
        if self.under_way.get() == 0 && self.since.get().is_none() {
            self.since.set(Some(Instant::now()));
        }
    }

    /// Whom to wake when there is a new deadline.
    pub fn watched_by(&self, waker: &Waker) {
        let mut known = self.waker.borrow_mut();
        if !known.as_ref().is_some_and(|known| known.will_wake(waker)) {
            *known = Some(waker.clone());
        }
    }

    /// When the connection ends unless something happens.
    pub fn deadline(&self) -> Option<Instant> {
        let over = self.over.then(|| self.opened + self.limits.head);
        let waits = self.under_way.get() == 0 && self.served.get() && !self.shared.get();
        let next = self.since.get().filter(|_| waits).map(|since| since + self.limits.head);
        let taken = self.handed.borrow().values().min().map(|since| *since + self.limits.reader);
        [over, next, taken].into_iter().flatten().min()
    }

    fn wake(&self) {
        if let Some(waker) = self.waker.borrow().as_ref() {
            waker.wake_by_ref();
        }
    }
}

/// A request under way, until its answer is complete or given up.
pub struct Flight {
    pulse: Rc<Pulse>,
    number: u64,
    shared: bool,
    complete: Cell<bool>,
    upgraded: Cell<bool>,
}

impl Flight {
    /// What its connection is held to.
    pub fn limits(&self) -> Limits {
        self.pulse.limits
    }

    /// Whether it shares its connection.
    pub fn shared(&self) -> bool {
        self.shared
    }

    /// Its body was read to the end.
    pub fn complete(&self) {
        self.complete.set(true);
    }

    /// It has become something else than a request, which may be silent.
    pub fn upgraded(&self) {
        self.upgraded.set(true);
    }

    /// See [`Flight::upgraded`].
    pub fn is_upgraded(&self) -> bool {
        self.upgraded.get()
    }

    /// A piece of the answer was given to the connection; the client has to take it.
    pub fn hand(&self) {
        if self.shared {
            self.pulse.handed.borrow_mut().insert(self.number, Instant::now());
            self.pulse.wake();
        }
    }

    /// What was handed is taken.
    pub fn taken(&self) {
        if self.shared {
            self.pulse.handed.borrow_mut().remove(&self.number);
        }
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.taken();
        self.pulse.under_way.set(self.pulse.under_way.get().saturating_sub(1));
        // The rest of a body nobody reads any more has to come soon as well.
        self.pulse.since.set((!self.complete.get()).then(Instant::now));
        self.pulse.wake();
    }
}
