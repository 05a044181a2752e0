//! What a drill of backup and restore needs: work that goes on meanwhile, and whether the file is the same afterwards.

use guildhall::{catalogue, organization};
use guildhall_store::{DataFile, RawRow, Span, TableInfo, table_hash};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

/// Who writes at the same time.
const WRITERS: usize = 3;

/// Ends the writers, also when what they stand beside fails.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Does something while three write without a pause; it is told how often they have written so far.
pub fn under_writes<T>(write: impl Fn() + Sync, work: impl FnOnce(&AtomicUsize) -> T) -> T {
    let (stop, count) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let _ends = Ends(&stop);
        for _ in 0..WRITERS {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    write();
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        work(&count)
    })
}

/// Every row of every table but those of sessions is byte for byte the same, apart from what says that the file was
/// restored: the last line of its audit, the number of that line, and a history of its own.
#[track_caller]
pub fn same(from: &Path, to: &Path) {
    let (from, to) = (DataFile::open(from).unwrap(), DataFile::open(to).unwrap());
    let apart = ["audit", "numbers"];
    let tables: Vec<TableInfo> = catalogue::tables().into_iter().filter(|table| !apart.contains(&table.name)).collect();
    assert_eq!(table_hash(from.read(), &tables).unwrap(), table_hash(to.read(), &tables).unwrap());

    let audited = |file: &DataFile| -> Vec<RawRow> {
        file.read().raw_scan("audit", &Span::all()).unwrap().map(Result::unwrap).collect()
    };
    let (before, mut after) = (audited(&from), audited(&to));
    after.pop();
    assert!(before == after, "{} lines of the audit became {}", before.len(), after.len() + 1);
    let numbers = |file: &DataFile| -> BTreeMap<String, u64> {
        file.read().scan(&organization::store::NUMBERS, Span::all()).unwrap().map(Result::unwrap).collect()
    };
    let mut counted = numbers(&from);
    *counted.entry("audit".into()).or_default() += 1;
    assert_eq!(counted, numbers(&to));
    assert_ne!(from.facts().unwrap().history, to.facts().unwrap().history);
}
