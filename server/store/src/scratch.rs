//! Opens a data file without changing a byte of it: what the engine writes stays in memory.
//!
//! The engine writes when it opens a file (a flag, a repair, the result of an integrity check). A backup must
//! not be changed by being looked at, and may lie on a medium that cannot be written. The file is locked
//! meanwhile, so that it is not read while a server writes to it. The same way a store goes on reading a file
//! whose disk takes no more writes at all.

use crate::disk::{Disk, FileDisk};
use crate::engine::Refusal;
use redb::{BackendError, Builder, Database, StorageBackend};
use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io;
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

const BLOCK: usize = 4096;

#[derive(Debug)]
struct Scratch {
    base: Box<dyn Disk>,
    /// What is locked meanwhile; a disk of a test has no lock.
    lock: Option<File>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Length as the engine sees it.
    len: u64,
    /// Length of the file that is still valid below the written blocks.
    below: u64,
    written: BTreeMap<u64, Box<[u8; BLOCK]>>,
}

impl Scratch {
    fn over(base: Box<dyn Disk>, lock: Option<File>) -> io::Result<Self> {
        let len = base.len()?;
        // An empty file would become a new database in memory.
        if len == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the file is empty"));
        }
        Ok(Scratch { base, lock, state: Mutex::new(State { len, below: len, written: BTreeMap::new() }) })
    }

    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let lock = file.try_clone()?;
        Scratch::over(Box::new(FileDisk(file)), Some(lock))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One block as it is now: written, or from the file, or zeroes beyond its end.
    fn block(&self, state: &State, index: u64) -> io::Result<Box<[u8; BLOCK]>> {
        if let Some(block) = state.written.get(&index) {
            return Ok(block.clone());
        }
        let mut block = Box::new([0; BLOCK]);
        let start = index * BLOCK as u64;
        let there = usize::try_from(state.below.saturating_sub(start)).unwrap_or(BLOCK).min(BLOCK);
        if let Some(part) = block.get_mut(..there) {
            self.base.read(start, part)?;
        }
        Ok(block)
    }
}

/// Cuts a byte range at block borders: block index, offset in it, length.
fn pieces(offset: u64, len: usize) -> impl Iterator<Item = (u64, usize, usize)> {
    let mut done = 0;
    std::iter::from_fn(move || {
        let at = offset + done as u64;
        let from = usize::try_from(at % BLOCK as u64).unwrap_or(0);
        let take = (BLOCK - from).min(len - done);
        done += take;
        (take > 0).then_some((at / BLOCK as u64, from, take))
    })
}

impl StorageBackend for Scratch {
    fn len(&self) -> io::Result<u64> {
        Ok(self.lock().len)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.lock();
        if offset.saturating_add(out.len() as u64) > state.len {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut out = out;
        for (index, from, take) in pieces(offset, out.len()) {
            let (part, rest) = out.split_at_mut(take);
            let block = self.block(&state, index)?;
            part.copy_from_slice(block.get(from..from + take).unwrap_or(&[]));
            out = rest;
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.lock();
        state.len = len;
        state.below = state.below.min(len);
        let kept = len.div_ceil(BLOCK as u64);
        state.written.retain(|index, _| *index < kept);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.lock();
        let mut data = data;
        for (index, from, take) in pieces(offset, data.len()) {
            let (part, rest) = data.split_at(take);
            let mut block = self.block(&state, index)?;
            if let Some(into) = block.get_mut(from..from + take) {
                into.copy_from_slice(part);
            }
            state.written.insert(index, block);
            data = rest;
        }
        Ok(())
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        if !matches!((start, end), (Bound::Unbounded | Bound::Included(0), Bound::Unbounded)) {
            return Err(BackendError::Unsupported);
        }
        // Shared is enough: a server holds its file exclusively, and two may look at one backup.
        match self.lock.as_ref().map(File::try_lock_shared) {
            None => Err(BackendError::Unsupported),
            Some(Ok(())) => Ok(true),
            Some(Err(TryLockError::WouldBlock)) => Ok(false),
            Some(Err(TryLockError::Error(e))) => Err(BackendError::Io(e)),
        }
    }

    fn unlock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<(), BackendError> {
        self.lock.as_ref().map_or(Ok(()), File::unlock).map_err(BackendError::Io)
    }
}

/// Opens `path` for looking at; `check` runs the engine's integrity check on all of it.
pub(crate) fn open(path: &Path, check: bool) -> Result<Database, Refusal> {
    start(|| Scratch::open(path), check)
}

/// The same for a disk of a test.
pub(crate) fn open_disk(disk: impl FnOnce() -> io::Result<Box<dyn Disk>>) -> Result<Database, Refusal> {
    start(|| Scratch::over(disk()?, None), false)
}

fn start(scratch: impl FnOnce() -> io::Result<Scratch>, check: bool) -> Result<Database, Refusal> {
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let scratch = scratch()?;
        let mut builder = Builder::new();
        builder.set_cache_size(32 << 20).set_check_integrity_on_open(check).create_with_backend(scratch)
    }));
    match opened {
        Ok(Ok(database)) => Ok(database),
        Ok(Err(error)) => Err(crate::engine::refusal(error)),
        Err(_) => Err(Refusal::Damaged("the engine stopped on a broken page".into())),
    }
}
