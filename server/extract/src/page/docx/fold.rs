//! Paragraphs that stand behind each other as the blocks they make together: lists in lists, quotes, code, notes.

use crate::page::shape::{filled, item};
use guildhall_pages::Node;

/// Where an item of a list stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListAt {
    pub list: String,
    pub level: u8,
    pub kind: &'static str,
    /// Its number, where it has one.
    pub number: u64,
}

/// A paragraph as it stands in the document.
#[derive(Debug)]
pub(super) enum Flat {
    Item(ListAt, Option<bool>, Node),
    /// Goes on with the item before, at this level or above.
    Inside(u8, Node),
    Quote(Vec<Node>),
    Code(String),
    CalloutBegins(&'static str),
    Callout(&'static str, Vec<Node>),
    Contents,
    Block(Node),
}

/// A list that is open.
struct Open {
    at: ListAt,
    node: Node,
}

#[derive(Default)]
struct Fold {
    out: Vec<Node>,
    lists: Vec<Open>,
}

/// The blocks of some paragraphs.
pub(super) fn fold(flats: Vec<Flat>) -> Vec<Node> {
    let mut fold = Fold::default();
    for flat in flats {
        fold.take(flat);
    }
    fold.close_to(0);
    // A table of contents stands for what is in it; a note that says nothing is one all the same.
    for node in &mut fold.out {
        if node.is("callout") {
            node.content = filled(std::mem::take(&mut node.content));
        }
    }
    fold.out
}

impl Fold {
    fn take(&mut self, flat: Flat) {
        match flat {
            Flat::Item(at, task, line) => return self.item(at, task, line),
            Flat::Inside(level, node) => return self.inside(level, node),
            _ => self.close_to(0),
        }
        let last = self.out.last_mut();
        match flat {
            Flat::Quote(blocks) => match last.filter(|last| last.is("blockquote")) {
                Some(quote) => quote.content.extend(blocks),
                None => self.out.push(Node::new("blockquote").with(blocks)),
            },
            Flat::Code(text) => match last.filter(|last| last.is("codeBlock")) {
                Some(code) => {
                    let before = code.words();
                    code.content = vec![Node::text(&format!("{before}\n{text}"), &[])];
                }
                None if text.is_empty() => self.out.push(Node::new("codeBlock")),
                None => self.out.push(Node::new("codeBlock").with(vec![Node::text(&text, &[])])),
            },
            Flat::CalloutBegins(kind) => self.out.push(Node::new("callout").set("kind", kind)),
            Flat::Callout(kind, blocks) => match last.filter(|last| last.is("callout") && last.attr("kind") == kind) {
                Some(callout) => callout.content.extend(blocks),
                None => self.out.push(Node::new("callout").set("kind", kind).with(blocks)),
            },
            Flat::Contents if last.is_some_and(|last| last.is("tableOfContents")) => {}
            Flat::Contents => self.out.push(Node::new("tableOfContents")),
            Flat::Block(node) => self.out.push(node),
            Flat::Item(..) | Flat::Inside(..) => {}
        }
    }

    fn item(&mut self, at: ListAt, task: Option<bool>, line: Node) {
        // Lists that lie deeper end here.
        while self.lists.last().is_some_and(|open| open.at.level > at.level) {
            self.close();
        }
        let same = |open: &Open| open.at.list == at.list && open.at.kind == at.kind;
        if self.lists.last().is_some_and(|open| open.at.level == at.level && !same(open)) {
            self.close();
        }
        let new = item(vec![line], task);
        match self.lists.last_mut().filter(|open| open.at.level == at.level) {
            Some(open) => open.node.content.push(new),
            None => {
                let mut node = Node::new(at.kind).with(vec![new]);
                if at.kind == "orderedList" && at.number != 1 {
                    node = node.set("start", at.number);
                }
                self.lists.push(Open { at, node });
            }
        }
    }

    fn inside(&mut self, level: u8, node: Node) {
        while self.lists.len() > 1 && self.lists.last().is_some_and(|open| open.at.level > level) {
            self.close();
        }
        match self.lists.last_mut().and_then(|open| open.node.content.last_mut()) {
            Some(item) => item.content.push(node),
            None => self.out.push(node),
        }
    }

    /// The innermost list is complete.
    fn close(&mut self) {
        let Some(done) = self.lists.pop() else { return };
        match self.lists.last_mut().and_then(|open| open.node.content.last_mut()) {
            Some(item) => item.content.push(done.node),
            None => self.out.push(done.node),
        }
    }

    fn close_to(&mut self, count: usize) {
        while self.lists.len() > count {
            self.close();
        }
    }
}
