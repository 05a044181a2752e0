//! OpenDocument: texts, tables and slides keep their words in the same two parts.

use crate::{
    Unreadable,
    pack::Pack,
    sink::Sink,
    xml::{Met, walk},
};

pub(crate) fn read(bytes: &[u8], sink: &mut Sink) -> Result<(), Unreadable> {
    let mut pack = Pack::open(bytes)?;
    let sealed = pack.part("META-INF/manifest.xml", |part| {
        let mut sealed = false;
        walk(part, |met| {
            sealed |= matches!(met, Met::Open("encryption-data", _));
            !sealed
        })?;
        Ok(sealed)
    })?;
    if sealed == Some(true) {
        return Err(Unreadable::Protected);
    }
    let found = pack.part("content.xml", |part| words(part, sink, "body"))?;
    found.ok_or(Unreadable::Broken)?;
    // Heads and feet of pages.
    pack.part("styles.xml", |part| words(part, sink, "master-styles"))?;
    Ok(())
}

/// Everything that stands in paragraphs and headings below one element.
fn words(part: &mut dyn std::io::BufRead, sink: &mut Sink, below: &str) -> Result<(), Unreadable> {
    let (mut within, mut lines) = (0u32, 0u32);
    walk(part, |met| {
        match met {
            Met::Open(name, _) if name == below => within += 1,
            Met::Close(name) if name == below => within = within.saturating_sub(1),
            Met::Open("p" | "h", _) => lines += 1,
            // A note in the margin says who wrote it and when.
            Met::Close("creator" | "date") => sink.line(),
            Met::Close("p" | "h") => {
                lines = lines.saturating_sub(1);
                sink.line();
            }
            Met::Open("s" | "tab", _) => sink.blank(),
            Met::Open("line-break", _) => sink.line(),
            Met::Text(text) if within > 0 && lines > 0 => sink.text(text),
            _ => {}
        }
        !sink.is_full()
    })?;
    sink.line();
    Ok(())
}
