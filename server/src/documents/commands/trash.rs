//! The trash: 30 days to change one's mind.

use super::names;
use crate::{
    Error,
    access::{self, Scope, Work},
    comments,
    documents::{folders, pages, store, views},
    error::Code,
    files,
    http::call::{IfMatch, unchanged_since},
    items,
    tasks::commands::trash::KEEP_MS,
};
use guildhall_domain::{Id, change::Action, document::Document, policy::Do};

/// Puts a document into the trash.
pub fn trash(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<Document, Error> {
    let before = access::document(work, id, Do::Trash)?.into_inner();
    if before.trashed_ms.is_some() {
        return Ok(before);
    }
    let everything: Vec<String> = ["title", "version"].map(String::from).to_vec();
    unchanged_since(work, if_match, before.seq, &everything)
        .map_err(|stale| stale.with_current(|| views::document(work, &before)))?;
    let mut after = Document { trashed_ms: Some(work.now()), lock: None, ..before.clone() };
    store::save(work, &before, &mut after, Action::Trashed)?;
    Ok(after)
}

/// Takes a document out of the trash.
pub fn restore(work: &mut Work<'_, '_>, id: Id) -> Result<Document, Error> {
    let before = access::document(work, id, Do::Trash)?.into_inner();
    revive(work, &before, Action::Restored)
}

/// The same: to where it lay, or to the top where that is gone, and under another name where its own is taken.
pub fn revive(work: &mut Work<'_, '_>, before: &Document, action: Action) -> Result<Document, Error> {
    let mut after = Document { trashed_ms: None, ..before.clone() };
    settle(work, &mut after)?;
    store::save(work, before, &mut after, action)?;
    Ok(after)
}

/// Finds a place and a name for a document that comes back to where it is shown.
pub fn settle(work: &Work<'_, '_>, document: &mut Document) -> Result<(), Error> {
    let home = work.directory().space(document.space).cloned().ok_or_else(Error::not_found)?;
    let folder = document.folder.map(|id| folders::store::live(work.read(), id)).transpose()?.flatten();
    document.folder = folder.filter(|folder| folder.space == home.id).map(|folder| folder.id);
    if document.is_file() && document.is_shown() {
        document.title = names::another(work, home.audience, document.folder, &document.title, document.id)?;
    }
    Ok(())
}

/// Deletes a document that is in the trash for good, with everything that was said and every version.
pub fn purge(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let document = access::document(work, id, Do::Purge)?.into_inner();
    if document.trashed_ms.is_none() {
        return Err(Error::because(Code::Conflict, "Only what is in the trash can be deleted for good."));
    }
    erase(work, &document)
}

/// Deletes for good what has been in the trash for its time, a few at once; answers whether some remain.
pub fn purge_due(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    const MOST: usize = 5;
    let due = store::trashed_until(work.read(), work.now() - KEEP_MS, MOST)?;
    for id in &due {
        if let Some(document) = store::get(work.read(), *id)? {
            erase(work, &document)?;
        }
    }
    Ok(due.len() == MOST)
}

/// Deletes a document and everything that hangs on it.
pub fn erase(work: &mut Work<'_, '_>, document: &Document) -> Result<(), Error> {
    let mut cut = Vec::new();
    for (other, relation) in items::store::links(work.read(), document.id)? {
        cut.push(items::links::field(other, Some(relation), None));
        items::store::delete(work.tx, document.id, other)?;
        items::kinds::linked(work, other, -1)?;
    }
    comments::store::purge(work, document.id)?;
    files::store::purge(work, document.id)?;
    crate::approvals::store::purge(work, document.id)?;
    pages::store::purge(work.tx, document.id)?;
    store::purge(work, document, cut)
}
