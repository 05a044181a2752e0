//! The running application: the store, the clock, the directory cache and the way commands are run.

use crate::{
    Error,
    access::{Directory, Scope, View, Who, Work},
    clock::Clock,
    config::Config,
    secrets,
};
use guildhall_domain::Id;
use guildhall_store::{Read, Store};
use std::sync::{
    Arc, Mutex, Weak,
    atomic::{AtomicU64, Ordering},
};

/// Cheap to clone; one per process.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Clock,
    config: Config,
    directory: Mutex<(Id, Arc<Directory>)>,
    epochs: AtomicU64,
    parts: crate::Parts,
}

/// The application as threads that follow it hold it: it does not keep it alive.
pub struct WeakApp(Weak<Inner>);

impl WeakApp {
    /// The application, while there is one.
    pub fn get(&self) -> Option<App> {
        self.0.upgrade().map(App)
    }
}

/// A command that was carried out.
#[derive(Debug)]
pub struct Done<T> {
    /// What it answers.
    pub value: T,
    /// Its id: what undo takes.
    pub command: Id,
}

impl App {
    /// Puts the parts together.
    pub fn new(store: Store, clock: Clock, config: Config, parts: crate::Parts) -> Self {
        // Epochs must never repeat in the life of a data file: they count on from the clock.
        let first = u64::try_from(clock.now_ms()).unwrap_or_default() << 20;
        let epochs = AtomicU64::new(first.max(1));
        App(Arc::new(Inner { store, clock, config, directory: Mutex::default(), epochs, parts }))
    }

    /// A handle that does not keep it alive.
    pub fn downgrade(&self) -> WeakApp {
        WeakApp(Arc::downgrade(&self.0))
    }

    /// The data.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The time.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// What the features keep in memory.
    pub fn parts(&self) -> &crate::Parts {
        &self.0.parts
    }

    /// A value no epoch had before.
    pub fn next_epoch(&self) -> u64 {
        self.0.epochs.fetch_add(1, Ordering::SeqCst)
    }

    /// The directory of the state a reader sees, from memory when it is the one loaded last.
    pub fn directory(&self, read: &Read<'_>) -> Result<Arc<Directory>, Error> {
        let epoch = Directory::epoch(read)?;
        let history = self.store().history();
        let cached = self.0.directory.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        // An epoch of the data before a restore must not be taken for one of the data after it.
        if cached.1.epoch == epoch && cached.0 == history && epoch != 0 {
            return Ok(cached.1);
        }
        let loaded = Arc::new(Directory::load(read)?);
        *self.0.directory.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = (history, loaded.clone());
        Ok(loaded)
    }

    /// A consistent look for somebody.
    pub fn view(&self, who: Who) -> Result<View, Error> {
        // The file may just have been exchanged under the first look: that is `busy`, and over at once.
        View::new(self, who)
            .or_else(|error| if error.code == crate::error::Code::Busy { View::new(self, who) } else { Err(error) })
    }

    /// Carries out a command: all of it or nothing. It may be run again when its group failed, so it
    /// must not do anything outside the transaction.
    pub async fn run<T, F>(&self, who: Who, command: F) -> Result<Done<T>, Error>
    where
        T: Send + 'static,
        F: FnMut(&mut Work<'_, '_>) -> Result<T, Error> + Send + 'static,
    {
        let (id, pending) = self.submit(who, command);
        Ok(Done { value: pending.await?, command: id })
    }

    /// [`App::run`] for threads that may block: jobs, the command line, tests.
    pub fn run_blocking<T, F>(&self, who: Who, command: F) -> Result<Done<T>, Error>
    where
        T: Send + 'static,
        F: FnMut(&mut Work<'_, '_>) -> Result<T, Error> + Send + 'static,
    {
        let (id, pending) = self.submit(who, command);
        Ok(Done { value: pending.wait()?, command: id })
    }

    fn submit<T, F>(&self, who: Who, mut command: F) -> (Id, guildhall_store::Pending<T, Error>)
    where
        T: Send + 'static,
        F: FnMut(&mut Work<'_, '_>) -> Result<T, Error> + Send + 'static,
    {
        let now = self.clock().now_ms();
        let id = secrets::id(now);
        let app = self.clone();
        let pending = self.store().write(move |tx| {
            let mut work = Work::new(&app, tx, who, id, now)?;
            still_there(&work)?;
            command(&mut work)
        });
        (id, pending)
    }
}

/// A person deactivated while their request was waiting does nothing any more.
pub fn still_there(scope: &impl Scope) -> Result<(), Error> {
    use guildhall_domain::person::PersonState;
    match scope.who().person {
        Some(id) if scope.directory().person(id).is_none_or(|person| person.state == PersonState::Deactivated) => {
            Err(Error::new(crate::error::Code::NotSignedIn))
        }
        _ => Ok(()),
    }
}
