//! A thread of the application beside its requests: the index, the live stream, the inboxes and the mail follow the
//! log each on one of their own. It ends when it is told to or when the application is gone, and never keeps it alive.
//! What nobody waits for at a keyboard steps back: where the cores are few, requests have them first.

use crate::{App, Error, app::WeakApp, error::Code};
use std::{
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError},
    thread::JoinHandle,
    time::Duration,
};
use tokio::{sync::watch, time::sleep};

/// How far a thread steps back, in the system's measure (`nice`).
const BEHIND: i32 = 10;

/// Lets whoever waits for a page have the cores first, from now on and on this thread.
pub fn step_back() {
    // Only here does the system count it by thread; elsewhere the whole process would step back.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, BEHIND) {
        tracing::debug!(%error, "a thread cannot step back");
    }
}

/// A running thread. Ends by [`Background::stop`], or when it is dropped.
pub struct Background {
    stop: watch::Sender<bool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// How such a thread hears that it has to end.
#[derive(Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Whether it has to end.
    pub fn is_told(&self) -> bool {
        *self.0.borrow() || self.0.has_changed().is_err()
    }

    /// Waits until it has to end.
    pub async fn told(&mut self) {
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

/// How a turn of such a thread went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Went {
    /// Well.
    Well,
    /// It failed, and is tried again.
    Badly,
    /// It broke off in the middle: what the thread remembers may not be true.
    Unexpectedly,
}

impl Went {
    /// How long to rest after it.
    pub fn rest(self, apart: Duration, pause: Duration) -> Duration {
        if self == Went::Well { apart } else { pause }
    }
}

/// Does a turn; the thread lives on whatever becomes of it.
pub fn turn(what: &'static str, work: impl FnOnce() -> Result<(), Error>) -> Went {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(())) => Went::Well,
        Ok(Err(error)) => {
            tracing::debug!(%error, "{what} failed; it is tried again");
            Went::Badly
        }
        Err(_) => {
            tracing::error!("{what} failed unexpectedly; it is tried again");
            Went::Unexpectedly
        }
    }
}

impl Background {
    /// Starts a thread that does `work`, on a runtime of its own, behind those that answer requests.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start<W, F>(name: &'static str, work: W) -> Result<Self, Error>
    where
        W: FnOnce(Stop) -> F + Send + 'static,
        F: Future<Output = ()>,
    {
        Background::start_beside(name, |stop| {
            step_back();
            work(stop)
        })
    }

    /// The same for work that people wait for: it stands beside those that answer requests.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start_beside<W, F>(name: &'static str, work: W) -> Result<Self, Error>
    where
        W: FnOnce(Stop) -> F + Send + 'static,
        F: Future<Output = ()>,
    {
        let (stop, told) = watch::channel(false);
        let run = move || match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime.block_on(work(Stop(told))),
            Err(error) => tracing::error!(%error, name, "a thread of the server cannot run"),
        };
        let thread = std::thread::Builder::new().name(name.into()).spawn(run);
        let thread =
            thread.map_err(|error| Error::because(Code::Internal, format!("{name} cannot start: {error}.")))?;
        Ok(Background { stop, thread: Mutex::new(Some(thread)) })
    }

    /// Whether it has ended.
    pub fn is_over(&self) -> bool {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Ends it; what is under way is finished.
    pub fn stop(&self) {
        self.stop.send_replace(true);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        // The thread itself may hold the last of the application.
        if let Some(thread) = thread.filter(|thread| thread.thread().id() != std::thread::current().id()) {
            let _ = thread.join();
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What follows the log with nothing else to wait for: a turn after every commit, and one each `look` without one, for
/// what comes due by itself. A turn answers how long to rest, in which more may gather.
pub async fn follow(
    app: WeakApp,
    head: watch::Receiver<u64>,
    stop: Stop,
    look: Duration,
    mut turn: impl FnMut(&App, &Stop) -> Duration,
) {
    follow_time(app, head, None, stop, move |app, stop| (turn(app, stop), look)).await;
}

/// The same where a turn also answers how long to sleep then when nothing changes, and where a clock that is moved by hand
/// ends that.
pub async fn follow_time(
    app: WeakApp,
    mut head: watch::Receiver<u64>,
    mut clock: Option<watch::Receiver<i64>>,
    mut stop: Stop,
    mut turn: impl FnMut(&App, &Stop) -> (Duration, Duration),
) {
    while !stop.is_told() {
        head.mark_unchanged();
        clock.iter_mut().for_each(watch::Receiver::mark_unchanged);
        let Some(app) = app.get() else { return };
        let (rest, look) = turn(&app, &stop);
        drop(app);
        sleep(rest).await;
        tokio::select! {
            moved = head.changed() => if moved.is_err() { return },
            () = stop.told() => {}
            () = advanced(&mut clock) => {}
            () = sleep(look) => {}
        }
    }
}

/// Waits until a clock was moved by hand: one that goes by itself, for ever.
async fn advanced(clock: &mut Option<watch::Receiver<i64>>) {
    if let Some(clock) = clock
        && clock.changed().await.is_ok()
    {
        return;
    }
    std::future::pending().await
}
