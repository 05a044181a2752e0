//! Documents linked from what somebody said: a chip under the words, and a link between the document and the item they
//! stand on.

use super::{commands, store};
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    items,
};
use guildhall_domain::{
    Id,
    comment::Comment,
    item::{Core, Item, Relation},
    policy::Do,
};
use guildhall_store::Span;

/// Most comments looked through for another one that links the same document.
const LOOKED_THROUGH: usize = 10_000;

/// Links a document to a comment, or takes it away from there: whoever may comment, and read the document.
pub fn document(work: &mut Work<'_, '_>, id: Id, document: Id, on: bool) -> Result<(Comment, Item), Error> {
    let (comment, item) = commands::permitted(work, id)?;
    if comment.deleted {
        return Err(Error::because(Code::Conflict, "This was deleted. Choose another one."));
    }
    let paper = access::document(work, document, Do::Read)?;
    if on && paper.trashed_ms.is_some() {
        return Err(Error::because(Code::Conflict, "This document is in the trash. Take it out first."));
    }
    commands::made(work, id, document, on)?;
    // What is said about a document needs no link to that document.
    if item.id() != document && (on || !is_linked_elsewhere(work, item.id(), document)?) {
        items::links::keep(work, item.id(), document, on.then_some(Relation::Relates))?;
    }
    commands::permitted(work, id)
}

fn is_linked_elsewhere(work: &Work<'_, '_>, item: Id, document: Id) -> Result<bool, Error> {
    for comment in store::of(work.read(), Span::prefix(&item).limit(LOOKED_THROUGH))? {
        let comment = comment?;
        if !comment.deleted && comment.tasks.contains(&document) {
            return Ok(true);
        }
    }
    Ok(false)
}
