//! The tables of imports.

use super::record::ImportRecord;
use crate::{Error, access::Work};
use guildhall_domain::{AudienceId, Id};
use guildhall_store::{Read, Span, StoreError, Table};

/// Imports by id.
pub const IMPORTS: Table<Id, ImportRecord> = Table::new("imports");
/// (import, part) → bytes of the uploaded file, kept for as long as it can be run or taken back.
pub const PARTS: Table<(Id, u32), Vec<u8>> = Table::new("import_parts");
/// (home audience, id in the file) → item: what was brought before is not brought again.
pub const EARLIER: Table<(u64, String), Id> = Table::new("import_earlier");
/// (import, item) → its id in the file: what belongs to an import.
pub const ITEMS: Table<(Id, Id), String> = Table::new("import_items");

/// Bytes in a part: a little under a power of two, because pages of the engine are.
const PART: usize = 262_080;

/// An import.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<ImportRecord>, StoreError> {
    read.get(&IMPORTS, &id)
}

/// All imports.
pub fn all(read: &Read<'_>) -> Result<Vec<(Id, ImportRecord)>, StoreError> {
    read.scan(&IMPORTS, Span::all())?.collect()
}

/// Writes an import.
pub fn put(work: &mut Work<'_, '_>, id: Id, record: &ImportRecord) -> Result<(), Error> {
    Ok(work.tx.put(&IMPORTS, &id, record)?)
}

/// Keeps the bytes of a file.
pub fn put_bytes(work: &mut Work<'_, '_>, id: Id, bytes: &[u8]) -> Result<(), Error> {
    for (part, chunk) in bytes.chunks(PART).enumerate() {
        let part = u32::try_from(part).unwrap_or(u32::MAX);
        work.tx.put(&PARTS, &(id, part), &chunk.to_vec())?;
    }
    Ok(())
}

/// The bytes of a file.
pub fn bytes(read: &Read<'_>, id: Id) -> Result<Vec<u8>, StoreError> {
    let parts = read.scan(&PARTS, Span::prefix(&id))?.map(|row| row.map(|(_, bytes)| bytes));
    Ok(parts.collect::<Result<Vec<_>, _>>()?.concat())
}

/// The item an object of a file became in an earlier run, if it is still there.
pub fn earlier(read: &Read<'_>, space: AudienceId, external: &str) -> Result<Option<Id>, StoreError> {
    let Some(id) = read.get(&EARLIER, &(space, external.to_owned()))? else { return Ok(None) };
    let there = crate::tasks::store::get(read, id)?.is_some_and(|task| task.trashed_ms.is_none());
    Ok(there.then_some(id))
}

/// Remembers what an object of a file became.
pub fn remember(work: &mut Work<'_, '_>, import: Id, space: AudienceId, external: &str, item: Id) -> Result<(), Error> {
    work.tx.put(&EARLIER, &(space, external.to_owned()), &item)?;
    Ok(work.tx.put(&ITEMS, &(import, item), &external.to_owned())?)
}

/// The items of an import.
pub fn items(read: &Read<'_>, import: Id) -> Result<Vec<Id>, StoreError> {
    read.keys(&ITEMS, Span::prefix(&import))?.map(|row| row.map(|(_, item)| item)).collect()
}
