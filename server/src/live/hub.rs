//! The live stream of a running server: everybody who is connected and the thread that tells them.

use super::{crowd::Crowd, follower::Follower};
use crate::{App, Error, background::Background};
use std::sync::{Arc, atomic::Ordering};

/// See the module. One per process, in [`crate::Parts`].
pub struct Hub {
    crowd: Arc<Crowd>,
    thread: Background,
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
        let follower = Follower::new(app, crowd.clone());
        let thread = Background::start("live", |stop| follower.run(stop))?;
        // A second one that came too late ends itself when it is dropped.
        let _ = app.parts().live.set(Hub { crowd, thread });
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
        self.crowd.close();
        self.thread.stop();
    }
}
