//! The live stream of a running server: everybody who is connected, the thread that tells
//! them, and the pages they have open.

use super::{crowd::Crowd, follower::Follower, pages::Hall};
use crate::{App, Error, background::Background};
use std::sync::{Arc, atomic::Ordering};

/// See the module. One per process, in [`crate::Parts`].
pub struct Hub {
    crowd: Arc<Crowd>,
    thread: Background,
    hall: Arc<Hall>,
    keeper: Background,
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
        let thread = Background::start_beside("live", |stop| follower.run(stop))?;
        let hall = Arc::<Hall>::default();
        let (weak, theirs) = (app.downgrade(), hall.clone());
        let keeper = Background::start_beside("pages", |stop| theirs.keep(weak, stop))?;
        // A second one that came too late ends itself when it is dropped.
        let _ = app.parts().live.set(Hub { crowd, thread, hall, keeper });
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

    pub(super) fn hall(&self) -> &Arc<Hall> {
        &self.hall
    }

    /// Ends all connections and the threads; what was written in pages is kept before.
    pub fn stop(&self) {
        self.crowd.close();
        self.thread.stop();
        self.keeper.stop();
    }
}
