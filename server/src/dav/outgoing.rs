//! Bytes that go out, in pieces with a snapshot each. The files of people are sent as everywhere
//! ([`crate::files::download`]); this is for what programs keep for themselves, and for copies.

use super::entries::{Meta, refused};
use crate::{App, Error, error::Code};
use actix_web::web::{self, Bytes};
use bytes::Buf;
use dav_server::fs::{DavFile, DavMetaData, FsError, FsFuture};
use guildhall_store::blobs::Blob;
use std::{future::ready, io::SeekFrom};

/// A file that is being read.
pub struct Outgoing {
    app: App,
    blob: Blob,
    meta: Meta,
    at: u64,
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing").field("at", &self.at).finish_non_exhaustive()
    }
}

impl Outgoing {
    /// Begins to read a content.
    pub fn begin(app: &App, blob: Blob, meta: Meta) -> Self {
        Outgoing { app: app.clone(), blob, meta, at: 0 }
    }
}

impl DavFile for Outgoing {
    fn metadata(&mut self) -> FsFuture<'_, Box<dyn DavMetaData>> {
        Box::pin(ready(Ok(Box::new(self.meta.clone()) as Box<dyn DavMetaData>)))
    }

    fn write_buf(&mut self, _: Box<dyn Buf + Send>) -> FsFuture<'_, ()> {
        Box::pin(ready(Err(FsError::Forbidden)))
    }

    fn write_bytes(&mut self, _: Bytes) -> FsFuture<'_, ()> {
        Box::pin(ready(Err(FsError::Forbidden)))
    }

    fn read_bytes(&mut self, count: usize) -> FsFuture<'_, Bytes> {
        let (app, blob, at) = (self.app.clone(), self.blob, self.at);
        Box::pin(async move {
            if at >= blob.bytes {
                return Ok(Bytes::new());
            }
            let read = web::block(move || app.store().read_blob(&blob, at, count)).await;
            let read = read.map_err(|_| refused(Error::new(Code::Busy)))?;
            let piece = read.map_err(|error| refused(error.into()))?;
            self.at += piece.len() as u64;
            Ok(piece.into())
        })
    }

    fn seek(&mut self, to: SeekFrom) -> FsFuture<'_, u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.blob.bytes.checked_add_signed(by),
        };
        Box::pin(ready(match at {
            Some(at) => {
                self.at = at;
                Ok(at)
            }
            None => Err(FsError::GeneralFailure),
        }))
    }

    fn flush(&mut self) -> FsFuture<'_, ()> {
        Box::pin(ready(Ok(())))
    }
}
