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
    of_file(read, document)
}

/// What a page says under each of its headings, with their anchors; of a file all in one.
pub fn sections(read: &Read<'_>, document: &Document) -> Result<Vec<(Option<String>, String)>, Error> {
    if document.form == DocumentForm::File {
        return Ok(vec![(None, of_file(read, document)?)]);
    }
    let tree = pages::queries::tree(&pages::store::load(read, document.id)?)?;
    let sections = guildhall_pages::outline::sections(&tree).into_iter().map(|section| match section.heading {
        Some(heading) => (Some(heading.anchor), format!("{}\n{}", heading.text, section.text)),
        None => (None, section.text),
    });
    Ok(sections.collect())
}

fn of_file(read: &Read<'_>, document: &Document) -> Result<String, Error> {
    let file = document.current.map(|id| files::store::get(read, id)).transpose()?.flatten();
    Ok(file.map(|file| files::facts::text(read, &file)).transpose()?.flatten().unwrap_or_default())
}
