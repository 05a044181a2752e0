//! The tables of plans. A dependency belongs to the space it was made in and stays there when one of its tasks leaves:
//! whoever shows it looks whether both ends are there.

use super::record::{BaselineRecord, DependencyRecord, NoteRecord};
use guildhall_domain::{
    AudienceId, Id,
    plan::{Baseline, Note},
};
use guildhall_store::{Desc, Read, Span, StoreError, Table, Tx};

/// (home audience, task, the one before it).
pub const DEPENDENCIES: Table<(u64, Id, Id), DependencyRecord> = Table::new("dependencies");
/// (home audience, baseline).
pub const BASELINES: Table<(u64, Id), BaselineRecord> = Table::new("baselines");
/// (home audience, newest first, note).
pub const NOTES: Table<(u64, Desc<u64>, Id), NoteRecord> = Table::new("status_notes");

/// How many working days after another one a task begins, where it waits for it.
pub fn lag(read: &Read<'_>, home: AudienceId, task: Id, before: Id) -> Result<Option<i32>, StoreError> {
    Ok(read.get(&DEPENDENCIES, &(home, task, before))?.map(|record| record.lag))
}

/// All of a space: the task, the one before it, the lag.
pub fn dependencies(read: &Read<'_>, home: AudienceId) -> Result<Vec<(Id, Id, i32)>, StoreError> {
    let rows = read.scan(&DEPENDENCIES, Span::prefix(&home))?;
    rows.map(|row| row.map(|((_, task, before), record)| (task, before, record.lag))).collect()
}

/// Writes a dependency, or takes it away.
pub fn put(tx: &mut Tx<'_>, home: AudienceId, task: Id, before: Id, lag: Option<i32>) -> Result<(), StoreError> {
    match lag {
        Some(lag) => tx.put(&DEPENDENCIES, &(home, task, before), &DependencyRecord { lag }),
        None => tx.delete(&DEPENDENCIES, &(home, task, before)).map(drop),
    }
}

/// A baseline that was not deleted.
pub fn baseline(read: &Read<'_>, home: AudienceId, id: Id) -> Result<Option<Baseline>, StoreError> {
    let record = read.get(&BASELINES, &(home, id))?.filter(|record| record.deleted_ms.is_none());
    Ok(record.map(|record| record.into_baseline(id)))
}

/// The baselines of a space, oldest first, and those that were deleted.
pub type Baselines = (Vec<Baseline>, Vec<Deleted>);
/// A deleted baseline, and when it was.
pub type Deleted = (Id, i64);

/// All baselines of a space.
pub fn baselines(read: &Read<'_>, home: AudienceId) -> Result<Baselines, StoreError> {
    let (mut kept, mut deleted) = (Vec::new(), Vec::new());
    for row in read.scan(&BASELINES, Span::prefix(&home))? {
        let ((_, id), record) = row?;
        match record.deleted_ms {
            Some(at) => deleted.push((id, at)),
            None => kept.push(record.into_baseline(id)),
        }
    }
    Ok((kept, deleted))
}

/// Marks a baseline as deleted, or not; false where there is none.
pub fn mark(tx: &mut Tx<'_>, home: AudienceId, id: Id, deleted_ms: Option<i64>) -> Result<bool, StoreError> {
    let Some(mut record) = tx.get(&BASELINES, &(home, id))? else { return Ok(false) };
    record.deleted_ms = deleted_ms;
    tx.put(&BASELINES, &(home, id), &record)?;
    Ok(true)
}

fn place(home: AudienceId, note: &Note) -> (u64, Desc<u64>, Id) {
    (home, Desc(u64::try_from(note.at_ms).unwrap_or_default()), note.id)
}

/// What was said of how a space stands, newest first.
pub fn notes(read: &Read<'_>, home: AudienceId, most: usize) -> Result<Vec<Note>, StoreError> {
    let rows = read.scan(&NOTES, Span::prefix(&home).limit(most))?;
    rows.map(|row| row.map(|((.., id), record)| record.into_note(id))).collect()
}

/// Writes a note.
pub fn say(tx: &mut Tx<'_>, home: AudienceId, note: &Note) -> Result<(), StoreError> {
    tx.put(&NOTES, &place(home, note), &note.into())
}

/// Deletes a note.
pub fn unsay(tx: &mut Tx<'_>, home: AudienceId, note: &Note) -> Result<(), StoreError> {
    tx.delete(&NOTES, &place(home, note)).map(drop)
}
