//! A passage of a page that somebody spoke of: two places that stay with the text they stand in (relative positions of
//! Yjs), whatever is written around them.

use crate::{
    page::{Page, Refused},
    wire,
};
use yrs::{
    Assoc, Out, ReadTxn, StickyIndex, Text, XmlElementRef, XmlFragment, XmlOut, XmlTextRef, types::text::YChange,
    updates::decoder::Decode,
};

/// Longest place.
pub const MOST_PLACE: usize = 200;

/// Where a passage is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it says now; nothing when all of it was deleted.
    pub text: String,
}

/// A place within the texts of a page: which text, and where in it.
type Spot = (usize, u32);

impl Page {
    /// A passage as it is now; none when its places are not of this page.
    ///
    /// # Errors
    /// When the page cannot be used any more.
    pub fn passage(&self, start: &[u8], end: &[u8]) -> Result<Option<Passage>, Refused> {
        let (Some(start), Some(end)) = (place(start), place(end)) else { return Ok(None) };
        self.look(|doc| {
            let mut texts = Vec::new();
            if let Some(root) = doc.get_xml_fragment(wire::ROOT) {
                gather(doc, &root, &mut texts);
            }
            let (from, to) = (spot(doc, &start, &texts)?, spot(doc, &end, &texts)?);
            let mut parts = Vec::new();
            for (number, text) in texts.iter().enumerate().take(to.0 + 1).skip(from.0) {
                let words = words(doc, text);
                let until = if number == to.0 { to.1 } else { u32::MAX };
                let since = if number == from.0 { from.1 } else { 0 };
                parts.push(cut(&words, since, until));
            }
            Some(Passage { text: parts.join("\n").trim().to_owned() })
        })
    }
}

fn place(bytes: &[u8]) -> Option<StickyIndex> {
    // The first byte tells what follows; numbers too large for a client make what reads them fail.
    let short = bytes.len() <= MOST_PLACE && wire::place(bytes).is_ok();
    let place = if short { StickyIndex::decode_v1(bytes).ok()? } else { return None };
    Some(place)
}

fn gather<T: ReadTxn>(doc: &T, of: &impl XmlFragment, texts: &mut Vec<XmlTextRef>) {
    for child in of.children(doc) {
        match child {
            XmlOut::Element(element) => gather::<T>(doc, &element as &XmlElementRef, texts),
            XmlOut::Text(text) => texts.push(text),
            XmlOut::Fragment(_) => {}
        }
    }
}

fn spot<T: ReadTxn>(doc: &T, place: &StickyIndex, texts: &[XmlTextRef]) -> Option<Spot> {
    let offset = place.get_offset(doc)?;
    let number = texts.iter().position(|text| {
        let branch: &yrs::branch::Branch = text.as_ref();
        branch.id() == offset.branch.id()
    })?;
    let _ = Assoc::After;
    Some((number, offset.index))
}

fn words<T: ReadTxn>(doc: &T, text: &XmlTextRef) -> String {
    let parts = text.diff(doc, YChange::identity).into_iter();
    parts
        .filter_map(
            |part| if let Out::Any(yrs::Any::String(words)) = part.insert { Some(words.to_string()) } else { None },
        )
        .collect()
}

/// A piece of a text, in the units JavaScript counts in.
fn cut(text: &str, from: u32, to: u32) -> String {
    let mut at = 0u32;
    let mut out = String::new();
    for c in text.chars() {
        if at >= from && at < to {
            out.push(c);
        }
        at += c.len_utf16() as u32;
    }
    out
}
