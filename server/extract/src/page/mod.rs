//! Documents that become pages: what office programs and browsers keep, as the tree of a page and its pictures.
//!
//! Invariants: the tree is one the editor takes (an item begins with a paragraph, a cell and a quote are never empty);
//! nothing that could run is in it, because only what is known is taken over; everything is counted, so that a small
//! file does not become a large page.

mod docx;
mod html;
mod shape;
pub mod wire;

use crate::Unreadable;
use guildhall_pages::{Node, known};

/// Most text of a page that is brought, in bytes. A page takes a megabyte at a time; more is refused there in its words.
const MOST_TEXT: usize = 4 << 20;
/// Most nodes of it.
const MOST_NODES: usize = 100_000;
/// Most pictures, and most bytes of them.
pub const MOST_PICTURES: usize = 400;
const MOST_PICTURE_BYTES: usize = 80 << 20;
/// Tables in tables, lists in lists, boxes in boxes: what is deeper is there as text.
const MOST_DEPTH: usize = 12;

/// What becomes a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum PageKind {
    Docx,
    Html,
}

impl PageKind {
    /// The word for the command line of the child.
    pub fn word(self) -> &'static str {
        match self {
            PageKind::Docx => "page-docx",
            PageKind::Html => "page-html",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<PageKind> {
        [PageKind::Docx, PageKind::Html].into_iter().find(|kind| kind.word() == word)
    }
}

/// A picture of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// Name with its ending.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageRead {
    /// What it calls itself.
    pub title: Option<String>,
    /// What it says. Where a picture or a file stands, `file` is its number among `files`.
    pub doc: Node,
    /// Its pictures.
    pub files: Vec<Brought>,
}

/// Reads a document as a page.
///
/// # Errors
/// When it cannot be read, or is larger than a page can be.
pub fn page(kind: PageKind, bytes: &[u8]) -> Result<PageRead, Unreadable> {
    let read = match kind {
        PageKind::Docx => docx::read(bytes)?,
        PageKind::Html => html::read(bytes)?,
    };
    Ok(PageRead { doc: known(read.doc), ..read })
}

/// What may still come of a document.
#[derive(Debug)]
struct Budget {
    text: usize,
    nodes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { text: MOST_TEXT, nodes: MOST_NODES }
    }
}

impl Budget {
    /// Another node with so much text.
    fn take(&mut self, text: usize) -> Result<(), Unreadable> {
        self.text = self.text.checked_sub(text).ok_or(Unreadable::TooLarge)?;
        self.nodes = self.nodes.checked_sub(1).ok_or(Unreadable::TooLarge)?;
        Ok(())
    }
}

/// The pictures of a document as they are found.
#[derive(Debug, Default)]
struct Files {
    list: Vec<Brought>,
    bytes: usize,
}

impl Files {
    /// Whether there is room for another one of so many bytes.
    fn has_room(&self, bytes: usize) -> bool {
        self.list.len() < MOST_PICTURES && self.bytes.saturating_add(bytes) <= MOST_PICTURE_BYTES
    }

    /// Takes one; answers its number.
    fn add(&mut self, name: String, bytes: Vec<u8>) -> usize {
        self.bytes += bytes.len();
        self.list.push(Brought { name, bytes });
        self.list.len() - 1
    }
}

/// The ending of a picture that pages show, told by its first bytes.
fn picture_ending(bytes: &[u8]) -> Option<&'static str> {
    let starts: [(&[u8], &str); 4] =
        [(b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"RIFF", "webp")];
    let found = starts.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, ending)| *ending)?;
    let is_one = found != "webp" || bytes.get(8..12) == Some(b"WEBP");
    is_one.then_some(found)
}
