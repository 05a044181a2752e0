//! Somebody who writes in a page, and chance that can be had again by its number.
#![allow(dead_code, reason = "not every test needs all of it")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use guildhall_pages::Node;
use yrs::{
    Any, ClientID, Doc, OffsetKind, Options, ReadTxn, StateVector, Text, Transact, Update, Xml, XmlElementPrelim,
    XmlFragment, XmlFragmentRef, XmlOut, XmlTextPrelim,
    updates::{decoder::Decode, encoder::Encode},
};

/// Chance.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mixed = (self.0 >> 33) ^ self.0;
        mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16
    }

    pub fn below(&mut self, most: usize) -> usize {
        (self.roll() % most.max(1) as u64) as usize
    }

    pub fn one_in(&mut self, chance: usize) -> bool {
        self.below(chance) == 0
    }
}

/// A person's copy of the page, as the editor has it.
pub struct Writer {
    pub doc: Doc,
    pub root: XmlFragmentRef,
}

impl Writer {
    pub fn new(client: u64) -> Writer {
        let mut options = Options::with_client_id(ClientID::new(client));
        options.offset_kind = OffsetKind::Utf16;
        let doc = Doc::with_options(options);
        let root = doc.get_or_insert_xml_fragment("default");
        Writer { doc, root }
    }

    pub fn vector(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    pub fn lacking(&self, vector: &[u8]) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(&StateVector::decode_v1(vector).unwrap())
    }

    pub fn all(&self) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    pub fn take(&self, update: &[u8]) {
        self.doc.transact_mut().apply_update(Update::decode_v1(update).unwrap()).unwrap();
    }

    /// Does something to the page; gives what others have to be told.
    pub fn edit(&self, dice: &mut Dice) -> Vec<u8> {
        let mut change = self.doc.transact_mut();
        let count = self.root.len(&change);
        match dice.below(10) {
            0 | 1 => {
                let kind = ["paragraph", "heading", "blockquote"][dice.below(3)];
                let at = dice.below(count as usize + 1) as u32;
                let block = self.root.insert(&mut change, at, XmlElementPrelim::empty(kind));
                if kind == "heading" {
                    block.insert_attribute(&mut change, "level", Any::from(1 + dice.below(4) as i64));
                }
                let text = block.insert(&mut change, 0, XmlTextPrelim::new(""));
                text.insert(&mut change, 0, "wörter 🎉 ");
            }
            2 if count > 2 => self.root.remove_range(&mut change, dice.below(count as usize) as u32, 1),
            _ if count > 0 => {
                let Some(XmlOut::Element(block)) = self.root.get(&change, dice.below(count as usize) as u32) else {
                    return Vec::new();
                };
                let Some(XmlOut::Text(text)) = block.get(&change, 0) else { return Vec::new() };
                // No editor writes into the middle of a character.
                let parts = text.diff(&change, yrs::types::text::YChange::identity);
                let words: String = parts.into_iter().map(|part| part.insert.to_string(&change)).collect();
                let places: Vec<u32> = words
                    .chars()
                    .scan(0, |at, c| {
                        *at += c.len_utf16() as u32;
                        Some(*at)
                    })
                    .collect();
                let len = places.last().copied().unwrap_or(0);
                let at = if dice.one_in(4) { 0 } else { places.get(dice.below(places.len())).copied().unwrap_or(0) };
                let to = places.get(dice.below(places.len())).copied().filter(|to| *to > at).unwrap_or(len);
                match dice.below(4) {
                    0 if at < len => text.remove_range(&mut change, at, to - at),
                    1 if at < len => {
                        let bold = [("bold".into(), Any::Map(Default::default()))];
                        text.format(&mut change, at, to - at, bold.into());
                    }
                    _ => text.insert(&mut change, at, ["a", "ü", "🎉", " of the house "][dice.below(4)]),
                }
            }
            _ => {}
        }
        change.encode_update_v1()
    }
}

/// A page of paragraphs.
pub fn doc(paragraphs: &[&str]) -> Node {
    let paragraph = |text: &&str| Node::new("paragraph").with(vec![Node::text(text, &[])]);
    Node::new("doc").with(paragraphs.iter().map(paragraph).collect())
}
