//! The one place that reads the clock. Tests move it by hand.

use chrono::{DateTime, Utc};
use std::sync::Arc;
use tokio::sync::watch;

/// Tells the time; cheap to clone.
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<watch::Sender<i64>>>);

impl Clock {
    /// The real clock.
    pub fn real() -> Self {
        Clock(None)
    }

    /// A clock that stands until it is moved.
    pub fn manual(ms: i64) -> Self {
        Clock(Some(Arc::new(watch::Sender::new(ms))))
    }

    /// Moves a manual clock, and tells those who watch it.
    pub fn advance(&self, ms: i64) {
        if let Some(at) = &self.0 {
            at.send_modify(|at| *at += ms);
        }
    }

    /// Every move of a manual clock; the real one goes by itself.
    pub fn watch(&self) -> Option<watch::Receiver<i64>> {
        self.0.as_ref().map(|at| at.subscribe())
    }

    /// UTC milliseconds since 1970.
    #[allow(clippy::disallowed_methods)]
    pub fn now_ms(&self) -> i64 {
        match &self.0 {
            Some(at) => *at.borrow(),
            None => Utc::now().timestamp_millis(),
        }
    }

    /// The same as a moment.
    pub fn now(&self) -> DateTime<Utc> {
        guildhall_domain::when::from_ms(self.now_ms())
    }
}
