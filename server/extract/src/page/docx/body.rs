//! The text of a document: paragraphs, tables, pictures and notes, as they come.

use super::{
    fold::{Flat, fold},
    known::Known,
    line::{Line, Picture},
    marks::Look,
    props::{Control, Field, PASSED_OVER, Tag},
    tables::Table,
};
use crate::{
    Unreadable,
    page::{Budget, shape::item},
    xml::{Met, walk},
};
use guildhall_pages::Node;
use std::collections::HashMap;

/// Deepest nesting of elements.
const MOST_ELEMENTS: usize = 600;

/// See the module.
pub(super) struct Body<'k> {
    pub(super) known: &'k Known,
    /// `f` and `e` for notes, which have names of their own.
    pub(super) kind: char,
    pub(super) budget: Budget,
    pub(super) failed: Option<Unreadable>,
    /// Elements around, and how deep within one that is passed over.
    pub(super) tags: Vec<Tag>,
    pub(super) passed: u32,
    pub(super) body: Vec<Flat>,
    pub(super) cells: Vec<Vec<Flat>>,
    pub(super) tables: Vec<Table>,
    /// Tables that are too deep.
    pub(super) flattened: usize,
    pub(super) lines: Vec<Line>,
    pub(super) controls: Vec<Control>,
    pub(super) fields: Vec<Field>,
    pub(super) links: Vec<Option<String>>,
    pub(super) counts: HashMap<(String, u8), u64>,
    /// Notes in the order in which the text names them.
    pub(super) noted: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) notes: HashMap<String, Vec<Node>>,
    pub(super) note: Option<String>,
}

/// A document that was read; pictures by the names of their parts.
pub(super) struct Document {
    pub title: Option<String>,
    pub doc: Node,
}

pub(super) type Attribute<'a> = &'a dyn Fn(&str) -> Option<String>;

impl<'k> Body<'k> {
    pub fn new(known: &'k Known, kind: char) -> Self {
        Body {
            known,
            kind,
            budget: Budget::default(),
            failed: None,
            tags: Vec::new(),
            passed: 0,
            body: Vec::new(),
            cells: Vec::new(),
            tables: Vec::new(),
            flattened: 0,
            lines: Vec::new(),
            controls: Vec::new(),
            fields: Vec::new(),
            links: Vec::new(),
            counts: HashMap::new(),
            noted: Vec::new(),
            title: None,
            notes: HashMap::new(),
            note: None,
        }
    }

    /// The document, with its notes at the end.
    pub fn document(mut self, part: &mut dyn std::io::BufRead) -> Result<Document, Unreadable> {
        self.walk(part)?;
        let mut blocks = fold(self.body);
        if !self.noted.is_empty() {
            let of = |name: &String| self.known.notes.get(name).cloned().unwrap_or_default();
            let notes = self.noted.iter().map(|name| item(of(name), None)).collect();
            blocks.extend([Node::new("horizontalRule"), Node::new("orderedList").with(notes)]);
        }
        Ok(Document { title: self.title, doc: Node::new("doc").with(blocks) })
    }

    /// The notes of a part.
    pub fn notes(mut self, part: &mut dyn std::io::BufRead) -> Result<HashMap<String, Vec<Node>>, Unreadable> {
        self.walk(part)?;
        Ok(self.notes)
    }

    fn walk(&mut self, part: &mut dyn std::io::BufRead) -> Result<(), Unreadable> {
        walk(part, |met| {
            let done = match met {
                Met::Open(name, attribute) => self.open(name, attribute),
                Met::Close(name) => self.close(name),
                Met::Text(text) => self.text(text),
            };
            self.failed = done.err();
            self.failed.is_none()
        })?;
        self.failed.map_or(Ok(()), Err)
    }

    pub(super) fn line(&mut self) -> Option<&mut Line> {
        self.lines.last_mut()
    }

    fn open(&mut self, name: &str, attribute: Attribute<'_>) -> Result<(), Unreadable> {
        if self.passed > 0 || PASSED_OVER.contains(&name) {
            self.passed += 1;
            return Ok(());
        }
        let (parent, above) = {
            let mut tags = self.tags.iter().rev().copied();
            (tags.next().unwrap_or(Tag::Other), tags.next().unwrap_or(Tag::Other))
        };
        if name == "sdtContent" && self.begins_control() {
            self.passed = 1;
            return Ok(());
        }
        self.tags.push(Tag::of(name));
        if self.tags.len() > MOST_ELEMENTS {
            return Err(Unreadable::Broken);
        }
        let value = || attribute("val");
        match (parent, name) {
            (Tag::Paragraph | Tag::Borders | Tag::Numbering, name) => self.of_paragraph(parent, name, attribute),
            (Tag::RunProps, "rStyle") if above == Tag::Run => {
                let look = self.known.styles.look(&value().unwrap_or_default());
                self.line().into_iter().for_each(|line| line.run_style = look);
            }
            (Tag::RunProps, name) if above == Tag::Run => {
                self.line().into_iter().for_each(|line| line.look.take(name, attribute));
            }
            (Tag::Run, "tab") => self.say("\t")?,
            (Tag::Run, "noBreakHyphen") => self.say("\u{2011}")?,
            (Tag::Run, "br" | "cr") if attribute("type").is_none_or(|kind| kind == "textWrapping") => {
                self.line().into_iter().for_each(|line| line.nodes.push(Node::new("hardBreak")));
            }
            (Tag::Run, "sym") => self.sign(attribute("char"))?,
            (Tag::Run, "footnoteReference" | "endnoteReference") => self.refer(name, attribute("id"))?,
            (_, "gridSpan" | "vMerge" | "tblHeader" | "tbl" | "tr" | "tc") => self.of_table(name, attribute)?,
            (_, "sdt") => self.controls.push(Control::default()),
            (_, "docPartGallery" | "checkbox" | "checked") => self.of_control(name, value()),
            _ => self.begins(name, attribute)?,
        }
        Ok(())
    }

    fn begins(&mut self, name: &str, attribute: Attribute<'_>) -> Result<(), Unreadable> {
        match name {
            "p" => {
                self.budget.take(0)?;
                self.lines.push(Line::default());
            }
            "r" => self.line().into_iter().for_each(|line| {
                (line.look, line.run_style) = (Look::default(), Look::default());
            }),
            "hyperlink" => {
                let to = attribute("id").and_then(|id| self.known.targets.link(&id).map(str::to_owned));
                self.links.push(to);
            }
            "fldSimple" => {
                let field = Field { says: attribute("instr").unwrap_or_default(), shows: true };
                self.links.push(field.link().map(str::to_owned));
            }
            "fldChar" => match attribute("fldCharType").as_deref() {
                Some("begin") => self.fields.push(Field::default()),
                Some("separate") => self.fields.last_mut().into_iter().for_each(|field| field.shows = true),
                Some("end") => drop(self.fields.pop()),
                _ => {}
            },
            "drawing" | "pict" | "object" => {
                self.line().into_iter().for_each(|line| line.picture = Some(Picture::default()));
            }
            "docPr" | "extent" | "blip" | "imagedata" => self.of_picture(name, attribute),
            "footnote" | "endnote" if self.kind != ' ' => {
                let is_text = attribute("type").is_none_or(|kind| kind == "normal");
                self.note = attribute("id").filter(|_| is_text).map(|id| format!("{}{id}", self.kind));
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Unreadable> {
        if self.passed > 0 {
            self.passed -= 1;
            return Ok(());
        }
        self.tags.pop();
        match name {
            "p" => self.line_ends(),
            "drawing" | "pict" | "object" => self.line().into_iter().for_each(Line::place_picture),
            "hyperlink" | "fldSimple" => drop(self.links.pop()),
            "sdt" => drop(self.controls.pop()),
            "tc" if self.flattened == 0 && !self.tables.is_empty() => {
                let blocks = fold(self.cells.pop().unwrap_or_default());
                if let Some(table) = self.tables.last_mut() {
                    table.cell_ends(blocks);
                }
            }
            "tbl" if self.flattened > 0 => self.flattened -= 1,
            "tbl" => {
                let table = self.tables.pop().and_then(Table::node).map(Flat::Block);
                self.place().extend(table);
            }
            "footnote" | "endnote" if self.kind != ' ' => {
                let flats = std::mem::take(self.place());
                if let Some(note) = self.note.take() {
                    self.notes.insert(note, fold(flats));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Unreadable> {
        if self.passed > 0 {
            return Ok(());
        }
        match self.tags.last() {
            Some(Tag::Text) => self.say(text),
            Some(Tag::Instruction) => {
                self.budget.take(text.len())?;
                self.fields.last_mut().into_iter().for_each(|field| field.says.push_str(text));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Where blocks go: the cell that is read, else the document.
    pub(super) fn place(&mut self) -> &mut Vec<Flat> {
        self.cells.last_mut().unwrap_or(&mut self.body)
    }
}
