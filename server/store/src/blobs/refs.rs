//! References to contents, inside the transaction of the record that refers to them.

use super::{BLOBS, Blob, BlobHash, BlobRecord, CHUNKS, DEAD, DRAFTS, DraftRecord, NewBlob, count};
use crate::{Read, StoreError, Tx};
use uuid::Uuid;

/// Begins a content whose bytes may come in several requests. Its id is the caller's to remember.
///
/// # Errors
/// [`StoreError::Refused`] when the id is in use.
pub fn begin(tx: &mut Tx<'_>, id: Uuid, now_ms: i64) -> Result<(), StoreError> {
    if tx.has(&DRAFTS, &id)? || tx.has(&DEAD, &id)? {
        return Err(StoreError::Refused("this upload was begun already".into()));
    }
    tx.put(&DRAFTS, &id, &DraftRecord { touched_ms: now_ms, bytes: 0, resumable: true })
}

/// How many bytes of a begun content are durable; `None` when there is no such draft.
///
/// # Errors
/// When the data cannot be read.
pub fn draft_bytes(read: &Read<'_>, id: Uuid) -> Result<Option<u64>, StoreError> {
    Ok(read.get(&DRAFTS, &id)?.map(|draft| draft.bytes))
}

/// Gives a begun content up; its bytes are freed later. Nothing happens when there is no such draft.
///
/// # Errors
/// When the data cannot be read.
pub fn discard(tx: &mut Tx<'_>, id: Uuid) -> Result<(), StoreError> {
    let Some(draft) = tx.get(&DRAFTS, &id)? else { return Ok(()) };
    tx.delete(&DRAFTS, &id)?;
    tx.put(&DEAD, &id, &draft.bytes)
}

/// Refers to a content that was received: once for every call. The same bytes are kept only once.
///
/// # Errors
/// [`StoreError::Refused`] when the draft was given up meanwhile.
pub fn keep(tx: &mut Tx<'_>, new: &NewBlob) -> Result<Blob, StoreError> {
    if let Some(mut known) = tx.get(&BLOBS, new.hash())? {
        known.refs = known.refs.saturating_add(1);
        discard(tx, new.id())?;
        tx.put(&BLOBS, new.hash(), &known)?;
        return Ok(Blob { hash: *new.hash(), id: Uuid::from_bytes(known.id), bytes: known.bytes });
    }
    if new.is_drafted() {
        let draft = tx.get(&DRAFTS, &new.id())?;
        if draft.is_none_or(|draft| draft.bytes != new.durable()) {
            return Err(StoreError::Refused("this upload was given up meanwhile; send it again".into()));
        }
        tx.delete(&DRAFTS, &new.id())?;
    }
    for (index, chunk) in new.rest() {
        tx.put_framed(&CHUNKS, &(new.id(), index), chunk);
    }
    count(tx, new.bytes(), true)?;
    tx.put(&BLOBS, new.hash(), &BlobRecord { id: new.id().into_bytes(), bytes: new.bytes(), refs: 1 })?;
    Ok(Blob { hash: *new.hash(), id: new.id(), bytes: new.bytes() })
}

/// Refers once more to a content that is kept.
///
/// # Errors
/// [`StoreError::Corrupt`] when it is not, which no sound file shows of one that is referred to.
pub fn keep_again(tx: &mut Tx<'_>, hash: &BlobHash) -> Result<(), StoreError> {
    let missing = || StoreError::corrupt("a content that is referred to is missing").in_table(BLOBS.name());
    let mut known = tx.get(&BLOBS, hash)?.ok_or_else(missing)?;
    known.refs = known.refs.saturating_add(1);
    tx.put(&BLOBS, hash, &known)
}

/// Takes one reference back; answers whether it was the last one. Then the bytes are freed later.
///
/// # Errors
/// [`StoreError::Corrupt`] when nothing refers to it, which no sound file shows.
pub fn release(tx: &mut Tx<'_>, hash: &BlobHash) -> Result<bool, StoreError> {
    let missing = || StoreError::corrupt("a content that is referred to is missing").in_table(BLOBS.name());
    let mut known = tx.get(&BLOBS, hash)?.ok_or_else(missing)?;
    if known.refs > 1 {
        known.refs -= 1;
        tx.put(&BLOBS, hash, &known)?;
        return Ok(false);
    }
    tx.delete(&BLOBS, hash)?;
    tx.put(&DEAD, &Uuid::from_bytes(known.id), &known.bytes)?;
    count(tx, known.bytes, false)?;
    Ok(true)
}
