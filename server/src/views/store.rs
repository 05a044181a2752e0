//! The tables of saved views. A deleted one keeps its record for the undo and loses its place.

use super::record::{SavedView, ViewRecord};
use guildhall_domain::{AudienceId, Id};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Views by id.
pub const VIEWS: Table<Id, ViewRecord> = Table::new("saved_views");
/// (space audience, view): the views of a space.
pub const PLACES: Table<(u64, Id), ()> = Table::new("saved_view_places");

/// A view, deleted or not.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<SavedView>, StoreError> {
    Ok(read.get(&VIEWS, &id)?.map(|record| record.into_view(id)))
}

/// The views of a space.
pub fn of_space(read: &Read<'_>, space: AudienceId) -> Result<Vec<SavedView>, StoreError> {
    let mut views = Vec::new();
    for row in read.keys(&PLACES, Span::prefix(&space))? {
        let (_, id) = row?;
        views.extend(get(read, id)?);
    }
    Ok(views)
}

/// Writes a view of the space with this audience.
pub fn put(tx: &mut Tx<'_>, space: AudienceId, view: &SavedView) -> Result<(), StoreError> {
    match view.deleted_ms {
        None => tx.put(&PLACES, &(space, view.id), &())?,
        Some(_) => tx.delete(&PLACES, &(space, view.id))?,
    }
    tx.put(&VIEWS, &view.id, &view.into())
}

/// Forgets the views of a person that nobody else sees.
pub fn forget_own(tx: &mut Tx<'_>, person: Id, home: impl Fn(Id) -> Option<AudienceId>) -> Result<(), StoreError> {
    let all: Vec<SavedView> = tx
        .read()
        .scan(&VIEWS, Span::all())?
        .map(|row| row.map(|(id, record)| record.into_view(id)))
        .collect::<Result<_, _>>()?;
    for view in all.iter().filter(|view| view.owner == person && !view.shared) {
        home(view.space).map_or(Ok(()), |home| tx.delete(&PLACES, &(home, view.id)))?;
        tx.delete(&VIEWS, &view.id)?;
    }
    Ok(())
}
