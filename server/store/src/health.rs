//! Whether the store takes writes, and since when it does not.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Whether the store takes writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// It does.
    Writable,
    /// Reads go on, writes are refused until a probe succeeds.
    ReadOnly {
        /// Why, in words for an administrator.
        reason: String,
        /// For how many milliseconds.
        since_ms: u64,
    },
}

struct Trouble {
    reason: String,
    since: Instant,
    probed: Instant,
}

/// The current trouble, if any.
#[derive(Default)]
pub(crate) struct Condition(Mutex<Option<Trouble>>);

impl Condition {
    fn lock(&self) -> MutexGuard<'_, Option<Trouble>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn health(&self) -> Health {
        self.lock().as_ref().map_or(Health::Writable, |trouble| Health::ReadOnly {
            reason: trouble.reason.clone(),
            since_ms: trouble.since.elapsed().as_millis().try_into().unwrap_or(u64::MAX),
        })
    }

    pub fn reason(&self) -> Option<String> {
        self.lock().as_ref().map(|trouble| trouble.reason.clone())
    }

    /// Notes trouble, or that a probe found it still there.
    pub fn refuse(&self, reason: String) {
        let mut trouble = self.lock();
        let now = Instant::now();
        let since = trouble.as_ref().map_or(now, |known| known.since);
        if trouble.as_ref().is_none_or(|known| known.reason != reason) {
            tracing::error!(reason, "the data is read-only");
        }
        *trouble = Some(Trouble { reason, since, probed: now });
    }

    pub fn heal(&self) {
        if self.lock().take().is_some() {
            tracing::info!("the data takes writes again");
        }
    }

    /// How long until the next probe; `None` when all is well.
    pub fn probe_in(&self, every: Duration) -> Option<Duration> {
        self.lock().as_ref().map(|trouble| every.saturating_sub(trouble.probed.elapsed()))
    }
}
