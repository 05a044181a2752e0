//! Patience with what does not work: a mail server is left alone ever longer, until it works again, and one mail that
//! is refused for now is tried again after growing pauses, for a week.

use std::time::{Duration, Instant};

const FIRST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// How long one mail is tried again.
pub const WEEK_MS: i64 = 7 * 24 * 3_600_000;
const FIRST_PAUSE_MS: i64 = 60_000;
const LONGEST_PAUSE_MS: i64 = 3_600_000;

/// Until when a mail server is left alone, and how often in a row it did not work.
#[derive(Debug, Default)]
pub struct Rest {
    until: Option<Instant>,
    failures: u32,
}

impl Rest {
    /// Whether it is left alone now.
    pub fn lasts(&self) -> bool {
        self.until.is_some_and(|until| until > Instant::now())
    }

    /// It worked.
    pub fn worked(&mut self) {
        *self = Rest::default();
    }

    /// It did not.
    pub fn failed(&mut self) {
        let rest = FIRST.saturating_mul(1 << self.failures.min(9)).min(LONGEST);
        self.until = Some(Instant::now() + rest);
        self.failures = self.failures.saturating_add(1);
    }
}

/// How long to wait before a mail is tried again that was refused so many times.
pub fn pause_ms(attempts: u32) -> i64 {
    FIRST_PAUSE_MS.saturating_mul(1 << attempts.saturating_sub(1).min(10)).min(LONGEST_PAUSE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour() {
        let minutes: Vec<i64> = [0, 1, 2, 3, 6, 7, 99].map(|attempts| pause_ms(attempts) / 60_000).to_vec();
        assert_eq!(minutes, [1, 1, 2, 4, 32, 60, 60]);
    }

    #[test]
    fn a_server_that_works_again_is_asked_at_once() {
        let mut rest = Rest::default();
        assert!(!rest.lasts());
        rest.failed();
        assert!(rest.lasts());
        rest.worked();
        assert!(!rest.lasts());
        for _ in 0..99 {
            rest.failed();
        }
        assert!(rest.until.is_some_and(|until| until <= Instant::now() + LONGEST));
    }
}
