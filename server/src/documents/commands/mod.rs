//! What people do with documents. Each command takes the permitted document, lets the domain decide and saves the
//! next version.

pub mod create;
pub mod names;
pub mod offer;
pub mod places;
pub mod trash;
pub mod versions;

use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{input::DocumentPatch, store, views},
    error::Code,
    http::call::{IfMatch, unchanged_since},
    items::followers,
};
use guildhall_domain::{
    Id,
    change::Action,
    document::{self, Document, LOCK_MS, Lock},
    policy::Do,
};

/// Changes fields of a document.
pub fn edit(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, patch: &DocumentPatch) -> Result<Document, Error> {
    let before = access::document(work, id, Do::Edit)?.into_inner();
    unchanged_since(work, if_match, before.seq, &patch.names())
        .map_err(|stale| stale.with_current(|| views::document(work, &before)))?;
    let mut after = before.clone();
    document::apply(&mut after, patch.edit(), work.now())?;
    offer::checked(work, &before, &after)?;
    let home = work.directory().space(before.space).cloned().ok_or_else(Error::not_found)?;
    if let Some(folder) = patch.folder_id {
        after.folder = names::lies_in(work, &home, folder, "folder_id")?;
    }
    if before.archived && !after.archived {
        trash::settle(work, &mut after)?;
    } else if after.is_file() && after.is_shown() {
        names::free(work, home.audience, after.folder, &after.title, id)?;
    }
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Adds or removes a follower.
pub fn follower(work: &mut Work<'_, '_>, id: Id, person: Id, on: bool) -> Result<Document, Error> {
    let before = access::document(work, id, followers::right(work, person))?.into_inner();
    let followers = followers::with(work, &before, &before.followers, person, on)?;
    let mut after = Document { followers, ..before.clone() };
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// Keeps others from writing versions of a file for an hour, or for another one.
pub fn lock(work: &mut Work<'_, '_>, id: Id) -> Result<Document, Error> {
    let before = access::document(work, id, Do::Edit)?.into_inner();
    if !before.is_file() {
        return Err(Error::because(Code::Conflict, "A page is written by many at once. Only a file can be locked."));
    }
    versions::unlocked(work, &before)?;
    let by = access::me(work)?.id;
    let token = before.lock_at(work.now()).and_then(|lock| lock.token.clone());
    let lock = Some(Lock { by, until_ms: work.now() + LOCK_MS, token });
    let mut after = Document { lock, ..before.clone() };
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}

/// The same for a program, which knows the lock by a name and says how long it needs it.
pub fn hold(work: &mut Work<'_, '_>, id: Id, token: &str, ms: i64) -> Result<(), Error> {
    let before = access::document(work, id, Do::Edit)?.into_inner();
    versions::unlocked(work, &before)?;
    let by = access::me(work)?.id;
    let lock = Some(Lock { by, until_ms: work.now().saturating_add(ms.clamp(0, LOCK_MS)), token: Some(token.into()) });
    let mut after = Document { lock, ..before.clone() };
    store::save(work, &before, &mut after, Action::Changed)
}

/// A program needs a lock no more.
pub fn let_go(work: &mut Work<'_, '_>, id: Id, token: &str) -> Result<(), Error> {
    let before = access::document(work, id, Do::Edit)?.into_inner();
    if before.lock.as_ref().and_then(|lock| lock.token.as_deref()) != Some(token) {
        return Ok(());
    }
    let mut after = Document { lock: None, ..before.clone() };
    store::save(work, &before, &mut after, Action::Changed)
}

/// Ends a lock: whoever holds it, or whoever leads the space.
pub fn unlock(work: &mut Work<'_, '_>, id: Id) -> Result<Document, Error> {
    let before = access::document(work, id, Do::Edit)?.into_inner();
    if !access::leads(work, &before) {
        versions::unlocked(work, &before)?;
    }
    let mut after = Document { lock: None, ..before.clone() };
    store::save(work, &before, &mut after, Action::Changed)?;
    Ok(after)
}
