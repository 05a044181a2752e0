//! Writing an archive while it is sent: a thread packs, and waits when whoever asked does not take what is ready.

use super::plan::{Content, Entry, Pages};
use crate::{
    App, Error,
    access::{self, Scope, Who},
    error::Code,
    files::download::{self, SANDBOX},
};
use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Bytes},
};
use chrono::{Datelike, Timelike};
use futures_util::stream;
use guildhall_domain::{Id, file::File, policy::Do, when};
use guildhall_store::blobs;
use std::{
    io::{self, Write},
    sync::atomic::{AtomicUsize, Ordering},
};
use tokio::sync::mpsc::{Sender, channel};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// Bytes read at once, and sent at once.
const PIECE: usize = 1 << 20;
const SENT: usize = 64 << 10;
/// Pieces that wait to be taken.
const AHEAD: usize = 8;
/// Archives written at once.
const AT_ONCE: usize = 8;

static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// One of the archives that are being written.
struct Turn;

impl Turn {
    fn take() -> Result<Turn, Error> {
        if RUNNING.fetch_add(1, Ordering::SeqCst) < AT_ONCE {
            return Ok(Turn);
        }
        RUNNING.fetch_sub(1, Ordering::SeqCst);
        Err(Error::because(Code::Busy, "Several archives are being packed. Try again in a moment."))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Answers with an archive of these entries.
pub fn respond(app: &App, who: Who, name: &str, entries: Vec<Entry>, pages: Pages) -> Result<HttpResponse, Error> {
    let turn = Turn::take()?;
    let (send, receive) = channel(AHEAD);
    let app = app.clone();
    // Nobody waits for its end: it ends when all is sent, or when nobody takes it any more.
    drop(web::block(move || {
        let _turn = turn;
        let sender = send.clone();
        if let Err(error) = pack(&app, who, &entries, &pages, Outlet { send, ready: Vec::with_capacity(SENT) }) {
            tracing::debug!(%error, "an archive was not written to its end");
            let _gone = sender.blocking_send(Err(Error::new(Code::Busy)));
        }
    }));
    let pieces = stream::unfold(receive, |mut receive| async move { Some((receive.recv().await?, receive)) });
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, download::disposition(name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, SANDBOX))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(("Cross-Origin-Resource-Policy", "same-origin"))
        .content_type("application/zip")
        .streaming(pieces))
}

/// What is written goes out in pieces.
struct Outlet {
    send: Sender<Result<Bytes, Error>>,
    ready: Vec<u8>,
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.ready.extend_from_slice(bytes);
        if self.ready.len() >= SENT {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.ready.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.ready, Vec::with_capacity(SENT));
        self.send.blocking_send(Ok(piece.into())).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

/// Why packing ended early.
#[derive(Debug, thiserror::Error)]
enum Cut {
    #[error("{0}")]
    Server(#[from] Error),
    #[error("{0}")]
    Store(#[from] guildhall_store::StoreError),
    #[error("{0}")]
    Taken(#[from] io::Error),
    #[error("{0}")]
    Zip(#[from] zip::result::ZipError),
}

fn pack(app: &App, who: Who, entries: &[Entry], pages: &Pages, outlet: Outlet) -> Result<(), Cut> {
    let mut zip = ZipWriter::new_stream(outlet);
    for entry in entries {
        match &entry.content {
            Content::Folder => zip.add_directory(entry.path.as_str(), options(entry))?,
            Content::File(document, file) => add(app, who, entry, (*document, file), &mut zip)?,
            Content::Page(page, beside) => {
                let bytes = super::page::written(app, who, *page, beside, pages)?;
                zip.start_file(entry.path.as_str(), options(entry))?;
                zip.write_all(&bytes)?;
            }
        }
    }
    zip.finish()?.into_inner().flush()?;
    Ok(())
}

fn options(entry: &Entry) -> SimpleFileOptions {
    // What is packed already gets no smaller.
    let file = if let Content::File(_, file) = &entry.content { Some(file) } else { None };
    let packed = matches!(entry.content, Content::Folder) || file.is_some_and(|file| !file.kind.has_text());
    let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let at = when::from_ms(entry.at_ms);
    let part = |part: u32| u8::try_from(part).unwrap_or(0);
    let at = u16::try_from(at.year()).ok().and_then(|year| {
        let (day, clock) = (at.date_naive(), at.time());
        let (hour, minute, second) = (part(clock.hour()), part(clock.minute()), part(clock.second()));
        DateTime::from_date_and_time(year, part(day.month()), part(day.day()), hour, minute, second).ok()
    });
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(at.unwrap_or_default())
        .large_file(file.is_some_and(|file| file.bytes > 0xF000_0000))
}

/// Adds a file in pieces. The right to it is looked up for every piece, so that taking it away ends the archive.
fn add<W: Write + io::Seek>(
    app: &App,
    who: Who,
    entry: &Entry,
    (document, file): (Id, &File),
    zip: &mut ZipWriter<W>,
) -> Result<(), Cut> {
    let view = app.view(who)?;
    let blob = blobs::find(view.read(), &file.hash)?.ok_or_else(Error::not_found)?;
    drop(view);
    zip.start_file(entry.path.as_str(), options(entry))?;
    let mut at = 0;
    while at < blob.bytes {
        let view = app.view(who)?;
        crate::app::still_there(&view)?;
        access::document(&view, document, Do::Read)?;
        drop(view);
        let piece = app.store().read_blob(&blob, at, PIECE)?;
        if piece.is_empty() {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        at += piece.len() as u64;
        zip.write_all(&piece)?;
    }
    Ok(())
}
