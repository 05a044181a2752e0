//! The one place that reads the clock. Tests move it by hand.

use chrono::{DateTime, Utc};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Tells the time; cheap to clone.
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The real clock.
    pub fn real() -> Self {
        Clock(None)
    }

    /// A clock that stands until it is moved.
    pub fn manual(ms: i64) -> Self {
        Clock(Some(Arc::new(AtomicI64::new(ms))))
    }

    /// Moves a manual clock.
    pub fn advance(&self, ms: i64) {
        if let Some(at) = &self.0 {
            at.fetch_add(ms, Ordering::SeqCst);
        }
    }

    /// UTC milliseconds since 1970.
    #[allow(clippy::disallowed_methods)]
    pub fn now_ms(&self) -> i64 {
        match &self.0 {
            Some(at) => at.load(Ordering::SeqCst),
            None => Utc::now().timestamp_millis(),
        }
    }

    /// The same as a moment.
    pub fn now(&self) -> DateTime<Utc> {
        guildhall_domain::when::from_ms(self.now_ms())
    }
}
