//! Attaching, renaming and deleting files. Each is a change of the item, so its history holds everything in
//! one list and undo finds it there.

use super::store;
use crate::{
    Error,
    access::{self, Scope, Work},
    error::Code,
    http::call::IfMatch,
    items::kinds,
    tasks,
};
use guildhall_domain::{
    Id,
    change::{Action, FieldChange, Value},
    file::{self, File, FileKind},
    item::{Core, Item},
    limits,
    policy::Do,
    task::{Step, evidence::Proof},
};
use guildhall_store::blobs::{self, NewBlob};

/// Most files of an item.
const MOST: usize = 500;

/// A file whose bytes have come.
pub struct New {
    /// Its id, so that it can be sent again.
    pub id: Option<Id>,
    /// The item it will hang on.
    pub item: Id,
    /// Name.
    pub name: String,
    /// Bytes.
    pub content: NewBlob,
}

/// Attaches a file; whoever does follows the item from then on.
pub fn attach(work: &mut Work<'_, '_>, new: &New) -> Result<(File, Item), Error> {
    let before = access::item(work, new.item, Do::Comment)?.into_inner();
    let id = new.id.unwrap_or_else(|| work.new_id());
    if let Some(earlier) = store::get(work.read(), id)? {
        let same = earlier.item == new.item
            && earlier.author == work.who().actor
            && earlier.hash == *new.content.hash()
            && earlier.trashed_ms.is_none();
        return if same { Ok((earlier, before)) } else { Err(Error::new(Code::IdTaken)) };
    }
    if matches!(&before, Item::Document(document) if document.is_file()) {
        return Err(Error::because(Code::Conflict, "Nothing is attached to a file. Bring its next version instead."));
    }
    limits::at_most("files", usize::try_from(before.files()).unwrap_or(usize::MAX) + 1, MOST)?;
    room(work, &new.content)?;
    let name = file::name(&new.name)?;
    let mut after = before.with_files(before.files() + 1);
    if let Some(me) = work.who().person {
        after.follow(me);
    }
    let change = FieldChange { field: field(id), before: Value::Null, after: Value::Text(name.clone()) };
    kinds::save_with(work, &before, &mut after, Action::Changed, vec![change])?;
    let file = File {
        id,
        item: new.item,
        comment: None,
        version: None,
        note: None,
        place: after.seq(),
        kind: file::detect(new.content.head(), &name),
        name,
        bytes: new.content.bytes(),
        hash: *new.content.hash(),
        author: work.who().actor,
        created_ms: work.now(),
        trashed_ms: None,
        seq: after.seq(),
    };
    store::add(work, &file, &new.content)?;
    Ok((file, after))
}

/// Bytes for a file.
#[derive(Clone, Copy)]
pub enum Content<'c> {
    /// They have just come.
    New(&'c NewBlob),
    /// Those of another file, which are kept once.
    Of(&'c File),
}

/// Attaches files to an item that was just made, as one change of it; answers their ids in the same order.
pub fn attach_all(work: &mut Work<'_, '_>, to: Id, new: &[(&str, Content<'_>)]) -> Result<Vec<Id>, Error> {
    let before = access::item(work, to, Do::Edit)?.into_inner();
    limits::at_most("files", usize::try_from(before.files()).unwrap_or(usize::MAX).saturating_add(new.len()), MOST)?;
    let (mut named, mut changes) = (Vec::new(), Vec::new());
    for (name, content) in new {
        if let Content::New(content) = content {
            room(work, content)?;
        }
        let (id, name) = (work.new_id(), file::name(name)?);
        changes.push(FieldChange { field: field(id), before: Value::Null, after: Value::Text(name.clone()) });
        named.push((id, name));
    }
    let mut after = before.with_files(before.files() + u32::try_from(new.len()).unwrap_or(u32::MAX));
    kinds::save_with(work, &before, &mut after, Action::Changed, changes)?;
    for ((id, name), (_, content)) in named.iter().zip(new) {
        let (kind, bytes, hash) = match content {
            Content::New(content) => (file::detect(content.head(), name), content.bytes(), *content.hash()),
            Content::Of(file) => (file.kind, file.bytes, file.hash),
        };
        let file = File {
            id: *id,
            item: to,
            comment: None,
            version: None,
            note: None,
            place: after.seq(),
            kind,
            name: name.clone(),
            bytes,
            hash,
            author: work.who().actor,
            created_ms: work.now(),
            trashed_ms: None,
            seq: after.seq(),
        };
        match content {
            Content::New(content) => store::add(work, &file, content)?,
            Content::Of(_) => store::add_again(work, &file)?,
        }
    }
    Ok(named.into_iter().map(|(id, _)| id).collect())
}

/// A version of a document on its way in. The document says what it is and logs it.
pub struct Arriving {
    /// The id its file has.
    pub id: Id,
    /// The document.
    pub item: Id,
    /// Name.
    pub name: String,
    /// Its number.
    pub version: u32,
    /// What is new in it.
    pub note: Option<String>,
    /// The change that brought it.
    pub place: u64,
}

impl Arriving {
    fn file(self, work: &Work<'_, '_>, kind: FileKind, bytes: u64, hash: [u8; 32]) -> File {
        File {
            id: self.id,
            item: self.item,
            comment: None,
            version: Some(self.version),
            note: self.note,
            place: self.place,
            kind,
            name: self.name,
            bytes,
            hash,
            author: work.who().actor,
            created_ms: work.now(),
            trashed_ms: None,
            seq: self.place,
        }
    }
}

/// Keeps a version whose bytes have come.
pub fn arrive(work: &mut Work<'_, '_>, version: Arriving, content: &NewBlob) -> Result<(), Error> {
    room(work, content)?;
    let kind = file::detect(content.head(), &version.name);
    let file = version.file(work, kind, content.bytes(), *content.hash());
    store::add(work, &file, content)
}

/// Keeps the bytes of a file again, as another version.
pub fn again(work: &mut Work<'_, '_>, version: Arriving, earlier: &File) -> Result<(), Error> {
    let file = version.file(work, earlier.kind, earlier.bytes, earlier.hash);
    store::add_again(work, &file)
}

/// Refuses what does not fit any more; two uploads may have raced for the last of the room.
pub fn room(work: &Work<'_, '_>, content: &NewBlob) -> Result<(), Error> {
    let quota = work.directory().organization.as_ref().map_or(0, |organization| organization.files_quota);
    let known = blobs::find(work.read(), content.hash())?.is_some();
    if !known && quota > 0 && blobs::usage(work.read())?.bytes.saturating_add(content.bytes()) > quota {
        return Err(Error::new(Code::OverQuota));
    }
    Ok(())
}

/// The name of a file's field in the log.
pub fn field(id: Id) -> String {
    format!("file:{id}")
}

/// A file the asker may rename, delete and take out of the trash, with its item.
fn permitted(work: &Work<'_, '_>, id: Id) -> Result<(File, Item), Error> {
    let (file, item) = access::file(work, id, Do::Comment)?.into_inner();
    if access::may_change(work, &file, &item) {
        return Ok((file, item));
    }
    Err(Error::because(
        Code::Forbidden,
        "Only those who attached it, or may edit the item or delete the comment it came with, can change a file.",
    ))
}

fn unchanged(if_match: IfMatch, file: &File) -> Result<(), Error> {
    match if_match {
        IfMatch::Seq(seen) if seen != file.seq => Err(Error::new(Code::Stale).with("current", file.name.as_str())),
        _ => Ok(()),
    }
}

/// Gives a file another name.
pub fn rename(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch, name: &str) -> Result<File, Error> {
    let (before, item) = permitted(work, id)?;
    unchanged(if_match, &before)?;
    if before.version.is_some() {
        return Err(Error::because(Code::Conflict, "A version is called as its file is. Rename that one."));
    }
    if name.trim().is_empty() {
        return Err(Error::field("name", "Give it a name."));
    }
    let after = File { name: file::name(name)?, ..before.clone() };
    save(work, &before, after, &item)
}

/// Puts a file into the trash.
pub fn trash(work: &mut Work<'_, '_>, id: Id, if_match: IfMatch) -> Result<File, Error> {
    let (before, item) = permitted(work, id)?;
    unchanged(if_match, &before)?;
    if matches!(&item, Item::Document(document) if document.current == Some(id)) {
        return Err(Error::because(
            Code::Conflict,
            "This is what the file is now. Delete the file, or bring another version first.",
        ));
    }
    shows_nothing(&before, &item)?;
    let after = File { trashed_ms: Some(work.now()), ..before.clone() };
    save(work, &before, after, &item)
}

/// What a step was ticked with stays while it is ticked, and of a run for good: its history names it.
fn shows_nothing(file: &File, item: &Item) -> Result<(), Error> {
    let proof = |step: &Step| step.proof.as_ref().and_then(Proof::file) == Some(file.id);
    match item {
        Item::Task(task) if task.process.is_some() && task.shown.contains(&file.id) => {
            let message = "It was shown for a step of a run, whose history names it. It stays as long as the task.";
            Err(Error::because(Code::Conflict, message))
        }
        Item::Task(task) if task.steps.iter().any(proof) => {
            Err(Error::because(Code::Conflict, "It is the evidence of a step that is done. Untick the step first."))
        }
        _ => Ok(()),
    }
}

/// Takes a file out of the trash.
pub fn restore(work: &mut Work<'_, '_>, id: Id) -> Result<File, Error> {
    let (before, item) = match store::get(work.read(), id)? {
        Some(file) if file.trashed_ms.is_some() => {
            let item = access::item(work, file.item, Do::Comment)?.into_inner();
            // Others do not see what lies there.
            if !access::may_change(work, &file, &item) {
                return Err(Error::not_found());
            }
            (file, item)
        }
        _ => permitted(work, id)?,
    };
    let after = File { trashed_ms: None, ..before.clone() };
    save(work, &before, after, &item)
}

/// Puts a file back to the name it had, into the trash or out of it: for undo. Refused when it changed since.
pub fn put_back(work: &mut Work<'_, '_>, id: Id, now: &Value, then: &Value) -> Result<(), Error> {
    let before = store::get(work.read(), id)?.ok_or_else(|| Error::new(Code::UndoGone))?;
    let item = access::item(work, before.item, Do::Comment)?.into_inner();
    if !access::may_change(work, &before, &item) {
        return Err(Error::new(Code::Forbidden));
    }
    if value(&before) != *now {
        return Err(Error::new(Code::UndoConflict).with("changed", vec![before.name]));
    }
    if then.as_text().is_none() {
        shows_nothing(&before, &item)?;
    }
    let after = match then.as_text() {
        Some(name) => File { name: name.to_owned(), trashed_ms: None, ..before.clone() },
        None => File { trashed_ms: Some(work.now()), ..before.clone() },
    };
    save(work, &before, after, &item).map(drop)
}

/// A file as the log has it: its name, or nothing while it lies in the trash.
fn value(file: &File) -> Value {
    if file.trashed_ms.is_some() { Value::Null } else { Value::Text(file.name.clone()) }
}

fn save(work: &mut Work<'_, '_>, before: &File, mut after: File, item: &Item) -> Result<File, Error> {
    if *before == after {
        return Ok(after);
    }
    let files = match (before.trashed_ms, after.trashed_ms) {
        (None, Some(_)) => item.files().saturating_sub(1),
        (Some(_), None) => item.files() + 1,
        _ => item.files(),
    };
    let change = FieldChange { field: field(after.id), before: value(before), after: value(&after) };
    let mut next = item.with_files(files);
    kinds::save_with(work, item, &mut next, Action::Changed, vec![change])?;
    after.seq = next.seq();
    store::put(work, before, &after)?;
    Ok(after)
}

/// Deletes for good what has been in the trash for its time, a few at once; answers whether some remain.
pub fn purge_due(work: &mut Work<'_, '_>) -> Result<bool, Error> {
    const AT_ONCE: usize = 50;
    let due = store::trashed_until(work.read(), work.now() - tasks::commands::trash::KEEP_MS, AT_ONCE)?;
    due.iter().try_for_each(|file| store::erase(work, file))?;
    Ok(due.len() == AT_ONCE)
}

/// Most files sent with one comment.
const WITH_COMMENT: usize = 50;

/// Files of an item that its commenter attached just before, to be sent with a comment.
pub fn to_send(work: &Work<'_, '_>, item: Id, ids: &[Id]) -> Result<Vec<File>, Error> {
    limits::at_most("file_ids", ids.len(), WITH_COMMENT)?;
    let mut files: Vec<File> = Vec::new();
    let held = kinds::get(work.read(), item)?;
    // What shows that a step is done must not go with a comment.
    let free_of_steps = |file: &File| held.as_ref().is_none_or(|item| shows_nothing(file, item).is_ok());
    for id in ids {
        let free = |file: &File| {
            file.item == item
                && file.comment.is_none()
                && file.trashed_ms.is_none()
                && file.author == work.who().actor
                && free_of_steps(file)
                && files.iter().all(|other| other.id != *id)
        };
        let file = store::get(work.read(), *id)?.filter(free).ok_or_else(|| {
            Error::field("file_ids", "Choose files you attached to this item and have not sent with a comment yet.")
        })?;
        files.push(file);
    }
    Ok(files)
}

/// Gives files to the comment they are sent with, which the change `seq` made.
pub fn send(work: &mut Work<'_, '_>, files: &[File], comment: Id, seq: u64) -> Result<(), Error> {
    files
        .iter()
        .try_for_each(|before| store::put(work, before, &File { comment: Some(comment), seq, ..before.clone() }))
}

/// Puts files into the trash, together with the comment they came with.
pub fn go_along(work: &mut Work<'_, '_>, files: &[File], seq: u64) -> Result<(), Error> {
    let now = work.now();
    files.iter().try_for_each(|before| store::put(work, before, &File { trashed_ms: Some(now), seq, ..before.clone() }))
}

/// What the log says of files that go along.
pub fn going(files: &[File]) -> impl Iterator<Item = FieldChange> {
    files.iter().map(|file| FieldChange { field: field(file.id), before: value(file), after: Value::Null })
}
