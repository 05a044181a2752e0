//! The engine alone with the bytes of a large file: chunks as long as the product's, as many to a commit, as safe, in one
//! process with nobody to send them to. No server on this engine can be faster; where this is slower than what is asked of
//! the product, the engine is what there is to change.

use super::{
    files::{BYTES, fill, rate},
    table::{Row, Table},
};
use redb::{Database, Durability, ReadableDatabase, TableDefinition};
use std::time::Instant;

const CHUNKS: TableDefinition<u32, &[u8]> = TableDefinition::new("chunks");
/// As in the store.
const CHUNK: usize = 262_080;
const BATCH: usize = 8;
/// Chunks of one answer.
const PIECE: usize = 4;

/// Measures both ways; the limits are those of the rows beside it, in seconds.
pub fn measure(table: &mut Table, bare_up: f64, bare_down: f64) {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::builder().set_cache_size(64 << 20).create(folder.path().join("bare.redb"));
    let database = database.expect("a database");
    let count = u32::try_from(BYTES / CHUNK).expect("a number");
    let rows =
        [("written by", write(&database, count), bare_up, 0.5), ("read by", read(&database, count), bare_down, 0.6)];
    for (what, engine, limit, least) in rows {
        table.add(Row {
            work: format!("the same 2 GiB {what} the engine alone"),
            items: 1,
            guildhall: format!("{:.0} MB/s", rate(engine)),
            limit: format!("{:.0} MB/s bare actix and a plain file", rate(limit)),
            ratio: Some(limit / engine),
            reach: format!("{least} is asked of the product"),
            ..Row::default()
        });
    }
}

fn write(database: &Database, count: u32) -> f64 {
    let mut chunk = vec![0; CHUNK];
    fill(&mut chunk, 5);
    let begun = Instant::now();
    for first in (0..count).step_by(BATCH) {
        let mut txn = database.begin_write().expect("a transaction");
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

fn read(database: &Database, count: u32) -> f64 {
    let begun = Instant::now();
    let mut seen = 0;
    for first in (0..count).step_by(PIECE) {
        let txn = database.begin_read().expect("a transaction");
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
