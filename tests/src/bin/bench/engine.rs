//! The engine alone with the bytes of a large file: chunks as long as the product's, as many to a commit, as safe, in one
//! process with nobody to send them to. No server on this engine can be faster; where this is slower than what is asked of
//! the product, the engine is what there is to change.

use super::files::fill;
use redb::{Database, Durability, ReadableDatabase, TableDefinition};
use std::time::Instant;
use tempfile::TempDir;

const CHUNKS: TableDefinition<u32, &[u8]> = TableDefinition::new("chunks");
/// As in the store.
const CHUNK: usize = 262_080;
const BATCH: usize = 8;
/// Chunks of one answer.
const PIECE: usize = 4;

/// A file of it.
pub struct Engine {
    database: Database,
    _folder: TempDir,
}

impl Engine {
    /// An empty one.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::builder().set_cache_size(64 << 20).create(folder.path().join("bare.redb"));
        Engine { database: database.expect("a database"), _folder: folder }
    }

    /// Seconds in which so many bytes are written.
    pub fn write(&self, bytes: usize) -> f64 {
        let mut chunk = vec![0; CHUNK];
        fill(&mut chunk, 5);
        let count = chunks(bytes);
        let begun = Instant::now();
        for first in (0..count).step_by(BATCH) {
            let mut txn = self.database.begin_write().expect("a transaction");
            txn.set_two_phase_commit(true);
            txn.set_quick_repair(true);
            txn.set_durability(Durability::Immediate).expect("a durability");
            {
                let mut table = txn.open_table(CHUNKS).expect("the table");
                for index in first..count.min(first + BATCH as u32) {
                    chunk[..4].copy_from_slice(&index.to_le_bytes());
                    table.insert(index, chunk.as_slice()).expect("an insert");
                }
            }
            txn.commit().expect("a commit");
        }
        begun.elapsed().as_secs_f64()
    }

    /// Seconds in which they are read.
    pub fn read(&self, bytes: usize) -> f64 {
        let count = chunks(bytes);
        let begun = Instant::now();
        let mut seen = 0;
        for first in (0..count).step_by(PIECE) {
            let txn = self.database.begin_read().expect("a transaction");
            let table = txn.open_table(CHUNKS).expect("the table");
            let mut piece = Vec::with_capacity(PIECE * CHUNK);
            for index in first..count.min(first + PIECE as u32) {
                piece.extend_from_slice(table.get(index).expect("a read").expect("a chunk").value());
            }
            seen += piece.len();
        }
        assert_eq!(seen, count as usize * CHUNK, "all of it");
        begun.elapsed().as_secs_f64()
    }
}

fn chunks(bytes: usize) -> u32 {
    u32::try_from(bytes / CHUNK).expect("a number")
}
