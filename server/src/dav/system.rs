//! The spaces of somebody as the file system the library asks for. Each question takes a snapshot, each change is a
//! command; who may do what is decided there.

use super::{
    changes, client,
    entries::{self, refused},
    incoming::Incoming,
    outgoing::Outgoing,
    path::{self, Node},
    properties,
};
use crate::{
    App, Error,
    access::{self, Scope, Who, Work},
    documents::commands::versions::Bytes,
    error::Code,
};
use ::http::StatusCode;
use dav_server::{
    davpath::DavPath,
    fs::{
        DavDirEntry, DavFile, DavFileSystem, DavMetaData, DavProp, FsError, FsFuture, FsResult, FsStream, OpenOptions,
        ReadDirMeta,
    },
};
use futures_util::stream;
use guildhall_domain::{Id, file::File, policy::Do, policy::DoSpace};
use guildhall_store::blobs;
use std::{
    future::{Future, ready},
    pin::Pin,
    sync::Arc,
};

/// See the module.
#[derive(Clone)]
pub struct Files {
    app: App,
    who: Who,
}

impl Files {
    /// The files somebody reads.
    pub fn of(app: &App, who: Who) -> Self {
        Files { app: app.clone(), who }
    }

    fn node(&self, path: &DavPath) -> FsResult<Node> {
        let parts = path::parts(path)?;
        let view = self.app.view(self.who).map_err(refused)?;
        path::node(&view, &parts).map_err(refused)
    }

    fn list(&self, path: &DavPath) -> FsResult<Vec<Box<dyn DavDirEntry>>> {
        let parts = path::parts(path)?;
        let view = self.app.view(self.who).map_err(refused)?;
        let entries = path::node(&view, &parts).and_then(|node| entries::list(&view, &node)).map_err(refused)?;
        Ok(entries.into_iter().map(|entry| Box::new(entry) as Box<dyn DavDirEntry>).collect())
    }

    /// Runs a command on the parts of an address.
    fn change<'a>(
        &'a self,
        path: &DavPath,
        change: impl Fn(&mut Work<'_, '_>, &[String]) -> Result<(), Error> + Send + 'static,
    ) -> FsFuture<'a, ()> {
        let parts = path::parts(path);
        Box::pin(async move {
            let parts = parts?;
            self.app.run(self.who, move |work| change(work, &parts)).await.map_err(refused)?;
            Ok(())
        })
    }

    /// The same with two addresses.
    fn change_both<'a>(
        &'a self,
        from: &DavPath,
        to: &DavPath,
        change: impl Fn(&mut Work<'_, '_>, &[String], &[String]) -> Result<(), Error> + Send + 'static,
    ) -> FsFuture<'a, ()> {
        let to = path::parts(to);
        match to {
            Ok(to) => self.change(from, move |work, from| change(work, from, &to)),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }

    fn read(&self, path: &DavPath) -> FsResult<Box<dyn DavFile>> {
        let node = self.node(path)?;
        let file: File = match &node {
            Node::Client(kept) => client::as_file(kept),
            Node::File(file) => file.1.clone(),
            _ => return Err(FsError::Forbidden),
        };
        let view = self.app.view(self.who).map_err(refused)?;
        let blob = blobs::find(view.read(), &file.hash).map_err(|error| refused(error.into()))?;
        let blob = blob.ok_or(FsError::NotFound)?;
        Ok(Box::new(Outgoing::begin(&self.app, blob, entries::meta(&node))))
    }

    /// Whether somebody may write there; what is there decides, and its folder where nothing is.
    fn may_write(&self, parts: &[String], options: &OpenOptions) -> Result<bool, Error> {
        let view = self.app.view(self.who)?;
        let place = path::place(&view, parts)?;
        match access::seen(path::node(&view, parts))? {
            Some(_) if options.create_new => Err(Error::new(Code::Taken)),
            Some(Node::File(file)) => access::document(&view, file.0.id, Do::Edit).map(|_| true),
            Some(Node::Client(_)) => access::space(&view, place.home.id, DoSpace::Write).map(|_| true),
            Some(_) => Err(Error::new(Code::Forbidden)),
            None if !options.create => Err(Error::not_found()),
            None => access::space(&view, place.home.id, DoSpace::Write).map(|_| false),
        }
    }

    async fn write(&self, parts: Vec<String>, options: OpenOptions) -> FsResult<Box<dyn DavFile>> {
        let there = self.may_write(&parts, &options).map_err(refused)?;
        if !there && !options.truncate {
            // Only its name is wanted, to be locked: it holds the place.
            let writer = self.app.store().blob_writer(self.app.clock().now_ms());
            let empty = writer.map_err(|error| refused(error.into()))?.finish().await;
            let empty = Arc::new(empty.map_err(|error| refused(error.into()))?);
            let place = parts.clone();
            let done = self.app.run(self.who, move |work| changes::put(work, &place, Bytes::New(&empty)));
            done.await.map_err(refused)?;
        }
        Ok(Box::new(Incoming::begin(&self.app, self.who, parts, options.size).map_err(refused)?))
    }

    /// What properties hang on: files and folders of people.
    fn object(&self, path: &DavPath) -> Option<Id> {
        match self.node(path).ok()? {
            Node::Folder(folder) => Some(folder.id),
            Node::File(file) => Some(file.0.id),
            _ => None,
        }
    }

    fn props(&self, path: &DavPath) -> Result<Vec<DavProp>, Error> {
        let Some(object) = self.object(path) else { return Ok(Vec::new()) };
        properties::all(&self.app.view(self.who)?, object)
    }

    fn prop(&self, path: &DavPath, prop: &DavProp) -> Result<Vec<u8>, Error> {
        let object = self.object(path).ok_or_else(Error::not_found)?;
        properties::one(&self.app.view(self.who)?, object, prop)?.ok_or_else(Error::not_found)
    }

    fn quota(&self) -> Result<(u64, Option<u64>), Error> {
        let view = self.app.view(self.who)?;
        let quota = view.directory().organization.as_ref().map_or(0, |organization| organization.files_quota);
        Ok((blobs::usage(view.read())?.bytes, (quota > 0).then_some(quota)))
    }
}

/// Whether something may be written on: properties are changed by whoever may edit what they hang on.
fn editable(work: &Work<'_, '_>, parts: &[String]) -> Result<Id, Error> {
    match path::node(work, parts)? {
        Node::Folder(folder) => Ok(access::folder(work, folder.id, DoSpace::Write)?.id),
        Node::File(file) => Ok(access::document(work, file.0.id, Do::Edit)?.id),
        _ => Err(Error::new(Code::Forbidden)),
    }
}

impl DavFileSystem for Files {
    fn open<'a>(&'a self, path: &'a DavPath, options: OpenOptions) -> FsFuture<'a, Box<dyn DavFile>> {
        if !options.write {
            return Box::pin(ready(self.read(path)));
        }
        Box::pin(async move { self.write(path::parts(path)?, options).await })
    }

    fn read_dir<'a>(&'a self, path: &'a DavPath, _: ReadDirMeta) -> FsFuture<'a, FsStream<Box<dyn DavDirEntry>>> {
        let listed = self.list(path);
        Box::pin(ready(listed.map(|entries| {
            let entries: FsStream<Box<dyn DavDirEntry>> = Box::pin(stream::iter(entries.into_iter().map(Ok)));
            entries
        })))
    }

    fn metadata<'a>(&'a self, path: &'a DavPath) -> FsFuture<'a, Box<dyn DavMetaData>> {
        let node = self.node(path);
        Box::pin(ready(node.map(|node| Box::new(entries::meta(&node)) as Box<dyn DavMetaData>)))
    }

    fn create_dir<'a>(&'a self, path: &'a DavPath) -> FsFuture<'a, ()> {
        self.change(path, changes::make_folder)
    }

    fn remove_dir<'a>(&'a self, path: &'a DavPath) -> FsFuture<'a, ()> {
        self.change(path, changes::remove_folder)
    }

    fn remove_file<'a>(&'a self, path: &'a DavPath) -> FsFuture<'a, ()> {
        self.change(path, changes::remove_file)
    }

    fn rename<'a>(&'a self, from: &'a DavPath, to: &'a DavPath) -> FsFuture<'a, ()> {
        self.change_both(from, to, changes::rename)
    }

    fn copy<'a>(&'a self, from: &'a DavPath, to: &'a DavPath) -> FsFuture<'a, ()> {
        self.change_both(from, to, changes::copy)
    }

    fn have_props<'a>(&'a self, path: &'a DavPath) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>> {
        Box::pin(ready(self.object(path).is_some()))
    }

    fn patch_props<'a>(
        &'a self,
        path: &'a DavPath,
        patch: Vec<(bool, DavProp)>,
    ) -> FsFuture<'a, Vec<(StatusCode, DavProp)>> {
        let done = patch.iter().map(|(_, prop)| (StatusCode::OK, prop.clone())).collect();
        let change = self.change(path, move |work, parts| {
            let object = editable(work, parts)?;
            properties::patch(work, object, &patch)
        });
        Box::pin(async move { change.await.map(|()| done) })
    }

    fn get_props<'a>(&'a self, path: &'a DavPath, _: bool) -> FsFuture<'a, Vec<DavProp>> {
        Box::pin(ready(self.props(path).map_err(refused)))
    }

    fn get_prop<'a>(&'a self, path: &'a DavPath, prop: DavProp) -> FsFuture<'a, Vec<u8>> {
        Box::pin(ready(self.prop(path, &prop).map_err(refused)))
    }

    fn get_quota(&self) -> FsFuture<'_, (u64, Option<u64>)> {
        Box::pin(ready(self.quota().map_err(refused)))
    }
}
