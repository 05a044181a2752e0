//! An entry of the audit as stored.

use crate::log::cbor::Tagged;
use minicbor::{Decode, Encode};

/// See [`super`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct AuditRecord {
    /// When.
    #[n(0)]
    pub at_ms: i64,
    /// Who.
    #[n(1)]
    pub actor: Tagged,
    /// Number of an [`super::AuditAction`].
    #[n(2)]
    pub action: u8,
    /// What it was about, in words.
    #[n(3)]
    pub about: String,
    /// Where the request came from.
    #[n(4)]
    pub address: String,
    /// By which way in.
    #[n(5)]
    pub via: Tagged,
}

guildhall_store::record!(AuditRecord, 1);
