//! What WebDAV keeps of its own, as stored.

use crate::log::cbor::{Bytes16, Tagged};
use minicbor::{Decode, Encode, bytes::ByteArray};

/// A file a program keeps for itself.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct ClientFileRecord {
    /// Name as it was written.
    #[n(0)]
    pub name: String,
    /// Content.
    #[n(1)]
    pub hash: ByteArray<32>,
    /// Its length.
    #[n(2)]
    pub bytes: u64,
    /// What it is.
    #[n(3)]
    pub kind: String,
    /// Whose program wrote it.
    #[n(4)]
    pub author: Tagged,
    /// When.
    #[n(5)]
    pub at_ms: i64,
}

guildhall_store::record!(ClientFileRecord, 1);

/// A document that was taken from its name a moment ago.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct DepartedRecord {
    /// The document.
    #[n(0)]
    pub document: Bytes16,
    /// By whom.
    #[n(1)]
    pub person: Option<Bytes16>,
    /// When.
    #[n(2)]
    pub at_ms: i64,
}

guildhall_store::record!(DepartedRecord, 1);
