//! Bytes that come in: handed on to the data file while they come, and a file or version once all of them are there.

use super::{
    changes,
    entries::{meta, refused},
    path,
};
use crate::{App, access::Who, documents::commands::versions::Bytes as Content, files::receive};
use actix_web::web::Bytes;
use bytes::Buf;
use dav_server::fs::{DavFile, DavMetaData, FsError, FsFuture};
use guildhall_store::blobs::BlobWriter;
use std::{future::ready, io::SeekFrom, sync::Arc};
use tokio::sync::Mutex;

/// A file that is being written.
pub struct Incoming {
    app: App,
    who: Who,
    parts: Vec<String>,
    /// As many as were promised.
    promised: Option<u64>,
    limit: u64,
    taken: u64,
    writer: Mutex<Option<BlobWriter>>,
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").field("taken", &self.taken).finish_non_exhaustive()
    }
}

impl Incoming {
    /// Begins to take a file, when there is room for it.
    pub fn begin(app: &App, who: Who, parts: Vec<String>, promised: Option<u64>) -> Result<Self, crate::Error> {
        let view = app.view(who)?;
        receive::room(&view, promised.unwrap_or(0))?;
        let limit = receive::limit(&view);
        let writer = Mutex::new(Some(app.store().blob_writer(app.clock().now_ms())?));
        Ok(Incoming { app: app.clone(), who, parts, promised, limit, taken: 0, writer })
    }

    async fn take(&mut self, bytes: &[u8]) -> Result<(), FsError> {
        self.taken = self.taken.saturating_add(bytes.len() as u64);
        if self.taken > self.limit {
            return Err(FsError::TooLarge);
        }
        let writer = self.writer.get_mut().as_mut().ok_or(FsError::GeneralFailure)?;
        writer.write(bytes).await.map_err(|error| refused(error.into()))
    }

    async fn finish(&mut self) -> Result<(), FsError> {
        // Told again, there is nothing more to do.
        let Some(writer) = self.writer.get_mut().take() else { return Ok(()) };
        if self.promised.is_some_and(|promised| promised != self.taken) {
            return Err(FsError::GeneralFailure);
        }
        let content = Arc::new(writer.finish().await.map_err(|error| refused(error.into()))?);
        let parts = self.parts.clone();
        let done = self.app.run(self.who, move |work| changes::put(work, &parts, Content::New(&content)));
        done.await.map_err(refused)?;
        self.app.parts().jobs.ring();
        Ok(())
    }
}

impl DavFile for Incoming {
    fn metadata(&mut self) -> FsFuture<'_, Box<dyn DavMetaData>> {
        let look = || -> Result<Box<dyn DavMetaData>, crate::Error> {
            let view = self.app.view(self.who)?;
            Ok(Box::new(meta(&path::node(&view, &self.parts)?)))
        };
        Box::pin(ready(look().map_err(refused)))
    }

    fn write_buf(&mut self, mut buf: Box<dyn Buf + Send>) -> FsFuture<'_, ()> {
        let bytes = buf.copy_to_bytes(buf.remaining());
        self.write_bytes(bytes)
    }

    fn write_bytes(&mut self, buf: Bytes) -> FsFuture<'_, ()> {
        Box::pin(async move { self.take(&buf).await })
    }

    fn read_bytes(&mut self, _: usize) -> FsFuture<'_, Bytes> {
        Box::pin(ready(Err(FsError::NotImplemented)))
    }

    /// A version is written whole, never from its middle on.
    fn seek(&mut self, to: SeekFrom) -> FsFuture<'_, u64> {
        Box::pin(ready(if to == SeekFrom::Start(0) { Ok(0) } else { Err(FsError::NotImplemented) }))
    }

    fn flush(&mut self) -> FsFuture<'_, ()> {
        Box::pin(async move { self.finish().await })
    }
}
