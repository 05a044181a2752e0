//! The orders in which documents are listed, and the names that are taken in a folder.

use crate::access::Directory;
use guildhall_domain::{
    Id,
    document::{Document, name},
};
use guildhall_store::Table;

/// (home audience, [`List`], folder where the list is of one, sort bytes, document): the lists.
pub const LISTS: Table<(u64, u8, Id, Vec<u8>, Id), ()> = Table::new("document_lists");
/// (home audience, folder or nothing, folded name) → the file or folder that has it.
pub const TAKEN: Table<(u64, Id, String), Id> = Table::new("document_names");

/// Longest part of a title that is sorted by, in bytes.
const SORTED: usize = 240;

/// What is listed, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum List {
    /// What lies in a folder, by name.
    Name = 0,
    /// The same by kind, pages first, then by name.
    Kind = 1,
    /// The same, the last changed first.
    Changed = 2,
    /// Everything of a space, the last changed first.
    Space = 3,
    /// What is out of the way, the last changed first.
    Archived = 4,
    /// What is in the trash, the last thrown away first.
    Trash = 5,
    /// What is pinned to the overview, the first pinned first.
    Pinned = 6,
    /// What pages begin from, by name.
    Templates = 7,
}

/// A row of [`LISTS`].
pub type Row = (u64, u8, Id, Vec<u8>, Id);

/// Every key row of a document.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Rows of [`LISTS`].
    pub lists: Vec<Row>,
    /// The key people know it by.
    pub key: Option<(u64, u32)>,
    /// Row of [`TAKEN`].
    pub name: Option<(u64, Id, String)>,
    /// Since when it lies in the trash.
    pub trash: Option<(i64, Id)>,
}

/// The place of a folder in a key; all zeros is the top of the space.
pub fn place(folder: Option<Id>) -> Id {
    folder.unwrap_or_else(Id::nil)
}

/// What sorts the newest first.
pub fn newest_first(at_ms: i64) -> Vec<u8> {
    (!u64::try_from(at_ms).unwrap_or_default()).to_be_bytes().to_vec()
}

fn by_name(title: &str) -> Vec<u8> {
    let mut folded = name::fold(title).into_bytes();
    folded.truncate(SORTED);
    folded
}

/// What a document is sorted by in a list.
pub fn sort(document: &Document, list: List) -> Vec<u8> {
    match list {
        List::Name | List::Templates => by_name(&document.title),
        List::Kind if document.is_file() => {
            [&[1], name::ending(&document.title).as_bytes(), &[0], &by_name(&document.title)].concat()
        }
        List::Kind => [&[0][..], &by_name(&document.title)].concat(),
        List::Changed | List::Space | List::Archived => newest_first(document.edited_ms),
        List::Trash => newest_first(document.trashed_ms.unwrap_or_default()),
        List::Pinned => {
            u64::try_from(document.pinned_ms.unwrap_or_default()).unwrap_or_default().to_be_bytes().to_vec()
        }
    }
}

/// The lists a document stands on.
fn lists(document: &Document) -> Vec<List> {
    if document.trashed_ms.is_some() {
        return vec![List::Trash];
    }
    if document.archived {
        return vec![List::Archived];
    }
    let mut lists = vec![List::Name, List::Kind, List::Changed, List::Space];
    lists.extend(document.pinned_ms.map(|_| List::Pinned));
    lists.extend(document.template.then_some(List::Templates));
    lists
}

/// All key rows of a document.
pub fn keys(document: &Document, directory: &Directory) -> Keys {
    let Some(home) = directory.space(document.space).map(|space| space.audience) else { return Keys::default() };
    let row = |list: List| {
        let folder = matches!(list, List::Name | List::Kind | List::Changed).then_some(document.folder).flatten();
        (home, list as u8, place(folder), sort(document, list), document.id)
    };
    // What is out of the way and what lies in the trash keeps no name from others.
    let named = document.is_file() && document.is_shown();
    Keys {
        lists: lists(document).into_iter().map(row).collect(),
        key: (document.number > 0).then_some((home, document.number)),
        name: named.then(|| (home, place(document.folder), name::fold(&document.title))),
        trash: document.trashed_ms.map(|at| (at, document.id)),
    }
}
