//! The tables of processes and runs, and the one way to write each.

use super::record::{ProcessRecord, RunRecord, Version, VersionRecord};
use crate::{
    Error,
    access::{Scope, Work},
};
use guildhall_domain::{
    AudienceId, Id,
    process::{
        Process,
        run::{Run, State},
    },
};
use guildhall_store::{Desc, Read, Span, StoreError, Table, Tx};

/// Processes by id.
pub const PROCESSES: Table<Id, ProcessRecord> = Table::new("processes");
/// (home audience, process): those of a space.
pub const OF_SPACE: Table<(u64, Id), ()> = Table::new("processes_of_space");
/// (when, process): what has to be looked at then.
pub const TIMES: Table<(i64, Id), ()> = Table::new("process_times");
/// (since when, process) in the trash.
pub const TRASH: Table<(i64, Id), ()> = Table::new("process_trash");
/// (process, number) → its procedure in that version.
pub const VERSIONS: Table<(Id, u32), VersionRecord> = Table::new("process_versions");
/// Runs by id, which is that of their task.
pub const RUNS: Table<Id, RunRecord> = Table::new("process_runs");
/// (process, when, the last first, run): its runs.
pub const ORDER: Table<(Id, Desc<i64>, Id), ()> = Table::new("process_run_order");
/// (process, occurrence) → the run for it.
pub const OCCURRENCES: Table<(Id, i64), Id> = Table::new("process_occurrences");
/// How far the log was read for what became of runs.
pub const CURSOR: Table<(), u64> = Table::new("process_cursor");

/// A process. What somebody may know of it is for [`super::queries`] to ask.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Process>, StoreError> {
    Ok(read.get(&PROCESSES, &id)?.map(|record| record.into_process(id)))
}

/// The processes of a space, those in the trash too.
pub fn of_space(read: &Read<'_>, home: AudienceId) -> Result<Vec<Process>, StoreError> {
    let mut all = Vec::new();
    for row in read.keys(&OF_SPACE, Span::prefix(&home))? {
        all.extend(get(read, row?.1)?);
    }
    Ok(all)
}

/// Those of a space, those in the trash too.
pub fn ids_in(read: &Read<'_>, home: AudienceId) -> Result<Vec<Id>, StoreError> {
    read.keys(&OF_SPACE, Span::prefix(&home))?.map(|row| row.map(|(_, id)| id)).collect()
}

/// All of them, after one.
pub fn after<'a>(
    read: &'a Read<'_>,
    id: Option<Id>,
) -> Result<impl Iterator<Item = Result<Id, StoreError>> + 'a, StoreError> {
    read.keys(&PROCESSES, id.map_or_else(Span::all, |id| Span::all().after(&id)))
}

/// How many there are in all spaces.
pub fn count_all(read: &Read<'_>) -> Result<usize, StoreError> {
    after(read, None)?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// How many a space has.
pub fn count(read: &Read<'_>, home: AudienceId) -> Result<usize, StoreError> {
    read.keys(&OF_SPACE, Span::prefix(&home))?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// Writes a process, with when it has to be looked at.
pub fn put(work: &mut Work<'_, '_>, process: &mut Process) -> Result<(), Error> {
    let before = get(work.read(), process.id)?;
    let home = work.directory().space(process.space).map(|home| home.audience).ok_or_else(Error::not_found)?;
    process.clock.wake_ms = process.wake_ms(&work.directory().place());
    let wake = |process: &Process| process.clock.wake_ms.map(|at| (at, process.id));
    work.tx.replace_keys(&TIMES, before.as_ref().and_then(wake).as_slice(), wake(process).as_slice())?;
    let trash = |process: &Process| process.trashed_ms.map(|at| (at, process.id));
    work.tx.replace_keys(&TRASH, before.as_ref().and_then(trash).as_slice(), trash(process).as_slice())?;
    if before.is_none() {
        work.tx.put(&OF_SPACE, &(home, process.id), &())?;
    }
    Ok(work.tx.put(&PROCESSES, &process.id, &ProcessRecord::from(&*process))?)
}

/// When the next one has to be looked at, or has been in the trash for so long.
pub fn next(read: &Read<'_>, kept_ms: i64) -> Result<Option<i64>, StoreError> {
    let comes = read.keys(&TIMES, Span::all().limit(1))?.next().transpose()?.map(|(at, _)| at);
    let goes = read.keys(&TRASH, Span::all().limit(1))?.next().transpose()?.map(|(at, _)| at.saturating_add(kept_ms));
    Ok(comes.into_iter().chain(goes).min())
}

/// What has to be looked at by now, the longest first.
pub fn due(read: &Read<'_>, now_ms: i64, most: usize) -> Result<Vec<Id>, StoreError> {
    let rows = read.keys(&TIMES, Span::all().until(&now_ms.saturating_add(1)).limit(most))?;
    rows.map(|row| row.map(|(_, id)| id)).collect()
}

/// Everything that will be looked at.
pub fn coming(read: &Read<'_>) -> Result<Vec<Id>, StoreError> {
    read.keys(&TIMES, Span::all())?.map(|row| row.map(|(_, id)| id)).collect()
}

/// Those in the trash since before a moment.
pub fn trashed_until(read: &Read<'_>, at_ms: i64, most: usize) -> Result<Vec<Id>, StoreError> {
    let rows = read.keys(&TRASH, Span::all().until(&at_ms).limit(most))?;
    rows.map(|row| row.map(|(_, id)| id)).collect()
}

/// Keeps the procedure of a version.
pub fn put_version(tx: &mut Tx<'_>, process: Id, number: u32, version: &Version) -> Result<(), StoreError> {
    tx.put(&VERSIONS, &(process, number), &version.into())
}

/// The versions of a procedure, the last first.
pub fn versions(read: &Read<'_>, process: Id) -> Result<Vec<(u32, Version)>, StoreError> {
    let rows = read.scan(&VERSIONS, Span::prefix(&process).reverse())?;
    rows.map(|row| row.map(|((_, number), record)| (number, record.into()))).collect()
}

/// A run.
pub fn run(read: &Read<'_>, id: Id) -> Result<Option<Run>, StoreError> {
    Ok(read.get(&RUNS, &id)?.map(|record| record.into_run(id)))
}

/// Whether an occurrence has its run; one that was missed has none.
pub fn started(read: &Read<'_>, process: Id, occurrence: i64) -> Result<bool, StoreError> {
    let Some(id) = read.get(&OCCURRENCES, &(process, occurrence))? else { return Ok(false) };
    Ok(run(read, id)?.is_some_and(|run| run.state != State::Missed))
}

/// Writes a run. One that was missed makes room for the one that is begun after all.
pub fn put_run(tx: &mut Tx<'_>, run: &Run) -> Result<(), StoreError> {
    if let Some(occurrence) = run.occurrence_ms {
        let key = (run.process, occurrence);
        if let Some(old) = tx.get(&OCCURRENCES, &key)?.filter(|old| *old != run.id) {
            tx.delete(&RUNS, &old)?;
            tx.delete(&ORDER, &(run.process, Desc(occurrence), old))?;
        }
        tx.put(&OCCURRENCES, &key, &run.id)?;
    }
    tx.put(&ORDER, &(run.process, Desc(run.place_ms()), run.id), &())?;
    tx.put(&RUNS, &run.id, &RunRecord::from(run))
}

/// Takes a run away that never had a task.
pub fn take_run(tx: &mut Tx<'_>, run: &Run) -> Result<(), StoreError> {
    if let Some(occurrence) = run.occurrence_ms {
        tx.delete(&OCCURRENCES, &(run.process, occurrence))?;
    }
    tx.delete(&ORDER, &(run.process, Desc(run.place_ms()), run.id))?;
    tx.delete(&RUNS, &run.id)
}

/// The runs of a process, the last first, after a place: each with its place.
pub fn runs<'a>(
    read: &'a Read<'_>,
    process: Id,
    after: Option<(i64, Id)>,
) -> Result<impl Iterator<Item = Result<Run, StoreError>> + 'a, StoreError> {
    let span = Span::prefix(&process);
    let span = match after {
        Some((at, id)) => span.after(&(process, Desc(at), id)),
        None => span,
    };
    let rows = read.keys(&ORDER, span)?;
    Ok(rows.filter_map(move |row| row.and_then(|(_, _, id)| run(read, id)).transpose()))
}

/// Deletes a process for good with everything that is kept of its runs, a part at a time: answers whether that is all
/// of it. Their tasks stay what they are.
pub fn forget(tx: &mut Tx<'_>, process: &Process, home: Option<AudienceId>, most: usize) -> Result<bool, StoreError> {
    let old: Vec<Run> = runs(tx.read(), process.id, None)?.take(most).collect::<Result<_, _>>()?;
    for run in &old {
        tx.delete(&RUNS, &run.id)?;
        tx.delete(&ORDER, &(process.id, Desc(run.place_ms()), run.id))?;
        if let Some(occurrence) = run.occurrence_ms {
            tx.delete(&OCCURRENCES, &(process.id, occurrence))?;
        }
    }
    if old.len() == most {
        return Ok(false);
    }
    for (number, _) in versions(tx.read(), process.id)? {
        tx.delete(&VERSIONS, &(process.id, number))?;
    }
    if let Some(at) = process.trashed_ms {
        tx.delete(&TRASH, &(at, process.id))?;
    }
    if let Some(home) = home {
        tx.delete(&OF_SPACE, &(home, process.id))?;
    }
    tx.delete(&PROCESSES, &process.id)?;
    Ok(true)
}

/// How far the log was read.
pub fn cursor(read: &Read<'_>) -> Result<Option<u64>, StoreError> {
    read.get(&CURSOR, &())
}

/// Keeps it.
pub fn put_cursor(tx: &mut Tx<'_>, seq: u64) -> Result<(), StoreError> {
    tx.put(&CURSOR, &(), &seq)
}
