//! Reading contents, in pieces with a snapshot each: a slow reader pins nothing.

use super::{BLOBS, BlobHash, CHUNK, CHUNKS, chunks};
use crate::{Read, Store, StoreError};
use uuid::Uuid;

/// A kept content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blob {
    /// The BLAKE3 hash of its bytes.
    pub hash: BlobHash,
    /// How many there are.
    pub bytes: u64,
    pub(crate) id: Uuid,
}

/// The content with this hash, when it is kept.
///
/// # Errors
/// When the data cannot be read.
pub fn find(read: &Read<'_>, hash: &BlobHash) -> Result<Option<Blob>, StoreError> {
    let found = read.get(&BLOBS, hash)?;
    Ok(found.map(|record| Blob { hash: *hash, bytes: record.bytes, id: Uuid::from_bytes(record.id) }))
}

impl Store {
    /// Bytes of a content from `offset`, at most `len` and never beyond its end. Ask for about a MiB at a time.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for damaged bytes and for a content that was deleted meanwhile.
    pub fn read_blob(&self, blob: &Blob, offset: u64, len: usize) -> Result<Vec<u8>, StoreError> {
        piece(self.snapshot()?.read(), blob, offset, len)
    }
}

pub(crate) fn piece(read: &Read<'_>, blob: &Blob, offset: u64, len: usize) -> Result<Vec<u8>, StoreError> {
    let end = offset.saturating_add(len as u64).min(blob.bytes);
    let mut out = Vec::with_capacity(usize::try_from(end.saturating_sub(offset)).unwrap_or_default());
    if offset >= end {
        return Ok(out);
    }
    for index in chunk_at(offset)..chunks(end) {
        let start = u64::from(index) * CHUNK;
        let from = usize::try_from(offset.saturating_sub(start)).unwrap_or(usize::MAX);
        let to = usize::try_from(end - start).unwrap_or(usize::MAX);
        // Copied once, from where it lies.
        read.see(&CHUNKS, &(blob.id, index), &mut |chunk| {
            out.extend_from_slice(chunk.get(from..to.min(chunk.len())).unwrap_or_default());
        })?;
    }
    if out.len() as u64 == end - offset { Ok(out) } else { Err(gap()) }
}

fn gap() -> StoreError {
    StoreError::corrupt("a part of a content is missing").in_table(CHUNKS.name())
}

/// The position of the chunk a byte lies in.
pub(super) fn chunk_at(offset: u64) -> u32 {
    u32::try_from(offset / CHUNK).unwrap_or(u32::MAX)
}
