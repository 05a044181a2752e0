//! The hold as stored.

use crate::log::cbor::Bytes16;
use minicbor::{Decode, Encode, bytes::ByteVec};

/// A hold. No row: nothing is held.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct HoldRecord {
    /// Since when.
    #[n(0)]
    pub since_ms: i64,
    /// Let go; what was found may still be looked at.
    #[n(1)]
    pub released_ms: Option<i64>,
    /// What the replaced data knew.
    #[n(2)]
    pub findings: Vec<FindingRecord>,
}

guildhall_store::record!(HoldRecord, 1);

/// One thing that the replaced data knew and the restored data does not.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct FindingRecord {
    /// 1 deactivated, 2 role, 3 password, 4 token revoked, 5 invite deleted, 6 person erased; others are unknown.
    #[n(0)]
    pub kind: u8,
    /// Whose.
    #[n(1)]
    pub person: Option<Bytes16>,
    /// What it is called.
    #[n(2)]
    pub name: String,
    /// As it is in the restored data, in words.
    #[n(3)]
    pub now: String,
    /// As it was in the replaced data, in words.
    #[n(4)]
    pub was: String,
    /// Key of the token or invite, or the role or password hash to be set.
    #[n(5)]
    pub value: Option<ByteVec>,
    /// When the password was set.
    #[n(6)]
    pub changed_ms: Option<i64>,
    /// Applied again.
    #[n(7)]
    pub applied: Option<bool>,
}
