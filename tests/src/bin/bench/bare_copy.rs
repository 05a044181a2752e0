//! The tables of a data file copied by the engine alone into a new file, in order and as safely as the product commits,
//! and checked: every page, and every row read once more. What a backup is measured beside.

use redb::{Builder, Database, Durability, ReadableDatabase, TableDefinition, TableHandle};
use std::{path::Path, time::Instant};

type Bytes = &'static [u8];

/// As in the store.
const CACHE: usize = 32 << 20;
const BATCH: usize = 64 << 20;

/// How it went.
pub struct Copied {
    /// Length of the copy.
    pub bytes: u64,
    /// Seconds until it was written and closed.
    pub copy: f64,
    /// Seconds the check took.
    pub check: f64,
}

fn builder() -> Builder {
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE);
    builder
}

/// Copies a file nobody writes to.
pub fn bare_copy(from: &Path, to: &Path) -> Copied {
    let begun = Instant::now();
    let rows = copy(from, to);
    std::fs::File::open(to).and_then(|file| file.sync_all()).expect("a sync");
    let copied = begun.elapsed().as_secs_f64();
    assert_eq!(check(to), rows, "the copy has every row");
    let bytes = std::fs::metadata(to).expect("the copy").len();
    Copied { bytes, copy: copied, check: begun.elapsed().as_secs_f64() - copied }
}

fn copy(from: &Path, to: &Path) -> u64 {
    let (from, to) = (builder().open(from).expect("the data"), builder().create(to).expect("a copy"));
    let read = from.begin_read().expect("a view");
    let tables: Vec<String> = read.list_tables().expect("tables").map(|table| table.name().to_owned()).collect();
    let mut rows = 0;
    for name in &tables {
        let definition = TableDefinition::<Bytes, Bytes>::new(name);
        let table = read.open_table(definition).expect("a table");
        let mut left = table.range::<&[u8]>(..).expect("its rows");
        let mut more = true;
        while more {
            let mut write = to.begin_write().expect("a transaction");
            write.set_two_phase_commit(true);
            write.set_quick_repair(true);
            write.set_durability(Durability::Immediate).expect("a durability");
            {
                let mut into = write.open_table(definition).expect("a table");
                let mut bytes = 0;
                while bytes < BATCH {
                    let Some(row) = left.next() else {
                        more = false;
                        break;
                    };
                    let (key, value) = row.expect("a row");
                    into.insert(key.value(), value.value()).expect("an insert");
                    bytes += key.value().len() + value.value().len();
                    rows += 1;
                }
            }
            write.commit().expect("a commit");
        }
    }
    rows
}

/// Checks every page and reads every row; answers how many there are.
fn check(path: &Path) -> u64 {
    let mut builder = builder();
    builder.set_check_integrity_on_open(true);
    let database = builder.open(path).expect("the pages of the copy fit together");
    let read = database.begin_read().expect("a view");
    let tables: Vec<String> = read.list_tables().expect("tables").map(|table| table.name().to_owned()).collect();
    let count = |name: &String| {
        let table = read.open_table(TableDefinition::<Bytes, Bytes>::new(name)).expect("a table");
        table.range::<&[u8]>(..).expect("its rows").map(|row| u64::from(row.is_ok())).sum::<u64>()
    };
    tables.iter().map(count).sum()
}
