//! A paragraph while it is read, and what it becomes.

use super::{
    fold::{Flat, ListAt},
    known::Known,
    marks::Look,
    numbers::{Counts, ticked},
    styles::Role,
};
use crate::page::shape::{blocks_of, paragraph, says_something, trim_end, trim_start};
use guildhall_pages::Node;

/// The step of a list in twentieths of a point, where a paragraph goes on with an item.
const STEP: i64 = 425;
/// Deepest level of a list.
const DEEPEST: u8 = 8;

/// A picture while it is read.
#[derive(Debug, Default)]
pub(super) struct Picture {
    pub target: Option<String>,
    pub alt: String,
    pub width: u64,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub nodes: Vec<Node>,
    pub style: String,
    pub list: Option<String>,
    pub level: Option<u8>,
    pub outline: Option<u64>,
    pub left: i64,
    pub is_ruled: bool,
    pub task: Option<bool>,
    /// How the run that is read is written, and its style.
    pub look: Look,
    pub run_style: Look,
    pub picture: Option<Picture>,
}

/// What a line is, before it is known what stands around it.
pub(super) enum Read {
    Title(Vec<Node>),
    Flats(Vec<Flat>),
    /// A paragraph of the head of a table.
    Head(Vec<Flat>),
}

impl Line {
    /// The picture that was read stands here.
    pub fn place_picture(&mut self) {
        let Some(picture) = self.picture.take() else { return };
        let Some(target) = picture.target else { return };
        let mut node = Node::new("image").set("file", target).set("alt", picture.alt);
        if picture.width > 0 {
            node = node.set("width", picture.width);
        }
        self.nodes.push(node);
    }

    /// The list and level it is numbered by.
    fn numbered(&self, known: &Known) -> Option<(String, u8, Counts, u64)> {
        let (list, level) = known.styles.list(&self.style);
        let list = self.list.clone().or(list).filter(|list| list != "0")?;
        let level = self.level.or(level).unwrap_or(0).min(DEEPEST);
        let kind = known.numbers.level(&list, level)?;
        Some((list, level, kind.counts, kind.start))
    }

    /// Takes the box at its beginning away; answers whether it was ticked.
    fn take_box(&mut self) -> Option<bool> {
        if self.task.is_some() {
            trim_start(&mut self.nodes);
            return self.task;
        }
        let first = self.nodes.first_mut().filter(|first| first.is("text"))?;
        let sign = first.text.chars().next()?;
        let done = ticked(sign.encode_utf8(&mut [0; 4])).filter(|_| "☐☑☒".contains(sign))?;
        first.text = first.text.split_off(sign.len_utf8());
        trim_start(&mut self.nodes);
        Some(done)
    }

    /// What it is; `count` answers the number an item has.
    pub fn read(mut self, known: &Known, count: &mut dyn FnMut(&str, u8, u64) -> u64) -> Read {
        let role = match self.outline.filter(|outline| *outline < 9) {
            Some(outline) => Role::Heading(outline + 1),
            None => known.styles.role(&self.style),
        };
        if role == Role::Code {
            return Read::Flats(vec![Flat::Code(code(&self.nodes))]);
        }
        trim_end(&mut self.nodes);
        match role {
            Role::Heading(level) => return Read::Flats(heading(self.nodes, level)),
            Role::Title => return Read::Title(self.nodes),
            Role::Contents => return Read::Flats(vec![Flat::Contents]),
            Role::Rule => return Read::Flats(vec![Flat::Block(Node::new("horizontalRule"))]),
            _ => {}
        }
        let task = self.take_box();
        let says = says_something(&self.nodes);
        if let Some((list, level, counts, start)) = self.numbered(known) {
            let task = task.or(if let Counts::Boxes(done) = counts { Some(done) } else { None });
            let kind = match (task, counts) {
                (Some(_), _) => "taskList",
                (None, Counts::Numbers) => "orderedList",
                (None, _) => "bulletList",
            };
            let number = if kind == "orderedList" { count(&list, level, start) } else { 1 };
            let at = ListAt { list, level, kind, number };
            return Read::Flats(item(at, task, self.nodes));
        }
        if task.is_some() {
            let at = ListAt { list: "boxes".into(), level: 0, kind: "taskList", number: 1 };
            return Read::Flats(item(at, task, self.nodes));
        }
        if !says {
            return Read::Flats(if self.is_ruled {
                vec![Flat::Block(Node::new("horizontalRule"))]
            } else {
                Vec::new()
            });
        }
        let inside = blocks_of(self.nodes);
        match role {
            Role::Quote => Read::Flats(vec![Flat::Quote(inside)]),
            Role::Callout(kind) => Read::Flats(vec![Flat::Callout(kind, inside)]),
            Role::CalloutTitle(kind) => Read::Flats(vec![Flat::CalloutBegins(kind)]),
            Role::Continue(level) => {
                let by_place = u8::try_from(((self.left + STEP / 2) / STEP - 1).clamp(0, 8)).unwrap_or(0);
                let level = level.max(by_place);
                Read::Flats(inside.into_iter().map(|node| Flat::Inside(level, node)).collect())
            }
            Role::TableHeading => Read::Head(inside.into_iter().map(Flat::Block).collect()),
            _ => Read::Flats(inside.into_iter().map(Flat::Block).collect()),
        }
    }
}

fn heading(nodes: Vec<Node>, level: u64) -> Vec<Flat> {
    let (pictures, words): (Vec<Node>, Vec<Node>) =
        nodes.into_iter().partition(|node| node.is("image") || node.is("fileBlock"));
    let heading = Node::new("heading").set("level", level.clamp(1, 4));
    let heading = says_something(&words).then(|| Flat::Block(heading.with(words)));
    heading.into_iter().chain(pictures.into_iter().map(Flat::Block)).collect()
}

/// An item: its words, then the pictures in them.
fn item(at: ListAt, task: Option<bool>, nodes: Vec<Node>) -> Vec<Flat> {
    let level = at.level;
    let mut blocks = blocks_of(nodes).into_iter().peekable();
    let line = blocks.next_if(|first| first.is("paragraph")).unwrap_or_else(|| paragraph(Vec::new()));
    let mut flats = vec![Flat::Item(at, task, line)];
    flats.extend(blocks.map(|node| Flat::Inside(level, node)));
    flats
}

fn code(nodes: &[Node]) -> String {
    nodes.iter().map(|node| if node.is("hardBreak") { "\n" } else { node.text.as_str() }).collect()
}
