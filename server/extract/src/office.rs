//! Documents and slides of the office programs that write `.docx` and `.pptx`.

use crate::{
    Unreadable,
    pack::Pack,
    sink::Sink,
    xml::{Met, walk},
};

/// A document: the text, then heads, feet, notes and comments.
pub(crate) fn document(bytes: &[u8], sink: &mut Sink) -> Result<(), Unreadable> {
    let mut pack = Pack::open(bytes)?;
    let found = pack.part("word/document.xml", |part| runs(part, sink))?;
    found.ok_or(Unreadable::Broken)?;
    let is_more = |name: &String| {
        name.strip_prefix("word/").and_then(|name| name.strip_suffix(".xml")).is_some_and(|name| {
            let kind = name.trim_end_matches(|c: char| c.is_ascii_digit());
            ["header", "footer", "footnotes", "endnotes", "comments"].contains(&kind)
        })
    };
    let mut more: Vec<String> = pack.names().into_iter().filter(is_more).collect();
    more.sort();
    for name in more {
        pack.part(&name, |part| runs(part, sink))?;
    }
    Ok(())
}

/// Slides in their order, each with its notes after it.
pub(crate) fn slides(bytes: &[u8], sink: &mut Sink) -> Result<(), Unreadable> {
    let mut pack = Pack::open(bytes)?;
    if !pack.names().iter().any(|name| name == "ppt/presentation.xml") {
        return Err(Unreadable::Broken);
    }
    for folder in ["ppt/slides/slide", "ppt/notesSlides/notesSlide"] {
        for name in numbered(&pack, folder) {
            pack.part(&name, |part| runs(part, sink))?;
        }
    }
    Ok(())
}

/// Parts whose names end in a number, by that number: the tenth comes after the ninth.
pub(crate) fn numbered(pack: &Pack<'_>, start: &str) -> Vec<String> {
    let number = |name: &str| name.strip_prefix(start)?.strip_suffix(".xml")?.parse::<u32>().ok();
    let mut found: Vec<(u32, String)> =
        pack.names().into_iter().filter_map(|name| Some((number(&name)?, name))).collect();
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

/// Text stands in `t` elements; paragraphs and breaks are lines, and so are the cells of a table.
fn runs(part: &mut dyn std::io::BufRead, sink: &mut Sink) -> Result<(), Unreadable> {
    let mut inside = false;
    walk(part, |met| {
        match met {
            Met::Open("t", _) => inside = true,
            Met::Close("t") => inside = false,
            Met::Open("tab" | "ptab", _) => sink.blank(),
            Met::Open("br" | "cr", _) | Met::Close("p" | "tc") => sink.line(),
            Met::Text(text) if inside => sink.text(text),
            _ => {}
        }
        !sink.is_full()
    })?;
    sink.line();
    Ok(())
}
