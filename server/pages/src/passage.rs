//! A passage of a page that somebody spoke of: two places that stay with the text they stand in (relative positions of
//! Yjs), whatever is written around them.

use crate::{
    page::{Page, Refused},
    wire,
};
use yrs::{
    Assoc, IndexedSequence, Out, ReadTxn, StickyIndex, Text, XmlElementRef, XmlFragment, XmlOut, XmlTextRef,
    types::text::YChange,
    updates::{decoder::Decode, encoder::Encode},
};

/// Longest place.
pub const MOST_PLACE: usize = 200;

/// Where a passage is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it says now; nothing when all of it was deleted.
    pub text: String,
    /// Where it begins, counted over all words of the page in the units of JavaScript.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
}

/// A passage that was found, with the places that stay with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it begins.
    pub start: Vec<u8>,
    /// Where it ends.
    pub end: Vec<u8>,
    /// What it says, its blocks in lines of their own.
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
            let texts = texts(doc);
            let (from, to) = (spot(doc, &start, &texts)?, spot(doc, &end, &texts)?);
            let lengths: Vec<u32> = texts.iter().map(|text| text.len(doc)).collect();
            let counted = |spot: Spot| lengths.iter().take(spot.0).sum::<u32>() + spot.1;
            let text = between(doc, &texts, from, to);
            Some(Passage { text, from: counted(from), to: counted(to) })
        })
    }

    /// The passage that says these words, for whoever cannot name places of the page: they begin as many units of
    /// JavaScript from its beginning, or stand in it once. None when the page says them elsewhere or not at all.
    ///
    /// # Errors
    /// When the page cannot be used any more.
    pub fn find(&self, at: u32, said: &str) -> Result<Option<Found>, Refused> {
        self.look(|doc| {
            let texts = texts(doc);
            let parts: Vec<String> = texts.iter().map(|text| words(doc, text)).collect();
            let at = standing(&parts.concat(), at, said)?;
            let from = cut_at(&parts, at, false)?;
            let to = cut_at(&parts, at + units(said), true)?;
            let place = |spot: Spot| Some(sticky(doc, texts.get(spot.0)?, spot.1).encode_v1());
            Some(Found { start: place(from)?, end: place(to)?, text: between(doc, &texts, from, to) })
        })
    }
}

/// Where words stand: at this place, or else at the only one.
fn standing(all: &str, at: u32, said: &str) -> Option<u32> {
    if said.is_empty() {
        return None;
    }
    let mut counted = 0;
    let here = all.char_indices().find(|(_, c)| {
        let reached = counted >= at;
        counted += if reached { 0 } else { c.len_utf16() as u32 };
        reached
    });
    let says = |byte| all.get(byte..).is_some_and(|rest: &str| rest.starts_with(said));
    if here.is_some_and(|(byte, _)| counted == at && says(byte)) {
        return Some(at);
    }
    let (first, last) = (all.find(said)?, all.rfind(said)?);
    (first == last).then(|| all.get(..first).map(units)).flatten()
}

/// The text a place counted over all of them lies in; an end may stand behind the last sign of one.
fn cut_at(parts: &[String], at: u32, is_end: bool) -> Option<Spot> {
    let mut before = 0;
    for (number, part) in parts.iter().enumerate() {
        let inside = at - before;
        let length = units(part);
        if inside < length || (is_end && inside == length) {
            return Some((number, inside));
        }
        before += length;
    }
    None
}

fn units(text: &str) -> u32 {
    text.chars().map(|c| c.len_utf16() as u32).sum()
}

/// Behind the last sign there is nothing to hold on to but the text itself, as the editor has it.
fn sticky<T: ReadTxn>(doc: &T, text: &XmlTextRef, index: u32) -> StickyIndex {
    let held = if index < text.len(doc) { text.sticky_index(doc, index, Assoc::After) } else { None };
    held.unwrap_or_else(|| StickyIndex::from_type(doc, text, Assoc::After))
}

fn between<T: ReadTxn>(doc: &T, texts: &[XmlTextRef], from: Spot, to: Spot) -> String {
    let mut parts = Vec::new();
    for (number, text) in texts.iter().enumerate().take(to.0 + 1).skip(from.0) {
        let words = words(doc, text);
        let until = if number == to.0 { to.1 } else { u32::MAX };
        let since = if number == from.0 { from.1 } else { 0 };
        parts.push(cut(&words, since, until));
    }
    parts.join("\n").trim().to_owned()
}

fn place(bytes: &[u8]) -> Option<StickyIndex> {
    // The first byte tells what follows; numbers too large for a client make what reads them fail.
    let short = bytes.len() <= MOST_PLACE && wire::place(bytes).is_ok();
    let place = if short { StickyIndex::decode_v1(bytes).ok()? } else { return None };
    Some(place)
}

/// The texts of a page in the order of reading.
fn texts<T: ReadTxn>(doc: &T) -> Vec<XmlTextRef> {
    let mut texts = Vec::new();
    if let Some(root) = doc.get_xml_fragment(wire::ROOT) {
        gather(doc, &root, &mut texts);
    }
    texts
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
