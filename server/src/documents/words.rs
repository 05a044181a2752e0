//! The words of a document, as the search finds them.

use super::pages;
use crate::{Error, files};
use guildhall_domain::document::{Document, DocumentForm};
use guildhall_store::Read;

/// The words: of a page all that stands in it, of a file those of its newest version, as far as they are known.
pub fn of(read: &Read<'_>, document: &Document) -> Result<String, Error> {
    if document.form == DocumentForm::Page {
        return Ok(pages::queries::tree(&pages::store::load(read, document.id)?)?.words());
    }
    let file = document.current.map(|id| files::store::get(read, id)).transpose()?.flatten();
    Ok(file.map(|file| files::facts::text(read, &file)).transpose()?.flatten().unwrap_or_default())
}
