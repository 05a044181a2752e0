//! Following the change log: the thread that keeps everybody's inbox.
//!
//! Invariants: up to where it has come stands in the transaction in which it writes, so nothing is told twice and
//! nothing is left out, whatever happened in between; what tells nobody anything is passed over without a write. A
//! failure is tried again.

use super::{
    keep,
    plan::{self, Touched},
    store, sweep,
};
use crate::{
    App, Error,
    access::{Directory, Scope, View, Who},
    background::{self, Background, Stop, Went},
    log,
};
use guildhall_domain::Id;
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Rest from one turn to the next: what happens meanwhile is told together.
const APART: Duration = Duration::from_millis(25);
/// After a failure.
const PAUSE: Duration = Duration::from_millis(500);
/// How often what was put off is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// Items written in one transaction.
const BATCH: usize = 200;
/// Changes that told nobody anything after which the place is written down all the same.
const IDLE: u64 = 20_000;
/// What happened longer ago is not told to those who have an inbox from now on.
const FIRST_MS: i64 = 7 * 24 * 3_600_000;
/// Changes looked over at once for where that begins.
const STEP: u64 = 200;

/// Keeps the inboxes of a running server. One per process, in [`crate::Parts`].
pub struct Keeper {
    told: Arc<AtomicU64>,
    thread: Background,
}

impl Keeper {
    /// Starts keeping; nothing when it is running. Ends by [`Keeper::stop`], or with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().inbox.get().is_some() {
            return Ok(());
        }
        let told = Arc::new(AtomicU64::new(0));
        let mut follower = Follower { told: told.clone(), at: None };
        let (weak, head) = (app.downgrade(), app.store().watch());
        let thread = Background::start("inbox", |stop| {
            background::follow(weak, head, stop, LOOK, move |app, stop| follower.go_on(app, stop))
        })?;
        // A second one that came too late ends itself when it is dropped.
        let _ = app.parts().inbox.set(Keeper { told, thread });
        Ok(())
    }

    /// Up to which change everybody was told.
    pub fn told(&self) -> u64 {
        self.told.load(Ordering::Acquire)
    }

    /// Waits until everybody was told of everything written so far; answers whether they were in time.
    pub fn wait(&self, app: &App, patience: Duration) -> bool {
        let begun = std::time::Instant::now();
        while begun.elapsed() < patience {
            // What is told is written down as well; then that is the end.
            if self.told() >= *app.store().watch().borrow() {
                return true;
            }
            std::thread::park_timeout(Duration::from_millis(2));
        }
        false
    }

    /// Ends the thread.
    pub fn stop(&self) {
        self.thread.stop();
    }
}

/// The thread's own state.
struct Follower {
    told: Arc<AtomicU64>,
    at: Option<At>,
}

/// How far it has come.
struct At {
    history: Id,
    seq: u64,
    /// What is written down of it.
    written: Option<u64>,
    /// The directory everybody was swept by; none after a start.
    directory: Option<Arc<Directory>>,
}

impl Follower {
    /// A turn; answers how long to rest after it.
    fn go_on(&mut self, app: &App, stop: &Stop) -> Duration {
        let went = background::turn("keeping the inboxes", || self.turn(app, stop));
        if went == Went::Unexpectedly {
            self.at = None;
        }
        went.rest(APART, PAUSE)
    }

    /// Everything that is to be done by now.
    fn turn(&mut self, app: &App, stop: &Stop) -> Result<(), Error> {
        while !stop.is_told() {
            let view = app.view(Who::system())?;
            let mut at = self.begin(&view)?;
            let plan = plan::read(&view, at.seq)?;
            let mut items = plan.items;
            for item in store::due(view.read(), app.clock().now_ms(), BATCH)? {
                items.entry(item).or_default();
            }
            if plan.directory {
                sweep::add(app, &view, at.directory.as_deref(), &mut items)?;
            }
            let directory = view.directory().clone();
            drop(view);
            // Where nobody is told anything the place alone is not worth a write.
            if !items.is_empty() || at.written.is_none_or(|written| plan.to >= written + IDLE) {
                write(app, items, plan.to)?;
                at.written = Some(plan.to);
            }
            (at.seq, at.directory) = (plan.to, Some(directory));
            self.told.store(at.seq, Ordering::Release);
            self.at = Some(at);
            if !plan.more {
                return Ok(());
            }
        }
        Ok(())
    }

    fn begin(&mut self, view: &View) -> Result<At, Error> {
        let history = view.history();
        let known = self.at.take().filter(|at| at.history == history && at.seq <= view.read().last_seq().unwrap_or(0));
        if let Some(at) = known {
            return Ok(at);
        }
        let written = store::cursor(view.read())?;
        let seq = written.map_or_else(|| beginning(view), Ok)?;
        Ok(At { history, seq, written, directory: None })
    }
}

/// Where data that was never followed begins to be told: a week back.
fn beginning(view: &View) -> Result<u64, Error> {
    let since = view.now() - FIRST_MS;
    let mut seq = view.read().last_seq()?;
    while seq > 0 && log::get(view.read(), seq)?.is_none_or(|change| change.at_ms >= since) {
        seq = seq.saturating_sub(STEP);
    }
    Ok(seq)
}

/// In several transactions when it is much; the place stands in the last of them.
fn write(app: &App, items: BTreeMap<Id, Touched>, to: u64) -> Result<(), Error> {
    let items: Vec<(Id, Arc<Touched>)> = items.into_iter().map(|(id, touched)| (id, Arc::new(touched))).collect();
    let mut batches: Vec<Vec<_>> = items.chunks(BATCH).map(<[_]>::to_vec).collect();
    let last = batches.pop().unwrap_or_default();
    for batch in batches {
        app.run_blocking(Who::system(), move |work| keep::keep(work, &batch, None))?;
    }
    app.run_blocking(Who::system(), move |work| keep::keep(work, &last, Some(to)))?;
    Ok(())
}
