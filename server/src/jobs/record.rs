//! What is kept of a job that ended.

use minicbor::{Decode, Encode};

/// A job that ended.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct EndedRecord {
    /// Kind.
    #[n(0)]
    pub kind: String,
    /// What people call it.
    #[n(1)]
    pub label: String,
    /// When it was asked for.
    #[n(2)]
    pub created_ms: i64,
    /// When it ended.
    #[n(3)]
    pub finished_ms: i64,
    /// How often it was begun.
    #[n(4)]
    pub attempts: u32,
    /// What it answered, as JSON.
    #[n(5)]
    pub result: Option<String>,
    /// Why it failed for good.
    #[n(6)]
    pub error: Option<String>,
}

guildhall_store::record!(EndedRecord, 1);
