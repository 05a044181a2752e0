//! The tables of templates. A deleted one keeps its record for the undo and loses its place.

use super::record::{Template, TemplateRecord};
use guildhall_domain::{AudienceId, Id};
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// Templates by id.
pub const TEMPLATES: Table<Id, TemplateRecord> = Table::new("templates");
/// (space audience, template): those of a space.
pub const PLACES: Table<(u64, Id), ()> = Table::new("template_places");

/// A template, deleted or not.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Template>, StoreError> {
    read.get(&TEMPLATES, &id)?.map(|record| record.into_template(id)).transpose()
}

/// The templates of a space.
pub fn of_space(read: &Read<'_>, space: AudienceId) -> Result<Vec<Template>, StoreError> {
    let mut all = Vec::new();
    for row in read.keys(&PLACES, Span::prefix(&space))? {
        let (_, id) = row?;
        all.extend(get(read, id)?);
    }
    Ok(all)
}

/// How many a space has.
pub fn count(read: &Read<'_>, space: AudienceId) -> Result<usize, StoreError> {
    read.keys(&PLACES, Span::prefix(&space))?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// Writes a template of the space with this audience.
pub fn put(tx: &mut Tx<'_>, space: AudienceId, template: &Template) -> Result<(), StoreError> {
    match template.deleted_ms {
        None => tx.put(&PLACES, &(space, template.id), &())?,
        Some(_) => tx.delete(&PLACES, &(space, template.id))?,
    }
    rewrite(tx, template)
}

/// Every template, deleted or not.
pub fn all(read: &Read<'_>) -> Result<Vec<Template>, StoreError> {
    read.scan(&TEMPLATES, Span::all())?.map(|row| row.and_then(|(id, record)| record.into_template(id))).collect()
}

/// Writes what is kept of a template, where its place stays.
pub fn rewrite(tx: &mut Tx<'_>, template: &Template) -> Result<(), StoreError> {
    tx.put(&TEMPLATES, &template.id, &template.into())
}
