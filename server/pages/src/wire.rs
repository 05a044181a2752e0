//! Updates as bytes (version 1 of the Yjs format), read without making anything of them.
//!
//! What comes over the network is read here first, because what makes a document of it trusts what it reads.
//! Invariants of an [`Update`]: every count is one of things that are there, every block has a length, clocks stay
//! below 2³¹, no client stands in it twice, its blocks stand in their order, and what is deleted is in order. Content that no page has (documents in documents, moves, links between parts) is refused.

use std::collections::HashSet;

/// Largest clock: what integrates blocks counts with signed numbers of 32 bits.
const MOST_CLOCK: u64 = i32::MAX as u64;
/// Largest client number: what JavaScript can count.
const MOST_CLIENT: u64 = (1 << 53) - 1;
/// Deepest value of an attribute.
const MOST_DEPTH: u8 = 12;
/// Longest name of a node, a mark or an attribute.
const MOST_NAME: usize = 100;
/// The one root of a page.
pub const ROOT: &str = "default";

/// A place in the history of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At {
    pub client: u64,
    pub clock: u32,
}

/// Where a block hangs, as far as it says so itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parent {
    /// In the page itself.
    Root,
    /// In a node.
    Node(At),
    /// Where its neighbours are.
    Neighbours,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A node with a name, in which nodes hang.
    Element,
    /// A run of text, in which characters hang.
    Text,
    /// Characters and where their formats begin and end.
    Characters,
    /// Values of attributes.
    Values,
    /// Content that was deleted.
    Deleted,
    /// Nothing but its length is known any more.
    Collected,
    /// The sender does not have what is here.
    Hole,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    pub clock: u32,
    pub len: u32,
    pub sort: Sort,
    pub origin: Option<At>,
    pub right: Option<At>,
    pub parent: Parent,
    /// With a parent: it is the value of an attribute.
    pub attribute: bool,
}

impl Block {
    /// The clock after it.
    pub fn end(&self) -> u32 {
        self.clock.saturating_add(self.len)
    }
}

/// An update, without its contents.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// The blocks of each client.
    pub clients: Vec<(u64, Vec<Block>)>,
    /// What is deleted: client, first clock, clock after the last.
    pub deleted: Vec<(u64, u32, u32)>,
}

/// These bytes are no update of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

type Read<T> = Result<T, Malformed>;

/// Reads an update to its last byte.
pub fn read(bytes: &[u8]) -> Read<Update> {
    let mut input = Input(bytes);
    let mut update = Update::default();
    let mut seen = HashSet::new();
    for _ in 0..input.count()? {
        let count = input.count()?;
        let client = input.client()?;
        if !seen.insert(client) {
            return Err(Malformed);
        }
        let mut clock = input.clock()?;
        let mut blocks = Vec::new();
        for _ in 0..count {
            let block = input.block(clock)?;
            clock = block.end();
            if u64::from(clock) > MOST_CLOCK {
                return Err(Malformed);
            }
            if block.sort != Sort::Hole {
                blocks.push(block);
            }
        }
        update.clients.push((client, blocks));
    }
    seen.clear();
    for _ in 0..input.count()? {
        let client = input.client()?;
        if !seen.insert(client) {
            return Err(Malformed);
        }
        let mut least = 0;
        for _ in 0..input.count()? {
            let (from, len) = (input.clock()?, input.length()?);
            let to = from.checked_add(len).filter(|to| u64::from(*to) <= MOST_CLOCK).ok_or(Malformed)?;
            if from < least {
                return Err(Malformed);
            }
            least = to;
            update.deleted.push((client, from, to));
        }
    }
    if input.0.is_empty() { Ok(update) } else { Err(Malformed) }
}

/// Reads a state vector: how far each client is known.
pub fn vector(bytes: &[u8]) -> Read<Vec<(u64, u32)>> {
    let mut input = Input(bytes);
    let (mut clients, mut seen) = (Vec::new(), HashSet::new());
    for _ in 0..input.count()? {
        let (client, clock) = (input.client()?, input.clock()?);
        if !seen.insert(client) {
            return Err(Malformed);
        }
        clients.push((client, clock));
    }
    if input.0.is_empty() { Ok(clients) } else { Err(Malformed) }
}

/// Reads a place in a page (a relative position): a block, the page itself or a node of it, and to which side it
/// belongs.
pub fn place(bytes: &[u8]) -> Read<()> {
    let mut input = Input(bytes);
    match input.byte()? {
        0 | 2 => {
            input.at()?;
        }
        1 => {
            input.name()?;
        }
        _ => return Err(Malformed),
    }
    // The side is one number of a byte; older writers leave it out.
    if input.0.len() <= 1 { Ok(()) } else { Err(Malformed) }
}

struct Input<'b>(&'b [u8]);

impl<'b> Input<'b> {
    fn byte(&mut self) -> Read<u8> {
        let (first, rest) = self.0.split_first().ok_or(Malformed)?;
        self.0 = rest;
        Ok(*first)
    }

    fn take(&mut self, count: usize) -> Read<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A number in groups of seven bits, the lowest first.
    fn number(&mut self) -> Read<u64> {
        let mut value = 0u64;
        for group in 0..8 {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << (7 * group);
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Malformed)
    }

    /// How many follow; each takes a byte at least.
    fn count(&mut self) -> Read<usize> {
        let count = usize::try_from(self.number()?).map_err(|_| Malformed)?;
        if count > self.0.len() { Err(Malformed) } else { Ok(count) }
    }

    fn client(&mut self) -> Read<u64> {
        self.number().and_then(|client| if client > MOST_CLIENT { Err(Malformed) } else { Ok(client) })
    }

    fn clock(&mut self) -> Read<u32> {
        let clock = self.number()?;
        if clock > MOST_CLOCK { Err(Malformed) } else { u32::try_from(clock).map_err(|_| Malformed) }
    }

    fn length(&mut self) -> Read<u32> {
        self.clock().and_then(|length| if length == 0 { Err(Malformed) } else { Ok(length) })
    }

    fn at(&mut self) -> Read<At> {
        Ok(At { client: self.client()?, clock: self.clock()? })
    }

    fn text(&mut self) -> Read<&'b str> {
        let count = self.count()?;
        std::str::from_utf8(self.take(count)?).map_err(|_| Malformed)
    }

    fn name(&mut self) -> Read<&'b str> {
        let name = self.text()?;
        if name.is_empty() || name.len() > MOST_NAME { Err(Malformed) } else { Ok(name) }
    }

    fn block(&mut self, clock: u32) -> Read<Block> {
        let info = self.byte()?;
        let mut block = Block {
            clock,
            len: 1,
            sort: Sort::Collected,
            origin: None,
            right: None,
            parent: Parent::Neighbours,
            attribute: false,
        };
        let sort = info & 0x1f;
        if sort == 0 || sort == 10 {
            block.sort = if sort == 0 { Sort::Collected } else { Sort::Hole };
            block.len = if info == sort { self.length()? } else { return Err(Malformed) };
            return Ok(block);
        }
        block.origin = if info & 0x80 != 0 { Some(self.at()?) } else { None };
        block.right = if info & 0x40 != 0 { Some(self.at()?) } else { None };
        if block.origin.is_none() && block.right.is_none() {
            block.parent = match self.number()? {
                1 if self.name()? == ROOT => Parent::Root,
                0 => Parent::Node(self.at()?),
                _ => return Err(Malformed),
            };
            block.attribute = info & 0x20 != 0;
            if block.attribute {
                self.name()?;
            }
        }
        (block.sort, block.len) = self.content(sort)?;
        if block.len == 0 { Err(Malformed) } else { Ok(block) }
    }

    fn content(&mut self, sort: u8) -> Read<(Sort, u32)> {
        Ok(match sort {
            1 => (Sort::Deleted, self.length()?),
            4 => {
                let units = self.text()?.encode_utf16().count();
                (Sort::Characters, u32::try_from(units).map_err(|_| Malformed)?)
            }
            5 => {
                self.json()?;
                (Sort::Characters, 1)
            }
            6 => {
                self.name()?;
                self.json()?;
                (Sort::Characters, 1)
            }
            7 => match self.byte()? {
                3 => {
                    self.name()?;
                    (Sort::Element, 1)
                }
                6 => (Sort::Text, 1),
                _ => return Err(Malformed),
            },
            8 => {
                let count = self.count()?;
                for _ in 0..count {
                    self.any(0)?;
                }
                (Sort::Values, u32::try_from(count).map_err(|_| Malformed)?)
            }
            _ => return Err(Malformed),
        })
    }

    fn json(&mut self) -> Read<()> {
        serde_json::from_str::<serde_json::Value>(self.text()?).map(|_| ()).map_err(|_| Malformed)
    }

    fn any(&mut self, depth: u8) -> Read<()> {
        if depth > MOST_DEPTH {
            return Err(Malformed);
        }
        match self.byte()? {
            127 | 126 | 121 | 120 => {}
            125 => {
                // A sign and up to 53 bits.
                let ends = self.0.iter().take(8).position(|byte| *byte < 0x80).ok_or(Malformed)?;
                self.take(ends + 1)?;
            }
            124 => {
                self.take(4)?;
            }
            123 | 122 => {
                self.take(8)?;
            }
            119 => {
                self.text()?;
            }
            118 => {
                for _ in 0..self.count()? {
                    self.text()?;
                    self.any(depth + 1)?;
                }
            }
            117 => {
                for _ in 0..self.count()? {
                    self.any(depth + 1)?;
                }
            }
            _ => return Err(Malformed),
        }
        Ok(())
    }
}
