//! What programs are told of files and folders.

use super::path::{self, Node};
use crate::{
    Error,
    access::{self, Scope},
    dav::store as kept,
    documents::{folders, rows, store},
    files,
};
use dav_server::fs::{DavDirEntry, DavMetaData, FsError, FsFuture, FsResult};
use guildhall_domain::{AudienceId, Id, policy::Do};
use std::{
    future::ready,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// A file or folder.
#[derive(Debug, Clone)]
pub struct Meta {
    dir: bool,
    bytes: u64,
    changed_ms: i64,
    made_ms: i64,
    tag: Option<String>,
}

fn time(ms: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(ms).unwrap_or_default())
}

impl DavMetaData for Meta {
    fn len(&self) -> u64 {
        self.bytes
    }
    fn modified(&self) -> FsResult<SystemTime> {
        Ok(time(self.changed_ms))
    }
    fn created(&self) -> FsResult<SystemTime> {
        Ok(time(self.made_ms))
    }
    fn is_dir(&self) -> bool {
        self.dir
    }
    fn etag(&self) -> Option<String> {
        self.tag.clone()
    }
}

fn folder(changed_ms: i64, made_ms: i64) -> Meta {
    Meta { dir: true, bytes: 0, changed_ms, made_ms, tag: None }
}

/// What is told of what stands at an address.
pub fn meta(node: &Node) -> Meta {
    let tag = |hash: [u8; 32]| Some(files::download::tag(&hash));
    match node {
        Node::Top => folder(0, 0),
        Node::Space(space) => folder(space.created_ms, space.created_ms),
        Node::Folder(one) => folder(one.updated_ms, one.created_ms),
        Node::File(file) => Meta {
            dir: false,
            bytes: file.1.bytes,
            changed_ms: file.0.edited_ms,
            made_ms: file.0.created_ms,
            tag: tag(file.1.hash),
        },
        Node::Client(file) => {
            Meta { dir: false, bytes: file.bytes, changed_ms: file.at_ms, made_ms: file.at_ms, tag: tag(*file.hash) }
        }
    }
}

/// A line of a folder.
pub struct Entry {
    name: String,
    meta: Meta,
}

impl DavDirEntry for Entry {
    fn name(&self) -> Vec<u8> {
        self.name.clone().into_bytes()
    }
    fn metadata(&self) -> FsFuture<'_, Box<dyn DavMetaData>> {
        Box::pin(ready(Ok(Box::new(self.meta.clone()) as Box<dyn DavMetaData>)))
    }
}

/// What stands in something.
pub fn list(scope: &impl Scope, node: &Node) -> Result<Vec<Entry>, Error> {
    match node {
        Node::Top => Ok(path::spaces(scope)
            .into_iter()
            .map(|space| {
                let name = path::space_name(&space).to_owned();
                Entry { name, meta: meta(&Node::Space(space)) }
            })
            .collect()),
        Node::Space(space) => inside(scope, space.audience, None),
        Node::Folder(folder) => {
            let home = scope.directory().space(folder.space).ok_or_else(Error::not_found)?;
            inside(scope, home.audience, Some(folder.id))
        }
        Node::File(_) | Node::Client(_) => Err(Error::not_found()),
    }
}

fn inside(scope: &impl Scope, home: AudienceId, folder: Option<Id>) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    for child in folders::store::children(scope.read(), home, folder, false)? {
        let name = child.name.clone();
        entries.push(Entry { name, meta: meta(&Node::Folder(child)) });
    }
    for id in store::in_folder(scope.read(), home, folder)? {
        let Some(document) = access::seen(access::document(scope, id, Do::Read))? else { continue };
        let document = document.into_inner();
        let file = document.current.map(|file| files::store::get(scope.read(), file)).transpose()?.flatten();
        if let Some(file) = file {
            let name = document.title.clone();
            entries.push(Entry { name, meta: meta(&Node::File(Box::new((document, file)))) });
        }
    }
    for record in kept::client_files(scope.read(), home, rows::place(folder))? {
        let name = record.name.clone();
        entries.push(Entry { name, meta: meta(&Node::Client(Box::new(record))) });
    }
    Ok(entries)
}

/// How a refusal is called there.
pub fn refused(error: Error) -> FsError {
    use crate::error::Code;
    match error.code {
        Code::NotFound => FsError::NotFound,
        Code::Taken | Code::IdTaken => FsError::Exists,
        Code::TooLarge => FsError::TooLarge,
        Code::OverQuota | Code::NoRoom | Code::ReadOnly => FsError::InsufficientStorage,
        Code::Invalid | Code::Forbidden | Code::Conflict | Code::Locked | Code::TooMany => FsError::Forbidden,
        _ => FsError::GeneralFailure,
    }
}
