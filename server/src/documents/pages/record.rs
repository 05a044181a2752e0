//! What is kept of a page beside its bytes.

use crate::log::cbor::{Bytes16, Tagged};
use minicbor::{Decode, Encode};

/// Where the bytes of a page are, and who wrote in it lately.
#[derive(Debug, Clone, Default, Encode, Decode)]
#[cbor(map)]
pub struct HeadRecord {
    /// Number of the next row of updates.
    #[n(0)]
    pub next: u64,
    /// Number of the first row that is not in the state.
    #[n(1)]
    pub from: u64,
    /// Length of the state, packed.
    #[n(2)]
    pub state: u64,
    /// Length of the rows behind it, packed.
    #[n(3)]
    pub rows: u64,
    /// The note in the log that says that it is to be read again.
    #[n(4)]
    pub note: u64,
    /// Who wrote within the last minutes, since when: they have their change in the log.
    #[n(5)]
    pub writers: Option<Vec<WriterRecord>>,
    /// Something was written since the newest version.
    #[n(6)]
    pub written: Option<bool>,
    /// When the newest version was made.
    #[n(7)]
    pub version_ms: Option<i64>,
    /// What it names, as it was last kept.
    #[n(8)]
    pub named: Option<String>,
}
guildhall_store::record!(HeadRecord, 1);

/// Somebody who wrote.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct WriterRecord {
    /// Who.
    #[n(0)]
    pub person: Bytes16,
    /// Since when.
    #[n(1)]
    pub since_ms: i64,
}

/// A version of a page.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct VersionRecord {
    /// What it is called.
    #[n(0)]
    pub name: Option<String>,
    /// What is new in it.
    #[n(1)]
    pub note: Option<String>,
    /// Who made it, or wrote what is in it.
    #[n(2)]
    pub author: Tagged,
    /// When.
    #[n(3)]
    pub created_ms: i64,
    /// Length of its state, packed.
    #[n(4)]
    pub bytes: u64,
}
guildhall_store::record!(VersionRecord, 1);
