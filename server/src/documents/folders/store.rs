//! The tables of folders and the one way to write one: state, key rows and change log together.

use super::record::FolderRecord;
use crate::{
    Error,
    access::{Directory, Scope, Work},
    documents::rows::{TAKEN, place},
    items,
};
use guildhall_domain::{
    AudienceId, Id,
    change::{Action, Change, Kind},
    document::{
        folder::{self, DEEPEST, Folder},
        name,
    },
};
use guildhall_store::{Read, Span, StoreError, Table};

/// Folders by id.
pub const FOLDERS: Table<Id, FolderRecord> = Table::new("folders");
/// (home audience, 0 where it stands or 1 in the trash, the folder it lies in or nothing, folder): the tree.
pub const CHILDREN: Table<(u64, u8, Id, Id), ()> = Table::new("folder_children");
/// (since when, folder): what lies in the trash.
pub const FOLDER_TRASH: Table<(i64, Id), ()> = Table::new("folder_trash");

/// A folder. Only `access` may call this for somebody.
pub fn get(read: &Read<'_>, id: Id) -> Result<Option<Folder>, StoreError> {
    Ok(read.get(&FOLDERS, &id)?.map(Folder::from))
}

/// A folder that stands where it is.
pub fn live(read: &Read<'_>, id: Id) -> Result<Option<Folder>, StoreError> {
    Ok(get(read, id)?.filter(|folder| folder.trashed_ms.is_none()))
}

/// All folders of a space, those in the trash or the others.
pub fn all(read: &Read<'_>, home: AudienceId, trashed: bool) -> Result<Vec<Folder>, StoreError> {
    let mut folders = Vec::new();
    for row in read.keys(&CHILDREN, Span::prefix(&(home, u8::from(trashed))))? {
        folders.extend(get(read, row?.3)?);
    }
    Ok(folders)
}

/// How many folders a space has.
pub fn count(read: &Read<'_>, home: AudienceId) -> Result<usize, StoreError> {
    read.keys(&CHILDREN, Span::prefix(&(home, 0u8)))?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// The folders that lie in one, in the trash or not.
pub fn children(
    read: &Read<'_>,
    home: AudienceId,
    parent: Option<Id>,
    trashed: bool,
) -> Result<Vec<Folder>, StoreError> {
    let mut folders = Vec::new();
    for row in read.keys(&CHILDREN, Span::prefix(&(home, u8::from(trashed), place(parent))))? {
        folders.extend(get(read, row?.3)?);
    }
    Ok(folders)
}

/// The way from a folder to the top, itself first.
pub fn way(read: &Read<'_>, folder: Option<Id>) -> Result<Vec<Id>, StoreError> {
    let (mut way, mut next) = (Vec::new(), folder);
    while let Some(id) = next {
        way.push(id);
        // More than can be: whatever made it so, going on would never end.
        if way.len() > 2 * DEEPEST {
            break;
        }
        next = get(read, id)?.and_then(|folder| folder.parent);
    }
    Ok(way)
}

/// A folder with everything below it that stands there, each before what lies in it; and how deep that is.
pub fn tree(read: &Read<'_>, home: AudienceId, top: &Folder) -> Result<(Vec<Folder>, usize), StoreError> {
    let (mut tree, mut level, mut depth) = (Vec::new(), vec![top.clone()], 0);
    while !level.is_empty() && depth <= 2 * DEEPEST {
        depth += 1;
        let mut below = Vec::new();
        for folder in &level {
            below.extend(children(read, home, Some(folder.id), false)?);
        }
        tree.append(&mut level);
        level = below;
    }
    Ok((tree, depth))
}

/// Folders that lie in the trash since before a moment, the oldest first.
pub fn trashed_until(read: &Read<'_>, until_ms: i64, most: usize) -> Result<Vec<Id>, StoreError> {
    let rows = read.keys(&FOLDER_TRASH, Span::all().until(&(until_ms, Id::nil())).limit(most))?;
    rows.map(|row| row.map(|(_, id)| id)).collect()
}

/// Whether a folder went into the trash at that very moment.
pub fn is_trashed_at(read: &Read<'_>, at_ms: i64) -> Result<bool, StoreError> {
    Ok(read.keys(&FOLDER_TRASH, Span::prefix(&at_ms).limit(1))?.next().transpose()?.is_some())
}

/// Writes a new folder and its change.
pub fn create(work: &mut Work<'_, '_>, folder: &mut Folder) -> Result<(), Error> {
    write(work, None, folder, Action::Created)
}

/// Writes the next version of a folder and what changed; nothing when nothing did.
pub fn save(work: &mut Work<'_, '_>, before: &Folder, after: &mut Folder, action: Action) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    write(work, Some(before), after, action)
}

fn write(work: &mut Work<'_, '_>, before: Option<&Folder>, after: &mut Folder, action: Action) -> Result<(), Error> {
    let directory = work.directory().clone();
    after.updated_ms = work.now();
    let change = Change {
        fields: before.map(|before| folder::changes(before, after)).unwrap_or_default(),
        audience_before: before.map(|folder| audience(folder, &directory)).unwrap_or_default(),
        audience_after: audience(after, &directory),
        previous: before.map_or(0, |folder| folder.seq),
        ..work.change(Kind::Folder, after.id, action)
    };
    after.seq = work.log(change)?;
    work.tx.put(&FOLDERS, &after.id, &FolderRecord::from(&*after))?;
    let old = before.map(|folder| keys(folder, &directory)).unwrap_or_default();
    write_keys(work, after.id, &old, &keys(after, &directory))
}

/// Deletes a folder for good. A tombstone stays in the log.
pub fn purge(work: &mut Work<'_, '_>, folder: &Folder) -> Result<(), Error> {
    let directory = work.directory().clone();
    let change = Change {
        audience_before: audience(folder, &directory),
        previous: folder.seq,
        ..work.change(Kind::Folder, folder.id, Action::Purged)
    };
    let seq = work.log(change)?;
    items::tombstones::bury(work.tx, work.now(), seq, folder.seq)?;
    work.tx.delete(&FOLDERS, &folder.id)?;
    write_keys(work, folder.id, &keys(folder, &directory), &Keys::default())
}

/// Who reads a folder: whoever reads its space, while that is there.
pub fn audience(folder: &Folder, directory: &Directory) -> Vec<AudienceId> {
    let home = directory.space(folder.space).filter(|space| space.deleted_ms.is_none());
    home.map(|space| space.audience).into_iter().collect()
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Keys {
    child: Option<(u64, u8, Id, Id)>,
    name: Option<(u64, Id, String)>,
    trash: Option<(i64, Id)>,
}

fn keys(folder: &Folder, directory: &Directory) -> Keys {
    let Some(home) = directory.space(folder.space).map(|space| space.audience) else { return Keys::default() };
    let (parent, trashed) = (place(folder.parent), folder.trashed_ms.is_some());
    Keys {
        child: Some((home, u8::from(trashed), parent, folder.id)),
        name: (!trashed).then(|| (home, parent, name::fold(&folder.name))),
        trash: folder.trashed_ms.map(|at| (at, folder.id)),
    }
}

fn write_keys(work: &mut Work<'_, '_>, id: Id, old: &Keys, new: &Keys) -> Result<(), Error> {
    let tx = &mut *work.tx;
    tx.replace_keys(&CHILDREN, old.child.as_slice(), new.child.as_slice())?;
    if old.name != new.name {
        old.name.as_ref().map_or(Ok(()), |key| tx.delete(&TAKEN, key))?;
        new.name.as_ref().map_or(Ok(()), |key| tx.put(&TAKEN, key, &id))?;
    }
    Ok(tx.replace_keys(&FOLDER_TRASH, old.trash.as_slice(), new.trash.as_slice())?)
}
