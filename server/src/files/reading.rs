//! The job that reads what was attached: its words for the search, or a small picture of it.
//!
//! Reading happens in a process of its own (`guildhall extract`), because what is read was written by anybody: it
//! may loop, eat memory or end the process. Whatever becomes of that process, the job ends with what was
//! read or with why nothing was. It is kept by content: the same bytes are read once, and never again.

use super::{
    child::{Order as ChildOrder, Outcome, own_program},
    facts::{self, Known},
};
use crate::{
    App,
    access::Who,
    jobs::{Failure, Handler, Progress},
};
use guildhall_domain::{Id, file::FileKind};
use guildhall_extract::{
    Kind, Unreadable,
    child::{self, Reading},
};
use guildhall_store::{
    Store,
    blobs::{self, Blob, BlobHash},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{io::Write, path::PathBuf, process::ChildStdin, time::Duration};

/// The kind of the job.
pub const KIND: &str = "read-file";
/// Bytes handed to the child at once.
const PIECE: usize = 1 << 20;
/// Longest answer: a text, or a small picture of noise.
const MOST_ANSWER: u64 = 8 << 20;

/// What the job needs to know.
#[derive(Debug, Serialize, Deserialize)]
struct Order {
    hash: String,
    kind: String,
    name: String,
}

/// What the child is told a file is; none when there is nothing to read in it.
pub fn readable(kind: FileKind) -> Option<Kind> {
    Some(match kind {
        FileKind::Png | FileKind::Jpeg | FileKind::Gif | FileKind::Webp => Kind::Image,
        FileKind::Pdf => Kind::Pdf,
        FileKind::Docx => Kind::Docx,
        FileKind::Xlsx => Kind::Xlsx,
        FileKind::Pptx => Kind::Pptx,
        FileKind::Odt | FileKind::Ods | FileKind::Odp => Kind::OpenDocument,
        FileKind::Html => Kind::Html,
        FileKind::Text | FileKind::Markdown | FileKind::Csv => Kind::Plain,
        FileKind::Archive | FileKind::Other => return None,
    })
}

/// The payload of the job for a content.
pub fn payload(hash: &BlobHash, kind: Kind, name: &str) -> Vec<u8> {
    let hash = blake3::Hash::from(*hash).to_hex().to_string();
    serde_json::to_vec(&Order { hash, kind: kind.word().into(), name: name.into() }).unwrap_or_default()
}

/// The handler.
pub struct Reader {
    program: PathBuf,
    patience: Duration,
}

impl Reader {
    /// Reads with this very executable, also when another one was installed over it meanwhile.
    pub fn new() -> Self {
        Reader::with(own_program(), Duration::from_secs(child::SECONDS))
    }

    /// Reads with another executable and for so long; for tests, which are no executable themselves.
    pub fn with(program: PathBuf, patience: Duration) -> Self {
        Reader { program, patience }
    }
}

impl Default for Reader {
    fn default() -> Self {
        Reader::new()
    }
}

impl Handler for Reader {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn label(&self, payload: &[u8]) -> String {
        serde_json::from_slice::<Order>(payload)
            .map_or_else(|_| "Reading a file".into(), |order| format!("Reading {}", order.name))
    }

    /// There are as many as there are files, and what came of them stands there.
    fn is_noted(&self) -> bool {
        false
    }

    fn run(&self, app: &App, _: Id, payload: &[u8], progress: &mut Progress<'_>) -> Result<Value, Failure> {
        let strange = || Failure::ForGood("The order cannot be read.".into());
        let order: Order = serde_json::from_slice(payload).map_err(|_| strange())?;
        let kind = Kind::of_word(&order.kind).ok_or_else(strange)?;
        let hash = *blake3::Hash::from_hex(&order.hash).map_err(|_| strange())?.as_bytes();
        let view = app.view(Who::system())?;
        let blob = blobs::find(crate::access::Scope::read(&view), &hash).map_err(crate::Error::from)?;
        drop(view);
        // Deleted meanwhile: then there is nothing to read and nobody who asks.
        let Some(blob) = blob else { return Ok(Value::Null) };
        let read = if blob.bytes > child::MOST_BYTES {
            Err(Unreadable::TooLarge)
        } else {
            self.read(app.store(), &blob, kind, progress)?
        };
        let known = Known::of(&read);
        let parts = std::sync::Arc::new(read.ok());
        app.run_blocking(Who::system(), move |work| facts::learned(work, &hash, &known, parts.as_ref().as_ref()))?;
        Ok(Value::Null)
    }
}

impl Reader {
    /// Runs the child. What it does wrong is an answer; an error is only that it cannot be run.
    fn read(
        &self,
        store: &Store,
        blob: &Blob,
        kind: Kind,
        progress: &Progress<'_>,
    ) -> Result<Result<Reading, Unreadable>, Failure> {
        let order =
            ChildOrder { program: &self.program, word: kind.word(), most: MOST_ANSWER, patience: self.patience };
        let outcome = super::child::run(&order, |input| feed(store, blob, input), || progress.stopping());
        match outcome {
            Ok(Outcome::Said(output)) => Ok(child::understand(kind, &output)),
            Ok(Outcome::TooLong) => Ok(Err(Unreadable::TooMuch)),
            Ok(Outcome::Unwanted) => Err(Failure::Later("The server was stopping.".into())),
            Err(error) => Err(Failure::Later(format!("Nothing can be read at the moment: {error}."))),
        }
    }
}

/// Hands the bytes to the child, in pieces with a snapshot each.
fn feed(store: &Store, blob: &Blob, mut input: ChildStdin) {
    let mut at = 0;
    while at < blob.bytes {
        // Whatever goes wrong, the child sees too few bytes and says that they are broken.
        let Ok(piece) = store.read_blob(blob, at, PIECE) else { return };
        at += piece.len() as u64;
        if input.write_all(&piece).is_err() {
            return;
        }
    }
}
