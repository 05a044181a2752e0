//! What the ways in keep in memory: the hasher and, until the first run is finished, what opens it.

use super::hasher::Hasher;
use std::sync::{Mutex, PoisonError};

/// See the module.
#[derive(Default)]
pub struct Ways {
    /// Hashes passwords.
    pub hasher: Hasher,
    setup: Mutex<Option<Vec<u8>>>,
}

impl Ways {
    /// Sets or ends the hash of the token that opens the first run.
    pub fn expect_setup(&self, hash: Option<Vec<u8>>) {
        *self.setup.lock().unwrap_or_else(PoisonError::into_inner) = hash;
    }

    /// Whether a token opens the first run. Hashes are compared, so time tells nothing of the token.
    pub fn opens_setup(&self, token: &str) -> bool {
        let expected = self.setup.lock().unwrap_or_else(PoisonError::into_inner).clone();
        expected.is_some_and(|expected| expected == crate::secrets::hash(token))
    }
}
