//! What single elements of the text mean.

use super::{
    body::{Attribute, Body},
    fold::Flat,
    line::Read,
    numbers::ticked,
    props::Tag,
    tables::Table,
};
use crate::{Unreadable, page::shape::push_text};
use guildhall_pages::Node;

/// Tables in tables; what is deeper is there as paragraphs.
const MOST_TABLES: usize = 3;
/// Units of a drawing in a pixel.
const PIXEL: u64 = 9_525;

impl Body<'_> {
    /// A property of a paragraph.
    pub fn of_paragraph(&mut self, parent: Tag, name: &str, attribute: Attribute<'_>) {
        let Some(line) = self.line() else { return };
        let value = attribute("val");
        match (parent, name) {
            (Tag::Paragraph, "pStyle") => line.style = value.unwrap_or_default(),
            (Tag::Paragraph, "outlineLvl") => line.outline = value.and_then(|level| level.parse().ok()),
            (Tag::Paragraph, "ind") => {
                let left = attribute("left").or_else(|| attribute("start"));
                line.left = left.and_then(|left| left.parse().ok()).unwrap_or(0);
            }
            (Tag::Borders, "bottom") => line.is_ruled = value.is_some_and(|kind| kind != "none" && kind != "nil"),
            (Tag::Numbering, "numId") => line.list = value,
            (Tag::Numbering, "ilvl") => line.level = value.and_then(|level| level.parse().ok()),
            _ => {}
        }
    }

    /// A table, a row, a cell or a property of one. In those that are too deep nothing is a table any more.
    pub fn of_table(&mut self, name: &str, attribute: Attribute<'_>) -> Result<(), Unreadable> {
        if name == "tbl" && (self.flattened > 0 || self.tables.len() >= MOST_TABLES) {
            self.flattened += 1;
            return Ok(());
        }
        if name == "tbl" {
            self.tables.push(Table::default());
            return Ok(());
        }
        let value = attribute("val");
        let Some(table) = self.tables.last_mut().filter(|_| self.flattened == 0) else { return Ok(()) };
        match name {
            "tr" => table.row_begins(),
            "tc" => {
                table.cell_begins();
                self.cells.push(Vec::new());
                self.budget.take(0)?;
            }
            "gridSpan" => table.goes_over(value.and_then(|columns| columns.parse().ok()).unwrap_or(1)),
            "vMerge" if value.as_deref() != Some("restart") => table.goes_on_from_above(),
            "tblHeader" if !value.is_some_and(|value| value == "0" || value == "false") => table.row_is_head(),
            _ => {}
        }
        Ok(())
    }

    pub fn of_control(&mut self, name: &str, value: Option<String>) {
        let Some(control) = self.controls.last_mut() else { return };
        match name {
            "docPartGallery" => control.is_contents = value.is_some_and(|value| value == "Table of Contents"),
            "checkbox" => control.ticked = Some(false),
            _ => {
                let is_on = value.is_none_or(|value| value == "1" || value == "true");
                control.ticked = control.ticked.map(|_| is_on);
            }
        }
    }

    /// What a control shows begins; answers whether the control stands for it, so that it is passed over.
    pub fn begins_control(&mut self) -> bool {
        let Some(control) = self.controls.last() else { return false };
        if control.is_contents {
            self.place().push(Flat::Contents);
            return true;
        }
        let ticked = control.ticked;
        match self.line() {
            Some(line) if ticked.is_some() && line.nodes.is_empty() => {
                line.task = ticked;
                true
            }
            _ => false,
        }
    }

    pub fn of_picture(&mut self, name: &str, attribute: Attribute<'_>) {
        let named = match name {
            "blip" => attribute("embed"),
            "imagedata" => attribute("id"),
            _ => None,
        };
        let target = named.and_then(|id| self.known.targets.picture(&id).map(str::to_owned));
        let Some(picture) = self.line().and_then(|line| line.picture.as_mut()) else { return };
        match name {
            "docPr" => picture.alt = attribute("descr").unwrap_or_default(),
            "extent" => {
                let units = attribute("cx").and_then(|units| units.parse::<u64>().ok()).unwrap_or(0);
                picture.width = (units / PIXEL).min(10_000);
            }
            _ => picture.target = target.or(picture.target.take()),
        }
    }

    /// A sign of a font of signs: boxes are known, the others say nothing without their font.
    pub fn sign(&mut self, code: Option<String>) -> Result<(), Unreadable> {
        let sign = code.and_then(|code| char::from_u32(u32::from_str_radix(&code, 16).ok()?));
        match sign.and_then(|sign| ticked(sign.encode_utf8(&mut [0; 4]))) {
            Some(true) => self.say("☒"),
            Some(false) => self.say("☐"),
            None => Ok(()),
        }
    }

    /// The text names a note, which stands at the end.
    pub fn refer(&mut self, name: &str, id: Option<String>) -> Result<(), Unreadable> {
        let kind = if name.starts_with('f') { 'f' } else { 'e' };
        let Some(note) = id.map(|id| format!("{kind}{id}")).filter(|note| self.known.notes.contains_key(note)) else {
            return Ok(());
        };
        let number = match self.noted.iter().position(|other| *other == note) {
            Some(at) => at + 1,
            None => {
                self.noted.push(note);
                self.noted.len()
            }
        };
        self.say(&format!("[{number}]"))
    }

    /// Text within a line, as the run it stands in is written.
    pub fn say(&mut self, text: &str) -> Result<(), Unreadable> {
        // What stands before a field shows what it gives is about the field.
        if self.fields.iter().any(|field| !field.shows) {
            return Ok(());
        }
        self.budget.take(text.len())?;
        let by_field = self.fields.iter().rev().find_map(|field| field.link().map(str::to_owned));
        let link = self.links.last().cloned().flatten().or(by_field);
        let Some(line) = self.line() else { return Ok(()) };
        let look = line.look.over(line.run_style);
        if look.hidden != Some(true) {
            push_text(&mut line.nodes, text, &look.marks(link.as_deref()));
        }
        Ok(())
    }

    /// A paragraph is complete.
    pub fn line_ends(&mut self) {
        let Some(line) = self.lines.pop() else { return };
        let counts = &mut self.counts;
        let mut count = |list: &str, level: u8, start: u64| {
            let number = counts.get(&(list.to_owned(), level)).map_or(start, |number| number.saturating_add(1));
            counts.retain(|(other, deeper), _| other != list || *deeper <= level);
            counts.insert((list.to_owned(), level), number);
            number
        };
        let read = line.read(self.known, &mut count);
        let is_head = matches!(read, Read::Head(_));
        let flats = match read {
            Read::Title(words) => self.title_or_heading(words),
            Read::Flats(flats) | Read::Head(flats) => flats,
        };
        if !flats.is_empty() {
            self.tables.last_mut().into_iter().for_each(|table| table.line(is_head));
        }
        self.place().extend(flats);
    }

    /// The title a document begins with is that of the page; any other is a heading.
    fn title_or_heading(&mut self, words: Vec<Node>) -> Vec<Flat> {
        let node = Node::new("heading").set("level", 1).with(words);
        let text = node.words();
        if text.is_empty() {
            return Vec::new();
        }
        if self.title.is_none() && self.body.is_empty() && self.cells.is_empty() {
            self.title = Some(text.replace('\n', " "));
            return Vec::new();
        }
        vec![Flat::Block(node)]
    }
}
