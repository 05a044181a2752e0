//! The store: one open data file, its one writer, and snapshots for everybody else.
//!
//! Invariants: there is one handle on the engine and it can be swapped while the store is in use, after a
//! fault of the disk or for a restore. All writes go through the one writer thread.

use crate::catalogue::Catalogue;
use crate::engine::{self, Fault, WriteTransaction};
use crate::health::Condition;
use crate::queue::{Exclusive, Queue};
use crate::{Health, OpenError, Options, Pending, Snapshot, StoreError, TableInfo, Tx, meta, open, pending, writer};
use redb::Database;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Instant;
use tokio::sync::watch;
use uuid::Uuid;

/// An open data file. Clones share it; the last one closes it after the waiting commands are done.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    shared: Arc<Shared>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

/// What the writer thread and the readers share.
pub(crate) struct Shared {
    pub path: PathBuf,
    pub options: Options,
    pub catalogue: Catalogue,
    pub queue: Queue,
    pub condition: Condition,
    /// A reader met a fault that may need a new handle.
    suspect: AtomicBool,
    /// It was one of the disk, which needs one for certain.
    disk_fault: AtomicBool,
    engine: RwLock<Option<Handle>>,
    /// How often the file was opened anew; a snapshot remembers at which handle it was taken.
    openings: AtomicU64,
    history: RwLock<Uuid>,
    head: watch::Sender<u64>,
    commit: AtomicU64,
    committed_at: Mutex<Option<Instant>>,
    reopened_at: Mutex<Option<Instant>>,
    /// Held while a snapshot of the ring is being taken.
    pub ring: Mutex<()>,
    /// How many hold the deletion of contents back.
    pub blob_holds: Arc<AtomicUsize>,
}

/// The engine; it takes no writes when the disk refused even to open the file for them.
struct Handle {
    database: Database,
    writable: bool,
}

/// Cheap facts about an open store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Length of the file. It grows by doubling and never shrinks by itself.
    pub file_bytes: u64,
    /// Free bytes on its disk.
    pub free_bytes: u64,
    /// Durable groups so far.
    pub commits: u64,
    /// Milliseconds since the last durable group of this run, if there was one.
    pub last_commit_ms_ago: Option<u64>,
    /// The newest sequence number.
    pub last_seq: u64,
}

impl Store {
    /// Opens a data file, or makes it (readable by its owner only). `catalogue` lists the features' tables.
    ///
    /// # Errors
    /// See [`OpenError`]; every message says what to do.
    pub fn open(path: &Path, options: Options, catalogue: &[TableInfo]) -> Result<Store, OpenError> {
        let catalogue = Catalogue::new(catalogue);
        let opened = open::open(path, &options, &catalogue, open::Guard::Data)?;
        let shared = Arc::new(Shared {
            path: opened.path,
            options,
            catalogue,
            queue: Queue::default(),
            condition: Condition::default(),
            suspect: AtomicBool::new(false),
            disk_fault: AtomicBool::new(false),
            engine: RwLock::new(Some(Handle { database: opened.database, writable: true })),
            openings: AtomicU64::new(0),
            history: RwLock::new(opened.history),
            head: watch::Sender::new(opened.seq),
            commit: AtomicU64::new(opened.commit),
            committed_at: Mutex::default(),
            reopened_at: Mutex::default(),
            ring: Mutex::default(),
            blob_holds: Arc::default(),
        });
        let thread = Arc::clone(&shared);
        let writer = std::thread::Builder::new().name("store-writer".into()).spawn(move || writer::run(&thread));
        let writer = writer.map_err(|e| OpenError::Io { path: path.into(), reason: e.to_string() })?;
        Ok(Store(Arc::new(Inner { shared, writer: Mutex::new(Some(writer)) })))
    }

    /// The data as of the last commit. Cheap; hold it shortly (2 s).
    ///
    /// # Errors
    /// When the file is not open at the moment or cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let (txn, opening) = self.shared().begin_read()?;
        Ok(Snapshot::new(txn, Some((Arc::clone(self.shared()), opening))))
    }

    /// Queues a command. It runs on the writer thread, in the order of the calls, and its answer comes when
    /// its group is durable. It may be run again when its group was aborted, so it must not keep what it
    /// did in a run before. It must not wait for another write of this store.
    pub fn write<T, E, F>(&self, command: F) -> Pending<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, answer) = pending::command(command);
        self.shared().queue.push(job);
        answer
    }

    /// As [`Store::write`], for commands that write much and that nobody waits for at a keyboard: a group takes
    /// one of them, after the others, so many of them do not hold those up.
    pub fn write_bulk<T, E, F>(&self, command: F) -> Pending<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (job, answer) = pending::command(command);
        self.shared().queue.push_bulk(job);
        answer
    }

    /// Runs work on the writer thread between two groups and waits for it.
    pub(crate) fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let shared = Arc::clone(self.shared());
        let (send, receive) = std::sync::mpsc::sync_channel(1);
        let work: Exclusive = Box::new(move || {
            let _ = send.send(work(&shared));
        });
        self.shared().queue.push_alone(work);
        receive.recv().unwrap_or(Err(StoreError::Closed))
    }

    /// The id of the current history; every restore renews it.
    pub fn history(&self) -> Uuid {
        self.shared().history()
    }

    /// The newest durable sequence number, and every change of it.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.shared().head.subscribe()
    }

    /// Whether writes are taken.
    pub fn health(&self) -> Health {
        match (self.shared().condition.health(), self.shared().low_space()) {
            (Health::Writable, Some(reason)) => Health::ReadOnly { reason, since_ms: 0 },
            (health, _) => health,
        }
    }

    /// The data file.
    pub fn path(&self) -> &Path {
        &self.shared().path
    }

    /// Cheap facts.
    ///
    /// # Errors
    /// When the operating system does not answer.
    pub fn stats(&self) -> Result<Stats, StoreError> {
        let shared = self.shared();
        let at = *shared.committed_at.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Stats {
            file_bytes: std::fs::metadata(&shared.path)?.len(),
            free_bytes: crate::place::free_bytes(&shared.path)?,
            commits: shared.commit.load(Ordering::Acquire),
            last_commit_ms_ago: at.map(|at| at.elapsed().as_millis().try_into().unwrap_or(u64::MAX)),
            last_seq: *shared.head.borrow(),
        })
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.0.shared
    }
}

/// Every commit left the file so that it opens at once; the engine's last writes would only be another way for a
/// broken page to end the process.
fn close(engine: &mut Option<Handle>) {
    if let Some(handle) = engine.take() {
        engine::abandon(handle.database);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.shared.queue.close();
        let writer = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        // A command may hold the last clone; its own thread cannot wait for itself.
        if let Some(writer) = writer
            && writer.thread().id() != std::thread::current().id()
        {
            let _ = writer.join();
        }
    }
}

impl Shared {
    pub fn history(&self) -> Uuid {
        *self.history.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// A transaction that reads, and the opening it belongs to.
    pub fn begin_read(&self) -> Result<(engine::ReadTransaction, u64), StoreError> {
        let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
        let handle = engine.as_ref().ok_or_else(|| self.closed())?;
        let opening = self.openings.load(Ordering::Acquire);
        let txn = engine::begin_read(&handle.database).map_err(|fault| {
            if fault.reopen {
                self.ask_to_reopen(&fault, opening);
            }
            fault.error
        })?;
        Ok((txn, opening))
    }

    pub fn snapshot_bare(&self) -> Result<Snapshot, StoreError> {
        Ok(Snapshot::new(self.begin_read()?.0, None))
    }

    pub fn begin_write(&self) -> Result<WriteTransaction, Fault> {
        let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
        let handle = engine.as_ref().filter(|handle| handle.writable);
        let handle = handle.ok_or_else(|| Fault { error: self.closed(), reopen: true, disk: true })?;
        engine::begin_write(&handle.database)
    }

    fn closed(&self) -> StoreError {
        self.condition.reason().map_or(StoreError::Closed, StoreError::Io)
    }

    /// A group is durable.
    pub fn committed(&self, commit: u64, seq: u64) {
        self.commit.store(commit, Ordering::Release);
        *self.committed_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.head.send_if_modified(|head| std::mem::replace(head, seq) != seq);
    }

    /// Tells the writer that a reader met a fault of the engine. One of a handle that was thrown away before it could be
    /// told says nothing of the handle in use, whose readers would lose their snapshots.
    pub fn ask_to_reopen(&self, fault: &Fault, opening: u64) {
        if opening != self.openings.load(Ordering::Acquire) {
            return;
        }
        let mut at = self.reopened_at.lock().unwrap_or_else(PoisonError::into_inner);
        if at.is_none_or(|at| at.elapsed() > self.options.probe_every) {
            *at = Some(Instant::now());
            self.disk_fault.fetch_or(fault.disk, Ordering::AcqRel);
            self.suspect.store(true, Ordering::Release);
            self.queue.poke();
        }
    }

    /// Reopens when a reader's fault needs it. A page that stays broken does not: it must not end every
    /// other reader's snapshot again and again.
    pub fn reopen_if_asked(&self) {
        if self.suspect.swap(false, Ordering::AcqRel) {
            let disk = self.disk_fault.swap(false, Ordering::AcqRel);
            let works = self.snapshot_bare().and_then(|now| meta::get_u64(now.read(), meta::COMMIT)).is_ok();
            if disk || !works {
                self.reopen_engine();
            }
        }
    }

    pub fn takes_writes(&self) -> bool {
        let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner);
        engine.as_ref().is_some_and(|handle| handle.writable)
    }

    pub fn close_engine(&self) {
        close(&mut self.engine.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Throws the handle away and opens the file again. Only the writer thread calls this.
    pub fn reopen_engine(&self) {
        let mut engine = self.engine.write().unwrap_or_else(PoisonError::into_inner);
        close(&mut engine);
        if let Err(error) = self.open_engine(&mut engine) {
            self.condition.refuse(error.to_string());
        }
    }

    /// Opens the file for writing, or at least for reading.
    fn open_engine(&self, engine: &mut Option<Handle>) -> Result<(), OpenError> {
        self.openings.fetch_add(1, Ordering::AcqRel);
        match open::reopen(&self.path, &self.options) {
            Ok(database) => {
                *engine = Some(Handle { database, writable: true });
                Ok(())
            }
            Err(error) => {
                *engine = open::look(&self.path, &self.options).map(|database| Handle { database, writable: false });
                Err(error)
            }
        }
    }

    /// Closes the file, lets `work` change it, and opens it again; readers wait meanwhile.
    pub fn swap_engine(&self, work: impl FnOnce() -> Result<(), StoreError>) -> Result<(), StoreError> {
        let mut engine = self.engine.write().unwrap_or_else(PoisonError::into_inner);
        close(&mut engine);
        let done = work();
        if let Err(error) = self.open_engine(&mut engine) {
            self.condition.refuse(error.to_string());
            return done.and(Err(StoreError::Io(error.to_string())));
        }
        done
    }

    /// The file was replaced by one of another history.
    pub fn replaced(&self, history: Uuid, commit: u64, seq: u64) {
        *self.history.write().unwrap_or_else(PoisonError::into_inner) = history;
        self.commit.store(commit, Ordering::Release);
        self.head.send_replace(seq);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::{Table, TableKind};
    use std::time::Duration;

    const NOTES: Table<u64, String> = Table::new("notes");

    #[test]
    fn a_fault_told_after_the_file_was_opened_anew_ends_no_snapshot_taken_since() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { min_free_bytes: 0, probe_every: Duration::ZERO, ..Options::default() };
        let store = Store::open(&folder.path().join("guild.redb"), options, &[NOTES.info(TableKind::Record)]).unwrap();
        // The writer does what it is asked before its next command.
        let turn = || store.write(|tx| tx.put(&NOTES, &1, &"kept".to_owned())).wait().unwrap();
        let fault = Fault { error: StoreError::Io("gone".into()), reopen: true, disk: true };
        let (_, before) = store.shared().begin_read().unwrap();
        turn();
        store.shared().ask_to_reopen(&fault, before);
        turn();
        let new = store.snapshot().unwrap();
        store.shared().ask_to_reopen(&fault, before);
        turn();
        assert_eq!(new.read().get(&NOTES, &1).unwrap().as_deref(), Some("kept"));
    }
}
