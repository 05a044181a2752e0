//! From an address to what is there. The first part names a space by its prefix, or `personal`; what follows are
//! folders and files. Names are compared as everywhere in folders.

use super::{client, record::ClientFileRecord};
use crate::{
    Error,
    access::{self, Scope},
    documents::{folders, store},
    files,
};
use dav_server::{davpath::DavPath, fs::FsError};
use guildhall_domain::{
    Id,
    document::{Document, folder::Folder},
    file::{self, File},
    policy::{Do, DoSpace},
    space::{Access, Space},
};
use std::sync::Arc;

/// What one's own space is called.
pub const PERSONAL: &str = "personal";

/// What stands at an address.
#[derive(Debug, Clone)]
pub enum Node {
    /// The list of spaces.
    Top,
    /// The top of a space.
    Space(Arc<Space>),
    /// A folder.
    Folder(Folder),
    /// A file with its newest version.
    File(Box<(Document, File)>),
    /// A file a program keeps for itself.
    Client(Box<ClientFileRecord>),
}

/// Where something is or would be.
#[derive(Debug, Clone)]
pub struct Place {
    /// The space.
    pub home: Arc<Space>,
    /// The folder; none is the top of the space.
    pub folder: Option<Id>,
    /// The name.
    pub name: String,
}

/// The parts of an address.
pub fn parts(path: &DavPath) -> Result<Vec<String>, FsError> {
    let text = std::str::from_utf8(path.as_bytes()).map_err(|_| FsError::NotFound)?;
    Ok(text.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect())
}

/// What a space is called here.
pub fn space_name(space: &Space) -> &str {
    if space.access == Access::Personal { PERSONAL } else { &space.prefix }
}

/// The spaces the asker reads.
pub fn spaces(scope: &impl Scope) -> Vec<Arc<Space>> {
    let mut spaces: Vec<Arc<Space>> =
        scope.directory().spaces().filter(|space| access::may_space(scope, space, DoSpace::Read)).cloned().collect();
    spaces.sort_by(|one, other| space_name(one).cmp(space_name(other)));
    spaces
}

fn space(scope: &impl Scope, part: &str) -> Result<Arc<Space>, Error> {
    let directory = scope.directory();
    let found = match scope.who().person {
        Some(me) if part.eq_ignore_ascii_case(PERSONAL) => directory.personal(me),
        _ => directory.space_by_prefix(&part.to_ascii_uppercase()),
    };
    let readable = found.filter(|space| access::may_space(scope, space, DoSpace::Read));
    readable.cloned().ok_or_else(Error::not_found)
}

/// Goes down folders.
fn down(scope: &impl Scope, home: &Space, parts: &[String]) -> Result<Option<Folder>, Error> {
    let mut at: Option<Folder> = None;
    for part in parts {
        let named = store::named(scope.read(), home.audience, at.map(|folder| folder.id), &file::cleaned(part))?;
        let folder = named.map(|id| folders::store::live(scope.read(), id)).transpose()?.flatten();
        at = Some(folder.ok_or_else(Error::not_found)?);
    }
    Ok(at)
}

/// What stands at an address, for somebody who may read it.
pub fn node(scope: &impl Scope, parts: &[String]) -> Result<Node, Error> {
    let Some((first, rest)) = parts.split_first() else { return Ok(Node::Top) };
    let home = space(scope, first)?;
    let Some((last, above)) = rest.split_last() else { return Ok(Node::Space(home)) };
    let folder = down(scope, &home, above)?.map(|folder| folder.id);
    if client::is_kept(last) {
        let place = Place { home, folder, name: last.clone() };
        let kept = client::get(scope, &place)?.ok_or_else(Error::not_found)?;
        return Ok(Node::Client(Box::new(kept)));
    }
    let id = store::named(scope.read(), home.audience, folder, &file::cleaned(last))?.ok_or_else(Error::not_found)?;
    if let Some(folder) = folders::store::live(scope.read(), id)? {
        return Ok(Node::Folder(folder));
    }
    let document = access::document(scope, id, Do::Read)?.into_inner();
    let file = document.current.map(|file| files::store::get(scope.read(), file)).transpose()?.flatten();
    let file = file.ok_or_else(Error::not_found)?;
    Ok(Node::File(Box::new((document, file))))
}

/// Where something would be that has this address; its folder must be there.
pub fn place(scope: &impl Scope, parts: &[String]) -> Result<Place, Error> {
    let (first, rest) = parts.split_first().ok_or_else(Error::not_found)?;
    let home = space(scope, first)?;
    let (last, above) = rest.split_last().ok_or_else(Error::not_found)?;
    let folder = down(scope, &home, above)?.map(|folder| folder.id);
    Ok(Place { home, folder, name: last.clone() })
}
