//! Names in folders: what is called the same is one thing.

use crate::{
    Error,
    access::{Scope, Work},
    documents::{folders, store},
    error::Code,
};
use guildhall_domain::{AudienceId, Id, document::name, space::Space};

/// Most numbers that are tried for a name.
const TRIED: u32 = 10_000;

/// A folder of a space in which something may lie; none is the top.
pub fn lies_in(work: &Work<'_, '_>, home: &Space, folder: Option<Id>, field: &str) -> Result<Option<Id>, Error> {
    let Some(id) = folder else { return Ok(None) };
    let there = folders::store::live(work.read(), id)?.filter(|folder| folder.space == home.id);
    there.map(|folder| Some(folder.id)).ok_or_else(|| Error::field(field, "Choose a folder of this space."))
}

/// Refuses a name that something else in the folder has.
pub fn free(work: &Work<'_, '_>, home: AudienceId, folder: Option<Id>, name: &str, own: Id) -> Result<(), Error> {
    match store::named(work.read(), home, folder, name)? {
        Some(other) if other != own => Err(taken(name)),
        _ => Ok(()),
    }
}

/// A name is taken.
pub fn taken(name: &str) -> Error {
    Error::because(Code::Taken, format!("Something here is called “{name}” already. Choose another name."))
}

/// The name itself when it is free, and otherwise with the first number that makes it so.
pub fn another(
    work: &Work<'_, '_>,
    home: AudienceId,
    folder: Option<Id>,
    name: &str,
    own: Id,
) -> Result<String, Error> {
    let is_free = |name: &str| -> Result<bool, Error> {
        Ok(store::named(work.read(), home, folder, name)?.is_none_or(|other| other == own))
    };
    if is_free(name)? {
        return Ok(name.to_owned());
    }
    for number in 2..TRIED {
        let numbered = name::numbered(name, number);
        if is_free(&numbered)? {
            return Ok(numbered);
        }
    }
    Err(taken(name))
}
