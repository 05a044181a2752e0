//! Jobs that ended, kept for those who want to know how; those that wait or run are the store's own.

pub use super::record::EndedRecord;
use guildhall_domain::Id;
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Ended jobs.
pub const ENDED: Table<Id, EndedRecord> = Table::new("jobs_ended");

/// For how long the end of a job can be looked up.
const KEEP_MS: i64 = 30 * 24 * 3_600_000;

/// One that ended.
pub fn ended(read: &Read<'_>, id: Id) -> Result<Option<EndedRecord>, StoreError> {
    read.get(&ENDED, &id)
}

/// All that ended of late.
pub fn all_ended(read: &Read<'_>) -> Result<Vec<(Id, EndedRecord)>, StoreError> {
    read.scan(&ENDED, Span::all())?.collect()
}

/// The job is over.
pub fn end(tx: &mut Tx<'_>, id: Id, record: &EndedRecord) -> Result<(), StoreError> {
    guildhall_store::jobs::complete(tx, id)?;
    tx.put(&ENDED, &id, record)
}

/// Forgets one that ended.
pub fn forget(tx: &mut Tx<'_>, id: Id) -> Result<(), StoreError> {
    tx.delete(&ENDED, &id)
}

/// Forgets those that ended long ago.
pub fn sweep(tx: &mut Tx<'_>, now_ms: i64) -> Result<(), StoreError> {
    let old = all_ended(tx.read())?.into_iter().filter(|(_, job)| job.finished_ms + KEEP_MS < now_ms);
    old.collect::<Vec<_>>().iter().try_for_each(|(id, _)| forget(tx, *id))
}
