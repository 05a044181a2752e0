//! The caretaker: what has to be done every so often. Hourly snapshots of the ring, the trash after its
//! 30 days, tombstones after 180, ways in that ended. Each round is safe to be missed and to be done twice.

use crate::{
    App, Error,
    access::{Scope, Who, Work},
    admin::backups,
    background, dav, documents, events, files, forms,
    http::idempotency,
    items, jobs, rules, session, tasks, topics, webhooks,
};
use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread::JoinHandle,
    time::Duration,
};

/// How often it looks around.
const ROUND: Duration = Duration::from_secs(60);
/// How often snapshots are taken and things swept.
const HOUR_MS: i64 = 3_600_000;
/// The first snapshot of a server that never had one comes soon.
const FIRST_MS: i64 = 10 * 60_000;

/// The thread of the caretaker.
pub struct Caretaker {
    stopping: Arc<(Mutex<bool>, Condvar)>,
    thread: JoinHandle<()>,
}

impl Caretaker {
    /// Starts.
    pub fn start(app: &App) -> std::io::Result<Caretaker> {
        let stopping = Arc::new((Mutex::new(false), Condvar::new()));
        let (app, stop) = (app.clone(), Arc::clone(&stopping));
        let thread = std::thread::Builder::new().name("caretaker".into()).spawn(move || {
            background::step_back();
            rounds(&app, &stop);
        })?;
        Ok(Caretaker { stopping, thread })
    }

    /// Stops; a snapshot that is being taken is finished.
    pub fn stop(self) {
        *self.stopping.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stopping.1.notify_all();
        let _ended = self.thread.join();
    }
}

fn rounds(app: &App, stop: &(Mutex<bool>, Condvar)) {
    app.parts().desk.plan_snapshot(first_snapshot(app));
    let mut sweep_at = app.clock().now_ms();
    loop {
        let stopping = stop.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = stop.1.wait_timeout_while(stopping, ROUND, |stopping| !*stopping);
        if *waited.unwrap_or_else(PoisonError::into_inner).0 {
            return;
        }
        let now = app.clock().now_ms();
        if app.parts().desk.next_snapshot().is_some_and(|at| at <= now) {
            snapshot(app);
            app.parts().desk.plan_snapshot(now + HOUR_MS);
        }
        if sweep_at <= now {
            sweep_at = now + HOUR_MS;
            if let Err(error) = sweep(app) {
                tracing::warn!(%error, "sweeping was not possible; it is tried again in an hour");
            }
        }
    }
}

/// An hour after the newest snapshot, however often the server was restarted since.
fn first_snapshot(app: &App) -> i64 {
    let entries = app.store().ring().list().unwrap_or_default();
    let taken = entries.iter().filter_map(|entry| entry.facts.as_ref().ok()?.taken.as_ref());
    let newest = taken.map(|taken| taken.at_ms).max();
    let now = app.clock().now_ms();
    newest.map_or(now + FIRST_MS, |at| (at + HOUR_MS).clamp(now, now + HOUR_MS))
}

fn snapshot(app: &App) {
    match app.store().tick_snapshot(app.clock().now_ms()) {
        Ok(Some(path)) => {
            tracing::info!(path = %path.display(), "a snapshot was taken");
            backups::note::clean(app.store().ring().dir());
        }
        Ok(None) => {}
        Err(error) => tracing::error!(%error, "no snapshot could be taken"),
    }
}

/// Deletes what has had its time.
pub fn sweep(app: &App) -> Result<(), Error> {
    app.run_blocking(Who::system(), sweep_ways_in)?;
    app.run_blocking(Who::system(), |work| Ok(jobs::store::sweep(work.tx, work.now())?))?;
    while app.run_blocking(Who::system(), idempotency::sweep)?.value {}
    while app.run_blocking(Who::system(), tasks::commands::trash::purge_due)?.value {}
    while app.run_blocking(Who::system(), topics::commands::trash::purge_due)?.value {}
    while app.run_blocking(Who::system(), documents::commands::trash::purge_due)?.value {}
    while app.run_blocking(Who::system(), events::commands::trash::purge_due)?.value {}
    while app.run_blocking(Who::system(), documents::folders::trash::purge_due)?.value {}
    app.run_blocking(Who::system(), dav::changes::sweep)?;
    while app.run_blocking(Who::system(), items::tombstones::sweep)?.value {}
    while app.run_blocking(Who::system(), files::commands::purge_due)?.value {}
    while app.run_blocking(Who::system(), forms::commands::purge_due)?.value {}
    while app.run_blocking(Who::system(), forms::files::sweep)?.value {}
    while app.run_blocking(Who::system(), rules::commands::purge_due)?.value {}
    while app.run_blocking(Who::system(), webhooks::deliveries::purge_due)?.value {}
    app.store().sweep_blobs(app.clock().now_ms())?;
    app.run_blocking(Who::system(), files::uploads::sweep)?;
    Ok(())
}

fn sweep_ways_in(work: &mut Work<'_, '_>) -> Result<(), Error> {
    session::attempts::sweep(work)?;
    session::resets::sweep(work)?;
    session::sessions::sweep(work)
}
