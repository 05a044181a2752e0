//! A feed as stored: under the hash of its secret, never the secret itself.

use crate::log::cbor::Bytes16;
use minicbor::{Decode, Encode};

/// A feed.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct FeedRecord {
    /// Public id, to list and end it.
    #[n(0)]
    pub id: Bytes16,
    /// Whose sight it has.
    #[n(1)]
    pub person: Bytes16,
    /// The space; none is their own work.
    #[n(2)]
    pub space: Option<Bytes16>,
    /// When it was made.
    #[n(3)]
    pub created_ms: i64,
    /// When it was last read (to within some minutes).
    #[n(4)]
    pub read_ms: Option<i64>,
}

guildhall_store::record!(FeedRecord, 1);
