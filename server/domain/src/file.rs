//! Files: bytes with a name that hang on an item. What they are is told by their first bytes, never by what
//! somebody says; their names are data, never paths. Their readers are the readers of the item.

use crate::{Id, actor::Actor, limits, rule::Rule};

/// Longest name, in characters.
pub const NAME: usize = 255;

/// A file of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Id.
    pub id: Id,
    /// The item it hangs on.
    pub item: Id,
    /// The comment it was sent with; it goes with it.
    pub comment: Option<Id>,
    /// Of a file that is a document: which version of it this is.
    pub version: Option<u32>,
    /// What whoever brought that version says of it.
    pub note: Option<String>,
    /// Its place among the files of the item: the sequence number of the change that attached it.
    pub place: u64,
    /// Name, as people see it.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Its length.
    pub bytes: u64,
    /// The BLAKE3 hash of its bytes.
    pub hash: [u8; 32],
    /// Who attached it.
    pub author: Actor,
    /// When.
    pub created_ms: i64,
    /// In the trash since.
    pub trashed_ms: Option<i64>,
    /// Last change, for concurrent edits.
    pub seq: u64,
}

/// What a file is, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum FileKind {
    Png,
    Jpeg,
    Gif,
    Webp,
    Pdf,
    Docx,
    Xlsx,
    Pptx,
    Odt,
    Ods,
    Odp,
    Text,
    Markdown,
    Csv,
    Html,
    Archive,
    Other,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [FileKind; 17] = [
        FileKind::Png,
        FileKind::Jpeg,
        FileKind::Gif,
        FileKind::Webp,
        FileKind::Pdf,
        FileKind::Docx,
        FileKind::Xlsx,
        FileKind::Pptx,
        FileKind::Odt,
        FileKind::Ods,
        FileKind::Odp,
        FileKind::Text,
        FileKind::Markdown,
        FileKind::Csv,
        FileKind::Html,
        FileKind::Archive,
        FileKind::Other,
    ];

    /// The word the API and the file use.
    pub fn word(self) -> &'static str {
        match self {
            FileKind::Png => "png",
            FileKind::Jpeg => "jpeg",
            FileKind::Gif => "gif",
            FileKind::Webp => "webp",
            FileKind::Pdf => "pdf",
            FileKind::Docx => "docx",
            FileKind::Xlsx => "xlsx",
            FileKind::Pptx => "pptx",
            FileKind::Odt => "odt",
            FileKind::Ods => "ods",
            FileKind::Odp => "odp",
            FileKind::Text => "text",
            FileKind::Markdown => "markdown",
            FileKind::Csv => "csv",
            FileKind::Html => "html",
            FileKind::Archive => "archive",
            FileKind::Other => "other",
        }
    }

    /// The kind of a word; a word of a newer version is some other kind.
    pub fn of_word(word: &str) -> FileKind {
        FileKind::ALL.into_iter().find(|kind| kind.word() == word).unwrap_or(FileKind::Other)
    }

    /// The type it is served as. Nothing a browser would run is ever named as what it is.
    pub fn media_type(self) -> &'static str {
        match self {
            FileKind::Png => "image/png",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Gif => "image/gif",
            FileKind::Webp => "image/webp",
            FileKind::Pdf => "application/pdf",
            FileKind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            FileKind::Odt => "application/vnd.oasis.opendocument.text",
            FileKind::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            FileKind::Odp => "application/vnd.oasis.opendocument.presentation",
            FileKind::Text | FileKind::Markdown | FileKind::Csv | FileKind::Html => "text/plain; charset=utf-8",
            FileKind::Archive => "application/zip",
            FileKind::Other => "application/octet-stream",
        }
    }

    /// Whether it is an image a small picture can be made of.
    pub fn is_image(self) -> bool {
        matches!(self, FileKind::Png | FileKind::Jpeg | FileKind::Gif | FileKind::Webp)
    }

    /// Whether it may hold words.
    pub fn has_text(self) -> bool {
        !self.is_image() && !matches!(self, FileKind::Archive | FileKind::Other)
    }
}

/// What a file is, by its first bytes; the end of its name only tells apart what begins the same way.
pub fn detect(head: &[u8], name: &str) -> FileKind {
    let begins = |with: &[u8]| head.starts_with(with);
    if begins(b"\x89PNG\r\n\x1a\n") {
        return FileKind::Png;
    }
    if begins(b"\xff\xd8\xff") {
        return FileKind::Jpeg;
    }
    if begins(b"GIF87a") || begins(b"GIF89a") {
        return FileKind::Gif;
    }
    if begins(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return FileKind::Webp;
    }
    // Some programs write a few lines of their own before it.
    if head.iter().take(1024).collect::<Vec<_>>().windows(5).any(|five| five.iter().copied().eq(b"%PDF-")) {
        return FileKind::Pdf;
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        return match ending.as_str() {
            "docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp" => FileKind::of_word(&ending),
            _ => open_document(head).unwrap_or(FileKind::Archive),
        };
    }
    // What an office program writes for a document with a password, instead of a packed one.
    if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") && ["docx", "xlsx", "pptx"].contains(&ending.as_str()) {
        return FileKind::of_word(&ending);
    }
    if !is_text(head) {
        return FileKind::Other;
    }
    match ending.as_str() {
        "md" | "markdown" => FileKind::Markdown,
        "csv" | "tsv" => FileKind::Csv,
        "htm" | "html" | "xhtml" => FileKind::Html,
        _ => FileKind::Text,
    }
}

/// The first entry of an OpenDocument file is its type, not packed.
fn open_document(head: &[u8]) -> Option<FileKind> {
    let mime = b"mimetypeapplication/vnd.oasis.opendocument.";
    let rest = head.get(30..)?.strip_prefix(mime.as_slice())?;
    [(b"text".as_slice(), FileKind::Odt), (b"spreadsheet", FileKind::Ods), (b"presentation", FileKind::Odp)]
        .into_iter()
        .find_map(|(word, kind)| rest.starts_with(word).then_some(kind))
}

/// Text has no zero bytes, unless it is one of the two-byte encodings, which say so in front.
fn is_text(head: &[u8]) -> bool {
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return true;
    }
    !head.iter().any(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31))
}

/// A name as it is kept: without folders, and without what would make it look like another one.
pub fn name(name: &str) -> Result<String, Rule> {
    let kept = cleaned(name);
    if matches!(kept.as_str(), "" | "." | "..") {
        return Ok("file".into());
    }
    limits::line("name", &kept, NAME)
}

/// What of a name is left without folders and without signs that nobody sees.
pub fn cleaned(name: &str) -> String {
    // Control characters, and those that turn the direction of writing.
    let strange = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !strange(*c)).collect();
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_is_told_by_its_bytes() {
        assert_eq!(detect(b"\x89PNG\r\n\x1a\n....", "report.pdf"), FileKind::Png);
        assert_eq!(detect(b"junk before\n%PDF-1.7", "x"), FileKind::Pdf);
        assert_eq!(detect(b"PK\x03\x04............", "letter.docx"), FileKind::Docx);
        assert_eq!(detect(b"PK\x03\x04............", "letter.exe"), FileKind::Archive);
        let odt = [b"PK\x03\x04".as_slice(), &[0; 26], b"mimetypeapplication/vnd.oasis.opendocument.text"].concat();
        assert_eq!(detect(&odt, "letter"), FileKind::Odt);
        assert_eq!(detect(b"<html><script>", "page.HTML"), FileKind::Html);
        assert_eq!(detect(b"<svg onload=alert(1)>", "picture.svg"), FileKind::Text);
        assert_eq!(detect(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sealed.DOCX"), FileKind::Docx);
        assert_eq!(detect(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.doc"), FileKind::Other);
        assert_eq!(detect(b"MZ\x90\x00", "letter.txt"), FileKind::Other);
        assert_eq!(detect(b"\xff\xfeh\x00i\x00", "note.txt"), FileKind::Text);
        assert_eq!(detect(b"", "empty.csv"), FileKind::Csv);
        // Nothing that a browser would run is named so.
        for kind in FileKind::ALL {
            assert!(!["html", "svg", "xml;", "script"].iter().any(|word| kind.media_type().contains(word)), "{kind:?}");
            assert_eq!(FileKind::of_word(kind.word()), kind);
        }
    }

    #[test]
    fn names_are_data() {
        assert_eq!(name("../../etc/passwd").unwrap(), "passwd");
        assert_eq!(name("C:\\Users\\ana\\plan.docx").unwrap(), "plan.docx");
        assert_eq!(name("invoice\u{202e}fdp.exe").unwrap(), "invoicefdp.exe");
        assert_eq!(name("a\r\nSet-Cookie: x").unwrap(), "aSet-Cookie: x");
        assert_eq!(name("..").unwrap(), "file");
        assert_eq!(name("Straße 🧯.pdf").unwrap(), "Straße 🧯.pdf");
        assert!(name(&"x".repeat(4096)).is_err());
    }
}
