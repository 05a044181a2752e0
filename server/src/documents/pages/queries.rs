//! Reading pages.

use super::{
    store,
    views::{ContentShape, DifferenceShape},
};
use crate::{
    Error,
    access::{self, Scope},
    error::Code,
};
use guildhall_domain::{
    Id,
    document::{Document, DocumentForm},
    policy::Do,
};
use guildhall_pages::{Node, Page, compare::compare, known, outline::headings};

/// A page somebody may do something with. Writing in it needs that it lies nowhere out of the way.
pub fn page(scope: &impl Scope, id: Id, what: Do) -> Result<Document, Error> {
    let document = access::document(scope, id, what)?.into_inner();
    if document.form != DocumentForm::Page {
        return Err(Error::because(Code::Conflict, "This is a file. Only a page can be written in."));
    }
    let rests = document.trashed_ms.is_some() || document.archived;
    if what == Do::Edit && rests {
        return Err(Error::because(Code::Conflict, "This page is out of the way. Take it back to write in it."));
    }
    Ok(document)
}

/// What a page says, as it may be shown.
pub fn tree(page: &Page) -> Result<Node, Error> {
    Ok(known(page.tree().map_err(|_| Error::new(Code::Internal))?))
}

/// The page, or a version of it.
pub fn at(scope: &impl Scope, id: Id, version: Option<u32>) -> Result<Node, Error> {
    tree(&match version {
        Some(number) => store::load_version(scope.read(), id, number)?,
        None => store::load(scope.read(), id)?,
    })
}

/// What a page says.
pub fn content(scope: &impl Scope, id: Id, version: Option<u32>) -> Result<ContentShape, Error> {
    let document = page(scope, id, Do::Read)?;
    let tree = at(scope, id, version)?;
    let head = store::head(scope.read(), id)?;
    Ok(ContentShape {
        version_number: version.unwrap_or(document.version),
        saved_seq: document.seq.max(head.note),
        headings: headings(&tree).into_iter().map(Into::into).collect(),
        doc: tree.to_json(),
    })
}

/// All of a page as one update, and the number of the next row behind it.
pub fn state(scope: &impl Scope, id: Id) -> Result<(Vec<u8>, u64), Error> {
    page(scope, id, Do::Read)?;
    let state = store::load(scope.read(), id)?.state().map_err(|_| Error::new(Code::Internal))?;
    Ok((state, store::head(scope.read(), id)?.next))
}

/// How a version differs from another one, or from what the page is now.
pub fn difference(scope: &impl Scope, id: Id, from: u32, to: Option<u32>) -> Result<DifferenceShape, Error> {
    page(scope, id, Do::Read)?;
    Ok(compare(&at(scope, id, Some(from))?, &at(scope, id, to)?).into())
}
