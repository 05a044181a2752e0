//! The one place that asks for randomness: ids and secrets.

use uuid::{Builder, Uuid};

/// Fills with random bytes. Without randomness nothing safe can be done, so this ends the process
/// rather than go on with guessable secrets.
#[allow(clippy::disallowed_methods)]
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        tracing::error!(%error, "the system gives no random bytes");
        std::process::abort();
    }
    bytes
}

/// A time-ordered id (UUIDv7).
pub fn id(now_ms: i64) -> Uuid {
    let millis = u64::try_from(now_ms).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &random::<10>()).into_uuid()
}

/// A secret of 256 bits in 43 characters that are safe in addresses.
pub fn secret() -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bytes = random::<43>();
    bytes.iter().filter_map(|byte| LETTERS.get(usize::from(byte & 63))).map(|letter| char::from(*letter)).collect()
}

/// A 16-byte salt.
pub fn salt() -> [u8; 16] {
    random()
}

/// A key to sign with.
pub fn key() -> [u8; 32] {
    random()
}

/// A nonce for encrypting one thing.
pub fn nonce() -> [u8; 24] {
    random()
}

/// What is kept of a secret: it can be compared, not read back.
pub fn hash(secret: &str) -> Vec<u8> {
    blake3::derive_key("guildhall secret v1", secret.as_bytes()).to_vec()
}
