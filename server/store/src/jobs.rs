//! Durable work for later: mails, webhooks, exports, rebuilds.
//!
//! Invariants: a job is written in the transaction that causes it. It is claimed by one worker at a time; a
//! job that was running at a crash is claimed again, so what it does must be safe to do twice. A failed job
//! is tried again after a growing time without chance in it; after [`MAX_ATTEMPTS`] it waits as dead for a
//! person. Nothing is lost without one.

use crate::{Known, Pending, Read, Span, Store, StoreError, Table, Tx, meta, record};
use minicbor::{Decode, Encode};
use uuid::Uuid;

/// After so many failures, about a week with the growing pauses, a job waits for a person.
pub const MAX_ATTEMPTS: u32 = 40;
const FIRST_PAUSE_MS: i64 = 10_000;
const LONGEST_PAUSE_MS: i64 = 6 * 3_600_000;
const CLAIM: usize = 32;

const JOBS: Table<Uuid, JobRecord> = Table::new("jobs");
/// State, kind, time and id: what is due, what runs and what is dead are each one range.
const DUE: Table<(u8, String, i64, Uuid), ()> = Table::new("jobs_due");

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum JobState {
    /// Waits for its time.
    #[n(0)]
    Waiting,
    /// A worker has it.
    #[n(1)]
    Running,
    /// Failed too often; waits for a person.
    #[n(2)]
    Dead,
}

#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
struct JobRecord {
    #[n(0)]
    kind: String,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    payload: Vec<u8>,
    #[n(2)]
    state: Known<JobState>,
    #[n(3)]
    run_at_ms: i64,
    #[n(4)]
    attempts: u32,
    #[n(5)]
    error: Option<String>,
    #[n(6)]
    done: Option<u64>,
    #[n(7)]
    total: Option<u64>,
    #[n(8)]
    note: Option<String>,
    #[n(9)]
    changed_ms: Option<i64>,
}
record!(JobRecord, 1);

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// What kind of work, such as `mail`.
    pub kind: String,
    /// The work, in the encoding of its kind.
    pub payload: Vec<u8>,
    /// Where it stands.
    pub state: JobState,
    /// When it is due, UTC milliseconds.
    pub run_at_ms: i64,
    /// How often it was begun.
    pub attempts: u32,
    /// The last failure.
    pub error: Option<String>,
    /// How far it is: done, of how many.
    pub progress: Option<(u64, u64)>,
    /// What it is doing, in words.
    pub note: Option<String>,
    /// When it was last claimed or failed.
    pub changed_ms: Option<i64>,
}

impl JobRecord {
    fn state(&self) -> JobState {
        // A state of a newer program is none this one may act on.
        self.state.known().copied().unwrap_or(JobState::Dead)
    }

    fn due_key(&self, id: Uuid) -> (u8, String, i64, Uuid) {
        (self.state() as u8, self.kind.clone(), self.run_at_ms, id)
    }

    fn job(self, id: Uuid) -> Job {
        Job {
            id,
            state: self.state(),
            kind: self.kind,
            payload: self.payload,
            run_at_ms: self.run_at_ms,
            attempts: self.attempts,
            error: self.error,
            progress: self.done.zip(self.total),
            note: self.note,
            changed_ms: self.changed_ms,
        }
    }
}

fn load(tx: &Tx<'_>, id: Uuid) -> Result<JobRecord, StoreError> {
    tx.get(&JOBS, &id)?.ok_or_else(|| StoreError::Refused(format!("there is no job {id}")))
}

/// Writes a changed job and moves it to its new place in the order.
fn change(tx: &mut Tx<'_>, id: Uuid, edit: impl FnOnce(&mut JobRecord)) -> Result<JobRecord, StoreError> {
    let mut job = load(tx, id)?;
    let before = job.due_key(id);
    edit(&mut job);
    let after = job.due_key(id);
    if before != after {
        tx.delete(&DUE, &before)?;
        tx.put(&DUE, &after, &())?;
    }
    tx.put(&JOBS, &id, &job)?;
    Ok(job)
}

/// Adds a job, due at `run_at_ms`; two rows.
///
/// # Errors
/// When no id can be made.
pub fn enqueue(tx: &mut Tx<'_>, kind: &str, payload: &[u8], run_at_ms: i64) -> Result<Uuid, StoreError> {
    let id = meta::new_timed_id(run_at_ms)?;
    let job = JobRecord {
        kind: kind.to_owned(),
        payload: payload.to_vec(),
        state: Known::Is(JobState::Waiting),
        run_at_ms,
        attempts: 0,
        error: None,
        done: None,
        total: None,
        note: None,
        changed_ms: None,
    };
    tx.put(&DUE, &job.due_key(id), &())?;
    tx.put(&JOBS, &id, &job)?;
    Ok(id)
}

/// Takes the jobs of these kinds that are due, at most 32, the oldest of each kind first.
pub fn claim_due(store: &Store, now_ms: i64, kinds: &[&str]) -> Pending<Vec<Job>, StoreError> {
    let kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    store.write(move |tx| {
        let mut due = Vec::new();
        for kind in &kinds {
            let waiting = (JobState::Waiting as u8, kind.clone());
            let until = (JobState::Waiting as u8, kind.clone(), now_ms.saturating_add(1));
            let span = Span::prefix(&waiting).until(&until).limit(CLAIM - due.len());
            for key in tx.read().keys(&DUE, span)? {
                due.push(key?.3);
            }
        }
        let claim = |id| {
            let job = change(tx, id, |job| {
                job.state = Known::Is(JobState::Running);
                job.attempts = job.attempts.saturating_add(1);
                job.changed_ms = Some(now_ms);
            });
            job.map(|job| job.job(id))
        };
        due.into_iter().map(claim).collect()
    })
}

/// When the next job of these kinds is due, UTC milliseconds.
///
/// # Errors
/// When the data cannot be read.
pub fn next_due(read: &Read<'_>, kinds: &[&str]) -> Result<Option<i64>, StoreError> {
    let mut next: Option<i64> = None;
    for kind in kinds {
        let waiting = Span::prefix(&(JobState::Waiting as u8, (*kind).to_owned())).limit(1);
        for key in read.keys(&DUE, waiting)? {
            let at = key?.2;
            next = Some(next.map_or(at, |next| next.min(at)));
        }
    }
    Ok(next)
}

/// The job is done and forgotten. Also when somebody discarded it meanwhile.
///
/// # Errors
/// When the data cannot be read.
pub fn complete(tx: &mut Tx<'_>, id: Uuid) -> Result<(), StoreError> {
    let Some(job) = tx.get(&JOBS, &id)? else { return Ok(()) };
    tx.delete(&DUE, &job.due_key(id))?;
    tx.delete(&JOBS, &id)
}

/// The pause after the given number of failures, in milliseconds: 10 s, doubling, at most 6 h.
pub fn pause_ms(failures: u32) -> i64 {
    let doublings = failures.saturating_sub(1).min(20);
    (FIRST_PAUSE_MS << doublings).min(LONGEST_PAUSE_MS)
}

/// The job failed: it is tried again after a pause, or dead after [`MAX_ATTEMPTS`].
///
/// # Errors
/// [`StoreError::Refused`] when there is no such job.
pub fn fail(tx: &mut Tx<'_>, id: Uuid, error: &str, now_ms: i64) -> Result<JobState, StoreError> {
    let job = change(tx, id, |job| {
        let dead = job.attempts >= MAX_ATTEMPTS;
        job.state = Known::Is(if dead { JobState::Dead } else { JobState::Waiting });
        job.run_at_ms = now_ms.saturating_add(pause_ms(job.attempts));
        job.error = Some(error.to_owned());
        job.changed_ms = Some(now_ms);
    })?;
    Ok(job.state())
}

/// Notes how far a job is.
///
/// # Errors
/// [`StoreError::Refused`] when there is no such job.
pub fn progress(tx: &mut Tx<'_>, id: Uuid, done: u64, total: u64, note: &str) -> Result<(), StoreError> {
    change(tx, id, |job| {
        job.done = Some(done);
        job.total = Some(total);
        job.note = Some(note.to_owned());
    })
    .map(drop)
}

/// One job.
///
/// # Errors
/// When the data cannot be read.
pub fn get(read: &Read<'_>, id: Uuid) -> Result<Option<Job>, StoreError> {
    Ok(read.get(&JOBS, &id)?.map(|job| job.job(id)))
}

/// The jobs in one state by kind and time, or all of them by id.
///
/// # Errors
/// When the data cannot be read.
pub fn list(read: &Read<'_>, state: Option<JobState>) -> Result<Vec<Job>, StoreError> {
    match state {
        None => read.scan(&JOBS, Span::all())?.map(|row| row.map(|(id, job)| job.job(id))).collect(),
        Some(state) => {
            let keys = read.keys(&DUE, Span::prefix(&(state as u8)))?;
            keys.filter_map(|key| key.and_then(|key| get(read, key.3)).transpose()).collect()
        }
    }
}

/// Tries a job again now, with all its attempts ahead; for dead and for waiting ones.
///
/// # Errors
/// [`StoreError::Refused`] when there is no such job or it runs.
pub fn retry(tx: &mut Tx<'_>, id: Uuid, now_ms: i64) -> Result<(), StoreError> {
    if load(tx, id)?.state() == JobState::Running {
        return Err(StoreError::Refused("the job is running".into()));
    }
    change(tx, id, |job| {
        job.state = Known::Is(JobState::Waiting);
        job.run_at_ms = now_ms;
        job.attempts = 0;
    })
    .map(drop)
}

/// Forgets a job that does not run.
///
/// # Errors
/// [`StoreError::Refused`] when there is no such job or it runs.
pub fn discard(tx: &mut Tx<'_>, id: Uuid) -> Result<(), StoreError> {
    if load(tx, id)?.state() == JobState::Running {
        return Err(StoreError::Refused("the job is running".into()));
    }
    complete(tx, id)
}

/// After a start nobody works on the jobs that ran before it: they wait again.
pub(crate) fn recover(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let running: Vec<_> = tx.read().keys(&DUE, Span::prefix(&(JobState::Running as u8)))?.collect::<Result<_, _>>()?;
    for (_, _, _, id) in running {
        change(tx, id, |job| {
            // One that ends the process every time must not do so for ever.
            let dead = job.attempts >= MAX_ATTEMPTS;
            job.state = Known::Is(if dead { JobState::Dead } else { JobState::Waiting });
        })?;
    }
    Ok(())
}
