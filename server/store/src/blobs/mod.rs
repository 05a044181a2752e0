//! Contents of files: cut into chunks, addressed by their BLAKE3 hash, counted by reference.
//!
//! Invariants: a content is kept once, however many records refer to it, and lives exactly as long as one
//! does; references are counted in the transaction that writes the record. Chunks are never changed once
//! their content is kept. Every chunk belongs to a kept content, to a draft or to a dead content, so nothing is
//! ever lost track of: drafts whose upload broke off and dead contents are freed by [`Store::sweep_blobs`].
//! Bytes are always received in full; nothing here takes a hash in their place.
//!
//! [`Store::sweep_blobs`]: crate::Store::sweep_blobs

pub(crate) mod beside;
pub(crate) mod check;
pub(crate) mod copy;
mod read;
mod refs;
pub(crate) mod sweep;
mod write;

pub use read::{Blob, find};
pub use refs::{begin, discard, draft_bytes, keep, keep_again, release};
pub use sweep::Swept;
pub use write::{BlobWriter, NewBlob};

use crate::{Read, Span, StoreError, Table, TableInfo, TableKind, Tx, record};
use minicbor::{Decode, Encode};
use uuid::Uuid;

/// The BLAKE3 hash of a content.
pub type BlobHash = [u8; 32];

/// Bytes in a chunk. A little under a power of two: with its key and frame it fills the engine's page;
/// exactly 2^18 would take the next page order and waste half of it.
pub const CHUNK_BYTES: usize = 262_080;
const CHUNK: u64 = CHUNK_BYTES as u64;

/// Hash → where the content lies and how often it is referred to.
pub(crate) const BLOBS: Table<BlobHash, BlobRecord> = Table::new("blobs");
/// Content and position → bytes.
pub(crate) const CHUNKS: Table<(Uuid, u32), Vec<u8>> = Table::new("blob_chunks");
/// Contents on their way in.
pub(crate) const DRAFTS: Table<Uuid, DraftRecord> = Table::new("blob_drafts");
/// Contents nobody refers to any more, with their length; their chunks go bit by bit.
pub(crate) const DEAD: Table<Uuid, u64> = Table::new("blob_dead");
/// What is kept, in one row, because quotas ask for it with every file.
pub(crate) const TOTALS: Table<u8, TotalsRecord> = Table::new("blob_totals");

/// The tables of this module, for the catalogue.
pub(crate) const TABLES: [TableInfo; 5] = [
    BLOBS.info(TableKind::Record),
    // Not compared by a restore drill: it also holds what is on its way in or out. The hashes in `blobs`
    // stand for the bytes, and `verify` proves them.
    TableInfo { session: true, ..CHUNKS.info(TableKind::Record) },
    TableInfo { session: true, ..DRAFTS.info(TableKind::Record) },
    TableInfo { session: true, ..DEAD.info(TableKind::Record) },
    TOTALS.info(TableKind::Record),
];

/// A kept content.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub(crate) struct BlobRecord {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub id: [u8; 16],
    #[n(1)]
    pub bytes: u64,
    #[n(2)]
    pub refs: u64,
}
record!(BlobRecord, 1);

/// A content on its way in.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub(crate) struct DraftRecord {
    /// When bytes last came, UTC milliseconds.
    #[n(0)]
    pub touched_ms: i64,
    /// Bytes that are durable.
    #[n(1)]
    pub bytes: u64,
    /// It may go on after the connection, or the server, was cut off.
    #[n(2)]
    pub resumable: bool,
}
record!(DraftRecord, 1);

#[derive(Debug, Clone, Default, Encode, Decode)]
#[cbor(map)]
pub(crate) struct TotalsRecord {
    #[n(0)]
    pub count: u64,
    #[n(1)]
    pub bytes: u64,
}
record!(TotalsRecord, 1);

/// How much room contents take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BlobUsage {
    /// Kept contents; the same bytes count once.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Bytes of uploads that are not complete.
    pub arriving: u64,
    /// Bytes that nobody refers to any more and that are being freed.
    pub leaving: u64,
}

impl BlobUsage {
    /// All of it.
    pub fn total(&self) -> u64 {
        self.bytes.saturating_add(self.arriving).saturating_add(self.leaving)
    }
}

/// How much room contents take. Cheap: nothing of them is read.
///
/// # Errors
/// When the data cannot be read.
pub fn usage(read: &Read<'_>) -> Result<BlobUsage, StoreError> {
    let totals = totals(read)?;
    let mut usage = BlobUsage { count: totals.count, bytes: totals.bytes, ..BlobUsage::default() };
    for draft in read.scan(&DRAFTS, Span::all())? {
        usage.arriving += draft?.1.bytes;
    }
    for dead in read.scan(&DEAD, Span::all())? {
        usage.leaving += dead?.1;
    }
    Ok(usage)
}

fn totals(read: &Read<'_>) -> Result<TotalsRecord, StoreError> {
    Ok(read.get(&TOTALS, &0)?.unwrap_or_default())
}

/// Changes the totals by one content.
fn count(tx: &mut Tx<'_>, bytes: u64, more: bool) -> Result<(), StoreError> {
    let now = totals(tx.read())?;
    let after = if more {
        TotalsRecord { count: now.count + 1, bytes: now.bytes + bytes }
    } else {
        TotalsRecord { count: now.count.saturating_sub(1), bytes: now.bytes.saturating_sub(bytes) }
    };
    tx.put(&TOTALS, &0, &after)
}

/// The number of chunks of a content.
fn chunks(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(CHUNK)).unwrap_or(u32::MAX)
}
