//! The tables of saved searches. A deleted one keeps its record for the undo and loses its place.

use super::record::{SavedSearch, SearchRecord};
use guildhall_domain::{AudienceId, Id};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Saved searches by id.
pub const SEARCHES: Table<Id, SearchRecord> = Table::new("saved_searches");
/// (audience that sees it, search).
pub const PLACES: Table<(u64, Id), ()> = Table::new("saved_search_places");

/// A search, deleted or not.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<SavedSearch>, StoreError> {
    Ok(read.get(&SEARCHES, &id)?.map(|record| record.into_search(id)))
}

/// Those an audience sees.
pub fn of(read: &Read<'_>, audience: AudienceId) -> Result<Vec<SavedSearch>, StoreError> {
    let mut found = Vec::new();
    for row in read.keys(&PLACES, Span::prefix(&audience))? {
        let (_, id) = row?;
        found.extend(get(read, id)?);
    }
    Ok(found)
}

/// Writes a search over the one before.
pub fn put(tx: &mut Tx<'_>, before: Option<&SavedSearch>, after: &SavedSearch) -> Result<(), StoreError> {
    let place = |search: &SavedSearch| search.deleted_ms.is_none().then_some((search.audience, search.id));
    tx.replace_keys(&PLACES, before.and_then(place).as_slice(), place(after).as_slice())?;
    tx.put(&SEARCHES, &after.id, &after.into())
}

/// Forgets the searches nobody but a person sees, those they deleted too.
pub fn forget_own(tx: &mut Tx<'_>, person: AudienceId) -> Result<(), StoreError> {
    let all: Vec<SavedSearch> = tx
        .read()
        .scan(&SEARCHES, Span::all())?
        .map(|row| row.map(|(id, record)| record.into_search(id)))
        .collect::<Result<_, _>>()?;
    for search in all.iter().filter(|search| search.audience == person) {
        tx.delete(&PLACES, &(person, search.id))?;
        tx.delete(&SEARCHES, &search.id)?;
    }
    Ok(())
}
