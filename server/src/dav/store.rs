//! The tables of WebDAV.

use super::record::{ClientFileRecord, DepartedRecord};
use guildhall_domain::Id;
use guildhall_store::{Read, Span, StoreError, Table, Tx};

/// (home audience, folder or nothing, folded name) → a file a program keeps for itself.
pub const CLIENT_FILES: Table<(u64, Id, String), ClientFileRecord> = Table::new("dav_client_files");
/// The same → the document that had this name until a moment ago.
pub const DEPARTED: Table<(u64, Id, String), DepartedRecord> = Table::new("dav_departed");
/// (document or folder, name of a property with its namespace) → the property, as XML.
pub const PROPERTIES: Table<(Id, String), Vec<u8>> = Table::new("dav_properties");

/// The properties of a document or folder, with their names.
pub fn properties(read: &Read<'_>, object: Id) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    read.scan(&PROPERTIES, Span::prefix(&object))?.map(|row| row.map(|((_, name), xml)| (name, xml))).collect()
}

/// The files programs keep in a folder.
pub fn client_files(read: &Read<'_>, home: u64, folder: Id) -> Result<Vec<ClientFileRecord>, StoreError> {
    read.scan(&CLIENT_FILES, Span::prefix(&(home, folder)))?.map(|row| row.map(|(_, record)| record)).collect()
}

/// Deletes rows about names that were left before a moment.
pub fn forget_departed(tx: &mut Tx<'_>, before_ms: i64) -> Result<(), StoreError> {
    let all: Vec<_> = tx.read().scan(&DEPARTED, Span::all())?.collect::<Result<_, _>>()?;
    let old = all.into_iter().filter(|(_, record)| record.at_ms < before_ms);
    old.map(|(key, _)| key).try_for_each(|key| tx.delete(&DEPARTED, &key))
}

/// Properties of what is gone for good, at most so many.
pub fn orphans(
    read: &Read<'_>,
    is_there: impl Fn(Id) -> Result<bool, StoreError>,
) -> Result<Vec<(Id, String)>, StoreError> {
    let (mut gone, mut last) = (Vec::new(), None);
    for key in read.keys(&PROPERTIES, Span::all())? {
        let (object, name) = key?;
        if last.is_none_or(|(other, _)| other != object) {
            last = Some((object, is_there(object)?));
        }
        if last.is_some_and(|(_, there)| !there) {
            gone.push((object, name));
        }
    }
    Ok(gone)
}
