//! The ways in as stored: sessions, tokens and links under the hash of their secret, never the secret
//! itself; passwords as argon2id hashes.

use crate::log::cbor::Bytes16;
use minicbor::{Decode, Encode, bytes::ByteVec};

/// A signed-in browser.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct SessionRecord {
    /// Public id, to list and end it.
    #[n(0)]
    pub id: Bytes16,
    /// Whose it is.
    #[n(1)]
    pub person: Bytes16,
    /// When it began.
    #[n(2)]
    pub created_ms: i64,
    /// When it was last used (to within some minutes).
    #[n(3)]
    pub seen_ms: i64,
    /// What the browser says it is.
    #[n(4)]
    pub device: String,
    /// Where it was last used from.
    #[n(5)]
    pub address: String,
}

guildhall_store::record!(SessionRecord, 1);

/// An API token.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct TokenRecord {
    /// Public id, to list and end it.
    #[n(0)]
    pub id: Bytes16,
    /// Whose rights it carries.
    #[n(1)]
    pub person: Bytes16,
    /// What its owner calls it.
    #[n(2)]
    pub name: String,
    /// Bits: 1 read, 2 write, 4 admin, 8 files, 16 calendars.
    #[n(3)]
    pub scopes: u8,
    /// When it was made.
    #[n(4)]
    pub created_ms: i64,
    /// When it was last used (to within some minutes).
    #[n(5)]
    pub used_ms: Option<i64>,
    /// When it ends.
    #[n(6)]
    pub expires_ms: Option<i64>,
}

guildhall_store::record!(TokenRecord, 1);

/// A password.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct PasswordRecord {
    /// The hash with its parameters, in PHC form.
    #[n(0)]
    pub phc: String,
    /// When it was set.
    #[n(1)]
    pub changed_ms: i64,
    /// Chosen by somebody else, so its owner should change it.
    #[n(2)]
    pub must_change: Option<bool>,
}

guildhall_store::record!(PasswordRecord, 1);

/// A link with which a person sets a new password.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct ResetRecord {
    /// Hash of the secret in the link.
    #[n(0)]
    pub hash: ByteVec,
    /// When it ends.
    #[n(1)]
    pub expires_ms: i64,
}

guildhall_store::record!(ResetRecord, 1);

/// Failures of one account or from one network.
#[derive(Debug, Clone, Default, Encode, Decode)]
#[cbor(map)]
pub struct AttemptsRecord {
    /// When, oldest first.
    #[n(0)]
    pub at_ms: Vec<i64>,
}

guildhall_store::record!(AttemptsRecord, 1);
