//! The search of a running server: the index, the thread that follows the change log, and what it is asked.

use super::{
    reactions::Follower,
    status::{Shown, Status},
};
use crate::{App, Error, background::Background, error::Code};
use guildhall_domain::Id;
use guildhall_search::{Index, Language};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::watch;

/// What the thread and those who ask share.
#[derive(Default)]
pub struct Shared {
    /// The index that can be asked, and the language of its words.
    pub index: RwLock<Option<(Index, Language)>>,
    /// How far it has come.
    pub shown: Shown,
}

/// See the module. One per process, in [`crate::Parts`].
pub struct Searcher {
    shared: Arc<Shared>,
    /// How many rebuilds were asked for so far.
    rebuilds: watch::Sender<u64>,
    thread: Background,
}

/// The folder of the index: beside the data file.
pub fn folder(data: &Path) -> PathBuf {
    let mut name = OsString::from(data);
    name.push(".search");
    PathBuf::from(name)
}

impl Searcher {
    /// Starts the search of an application; nothing when it is running. Returns at once: the index is opened
    /// by the thread, and until then answers say that it is being rebuilt. Ends by [`Searcher::stop`], or
    /// with the application.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(app: &App) -> Result<(), Error> {
        if app.parts().search.get().is_some() {
            return Ok(());
        }
        let shared = Arc::new(Shared::default());
        let (rebuilds, asked) = watch::channel(0);
        let follower = Follower::new(app, shared.clone(), asked);
        let thread = Background::start("search", |stop| {
            // Finding a change a little later is better than answering everybody later.
            guildhall_store::yield_to_others();
            follower.run(stop)
        })?;
        let searcher = Searcher { shared, rebuilds, thread };
        // A second one that came too late ends itself when it is dropped.
        let _ = app.parts().search.set(searcher);
        Ok(())
    }

    /// The index, once it is open, and the language of its words.
    pub fn index(&self) -> Option<(Index, Language)> {
        self.shared.index.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How far the index has come.
    pub fn status(&self) -> Status {
        self.shared.shown.now()
    }

    /// Waits until everything up to a change of a history is found; answers whether it is.
    pub fn wait_for(&self, history: Id, seq: u64, longest: Duration) -> bool {
        self.shared.shown.wait(longest, |status| status.ready && status.history == history && status.seq >= seq)
    }

    /// Makes the index again from the data and waits for it, telling how far it is (0–1). Questions go on
    /// meanwhile, with what is there already. For blocking threads.
    ///
    /// # Errors
    /// When the search was stopped before it was done.
    pub fn rebuild(&self, progress: &mut dyn FnMut(f64)) -> Result<(), Error> {
        let mut wanted = 0;
        self.rebuilds.send_modify(|asked| {
            *asked += 1;
            wanted = *asked;
        });
        let done = |status: &Status| status.ready && status.rebuilds >= wanted;
        while !self.shared.shown.wait(Duration::from_millis(250), done) {
            if self.thread.is_over() {
                return Err(Error::new(Code::Stopping));
            }
            progress(self.status().progress);
        }
        progress(1.0);
        Ok(())
    }

    /// Commits, closes the index so that the next start can trust it at once, and ends the thread.
    pub fn stop(&self) {
        self.thread.stop();
    }
}
