//! What programs do to files and folders, each in one transaction in which the address is looked up again.

use super::{
    client,
    path::{self, Node, Place},
    properties,
    record::DepartedRecord,
    store::{self, DEPARTED},
};
use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{
        self,
        commands::{
            create, places, trash,
            versions::{self, Bytes},
        },
        folders,
        input::{FolderInput, FolderPatch},
        rows,
    },
    error::Code,
    files,
    http::call::IfMatch,
    log::cbor,
};
use guildhall_domain::{
    Id,
    change::Action,
    document::{Document, DocumentForm, name},
    file,
    policy::{Do, DoSpace},
    space::Space,
};

/// So long a name is remembered for the document that had it.
const REMEMBERED_MS: i64 = 60_000;
/// A file younger than that, which only helped to save another one, is deleted for good.
const YOUNG_MS: i64 = 10 * 60_000;

/// Writes bytes to an address: a new file, or the next version of the one that is there.
pub fn put(work: &mut Work<'_, '_>, parts: &[String], bytes: Bytes<'_>) -> Result<(), Error> {
    let place = path::place(work, parts)?;
    if client::is_kept(&place.name) {
        return client::put(work, &place, bytes);
    }
    put_at(work, &place, bytes).map(drop)
}

fn put_at(work: &mut Work<'_, '_>, place: &Place, bytes: Bytes<'_>) -> Result<Document, Error> {
    let title = Document::titled(DocumentForm::File, &place.name)?;
    if let Some(id) = documents::store::named(work.read(), place.home.audience, place.folder, &title)? {
        return match documents::store::get(work.read(), id)? {
            Some(document) => next_version(work, &document, bytes),
            None => Err(Error::new(Code::Taken)),
        };
    }
    if let Some(departed) = departed(work, place)? {
        let document = trash::revive(work, &departed, Action::Restored)?;
        return next_version(work, &document, bytes);
    }
    let home = access::space(work, place.home.id, DoSpace::Write)?.into_inner();
    let mut document = create::fresh(work, work.new_id(), DocumentForm::File, &home)?;
    (document.title, document.folder) = (title, place.folder);
    versions::first(work, document, bytes, None)
}

/// The next version, unless nothing is new in it. An empty one that the same person made a moment ago only held the
/// place, and goes.
fn next_version(work: &mut Work<'_, '_>, document: &Document, bytes: Bytes<'_>) -> Result<Document, Error> {
    let earlier = document.current.map(|file| files::store::get(work.read(), file)).transpose()?.flatten();
    let same = |hash: &[u8; 32]| earlier.as_ref().is_some_and(|earlier| earlier.hash == *hash);
    let unchanged = match bytes {
        Bytes::New(content) | Bytes::Sent(_, content) => same(content.hash()),
        Bytes::Kept(file) => same(&file.hash),
    };
    if unchanged {
        access::document(work, document.id, Do::Edit)?;
        versions::unlocked(work, document)?;
        return Ok(document.clone());
    }
    let next = versions::add(work, document.id, bytes, None)?;
    let (now, me) = (work.now(), work.who().actor);
    match earlier.filter(|file| file.bytes == 0 && file.author == me && file.created_ms + REMEMBERED_MS > now) {
        Some(held) => versions::leave_out(work, &next, &held),
        None => Ok(next),
    }
}

fn key(place: &Place) -> (u64, Id, String) {
    (place.home.audience, rows::place(place.folder), name::fold(&file::cleaned(&place.name)))
}

/// The document that had this name until the same person took it away a moment ago.
fn departed(work: &mut Work<'_, '_>, place: &Place) -> Result<Option<Document>, Error> {
    let Some(record) = work.tx.get(&DEPARTED, &key(place))? else { return Ok(None) };
    work.tx.delete(&DEPARTED, &key(place))?;
    let own = cbor::from_id_opt(&record.person) == work.who().person;
    if !own || record.at_ms + REMEMBERED_MS < work.now() {
        return Ok(None);
    }
    let document = documents::store::get(work.read(), cbor::from_id(&record.document))?;
    let document = document.filter(|document| {
        document.trashed_ms.is_some() && document.space == place.home.id && document.folder == place.folder
    });
    Ok(document.filter(|document| access::may(work, document, Do::Trash)))
}

/// Puts a file into the trash, and remembers its name.
fn take_away(work: &mut Work<'_, '_>, place: &Place, document: &Document) -> Result<(), Error> {
    versions::unlocked(work, document)?;
    trash::trash(work, document.id, IfMatch::Any)?;
    let record =
        DepartedRecord { document: cbor::id(document.id), person: cbor::id_opt(work.who().person), at_ms: work.now() };
    Ok(work.tx.put(&DEPARTED, &key(place), &record)?)
}

/// Deletes a file.
pub fn remove_file(work: &mut Work<'_, '_>, parts: &[String]) -> Result<(), Error> {
    let place = path::place(work, parts)?;
    match path::node(work, parts)? {
        Node::Client(_) => client::remove(work, &place),
        Node::File(file) => take_away(work, &place, &file.0),
        _ => Err(Error::new(Code::Forbidden)),
    }
}

/// Deletes a folder with everything in it.
pub fn remove_folder(work: &mut Work<'_, '_>, parts: &[String]) -> Result<(), Error> {
    match path::node(work, parts)? {
        Node::Folder(folder) => folders::trash::trash(work, folder.id, IfMatch::Any).map(drop),
        _ => Err(Error::new(Code::Forbidden)),
    }
}

/// Makes a folder.
pub fn make_folder(work: &mut Work<'_, '_>, parts: &[String]) -> Result<(), Error> {
    if parts.len() < 2 {
        return Err(Error::new(if path::node(work, parts).is_ok() { Code::Taken } else { Code::Forbidden }));
    }
    let place = path::place(work, parts)?;
    let input = FolderInput { id: None, name: place.name, parent_id: place.folder };
    folders::commands::create(work, place.home.id, &input).map(drop)
}

/// Gives a file or folder another address.
pub fn rename(work: &mut Work<'_, '_>, from: &[String], to: &[String]) -> Result<(), Error> {
    let (there, source) = (path::place(work, to)?, path::place(work, from)?);
    match path::node(work, from)? {
        Node::Folder(folder) => {
            let space_id = (there.home.id != folder.space).then_some(there.home.id);
            let patch = FolderPatch { name: Some(there.name), parent_id: Some(there.folder), space_id };
            folders::commands::edit(work, folder.id, IfMatch::Any, &patch).map(drop)
        }
        // A draft becomes the file, or the file is put aside by a program.
        Node::Client(kept) => {
            put(work, to, Bytes::Kept(&client::as_file(&kept)))?;
            client::remove(work, &source)
        }
        Node::File(file) if client::is_kept(&there.name) => {
            client::put(work, &there, Bytes::Kept(&file.1))?;
            take_away(work, &source, &file.0)
        }
        Node::File(file) => rename_file(work, &file.0, &file.1, &there),
        _ => Err(Error::new(Code::Forbidden)),
    }
}

fn rename_file(work: &mut Work<'_, '_>, document: &Document, file: &file::File, to: &Place) -> Result<(), Error> {
    versions::unlocked(work, document)?;
    if let Some(departed) = departed(work, to)? {
        // It was written beside the one it now takes the place of.
        access::document(work, document.id, Do::Trash)?;
        let restored = trash::revive(work, &departed, Action::Restored)?;
        next_version(work, &restored, Bytes::Kept(file))?;
        return give_up(work, document);
    }
    let title = Document::titled(DocumentForm::File, &to.name)?;
    let before = access::document(work, document.id, Do::Edit)?.into_inner();
    let here = before.space == to.home.id;
    if !here {
        access::document(work, document.id, Do::Move)?;
        access::space(work, to.home.id, DoSpace::Write)?;
    }
    documents::commands::names::free(work, to.home.audience, to.folder, &title, before.id)?;
    let named = Document { title, ..before.clone() };
    if here {
        let mut after = Document { folder: to.folder, ..named };
        return documents::store::save(work, &before, &mut after, Action::Changed);
    }
    let home: &Space = &to.home;
    places::take_as(work, &before, home, to.folder, named.title).map(drop)
}

/// A file that only helped to save another one goes for good; one that anybody else may know goes to the trash.
fn give_up(work: &mut Work<'_, '_>, document: &Document) -> Result<(), Error> {
    let fresh = documents::store::get(work.read(), document.id)?.ok_or_else(Error::not_found)?;
    let young = fresh.author == work.who().actor
        && fresh.created_ms + YOUNG_MS > work.now()
        && (fresh.comments, fresh.links) == (0, 0);
    if young { trash::erase(work, &fresh) } else { trash::trash(work, fresh.id, IfMatch::Any).map(drop) }
}

/// Makes a file again somewhere else.
pub fn copy(work: &mut Work<'_, '_>, from: &[String], to: &[String]) -> Result<(), Error> {
    let place = path::place(work, to)?;
    match path::node(work, from)? {
        Node::Client(kept) => put(work, to, Bytes::Kept(&client::as_file(&kept))),
        Node::File(file) if client::is_kept(&place.name) => client::put(work, &place, Bytes::Kept(&file.1)),
        Node::File(file) => {
            let copy = put_at(work, &place, Bytes::Kept(&file.1))?;
            properties::copy(work, file.0.id, copy.id)
        }
        _ => Err(Error::new(Code::Forbidden)),
    }
}

/// Forgets what has had its time.
pub fn sweep(work: &mut Work<'_, '_>) -> Result<(), Error> {
    let now = work.now();
    store::forget_departed(work.tx, now - REMEMBERED_MS)?;
    let read = work.tx.read();
    let there = |id| Ok(documents::store::get(read, id)?.is_some() || folders::store::get(read, id)?.is_some());
    let orphans = store::orphans(read, there)?;
    orphans.iter().try_for_each(|key| Ok(work.tx.delete(&store::PROPERTIES, key)?))
}
