//! The tables of files.

use super::{
    facts::{self, FactsRecord},
    record::{FileRecord, UploadRecord},
};
use crate::{
    Error,
    access::{Scope, Work},
};
use guildhall_domain::{Id, file::File};
use guildhall_store::{
    Read, Span, StoreError, Table,
    blobs::{self, BlobHash, NewBlob},
};

/// File → what is known of it.
pub const FILES: Table<Id, FileRecord> = Table::new("files");
/// Item, place and file: the files of an item in the order they were attached.
pub const OF_ITEM: Table<(Id, u64, Id), ()> = Table::new("files_of_item");
/// Content and file: where the same bytes are attached.
pub const OF_CONTENT: Table<(BlobHash, Id), ()> = Table::new("files_of_content");
/// Since when, and which file: what lies in the trash.
pub const TRASH: Table<(i64, Id), ()> = Table::new("files_trash");
/// Uploads in several requests.
pub const UPLOADS: Table<Id, UploadRecord> = Table::new("file_uploads");

/// Content → what is known of it.
pub const FACTS: Table<BlobHash, FactsRecord> = Table::new("file_facts");
/// Content → its words, packed.
pub const TEXTS: Table<BlobHash, Vec<u8>> = Table::new("file_texts");
/// Content → a small picture of it.
pub const PICTURES: Table<BlobHash, Vec<u8>> = Table::new("file_pictures");
/// Contents that are still to be read.
pub const WAITING: Table<BlobHash, ()> = Table::new("file_waiting");

/// A file by its id. Only after its item was permitted; see [`crate::access::file`].
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<File>, StoreError> {
    Ok(read.get(&FILES, &id)?.map(File::from))
}

/// Every file there is.
pub fn all<'r>(read: &'r Read<'_>) -> Result<impl Iterator<Item = Result<File, StoreError>> + 'r, StoreError> {
    Ok(read.scan(&FILES, Span::all())?.map(|row| row.map(|(_, file)| File::from(file))))
}

/// The files of an item in the order they were attached, those in the trash too.
pub fn of(read: &Read<'_>, item: Id) -> Result<Vec<File>, StoreError> {
    let mut files = Vec::new();
    for key in read.keys(&OF_ITEM, Span::prefix(&item))? {
        files.extend(get(read, key?.2)?);
    }
    Ok(files)
}

/// Those of some files that are not in the trash.
pub fn sent_with(read: &Read<'_>, ids: &[Id]) -> Result<Vec<File>, StoreError> {
    let mut files = Vec::new();
    for id in ids {
        files.extend(get(read, *id)?.filter(|file| file.trashed_ms.is_none()));
    }
    Ok(files)
}

/// Writes a file that was just attached, with its content.
pub fn add(work: &mut Work<'_, '_>, file: &File, content: &NewBlob) -> Result<(), Error> {
    blobs::keep(work.tx, content)?;
    add_rows(work, file)
}

/// Writes a file with the content of another one, which is kept already.
pub fn add_again(work: &mut Work<'_, '_>, file: &File) -> Result<(), Error> {
    blobs::keep_again(work.tx, &file.hash)?;
    add_rows(work, file)
}

fn add_rows(work: &mut Work<'_, '_>, file: &File) -> Result<(), Error> {
    work.tx.put(&OF_ITEM, &(file.item, file.place, file.id), &())?;
    work.tx.put(&OF_CONTENT, &(file.hash, file.id), &())?;
    work.tx.put(&FILES, &file.id, &file.into())?;
    facts::ask(work, file)
}

/// The files with this content.
pub fn with_content(read: &Read<'_>, hash: &BlobHash) -> Result<Vec<File>, StoreError> {
    let mut files = Vec::new();
    for key in read.keys(&OF_CONTENT, Span::prefix(hash))? {
        files.extend(get(read, key?.1)?);
    }
    Ok(files)
}

/// Writes the next version of a file.
pub fn put(work: &mut Work<'_, '_>, before: &File, after: &File) -> Result<(), Error> {
    let trash = |file: &File| file.trashed_ms.map(|at| (at, file.id));
    work.tx.replace_keys(&TRASH, trash(before).as_slice(), trash(after).as_slice())?;
    Ok(work.tx.put(&FILES, &after.id, &after.into())?)
}

/// Deletes a file for good. Its bytes go when nothing else refers to them.
pub fn erase(work: &mut Work<'_, '_>, file: &File) -> Result<(), Error> {
    if let Some(at) = file.trashed_ms {
        work.tx.delete(&TRASH, &(at, file.id))?;
    }
    work.tx.delete(&OF_ITEM, &(file.item, file.place, file.id))?;
    work.tx.delete(&OF_CONTENT, &(file.hash, file.id))?;
    work.tx.delete(&FILES, &file.id)?;
    if blobs::release(work.tx, &file.hash)? {
        facts::forget(work, &file.hash)?;
    }
    Ok(())
}

/// Deletes all files of an item for good.
pub fn purge(work: &mut Work<'_, '_>, item: Id) -> Result<(), Error> {
    of(work.read(), item)?.iter().try_for_each(|file| erase(work, file))
}

/// Files that lie in the trash since before a moment, the oldest first.
pub fn trashed_until(read: &Read<'_>, until_ms: i64, most: usize) -> Result<Vec<File>, StoreError> {
    let mut files = Vec::new();
    for key in read.keys(&TRASH, Span::all().until(&(until_ms, Id::nil())).limit(most))? {
        files.extend(get(read, key?.1)?);
    }
    Ok(files)
}
