//! The writer thread: takes the waiting commands as a group, makes them durable with one commit, answers.
//!
//! Invariants: nobody is answered before the commit returned. A fault while applying throws the whole group
//! away and runs it again one by one, so one command cannot spoil the others. After a fault of the disk the
//! file is reopened at once, reads go on, and writes are refused until a probe write succeeds.

use crate::engine::{self, Fault};
use crate::group::Group;
use crate::pending::Job;
use crate::queue::Turn;
use crate::read::RawRead;
use crate::store::Shared;
use crate::{Store, StoreError, Tx, meta, place};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

type Jobs = [Box<dyn Job>];

/// What a durable group leaves behind.
struct Done {
    commit: u64,
    seq: u64,
}

enum Failure {
    /// Nothing was written.
    Before(Fault),
    /// The commit itself failed: it may be durable or not.
    During(Fault, Done),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure::Before(fault)
    }
}

pub(crate) fn run(shared: &Shared) {
    loop {
        let patience = shared.condition.probe_in(shared.options.probe_every);
        // Never spin: a probe that is due at once still waits a moment for commands.
        let turn = shared.queue.take(patience.map(|wait| wait.max(Duration::from_millis(1))));
        shared.reopen_if_asked();
        if matches!(turn, Turn::Stop) {
            break;
        }
        // A panic outside the engine and the commands, in a waker for one, must not end the writer either.
        let _ = catch_unwind(AssertUnwindSafe(|| work(shared, turn)));
    }
    shared.close_engine();
}

fn work(shared: &Shared, turn: Turn) {
    match turn {
        Turn::Group(mut jobs) => group(shared, &mut jobs),
        Turn::Alone(work) => work(),
        Turn::Tick if due(shared) => probe(shared),
        Turn::Tick | Turn::Stop => {}
    }
}

fn due(shared: &Shared) -> bool {
    shared.condition.probe_in(shared.options.probe_every).is_some_and(|wait| wait.is_zero())
}

/// Finds out whether writing works again: space, an open file, and a real commit.
fn probe(shared: &Shared) {
    if let Some(reason) = shared.low_space() {
        return shared.condition.refuse(reason);
    }
    if !shared.takes_writes() {
        shared.reopen_engine();
    }
    match attempt(shared, &mut [], true) {
        Ok(done) => {
            if let Some(done) = done {
                shared.committed(done.commit, done.seq);
            }
            shared.condition.heal();
        }
        Err(Failure::Before(fault) | Failure::During(fault, _)) => {
            shared.condition.refuse(fault.error.to_string());
            shared.reopen_engine();
        }
    }
}

/// Why writes are refused now, after giving the disk the chance to have healed.
fn refusal(shared: &Shared) -> Option<String> {
    if due(shared) {
        probe(shared);
    } else if shared.condition.reason().is_none()
        && let Some(reason) = shared.low_space()
    {
        shared.condition.refuse(reason);
    }
    shared.condition.reason()
}

fn group(shared: &Shared, jobs: &mut Jobs) {
    if let Some(reason) = refusal(shared) {
        return fail(jobs, &StoreError::ReadOnly { reason });
    }
    match attempt(shared, jobs, false) {
        Ok(done) => {
            if let Some(done) = done {
                shared.committed(done.commit, done.seq);
            }
            jobs.iter_mut().for_each(|job| job.answer());
        }
        Err(Failure::Before(fault)) => {
            if fault.reopen {
                shared.reopen_engine();
            }
            if fault.disk {
                let reason = fault.error.to_string();
                shared.condition.refuse(reason.clone());
                fail(jobs, &StoreError::ReadOnly { reason });
            } else if let [one] = jobs {
                one.fail(fault.error);
            } else {
                jobs.chunks_mut(1).for_each(|one| group(shared, one));
            }
        }
        Err(Failure::During(fault, done)) => undecided(shared, jobs, fault, &done),
    }
}

/// A commit failed half-way. What the reopened file says decides: not there means refused; there means kept
/// only when another commit succeeds, because only then is it known to be on the disk.
fn undecided(shared: &Shared, jobs: &mut Jobs, fault: Fault, done: &Done) {
    let reason = fault.error.to_string();
    shared.reopen_engine();
    shared.condition.refuse(reason.clone());
    let kept = shared.snapshot_bare().and_then(|now| meta::get_u64(now.read(), meta::COMMIT));
    match kept {
        Ok(commit) if commit.unwrap_or(0) < done.commit => fail(jobs, &StoreError::ReadOnly { reason }),
        Ok(_) => {
            probe(shared);
            if shared.condition.reason().is_none() {
                jobs.iter_mut().for_each(|job| job.answer());
            } else {
                fail(jobs, &StoreError::Unknown { reason });
            }
        }
        Err(_) => fail(jobs, &StoreError::Unknown { reason }),
    }
}

fn fail(jobs: &mut Jobs, error: &StoreError) {
    jobs.iter_mut().for_each(|job| job.fail(error.clone()));
}

/// Runs and commits a group. `None` when no command wrote anything and no commit was forced.
fn attempt(shared: &Shared, jobs: &mut Jobs, force: bool) -> Result<Option<Done>, Failure> {
    let mut commit = None;
    let txn = shared.begin_write()?;
    let written = engine::guard(|| write(shared, &txn, jobs, force));
    match written {
        Ok(None) => {
            engine::guard(|| Ok(txn.abort()?))?;
            Ok(None)
        }
        Ok(Some(done)) => {
            let done = commit.insert(done);
            match engine::guard(|| Ok(txn.commit()?)) {
                Ok(()) => Ok(commit),
                Err(fault) => {
                    Err(Failure::During(Fault { reopen: true, ..fault }, Done { commit: done.commit, seq: done.seq }))
                }
            }
        }
        Err(fault) => {
            engine::roll_back(txn);
            Err(fault.into())
        }
    }
}

fn write(shared: &Shared, txn: &engine::WriteTransaction, jobs: &mut Jobs, force: bool) -> Result<Option<Done>, Fault> {
    let mut group = Group::new(txn, shared.catalogue.names());
    let broken = |group: &Group<'_>, e: StoreError| group.fault().unwrap_or_else(|| e.into());
    let read: &dyn RawRead = &group;
    let mut seq = meta::last_seq(read).map_err(|e| broken(&group, e))?;
    let commit = meta::get_u64(read, meta::COMMIT).map_err(|e| broken(&group, e))?.unwrap_or(0) + 1;
    let mut wrote = force;
    for job in jobs {
        let mut tx = Tx::new(&group, seq + 1);
        let accepted = job.run(&mut tx);
        let (overlay, next_seq) = tx.into_writes();
        if let Some(fault) = group.fault() {
            return Err(fault);
        }
        if accepted && !overlay.is_empty() {
            wrote = true;
            seq = next_seq - 1;
            group.apply(overlay, seq)?;
        }
    }
    if !wrote {
        return Ok(None);
    }
    let (key, stored) = meta::row(meta::COMMIT, &commit.to_be_bytes()).map_err(|e| broken(&group, e))?;
    let rows = [(key, Some(stored.into()))].into();
    group.apply([(meta::META.name(), rows)].into(), seq)?;
    Ok(Some(Done { commit, seq }))
}

impl Shared {
    /// Why there is too little room to write, if there is.
    pub(crate) fn low_space(&self) -> Option<String> {
        let floor = self.options.min_free_bytes;
        let free = place::free_bytes(&self.path).ok().filter(|free| *free < floor)?;
        Some(format!("only {} MiB are free on the disk, {} MiB are needed", free >> 20, floor >> 20))
    }

    /// Why there is too little room for files, if there is. Records go on being written long after.
    fn low_space_for_files(&self) -> Option<String> {
        let floor = self.options.min_free_for_files;
        if floor == 0 {
            return None;
        }
        let floor = floor.max(place::disk_bytes(&self.path).map_or(0, |bytes| bytes / 20));
        let free = place::free_bytes(&self.path).ok().filter(|free| *free < floor)?;
        Some(format!("only {} MiB are free on the server's disk; files need {} MiB", free >> 20, floor >> 20))
    }
}

impl Store {
    /// Whether the disk has room for files.
    ///
    /// # Errors
    /// [`StoreError::NoRoom`] when it has not.
    pub fn room_for_files(&self) -> Result<(), StoreError> {
        self.shared().low_space_for_files().map_or(Ok(()), |reason| Err(StoreError::NoRoom { reason }))
    }
}
