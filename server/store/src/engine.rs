//! The only place that touches redb: opening, transactions, rows, and its errors turned into ours.
//!
//! Invariants: two-phase commit, quick repair and immediate durability on every write; every call into the
//! engine runs under [`guard`], so a broken page is an error and never a dead thread. Every table has byte
//! keys and byte values, so copy, verify, hash and another engine need to know no types.

use crate::disk::{DiskBackend, DiskOpener};
use crate::{StoreError, span::Bounds, span::as_slices};
use redb::{Builder, Database, DatabaseError, Durability, ReadableDatabase, TableDefinition, backends::FileBackend};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

pub(crate) type Bytes = &'static [u8];
pub(crate) type WriteTable<'txn> = redb::Table<'txn, Bytes, Bytes>;
pub(crate) type ReadTable = redb::ReadOnlyTable<Bytes, Bytes>;
pub(crate) type Rows<'a> = redb::Range<'a, Bytes, Bytes>;
/// A row where it lies.
type Pair<'a> = (redb::AccessGuard<'a, Bytes>, redb::AccessGuard<'a, Bytes>);
pub(crate) use redb::{ReadTransaction, ReadableTable, WriteTransaction};

pub(crate) const fn definition(name: &str) -> TableDefinition<'_, Bytes, Bytes> {
    TableDefinition::new(name)
}

/// A failure of the engine: what to tell the caller, and whether the handle must be thrown away.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub error: StoreError,
    /// redb refuses to go on with this handle: reopen.
    pub reopen: bool,
    /// The disk failed, so writes are refused until a probe succeeds.
    pub disk: bool,
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Fault { error, reopen: false, disk: false }
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        fault.error
    }
}

impl Fault {
    fn of(error: redb::Error) -> Self {
        use redb::Error as R;
        let words = error.to_string();
        let (error, reopen, disk) = match error {
            R::Io(_) | R::Backend(_) | R::PreviousIo => (StoreError::Io(words), true, true),
            R::DatabaseClosed => (StoreError::Stale, false, false),
            R::LockPoisoned(_) => (StoreError::corrupt(words), true, false),
            R::TableDoesNotExist(name) => (StoreError::UnknownTable(name), false, false),
            _ => (StoreError::corrupt(words), false, false),
        };
        Fault { error, reopen, disk }
    }
}

macro_rules! fault_from {
    ($($error:ty),*) => {$(
        impl From<$error> for Fault {
            fn from(error: $error) -> Self {
                Fault::of(error.into())
            }
        }
    )*};
}
fault_from!(redb::StorageError, redb::TableError, redb::TransactionError, redb::CommitError, redb::SetDurabilityError);

impl Fault {
    fn panicked(panic: &(dyn std::any::Any + Send)) -> Self {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
        Fault { error: StoreError::corrupt(format!("the engine stopped: {words}")), reopen: true, disk: false }
    }
}

/// Runs a call into the engine; a panic inside it, the sign of a broken page, becomes a fault.
pub(crate) fn guard<T>(call: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| Err(Fault::panicked(panic.as_ref())))
}

/// How to open a file.
#[derive(Clone, Copy)]
pub(crate) struct Opening<'a> {
    pub cache_bytes: usize,
    pub check_integrity: bool,
    pub disk: Option<&'a DiskOpener>,
}

/// Why the engine would not open a file.
pub(crate) enum Refusal {
    Held,
    NotOurs(String),
    Damaged(String),
    Io(String),
}

/// Opens the file, or makes an empty database in an empty or missing one (readable by the owner only).
pub(crate) fn open(path: &Path, opening: Opening<'_>) -> Result<Database, Refusal> {
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        let mut builder = Builder::new();
        builder.set_cache_size(opening.cache_bytes).set_check_integrity_on_open(opening.check_integrity);
        match opening.disk {
            Some(opener) => builder.create_with_backend(DiskBackend(opener(path)?)),
            None => builder.create_with_backend(FileBackend::new(private_file(path)?)?),
        }
    }));
    match attempt {
        Ok(Ok(database)) => Ok(database),
        Ok(Err(error)) => Err(refusal(error)),
        Err(panic) => Err(Refusal::Damaged(Fault::panicked(panic.as_ref()).error.to_string())),
    }
}

/// Opens or creates a file that only its owner can read and write.
pub(crate) fn private_file(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

pub(crate) fn refusal(error: DatabaseError) -> Refusal {
    use redb::StorageError as S;
    let words = error.to_string();
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => Refusal::Held,
        DatabaseError::UpgradeRequired(_) => Refusal::NotOurs(words),
        DatabaseError::Storage(S::Io(e)) if e.kind() == std::io::ErrorKind::InvalidData => Refusal::NotOurs(words),
        DatabaseError::Storage(S::Io(e)) if e.kind() == std::io::ErrorKind::UnexpectedEof => Refusal::Damaged(words),
        DatabaseError::Storage(S::Corrupted(_) | S::LockPoisoned(_)) => Refusal::Damaged(words),
        _ => Refusal::Io(words),
    }
}

/// Drops a handle; a panic of a broken engine must not end the thread.
pub(crate) fn close(database: Database) {
    let _ = catch_unwind(AssertUnwindSafe(|| drop(database)));
}

/// Drops a handle on what is thrown away anyway. The engine's last writes to a broken file can panic twice, which
/// would end the process; it leaves them out while a thread unwinds, so it is dropped in an unwinding of our own.
pub(crate) fn abandon(database: Database) {
    let _ = catch_unwind(AssertUnwindSafe(|| {
        let _dropped_on_the_way = database;
        std::panic::resume_unwind(Box::new(()));
    }));
}

pub(crate) fn begin_read(database: &Database) -> Result<ReadTransaction, Fault> {
    guard(|| Ok(database.begin_read()?))
}

pub(crate) fn begin_write(database: &Database) -> Result<WriteTransaction, Fault> {
    guard(|| {
        let mut txn = database.begin_write()?;
        txn.set_two_phase_commit(true);
        txn.set_quick_repair(true);
        txn.set_durability(Durability::Immediate)?;
        Ok(txn)
    })
}

/// Gives an unfinished transaction up; that may panic on the page that broke it.
pub(crate) fn roll_back(txn: WriteTransaction) {
    let _ = catch_unwind(AssertUnwindSafe(|| drop(txn)));
}

/// Shows the value under a key to `see`, where it lies; answers whether there is one.
pub(crate) fn look(
    table: &impl ReadableTable<Bytes, Bytes>,
    key: &[u8],
    see: &mut dyn FnMut(&[u8]),
) -> Result<bool, Fault> {
    guard(|| Ok(table.get(key)?.map(|found| see(found.value())).is_some()))
}

/// Rows that are passed on the way to the next key before it is looked up from the root: a lookup costs as much as some
/// ten steps.
const NEAR: usize = 8;
/// Keys after which it shows whether they lie close together; where most do not, each is looked up by itself, which is
/// cheaper than beginning to walk there.
const SAMPLE: usize = 16;

/// Shows the values under ascending keys to `see`, each with the place of its key.
pub(crate) fn look_each(table: &ReadTable, keys: &[Vec<u8>], see: &mut dyn FnMut(usize, &[u8])) -> Result<(), Fault> {
    guard(|| {
        let Some(first) = keys.first() else { return Ok(()) };
        let mut rows = table.range::<&[u8]>(first.as_slice()..)?;
        let mut row = rows.next().transpose()?;
        let mut far = 0;
        for (place, key) in keys.iter().enumerate() {
            if place >= SAMPLE && far * 2 > place {
                far += 1;
                if let Some(value) = table.get(key.as_slice())? {
                    see(place, value.value());
                }
                continue;
            }
            let behind = |row: &Option<Pair<'_>>| row.as_ref().is_some_and(|(at, _)| at.value() < key.as_slice());
            for _ in 0..NEAR {
                if !behind(&row) {
                    break;
                }
                row = rows.next().transpose()?;
            }
            if behind(&row) {
                far += 1;
                rows = table.range::<&[u8]>(key.as_slice()..)?;
                row = rows.next().transpose()?;
            }
            match &row {
                Some((at, value)) if at.value() == key.as_slice() => see(place, value.value()),
                Some(_) => {}
                // Behind the last row there is none of the others either.
                None => break,
            }
        }
        Ok(())
    })
}

/// Walks rows in either direction, turning each with `each`; ends after the first fault.
pub(crate) struct Walk<'a, T> {
    rows: Option<Rows<'a>>,
    reverse: bool,
    left: usize,
    each: fn(&[u8], &[u8]) -> T,
}

impl<'a, T> Walk<'a, T> {
    pub fn new(rows: Option<Rows<'a>>, reverse: bool, limit: usize, each: fn(&[u8], &[u8]) -> T) -> Self {
        Walk { rows, reverse, left: limit, each }
    }
}

impl<T> Iterator for Walk<'_, T> {
    type Item = Result<T, Fault>;
    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let rows = self.rows.as_mut()?;
        let step = guard(|| {
            let row = if self.reverse { rows.next_back() } else { rows.next() };
            let Some((key, value)) = row.transpose()? else { return Ok(None) };
            Ok(Some((self.each)(key.value(), value.value())))
        });
        if !matches!(step, Ok(Some(_))) {
            self.rows = None;
        }
        step.transpose()
    }
}

pub(crate) fn both(key: &[u8], value: &[u8]) -> (Vec<u8>, Vec<u8>) {
    (key.to_vec(), value.to_vec())
}

pub(crate) fn key_only(key: &[u8], _: &[u8]) -> Vec<u8> {
    key.to_vec()
}

pub(crate) fn range(table: &ReadTable, bounds: &Bounds) -> Result<Rows<'static>, Fault> {
    guard(|| Ok(table.range::<&[u8]>(as_slices(bounds))?))
}

pub(crate) fn range_in<'a>(table: &'a WriteTable<'_>, bounds: &Bounds) -> Result<Rows<'a>, Fault> {
    guard(|| Ok(ReadableTable::range::<&[u8]>(table, as_slices(bounds))?))
}
