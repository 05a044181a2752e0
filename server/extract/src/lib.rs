//! Reads words and small pictures out of what people attach, and documents that become pages.
//!
//! What is read here was written by anybody, so it is never read in the process of the server: [`child`] is
//! what a process of its own runs, within limits of time and memory that it sets for itself before it takes a
//! byte. Invariants: no file, no network, no data of the product; bytes come in through standard input and
//! go out through standard output. [`text`], [`picture`] and [`page::page`] are plain functions, for that process and
//! for tests.

pub mod child;
mod html;
mod office;
mod open;
mod pack;
pub mod page;
mod pdf;
mod picture;
mod plain;
mod sheet;
mod sink;
mod xml;

pub use picture::{MOST_PIXELS, Picture, picture};
pub use sink::MOST_TEXT;

use sink::Sink;

/// What can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Kind {
    Pdf,
    Docx,
    Xlsx,
    Pptx,
    /// The three OpenDocument kinds are read the same way.
    OpenDocument,
    Html,
    /// Anything that is text as it is.
    Plain,
    Image,
}

impl Kind {
    const ALL: [(Kind, &'static str); 8] = [
        (Kind::Pdf, "pdf"),
        (Kind::Docx, "docx"),
        (Kind::Xlsx, "xlsx"),
        (Kind::Pptx, "pptx"),
        (Kind::OpenDocument, "opendocument"),
        (Kind::Html, "html"),
        (Kind::Plain, "plain"),
        (Kind::Image, "image"),
    ];

    /// The word for the command line of the child.
    pub fn word(self) -> &'static str {
        Kind::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Kind> {
        Kind::ALL.iter().find(|(_, other)| *other == word).map(|(kind, _)| *kind)
    }
}

/// Why something cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It wants a password.
    Protected,
    /// It is damaged, or not what it seems to be.
    Broken,
    /// It is larger than is read.
    TooLarge,
    /// Reading it took too long or too much memory.
    TooMuch,
}

/// The words of a document, at most [`MOST_TEXT`] bytes; the rest is left out.
///
/// # Errors
/// When it cannot be read. What was read before it broke is given up: half a document would be found by some
/// of its words and not by others.
pub fn text(kind: Kind, bytes: &[u8]) -> Result<String, Unreadable> {
    let mut sink = Sink::default();
    match kind {
        Kind::Pdf => pdf::read(bytes, &mut sink)?,
        Kind::Docx => office::document(bytes, &mut sink)?,
        Kind::Pptx => office::slides(bytes, &mut sink)?,
        Kind::Xlsx => sheet::read(bytes, &mut sink)?,
        Kind::OpenDocument => open::read(bytes, &mut sink)?,
        Kind::Html => html::read(&plain::decode(bytes), &mut sink),
        Kind::Plain => sink.text(&plain::decode(bytes)),
        Kind::Image => return Err(Unreadable::Broken),
    }
    Ok(sink.finish())
}
