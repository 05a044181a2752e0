//! What stands within a line: runs of text with their marks, links, and names of people and items.

use super::blocks::{Writer, bookmark};
use crate::node::{Mark, Node};

/// Where a link leads.
enum Target {
    Outside(usize),
    Heading(usize),
}

impl Writer<'_> {
    pub fn inline(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node.kind.as_str() {
                "hardBreak" => {
                    self.xml.open("w:r", &[]).empty("w:br", &[]).close("w:r");
                }
                "mention" => {
                    let (sign, kind) = if node.attr("kind") == "space" { ('#', "space") } else { ('@', "person") };
                    self.reference(&format!("{sign}{}", node.attr("label")), kind, node.attr("id"));
                }
                "itemChip" => self.reference(node.attr("label"), "item", node.attr("id")),
                "text" => self.words(node),
                _ => self.words(&Node::text(&node.words(), &[])),
            }
        }
    }

    fn reference(&mut self, label: &str, kind: &str, id: &str) {
        let link = Mark::link(&format!("guildhall:{kind}/{id}"));
        self.words(&Node::text(label, &[link]));
    }

    fn words(&mut self, node: &Node) {
        let link = node.marks.iter().find(|mark| mark.kind == "link");
        match link.and_then(|link| self.target(link.attr("href"))) {
            Some(Target::Outside(number)) => {
                self.xml.open("w:hyperlink", &[("r:id", &format!("rIdL{number}")), ("w:history", "1")]);
                self.run(node, true);
                self.xml.close("w:hyperlink");
            }
            Some(Target::Heading(number)) => {
                self.xml.open("w:hyperlink", &[("w:anchor", &bookmark(number)), ("w:history", "1")]);
                self.run(node, true);
                self.xml.close("w:hyperlink");
            }
            None => self.run(node, false),
        }
    }

    fn target(&mut self, href: &str) -> Option<Target> {
        if let Some(anchor) = href.strip_prefix('#') {
            let at = self.headings.iter().position(|heading| heading.anchor == anchor);
            return at.map(Target::Heading);
        }
        let own = href.strip_prefix("guildhall:").and_then(|rest| rest.split_once('/'));
        let address = match own {
            Some(("file", id)) => self.names.file(id)?,
            Some((kind, id)) => self.names.reference(kind, id)?,
            None if href.starts_with("guildhall:") || !crate::is_safe(href) => return None,
            None => href.to_owned(),
        };
        let next = self.links.len() + 1;
        Some(Target::Outside(*self.links.entry(plain(&address)).or_insert(next)))
    }

    fn run(&mut self, node: &Node, linked: bool) {
        let has = |kind: &str| node.marks.iter().any(|mark| mark.kind == kind);
        self.xml.open("w:r", &[]).open("w:rPr", &[]);
        if linked {
            self.xml.value("w:rStyle", "Hyperlink");
        } else if has("code") {
            self.xml.value("w:rStyle", "InlineCode");
        }
        if has("code") {
            self.xml.empty("w:rFonts", &[("w:ascii", "Consolas"), ("w:hAnsi", "Consolas"), ("w:cs", "Consolas")]);
        }
        for (mark, elements) in
            [("bold", &["w:b", "w:bCs"][..]), ("italic", &["w:i", "w:iCs"]), ("strike", &["w:strike"])]
        {
            if has(mark) {
                for element in elements {
                    self.xml.empty(element, &[]);
                }
            }
        }
        if has("highlight") {
            self.xml.value("w:highlight", "yellow");
        }
        if has("underline") {
            self.xml.value("w:u", "single");
        }
        self.xml.close("w:rPr");
        let mut text = node.text.as_str();
        while !text.is_empty() {
            let (words, rest) = text.split_at(text.find(['\n', '\t', '\r']).unwrap_or(text.len()));
            if !words.is_empty() {
                self.xml.open("w:t", &[("xml:space", "preserve")]).text(words).close("w:t");
            }
            let mut signs = rest.chars();
            match signs.next() {
                Some('\n') => _ = self.xml.empty("w:br", &[]),
                Some('\t') => _ = self.xml.empty("w:tab", &[]),
                _ => {}
            }
            text = signs.as_str();
        }
        self.xml.close("w:r");
    }
}

/// An address with nothing in it but what addresses are made of: programs call a document broken for one space.
fn plain(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let bytes = address.as_bytes();
    let mut anchored = false;
    for (at, byte) in bytes.iter().enumerate() {
        let coded = || bytes.get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        let stays = match byte {
            b'%' => coded(),
            b'#' => !std::mem::replace(&mut anchored, true),
            byte => byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(byte),
        };
        match stays {
            true => out.push(char::from(*byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn an_address_holds_nothing_that_breaks_a_document() {
        assert_eq!(plain("https://a.example/x?y=1&z=%20#top"), "https://a.example/x?y=1&z=%20#top");
        assert_eq!(plain("https://a.example/ä b#c#d 100%"), "https://a.example/%C3%A4%20b#c%23d%20100%25");
    }
}
