//! What a page consists of: the nodes, their attributes and the marks that are known.
//!
//! Whatever was written into a page, [`known`] gives the tree that is drawn, searched and exported: attributes that are
//! not known are left out, links go only where links may go, and a node that is not known is there as what it says.

use crate::node::{Mark, Node};
use serde_json::{Map, Value};

/// Marks, in the order in which they stand.
pub const MARKS: [&str; 7] = ["link", "bold", "italic", "strike", "underline", "highlight", "code"];

/// Longest address of a link.
const MOST_HREF: usize = 2_000;

/// Attributes of a node, or nothing when it is not known.
fn attributes(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "doc" | "paragraph" | "bulletList" | "listItem" | "taskList" | "blockquote" | "horizontalRule"
        | "hardBreak" | "table" | "tableRow" | "tableOfContents" | "text" => &[],
        "heading" => &["level"],
        "orderedList" => &["start"],
        "taskItem" => &["checked"],
        "codeBlock" => &["language"],
        "tableHeader" | "tableCell" => &["colspan", "rowspan", "colwidth"],
        "image" => &["file", "alt", "width"],
        "fileBlock" => &["file", "name"],
        "callout" => &["kind"],
        "mention" => &["kind", "id", "label"],
        "itemChip" => &["id", "label"],
        "taskView" => &["filter", "title"],
        _ => return None,
    })
}

/// Whether a link may lead there: to web and mail addresses, telephones, places in this page, and our own things.
pub fn is_safe(href: &str) -> bool {
    let plain = href.len() <= MOST_HREF && !href.chars().any(|c| c.is_control());
    let lower = href.trim().to_ascii_lowercase();
    let schemes = ["http://", "https://", "mailto:", "tel:", "guildhall:", "#"];
    plain && !lower.is_empty() && schemes.iter().any(|scheme| lower.starts_with(scheme))
}

/// The tree as it may be shown.
pub fn known(node: Node) -> Node {
    let content: Vec<Node> = node.content.into_iter().map(known).filter(|node| !is_nothing(node)).collect();
    let Some(allowed) = attributes(&node.kind) else {
        return as_text(Node { content, ..node });
    };
    let attrs = allowed.iter().filter_map(|name| value(&node.kind, name, node.attrs.get(*name)?));
    let attrs: Map<String, Value> = attrs.collect();
    let marks = marks(node.marks);
    Node { kind: node.kind, attrs, content, marks, text: node.text }
}

fn is_nothing(node: &Node) -> bool {
    node.is("text") && node.text.is_empty()
}

/// A node that is not known: a paragraph of what it says, or the blocks in it.
fn as_text(node: Node) -> Node {
    if node.content.iter().all(Node::is_inline) {
        return Node::new("paragraph").with(node.content);
    }
    Node::new("blockquote").with(node.content)
}

fn value(kind: &str, name: &str, value: &Value) -> Option<(String, Value)> {
    let value = match (kind, name) {
        ("heading", "level") => whole(value, 1, 4)?,
        ("orderedList", "start") => whole(value, 0, 999_999_999)?,
        (_, "colspan" | "rowspan") => whole(value, 1, 200)?,
        (_, "width") => whole(value, 1, 10_000)?,
        (_, "checked") => Value::Bool(value.as_bool()?),
        (_, "colwidth") => {
            let widths: Option<Vec<Value>> =
                value.as_array()?.iter().take(200).map(|width| whole(width, 0, 10_000)).collect();
            Value::Array(widths?)
        }
        ("callout", _) => word(value, &["note", "tip", "warning", "important"])?,
        ("mention", "kind") => word(value, &["person", "space"])?,
        (_, "language") => {
            let language = value.as_str()?;
            let plain =
                language.len() <= 40 && language.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-#._".contains(&b));
            Value::from(plain.then_some(language)?)
        }
        _ => Value::from(value.as_str()?),
    };
    Some((name.to_owned(), value))
}

fn whole(value: &Value, least: u64, most: u64) -> Option<Value> {
    let number = value.as_u64().or_else(|| value.as_f64().filter(|n| *n >= 0.0).map(|n| n as u64))?;
    Some(Value::from(number.clamp(least, most)))
}

fn word(value: &Value, words: &[&str]) -> Option<Value> {
    let value = value.as_str()?;
    words.contains(&value).then(|| Value::from(value))
}

fn marks(marks: Vec<Mark>) -> Vec<Mark> {
    let mut known: Vec<Mark> = marks
        .into_iter()
        .filter_map(|mark| {
            // A mark that may stand several times at one place has a suffix in the shared document.
            let kind = mark.kind.split_once("--").map_or(mark.kind.as_str(), |(kind, _)| kind).to_owned();
            match kind.as_str() {
                "link" => is_safe(mark.attr("href")).then(|| Mark::link(mark.attr("href").trim())),
                kind if MARKS.contains(&kind) => Some(Mark::new(kind)),
                _ => None,
            }
        })
        .collect();
    known.sort_by_key(|mark| place(&mark.kind));
    known.dedup_by(|one, other| one.kind == other.kind);
    known
}

/// The place of a mark in their order.
pub fn place(kind: &str) -> usize {
    MARKS.iter().position(|other| *other == kind).unwrap_or(MARKS.len())
}
