//! A browser as stored.

use crate::log::cbor::Bytes16;
use minicbor::{Decode, Encode, bytes::ByteVec};

/// A browser that is told.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DeviceRecord {
    /// Where its service takes messages.
    #[n(0)]
    pub endpoint: String,
    /// Its public key, an uncompressed point of P-256.
    #[n(1)]
    pub key: ByteVec,
    /// What it shares with whoever may tell it, 16 bytes.
    #[n(2)]
    pub auth: ByteVec,
    /// The session in which it was added.
    #[n(3)]
    pub session: Bytes16,
    /// What it is called.
    #[n(4)]
    pub device: String,
    #[n(5)]
    pub created_ms: i64,
    /// Its owner allows that it shows what it is about.
    #[n(6)]
    pub content: Option<bool>,
    /// Everything up to this change was told.
    #[n(7)]
    pub told: u64,
    /// When it is to be told next.
    #[n(8)]
    pub due_ms: Option<i64>,
    /// How often in a row its service did not take it, and since when.
    #[n(9)]
    pub attempts: Option<u32>,
    #[n(10)]
    pub failing_ms: Option<i64>,
    /// When it last was told something.
    #[n(11)]
    pub last_ms: Option<i64>,
}

guildhall_store::record!(DeviceRecord, 1);
