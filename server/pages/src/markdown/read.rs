//! Reads Markdown as a page. Whatever is written, it gives a page: what is not known is text.

use super::{CONTENTS, TAGS, TASKS};
use crate::{
    node::{Mark, Node},
    schema,
};
use comrak::{
    Arena, Options,
    nodes::{AlertType, AstNode, ListType, NodeValue},
    parse_document,
};
use serde_json::Value;

/// Deepest nesting of blocks that is kept; what is deeper is text.
const MOST_DEPTH: u8 = 16;

/// A page of Markdown.
pub fn read(markdown: &str) -> Node {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.alerts = true;
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    schema::known(Node::new("doc").with(blocks(root, 0)))
}

fn blocks<'a>(parent: &'a AstNode<'a>, depth: u8) -> Vec<Node> {
    let mut nodes = Vec::new();
    for child in parent.children() {
        if depth >= MOST_DEPTH {
            let words = said(child);
            nodes.extend((!words.is_empty()).then(|| paragraph(vec![Node::text(&words, &[])])));
            continue;
        }
        nodes.extend(block(child, depth + 1));
    }
    nodes
}

fn paragraph(content: Vec<Node>) -> Node {
    Node::new("paragraph").with(content)
}

/// What is written below, without its form.
fn said<'a>(node: &'a AstNode<'a>) -> String {
    let mut words = String::new();
    for below in node.descendants() {
        match &below.data().value {
            NodeValue::Text(text) => words.push_str(text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            NodeValue::CodeBlock(code) => words.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

fn block<'a>(node: &'a AstNode<'a>, depth: u8) -> Option<Node> {
    let data = node.data();
    Some(match &data.value {
        NodeValue::Paragraph => self::own(inline(node, depth))?,
        NodeValue::Heading(heading) => {
            Node::new("heading").set("level", heading.level.clamp(1, 4)).with(inline(node, depth))
        }
        NodeValue::BlockQuote => Node::new("blockquote").with(filled(blocks(node, depth))),
        NodeValue::Alert(alert) => {
            let kind = match alert.alert_type {
                AlertType::Note => "note",
                AlertType::Tip => "tip",
                AlertType::Important => "important",
                AlertType::Warning | AlertType::Caution => "warning",
            };
            Node::new("callout").set("kind", kind).with(filled(blocks(node, depth)))
        }
        NodeValue::List(list) => {
            let is_tasks = node.children().any(|item| task(item).is_some());
            let kind = match (is_tasks, list.list_type) {
                (true, _) => Node::new("taskList"),
                (false, ListType::Bullet) => Node::new("bulletList"),
                (false, ListType::Ordered) if list.start == 1 => Node::new("orderedList"),
                (false, ListType::Ordered) => Node::new("orderedList").set("start", list.start as u64),
            };
            kind.with(node.children().map(|item| self::item(item, is_tasks, depth)).collect())
        }
        NodeValue::CodeBlock(code) => code_block(&code.info, &code.literal),
        NodeValue::ThematicBreak => Node::new("horizontalRule"),
        NodeValue::Table(_) => table(node, depth),
        NodeValue::HtmlBlock(html) => {
            let text = html.literal.trim();
            let is_comment = text.starts_with("<!--") && text.ends_with("-->");
            match is_comment || text.is_empty() {
                true => return None,
                false if text.eq_ignore_ascii_case("<br>") => paragraph(vec![Node::new("hardBreak")]),
                false => html_block(text),
            }
        }
        _ => {
            let words = said(node);
            return (!words.is_empty()).then(|| paragraph(vec![Node::text(&words, &[])]));
        }
    })
}

/// A line that begins with a tag is a block of its own for Markdown; the tags that are marks are read in it.
fn html_block(text: &str) -> Node {
    let mut line = Line::default();
    line.html(text);
    paragraph(line.nodes)
}

fn filled(content: Vec<Node>) -> Vec<Node> {
    if content.is_empty() { vec![paragraph(Vec::new())] } else { content }
}

/// A paragraph that stands for something else.
fn own(mut content: Vec<Node>) -> Option<Node> {
    if let [only] = content.as_slice() {
        if only.is("image") {
            return content.pop();
        }
        if only.text.eq_ignore_ascii_case(CONTENTS) || only.text.eq_ignore_ascii_case("[toc]") {
            return Some(Node::new("tableOfContents"));
        }
        if let [link] = only.marks.as_slice()
            && let Some(id) = link.attr("href").strip_prefix("guildhall:file/")
        {
            return Some(Node::new("fileBlock").set("file", id).set("name", only.text.as_str()));
        }
    }
    // A picture within a line has no place of its own on a page: its words stay.
    for node in content.iter_mut().filter(|node| node.is("image")) {
        *node = Node::text(&node.words(), &[]);
    }
    Some(paragraph(content))
}

fn code_block(info: &str, literal: &str) -> Node {
    let text = literal.strip_suffix('\n').unwrap_or(literal);
    let language = info.split_whitespace().next().unwrap_or_default();
    if language == TASKS {
        let tasks: Value = serde_json::from_str(text).unwrap_or_default();
        let word = |name: &str| tasks.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        return Node::new("taskView").set("filter", word("filter")).set("title", word("title"));
    }
    let mut node = Node::new("codeBlock");
    if !language.is_empty() {
        node = node.set("language", language);
    }
    if text.is_empty() { node } else { node.with(vec![Node::text(text, &[])]) }
}

/// Whether an item is a task, and whether it is done.
fn task<'a>(item: &'a AstNode<'a>) -> Option<bool> {
    match &item.data().value {
        NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
        // One that says nothing is no task for Markdown.
        _ => match said(item).trim() {
            "[ ]" => Some(false),
            "[x]" | "[X]" => Some(true),
            _ => None,
        },
    }
}

fn item<'a>(item: &'a AstNode<'a>, is_task: bool, depth: u8) -> Node {
    let mut content = blocks(item, depth);
    let done = task(item);
    if matches!(item.data().value, NodeValue::Item(_)) && done.is_some() {
        content.clear();
    }
    let starts_well = content.first().is_some_and(|first| first.is("paragraph"));
    if !starts_well {
        content.insert(0, paragraph(Vec::new()));
    }
    match is_task {
        true => Node::new("taskItem").set("checked", done.unwrap_or(false)).with(content),
        false => Node::new("listItem").with(content),
    }
}

fn table<'a>(table: &'a AstNode<'a>, depth: u8) -> Node {
    let mut rows = Vec::new();
    for row in table.children() {
        let is_head = matches!(row.data().value, NodeValue::TableRow(true));
        let kind = if is_head { "tableHeader" } else { "tableCell" };
        let cells: Vec<Node> = row
            .children()
            .map(|cell| Node::new(kind).with(vec![own(inline(cell, depth)).unwrap_or_else(|| paragraph(Vec::new()))]))
            .collect();
        let says_nothing = cells.iter().all(|cell| cell.words().is_empty());
        if !(is_head && says_nothing) {
            rows.push(Node::new("tableRow").with(cells));
        }
    }
    Node::new("table").with(rows)
}

fn inline<'a>(parent: &'a AstNode<'a>, depth: u8) -> Vec<Node> {
    let mut line = Line::default();
    line.read(parent, &[], depth);
    line.nodes
}

/// A line as it grows. Marks by tags hold until their end.
#[derive(Default)]
struct Line {
    nodes: Vec<Node>,
    tags: Vec<&'static str>,
}

impl Line {
    fn read<'a>(&mut self, parent: &'a AstNode<'a>, marks: &[Mark], depth: u8) {
        for child in parent.children() {
            let data = child.data();
            match &data.value {
                NodeValue::Text(text) => self.text(text, marks),
                NodeValue::SoftBreak => self.text(" ", marks),
                NodeValue::LineBreak => self.nodes.push(Node::new("hardBreak")),
                NodeValue::Code(code) => self.text(&code.literal, &with(marks, Mark::new("code"))),
                NodeValue::HtmlInline(html) => self.tag(html, marks),
                NodeValue::Link(link) => self.link(child, &link.url, marks, depth),
                NodeValue::Image(image) => self.image(child, &image.url, &image.title, marks),
                _ if depth >= 2 * MOST_DEPTH => self.text(&said(child), marks),
                NodeValue::Emph => self.read(child, &with(marks, Mark::new("italic")), depth + 1),
                NodeValue::Strong => self.read(child, &with(marks, Mark::new("bold")), depth + 1),
                NodeValue::Strikethrough => self.read(child, &with(marks, Mark::new("strike")), depth + 1),
                _ => self.read(child, marks, depth + 1),
            }
        }
    }

    fn text(&mut self, text: &str, marks: &[Mark]) {
        let mut marks = marks.to_vec();
        for tag in &self.tags {
            marks = with(&marks, Mark::new(tag));
        }
        marks.sort_by_key(|mark| schema::place(&mark.kind));
        match self.nodes.last_mut() {
            Some(last) if last.is("text") && last.marks == marks => last.text.push_str(text),
            _ if text.is_empty() => {}
            _ => self.nodes.push(Node::text(text, &marks)),
        }
    }

    /// A tag within a line: a mark begins or ends, a line ends, or it is text.
    fn tag(&mut self, html: &str, marks: &[Mark]) {
        let name = html.trim_matches(['<', '>', ' ']).trim_end_matches('/').trim().to_ascii_lowercase();
        if name == "br" {
            return self.nodes.push(Node::new("hardBreak"));
        }
        if html.starts_with("<!--") {
            return;
        }
        let known = |name: &str| TAGS.iter().find(|(tag, _)| *tag == name).map(|(_, mark)| *mark);
        if let Some(mark) = known(&name) {
            self.tags.push(mark);
        } else if let Some(mark) = name.strip_prefix('/').and_then(known) {
            if let Some(at) = self.tags.iter().rposition(|open| *open == mark) {
                self.tags.remove(at);
            }
        } else {
            self.text(html, marks);
        }
    }

    /// Text with tags in it.
    fn html(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            let (before, tag) = rest.split_at(at);
            self.text(before, &[]);
            let Some(end) = tag.find('>') else {
                rest = tag;
                break;
            };
            let (tag, after) = tag.split_at(end + 1);
            self.tag(tag, &[]);
            rest = after;
        }
        self.text(rest, &[]);
    }

    fn link<'a>(&mut self, node: &'a AstNode<'a>, url: &str, marks: &[Mark], depth: u8) {
        let reference = url.strip_prefix("guildhall:").and_then(|rest| rest.split_once('/'));
        let label = said(node);
        match reference {
            Some(("person", id)) => {
                let label = label.strip_prefix('@').unwrap_or(&label);
                self.nodes.push(Node::new("mention").set("kind", "person").set("id", id).set("label", label));
            }
            Some(("space", id)) => {
                let label = label.strip_prefix('#').unwrap_or(&label);
                self.nodes.push(Node::new("mention").set("kind", "space").set("id", id).set("label", label));
            }
            Some(("item", id)) => self.nodes.push(Node::new("itemChip").set("id", id).set("label", label)),
            _ if depth >= 2 * MOST_DEPTH => self.text(&label, marks),
            _ if schema::is_safe(url) => self.read(node, &with(marks, Mark::link(url)), depth + 1),
            _ => self.read(node, marks, depth + 1),
        }
    }

    fn image<'a>(&mut self, node: &'a AstNode<'a>, url: &str, title: &str, marks: &[Mark]) {
        let alt = said(node);
        if let Some(id) = url.strip_prefix("guildhall:file/") {
            let mut image = Node::new("image").set("file", id).set("alt", alt);
            if let Some(width) = title.strip_prefix("width=").and_then(|width| width.parse::<u64>().ok()) {
                image = image.set("width", width);
            }
            return self.nodes.push(image);
        }
        // Pictures of other places are not loaded by anybody who opens a page.
        let label = if alt.is_empty() { url } else { &alt };
        match schema::is_safe(url) {
            true => self.text(label, &with(marks, Mark::link(url))),
            false => self.text(label, marks),
        }
    }
}

fn with(marks: &[Mark], mark: Mark) -> Vec<Mark> {
    let mut all: Vec<Mark> = marks.iter().filter(|other| other.kind != mark.kind).cloned().collect();
    all.push(mark);
    all
}
