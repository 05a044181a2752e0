//! Blocks: everything that stands on lines of its own.

use super::{
    CALLOUTS, Callout, Pictures, STEP, TEXT,
    lists::{DEEPEST, Kind, Lists},
    picture,
    xml::Xml,
};
use crate::{
    html::Names,
    node::{Mark, Node},
    outline::Heading,
};
use std::collections::HashMap;

/// Units of a drawing in a twentieth of a point, and in a pixel.
const UNITS: u64 = 635;
const PIXEL: u64 = 9_525;
/// Highest picture: what a sheet has room for.
const HIGHEST: u64 = 8_600_000;

/// A document as it grows.
pub(super) struct Writer<'n> {
    pub xml: Xml,
    pub names: &'n dyn Names,
    pub pictures: &'n Pictures,
    pub lists: Lists,
    /// Addresses links lead to, with their number.
    pub links: HashMap<String, usize>,
    /// Files of the pictures that are shown, with their number.
    pub media: HashMap<String, usize>,
    pub headings: Vec<Heading>,
    /// Headings and drawings so far.
    pub next: usize,
    pub drawn: usize,
}

/// Where a block stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Where text begins.
    pub indent: u32,
    /// Where it ends.
    pub width: u32,
    /// Style of a plain paragraph.
    pub style: Option<&'static str>,
    /// The list and the level a paragraph is an item of.
    pub number: Option<(usize, u32)>,
    /// Lists around it.
    pub depth: u32,
    /// The note it stands in.
    pub frame: Option<&'static Callout>,
}

impl Place {
    /// The sheet itself.
    pub const SHEET: Place = Place { indent: 0, width: TEXT, style: None, number: None, depth: 0, frame: None };
}

impl Writer<'_> {
    pub fn blocks(&mut self, nodes: &[Node], place: Place) {
        for (at, node) in nodes.iter().enumerate() {
            // Two tables without a line between would be one.
            if node.is("table") && at > 0 && nodes.get(at - 1).is_some_and(|before| before.is("table")) {
                self.paragraph("Spacer", place, |_| {});
            }
            self.block(node, place);
        }
    }

    fn block(&mut self, node: &Node, place: Place) {
        match node.kind.as_str() {
            "heading" => self.heading(node, place),
            "bulletList" => self.list(node, Kind::Bullets, place),
            "orderedList" => self.list(node, Kind::Numbers, place),
            "taskList" => self.list(node, Kind::Tasks, place),
            "blockquote" => {
                let inner = Place { indent: place.indent + STEP, style: Some("Quote"), number: None, ..place };
                self.blocks(&node.content, inner);
            }
            "callout" => self.callout(node, place),
            "codeBlock" => self.paragraph("Code", place, |writer| writer.inline(&node.content)),
            "horizontalRule" => self.paragraph("HorizontalLine", place, |_| {}),
            "table" => self.table(node, place),
            "image" => self.image(node, place),
            "fileBlock" => {
                let address = self.names.file(node.attr("file"));
                let marks: Vec<Mark> = address.iter().map(|address| Mark::link(address)).collect();
                self.plain(&[Node::text(node.attr("name"), &marks)], place);
            }
            "tableOfContents" => self.contents(),
            "taskView" => self.plain(&[Node::text(node.attr("title"), &[])], place),
            _ if node.content.iter().all(Node::is_inline) => self.plain(&node.content, place),
            _ => self.blocks(&node.content, place),
        }
    }

    fn plain(&mut self, nodes: &[Node], place: Place) {
        let own = match (place.number, place.style, place.frame) {
            (Some(_), ..) => "ListParagraph",
            (None, Some(style), _) => style,
            (None, None, Some(callout)) if place.depth == 0 => callout.style,
            (None, None, _) if place.depth > 0 => "ListContinue",
            (None, None, _) => "",
        };
        self.paragraph(own, place, |writer| writer.inline(nodes));
    }

    /// A paragraph: its style, its number, its frame and where it begins, in the order the format wants them in.
    pub fn paragraph(&mut self, style: &str, place: Place, inside: impl FnOnce(&mut Self)) {
        self.xml.open("w:p", &[]).open("w:pPr", &[]);
        if !style.is_empty() {
            self.xml.value("w:pStyle", style);
        }
        if let Some((list, level)) = place.number {
            self.xml.open("w:numPr", &[]).value("w:ilvl", &level.to_string()).value("w:numId", &list.to_string());
            self.xml.close("w:numPr");
        }
        let framed = place.frame.is_some_and(|callout| style.starts_with(callout.style));
        if let Some(callout) = place.frame.filter(|_| !framed) {
            let edge = super::styles::framed(callout);
            // The style of the note says where it begins; others do so for themselves.
            self.xml.0.push_str(edge.split("<w:ind").next().unwrap_or_default());
        }
        let natural = match (style, place.number) {
            (_, Some((_, level))) => (level + 1) * STEP,
            ("Quote" | "ListContinue", _) => STEP,
            _ if framed => STEP / 2,
            _ => 0,
        };
        if place.indent != natural {
            let left = place.indent.to_string();
            let hanging = STEP.to_string();
            let all = [("w:left", left.as_str()), ("w:hanging", &hanging)];
            self.xml.empty("w:ind", all.get(..if place.number.is_some() { 2 } else { 1 }).unwrap_or_default());
        }
        self.xml.close("w:pPr");
        inside(self);
        self.xml.close("w:p");
    }

    fn heading(&mut self, node: &Node, place: Place) {
        let mark = self.next.to_string();
        self.next += 1;
        let style = format!("Heading{}", node.number("level", 1, 4));
        self.paragraph(&style, Place { number: None, ..place }, |writer| {
            let name = bookmark(writer.next - 1);
            writer.xml.empty("w:bookmarkStart", &[("w:id", &mark), ("w:name", &name)]);
            writer.inline(&node.content);
            writer.xml.empty("w:bookmarkEnd", &[("w:id", &mark)]);
        });
    }

    fn list(&mut self, node: &Node, kind: Kind, place: Place) {
        let level = place.depth.min(DEEPEST);
        let start = if node.attrs.contains_key("start") { node.number("start", 0, 999_999_999) } else { 1 };
        let list = self.lists.begin(kind, level, start);
        for item in &node.content {
            let inner =
                Place { indent: place.indent + STEP, depth: place.depth + 1, style: None, number: None, ..place };
            let first = Place { number: Some((list, level)), ..inner };
            let (line, rest) = match item.content.split_first() {
                Some((line, rest)) if line.content.iter().all(Node::is_inline) && line.is("paragraph") => {
                    (line.content.as_slice(), rest)
                }
                _ => (&[][..], item.content.as_slice()),
            };
            self.paragraph("ListParagraph", first, |writer| {
                if kind == Kind::Tasks {
                    writer.tick(item.flag("checked"));
                }
                writer.inline(line);
            });
            self.blocks(rest, inner);
        }
    }

    /// A box that can be ticked in the document too.
    fn tick(&mut self, done: bool) {
        let (state, sign) = if done { ("1", "☒") } else { ("0", "☐") };
        self.xml.open("w:sdt", &[]).open("w:sdtPr", &[]).open("w14:checkbox", &[]);
        self.xml.empty("w14:checked", &[("w14:val", state)]);
        self.xml.empty("w14:checkedState", &[("w14:val", "2612"), ("w14:font", "MS Gothic")]);
        self.xml.empty("w14:uncheckedState", &[("w14:val", "2610"), ("w14:font", "MS Gothic")]);
        self.xml.close("w14:checkbox").close("w:sdtPr").open("w:sdtContent", &[]).open("w:r", &[]).open("w:rPr", &[]);
        let font = "MS Gothic";
        self.xml.empty("w:rFonts", &[("w:ascii", font), ("w:hAnsi", font), ("w:eastAsia", font)]);
        self.xml.close("w:rPr").open("w:t", &[]).text(sign).close("w:t").close("w:r");
        self.xml.close("w:sdtContent").close("w:sdt");
        self.xml.open("w:r", &[]).empty("w:tab", &[]).close("w:r");
    }

    fn callout(&mut self, node: &Node, place: Place) {
        let kind = node.attr("kind");
        let Some(callout) = CALLOUTS.iter().find(|callout| callout.kind == kind).or(CALLOUTS.first()) else { return };
        let inner = Place {
            indent: place.indent + STEP / 2,
            style: None,
            number: None,
            depth: 0,
            frame: Some(callout),
            ..place
        };
        let title = format!("{}Title", callout.style);
        self.paragraph(&title, inner, |writer| writer.inline(&[Node::text(callout.word, &[])]));
        self.blocks(&node.content, inner);
    }

    fn image(&mut self, node: &Node, place: Place) {
        let (file, alt) = (node.attr("file"), node.attr("alt"));
        let Some(picture) = self.pictures.get(file).and_then(|bytes| picture::of(bytes)) else {
            let address = self.names.file(file);
            let marks: Vec<Mark> = address.iter().map(|address| Mark::link(address)).collect();
            let words = if alt.is_empty() { "Picture" } else { alt };
            return self.plain(&[Node::text(words, &marks)], place);
        };
        let number = self.media.len() + 1;
        let number = *self.media.entry(file.to_owned()).or_insert(number);
        let (width, height) = (u64::from(picture.size.0), u64::from(picture.size.1));
        let room = u64::from(place.width.saturating_sub(place.indent).max(STEP)) * UNITS;
        let wanted = match node.number("width", 0, 10_000) {
            0 => width,
            asked => asked,
        };
        let mut wide = (wanted * PIXEL).min(room);
        let mut high = wide * height / width;
        if high > HIGHEST {
            (wide, high) = (HIGHEST * width / height, HIGHEST);
        }
        self.drawn += 1;
        let drawing = Drawing { number, id: self.drawn, alt, size: (wide.max(1), high.max(1)) };
        let style = if place.depth > 0 && place.number.is_none() { "ListContinue" } else { "" };
        self.paragraph(style, place, |writer| drawing.write(&mut writer.xml));
    }

    /// A table of contents as a field, filled already: nobody is asked to update it before they can read it.
    fn contents(&mut self) {
        let headings = self.headings.clone();
        self.xml.open("w:sdt", &[]).open("w:sdtPr", &[]).open("w:docPartObj", &[]);
        self.xml.value("w:docPartGallery", "Table of Contents").empty("w:docPartUnique", &[]);
        self.xml.close("w:docPartObj").close("w:sdtPr").open("w:sdtContent", &[]);
        let last = headings.len().max(1) - 1;
        for at in 0..=last {
            let heading = headings.get(at);
            let style = format!("TOC{}", heading.map_or(1, |heading| heading.level.clamp(1, 4)));
            self.xml.open("w:p", &[]).open("w:pPr", &[]).value("w:pStyle", &style).close("w:pPr");
            if at == 0 {
                self.field("begin");
                self.xml.open("w:r", &[]).open("w:instrText", &[("xml:space", "preserve")]);
                self.xml.text(" TOC \\o \"1-4\" \\h \\z \\u ").close("w:instrText").close("w:r");
                self.field("separate");
            }
            if let Some(heading) = heading {
                self.xml.open("w:hyperlink", &[("w:anchor", &bookmark(at)), ("w:history", "1")]);
                self.xml.open("w:r", &[]).open("w:t", &[("xml:space", "preserve")]).text(&heading.text);
                self.xml.close("w:t").close("w:r").close("w:hyperlink");
            }
            if at == last {
                self.field("end");
            }
            self.xml.close("w:p");
        }
        self.xml.close("w:sdtContent").close("w:sdt");
    }

    fn field(&mut self, kind: &str) {
        self.xml.open("w:r", &[]).empty("w:fldChar", &[("w:fldCharType", kind)]).close("w:r");
    }
}

/// What a heading is called within the document.
pub(super) fn bookmark(number: usize) -> String {
    format!("_Toc{:08}", number + 1)
}

struct Drawing<'d> {
    number: usize,
    id: usize,
    alt: &'d str,
    size: (u64, u64),
}

impl Drawing<'_> {
    fn write(&self, xml: &mut Xml) {
        let (id, name) = (self.id.to_string(), format!("Picture {}", self.id));
        let (cx, cy) = (self.size.0.to_string(), self.size.1.to_string());
        let size = [("cx", cx.as_str()), ("cy", cy.as_str())];
        xml.open("w:r", &[]).open("w:drawing", &[]);
        xml.open("wp:inline", &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")]);
        xml.empty("wp:extent", &size).empty("wp:docPr", &[("id", &id), ("name", &name), ("descr", self.alt)]);
        xml.open("a:graphic", &[]).open("a:graphicData", &[("uri", super::pack::PIC)]).open("pic:pic", &[]);
        xml.open("pic:nvPicPr", &[]).empty("pic:cNvPr", &[("id", &id), ("name", &name)]).empty("pic:cNvPicPr", &[]);
        xml.close("pic:nvPicPr").open("pic:blipFill", &[]);
        xml.empty("a:blip", &[("r:embed", &format!("rIdP{}", self.number))]);
        xml.open("a:stretch", &[]).empty("a:fillRect", &[]).close("a:stretch").close("pic:blipFill");
        xml.open("pic:spPr", &[]).open("a:xfrm", &[]).empty("a:off", &[("x", "0"), ("y", "0")]).empty("a:ext", &size);
        xml.close("a:xfrm").open("a:prstGeom", &[("prst", "rect")]).empty("a:avLst", &[]).close("a:prstGeom");
        xml.close("pic:spPr").close("pic:pic").close("a:graphicData").close("a:graphic");
        xml.close("wp:inline").close("w:drawing").close("w:r");
    }
}
