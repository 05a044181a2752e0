//! Versions of a file: each is a file that hangs on the document. The newest one is what the document is.

use crate::{
    Error,
    access::{self, Scope, Work},
    documents::{pages, store, views},
    error::Code,
    files::{self, commands::Arriving},
    http::shapes,
};
use guildhall_domain::{
    Id,
    change::{Action, FieldChange, Value},
    document::{Document, Lock},
    file::File,
    limits,
    policy::Do,
};
use guildhall_store::blobs::NewBlob;

/// Most versions of a file.
const MOST: u32 = 5_000;

/// The bytes of a version.
#[derive(Clone, Copy)]
pub enum Bytes<'a> {
    /// They have just come.
    New(&'a NewBlob),
    /// The same, sent in parts under an id that the file will have.
    Sent(Id, &'a NewBlob),
    /// Those of a file that is kept already.
    Kept(&'a File),
}

/// A note as it is kept; none when nothing is said.
fn noted(note: Option<&str>) -> Result<Option<String>, Error> {
    let note = note.map(|note| limits::optional_line("note", note, limits::TITLE)).transpose()?;
    Ok(note.filter(|note| !note.is_empty()))
}

/// Writes a new document with its first version.
pub fn first(
    work: &mut Work<'_, '_>,
    mut document: Document,
    bytes: Bytes<'_>,
    note: Option<&str>,
) -> Result<Document, Error> {
    let file = next(work, &mut document, bytes);
    let came = arrived(file, &document);
    store::create(work, &mut document, vec![came])?;
    keep(work, &document, file, bytes, noted(note)?)?;
    Ok(document)
}

/// Writes the next version of a file, unless somebody else keeps it.
pub fn add(work: &mut Work<'_, '_>, id: Id, bytes: Bytes<'_>, note: Option<&str>) -> Result<Document, Error> {
    let before = access::document(work, id, Do::Edit)?.into_inner();
    if !before.is_file() {
        return Err(Error::because(Code::Conflict, "Only a file has versions that are brought."));
    }
    unlocked(work, &before)?;
    if before.version >= MOST {
        return Err(Error::because(Code::TooMany, "This file has 5,000 versions. Make a copy and go on there."));
    }
    let mut after = before.clone();
    let file = next(work, &mut after, bytes);
    let came = arrived(file, &after);
    store::save_with(work, &before, &mut after, Action::Changed, vec![came])?;
    keep(work, &after, file, bytes, noted(note)?)?;
    Ok(after)
}

/// Takes a version that only held the place of the next one out of the history.
pub fn leave_out(work: &mut Work<'_, '_>, document: &Document, held: &File) -> Result<Document, Error> {
    let gone = FieldChange {
        field: files::commands::field(held.id),
        before: Value::Text(held.name.clone()),
        after: Value::Null,
    };
    let mut after = Document { files: document.files.saturating_sub(1), ..document.clone() };
    store::save_with(work, document, &mut after, Action::Changed, vec![gone])?;
    files::store::put(work, held, &File { trashed_ms: Some(work.now()), seq: after.seq, ..held.clone() })?;
    Ok(after)
}

/// Counts a version on; answers the id its file will have.
fn next(work: &Work<'_, '_>, document: &mut Document, bytes: Bytes<'_>) -> Id {
    let file = if let Bytes::Sent(id, _) = bytes { id } else { work.new_id() };
    document.version += 1;
    document.files += 1;
    document.current = Some(file);
    (document.edited_ms, document.edited_by) = (work.now(), work.who().actor);
    if let Some(me) = work.who().person {
        document.follow(me);
    }
    file
}

fn arrived(file: Id, document: &Document) -> FieldChange {
    let after = Value::Text(document.title.clone());
    FieldChange { field: files::commands::field(file), before: Value::Null, after }
}

fn keep(
    work: &mut Work<'_, '_>,
    document: &Document,
    id: Id,
    bytes: Bytes<'_>,
    note: Option<String>,
) -> Result<(), Error> {
    let arriving = Arriving {
        id,
        item: document.id,
        name: document.title.clone(),
        version: document.version,
        note,
        place: document.seq,
    };
    match bytes {
        Bytes::New(content) | Bytes::Sent(_, content) => files::commands::arrive(work, arriving, content),
        Bytes::Kept(file) => files::commands::again(work, arriving, file),
    }
}

/// Refuses what somebody else keeps; the answer names them.
pub fn unlocked(work: &Work<'_, '_>, document: &Document) -> Result<(), Error> {
    match document.locked_against(work.who().person, work.now()) {
        Some(lock) => Err(locked(work, lock)),
        None => Ok(()),
    }
}

fn locked(work: &Work<'_, '_>, lock: &Lock) -> Error {
    let holder = work.directory().person(lock.by).map_or("Somebody".to_owned(), |person| person.name.clone());
    let until = shapes::instant(lock.until_ms);
    let message = format!("{holder} is working on this file. Wait until they are done, or ask them.");
    Error::because(Code::Locked, message).with("person_id", lock.by.to_string()).with("until", until)
}

/// The number of the version a document is now. Of a page that was written in since its newest one it is made.
pub fn of_now(work: &mut Work<'_, '_>, document: &mut Document) -> Result<u32, Error> {
    if !document.is_file() {
        pages::versions::as_it_is(work, document)?;
    }
    Ok(document.version)
}

/// A version of a document by its number.
pub fn numbered(work: &impl Scope, document: &Document, number: u32) -> Result<File, Error> {
    let mut versions = files::store::of(work.read(), document.id)?.into_iter().rev();
    let found = versions.find(|file| file.version == Some(number) && file.trashed_ms.is_none());
    found.ok_or_else(Error::not_found)
}

/// Says something else of a version.
pub fn note(
    work: &mut Work<'_, '_>,
    id: Id,
    number: u32,
    note: Option<&Option<String>>,
) -> Result<views::VersionShape, Error> {
    let document = access::document(work, id, Do::Edit)?.into_inner();
    let before = numbered(work, &document, number)?;
    let note = note.map(|note| noted(note.as_deref())).transpose()?;
    let after = File { note: note.unwrap_or_else(|| before.note.clone()), ..before.clone() };
    if after == before {
        return views::version(work, &document, &before);
    }
    let text = |note: &Option<String>| Value::opt(note.clone(), Value::Text);
    let change = FieldChange {
        field: format!("version_note:{}", before.id),
        before: text(&before.note),
        after: text(&after.note),
    };
    let mut next = document.clone();
    store::save_with(work, &document, &mut next, Action::Changed, vec![change])?;
    let after = File { seq: next.seq, ..after };
    files::store::put(work, &before, &after)?;
    views::version(work, &next, &after)
}

/// Makes the bytes of an earlier version the newest one again.
pub fn restore(work: &mut Work<'_, '_>, id: Id, number: u32) -> Result<Document, Error> {
    let document = access::document(work, id, Do::Edit)?.into_inner();
    let earlier = numbered(work, &document, number)?;
    if document.current == Some(earlier.id) {
        return Ok(document);
    }
    let note = format!("Version {number} again");
    add(work, id, Bytes::Kept(&earlier), Some(&note))
}
