//! Parts of a packed document, read as a stream.
//!
//! A part of a hundred kilobytes may unpack to terabytes, so what is unpacked is counted over all parts of a
//! document and ends with [`MOST`]. Names of parts are only compared; nothing is written anywhere.

use crate::Unreadable;
use std::cell::Cell;
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::{ZipArchive, result::ZipError};

/// Most bytes unpacked of one document.
const MOST: u64 = 200 << 20;
/// Most parts looked at.
const MOST_PARTS: usize = 20_000;

/// What an old office program writes for a document with a password, instead of a packed one.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

pub(crate) struct Pack<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: Cell<u64>,
}

impl<'b> Pack<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        if bytes.starts_with(COMPOUND) {
            return Err(Unreadable::Protected);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
        if archive.len() > MOST_PARTS {
            return Err(Unreadable::TooLarge);
        }
        Ok(Pack { archive, left: Cell::new(MOST) })
    }

    /// The names of its parts.
    pub fn names(&self) -> Vec<String> {
        self.archive.file_names_raw().filter_map(|name| String::from_utf8(name.to_vec()).ok()).collect()
    }

    /// Lets `read` read a part; `None` when there is none of this name.
    pub fn part<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut dyn BufRead) -> Result<T, Unreadable>,
    ) -> Result<Option<T>, Unreadable> {
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(why)) if why == ZipError::PASSWORD_REQUIRED => {
                return Err(Unreadable::Protected);
            }
            Err(_) => return Err(Unreadable::Broken),
        };
        let counted = Counted { part, left: &self.left };
        read(&mut BufReader::with_capacity(64 << 10, counted)).map(Some)
    }
}

/// A part whose bytes are counted.
struct Counted<'l, R> {
    part: R,
    left: &'l Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.part.read(out)?;
        let left = self.left.get().checked_sub(read as u64);
        self.left.set(left.ok_or_else(|| std::io::Error::from(std::io::ErrorKind::FileTooLarge))?);
        Ok(read)
    }
}
