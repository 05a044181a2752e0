//! Proof that kept contents are what was received: every chunk is there and the hash of all is the name.

use super::{BLOBS, BlobHash, CHUNKS, TOTALS, beside};
use crate::{Read, Span, StoreError, key, meta};
use std::collections::BTreeMap;
use std::path::Path;
use uuid::Uuid;

/// How much of contents that lie beside the file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Whether they are there, with their length. They were hashed when they were written.
    Length,
    /// Every byte.
    Bytes,
}

/// What a walk over the chunks of a file should meet.
#[derive(Default)]
pub(crate) struct BlobCheck {
    expected: BTreeMap<Uuid, (BlobHash, u64)>,
    beside: bool,
    now: Option<Walked>,
    problems: Vec<String>,
}

/// The content whose chunks pass by.
struct Walked {
    id: Uuid,
    next: u32,
    bytes: u64,
    whole: bool,
    hasher: blake3::Hasher,
}

impl BlobCheck {
    /// Reads what should be there. `tables` are those the file has; an older one has none of ours.
    pub fn of(read: &Read<'_>, tables: &[impl AsRef<str>]) -> Result<BlobCheck, StoreError> {
        let mut check = BlobCheck::default();
        if !tables.iter().any(|table| table.as_ref() == BLOBS.name()) {
            return Ok(check);
        }
        check.beside = meta::get(read, meta::BESIDE)?.is_some();
        let (mut count, mut bytes) = (0u64, 0u64);
        for row in read.scan(&BLOBS, Span::all())? {
            let (hash, blob) = row?;
            check.expected.insert(Uuid::from_bytes(blob.id), (hash, blob.bytes));
            count += 1;
            bytes += blob.bytes;
        }
        let totals = read.get(&TOTALS, &0)?.unwrap_or_default();
        if (totals.count, totals.bytes) != (count, bytes) {
            check.problems.push(format!(
                "{} contents with {} bytes are counted, {count} with {bytes} are there",
                totals.count, totals.bytes
            ));
        }
        Ok(check)
    }

    /// The next row of the chunks, in the order of their keys, with its checksum proven.
    pub fn row(&mut self, key: &[u8], chunk: &[u8]) {
        let Ok((id, index)) = key::decode::<(Uuid, u32)>(key) else {
            return self.problems.push("a chunk has a strange key".into());
        };
        if self.now.as_ref().is_none_or(|now| now.id != id) {
            self.close();
            self.now = Some(Walked { id, next: 0, bytes: 0, whole: true, hasher: blake3::Hasher::new() });
        }
        if let Some(now) = &mut self.now {
            now.whole &= now.next == index;
            now.next = index.saturating_add(1);
            now.bytes += chunk.len() as u64;
            now.hasher.update(chunk);
        }
    }

    /// The chunks of one content have all passed.
    fn close(&mut self) {
        let Some(now) = self.now.take() else { return };
        // One that is not expected is on its way in or out.
        let Some((hash, bytes)) = self.expected.remove(&now.id) else { return };
        if !now.whole || now.bytes != bytes || *now.hasher.finalize().as_bytes() != hash {
            self.problems.push(wrong(&hash, "is not what was received"));
        }
    }

    /// What does not fit, once all chunks have passed. Contents beside the file are looked for in the
    /// folder of `path`.
    pub fn finish(mut self, path: &Path, depth: Depth) -> Vec<String> {
        self.close();
        let expected = std::mem::take(&mut self.expected);
        for (hash, bytes) in expected.into_values().filter(|(_, bytes)| self.beside || *bytes > 0) {
            let found = if self.beside { beside::check(path, &hash, bytes, depth) } else { Err("is missing".into()) };
            if let Err(what) = found {
                self.problems.push(wrong(&hash, &what));
            }
        }
        self.problems
    }

    /// The table the problems belong to.
    pub fn table() -> &'static str {
        CHUNKS.name()
    }
}

fn wrong(hash: &BlobHash, what: &str) -> String {
    format!("the content {} {what}", blake3::Hash::from(*hash).to_hex())
}
