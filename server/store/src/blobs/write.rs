//! Contents on their way in.
//!
//! Invariants: bytes become durable in batches of [`BATCH`] chunks on the writer's lane for bulk work, of which
//! a group takes one, so other commands wait for at most one batch. Memory is two batches, whatever the length.
//! A content of one chunk is written by the command that keeps it, in one transaction with its record. A writer that is dropped gives its draft up, unless the draft is one that may be resumed.

use super::{BlobHash, CHUNK, CHUNK_BYTES, CHUNKS, DRAFTS, DraftRecord, chunks, read::chunk_at, refs};
use crate::{Pending, Span, Store, StoreError, Tx, key, meta, value::Gathered};
use std::sync::Arc;
use uuid::Uuid;

/// Chunks written by one command: 2 MiB, some 3 ms of a commit.
const BATCH: usize = 8;
/// Chunks read at once while a resumed content is hashed.
const SLICE: usize = 16;
/// First bytes kept at hand for finding out what a content is.
const HEAD: usize = 8 << 10;

type Sent = Pending<(), StoreError>;
/// A chunk as it is stored.
type Framed = Arc<Vec<u8>>;

/// Takes the bytes of one content; see [`Store::blob_writer`] and [`Store::resume_blob`].
pub struct BlobWriter {
    draft: Draft,
    now_ms: i64,
    hasher: blake3::Hasher,
    /// Bytes handed to the writer thread.
    sent: u64,
    /// Bytes since; the first chunk may hold bytes that are durable already.
    chunks: Vec<Gathered>,
    /// Of `chunks`, bytes that are durable already.
    known: u64,
    head: Vec<u8>,
    flight: Option<Sent>,
}

/// A content that was received whole and that no record refers to yet; see [`super::keep`].
pub struct NewBlob {
    draft: Draft,
    hash: BlobHash,
    bytes: u64,
    durable: u64,
    head: Vec<u8>,
    rest: Vec<Framed>,
}

/// The draft in the file, given up when it is dropped before it was kept.
struct Draft {
    store: Store,
    id: Uuid,
    written: bool,
    resumable: bool,
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.written && !self.resumable {
            let id = self.id;
            // Nothing happens when it was kept. On the lane of its batches, so that it comes after the one that may be
            // on its way and would begin it. If this fails, the sweep finds it.
            drop(self.store.write_bulk(move |tx| refs::discard(tx, id)));
        }
    }
}

impl Store {
    /// Begins a content. The time is noted in its draft.
    ///
    /// # Errors
    /// [`StoreError::NoRoom`] when the disk is too full for files.
    pub fn blob_writer(&self, now_ms: i64) -> Result<BlobWriter, StoreError> {
        self.room_for_files()?;
        let draft = Draft { store: self.clone(), id: meta::new_timed_id(now_ms)?, written: false, resumable: false };
        Ok(BlobWriter::of(draft, now_ms, 0))
    }

    /// Goes on with a content that was begun with [`super::begin`], at the byte it stands at.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when there is no such draft, [`StoreError::NoRoom`] as for
    /// [`Store::blob_writer`].
    pub fn resume_blob(&self, id: Uuid, now_ms: i64) -> Result<BlobWriter, StoreError> {
        self.room_for_files()?;
        let snapshot = self.snapshot()?;
        let at = refs::draft_bytes(snapshot.read(), id)?.ok_or_else(gone)?;
        let draft = Draft { store: self.clone(), id, written: true, resumable: true };
        let mut writer = BlobWriter::of(draft, now_ms, at);
        if !at.is_multiple_of(CHUNK) {
            let part = snapshot.read().get(&CHUNKS, &(id, chunk_at(at)))?.ok_or_else(gone)?;
            writer.known = part.len() as u64;
            writer.sent -= writer.known;
            let mut chunk = Gathered::with_room(CHUNK_BYTES);
            chunk.extend(&part);
            writer.chunks.push(chunk);
        }
        Ok(writer)
    }

    /// Reads a begun content once to learn its hash, so that it can be kept. Blocks.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when there is no such draft.
    pub fn seal_blob(&self, id: Uuid) -> Result<NewBlob, StoreError> {
        let bytes = refs::draft_bytes(self.snapshot()?.read(), id)?.ok_or_else(gone)?;
        let mut hasher = blake3::Hasher::new();
        let mut head = Vec::new();
        let mut next = 0;
        while next < chunks(bytes) {
            let snapshot = self.snapshot()?;
            let span = Span::prefix(&id).from(&(id, next)).limit(SLICE);
            let before = next;
            for row in snapshot.read().scan(&CHUNKS, span)? {
                let ((_, index), chunk) = row?;
                if index == next {
                    hasher.update(&chunk);
                    if index == 0 {
                        head = chunk.into_iter().take(HEAD).collect();
                    }
                    next += 1;
                }
            }
            if next == before {
                return Err(gone());
            }
        }
        let draft = Draft { store: self.clone(), id, written: true, resumable: true };
        Ok(NewBlob { draft, hash: hasher.finalize().into(), bytes, durable: bytes, head, rest: Vec::new() })
    }
}

fn gone() -> StoreError {
    StoreError::Refused("there is no such upload any more; begin it again".into())
}

impl BlobWriter {
    fn of(draft: Draft, now_ms: i64, sent: u64) -> Self {
        BlobWriter {
            draft,
            now_ms,
            hasher: blake3::Hasher::new(),
            sent,
            chunks: Vec::new(),
            known: 0,
            head: Vec::new(),
            flight: None,
        }
    }

    /// How many bytes it holds, durable or not.
    pub fn len(&self) -> u64 {
        self.sent + self.chunks.iter().map(|chunk| chunk.len() as u64).sum::<u64>()
    }

    /// Whether nothing came yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes bytes. Waits while two batches are on their way to the disk.
    ///
    /// # Errors
    /// When they cannot be made durable; the content is then lost.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<(), StoreError> {
        while !bytes.is_empty() {
            let room = self.chunks.last().map_or(0, |last| CHUNK_BYTES - last.len());
            if room == 0 {
                if self.chunks.len() == BATCH {
                    self.send().await?;
                }
                // Most files are small; what follows a whole chunk is not.
                let room = if self.is_empty() { bytes.len().min(CHUNK_BYTES) } else { CHUNK_BYTES };
                self.chunks.push(Gathered::with_room(room));
                continue;
            }
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            if !self.draft.resumable {
                self.hasher.update(now);
                self.head.extend(now.iter().take(HEAD - self.head.len()));
            }
            if let Some(last) = self.chunks.last_mut() {
                last.extend(now);
            }
            bytes = later;
        }
        Ok(())
    }

    /// Hands the gathered chunks to the writer thread, once the batch before is durable.
    async fn send(&mut self) -> Result<(), StoreError> {
        if let Some(flight) = self.flight.take() {
            flight.await?;
        }
        self.draft.store.room_for_files()?;
        let end = self.len();
        let batch = Batch {
            id: self.draft.id,
            resumable: self.draft.resumable,
            new: !self.draft.written,
            now_ms: self.now_ms,
            first: chunk_at(self.sent),
            at: self.sent + self.known,
            end,
            chunks: self.framed(),
        };
        self.sent = end;
        self.known = 0;
        self.draft.written = true;
        self.flight = Some(self.draft.store.write_bulk(move |tx| batch.append(tx)));
        Ok(())
    }

    /// The gathered chunks as they are stored: made here, because the writer thread is everybody's.
    fn framed(&mut self) -> Vec<Framed> {
        let (id, first) = (self.draft.id, chunk_at(self.sent));
        let chunks = (first..).zip(std::mem::take(&mut self.chunks));
        chunks.map(|(index, chunk)| Arc::new(chunk.framed(&key::encode(&(id, index))))).collect()
    }

    /// Everything came. Answers what can be kept.
    ///
    /// # Errors
    /// As [`BlobWriter::write`].
    pub async fn finish(mut self) -> Result<NewBlob, StoreError> {
        if self.chunks.len() > 1 || (self.draft.written && !self.chunks.is_empty()) {
            self.send().await?;
        }
        if let Some(flight) = self.flight.take() {
            flight.await?;
        }
        let bytes = self.len();
        Ok(NewBlob {
            hash: self.hasher.finalize().into(),
            bytes,
            durable: self.sent,
            head: std::mem::take(&mut self.head),
            rest: self.framed(),
            draft: self.draft,
        })
    }

    /// For a resumed content: makes durable what came so far and answers how many bytes that are.
    ///
    /// # Errors
    /// As [`BlobWriter::write`].
    pub async fn pause(mut self) -> Result<u64, StoreError> {
        if self.len() > self.sent + self.known {
            self.send().await?;
        }
        if let Some(flight) = self.flight.take() {
            flight.await?;
        }
        Ok(self.sent + self.known)
    }
}

/// Chunks for one command.
struct Batch {
    id: Uuid,
    resumable: bool,
    new: bool,
    now_ms: i64,
    first: u32,
    /// Bytes of the content that are durable before and after it.
    at: u64,
    end: u64,
    chunks: Vec<Framed>,
}

impl Batch {
    fn append(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let there = refs::draft_bytes(tx.read(), self.id)?;
        // Another request may have gone on with the same upload, or given it up.
        if there != (!self.new).then_some(self.at) {
            return Err(gone());
        }
        for (index, chunk) in (self.first..).zip(&self.chunks) {
            tx.put_framed(&CHUNKS, &(self.id, index), chunk);
        }
        let draft = DraftRecord { touched_ms: self.now_ms, bytes: self.end, resumable: self.resumable };
        tx.put(&DRAFTS, &self.id, &draft)
    }
}

impl NewBlob {
    /// The BLAKE3 hash of its bytes.
    pub fn hash(&self) -> &BlobHash {
        &self.hash
    }

    /// How many bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Ready for commands, which may run twice.
    pub fn shared(self) -> Arc<Self> {
        Arc::new(self)
    }

    pub(super) fn id(&self) -> Uuid {
        self.draft.id
    }

    pub(super) fn is_drafted(&self) -> bool {
        self.draft.written
    }

    pub(super) fn durable(&self) -> u64 {
        self.durable
    }

    /// The chunks that are not yet in the file, with their positions.
    pub(super) fn rest(&self) -> impl Iterator<Item = (u32, &Framed)> {
        (chunk_at(self.durable)..).zip(&self.rest)
    }

    /// The first bytes, some thousand at most, for finding out what it is.
    pub fn head(&self) -> &[u8] {
        &self.head
    }
}
