//! The live stream of a running server: everybody who is connected and the thread that tells them.

use super::{crowd::Crowd, follower::Follower};
use crate::{App, Error, error::Code};
use std::{
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    thread::JoinHandle,
};
use tokio::sync::watch;

/// See the module. One per process, in [`crate::Parts`].
pub struct Hub {
    crowd: Arc<Crowd>,
    stop: watch::Sender<bool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Hub {
    /// Starts telling; nothing when it is running. Ends by [`Hub::stop`], or with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().live.get().is_some() {
            return Ok(());
        }
        let crowd = Arc::new(Crowd::default());
        let (stop, stopped) = watch::channel(false);
        let follower = Follower::new(app, crowd.clone(), stopped);
        let thread = std::thread::Builder::new().name("live".into()).spawn(move || follower.run());
        let thread = thread
            .map_err(|error| Error::because(Code::Internal, format!("The live stream cannot start: {error}.")))?;
        // A second one that came too late ends itself when it is dropped.
        let _ = app.parts().live.set(Hub { crowd, stop, thread: Mutex::new(Some(thread)) });
        Ok(())
    }

    /// How many are connected.
    pub fn connections(&self) -> usize {
        self.crowd.count()
    }

    /// Up to which change everybody was told.
    pub fn told(&self) -> u64 {
        self.crowd.told.load(Ordering::Acquire)
    }

    pub(super) fn crowd(&self) -> &Arc<Crowd> {
        &self.crowd
    }

    /// Ends all connections and the thread.
    pub fn stop(&self) {
        self.stop.send_replace(true);
        self.crowd.close();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        // The thread itself may hold the last of the application.
        if let Some(thread) = thread.filter(|thread| thread.thread().id() != std::thread::current().id()) {
            let _ = thread.join();
        }
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.stop();
    }
}
