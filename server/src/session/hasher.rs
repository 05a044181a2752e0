//! The work of hashing passwords: argon2id with 19 MiB, two at a time, in memory that is used again.
//! A free-running pool of threads would take a gigabyte under a dozen people signing in and keep it.

use crate::{Error, error::Code, secrets};
use argon2::{
    Algorithm, Argon2, Block, Params, PasswordHash, Version,
    password_hash::phc::{Output, ParamsString, Salt},
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;

/// How many passwords are hashed at once; each takes 19 MiB and a core for 30 ms.
const AT_ONCE: usize = 2;
/// Longest wait for a place.
const WAIT: Duration = Duration::from_secs(10);
/// Length of a hash in bytes.
const LENGTH: usize = 32;
/// Longest password, in bytes.
pub const LONGEST: usize = 1024;

/// Hashes passwords; cheap to clone, one per process.
#[derive(Clone)]
pub struct Hasher {
    places: Arc<Semaphore>,
    memory: Arc<Mutex<Vec<Vec<Block>>>>,
}

impl Default for Hasher {
    fn default() -> Self {
        Hasher { places: Arc::new(Semaphore::new(AT_ONCE)), memory: Arc::default() }
    }
}

impl Hasher {
    /// The hash of a password in PHC form.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        self.in_turn(move |hasher| hasher.hash_now(&password)).await?
    }

    /// Whether a password is the one of a hash. Without a hash it is not, after the same work: the time
    /// an answer takes must not tell whether there is such an account.
    pub async fn verify(&self, password: String, phc: Option<String>) -> Result<bool, Error> {
        self.in_turn(move |hasher| hasher.verify_now(&password, phc.as_deref())).await
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce(&Hasher) -> T + Send + 'static) -> Result<T, Error> {
        let place = tokio::time::timeout(WAIT, self.places.clone().acquire_owned()).await;
        let Ok(Ok(place)) = place else { return Err(Error::new(Code::Busy)) };
        let hasher = self.clone();
        // The place goes with the work: a request that is given up does not free it early.
        let done = tokio::task::spawn_blocking(move || {
            let answer = work(&hasher);
            drop(place);
            answer
        });
        done.await.map_err(|_| Error::new(Code::Internal))
    }

    /// [`Hasher::hash`] for threads that may block.
    pub fn hash_now(&self, password: &str) -> Result<String, Error> {
        let salt = secrets::salt();
        let broken = |error: argon2::password_hash::phc::Error| {
            tracing::error!(%error, "a password cannot be hashed");
            Error::new(Code::Internal)
        };
        let params = usual();
        let output = self.compute(password, &salt, &params).ok_or_else(|| Error::new(Code::Internal))?;
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).map_err(|_| Error::new(Code::Internal))?,
            salt: Some(Salt::new(&salt).map_err(broken)?),
            hash: Some(Output::new(&output).map_err(broken)?),
        };
        Ok(hash.to_string())
    }

    /// [`Hasher::verify`] for threads that may block.
    pub fn verify_now(&self, password: &str, phc: Option<&str>) -> bool {
        let known = phc.and_then(|phc| PasswordHash::new(phc).ok());
        let parts = known.as_ref().and_then(|hash| Some((hash.salt?, hash.hash?, Params::try_from(hash).ok()?)));
        let Some((salt, expected, params)) = parts else {
            self.compute(password, &[0; 16], &usual());
            return false;
        };
        let computed = self.compute(password, &salt, &params);
        computed.is_some_and(|computed| computed.ct_eq(expected.as_bytes()).into())
    }

    fn compute(&self, password: &str, salt: &[u8], params: &Params) -> Option<[u8; LENGTH]> {
        let kept = self.memory.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memory = kept.unwrap_or_default();
        memory.resize_with(params.block_count(), Block::default);
        let mut output = [0; LENGTH];
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let done = argon.hash_password_into_with_memory(password.as_bytes(), salt, &mut output, &mut memory);
        let mut pool = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if pool.len() < AT_ONCE {
            pool.push(memory);
        }
        done.ok().map(|()| output)
    }
}

/// 19 MiB, two passes, one lane.
fn usual() -> Params {
    Params::new(19 * 1024, 2, 1, Some(LENGTH)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_password_and_no_other() {
        let hasher = Hasher::default();
        let phc = hasher.hash_now("correct horse battery").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(hasher.verify_now("correct horse battery", Some(&phc)));
        assert!(!hasher.verify_now("correct horse", Some(&phc)));
        assert!(!hasher.verify_now("correct horse battery", None));
        assert_ne!(phc, hasher.hash_now("correct horse battery").unwrap());
        assert_eq!(hasher.memory.lock().unwrap().len(), 1, "the memory is used again");
    }
}
