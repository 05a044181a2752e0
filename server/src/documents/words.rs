//! The words of a document, as the search finds them.

use crate::files;
use guildhall_domain::document::{Document, DocumentForm};
use guildhall_store::{Read, StoreError};

/// The words: of a file those of its newest version, as far as they are known.
pub fn of(read: &Read<'_>, document: &Document) -> Result<String, StoreError> {
    let current = match document.form {
        DocumentForm::Page => None,
        DocumentForm::File => document.current,
    };
    let file = current.map(|id| files::store::get(read, id)).transpose()?.flatten();
    Ok(file.map(|file| files::facts::text(read, &file)).transpose()?.flatten().unwrap_or_default())
}
