//! A secret as stored.

use minicbor::{Decode, Encode, bytes::ByteVec};

/// A secret: its bytes as they are, or encrypted with the nonce beside them.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct SecretRecord {
    #[n(0)]
    pub bytes: ByteVec,
    /// 24 bytes; none: not encrypted.
    #[n(1)]
    pub nonce: Option<ByteVec>,
    /// The name of the key it is encrypted with.
    #[n(2)]
    pub key: Option<String>,
}

guildhall_store::record!(SecretRecord, 1);
