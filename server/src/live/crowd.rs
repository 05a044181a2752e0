//! Everybody who is connected.

use super::{batch::Beside, bell::Bell, frames::Ending, outbox::Outbox};
use crate::{Error, error::Code, session::identify::Pass};
use guildhall_domain::Id;
use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};
use tokio::sync::{Notify, Semaphore};

/// Most connections of a person.
const EACH: usize = 20;
/// How many catch up at a time: after a restart of the server all come at once.
const JOINING: usize = 4;

/// What somebody is at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The item they look at.
    pub item: Option<Id>,
    /// The field of it they are writing in.
    pub field: Option<String>,
    /// They have just come to it, or it changed: they are to get it whole.
    pub fresh: bool,
    /// They have just come to it: what hangs on it may have changed while they were away.
    pub came: bool,
    /// What hangs on it and changed meanwhile.
    pub beside: Beside,
}

/// An item somebody is to get whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fresh {
    /// The item.
    pub item: Id,
    /// They have just come to it.
    pub came: bool,
    /// What hangs on it and changed.
    pub beside: Beside,
}

/// One connection.
pub struct Socket {
    /// Names it in this process.
    pub number: u64,
    /// Whose it is.
    pub person: Id,
    /// How they came in.
    pub pass: Pass,
    /// Whether that way in lets them write.
    pub writes: bool,
    /// What waits for it.
    pub outbox: Outbox,
    /// The directory it was told of, by its epoch.
    pub epoch: AtomicU64,
    look: Mutex<Look>,
}

impl Socket {
    /// What its person is at.
    pub fn look(&self) -> Look {
        self.lock().clone()
    }

    /// The item they look at.
    pub fn item(&self) -> Option<Id> {
        self.lock().item
    }

    fn lock(&self) -> MutexGuard<'_, Look> {
        self.look.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What they are to get whole, once.
    pub fn take_fresh(&self) -> Option<Fresh> {
        let mut look = self.lock();
        let (beside, came) = (std::mem::take(&mut look.beside), std::mem::take(&mut look.came));
        std::mem::take(&mut look.fresh).then_some(look.item?).map(|item| Fresh { item, came, beside })
    }
}

/// See the module.
pub struct Crowd {
    people: Mutex<HashMap<Id, Vec<Arc<Socket>>>>,
    numbers: AtomicU64,
    closed: AtomicBool,
    /// Everything up to here was told.
    pub told: AtomicU64,
    /// Wakes the one who tells.
    pub poke: Notify,
    /// Places for those who catch up.
    pub joining: Semaphore,
    /// Items whose presence changed.
    restless: Mutex<Vec<Id>>,
    /// Those who are to get an item whole: they are few, and looking for them among all would cost each turn.
    fresh: Mutex<VecDeque<Arc<Socket>>>,
}

impl Default for Crowd {
    fn default() -> Self {
        Crowd {
            people: Mutex::default(),
            numbers: AtomicU64::new(1),
            closed: AtomicBool::new(false),
            told: AtomicU64::new(0),
            poke: Notify::new(),
            joining: Semaphore::new(JOINING),
            restless: Mutex::default(),
            fresh: Mutex::default(),
        }
    }
}

impl Crowd {
    fn lock(&self) -> MutexGuard<'_, HashMap<Id, Vec<Arc<Socket>>>> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets somebody in, on the worker their connection is on; what follows from now on waits for them.
    pub fn enter(&self, person: Id, pass: Pass, writes: bool) -> Result<Arc<Socket>, Error> {
        let mut people = self.lock();
        if self.closed.load(Ordering::Acquire) {
            return Err(Error::new(Code::Stopping));
        }
        let theirs = people.entry(person).or_default();
        if theirs.len() >= EACH {
            return Err(Error::new(Code::TooManySockets));
        }
        let socket = Arc::new(Socket {
            number: self.numbers.fetch_add(1, Ordering::Relaxed),
            person,
            pass,
            writes,
            outbox: Outbox::new(Bell::here()),
            epoch: AtomicU64::new(0),
            look: Mutex::default(),
        });
        theirs.push(socket.clone());
        Ok(socket)
    }

    /// Lets somebody out.
    pub fn leave(&self, socket: &Socket) {
        let mut people = self.lock();
        if let Some(theirs) = people.get_mut(&socket.person) {
            theirs.retain(|other| other.number != socket.number);
            if theirs.is_empty() {
                people.remove(&socket.person);
            }
        }
        drop(people);
        if let Some(item) = socket.look().item {
            self.stir(item);
        }
    }

    /// Everybody, by person.
    pub fn everybody(&self) -> Vec<(Id, Vec<Arc<Socket>>)> {
        self.lock().iter().map(|(person, sockets)| (*person, sockets.clone())).collect()
    }

    /// How many connections there are.
    pub fn count(&self) -> usize {
        self.lock().values().map(Vec::len).sum()
    }

    /// Somebody comes to an item, writes in one of its fields, or leaves it.
    pub fn look(&self, socket: &Arc<Socket>, item: Option<Id>, field: Option<String>) {
        let mut now = socket.lock();
        let (before, waits) = (now.item, now.fresh);
        let fresh = item.is_some() && (item != before || now.fresh);
        let beside = if item == before { std::mem::take(&mut now.beside) } else { Beside::default() };
        let came = item.is_some() && (item != before || now.came);
        *now = Look { item, field, fresh, came, beside };
        drop(now);
        if fresh && !waits {
            self.fresh().push_back(socket.clone());
        }
        [before, item].into_iter().flatten().for_each(|item| self.stir(item));
    }

    /// What somebody looks at changed.
    pub fn refresh(&self, socket: &Arc<Socket>, item: Id, beside: Beside) {
        let mut look = socket.lock();
        if look.item != Some(item) {
            return;
        }
        look.beside.add(beside);
        let waits = std::mem::replace(&mut look.fresh, true);
        drop(look);
        if !waits {
            self.fresh().push_back(socket.clone());
        }
    }

    /// The next one who is to get an item whole, if that is still so.
    pub fn next_fresh(&self) -> Option<Arc<Socket>> {
        self.fresh().pop_front()
    }

    fn fresh(&self) -> MutexGuard<'_, VecDeque<Arc<Socket>>> {
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stir(&self, item: Id) {
        let mut restless = self.restless.lock().unwrap_or_else(PoisonError::into_inner);
        if !restless.contains(&item) {
            restless.push(item);
        }
        drop(restless);
        self.poke.notify_one();
    }

    /// The items whose presence changed since the last time.
    pub fn restless(&self) -> Vec<Id> {
        std::mem::take(&mut self.restless.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Ends all connections and lets nobody in any more.
    pub fn close(&self) {
        let people = self.lock();
        self.closed.store(true, Ordering::Release);
        drop(people);
        let why = Ending::Stopping;
        self.everybody().iter().flat_map(|(_, sockets)| sockets).for_each(|socket| socket.outbox.end(why));
    }
}
