//! What is known of contents: their words, or a small picture. Kept by content, so that the same bytes are read
//! once, that a new index needs no file, and that a file attached again is known at once.

use super::{reading, store};
use crate::{
    Error,
    access::{Scope, Work},
    items::kinds,
};
use guildhall_domain::{
    change::{FieldChange, Value},
    file::File,
};
use guildhall_extract::{Unreadable, child::Reading};
use guildhall_store::{
    Read, Span, StoreError,
    blobs::{self, BlobHash},
    jobs,
};
use minicbor::{Decode, Encode};

/// How well the words are packed; more takes longer than reading them.
const PACKING: i32 = 3;

/// See the table.
#[derive(Debug, Clone, Encode, Decode)]
#[cbor(map)]
pub struct FactsRecord {
    #[n(0)]
    state: u8,
    #[n(1)]
    width: Option<u32>,
    #[n(2)]
    height: Option<u32>,
}
guildhall_store::record!(FactsRecord, 1);

/// What is known of a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// There is nothing to read in it.
    Nothing,
    /// It is being read.
    Reading,
    /// Its words are kept.
    Text,
    /// A small picture is kept; the size of the image.
    Picture(u32, u32),
    /// It could not be read.
    Unreadable(Unreadable),
}

impl Known {
    /// What a reading gave.
    pub fn of(read: &Result<Reading, Unreadable>) -> Known {
        match read {
            Ok(Reading::Text(_)) => Known::Text,
            Ok(Reading::Picture(picture)) => Known::Picture(picture.of.0, picture.of.1),
            Err(why) => Known::Unreadable(*why),
        }
    }

    fn record(self) -> FactsRecord {
        let state = match self {
            Known::Nothing | Known::Reading => 0,
            Known::Text => 1,
            Known::Picture(..) => 2,
            Known::Unreadable(Unreadable::Protected) => 3,
            Known::Unreadable(Unreadable::Broken) => 4,
            Known::Unreadable(Unreadable::TooLarge) => 5,
            Known::Unreadable(Unreadable::TooMuch) => 6,
        };
        let size = if let Known::Picture(width, height) = self { Some((width, height)) } else { None };
        FactsRecord { state, width: size.map(|size| size.0), height: size.map(|size| size.1) }
    }

    fn from_record(record: &FactsRecord) -> Known {
        match record.state {
            1 => Known::Text,
            2 => Known::Picture(record.width.unwrap_or(0), record.height.unwrap_or(0)),
            3 => Known::Unreadable(Unreadable::Protected),
            5 => Known::Unreadable(Unreadable::TooLarge),
            6 => Known::Unreadable(Unreadable::TooMuch),
            // A state of a newer version is one in which nothing can be shown.
            _ => Known::Unreadable(Unreadable::Broken),
        }
    }
}

/// What is known of a file's content.
pub fn of(read: &Read<'_>, file: &File) -> Result<Known, StoreError> {
    if reading::readable(file.kind).is_none() {
        return Ok(Known::Nothing);
    }
    if let Some(record) = read.get(&store::FACTS, &file.hash)? {
        return Ok(Known::from_record(&record));
    }
    // Attached before anything was read: as if it were about to be.
    Ok(if read.has(&store::WAITING, &file.hash)? { Known::Reading } else { Known::Nothing })
}

/// The words of a file; none while they are not known.
pub fn text(read: &Read<'_>, file: &File) -> Result<Option<String>, StoreError> {
    let Some(packed) = read.get(&store::TEXTS, &file.hash)? else { return Ok(None) };
    let damaged = || StoreError::corrupt("the words of a file cannot be unpacked");
    let words = zstd::bulk::decompress(&packed, guildhall_extract::MOST_TEXT + 1).map_err(|_| damaged())?;
    String::from_utf8(words).map(Some).map_err(|_| damaged())
}

/// The small picture of a file.
pub fn picture(read: &Read<'_>, file: &File) -> Result<Option<Vec<u8>>, StoreError> {
    read.get(&store::PICTURES, &file.hash)
}

/// Asks for a file that was just attached to be read, unless its bytes were before. Needs the bell to be rung.
pub fn ask(work: &mut Work<'_, '_>, file: &File) -> Result<(), Error> {
    let Some(kind) = reading::readable(file.kind) else { return Ok(()) };
    if work.tx.has(&store::FACTS, &file.hash)? || work.tx.has(&store::WAITING, &file.hash)? {
        return Ok(());
    }
    work.tx.put(&store::WAITING, &file.hash, &())?;
    let now = work.now();
    jobs::enqueue(work.tx, reading::KIND, &reading::payload(&file.hash, kind, &file.name), now)?;
    Ok(())
}

/// Keeps what was read, and tells of it where the content is attached.
pub fn learned(work: &mut Work<'_, '_>, hash: &BlobHash, known: &Known, read: Option<&Reading>) -> Result<(), Error> {
    // Deleted while it was being read.
    if blobs::find(work.read(), hash)?.is_none() {
        return Ok(());
    }
    work.tx.delete(&store::WAITING, hash)?;
    work.tx.put(&store::FACTS, hash, &known.record())?;
    match read {
        Some(Reading::Text(text)) => {
            let packed =
                zstd::bulk::compress(text.as_bytes(), PACKING).map_err(|_| Error::new(crate::error::Code::Internal))?;
            work.tx.put(&store::TEXTS, hash, &packed)?;
        }
        Some(Reading::Picture(picture)) => work.tx.put(&store::PICTURES, hash, &picture.bytes)?,
        None => {}
    }
    for file in store::with_content(work.read(), hash)? {
        if file.trashed_ms.is_none()
            && let Some(item) = kinds::get(work.read(), file.item)?
        {
            let field = format!("file_text:{}", file.id);
            let change = FieldChange { field, before: Value::Null, after: Value::Bool(true) };
            kinds::note(work, &item, vec![change])?;
        }
    }
    Ok(())
}

/// Nobody refers to a content any more.
pub fn forget(work: &mut Work<'_, '_>, hash: &BlobHash) -> Result<(), Error> {
    work.tx.delete(&store::WAITING, hash)?;
    work.tx.delete(&store::FACTS, hash)?;
    work.tx.delete(&store::TEXTS, hash)?;
    Ok(work.tx.delete(&store::PICTURES, hash)?)
}

/// Files that are still to be read, at most `most` contents.
pub fn waiting(read: &Read<'_>, most: usize) -> Result<Vec<File>, StoreError> {
    let mut files = Vec::new();
    for hash in read.keys(&store::WAITING, Span::all().limit(most))? {
        files.extend(store::with_content(read, &hash?)?);
    }
    Ok(files)
}
