//! Contents on their way into a copy of the data, in many short transactions.
//!
//! The records were copied as of one moment; the contents they name cannot change, and their deletion is held
//! back, so that they are the same a while later.

use super::{Blob, CHUNK, CHUNK_BYTES, CHUNKS, DEAD, DRAFTS, beside, chunks, read};
use crate::{RawRead, Snapshot, Span, StoreError, engine, key, open, value};
use redb::Database;
use std::path::Path;

/// Chunks copied with one transaction on each side: 16 MiB.
pub(crate) const BATCH: usize = 64;
/// Bytes read at once for a file.
const PIECE: usize = 16 * CHUNK_BYTES;

/// Where the contents of a copy go.
#[derive(Clone, Copy)]
pub(crate) enum Contents<'a> {
    /// Into the copy: one file that is whole in itself.
    Inside,
    /// Into write-once files in this folder.
    Beside(&'a Path),
}

/// Gives a snapshot of the data that is copied.
pub(crate) type Views<'a> = &'a (dyn Fn() -> Result<Snapshot, StoreError> + Sync);

/// Whether a table is left out of the record part of a copy: chunks come after it, and what is on its way in
/// or out does not come at all.
pub(crate) fn is_left_out(table: &str) -> bool {
    [CHUNKS.name(), DRAFTS.name(), DEAD.name()].contains(&table)
}

/// Whether a table holds the chunks.
pub(crate) fn is_chunks(table: &str) -> bool {
    table == CHUNKS.name()
}

/// Brings the contents that the records in `into` name to where they belong; answers how many chunks came
/// into it. `told` hears of each batch.
pub(crate) fn copy(
    views: Views<'_>,
    into: &Database,
    to: Contents<'_>,
    told: &mut dyn FnMut(u64),
) -> Result<u64, StoreError> {
    let blobs: Vec<Blob> = {
        let view = open::view(into)?.unhurried();
        beside::blobs(view.read())?.collect::<Result<_, _>>()?
    };
    let mut copied = 0;
    for blob in &blobs {
        match to {
            Contents::Beside(folder) => {
                beside::write(folder, blob, |at| read::piece(views()?.read(), blob, at, PIECE))?;
                told(u64::from(chunks(blob.bytes)));
            }
            Contents::Inside => copied += inside(views, blob, into, told)?,
        }
    }
    Ok(copied)
}

fn inside(views: Views<'_>, blob: &Blob, into: &Database, told: &mut dyn FnMut(u64)) -> Result<u64, StoreError> {
    let (mut next, all) = (0, chunks(blob.bytes));
    while next < all {
        let view = views()?;
        let rows = view.raw_scan(CHUNKS.name(), &Span::prefix(&blob.id).from(&(blob.id, next)).limit(BATCH))?;
        let txn = engine::begin_write(into)?;
        let before = next;
        engine::guard(|| {
            let mut table = txn.open_table(engine::definition(CHUNKS.name()))?;
            for row in rows {
                let (at, stored) = row?;
                value::unframe(&at, &stored)?;
                if at != key::encode(&(blob.id, next)) {
                    break;
                }
                table.insert(at.as_slice(), stored.as_slice())?;
                next += 1;
            }
            Ok(())
        })?;
        engine::guard(|| Ok(txn.commit()?))?;
        if next == before {
            let place = u64::from(next) * CHUNK;
            return Err(StoreError::corrupt(format!("a content ends at byte {place}")).in_table(CHUNKS.name()));
        }
        told(u64::from(next - before));
    }
    Ok(u64::from(all))
}
