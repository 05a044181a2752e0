//! The tree of an HTML text as blocks of a page.

use super::{
    dom::{Dom, Element},
    look::{is_block, is_silent, marks},
};
use crate::{
    Unreadable,
    page::{
        Budget, Files, MOST_DEPTH, picture_ending,
        shape::{filled, paragraph, push_text, says_something, trim_end},
    },
};
use guildhall_pages::{Mark, Node, is_safe};

/// Elements in elements that are followed; what is deeper is text.
const MOST_ELEMENTS: usize = 200;

/// See the module.
pub(super) struct Reader<'d> {
    pub dom: &'d Dom,
    pub files: Files,
    pub budget: Budget,
}

/// Blocks as they come, and the line that is written.
#[derive(Default)]
pub(super) struct Out {
    pub blocks: Vec<Node>,
    line: Vec<Node>,
}

/// How deep a node is: blocks of the page, and elements.
#[derive(Clone, Copy)]
pub(super) struct Depth {
    pub blocks: usize,
    elements: usize,
}

impl Depth {
    fn element(self) -> Depth {
        Depth { elements: self.elements + 1, ..self }
    }
}

impl<'d> Reader<'d> {
    pub fn new(dom: &'d Dom) -> Self {
        Reader { dom, files: Files::default(), budget: Budget::default() }
    }

    /// The blocks below an element, `depth` blocks deep.
    pub fn blocks(&mut self, of: usize, depth: usize) -> Result<Vec<Node>, Unreadable> {
        let mut out = Out::default();
        self.below(of, &[], Depth { blocks: depth, elements: 0 }, &mut out)?;
        out.flush();
        Ok(out.blocks)
    }

    fn below(&mut self, of: usize, marks: &[Mark], depth: Depth, out: &mut Out) -> Result<(), Unreadable> {
        if depth.elements >= MOST_ELEMENTS || depth.blocks >= MOST_DEPTH {
            let text = self.dom.text(of);
            return self.words(&text, marks, out);
        }
        let dom = self.dom;
        for (at, element) in dom.children(of) {
            self.budget.take(0)?;
            self.element(at, element, marks, depth, out)?;
        }
        Ok(())
    }

    fn element(
        &mut self,
        at: usize,
        element: &Element,
        around: &[Mark],
        depth: Depth,
        out: &mut Out,
    ) -> Result<(), Unreadable> {
        let tag = element.tag();
        if tag.is_empty() {
            return self.words(&element.text, around, out);
        }
        if is_silent(element) {
            return Ok(());
        }
        let heading = tag.strip_prefix('h').and_then(|level| level.parse::<u64>().ok()).filter(|level| *level > 0);
        if let Some(level) = heading {
            return self.heading(at, level, depth, out);
        }
        match tag {
            "br" => out.line.push(Node::new("hardBreak")),
            "hr" => out.put([Node::new("horizontalRule")]),
            "img" => self.image(element, around, out)?,
            "pre" => out.put([self.code(at, element)?]),
            "ul" | "ol" | "menu" => {
                let list = self.list(at, element, depth.blocks + 1)?;
                out.put(list);
            }
            "table" => {
                let table = self.table(at, depth.blocks + 1)?;
                out.put(table);
            }
            "blockquote" => {
                let inside = self.blocks(at, depth.blocks + 1)?;
                out.put([Node::new("blockquote").with(filled(inside))]);
            }
            "aside" if element.attr("data-callout").is_some() => {
                let inside = self.blocks(at, depth.blocks + 1)?;
                let kind = element.attr("data-callout").unwrap_or_default();
                out.put([Node::new("callout").set("kind", kind).with(filled(inside))]);
            }
            "nav" => {
                // Ways through a site are none through a page; a table of contents is.
                let is_contents = self.dom.below(at).any(|(_, below)| below.attr("data-level").is_some());
                out.put(is_contents.then(|| Node::new("tableOfContents")));
            }
            tag if is_block(tag) => {
                out.flush();
                self.below(at, around, depth.element(), out)?;
                out.flush();
            }
            _ => self.below(at, &marks(element, around), depth.element(), out)?,
        }
        Ok(())
    }

    /// A heading: its words, and behind it what is no words in it.
    fn heading(&mut self, at: usize, level: u64, depth: Depth, out: &mut Out) -> Result<(), Unreadable> {
        let mut inside = Out::default();
        self.below(at, &[], depth.element(), &mut inside)?;
        inside.flush();
        let mut line = Vec::new();
        let mut behind = Vec::new();
        for block in inside.blocks {
            match block.kind.as_str() {
                "paragraph" if line.is_empty() => line = block.content,
                "paragraph" => {
                    push_text(&mut line, " ", &[]);
                    line.extend(block.content);
                }
                _ => behind.push(block),
            }
        }
        out.flush();
        if says_something(&line) {
            out.blocks.push(Node::new("heading").set("level", level.min(4)).with(line));
        }
        out.blocks.extend(behind);
        Ok(())
    }

    fn code(&mut self, at: usize, element: &Element) -> Result<Node, Unreadable> {
        let text = self.dom.text(at);
        self.budget.take(text.len())?;
        let below = self.dom.below(at).map(|(_, below)| below).filter(|below| below.tag() == "code");
        let class = std::iter::once(element).chain(below).find_map(|one| one.attr("class")).unwrap_or_default();
        let language = class.split_whitespace().find_map(|class| class.strip_prefix("language-"));
        let mut node = Node::new("codeBlock");
        if let Some(language) = language {
            node = node.set("language", language);
        }
        let text = text.trim_matches('\n');
        Ok(if text.is_empty() { node } else { node.with(vec![Node::text(text, &[])]) })
    }

    /// A picture that comes with the text. One of another place is not fetched by anybody who opens the page: it is a
    /// link there.
    fn image(&mut self, element: &Element, around: &[Mark], out: &mut Out) -> Result<(), Unreadable> {
        let (source, alt) = (element.attr("src").unwrap_or_default().trim(), element.attr("alt").unwrap_or_default());
        let data = source.strip_prefix("data:").and_then(|rest| rest.split_once(','));
        let bytes = data.filter(|(kind, _)| kind.ends_with(";base64")).and_then(|(_, data)| decoded(data));
        let Some(bytes) = bytes else {
            let label = if alt.is_empty() { source } else { alt };
            if data.is_some() || !is_safe(source) {
                return self.words(alt, around, out);
            }
            let marks = [around, &[Mark::link(source)]].concat();
            return self.words(label, &marks, out);
        };
        let Some(ending) = picture_ending(&bytes).filter(|_| self.files.has_room(bytes.len())) else {
            return self.words(alt, around, out);
        };
        let number = self.files.add(format!("picture-{}.{ending}", self.files.list.len() + 1), bytes);
        let mut node = Node::new("image").set("file", number.to_string()).set("alt", alt);
        if let Some(width) = element.attr("width").and_then(|width| width.parse::<u64>().ok()) {
            node = node.set("width", width);
        }
        out.put([node]);
        Ok(())
    }

    /// Words within a line: blanks of any kind are one.
    fn words(&mut self, text: &str, marks: &[Mark], out: &mut Out) -> Result<(), Unreadable> {
        self.budget.take(text.len())?;
        for word in text.split_inclusive([' ', '\t', '\n', '\r', '\u{c}']) {
            let plain = word.trim_end_matches([' ', '\t', '\n', '\r', '\u{c}']);
            push_text(&mut out.line, plain, marks);
            if plain.len() < word.len() && !out.is_fresh() {
                push_text(&mut out.line, " ", marks);
            }
        }
        Ok(())
    }
}

impl Out {
    /// Whether a blank would stand at a beginning, or behind another one.
    fn is_fresh(&self) -> bool {
        self.line.last().is_none_or(|last| last.is("hardBreak") || last.text.ends_with(' '))
    }

    /// The line is complete.
    pub fn flush(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        trim_end(&mut line);
        if says_something(&line) {
            self.blocks.push(paragraph(line));
        }
    }

    fn put(&mut self, blocks: impl IntoIterator<Item = Node>) {
        self.flush();
        self.blocks.extend(blocks);
    }
}

/// The bytes of base64; none when it is none.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut held, mut bits) = (Vec::with_capacity(text.len() / 4 * 3), 0u32, 0u32);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            byte if byte.is_ascii_whitespace() => continue,
            _ => return None,
        };
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
    }
    Some(out)
}
