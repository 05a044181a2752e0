//! Pages as documents of office programs (`.docx`): a packed folder of XML, in the parts every program that reads
//! such documents knows. Headings have Word's own styles, lists its own numbering, so that what comes after (an
//! outline, a table of contents, another template) works as in a document that was written there.
//!
//! Reading is not done here: what is read was written by anybody, so it happens in the process that reads attachments.

mod blocks;
mod inline;
mod lists;
mod pack;
mod picture;
mod styles;
mod tables;
mod xml;

pub use pack::write;
pub use picture::is_picture;

use std::collections::HashMap;

/// What a document says of itself.
#[derive(Debug, Clone, Default)]
pub struct About<'a> {
    /// Title.
    pub title: &'a str,
    /// Who wrote it; empty says nothing.
    pub author: &'a str,
    /// When it was made and last written, as RFC 3339 in UTC; empty says nothing.
    pub created: &'a str,
    /// See `created`.
    pub changed: &'a str,
}

/// The bytes of the pictures a page shows, by the ids of their files. One that is not there stands as its words.
pub type Pictures = HashMap<String, Vec<u8>>;

/// What there is to say about notes in a frame: kind, word above it, style, colour of its edge and of its ground.
struct Callout {
    kind: &'static str,
    word: &'static str,
    style: &'static str,
    edge: &'static str,
    ground: &'static str,
}

const CALLOUTS: [Callout; 4] = [
    Callout { kind: "note", word: "Note", style: "CalloutNote", edge: "2F6FB0", ground: "EAF2FA" },
    Callout { kind: "tip", word: "Tip", style: "CalloutTip", edge: "2E7D4F", ground: "E9F5EE" },
    Callout { kind: "warning", word: "Warning", style: "CalloutWarning", edge: "B26A00", ground: "FCF3E3" },
    Callout { kind: "important", word: "Important", style: "CalloutImportant", edge: "B3261E", ground: "FBEAE9" },
];

/// Where text begins, in twentieths of a point: the step of a list, of a quote.
const STEP: u32 = 425;
/// Width of the text on A4 with margins of two centimetres.
const TEXT: u32 = 9_638;
