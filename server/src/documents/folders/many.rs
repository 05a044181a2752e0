//! Folders with more in them than one command may touch. The folder itself goes or comes back at once; what is in it
//! follows in batches, as a job that does it for whoever asked.

use super::{store, trash};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{self, commands},
    log::cbor,
};
use guildhall_domain::{
    Id,
    change::Action,
    document::{Document, folder::Folder},
    policy::Do,
};
use minicbor::{Decode, Encode};

/// The kind of the job.
pub const KIND: &str = "folder";
/// Documents and folders written in one command.
const BATCH: usize = 200;

/// What is to follow a folder.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct Order {
    #[n(0)]
    folder: cbor::Bytes16,
    /// When it went into the trash: what went with it is known by that.
    #[n(1)]
    at_ms: i64,
    /// It came back.
    #[n(2)]
    back: bool,
    #[n(3)]
    person: Option<cbor::Bytes16>,
}

impl Order {
    /// Reads an order; none when it cannot be read.
    pub fn read(payload: &[u8]) -> Option<Order> {
        minicbor::decode(payload).ok()
    }

    /// For whom it is done.
    pub fn person(&self) -> Option<Id> {
        cbor::from_id_opt(&self.person)
    }
}

/// Lets what is in a folder follow it.
pub fn later(work: &mut Work<'_, '_>, folder: Id, at_ms: i64, back: bool) -> Result<(), Error> {
    let order = Order { folder: cbor::id(folder), at_ms, back, person: cbor::id_opt(work.who().person) };
    let payload = minicbor::to_vec(&order).map_err(|_| Error::new(crate::error::Code::Internal))?;
    let now = work.now();
    guildhall_store::jobs::enqueue(work.tx, KIND, &payload, now)?;
    Ok(())
}

/// The next of what follows; answers how many there were, 0 at the end. What may not be touched is left where it is.
pub fn go_on(work: &mut Work<'_, '_>, order: &Order) -> Result<usize, Error> {
    let Some(top) = store::get(work.read(), cbor::from_id(&order.folder))? else { return Ok(0) };
    // It was taken back, or went again, meanwhile: then that is what is followed.
    if top.trashed_ms != (!order.back).then_some(order.at_ms) {
        return Ok(0);
    }
    if order.back { come_back(work, &top, order.at_ms) } else { go_along(work, &top, order.at_ms) }
}

fn go_along(work: &mut Work<'_, '_>, top: &Folder, at_ms: i64) -> Result<usize, Error> {
    let home = work.directory().space(top.space).cloned().ok_or_else(Error::not_found)?;
    let (tree, _) = store::tree(work.read(), home.audience, top)?;
    let mut done = 0;
    for folder in &tree {
        for id in documents::store::everywhere_in(work.read(), home.audience, folder.id)? {
            if done == BATCH {
                return Ok(done);
            }
            let Some(before) = access::seen(access::document(work, id, Do::Trash))? else { continue };
            let before = before.into_inner();
            let mut after = Document { trashed_ms: Some(at_ms), lock: None, ..before.clone() };
            documents::store::save(work, &before, &mut after, Action::Trashed)?;
            done += 1;
        }
    }
    for before in tree.iter().rev().filter(|folder| folder.trashed_ms.is_none()).take(BATCH - done) {
        let mut after = Folder { trashed_ms: Some(at_ms), ..before.clone() };
        store::save(work, before, &mut after, Action::Trashed)?;
        done += 1;
    }
    Ok(done)
}

fn come_back(work: &mut Work<'_, '_>, top: &Folder, at_ms: i64) -> Result<usize, Error> {
    let home = work.directory().space(top.space).cloned().ok_or_else(Error::not_found)?;
    let mut done = 0;
    // Folders first, each after the one it lies in, so that documents find where they lay.
    for folder in store::tree(work.read(), home.audience, top)?.0 {
        let below = store::children(work.read(), home.audience, Some(folder.id), true)?;
        for child in below.iter().filter(|child| child.trashed_ms == Some(at_ms)).take(BATCH - done) {
            trash::revive(work, child, Action::Restored)?;
            done += 1;
        }
    }
    if done > 0 {
        return Ok(done);
    }
    let tree: Vec<Id> = store::tree(work.read(), home.audience, top)?.0.iter().map(|folder| folder.id).collect();
    let inside = documents::store::trashed_at(work.read(), home.audience, at_ms)?;
    let along = inside.into_iter().filter(|document| document.folder.is_some_and(|folder| tree.contains(&folder)));
    for before in along.take(BATCH) {
        if access::may(work, &before, Do::Trash) {
            commands::trash::revive(work, &before, Action::Restored)?;
            done += 1;
        }
    }
    Ok(done)
}
