//! The tables of documents and the one way to write a document: state, key rows and change log together.

use super::{
    record::DocumentRecord,
    rows::{self, Keys, LISTS, List, Row, TAKEN},
};
use crate::{
    Error,
    access::{Scope, Work},
    items, tasks,
};
use guildhall_domain::{
    AudienceId, Id,
    change::{Action, FieldChange, Kind},
    document::{Document, facts, name},
};
use guildhall_store::{Read, Span, StoreError, Table};

/// Documents by id.
pub const DOCUMENTS: Table<Id, DocumentRecord> = Table::new("documents");
/// (since when, document): what lies in the trash.
pub const TRASH: Table<(i64, Id), ()> = Table::new("document_trash");

/// A document. Only `access` may call this for somebody.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Document>, StoreError> {
    Ok(read.get(&DOCUMENTS, &id)?.map(Document::from))
}

/// All documents after an id, in the order of ids: for what goes through everything in slices.
pub fn after<'a>(
    read: &'a Read<'_>,
    id: Option<Id>,
) -> Result<impl Iterator<Item = Result<Document, StoreError>> + 'a, StoreError> {
    let span = id.map_or_else(Span::all, |id| Span::all().after(&id));
    Ok(read.scan(&DOCUMENTS, span)?.map(|row| row.map(|(_, record)| Document::from(record))))
}

/// How many documents there are, trashed ones too.
pub fn count(read: &Read<'_>) -> Result<usize, StoreError> {
    read.keys(&DOCUMENTS, Span::all())?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// The documents of a space that are not in the trash.
pub fn ids_in(read: &Read<'_>, home: AudienceId) -> Result<Vec<Id>, StoreError> {
    let mut ids = Vec::new();
    for list in [List::Space, List::Archived] {
        for row in listed(read, home, list, None, None)? {
            ids.push(row?.1);
        }
    }
    Ok(ids)
}

/// A list after a place: what each document is sorted by, and the document.
pub fn listed<'a>(
    read: &'a Read<'_>,
    home: AudienceId,
    list: List,
    folder: Option<Id>,
    after: Option<(Vec<u8>, Id)>,
) -> Result<impl Iterator<Item = Result<(Vec<u8>, Id), StoreError>> + 'a, StoreError> {
    let place = rows::place(folder);
    let mut span = Span::prefix(&(home, list as u8, place));
    if let Some((sort, id)) = after {
        span = span.after(&(home, list as u8, place, sort, id));
    }
    Ok(read.keys(&LISTS, span)?.map(|row| row.map(|(_, _, _, sort, id): Row| (sort, id))))
}

/// The documents that lie in a folder and are shown there.
pub fn in_folder(read: &Read<'_>, home: AudienceId, folder: Option<Id>) -> Result<Vec<Id>, StoreError> {
    listed(read, home, List::Name, folder, None)?.map(|row| row.map(|(_, id)| id)).collect()
}

/// How many documents lie in a folder and are shown there.
pub fn count_in(read: &Read<'_>, home: AudienceId, folder: Id) -> Result<usize, StoreError> {
    listed(read, home, List::Name, Some(folder), None)?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// The documents that lie in a folder, also those out of the way.
pub fn everywhere_in(read: &Read<'_>, home: AudienceId, folder: Id) -> Result<Vec<Id>, StoreError> {
    let mut ids = in_folder(read, home, Some(folder))?;
    for row in listed(read, home, List::Archived, None, None)? {
        let document = get(read, row?.1)?.filter(|document| document.folder == Some(folder));
        ids.extend(document.map(|document| document.id));
    }
    Ok(ids)
}

/// The documents of a space that lie in the trash since a moment.
pub fn trashed_at(read: &Read<'_>, home: AudienceId, at_ms: i64) -> Result<Vec<Document>, StoreError> {
    let span = Span::prefix(&(home, List::Trash as u8, Id::nil(), rows::newest_first(at_ms)));
    let mut documents = Vec::new();
    for row in read.keys(&LISTS, span)? {
        documents.extend(get(read, row?.4)?);
    }
    Ok(documents)
}

/// What has a name in a folder: a file or a folder.
pub fn named(read: &Read<'_>, home: AudienceId, folder: Option<Id>, title: &str) -> Result<Option<Id>, StoreError> {
    read.get(&TAKEN, &(home, rows::place(folder), name::fold(title)))
}

/// Documents that lie in the trash since before a moment, the oldest first.
pub fn trashed_until(read: &Read<'_>, until_ms: i64, most: usize) -> Result<Vec<Id>, StoreError> {
    let rows = read.keys(&TRASH, Span::all().until(&(until_ms, Id::nil())).limit(most))?;
    rows.map(|row| row.map(|(_, id)| id)).collect()
}

/// Writes a new document and its change, with what came with it.
pub fn create(work: &mut Work<'_, '_>, document: &mut Document, fields: Vec<FieldChange>) -> Result<(), Error> {
    write(work, None, document, Action::Created, fields)
}

/// Writes the next version of a document and what changed; nothing when nothing did.
pub fn save(work: &mut Work<'_, '_>, before: &Document, after: &mut Document, action: Action) -> Result<(), Error> {
    let fields = facts::changes(before, after);
    if fields.is_empty() && before == after {
        return Ok(());
    }
    write(work, Some(before), after, action, fields)
}

/// Like [`save`] for changes that are not facts of the document itself, such as a comment or a version.
pub fn save_with(
    work: &mut Work<'_, '_>,
    before: &Document,
    after: &mut Document,
    action: Action,
    mut fields: Vec<FieldChange>,
) -> Result<(), Error> {
    fields.extend(facts::changes(before, after));
    write(work, Some(before), after, action, fields)
}

fn write(
    work: &mut Work<'_, '_>,
    before: Option<&Document>,
    after: &mut Document,
    action: Action,
    fields: Vec<FieldChange>,
) -> Result<(), Error> {
    let directory = work.directory().clone();
    after.updated_ms = work.now();
    after.seq = work.log_item(Kind::Document, before, after, action, fields)?;
    touch(work, after)?;
    let old = before.map(|document| rows::keys(document, &directory)).unwrap_or_default();
    write_keys(work, after.id, &old, &rows::keys(after, &directory))
}

fn write_keys(work: &mut Work<'_, '_>, id: Id, old: &Keys, new: &Keys) -> Result<(), Error> {
    let tx = &mut *work.tx;
    tx.replace_keys(&LISTS, &old.lists, &new.lists)?;
    tasks::rows::put_key(tx, old.key, new.key, id)?;
    if old.name != new.name {
        old.name.as_ref().map_or(Ok(()), |key| tx.delete(&TAKEN, key))?;
        new.name.as_ref().map_or(Ok(()), |key| tx.put(&TAKEN, key, &id))?;
    }
    Ok(tx.replace_keys(&TRASH, old.trash.as_slice(), new.trash.as_slice())?)
}

/// Deletes a document for good; its comments, files and links are the caller's, who says which links there were.
/// A tombstone stays in the log.
pub fn purge(work: &mut Work<'_, '_>, document: &Document, links: Vec<FieldChange>) -> Result<(), Error> {
    let directory = work.directory().clone();
    items::tombstones::purged(work, Kind::Document, document, links)?;
    work.tx.delete(&DOCUMENTS, &document.id)?;
    items::store::forget(work.tx, document.id)?;
    items::readings::forget(work, document.id)?;
    write_keys(work, document.id, &rows::keys(document, &directory), &Keys::default())
}

/// Logs what was found out about something that hangs on a document. It is nobody's change: the document keeps its
/// time and its place in every list.
pub fn note(work: &mut Work<'_, '_>, document: &Document, fields: Vec<FieldChange>) -> Result<(), Error> {
    let seq = work.log_item(Kind::Document, Some(document), document, Action::Changed, fields)?;
    touch(work, &Document { seq, ..document.clone() })
}

/// Writes the next version of a document whose changes stand in the log already.
pub fn settle(work: &mut Work<'_, '_>, before: &Document, after: &Document) -> Result<(), Error> {
    let directory = work.directory().clone();
    touch(work, after)?;
    write_keys(work, after.id, &rows::keys(before, &directory), &rows::keys(after, &directory))
}

/// Puts a document back without a change of its own.
pub fn touch(work: &mut Work<'_, '_>, document: &Document) -> Result<(), Error> {
    Ok(work.tx.put(&DOCUMENTS, &document.id, &DocumentRecord::from(document))?)
}
