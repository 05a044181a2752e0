//! What Admin keeps in memory while the server runs.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

/// See the module.
#[derive(Default)]
pub struct Desk {
    started: OnceLock<(i64, String)>,
    next_snapshot: AtomicI64,
    items: Mutex<HashMap<(PathBuf, u64), u64>>,
}

impl Desk {
    /// The server is up: when (UTC milliseconds), and where this machine reaches it.
    pub fn started(&self, at_ms: i64, url: &str) {
        let _first = self.started.set((at_ms, url.to_owned()));
    }

    /// When the server was started, UTC milliseconds.
    pub fn started_ms(&self) -> Option<i64> {
        self.started.get().map(|(at, _)| *at)
    }

    /// Where this machine reaches the server, without a slash at the end.
    pub fn url(&self) -> Option<&str> {
        self.started.get().map(|(_, url)| url.as_str())
    }

    /// How many items a backup of this length holds, counted the first time.
    pub fn items_of(&self, path: &Path, bytes: u64, count: impl FnOnce() -> u64) -> u64 {
        let key = (path.to_path_buf(), bytes);
        let lock = || self.items.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return *known;
        }
        let counted = count();
        lock().insert(key, counted);
        counted
    }

    /// Sets when the next automatic snapshot is due.
    pub fn plan_snapshot(&self, at_ms: i64) {
        self.next_snapshot.store(at_ms, Ordering::Release);
    }

    /// When the next automatic snapshot is due, if anybody takes them.
    pub fn next_snapshot(&self) -> Option<i64> {
        Some(self.next_snapshot.load(Ordering::Acquire)).filter(|at| *at > 0)
    }
}
