//! Folders in the trash: everything in one goes with it and comes back with it.

use super::{many, store, views};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{
        self,
        commands::{names, trash},
    },
    error::Code,
    http::call::{IfMatch, unchanged_since},
    tasks::commands::trash::KEEP_MS,
};
use guildhall_domain::{
    AudienceId, Id,
    change::Action,
    document::{Document, folder::Folder},
    limits,
    policy::{Do, DoSpace},
};

/// Puts a folder with everything in it into the trash.
pub fn trash(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<Folder, Error> {
    let before = access::folder(work, id, DoSpace::Write)?.into_inner();
    if before.trashed_ms.is_some() {
        return Ok(before);
    }
    let everything: Vec<String> = ["name", "parent"].map(String::from).to_vec();
    unchanged_since(work, if_match, before.seq, &everything)
        .map_err(|stale| stale.with_current(|| views::folder(work, &before)))?;
    all(work, &before, Action::Trashed)
}

/// Puts everything in it into the trash; whoever may change folders may do that with each document in them. Where
/// there is more than one command may touch, the rest follows as a job.
pub fn all(work: &mut Work<'_, '_>, top: &Folder, action: Action) -> Result<Folder, Error> {
    let home = work.directory().space(top.space).cloned().ok_or_else(Error::not_found)?;
    let (mut tree, _) = store::tree(work.read(), home.audience, top)?;
    let mut inside = Vec::new();
    for folder in &tree {
        inside.extend(documents::store::everywhere_in(work.read(), home.audience, folder.id)?);
    }
    let at = moment(work, home.audience)?;
    if tree.len() + inside.len() > limits::COMMAND {
        many::later(work, top.id, at, false)?;
        (tree, inside) = (vec![top.clone()], Vec::new());
    }
    for id in inside {
        let before = access::document(work, id, Do::Trash)?.into_inner();
        let mut after = Document { trashed_ms: Some(at), lock: None, ..before.clone() };
        documents::store::save(work, &before, &mut after, action)?;
    }
    // From below, so that taking it back finds each where it lay.
    for before in tree.iter().rev() {
        let mut after = Folder { trashed_ms: Some(at), ..before.clone() };
        store::save(work, before, &mut after, action)?;
    }
    store::get(work.read(), top.id)?.ok_or_else(Error::not_found)
}

/// A moment at which nothing else of the space went into the trash: what went together is known by it.
fn moment(work: &Work<'_, '_>, home: AudienceId) -> Result<i64, Error> {
    let mut at = work.now();
    while !documents::store::trashed_at(work.read(), home, at)?.is_empty() || store::is_trashed_at(work.read(), at)? {
        at += 1;
    }
    Ok(at)
}

/// The folders that went into the trash together with one, each before what lay in it, and the documents in them.
fn together(work: &Work<'_, '_>, top: &Folder) -> Result<(Vec<Folder>, Vec<Document>), Error> {
    let home = work.directory().space(top.space).cloned().ok_or_else(Error::not_found)?;
    let Some(at) = top.trashed_ms else { return Ok((Vec::new(), Vec::new())) };
    let (mut folders, mut next) = (Vec::new(), vec![top.clone()]);
    while let Some(folder) = next.pop() {
        let below = store::children(work.read(), home.audience, Some(folder.id), true)?;
        next.extend(below.into_iter().filter(|child| child.trashed_ms == Some(at)));
        folders.push(folder);
    }
    let mut inside = documents::store::trashed_at(work.read(), home.audience, at)?;
    inside.retain(|document| document.folder.is_some_and(|id| folders.iter().any(|folder| folder.id == id)));
    Ok((folders, inside))
}

/// Takes a folder out of the trash, with everything that went with it.
pub fn restore(work: &mut Work<'_, '_>, id: Id) -> Result<Folder, Error> {
    let top = access::folder(work, id, DoSpace::Write)?.into_inner();
    let Some(at) = top.trashed_ms else { return Ok(top) };
    let (mut folders, mut inside) = together(work, &top)?;
    if folders.len() + inside.len() > limits::COMMAND {
        many::later(work, id, at, true)?;
        (folders, inside) = (vec![top], Vec::new());
    }
    for before in &folders {
        revive(work, before, Action::Restored)?;
    }
    for before in &inside {
        trash::revive(work, before, Action::Restored)?;
    }
    store::get(work.read(), id)?.ok_or_else(Error::not_found)
}

/// Takes one folder out of the trash: to where it lay, or to the top where that is gone, and under another name
/// where its own is taken by now.
pub fn revive(work: &mut Work<'_, '_>, before: &Folder, action: Action) -> Result<(), Error> {
    let home = work.directory().space(before.space).cloned().ok_or_else(Error::not_found)?;
    let parent = before.parent.map(|id| store::live(work.read(), id)).transpose()?.flatten().map(|folder| folder.id);
    let name = names::another(work, home.audience, parent, &before.name, before.id)?;
    let mut after = Folder { trashed_ms: None, parent, name, ..before.clone() };
    store::save(work, before, &mut after, action)
}

/// Deletes a folder that is in the trash for good, with everything that went with it.
pub fn purge(work: &mut Work<'_, '_>, id: Id) -> Result<(), Error> {
    let top = access::folder(work, id, DoSpace::Write)?.into_inner();
    let home = work.directory().space(top.space).cloned().ok_or_else(Error::not_found)?;
    if !access::leads_space(work, &home) {
        return Err(Error::new(Code::Forbidden));
    }
    if top.trashed_ms.is_none() {
        return Err(Error::because(Code::Conflict, "Only what is in the trash can be deleted for good."));
    }
    let (folders, inside) = together(work, &top)?;
    if folders.len() + inside.len() > limits::COMMAND {
        let message = "More than 500 things are in it. Delete its folders and files for good one by one.";
        return Err(Error::because(Code::TooMany, message));
    }
    for document in inside {
        access::document(work, document.id, Do::Purge)?;
        trash::erase(work, &document)?;
    }
    folders.iter().try_for_each(|folder| store::purge(work, folder))
}

/// Deletes for good what has been in the trash for its time, a few at once; answers whether some remain.
pub fn purge_due(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    const MOST: usize = 50;
    let due = store::trashed_until(work.read(), work.now() - KEEP_MS, MOST)?;
    for id in &due {
        if let Some(folder) = store::get(work.read(), *id)? {
            store::purge(work, &folder)?;
        }
    }
    Ok(due.len() == MOST)
}
