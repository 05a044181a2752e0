//! Following the change log: the thread that keeps the index in step with the data.
//!
//! Invariants: the index's committed sequence number is the cursor, so it catches up exactly, whatever
//! happened in between; a change is found 100 ms after the first one waiting, with at most eight commits a
//! second; an index of another history or language is made again; a failure is tried again, never given up.

use super::{
    changes::{self, Batch, Trouble},
    rebuild,
    searcher::{self, Shared},
    status::Status,
};
use crate::{
    App,
    access::{Scope, Who},
    app::WeakApp,
    background::Stop,
    items,
};
use guildhall_domain::Id;
use guildhall_search::{Index, Language, OpenState};
use guildhall_store::StoreError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::{
    sync::watch,
    time::{Instant, sleep, sleep_until},
};

/// From the first waiting change to the commit.
const GATHER: Duration = Duration::from_millis(100);
/// From one commit to the next.
const APART: Duration = Duration::from_millis(125);
/// After a failure.
const PAUSE: Duration = Duration::from_secs(1);
/// A snapshot is let go after this.
const SLICE: Duration = Duration::from_millis(500);

/// The thread's own state.
pub struct Follower {
    app: WeakApp,
    pub(super) shared: Arc<Shared>,
    /// How many rebuilds were asked for.
    asked: watch::Receiver<u64>,
    head: watch::Receiver<u64>,
    index: Option<Current>,
    /// Rebuilds that were asked for and are done.
    rebuilds: u64,
    committed_at: Option<Instant>,
}

#[derive(Clone)]
struct Current {
    index: Index,
    history: Id,
    language: Language,
    /// It has not been filled to the end.
    partial: bool,
}

impl Follower {
    /// A follower of an application that does not keep it alive.
    pub fn new(app: &App, shared: Arc<Shared>, asked: watch::Receiver<u64>) -> Self {
        let head = app.store().watch();
        Follower { app: app.downgrade(), shared, asked, head, index: None, rebuilds: 0, committed_at: None }
    }

    /// Follows until it is told to stop or the application is gone.
    pub async fn run(mut self, mut stop: Stop) {
        self.follow(&mut stop).await;
        self.shared.shown.set(|status| status.ready = false);
        self.publish(None);
        if let Some(current) = self.index.take()
            && let Err(error) = current.index.close()
        {
            tracing::warn!(%error, "the search index was not closed; the next start checks it");
        }
    }

    async fn follow(&mut self, stop: &mut Stop) {
        while !stop.is_told() {
            self.head.mark_unchanged();
            self.asked.mark_unchanged();
            let Some(app) = self.app.get() else { return };
            let failed = match catch_unwind(AssertUnwindSafe(|| self.turn(&app, stop))) {
                Ok(Ok(())) => false,
                Ok(Err(trouble)) => {
                    tracing::warn!(%trouble, "the search index is behind; it is tried again");
                    true
                }
                Err(_) => {
                    // Nobody knows what state it left behind; the folder is opened and checked anew.
                    tracing::error!("the search index failed unexpectedly; it is opened again");
                    self.publish(None);
                    self.index = None;
                    true
                }
            };
            drop(app);
            if stop.is_told() {
                return;
            }
            tokio::select! {
                moved = self.head.changed() => match moved {
                    Ok(()) => self.gather(stop).await,
                    Err(_) => return,
                },
                told = self.asked.changed() => if told.is_err() { return },
                () = stop.told() => return,
                () = sleep(PAUSE), if failed => {}
            }
        }
    }

    async fn gather(&mut self, stop: &mut Stop) {
        let now = Instant::now();
        let at = self.committed_at.map_or(now, |last| last + APART).max(now + GATHER);
        tokio::select! {
            () = sleep_until(at) => {}
            _ = self.asked.changed() => {}
            () = stop.told() => {}
        }
    }

    fn publish(&self, index: Option<(Index, Language)>) {
        *self.shared.index.write().unwrap_or_else(PoisonError::into_inner) = index;
    }

    /// Everything that is to be done by now.
    fn turn(&mut self, app: &App, stop: &Stop) -> Result<(), Trouble> {
        let wanted = *self.asked.borrow();
        let mut current = self.current(app)?;
        if current.partial || wanted > self.rebuilds {
            self.shared.shown.set(|status| (status.ready, status.progress) = (false, 0.0));
            current.partial = true;
            self.index = Some(current.clone());
            if !rebuild::rebuild(self, app, stop, &current.index, current.history)? {
                return Ok(());
            }
            self.rebuilds = wanted;
            current.partial = false;
            self.index = Some(current.clone());
        }
        match self.catch_up(app, stop, &current) {
            Err(Trouble::Store(StoreError::Corrupt { table, what })) => {
                // A damaged row of the log would stop everything after it; the state itself is whole.
                tracing::error!(%table, %what, "the change log is damaged; the search index is made again without it");
                self.index = Some(Current { partial: true, ..current });
                Err(StoreError::Corrupt { table, what }.into())
            }
            other => other,
        }
    }

    /// The index of the present history and language.
    fn current(&mut self, app: &App) -> Result<Current, Trouble> {
        let history = app.store().history();
        let view = app.view(Who::system())?;
        let code = view.directory().organization.as_ref().map(|organization| organization.language.clone());
        let (language, head) = (Language::from_code(&code.unwrap_or_default()), view.read().last_seq()?);
        let floor = items::tombstones::floor(view.read())?;
        drop(view);
        if let Some(current) = self.index.clone().filter(|current| current.language == language) {
            return Ok(Current { partial: current.partial || current.history != history, history, ..current });
        }
        if let Some(old) = self.index.take() {
            self.shared.shown.set(|status| (status.ready, status.progress) = (false, 0.0));
            self.publish(None);
            old.index.close()?;
        }
        let opened = Index::open(&searcher::folder(&app.config().data), history, language, head)?;
        // An index that stood still for so long may hold what nothing in the log takes away any more.
        let partial = matches!(opened.state, OpenState::Rebuild { .. }) || opened.index.committed_seq() < floor;
        let current = Current { index: opened.index, history, language, partial };
        self.publish(Some((current.index.clone(), language)));
        self.index = Some(current.clone());
        Ok(current)
    }

    fn catch_up(&mut self, app: &App, stop: &Stop, current: &Current) -> Result<(), Trouble> {
        loop {
            let from = current.index.committed_seq();
            let view = app.view(Who::system())?;
            let stretch = changes::read(view.read(), view.directory(), from)?;
            drop(view);
            let mut batch = Batch::new(&current.index, from);
            let (mut view, mut taken) = (app.view(Who::system())?, Instant::now());
            let items = stretch.items.iter().map(|(id, touched)| (id, Some(touched)));
            for (id, touched) in items.chain(stretch.processes.iter().map(|id| (id, None))) {
                if taken.elapsed() > SLICE {
                    (view, taken) = (app.view(Who::system())?, Instant::now());
                }
                let put = match touched {
                    Some(touched) => changes::put(&mut batch, &view, *id, touched),
                    None => changes::put_process(&mut batch, &view, *id),
                };
                match put {
                    // What cannot be read cannot be found; everything else goes on.
                    Err(Trouble::Store(error @ StoreError::Corrupt { .. })) => {
                        tracing::error!(%error, item = %id, "a damaged item is left out of the search");
                    }
                    other => other?,
                }
            }
            drop(view);
            if app.store().history() != current.history {
                // The file was replaced meanwhile; the next turn begins anew.
                self.index = Some(Current { partial: true, ..current.clone() });
                return Err(StoreError::Stale.into());
            }
            if stretch.to > from {
                batch.flush(stretch.to)?;
                self.commit(&current.index)?;
            }
            if !stretch.more {
                let (seq, history) = (current.index.committed_seq(), current.history);
                let rebuilds = self.rebuilds;
                self.shared.shown.set(|status| *status = Status { ready: true, progress: 1.0, history, seq, rebuilds });
                return Ok(());
            }
            if stop.is_told() {
                return Ok(());
            }
        }
    }

    pub(super) fn commit(&mut self, index: &Index) -> Result<(), Trouble> {
        index.commit()?;
        self.committed_at = Some(Instant::now());
        Ok(())
    }
}
