//! That somebody was erased, as stored: without anything that tells who it was.

use minicbor::{Decode, Encode};

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ErasureRecord {
    /// When, UTC milliseconds.
    #[n(0)]
    pub at_ms: i64,
    /// When the last trace was gone.
    #[n(1)]
    pub done_ms: Option<i64>,
}

guildhall_store::record!(ErasureRecord, 1);

/// What the job of an erasure has to find. It is gone with the job.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Words {
    /// Names they had.
    #[n(0)]
    pub names: Vec<String>,
    /// Addresses they had.
    #[n(1)]
    pub addresses: Vec<String>,
}
