//! Elements that matter for what stands in them.

/// An element, as far as what is in it depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Paragraph,
    Borders,
    Numbering,
    Run,
    RunProps,
    Text,
    Instruction,
    Other,
}

impl Tag {
    pub fn of(name: &str) -> Tag {
        match name {
            "pPr" => Tag::Paragraph,
            "pBdr" => Tag::Borders,
            "numPr" => Tag::Numbering,
            "r" => Tag::Run,
            "rPr" => Tag::RunProps,
            "t" => Tag::Text,
            "instrText" => Tag::Instruction,
            _ => Tag::Other,
        }
    }
}

/// What is not there any more (deleted, moved away, how it was written before), and what is there a second time for
/// programs that know less.
pub(super) const PASSED_OVER: [&str; 9] =
    ["del", "moveFrom", "Fallback", "pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPr"];

/// Something that stands for what is in it: a box to tick, a table of contents.
#[derive(Debug, Default)]
pub(super) struct Control {
    pub is_contents: bool,
    pub ticked: Option<bool>,
}

/// A field: what it says it is, until it shows what it gives.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub says: String,
    pub shows: bool,
}

impl Field {
    /// The address it leads to.
    pub fn link(&self) -> Option<&str> {
        let rest = self.says.trim().strip_prefix("HYPERLINK")?.trim_start();
        let href = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next()?,
            None => rest.split_whitespace().next()?,
        };
        guildhall_pages::is_safe(href).then_some(href)
    }
}
