//! How far somebody has read an item, as stored.

use minicbor::{Decode, Encode};

/// See [`super::readings::Reading`].
#[derive(Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ReadingRecord {
    /// The place.
    #[n(0)]
    pub place: u64,
    /// When.
    #[n(1)]
    pub at_ms: i64,
    /// Wants to hear nothing.
    #[n(2)]
    pub muted: Option<bool>,
    /// The change that says so.
    #[n(3)]
    pub seq: u64,
    /// When it was first read.
    #[n(4)]
    pub first_ms: Option<i64>,
}

guildhall_store::record!(ReadingRecord, 1);
